import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import { defaultSettings } from '../organisation/settings.ts';
import {
	afterTransfer,
	atNight,
	deputyWithoutPeriod,
	isAtNight,
	latestFirst,
	manyQuickly,
	outside,
	type Reading
} from './unusual.ts';

const start = Temporal.Instant.from('2026-03-04T09:00:00Z');
const anna = 'anna' as PersonId;

/** Somebody opens a case, so many minutes after nine o'clock (UTC) on a Wednesday. */
function opens(caseKey: string, minutes: number, overrides: Partial<Reading> = {}): Reading {
	return {
		id: `${caseKey} at ${minutes}`,
		at: start.add({ seconds: Math.round(minutes * 60) }),
		actorId: anna,
		caseId: caseKey as CaseId,
		role: 'lineManager',
		onBehalfOfId: null,
		...overrides
	};
}
const opensMany = (count: number, gap: number, overrides: Partial<Reading> = {}) =>
	Array.from({ length: count }, (_, index) => opens(`case ${index}`, index * gap, overrides));
const limits = {
	...defaultSettings,
	logReviewQuickCases: 3,
	logReviewOutsideCases: 2,
	logReviewNightReadings: 2
};
const day = 24 * 60;

describe('many cases in a short time', () => {
	test.each([
		['as many as the limit', opensMany(3, 1), []],
		['one more than the limit', opensMany(4, 1), [4]],
		['one more, exactly ten minutes apart', opensMany(4, 10 / 3), [4]],
		['one more, but over eleven minutes', opensMany(4, 11 / 3), []],
		['the same case again and again', [0, 1, 2, 3, 4].map((minute) => opens('case', minute)), []],
		['a long stretch is one hit, with the most at a time', opensMany(20, 2), [6]],
		[
			'two stretches apart are two',
			[...opensMany(4, 1), ...opensMany(5, 1).map((r) => shifted(r, 60))],
			[4, 5]
		],
		['two people together are no hit', opensMany(4, 1).map((r, i) => by(r, i % 2 ? 'a' : 'b')), []]
	])('%s', (_, readings, counts) => {
		expect(manyQuickly(readings, limits).map(({ count }) => count)).toEqual(counts);
	});

	test('a hit has everything behind it, whatever order it came in', () => {
		const [hit] = manyQuickly(opensMany(6, 1).toReversed(), limits);
		expect(hit).toMatchObject({ rule: 'manyQuickly', actorId: anna, count: 6 });
		expect(hit!.readings.map(({ caseId }) => caseId)).toEqual(opensMany(6, 1).map(({ caseId }) => caseId));
	});
});

function shifted(reading: Reading, minutes: number): Reading {
	return { ...reading, at: reading.at.add({ minutes }) };
}
function by(reading: Reading, actor: string): Reading {
	return { ...reading, actorId: actor as PersonId };
}

describe('cases without a role of one’s own', () => {
	const invited = { role: 'sharedReader' };
	test.each([
		['by one’s own role, however many', opensMany(20, 1), 0],
		['as the handler', opensMany(20, 1, { role: 'handler' }), 0],
		['in an unknown capacity, from before the log said it', opensMany(20, 1, { role: null }), 0],
		['as many as the limit', opensMany(2, 1, invited), 0],
		['invited to more', opensMany(3, 1, invited), 1],
		['on behalf of somebody', opensMany(3, 1, { onBehalfOfId: 'boss' as PersonId }), 1],
		['spread over more than a week', opensMany(3, 4 * day, invited), 0],
		['within exactly a week', opensMany(3, 3.5 * day, invited), 1]
	])('%s', (_, readings, hits) => {
		expect(outside(readings, limits)).toHaveLength(hits);
	});
});

describe('at night', () => {
	test.each([
		['2026-03-04T20:59:59Z', false],
		['2026-03-04T21:00:00Z', true],
		['2026-03-05T04:59:59Z', true],
		['2026-03-05T05:00:00Z', false],
		// summer time: 22 in Sweden is 20 in UTC
		['2026-07-04T19:59:59Z', false],
		['2026-07-04T20:00:00Z', true],
		['2026-07-05T04:00:00Z', false]
	])('%s: %s', (at, expected) => {
		expect(isAtNight(Temporal.Instant.from(at))).toBe(expected);
	});

	test('the same case counts each time, and only the nights of one week together', () => {
		const night = 14 * 60;
		const times = [0, 10, 20].map((minute) => opens('case', night + minute));
		expect(atNight(times, limits)).toMatchObject([{ count: 3 }]);
		expect(atNight(times.slice(1), limits)).toEqual([]);
		expect(
			atNight(
				[0, 5, 10].map((days) => opens('case', night + days * day)),
				limits
			)
		).toEqual([]);
		expect(atNight(opensMany(20, 1), limits)).toEqual([]);
	});
});

describe('after a handover', () => {
	test.each([
		[13, 0],
		[14, 0],
		[15, 1]
	])('%i days later: %i', (days, hits) => {
		const reading = { ...opens('case', days * day), transferredAt: start };
		expect(afterTransfer([reading], limits)).toHaveLength(hits);
	});

	test('each person and case is one hit, with every time', () => {
		const late = (minutes: number, caseKey: string, actor: string) => ({
			...by(opens(caseKey, 20 * day + minutes), actor),
			transferredAt: start
		});
		const hits = afterTransfer(
			[late(0, 'x', 'a'), late(60, 'x', 'a'), late(0, 'y', 'a'), late(0, 'x', 'b')],
			limits
		);
		expect(hits.map(({ count }) => count).sort()).toEqual([1, 1, 2]);
	});
});

test('the list is in order of time, the latest first, and never by how many', () => {
	const few = deputyWithoutPeriod([opens('late', 600)]);
	const many = manyQuickly(opensMany(10, 1), limits);
	expect(latestFirst([...many, ...few]).map(({ rule }) => rule)).toEqual([
		'deputyWithoutPeriod',
		'manyQuickly'
	]);
});
