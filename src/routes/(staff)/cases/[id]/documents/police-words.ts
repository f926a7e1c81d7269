import { m } from '#lib/paraglide/messages.js';
import type { PoliceAnswers, PoliceFact } from '#lib/server/case-documents/index.ts';

const shown = [
	'reporterName',
	'reporterRole',
	'workplaceName',
	'workAddress',
	'workPhone',
	'workEmail',
	'exposedName',
	'exposedReached'
] as const;

/** The answers that say something, as terms and descriptions. */
export function policeFieldsOf(answers: PoliceAnswers) {
	return shown.flatMap((name) => {
		const description = answers[name];
		return description ? [{ term: m[`police_field_${name}`](), description }] : [];
	});
}

/** A possible offence with its citation. */
export function offenceText({ code, citation }: { code: string; citation: string }): string {
	const messages = m as unknown as Record<string, (() => string) | undefined>;
	return `${messages[`duty_offence_${code}`]?.() ?? code} (${citation})`;
}

/** Something that can go along, so that one knows what it is: a text by how it begins. */
export function choosableText(
	about: Pick<PoliceFact, 'atText' | 'kind' | 'text'> | { file: string; addedText: string }
): string {
	if ('file' in about) return m.police_choose_file({ name: about.file, date: about.addedText });
	const letters = [...about.text.trim()];
	const begins = letters.length > 80 ? `${letters.slice(0, 80).join('')} …` : letters.join('');
	return `${about.atText}, ${m[`police_fact_${about.kind}`]()}: ${begins}`;
}
