import { Temporal } from 'temporal-polyfill';
import type { MeasureId, PersonId } from '../../../../database/column-types.ts';
import { contactDue } from '../incidents/index.ts';
import { zone } from '../platform/working-days.ts';
import type { OwnedMeasure, RemindedFacts } from './deadlines.ts';

/** A time of day in Sweden, e.g. '2027-03-05T09:00'. */
export function at(local: string): Temporal.Instant {
	return Temporal.ZonedDateTime.from(`${local}[${zone}]`).toInstant();
}

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
