/** What the package for the police consists of. The workplace's address and phone, never private ones. */
import { choice, line, longText } from '../platform/http-form.ts';

/** The fields that are asked for and stored, in their order. */
export const policeFields = [
	'reporterName',
	'reporterRole',
	'workplaceName',
	'workAddress',
	'workPhone',
	'workEmail',
	'exposedName',
	'exposedReached',
	'summary'
] as const;
export type PoliceField = (typeof policeFields)[number];
export type PoliceAnswers = Partial<Record<PoliceField, string>>;

/** How a police report is made without emergency: 114 14, or at a station. */
export const reportWays = ['phone', 'station'] as const;
export type ReportWay = (typeof reportWays)[number];

/** One line of what happened, in order of time. Finished words. */
export interface PoliceFact {
	/** ISO 8601, for the order. */
	at: string;
	atText: string;
	kind: 'incident' | 'addition';
	text: string;
}

/** A file as the package names it. */
export interface PoliceEvidence {
	name: string;
	addedText: string;
	/** Of the original, 64 hexadecimal digits. */
	sha256: string;
}

/** The package as it is printed, and as a lawyer is shown it. */
export interface PolicePackage {
	answers: PoliceAnswers;
	/** Possible offences that the handler chose to name: code and citation. The police classify. */
	offences: { code: string; citation: string }[];
	facts: PoliceFact[];
	evidence: PoliceEvidence[];
}

/** What is kept as answers: only known fields, only what says something. */
export function policeAnswersFrom(values: Record<string, string | null>): PoliceAnswers {
	return Object.fromEntries(
		policeFields.flatMap((name) => {
			const text = values[name]?.trim();
			return text ? [[name, text]] : [];
		})
	);
}

/** The facts in order of time: the event first of those at the same moment. */
export function inOrderOfTime(facts: readonly PoliceFact[]): PoliceFact[] {
	return facts
		.filter(({ text }) => text.trim() !== '')
		.sort(
			(a, b) => a.at.localeCompare(b.at) || Number(a.kind === 'addition') - Number(b.kind === 'addition')
		);
}

/** The form's fields, one schema each. */
export const policeFieldSchemas = {
	reporterName: line(200),
	reporterRole: line(200),
	workplaceName: line(200),
	workAddress: line(300),
	workPhone: line(100),
	workEmail: line(200),
	exposedName: line(200),
	exposedReached: line(300),
	summary: longText(10_000)
} as const satisfies Record<PoliceField, unknown>;

/** How it was reported. */
export const reportWaySchema = choice(reportWays);

/** Without who was exposed, for who may not know: mostly they are the reporter, who can ask to be named only to those who handle. */
export function withoutExposed({
	exposedName: _name,
	exposedReached: _reached,
	...answers
}: PoliceAnswers): PoliceAnswers {
	return answers;
}
