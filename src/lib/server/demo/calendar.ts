import { Temporal } from 'temporal-polyfill';
import type { Random } from './random.ts';

/**
 * Working days and working hours in Ekdala. Good enough for made-up data, and for nothing else: legal deadlines are
 * counted by the `duties` module.
 */

/** All demo times are thought of as local time here, and handed out as UTC instants. */
export const demoZone = 'Europe/Stockholm';

/** Monday to Friday, and neither a public holiday nor an eve when offices are closed. */
export function isWorkingDay(date: Temporal.PlainDate): boolean {
	return date.dayOfWeek <= 5 && !isHoliday(date);
}

/** The working day that lies `count` working days later; 0 gives the date itself, or the next working day. */
export function addWorkingDays(date: Temporal.PlainDate, count: number): Temporal.PlainDate {
	let day = date;
	while (!isWorkingDay(day)) day = day.add({ days: 1 });
	for (let left = count; left > 0; left--) {
		do day = day.add({ days: 1 });
		while (!isWorkingDay(day));
	}
	return day;
}

/** How many days the office was closed just before this date: 0 on a Tuesday, 2 on a Monday, 4 after Easter. */
export function daysClosedBefore(date: Temporal.PlainDate): number {
	let days = 0;
	while (!isWorkingDay(date.subtract({ days: days + 1 }))) days++;
	return days;
}

/** An instant as a wall clock in Ekdala shows it. */
export function localTime(instant: string): Temporal.ZonedDateTime {
	return Temporal.Instant.from(instant).toZonedDateTimeISO(demoZone);
}

/**
 * An instant from a date and the minutes after midnight on the wall clock.
 * In the hour that does not exist in March, the clock is moved forward.
 */
export function instantAt(date: Temporal.PlainDate, minuteOfDay: number): string {
	const time = new Temporal.PlainTime(Math.floor(minuteOfDay / 60), minuteOfDay % 60);
	return asInstant(date.toZonedDateTime({ timeZone: demoZone, plainTime: time }));
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

function isHoliday(date: Temporal.PlainDate): boolean {
	const { month, day, dayOfWeek } = date;
	if (['1-1', '1-6', '5-1', '6-6', '12-24', '12-25', '12-26', '12-31'].includes(`${month}-${day}`))
		return true;
	// Midsummer's Eve is the Friday between 19 and 25 June.
	if (month === 6 && dayOfWeek === 5 && day >= 19 && day <= 25) return true;
	const daysAfterEaster = easterSunday(date.year).until(date).days;
	const goodFriday = -2;
	const easterMonday = 1;
	const ascensionDay = 39;
	return [goodFriday, easterMonday, ascensionDay].includes(daysAfterEaster);
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Temporal.PlainDate {
	const a = year % 19;
	const b = Math.floor(year / 100);
	const c = year % 100;
	const d = Math.floor(b / 4);
	const e = b % 4;
	const f = Math.floor((b + 8) / 25);
	const g = Math.floor((b - f + 1) / 3);
	const h = (19 * a + b - d - g + 15) % 30;
	const i = Math.floor(c / 4);
	const k = c % 4;
	const l = (32 + 2 * e + 2 * i - h - k) % 7;
	const m = Math.floor((a + 11 * h + 22 * l) / 451);
	const sum = h + l - 7 * m + 114;
	return new Temporal.PlainDate(year, Math.floor(sum / 31), (sum % 31) + 1);
}
