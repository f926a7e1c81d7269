/** What an incident is. Pure: no database, no clock, no text for the screen. */
import type { Temporal } from 'temporal-polyfill';
import type { IncidentId, PersonId, UnitId } from '../../../../database/column-types.ts';
import type {
	Channel,
	Consequence,
	Form,
	Gender,
	Influencer,
	Origin,
	Purpose,
	Subform,
	YesNoUnsure
} from './taxonomy.ts';

export type { IncidentId };

/** The most that may be written, in characters (UTF-16 code units, as the browser counts). */
export const textLimit = 10_000;
export const lineLimit = 500;
export const referenceLimit = 100;

/** How far back an incident may have happened, in years: further back it is a typing error. */
export const oldestYears = 10;

/** What a person says about an incident: the answers of the form. Null or empty: not answered. */
export interface IncidentDetails {
	text: string | null;
	forms: Form[];
	subforms: Subform[];
	channel: Channel | null;
	influencer: Influencer | null;
	purpose: Purpose | null;
	inDanger: boolean | null;
	wantsContactToday: boolean | null;
	place: string | null;
	matter: string | null;
	witnesses: string | null;
	consequences: Consequence[];
	childConcerned: YesNoUnsure | null;
	injury: YesNoUnsure | null;
	weapon: YesNoUnsure | null;
	fearedForLife: YesNoUnsure | null;
	knownRepeat: YesNoUnsure | null;
	gender: Gender | null;
	caseReference: string | null;
	hideName: boolean;
}

/** Everything that is needed to report an incident. */
export interface NewIncident extends IncidentDetails {
	idempotencyKey: string;
	unitId: UnitId;
	affectedPersonId: PersonId;
	origin: Origin;
	occurredAt: Temporal.Instant;
	/** The manager or colleague that it is about, where the reporter said who. They are kept out of it. */
	involvedPersonIds: PersonId[];
	/** It is about 'chef' without a name: the manager who would otherwise receive it is kept out of it. */
	nearestManagerInvolved: boolean;
	/** 'Samma person igen': the earlier report that this one repeats. */
	repeatsIncidentId: IncidentId | null;
	/** 'Samma person ringde igen', many times: how many, and until when. Absent: once. */
	several?: Several;
}

/** The most times that one report can tell of. */
export const mostOccurrences = 1000;

/** How many times something happened that is told of once: one event in the figures. */
export interface Several {
	occurrences: number;
	/** The last of them; `occurredAt` is the first. Null: nobody said. */
	lastOccurredAt: Temporal.Instant | null;
}

/** The number that people say: '2026-0123'. Padded to four digits, longer when there are more. */
export function formatNumber(year: number, number: number): string {
	return `${year}-${String(number).padStart(4, '0')}`;
}
