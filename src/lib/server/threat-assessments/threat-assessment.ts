/** What a threat assessment consists of, and when it must be looked at again. Pure: no database, no clock. */

/** How serious, in the words of messages/ `threat_level_<code>`. Our own scale; no law and no score lies behind it. */
export const threatLevels = ['low', 'elevated', 'high', 'acute'] as const;
export type ThreatLevel = (typeof threatLevels)[number];

/** What is judged one by one, before the whole. */
export const judgedFactors = ['capacity', 'intent', 'opportunity', 'history'] as const;
/** With the whole, which a person decides: it does not follow from the others. */
export type ThreatFactor = (typeof judgedFactors)[number] | 'overall';

/** A factor may also be impossible to judge; that is an answer, and needs its reason like any other. */
export const factorLevels = ['low', 'elevated', 'high', 'unknown'] as const;
export type FactorLevel = (typeof factorLevels)[number] | ThreatLevel;

/** What has happened before: types and facts, never who. */
export const historyTypes = [
	'none',
	'contactSeeking',
	'harassment',
	'threat',
	'violence',
	'damage',
	'brokenAgreements'
] as const;
export type HistoryType = (typeof historyTypes)[number];

/** What protects the exposed person. Each becomes a measure, with somebody who does it and a day. */
export const protectionKinds = [
	'changeOfficer',
	'twoOfficers',
	'addressProtection',
	'alarm',
	'escort',
	'other'
] as const;
export type ProtectionKind = (typeof protectionKinds)[number];

/** The most that may be written of each factor, in characters. */
export const reasonLimit = 4_000;

/** How an assessment stands on a day. `reviewDue`: to be looked at again; `expired`: it says nothing about today. */
export type AssessmentState = 'valid' | 'reviewDue' | 'expired';

/** @param today calendar date in Sweden, 'ÅÅÅÅ-MM-DD'; an assessment is valid through its last day */
export function stateOf(
	{ validUntil, reviewDate }: { validUntil: string; reviewDate: string | null },
	today: string
): AssessmentState {
	if (validUntil < today) return 'expired';
	return reviewDate !== null && reviewDate <= today ? 'reviewDue' : 'valid';
}

/** What is wrong with the dates of a new assessment, by field; codes of http-form.ts. */
export function datesWrong(
	{ level, validUntil, reviewDate }: { level: ThreatLevel; validUntil: string; reviewDate: string | null },
	today: string
): Partial<Record<'validUntil' | 'reviewDate', DateProblem>> {
	return {
		...(validUntil < today && { validUntil: 'inPast' as const }),
		...(reviewDate === null && level !== 'low' && { reviewDate: 'reviewNeeded' as const }),
		...(reviewDate !== null && reviewDate < today && { reviewDate: 'inPast' as const }),
		...(reviewDate !== null && reviewDate > validUntil && { reviewDate: 'afterValidity' as const })
	};
}

/** Texts in messages/ `threat_problem_<code>`. */
export type DateProblem = 'inPast' | 'reviewNeeded' | 'afterValidity';
