/**
 * Dates and times as people in Sweden write and read them.
 *
 * Reading is strict where a guess could move an event: what cannot be understood, does not exist (30 February) or
 * contradicts itself (a weekday that does not match) is null, never the nearest date.
 * Everything local is Swedish civil time, Europe/Stockholm, whatever zone the server runs in.
 */

import { Temporal } from 'temporal-polyfill';
import { zone as swedishZone } from './working-days.ts';

/** The languages that dates are written in. */
export type DateLocale = 'sv' | 'en';

/** Years outside this range are typing mistakes ('0021', '20211'), not dates that somebody at work means. */
const firstYear = 1900;
const lastYear = 2199;

/** Month names and abbreviations, Swedish and English, without the full stop. Index 0 is January. */
const monthNames: readonly (readonly string[])[] = [
	['januari', 'jan', 'january'],
	['februari', 'feb', 'febr', 'february'],
	['mars', 'mar', 'march'],
	['april', 'apr'],
	['maj', 'may'],
	['juni', 'jun', 'june'],
	['juli', 'jul', 'july'],
	['augusti', 'aug', 'august'],
	['september', 'sep', 'sept'],
	['oktober', 'okt', 'october', 'oct'],
	['november', 'nov'],
	['december', 'dec']
];

/** First three letters of the weekdays. Index 0 is Monday, ISO weekday 1. */
const weekdayStarts = ['mån', 'tis', 'ons', 'tor', 'fre', 'lör', 'sön'];

/**
 * The ways to write a date. `5/3/2021`, `03-05-21` and dates without a year are left out on purpose: programs and
 * people mean different days by them.
 */
const dateShapes: readonly RegExp[] = [
	/^(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})$/u,
	/^(?<year>\d{4}|\d{2})(?<month>\d{2})(?<day>\d{2})$/u,
	/^(?<day>\d{1,2})\/(?<month>\d{1,2})(?: ?- ?| )(?<year>\d{4}|\d{2})$/u,
	/^(?<day>\d{1,2})\. ?(?<month>\d{1,2})\. ?(?<year>\d{4})$/u,
	/^(?:(?<weekday>mån|tis|ons|tors?|fre|lör|sön)(?:dag|dagen)?\.?,? )?(?:den )?(?<day>\d{1,2})(?::?[ae]|\.)? (?<month>\p{L}+)\.?,? (?<year>\d{4}|\d{2})$/u
];

/** The ways to write a time after a date. Without a mark between hour and minute only after 'T' or 'kl.'. */
const timeShapes: readonly RegExp[] = [
	/^(?<date>.+?)(?:(?<=\d)t|,? (?:kl\.? ?|klockan |at )?)(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d{1,9})?)?$/u,
	/^(?<date>.+?)(?:(?<=\d)t|,? (?:kl\.? ?|klockan ))(?<hour>\d{1,2})(?<minute>\d{2})?$/u
];

/** A time that says its own distance from UTC, as databases and programs export it. */
const offsetShape = /^(?<local>.+\d) ?(?:z|(?<sign>[+-])(?<hours>\d{2})(?::?(?<minutes>\d{2}))?)$/u;

/** Small letters, single ordinary spaces and one kind of hyphen, so that pasted text reads like typed text. */
function tidied(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\u2010-\u2015\u2212]/gu, '-')
		.replace(/\s+/gu, ' ')
		.trim();
}

function monthNumber(written: string): number | null {
	if (/^\d+$/u.test(written)) return Number(written);
	const index = monthNames.findIndex((names) => names.includes(written));
	return index === -1 ? null : index + 1;
}

/**
 * Reads a calendar date: '2021-03-05', '2021-3-5', '20210305', '210305', '5/3 2021', '5/3-21', '5.3.2021',
 * '5 mars 2021', '5 mar. 2021', 'fredagen den 5 mars 2021'.
 *
 * A year in two digits is always 2000–2099: the result then never depends on today's date, and a date meant for
 * the last century ends up in the future, where those who expect past events refuse it.
 *
 * @returns null if the text is not a date, or is one that does not exist
 */
export function parseSwedishDate(text: string): Temporal.PlainDate | null {
	const written = tidied(text);
	for (const shape of dateShapes) {
		const found = shape.exec(written)?.groups;
		if (!found) continue;

		const year = found.year?.length === 2 ? 2000 + Number(found.year) : Number(found.year);
		const month = monthNumber(found.month ?? '');
		const day = Number(found.day);
		if (year < firstYear || year > lastYear || month === null || month < 1 || month > 12) return null;
		if (day < 1 || day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) return null;

		const date = Temporal.PlainDate.from({ year, month, day });
		const weekday = found.weekday?.slice(0, 3);
		if (weekday && weekdayStarts.indexOf(weekday) + 1 !== date.dayOfWeek) return null;
		return date;
	}
	return null;
}

/**
 * Reads a date with a time of day: any date of `parseSwedishDate` followed by '14:30', '14.30', '14:30:15',
 * 'kl. 14.30', 'klockan 14', 'at 14:30' or 'T14:30'. Fractions of a second are dropped.
 *
 * @returns null if the time is missing or impossible, and for times with a zone ('…Z', '…+01:00'), which are not
 * local: read those with `parseOffsetDateTime`
 */
export function parseSwedishDateTime(text: string): Temporal.PlainDateTime | null {
	const written = tidied(text);
	for (const shape of timeShapes) {
		const found = shape.exec(written)?.groups;
		if (!found) continue;

		const date = parseSwedishDate(found.date ?? '');
		const hour = Number(found.hour);
		const minute = Number(found.minute ?? 0);
		const second = Number(found.second ?? 0);
		if (!date || hour > 23 || minute > 59 || second > 59) return null;
		return date.toPlainDateTime({ hour, minute, second });
	}
	return null;
}

/**
 * Reads a date and time that carries its own offset from UTC: '2021-03-05T13:30:00Z', '2021-03-05 14:30+01:00'.
 *
 * @returns null if there is no offset, or if the date or time is impossible
 */
export function parseOffsetDateTime(text: string): Temporal.Instant | null {
	const found = offsetShape.exec(tidied(text))?.groups;
	if (!found) return null;
	const local = parseSwedishDateTime(found.local ?? '');
	const hours = Number(found.hours ?? 0);
	const minutes = Number(found.minutes ?? 0);
	if (!local || hours > 14 || minutes > 59) return null;

	const minutesEastOfUtc = (found.sign === '-' ? -1 : 1) * (hours * 60 + minutes);
	return toInstant(local, 'UTC').subtract({ minutes: minutesEastOfUtc });
}

/**
 * The instant of a local time, by the rule 'compatible' that calendars use:
 * - in the hour that is skipped in spring (02:30 on 28 March 2021 never was) the clock is taken as not yet changed,
 *   so 02:30 becomes 03:30 summer time;
 * - in the hour that comes twice in autumn (02:30 on 31 October 2021) the first one, summer time, is meant.
 *
 * @param local date and time as a clock on the wall showed it
 * @param zone IANA name; Swedish civil time unless something else is known
 */
export function toInstant(local: Temporal.PlainDateTime, zone: string = swedishZone): Temporal.Instant {
	return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant();
}

/** British order and words: Swedish public bodies write British English. */
const languageTags = { sv: 'sv-SE', en: 'en-GB' } as const satisfies Record<DateLocale, string>;

const dateParts = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const monthParts = { month: 'long', year: 'numeric' } as const;
const timeParts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Making a formatter costs far more than using one, so each is made once per language and zone. */
function formatters(locale: DateLocale) {
	const tag = languageTags[locale];
	return {
		date: new Intl.DateTimeFormat(tag, { ...dateParts, timeZone: swedishZone }),
		calendarDate: new Intl.DateTimeFormat(tag, { ...dateParts, timeZone: 'UTC' }),
		month: new Intl.DateTimeFormat(tag, { ...monthParts, timeZone: swedishZone }),
		calendarMonth: new Intl.DateTimeFormat(tag, { ...monthParts, timeZone: 'UTC' }),
		time: new Intl.DateTimeFormat(tag, { ...timeParts, timeZone: swedishZone }),
		number: new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }),
		plural: new Intl.PluralRules(tag, { maximumFractionDigits: 1 })
	};
}
const made = { sv: formatters('sv'), en: formatters('en') } as const satisfies Record<DateLocale, unknown>;

/** A calendar date has no zone; midnight UTC, formatted in UTC, is a day that no zone can move. */
function utcMidnight(date: Temporal.PlainDate): number {
	return Date.UTC(date.year, date.month - 1, date.day);
}

/** '5 mars 2021', '5 March 2021'. An instant is shown as the date it is in Sweden. */
export function formatDate(when: Temporal.Instant | Temporal.PlainDate, locale: DateLocale): string {
	if (when instanceof Temporal.PlainDate) return made[locale].calendarDate.format(utcMidnight(when));
	return made[locale].date.format(when.epochMilliseconds);
}

/**
 * '5 mars 2021 kl. 14.30', '5 March 2021 at 14:30', in Swedish civil time.
 * The hour that comes twice in autumn is shown the same both times.
 */
export function formatDateTime(when: Temporal.Instant, locale: DateLocale): string {
	const time = made[locale].time.format(when.epochMilliseconds);
	const date = formatDate(when, locale);
	return locale === 'sv' ? `${date} kl. ${time.replace(':', '.')}` : `${date} at ${time}`;
}

/** '3–4 november 2026', '30 mars – 2 april 2026', or one day when it is one: what lies between two instants, as days in Sweden. */
export function formatDays(first: Temporal.Instant, last: Temporal.Instant, locale: DateLocale): string {
	return made[locale].date.formatRange(first.epochMilliseconds, last.epochMilliseconds);
}

/** 'mars 2021', 'March 2021': the calendar month, never the year that an ISO week belongs to. */
export function formatMonth(
	when: Temporal.Instant | Temporal.PlainDate | Temporal.PlainYearMonth,
	locale: DateLocale
): string {
	if (when instanceof Temporal.Instant) return made[locale].month.format(when.epochMilliseconds);
	const date = when instanceof Temporal.PlainYearMonth ? when.toPlainDate({ day: 1 }) : when;
	return made[locale].calendarMonth.format(utcMidnight(date));
}

/** A length of time, in the unit that it is to be read in: a deadline of 72 hours stays 72 hours. */
export type ReadableDuration = { hours: number } | { days: number };

/** Own words because Intl says 'dygn' in Swedish, which is 24 hours and not a day in the calendar. */
const unitNames = {
	sv: { days: ['dag', 'dagar'], hours: ['timme', 'timmar'], minutes: ['minut', 'minuter'] },
	en: { days: ['day', 'days'], hours: ['hour', 'hours'], minutes: ['minute', 'minutes'] }
} as const;

/**
 * '3 dagar', '1 timme', '1,5 timmar', '12 minuter'; '3 days', '1.5 hours'. At most one decimal.
 * Less than an hour is said in whole minutes, because '0,2 timmar' has to be worked out by the reader.
 */
export function formatDuration(duration: ReadableDuration, locale: DateLocale): string {
	if ('days' in duration) return counted(duration.days, 'days', locale);
	const minutes = Math.round(duration.hours * 60);
	if (minutes !== 0 && Math.abs(minutes) < 60) return counted(minutes, 'minutes', locale);
	return counted(duration.hours, 'hours', locale);
}

function counted(amount: number, unit: 'days' | 'hours' | 'minutes', locale: DateLocale): string {
	const [one, other] = unitNames[locale][unit];
	return `${made[locale].number.format(amount)} ${made[locale].plural.select(amount) === 'one' ? one : other}`;
}
