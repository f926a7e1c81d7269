/** Fields that many forms have, read in one way. For `readForm` (http-form.ts). */
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { line } from './http-form.ts';
import { isId } from './ids.ts';
import { parseSwedishDate } from './swedish-dates.ts';
import { dateIn, zone } from './working-days.ts';

/** The version of the thing that the form was made for; 0 where there was none yet. */
export const version = v.pipe(v.string('invalid'), v.regex(/^\d{1,9}$/, 'invalid'), v.transform(Number));
/** Made with the form: the same form sent twice is one change. */
export const key = v.pipe(v.string('invalid'), v.check(isId, 'invalid'));

/** A day as a Swede writes it; null when nothing was typed. */
export const date = v.pipe(
	line(40),
	v.check((text) => text === null || parseSwedishDate(text) !== null, 'badDate'),
	v.transform((text) => (text === null ? null : parseSwedishDate(text)!))
);
/** The same, as it is stored: 'ÅÅÅÅ-MM-DD'. */
export const dateText = v.pipe(
	date,
	v.transform((day) => day?.toString() ?? null)
);
/** A day that has been, in Sweden; as it is stored. */
export const pastDateText = (now: Temporal.Instant) =>
	v.pipe(
		date,
		v.check((day) => day === null || Temporal.PlainDate.compare(day, dateIn(now)) <= 0, 'future'),
		v.transform((day) => day?.toString() ?? null)
	);

/** A time of day: '14:30', '8.15', and with seconds as a browser may send it ('14:30:15'); null when nothing was typed. */
export const time = v.pipe(
	v.optional(v.string('invalid'), ''),
	v.trim(),
	v.check(
		(text) =>
			text === '' || /^(?:([01]?\d|2[0-3])[:.][0-5]\d|([01]\d|2[0-3])[:.][0-5]\d:[0-5]\d)$/.test(text),
		'badDate'
	),
	v.transform((text) =>
		text === '' ? null : Temporal.PlainTime.from(text.replace('.', ':').padStart(5, '0'))
	)
);

/** When something was, in Sweden: without date and time now; a time alone is today's; a day alone is its noon, or now when it is today. */
export function localInstant(
	date: Temporal.PlainDate | null,
	time: Temporal.PlainTime | null,
	now: Temporal.Instant
): Temporal.Instant {
	const today = dateIn(now);
	const on = date ?? today;
	if (time === null && on.equals(today)) return now;
	return on.toZonedDateTime({ timeZone: zone, plainTime: time ?? '12:00' }).toInstant();
}
