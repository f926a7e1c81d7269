/** A duty in words. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import type { DutiesView, DutyView } from '#lib/server/cases/index.ts';

export const stateTones = {
	open: 'info',
	awaitingSecond: 'info',
	done: 'success',
	notNeeded: 'neutral'
} as const satisfies Record<DutyView['state'], string>;

/** When: a legal clock without a number is words, and what it is compared with is called what it is. */
export function clockText({ clock }: DutyView, language: InLanguage = {}): string {
	const due = clock.dueText ?? '';
	if (clock.words)
		return m.duty_clock_words({ words: m[`duty_words_${clock.words}`]({}, language), due }, language);
	if (!clock.dueText) return m.duty_clock_none({}, language);
	return clock.dueIs === 'law' ? m.duty_clock_law({ due }, language) : m.duty_clock_local({ due }, language);
}

/** Null: nothing urgent. */
export function urgentText({ clock }: DutyView): string | null {
	if (clock.tone === 'neutral') return null;
	if (clock.tone === 'warning') return m.duty_tone_warning();
	return clock.dueIs === 'law' ? m.duty_tone_danger_law() : m.duty_tone_danger_local();
}

export function answererText(
	{ answers }: DutyView,
	handler: DutiesView['handler'],
	language: InLanguage = {}
): string {
	if (answers !== 'handler') return m[`role_${answers}`]({}, language);
	return handler
		? m.duty_answers_handler_named({ name: nameText(handler, language) }, language)
		: m.duty_answers_handler({}, language);
}

export function sourceText({ source, checkedText }: DutyView, language: InLanguage = {}): string {
	return m[`duty_source_${source}`]({ date: checkedText }, language);
}

export function offenceText(
	{ code, citation, source }: DutyView['offences'][number],
	language: InLanguage = {}
): string {
	const offence = m[`duty_offence_${code}`]({}, language);
	return source === 'secondary'
		? m.duty_offence_secondary({ offence, citation }, language)
		: m.duty_offence_cited({ offence, citation }, language);
}
