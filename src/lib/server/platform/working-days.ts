import { isPublicHoliday } from 'swedish-holidays';
import { Temporal } from 'temporal-polyfill';

export const zone = 'Europe/Stockholm';

/** The calendar date in Sweden at an instant. */
export function dateIn(instant: Temporal.Instant): Temporal.PlainDate {
	return instant.toZonedDateTimeISO(zone).toPlainDate();
}

/** Midsummer's, Christmas and New Year's Eve: not public holidays by law (1989:253), but nobody works. */
function isEve({ month, day, dayOfWeek }: Temporal.PlainDate): boolean {
	if (month === 12) return day === 24 || day === 31;
	return month === 6 && dayOfWeek === 5 && day >= 19 && day <= 25;
}

/** Whether people are at work on this date: not a Saturday, Sunday, public holiday or one of the three eves. */
export function isWorkingDay(date: Temporal.PlainDate): boolean {
	if (date.dayOfWeek >= 6 || isEve(date)) return false;
	// the library reads the local calendar fields of the Date, so it is made from local fields
	return !isPublicHoliday(new Date(date.year, date.month - 1, date.day, 12));
}

/** The date that is `count` working days after `date` (0: the same day or, when it is free, the next working day). */
export function addWorkingDays(date: Temporal.PlainDate, count: number): Temporal.PlainDate {
	let at = date;
	let left = count;
	while (left > 0 || !isWorkingDay(at)) {
		at = at.add({ days: 1 });
		if (isWorkingDay(at) && left > 0) left -= 1;
	}
	return at;
}

/** The last instant of a calendar date in Sweden. */
export function endOfDay(date: Temporal.PlainDate): Temporal.Instant {
	return date.add({ days: 1 }).toZonedDateTime(zone).toInstant().subtract({ seconds: 1 });
}
