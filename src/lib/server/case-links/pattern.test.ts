import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { distinctEvents, mostWithin } from './pattern.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const within = (around: string, ...days: string[]) => mostWithin(days.map(day), day(around));

describe('events of one matter within thirty days', () => {
	test('are counted in the thirty days that hold the most of them, this one among them', () => {
		expect(within('2026-03-04', '2026-03-04', '2026-02-20', '2026-03-20', '2026-03-21')).toBe(4);
		expect(within('2026-03-04', '2026-03-04', '2026-02-10', '2026-03-20')).toBe(2);
	});

	test('are thirty days, not thirty-one', () => {
		expect(within('2026-03-30', '2026-03-01', '2026-03-30')).toBe(2);
		expect(within('2026-03-31', '2026-03-01', '2026-03-31')).toBe(1);
	});

	test('are seen from this event: a crowd last year is not counted', () => {
		expect(within('2026-03-04', '2026-03-04', '2025-03-01', '2025-03-02', '2025-03-03')).toBe(1);
	});

	test('of the same day are several', () => {
		expect(within('2026-03-04', '2026-03-04', '2026-03-04', '2026-03-04')).toBe(3);
	});
});

test('an event that was reported twice counts once, where both reports are seen', () => {
	const event = (id: string, mergedInto: string | null) => ({ id, day: day('2026-03-04'), mergedInto });
	expect(distinctEvents([event('a', null), event('b', 'a')]).map(({ id }) => id)).toEqual(['a']);
	expect(distinctEvents([event('b', 'a')]).map(({ id }) => id)).toEqual(['b']);
});
