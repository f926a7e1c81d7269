/** What was corrected, in words: the question, and the answers before and after. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import type { KeptValue } from '#lib/server/incidents/index.ts';

type Message = (inputs: object, language: InLanguage) => string;

const questions: Record<string, Message> = {
	text: m.report_text,
	forms: m.report_forms,
	channel: m.report_channel,
	influencer: m.report_influencer,
	purpose: m.report_purpose,
	occurredAt: m.correct_occurred,
	occurrences: m.corrections_occurrences,
	lastOccurredAt: m.corrections_last,
	subforms: m.receipt_subforms
};

/** Whose labels a field's codes have: `form_threat`, `answer_yes`. */
const labels: Record<string, string> = {
	forms: 'form',
	subforms: 'subform',
	channel: 'channel',
	influencer: 'influencer',
	purpose: 'purpose',
	consequences: 'consequence',
	childConcerned: 'answer',
	injury: 'answer',
	weapon: 'answer',
	fearedForLife: 'answer',
	knownRepeat: 'answer',
	gender: 'gender'
};

const message = (name: string, language: InLanguage) =>
	(m as unknown as Record<string, Message | undefined>)[name]?.({}, language);

/** The question that was answered anew. */
export function questionText(field: string, isAddition: boolean, language: InLanguage = {}): string {
	if (isAddition) return m.corrections_addition({}, language);
	return questions[field]?.({}, language) ?? message(`detail_${field}`, language) ?? field;
}

/** An answer, before or after. */
export function answerText(field: string, value: KeptValue, language: InLanguage = {}): string {
	const prefix = labels[field];
	const label = (code: string | number) => (prefix && message(`${prefix}_${code}`, language)) || String(code);
	if (Array.isArray(value)) return value.map(label).join(', ') || m.corrections_empty({}, language);
	return value === null ? m.corrections_empty({}, language) : label(value);
}
