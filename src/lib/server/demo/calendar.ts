import { Temporal } from 'temporal-polyfill';
import { isWorkingDay, zone } from '../platform/working-days.ts';
import type { Random } from './random.ts';

/** Working hours in Ekdala, for made-up data. All demo times are thought of as local time, and handed out as UTC instants. */

/** How many days the office was closed just before this date: 0 on a Tuesday, 2 on a Monday, 4 after Easter. */
export function daysClosedBefore(date: Temporal.PlainDate): number {
	let days = 0;
	while (!isWorkingDay(date.subtract({ days: days + 1 }))) days++;
	return days;
}

/** An instant as a wall clock in Ekdala shows it. */
export function localTime(instant: string): Temporal.ZonedDateTime {
	return Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
}

/**
 * An instant from a date and the minutes after midnight on the wall clock.
 * In the hour that does not exist in March, the clock is moved forward.
 */
export function instantAt(date: Temporal.PlainDate, minuteOfDay: number): string {
	const time = new Temporal.PlainTime(Math.floor(minuteOfDay / 60), minuteOfDay % 60);
	return asInstant(date.toZonedDateTime({ timeZone: zone, plainTime: time }));
}

/** Written the same way everywhere, e.g. '2026-03-09T08:15:00Z', so that texts can be compared as times. */
export function asInstant(moment: Temporal.ZonedDateTime): string {
	return moment.toInstant().round('second').toString();
}

/** Some moment in office hours on the date; if `after` is on that date, at least ten minutes later than it. */
export function officeMoment(random: Random, date: Temporal.PlainDate, after?: string): string {
	let earliest = 8 * 60 + 10;
	if (after && localTime(after).toPlainDate().equals(date)) {
		const { hour, minute } = localTime(after);
		earliest = Math.max(earliest, hour * 60 + minute + 10);
	}
	const latest = Math.max(16 * 60 + 40, earliest + 20);
	return instantAt(date, Math.min(random.integer(earliest, latest), 23 * 60 + 59));
}
