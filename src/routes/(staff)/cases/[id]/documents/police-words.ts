import { m } from '#lib/paraglide/messages.js';
import type { PoliceAnswers } from '#lib/server/case-documents/index.ts';

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
