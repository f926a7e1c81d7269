import { Temporal } from 'temporal-polyfill';
import type { Correction, KeptValue } from '../incidents/index.ts';
import { formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';

/** A correction as a page shows it: old and new, instants as days and times. Who made it is the reporter, who may be unnamed. */
export interface ShownCorrection {
	id: string;
	additionId: string | null;
	field: string;
	oldValue: KeptValue;
	newValue: KeptValue;
	at: string;
	atText: string;
}

/** What a correction says, for whoever may read the report. */
export function shownCorrection(
	{ id, additionId, field, oldValue, newValue, correctedAt }: Correction,
	locale: DateLocale
): ShownCorrection {
	const isTime = field === 'occurredAt' || field === 'lastOccurredAt';
	const shown = (value: KeptValue) =>
		isTime && typeof value === 'string' ? formatDateTime(Temporal.Instant.from(value), locale) : value;
	return {
		id,
		additionId,
		field,
		oldValue: shown(oldValue),
		newValue: shown(newValue),
		at: correctedAt.toString(),
		atText: formatDateTime(correctedAt, locale)
	};
}
