import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { daysOf, notAskedSince, openQuestion, planOf } from './steps.ts';

const days = (reportedAt: string) =>
	Object.values(daysOf(Temporal.Instant.from(reportedAt))).map((day) => day.toString());

describe('the days of the plan', () => {
	test.each([
		['a Wednesday in March', '2026-03-04T08:00:00Z', ['2026-03-04', '2026-03-11', '2026-04-07']],
		['a Saturday', '2026-03-07T08:00:00Z', ['2026-03-09', '2026-03-16', '2026-04-07']],
		[
			'late on a Friday evening in Sweden',
			'2026-11-20T22:30:00Z',
			['2026-11-20', '2026-11-27', '2026-12-21']
		],
		[
			'after midnight in Sweden, still the day before in UTC',
			'2026-11-22T23:30:00Z',
			['2026-11-23', '2026-11-30', '2026-12-23']
		],
		['Maundy Thursday, before Easter', '2026-04-02T08:00:00Z', ['2026-04-02', '2026-04-09', '2026-05-04']],
		['Good Friday', '2026-04-03T08:00:00Z', ['2026-04-07', '2026-04-10', '2026-05-04']],
		[
			'the last of January: a month is the last of February',
			'2026-01-31T08:00:00Z',
			['2026-02-02', '2026-02-09', '2026-03-02']
		],
		['a week before Christmas Eve', '2026-12-17T08:00:00Z', ['2026-12-17', '2026-12-28', '2027-01-18']]
	])('%s', (_, reportedAt, expected) => {
		expect(days(reportedAt)).toEqual(expected);
	});
});

describe('how the plan stands', () => {
	const reportedAt = Temporal.Instant.from('2026-03-04T08:00:00Z');
	const states = (today: string, recorded: Parameters<typeof planOf>[1] = []) =>
		planOf(reportedAt, recorded, today).map(({ state }) => state);

	test('a step is due on its day and late from the day after', () => {
		expect(states('2026-03-04')).toEqual(['due', 'coming', 'coming']);
		expect(states('2026-03-05')).toEqual(['late', 'coming', 'coming']);
		expect(states('2026-03-11')).toEqual(['late', 'due', 'coming']);
	});
	test('what was done, or declined by the exposed person, is never late', () => {
		const recorded = [
			{ step: 'sameDay', outcome: 'done', postponedTo: null },
			{ step: 'week', outcome: 'declined', postponedTo: null }
		] as const;
		expect(states('2027-01-01', recorded)).toEqual(['done', 'declined', 'late']);
	});
	test('a postponed step gets another day, and the latest word holds', () => {
		const postponed = { step: 'sameDay', outcome: 'postponed', postponedTo: '2026-03-06' } as const;
		expect(states('2026-03-05', [postponed])[0]).toBe('coming');
		expect(states('2026-03-07', [postponed])[0]).toBe('late');
		const done = { step: 'sameDay', outcome: 'done', postponedTo: null } as const;
		expect(states('2026-03-07', [postponed, done])[0]).toBe('done');
	});
});

describe('‘Fick du stöd?’', () => {
	const reportedAt = Temporal.Instant.from('2026-03-04T08:00:00Z');
	test.each([
		['2026-03-10', null],
		['2026-03-11', 'week'],
		['2026-04-06', 'week'],
		['2026-04-07', 'month'],
		['2027-01-01', 'month']
	] as const)('on %s: %s', (today, step) => {
		expect(openQuestion(reportedAt, today)).toBe(step);
	});
});

test('whoever is counted as not asked is whoever the question has not opened for, on every day of a year', () => {
	let today = Temporal.PlainDate.from('2026-01-01');
	for (let day = 0; day < 365; day++, today = today.add({ days: 1 })) {
		const since = notAskedSince(today);
		expect(openQuestion(since, today.toString()), today.toString()).toBeNull();
		expect(openQuestion(since.subtract({ seconds: 1 }), today.toString()), today.toString()).not.toBeNull();
	}
});
