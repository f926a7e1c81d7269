/** What a correction is: the same question with another answer, the old one kept. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../../../database/column-types.ts';
import { findPersonalData, type PersonalDataFinding } from '../../text-hints/index.ts';
import { zone } from '../platform/working-days.ts';
import { detailFields, instantOf, type DetailField } from './forms.ts';
import { oldestYears, type IncidentDetails, type Several } from './incident.ts';
import { influencers, type Influencer } from './taxonomy.ts';

/** What the reporter may correct. Whether they are named is a wish, not a fact, and is changed where it was made. */
export const correctedFields = [
	'text',
	'forms',
	'channel',
	'influencer',
	'purpose',
	'occurredAt',
	'occurrences',
	'lastOccurredAt',
	...detailFields.filter((field): field is Exclude<DetailField, 'hideName'> => field !== 'hideName')
] as const;
export type CorrectedField = (typeof correctedFields)[number];

/** An answer as it is kept: words, a code, codes, a number, an instant (ISO), or null for none. */
export type KeptValue = string | number | string[] | null;

export interface FieldCorrection {
	field: CorrectedField;
	oldValue: KeptValue;
	newValue: KeptValue;
}

/** A correction as it is stored. */
export interface Correction {
	id: string;
	/** The addition whose words were corrected; null: the report itself. */
	additionId: string | null;
	authorId: PersonId;
	correctedAt: Temporal.Instant;
	field: string;
	oldValue: KeptValue;
	newValue: KeptValue;
}

/** The answers that a correction is compared with. */
export type Answers = Omit<IncidentDetails, 'hideName' | 'inDanger' | 'wantsContactToday'> & {
	occurredAt: Temporal.Instant;
} & Several;

/** Every answer that became another one, in the order of the questions. */
export function correctionsBetween(before: Answers, after: Answers): FieldCorrection[] {
	return correctedFields.flatMap((field) => {
		const [oldValue, newValue] = [keptValue(before[field]), keptValue(after[field])];
		return JSON.stringify(oldValue) === JSON.stringify(newValue) ? [] : [{ field, oldValue, newValue }];
	});
}

/** An answer as it is kept. The order of several answers says nothing. */
export function keptValue(value: unknown): KeptValue {
	if (value instanceof Temporal.Instant) return value.toString();
	if (Array.isArray(value)) return value.map(String).sort();
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Whether there was no answer to keep. */
export function isUnanswered(value: KeptValue): boolean {
	return value === null || (Array.isArray(value) && value.length === 0);
}

/**
 * The instant that a day and a time mean, where one was stored before: what the form showed and nobody touched stays to the second,
 * and an empty day is left as it was.
 */
export function correctedInstant<Before extends Temporal.Instant | null>(
	before: Before,
	day: Temporal.PlainDate | null,
	at: Temporal.PlainTime | null,
	now: Temporal.Instant
): Temporal.Instant | Before {
	if (day === null) return before;
	const local = before?.toZonedDateTimeISO(zone);
	const sameDay = local?.toPlainDate().equals(day) ?? false;
	if (
		sameDay &&
		(at === null || local!.toPlainTime().round({ smallestUnit: 'minute', roundingMode: 'trunc' }).equals(at))
	) {
		return before;
	}
	return instantOf(day, at, now)!;
}

/** What is wrong with when it happened; null when nothing is. @param latest it was told of then, or it is now */
export function timeProblem(
	{ occurredAt, lastOccurredAt }: Pick<Answers, 'occurredAt' | 'lastOccurredAt'>,
	latest: { occurred: Temporal.Instant; last: Temporal.Instant }
): { field: 'occurredDate' | 'lastDate'; problem: 'future' | 'tooOld' | 'lastBeforeFirst' } | null {
	const isAfter = (one: Temporal.Instant, other: Temporal.Instant) =>
		one.epochMilliseconds > other.epochMilliseconds;
	const grace = { minutes: 10 };
	if (isAfter(occurredAt, latest.occurred.add(grace))) return { field: 'occurredDate', problem: 'future' };
	const oldest = latest.occurred.toZonedDateTimeISO(zone).subtract({ years: oldestYears }).toInstant();
	if (isAfter(oldest, occurredAt)) return { field: 'occurredDate', problem: 'tooOld' };
	if (lastOccurredAt === null) return null;
	if (isAfter(lastOccurredAt, latest.last.add(grace))) return { field: 'lastDate', problem: 'future' };
	if (isAfter(occurredAt, lastOccurredAt)) return { field: 'lastDate', problem: 'lastBeforeFirst' };
	return null;
}

/** Somebody at work, by whom the report is kept from the one it is about when it is sent. */
const keepsFromReceiver: readonly (Influencer | null)[] = ['manager', 'colleague'];

/**
 * Whom the reporter may correct 'who' to. Not to or from a manager or colleague: the report has been received already, and who must be
 * kept out of it is decided when it is sent.
 */
export function correctableInfluencers(current: Influencer | null): Influencer[] {
	if (current !== null && keepsFromReceiver.includes(current)) return [current];
	return influencers.filter((influencer) => !keepsFromReceiver.includes(influencer));
}

/** What looks like personal data in kept words. An address is what 'where' asks for; elsewhere it counts. */
export function personalDataInKept(field: string, ...values: KeptValue[]): PersonalDataFinding[] {
	return values
		.filter((value): value is string => typeof value === 'string')
		.flatMap((value) => findPersonalData(value))
		.filter(({ kind }) => field === 'text' || kind !== 'address');
}
