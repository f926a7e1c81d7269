/**
 * What counts as unusual reading. Pure. Each rule is a limit that a person can check by counting, and says its numbers; nothing
 * is weighed together, nobody gets a score, and nobody is ranked. Unusual is not wrong: it is something to ask about.
 */
import { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Settings } from '../organisation/index.ts';
import { zone } from '../platform/working-days.ts';

/** A case that somebody opened. */
export interface Reading {
	id: string;
	at: Temporal.Instant;
	actorId: PersonId;
	caseId: CaseId;
	/** In what capacity; null: unknown, from before the log said so. */
	role: string | null;
	onBehalfOfId: PersonId | null;
}

export const unusualRules = [
	'manyQuickly',
	'outside',
	'atNight',
	'afterTransfer',
	'deputyWithoutPeriod'
] as const;
export type UnusualRule = (typeof unusualRules)[number];

/** Something that a rule found. */
export interface Hit {
	rule: UnusualRule;
	actorId: PersonId;
	/** What was counted, at most within the rule's time: cases or readings. */
	count: number;
	/** Everything behind it, the first first. */
	readings: Reading[];
}

/** The limits that a municipality may set; more than so many is a hit. Local choices, not law. */
export type Limits = Pick<
	Settings,
	'logReviewQuickCases' | 'logReviewOutsideCases' | 'logReviewNightReadings' | 'logReviewDaysAfterTransfer'
>;

export const quickMinutes = 10;
export const windowDays = 7;
/** Outside working hours: from this hour to that, Swedish time. */
export const night = { from: 22, to: 6 } as const;

/** Whether somebody read in the night, as a clock on the wall showed it. */
export function isAtNight(at: Temporal.Instant): boolean {
	const { hour } = at.toZonedDateTimeISO(zone);
	return hour >= night.from || hour < night.to;
}

/** Whether a case was reached without a role of one's own at its unit or above it, and without handling it. */
export function isOutside({ role, onBehalfOfId }: Pick<Reading, 'role' | 'onBehalfOfId'>): boolean {
	return role === 'sharedReader' || onBehalfOfId !== null;
}

const apart = (a: Reading, b: Reading) => b.at.epochMilliseconds - a.at.epochMilliseconds;
const byTime = (a: Reading, b: Reading) => Temporal.Instant.compare(a.at, b.at);

/**
 * The stretches of time in which one person reached more than a limit within a window that slides over them.
 * @param readings of one person, in order of time
 * @param keyOf what is counted once: a case, or each reading
 */
export function stretchesOver(
	readings: readonly Reading[],
	{ most, withinMilliseconds }: { most: number; withinMilliseconds: number },
	keyOf: (reading: Reading) => string
): { count: number; readings: Reading[] }[] {
	const found: { first: number; last: number; count: number }[] = [];
	const inWindow = new Map<string, number>();
	let first = 0;
	readings.forEach((reading, last) => {
		inWindow.set(keyOf(reading), (inWindow.get(keyOf(reading)) ?? 0) + 1);
		while (apart(readings[first]!, reading) > withinMilliseconds) {
			const leaving = keyOf(readings[first]!);
			const left = inWindow.get(leaving)! - 1;
			if (left === 0) inWindow.delete(leaving);
			else inWindow.set(leaving, left);
			first += 1;
		}
		if (inWindow.size <= most) return;
		const latest = found.at(-1);
		// windows that touch are one stretch
		if (latest && first <= latest.last) {
			latest.last = last;
			latest.count = Math.max(latest.count, inWindow.size);
		} else found.push({ first, last, count: inWindow.size });
	});
	return found.map(({ count, ...stretch }) => ({
		count,
		readings: readings.slice(stretch.first, stretch.last + 1)
	}));
}

function perPerson(
	rule: UnusualRule,
	readings: readonly Reading[],
	limit: Parameters<typeof stretchesOver>[1],
	keyOf: (reading: Reading) => string
): Hit[] {
	return [...Map.groupBy(readings.toSorted(byTime), ({ actorId }) => actorId)].flatMap(([actorId, own]) =>
		stretchesOver(own, limit, keyOf).map((stretch) => ({ rule, actorId, ...stretch }))
	);
}

const minute = 60_000;
const caseOf = ({ caseId }: Reading) => caseId;

/** Many different cases opened in a short time. */
export function manyQuickly(readings: readonly Reading[], { logReviewQuickCases: most }: Limits): Hit[] {
	return perPerson('manyQuickly', readings, { most, withinMilliseconds: quickMinutes * minute }, caseOf);
}

/** Many different cases opened, within a week, outside the parts of the organisation where one has a role or handles. */
export function outside(readings: readonly Reading[], { logReviewOutsideCases: most }: Limits): Hit[] {
	const withinMilliseconds = windowDays * 24 * 60 * minute;
	return perPerson('outside', readings.filter(isOutside), { most, withinMilliseconds }, caseOf);
}

/** Much reading in the night, within a week. */
export function atNight(readings: readonly Reading[], { logReviewNightReadings: most }: Limits): Hit[] {
	const withinMilliseconds = windowDays * 24 * 60 * minute;
	const ofNight = readings.filter(({ at }) => isAtNight(at));
	return perPerson('atNight', ofNight, { most, withinMilliseconds }, ({ id }) => id);
}

/** A case that was read more than so many days after it was handed over to another route, and had not been reopened. */
export function afterTransfer(
	readings: readonly (Reading & { transferredAt: Temporal.Instant })[],
	{ logReviewDaysAfterTransfer: days }: Limits
): Hit[] {
	const late = readings.filter(
		({ at, transferredAt }) =>
			at.epochMilliseconds - transferredAt.epochMilliseconds > days * 24 * 60 * minute
	);
	return perCase('afterTransfer', late);
}

/** A case that was read in somebody's stead on a day for which no deputy period is entered. */
export function deputyWithoutPeriod(readings: readonly Reading[]): Hit[] {
	return perCase('deputyWithoutPeriod', readings);
}

function perCase(rule: UnusualRule, readings: readonly Reading[]): Hit[] {
	const together = Map.groupBy(readings.toSorted(byTime), ({ actorId, caseId }) => `${actorId} ${caseId}`);
	return [...together.values()].map((own) => ({
		rule,
		actorId: own[0]!.actorId,
		count: own.length,
		readings: own
	}));
}

/** In the order in which they happened, the latest first: never by how many. */
export function latestFirst(hits: readonly Hit[]): Hit[] {
	return hits.toSorted((a, b) => byTime(b.readings.at(-1)!, a.readings.at(-1)!));
}
