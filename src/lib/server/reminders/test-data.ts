import { Temporal } from 'temporal-polyfill';
import type { MeasureId, PersonId } from '../../../../database/column-types.ts';
import { contactDue } from '../incidents/index.ts';
import type { MeasureRow } from '../measures/index.ts';
import type { Settings } from '../organisation/index.ts';
import { zone } from '../platform/working-days.ts';
import { deadlinesOf, type Deadline, type OwnedMeasure, type RemindedFacts } from './deadlines.ts';
import { forgottenDays, keyOf, remindersDue } from './ladder.ts';
import { measureFactsOf } from './queries.ts';
import { waitingDuty } from './remind.ts';

/** A time of day in Sweden, e.g. '2027-03-05T09:00'. */
export function at(local: string): Temporal.Instant {
	return Temporal.ZonedDateTime.from(`${local}[${zone}]`).toInstant();
}

/** The exposed person wants no contact after the first. */
export const declinedAftercare = (['week', 'month'] as const).map((step) => {
	return { step, outcome: 'declined', postponedTo: null } as const;
});

/** A case that was reported on Friday 5 March 2027, and that nobody has touched. */
export function buildFacts(overrides: Partial<RemindedFacts> = {}): RemindedFacts {
	const reportedAt = overrides.reportedAt ?? at('2027-03-05T09:00');
	return {
		status: 'received',
		reportedAt,
		contactDueAt: contactDue(reportedAt, { inDanger: null, wantsContactToday: null }, 1),
		firstContactAt: null,
		reopenedAt: null,
		assessedAt: null,
		undueInfluence: null,
		isImported: false,
		measures: [],
		duties: [],
		aftercare: declinedAftercare,
		threats: [],
		supportAnswered: ['week', 'month'],
		statements: [],
		requests: [],
		isCaredForElsewhere: false,
		...overrides
	};
}

/** A measure that is due on Tuesday 30 March 2027, the day after Easter Monday. */
export function buildMeasure(overrides: Partial<OwnedMeasure> = {}): OwnedMeasure {
	return {
		id: 'measure' as MeasureId,
		ownerId: 'owner' as PersonId,
		createdAt: at('2027-03-08T10:00'),
		dueDate: Temporal.PlainDate.from('2027-03-30'),
		doneAt: null,
		isCancelled: false,
		evaluatedAt: null,
		...overrides
	};
}

/**
 * The keys of everything that is to be reminded of in a case as it is stored, if it was the same all the time until an instant: warnings
 * as of just before their deadline, the rest as long after it as anybody is reminded.
 */
export function duesOfCase(
	file: Omit<
		RemindedFacts,
		| 'measures'
		| 'duties'
		| 'isImported'
		| 'aftercare'
		| 'threats'
		| 'supportAnswered'
		| 'statements'
		| 'requests'
		| 'isCaredForElsewhere'
	> &
		Partial<Pick<RemindedFacts, 'threats' | 'statements'>>,
	measures: readonly Omit<MeasureRow, 'ownerName'>[],
	duties: readonly Parameters<typeof waitingDuty>[0][],
	settings: Settings,
	end: Temporal.Instant
): string[] {
	const facts: RemindedFacts = {
		threats: [],
		statements: [],
		...file,
		isImported: false,
		aftercare: [],
		supportAnswered: [],
		requests: [],
		isCaredForElsewhere: false,
		measures: measures.map((row) => ({
			...measureFactsOf(row),
			id: row.id,
			ownerId: row.ownerId,
			createdAt: row.createdAt
		})),
		duties: duties.map((duty) => waitingDuty(duty, settings))
	};
	return keysUntil(deadlinesOf(facts, settings), end);
}

/** The keys of every step of some deadlines until an instant, if nothing changed all the time. */
export function keysUntil(deadlines: readonly Deadline[], end: Temporal.Instant): string[] {
	const keys = deadlines.flatMap((deadline) =>
		[deadline.dueAt.subtract({ seconds: 1 }), deadline.dueAt.add({ hours: 24 * (forgottenDays - 1) })]
			.map((at) => (Temporal.Instant.compare(at, end) <= 0 ? at : end))
			.flatMap((at) => remindersDue([deadline], new Set(), at).map(keyOf))
	);
	return [...new Set(keys)];
}
