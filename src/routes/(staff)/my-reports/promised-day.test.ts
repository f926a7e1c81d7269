import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { promisedDay } from './promised-day.ts';

const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[Europe/Stockholm]`).toInstant();

test.each([
	['2026-11-20T23:59:59', '2026-11-20T10:00', 'i dag'],
	['2026-11-20T23:59:59', '2026-11-20T00:10', 'i dag'],
	['2026-11-21T23:59:59', '2026-11-20T23:50', 'i morgon'],
	['2026-11-23T23:59:59', '2026-11-20T10:00', 'måndag 23 november'],
	['2026-12-28T23:59:59', '2026-12-23T10:00', 'måndag 28 december']
])('a promise until %s is said, at %s, as "%s"', (due, now, said) => {
	expect(promisedDay(at(due), at(now), 'sv')).toBe(said);
});

test('in English the weekday comes first as well', () => {
	expect(promisedDay(at('2026-11-23T23:59:59'), at('2026-11-20T10:00'), 'en')).toMatch(
		/^Monday,? 23 November$/
	);
});
