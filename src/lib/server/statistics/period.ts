/**
 * Which days a page of figures covers, and which days it is compared with. Calendar days, Europe/Stockholm, both ends included.
 * Pure: today is an argument.
 */
import { Temporal } from 'temporal-polyfill';
import { parseSwedishDate } from '../platform/swedish-dates.ts';

/** What can be chosen, the default first. `own` is from one day to another. */
export const periodChoices = ['last12Months', 'thisYear', 'lastYear', 'last30Days', 'own'] as const;
export type PeriodChoice = (typeof periodChoices)[number];

/** Days from the first to the last, both included. */
export interface Days {
	from: Temporal.PlainDate;
	to: Temporal.PlainDate;
}

/** A period and what it is compared with. */
export interface Period extends Days {
	choice: PeriodChoice;
	previous: Days;
}

/** What was wrong with the period that was asked for. Texts: messages/ `period_problem_<code>`. */
export type PeriodProblem =
	'unknownChoice' | 'badFrom' | 'badTo' | 'missingFrom' | 'backwards' | 'future' | 'tooEarly' | 'tooLong';

/** The period to show, and what the person asked for, to be shown again. */
export interface PeriodReading {
	period: Period;
	/** Not null: the period is the default one instead of the one that was asked for. */
	problem: PeriodProblem | null;
	asked: { period: string; from: string; to: string };
}

/** Nothing that a municipality follows up today happened before (incidents/import-row.ts says the same). */
const firstDay = Temporal.PlainDate.from('2000-01-01');
/** A longer period says nothing about today, and its chart has more months than a screen has room for. */
export const mostYears = 10;

/**
 * Reads the period from the address: `?period=thisYear`, `?period=own&from=2021-01-01&to=2021-12-21`.
 *
 * What cannot be understood gives the default period and the problem, never an error page. Without a last day, or with one
 * that has not been, the period ends today.
 */
export function readPeriod(query: URLSearchParams, today: Temporal.PlainDate): PeriodReading {
	const asked = {
		period: query.get('period') ?? '',
		from: query.get('from')?.trim() ?? '',
		to: query.get('to')?.trim() ?? ''
	};
	const read = periodAsked(asked, today);
	return typeof read === 'string'
		? { period: presetPeriod('last12Months', today), problem: read, asked }
		: { period: read, problem: null, asked: { ...asked, period: read.choice } };
}

function periodAsked(
	{ period, from, to }: PeriodReading['asked'],
	today: Temporal.PlainDate
): Period | PeriodProblem {
	// somebody who only writes dates into the address means them
	const choice = period === '' ? (from === '' && to === '' ? 'last12Months' : 'own') : period;
	if (choice === 'own') return ownPeriod(from, to, today);
	const preset = periodChoices.find((known) => known === choice);
	return preset === undefined || preset === 'own' ? 'unknownChoice' : presetPeriod(preset, today);
}

/**
 * The twelve calendar months that end with this one; this or last calendar year; or the last thirty days. Those of a year are
 * compared with the same dates one year before, since seasons differ; thirty days with the thirty before them.
 */
export function presetPeriod(choice: Exclude<PeriodChoice, 'own'>, today: Temporal.PlainDate): Period {
	switch (choice) {
		case 'last12Months':
			return comparedWithYearBefore(choice, today.with({ day: 1 }).subtract({ months: 11 }), today);
		case 'thisYear':
			return comparedWithYearBefore(choice, today.with({ month: 1, day: 1 }), today);
		case 'lastYear': {
			const from = today.with({ month: 1, day: 1 }).subtract({ years: 1 });
			return comparedWithYearBefore(choice, from, from.with({ month: 12, day: 31 }));
		}
		case 'last30Days':
			return comparedWithDaysBefore(choice, today.subtract({ days: 29 }), today);
	}
}

function ownPeriod(from: string, to: string, today: Temporal.PlainDate): Period | PeriodProblem {
	if (from === '') return 'missingFrom';
	const first = parseSwedishDate(from);
	if (!first) return 'badFrom';
	const written = to === '' ? today : parseSwedishDate(to);
	if (!written) return 'badTo';
	if (Temporal.PlainDate.compare(first, today) > 0) return 'future';
	if (Temporal.PlainDate.compare(first, written) > 0) return 'backwards';
	if (Temporal.PlainDate.compare(first, firstDay) < 0) return 'tooEarly';
	const last = Temporal.PlainDate.compare(written, today) > 0 ? today : written;
	if (Temporal.PlainDate.compare(first.add({ years: mostYears }), last) <= 0) return 'tooLong';
	return comparedWithDaysBefore('own', first, last);
}

function comparedWithYearBefore(
	choice: PeriodChoice,
	from: Temporal.PlainDate,
	to: Temporal.PlainDate
): Period {
	return { choice, from, to, previous: { from: from.subtract({ years: 1 }), to: to.subtract({ years: 1 }) } };
}

function comparedWithDaysBefore(
	choice: PeriodChoice,
	from: Temporal.PlainDate,
	to: Temporal.PlainDate
): Period {
	const days = lengthOf({ from, to });
	return { choice, from, to, previous: { from: from.subtract({ days }), to: from.subtract({ days: 1 }) } };
}

/** How many days. */
export function lengthOf({ from, to }: Days): number {
	return from.until(to, { largestUnit: 'day' }).days + 1;
}

/** Every calendar month that the days touch, in order. The first and the last may be parts of months. */
export function monthsOf({ from, to }: Days): Temporal.PlainYearMonth[] {
	const months: Temporal.PlainYearMonth[] = [];
	const last = to.toPlainYearMonth();
	for (
		let month = from.toPlainYearMonth();
		Temporal.PlainYearMonth.compare(month, last) <= 0;
		month = month.add({ months: 1 })
	) {
		months.push(month);
	}
	return months;
}

/** How many of the days fall in each calendar year. */
export function daysPerYear(days: Days): Map<number, number> {
	const perYear = new Map<number, number>();
	for (let year = days.from.year; year <= days.to.year; year++) {
		const from = year === days.from.year ? days.from : Temporal.PlainDate.from({ year, month: 1, day: 1 });
		const to = year === days.to.year ? days.to : Temporal.PlainDate.from({ year, month: 12, day: 31 });
		perYear.set(year, lengthOf({ from, to }));
	}
	return perYear;
}
