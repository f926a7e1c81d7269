/** What was corrected, in words: the question, and the answers before and after. */
import { m } from '#lib/paraglide/messages.js';
import type { KeptValue } from '#lib/server/incidents/index.ts';

const questions: Record<string, () => string> = {
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

const message = (name: string) => (m as unknown as Record<string, (() => string) | undefined>)[name]?.();

/** The question that was answered anew. */
export function questionText(field: string, isAddition: boolean): string {
	if (isAddition) return m.corrections_addition();
	return questions[field]?.() ?? message(`detail_${field}`) ?? field;
}

/** An answer, before or after. */
export function answerText(field: string, value: KeptValue): string {
	const prefix = labels[field];
	const label = (code: string | number) => (prefix && message(`${prefix}_${code}`)) || String(code);
	if (Array.isArray(value)) return value.map(label).join(', ') || m.corrections_empty();
	return value === null ? m.corrections_empty() : label(value);
}
