/** What several forms of a case have in common. */
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { line } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import { dateIn, zone } from '../platform/working-days.ts';

/** The version of the case that the form was made for. */
export const version = v.pipe(v.string('invalid'), v.regex(/^\d{1,9}$/, 'invalid'), v.transform(Number));
/** Made with the form: the same form sent twice is one change. */
export const key = v.pipe(v.string('invalid'), v.check(isId, 'invalid'));
/** A day as a Swede writes it. */
export const date = v.pipe(
	line(40),
	v.check((text) => text === null || parseSwedishDate(text) !== null, 'badDate'),
	v.transform((text) => (text === null ? null : parseSwedishDate(text)!))
);
/** A time of day. */
export const time = v.pipe(
	line(8),
	v.check((text) => text === null || /^([01]?\d|2[0-3])[:.][0-5]\d(:[0-5]\d)?$/.test(text), 'badDate'),
	v.transform((text) =>
		text === null ? null : Temporal.PlainTime.from(text.replace('.', ':').padStart(5, '0'))
	)
);

/** When something was: without date and time now; with a day alone, at noon or now. */
export function contactAt(
	date: Temporal.PlainDate | null,
	time: Temporal.PlainTime | null,
	now: Temporal.Instant
): Temporal.Instant {
	const on = date ?? dateIn(now);
	if (time) return on.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
	return on.equals(dateIn(now))
		? now
		: on.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();
}
