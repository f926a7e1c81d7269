import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { daysPerYear, lengthOf, monthsOf, presetPeriod, readPeriod, type Days } from './period.ts';

const today = Temporal.PlainDate.from('2026-11-21');
const read = (query: string) => readPeriod(new URLSearchParams(query), today);
const written = ({ from, to }: Days) => `${from} – ${to}`;
const days = (from: string, to: string): Days => ({
	from: Temporal.PlainDate.from(from),
	to: Temporal.PlainDate.from(to)
});

describe('the period in the address', () => {
	test.each([
		['', '2025-12-01 – 2026-11-21', '2024-12-01 – 2025-11-21'],
		['period=last12Months', '2025-12-01 – 2026-11-21', '2024-12-01 – 2025-11-21'],
		['period=thisYear', '2026-01-01 – 2026-11-21', '2025-01-01 – 2025-11-21'],
		['period=lastYear', '2025-01-01 – 2025-12-31', '2024-01-01 – 2024-12-31'],
		['period=last30Days', '2026-10-23 – 2026-11-21', '2026-09-23 – 2026-10-22'],
		['period=own&from=2021-01-01&to=2021-12-21', '2021-01-01 – 2021-12-21', '2020-01-12 – 2020-12-31'],
		['from=2026-11-01', '2026-11-01 – 2026-11-21', '2026-10-11 – 2026-10-31'],
		['period=own&from=5 mars 2026&to=5/3 2026', '2026-03-05 – 2026-03-05', '2026-03-04 – 2026-03-04'],
		['period=own&from=2026-11-01&to=2027-03-01', '2026-11-01 – 2026-11-21', '2026-10-11 – 2026-10-31']
	])('%s is %s, compared with %s', (query, period, previous) => {
		const reading = read(query);
		expect(reading.problem).toBeNull();
		expect([written(reading.period), written(reading.period.previous)]).toEqual([period, previous]);
	});

	test.each([
		['period=always', 'unknownChoice'],
		['period=own&from=2026-13-01&to=2026-12-01', 'badFrom'],
		['period=own&from=2026-02-30', 'badFrom'],
		['period=own&from=2026-01-01&to=whenever', 'badTo'],
		['period=own', 'missingFrom'],
		['to=2026-01-01', 'missingFrom'],
		['period=own&from=2026-03-02&to=2026-03-01', 'backwards'],
		['period=own&from=2027-01-01', 'future'],
		['period=own&from=1999-12-31&to=2001-01-01', 'tooEarly'],
		['period=own&from=2016-11-21', 'tooLong'],
		['period=own&from=%00%F0&to=2026-01-01', 'badFrom']
	])('%s is a problem (%s), and the last 12 months are shown', (query, problem) => {
		const reading = read(query);
		expect(reading.problem).toBe(problem);
		expect(written(reading.period)).toBe('2025-12-01 – 2026-11-21');
	});

	test('what was written is given back, so that it can be corrected', () => {
		expect(read('period=own&from=2026-02-30&to=2026-03-01').asked).toEqual({
			period: 'own',
			from: '2026-02-30',
			to: '2026-03-01'
		});
	});

	test('ten whole years are not too long', () => {
		expect(read('period=own&from=2016-11-22').problem).toBeNull();
	});
});

describe('days', () => {
	test('a leap year is compared with the same dates, though it is a day longer', () => {
		const period = presetPeriod('thisYear', Temporal.PlainDate.from('2028-02-29'));
		expect(written(period.previous)).toBe('2027-01-01 – 2027-02-28');
	});

	test('one day is one day long', () => {
		expect(lengthOf(days('2026-03-29', '2026-03-29'))).toBe(1);
	});

	test('every month that is touched is there once', () => {
		expect(monthsOf(days('2025-12-31', '2026-02-01')).map(String)).toEqual(['2025-12', '2026-01', '2026-02']);
	});

	test('a period over New Year has its days in two years', () => {
		expect([...daysPerYear(days('2024-12-30', '2026-01-02'))]).toEqual([
			[2024, 2],
			[2025, 365],
			[2026, 2]
		]);
	});
});
