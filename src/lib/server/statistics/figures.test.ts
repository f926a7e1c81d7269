import { describe, expect, test } from 'vitest';
import type { Count } from './disclosure.ts';
import { medianCode, perHundred, shareOf } from './figures.ts';

const counts = (...list: Count[]) => list.map((count, index) => ({ code: 'abcdef'[index]!, count }));

describe('the share', () => {
	test('is of all, also of those that are not assessed yet', () => {
		expect(shareOf(counts(25, 10, 10), ['a'], 45)).toBeCloseTo(0.5556, 4);
	});
	test('of nothing is no share', () => {
		expect(shareOf(counts(0, 0), ['a'], 0)).toBeNull();
	});
	test('is not shown when the number is not', () => {
		expect(shareOf(counts('withheld', 10, 'withheld'), ['a'], 20)).toBeNull();
		expect(shareOf(counts('withheld', 10, 'withheld'), ['b'], 20)).toBe(0.5);
	});
});

describe('the middle incident', () => {
	test.each<[string, Count[], number, string | null]>([
		['is where half have been passed', [2, 3, 5], 10, 'b'],
		['is the lower one of two in the middle', [5, 5], 10, 'a'],
		['stands among what has not happened yet when most have not', [1, 0, 9], 10, 'c'],
		['does not exist without incidents', [0, 0], 0, null],
		[
			'is shown though others are withheld, when they cannot change it',
			['withheld', 115, 223, 'withheld'],
			426,
			'c'
		],
		['is not shown when it depends on what is withheld', ['withheld', 10, 'withheld'], 25, null],
		['is not shown when it is withheld itself', ['withheld', 'withheld'], 10, null]
	])('%s', (_, list, total, code) => {
		expect(medianCode(counts(...list), total)).toBe(code);
	});

	test('is never wrong, whatever the withheld counts are', () => {
		for (let one = 0; one <= 6; one++) {
			for (let two = 0; two <= 6; two++) {
				for (let three = 1; three <= 6; three++) {
					const total = one + two + three;
					const truth = medianCode(counts(one, two, three), total);
					for (const shown of [counts('withheld', two, 'withheld'), counts(one, 'withheld', 'withheld')]) {
						const found = medianCode(shown, total);
						if (found !== null) expect(found, JSON.stringify([one, two, three])).toBe(truth);
					}
				}
			}
		}
	});
});

describe('per 100 employees', () => {
	test('during the period, not per year', () => {
		expect(perHundred(45, [{ days: 355, headcount: 150 }])).toEqual({ incidents: 30, headcount: 150 });
	});
	test('over several years, employees are the mean by days', () => {
		expect(
			perHundred(11, [
				{ days: 31, headcount: 100 },
				{ days: 31, headcount: 120 }
			])?.headcount
		).toBe(110);
	});
	test('is not guessed when a year is missing', () => {
		expect(
			perHundred(11, [
				{ days: 31, headcount: 100 },
				{ days: 31, headcount: null }
			])
		).toBeNull();
	});
	test('is nothing where nobody works', () => {
		expect(perHundred(0, [{ days: 31, headcount: 0 }])).toBeNull();
	});
});
