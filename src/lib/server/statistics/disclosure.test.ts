import { describe, expect, test } from 'vitest';
import { isWithheld, partsWithRest, protectParts } from './disclosure.ts';

const protect = (...counts: number[]) => [...protectParts(new Map(counts.entries()), 5).values()];
const hidden = 'withheld';

describe('the parts of a known total', () => {
	test.each<[string, number[], (number | 'withheld')[]]>([
		['nothing small: all is shown', [12, 5, 0, 7], [12, 5, 0, 7]],
		['zero points at nobody', [0, 0, 9], [0, 0, 9]],
		[
			'a small one alone could be computed, so the next smallest goes with it',
			[3, 20, 8],
			[hidden, 20, hidden]
		],
		['two small ones protect each other', [3, 4, 20], [hidden, hidden, 20]],
		['two ones that make two are both one, so more is withheld', [1, 1, 20, 9], [hidden, hidden, 20, hidden]],
		['the last one besides a small one', [2, 0, 11], [hidden, 0, hidden]],
		['nothing at all', [0, 0], [0, 0]],
		['no parts', [], []]
	])('%s', (_, counts, shown) => {
		expect(protect(...counts)).toEqual(shown);
	});

	test('whatever the parts are, what is withheld is nothing or at least two that are not small together', () => {
		for (let one = 0; one <= 9; one++) {
			for (let two = 0; two <= 9; two++) {
				for (let three = 0; three <= 9; three++) {
					const counts = [one, two, three];
					if (one + two + three < 5) continue;
					const withheld = counts.filter((_, index) => protect(...counts)[index] === hidden);
					if (withheld.length === 0) continue;
					expect(withheld.length, String(counts)).toBeGreaterThanOrEqual(2);
					expect(
						withheld.reduce((sum, count) => sum + count),
						String(counts)
					).toBeGreaterThanOrEqual(5);
				}
			}
		}
	});

	test('a higher threshold withholds more', () => {
		expect([
			...protectParts(
				new Map([
					['a', 9],
					['b', 30]
				]),
				10
			).values()
		]).toEqual([hidden, hidden]);
	});
});

describe('a unit among its neighbours', () => {
	const division = (key: string, total: number, parts: Record<string, number>) => ({
		key,
		total,
		parts: new Map(Object.entries(parts))
	});

	test('what is counted right at a unit is what its parts leave', () => {
		expect([...partsWithRest(division('a', 10, { b: 4, c: 3 }))]).toEqual([
			['b', 4],
			['c', 3],
			[null, 3]
		]);
	});

	test('a small total is withheld as a whole, none is not', () => {
		expect(isWithheld([division('a', 4, {})], 5)).toBe(true);
		expect(isWithheld([division('a', 0, {})], 5)).toBe(false);
		expect(isWithheld([division('a', 5, {})], 5)).toBe(false);
	});

	test('a large unit is withheld if its number would give away a small neighbour', () => {
		const above = division('a', 29, { b: 7, c: 2, d: 20 });
		expect(isWithheld([above, division('b', 7, {})], 5)).toBe(true);
		expect(isWithheld([above, division('d', 20, {})], 5)).toBe(false);
	});

	test('under a unit that is withheld everything is', () => {
		const path = [division('a', 29, { b: 7, c: 2, d: 20 }), division('b', 7, { e: 7 }), division('e', 7, {})];
		expect(isWithheld(path, 5)).toBe(true);
	});
});
