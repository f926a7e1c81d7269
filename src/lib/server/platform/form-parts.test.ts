import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { date, dateText, key, localInstant, pastDateText, time, version } from './form-parts.ts';

/** In Sweden: 23:30 on 4 March 2026. */
const now = Temporal.Instant.from('2026-03-04T22:30:00Z');
const problemOf = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).issues?.[0].message;

describe('a day', () => {
	test.each(['2026-03-04', '4 mars 2026', '4/3 2026', ' 20260304 '])("'%s' is 4 March 2026", (written) => {
		expect(v.parse(date, written)?.toString()).toBe('2026-03-04');
		expect(v.parse(dateText, written)).toBe('2026-03-04');
		expect(v.parse(pastDateText(now), written)).toBe('2026-03-04');
	});
	test('is none when nothing was typed, or the field was not sent', () => {
		const form = v.object({ date, dateText, past: pastDateText(now) });
		const none = { date: null, dateText: null, past: null };
		expect(v.parse(form, {})).toEqual(none);
		expect(v.parse(form, { date: ' ', dateText: '', past: '' })).toEqual(none);
	});
	test.each(['i går', '2026-02-29', '31/4 2026'])("'%s' is none that there is", (written) => {
		for (const schema of [date, dateText, pastDateText(now)]) {
			expect(problemOf(schema, written)).toBe('badDate');
		}
	});
	test('that has been is today in Sweden at the latest', () => {
		expect(problemOf(pastDateText(now), '2026-03-05')).toBe('future');
		const afterMidnight = now.add({ hours: 1 });
		expect(v.parse(pastDateText(afterMidnight), '2026-03-05')).toBe('2026-03-05');
	});
});

describe('a time of day', () => {
	test.each([
		['14:30', '14:30:00'],
		['14.30', '14:30:00'],
		['8:15', '08:15:00'],
		[' 8.15 ', '08:15:00'],
		['00:00', '00:00:00'],
		['23:59:59', '23:59:59']
	])("'%s' is %s", (written, read) => {
		expect(v.parse(time, written)?.toString()).toBe(read);
	});
	test.each(['24:00', '12:60', '9:30:15', '14', 'klockan halv tre', '14:30:15.123'])(
		"'%s' is none that can be read",
		(written) => {
			expect(problemOf(time, written)).toBe('badDate');
		}
	);
	test('is none when nothing was typed, or the field was not sent', () => {
		expect(v.parse(v.object({ time }), {})).toEqual({ time: null });
		expect(v.parse(time, ' ')).toBeNull();
	});
});

describe('when something was', () => {
	const at = (day: string | null, clock: string | null) =>
		localInstant(
			day === null ? null : Temporal.PlainDate.from(day),
			clock === null ? null : Temporal.PlainTime.from(clock),
			now
		).toString();
	test('now, when nothing is filled in or only today', () => {
		expect(at(null, null)).toBe(now.toString());
		expect(at('2026-03-04', null)).toBe(now.toString());
	});
	test('at noon, when only another day is', () => {
		expect(at('2026-03-03', null)).toBe('2026-03-03T11:00:00Z');
		expect(at('2025-07-01', null)).toBe('2025-07-01T10:00:00Z');
	});
	test('today, when only a time is', () => {
		expect(at(null, '08:15')).toBe('2026-03-04T07:15:00Z');
	});
	test('in the hour that summer time skips, as a clock that was not changed', () => {
		expect(at('2025-03-30', '02:30')).toBe('2025-03-30T01:30:00Z');
	});
});

test('what the form was made with is a number and an id', () => {
	expect(v.parse(version, '17')).toBe(17);
	expect(problemOf(version, '')).toBe('invalid');
	expect(problemOf(version, '1e3')).toBe('invalid');
	expect(v.parse(key, '01a200e5-71ed-736c-8167-b2ae0c8873c8')).toBe('01a200e5-71ed-736c-8167-b2ae0c8873c8');
	expect(problemOf(key, 'x')).toBe('invalid');
});
