import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { contactDue } from './promise.ts';

const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[Europe/Stockholm]`).toInstant();
const asked = { inDanger: false, wantsContactToday: true };
const calm = { inDanger: null, wantsContactToday: null };

test.each([
	['wants contact today', '2026-03-04T09:00', asked, 1, '2026-03-04T23:59:59'],
	[
		'is in danger, on a Sunday',
		'2026-03-08T22:30',
		{ inDanger: true, wantsContactToday: null },
		1,
		'2026-03-08T23:59:59'
	],
	['wants contact today, one minute before midnight', '2026-03-04T23:59', asked, 1, '2026-03-04T23:59:59'],
	[
		'says no to both, on a Wednesday',
		'2026-03-04T09:00',
		{ inDanger: false, wantsContactToday: false },
		1,
		'2026-03-05T23:59:59'
	],
	['answers neither, on a Wednesday', '2026-03-04T09:00', calm, 1, '2026-03-05T23:59:59'],
	['answers neither, on a Friday: Monday', '2026-03-06T16:00', calm, 1, '2026-03-09T23:59:59'],
	['answers neither, on a Saturday: Monday', '2026-03-07T10:00', calm, 1, '2026-03-09T23:59:59'],
	['answers neither, before Easter: Tuesday after it', '2026-04-02T10:00', calm, 1, '2026-04-07T23:59:59'],
	[
		'answers neither, before Christmas Eve: the first working day after',
		'2026-12-23T10:00',
		calm,
		1,
		'2026-12-28T23:59:59'
	],
	['the municipality promises three working days', '2026-03-05T10:00', calm, 3, '2026-03-10T23:59:59'],
	['the municipality promises the same working day', '2026-03-04T10:00', calm, 0, '2026-03-04T23:59:59'],
	['across the change to summer time', '2026-03-27T10:00', calm, 1, '2026-03-30T23:59:59'],
	['today, on the day that has 23 hours', '2026-03-29T01:00', asked, 1, '2026-03-29T23:59:59'],
	['today, on the day that has 25 hours', '2026-10-25T00:30', asked, 1, '2026-10-25T23:59:59'],
	[
		'late on New Year’s Eve in Sweden, when it is still the old year',
		'2026-12-31T23:30',
		asked,
		1,
		'2026-12-31T23:59:59'
	]
] as const)('when somebody %s', (_, reported, answers, workingDays, expected) => {
	expect(contactDue(at(reported), answers, workingDays).toString()).toBe(at(expected).toString());
});
