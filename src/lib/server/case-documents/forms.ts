/** Parts that several forms of this module share. */
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { line } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';

/** Made with the form: the same form sent twice is one change. */
export const keySchema = v.pipe(
	v.string('invalid'),
	v.check((text) => isId(text), 'invalid')
);
/** The version of the thing that the form was made for; 0 when there was none yet. */
export const versionSchema = v.pipe(
	v.string('invalid'),
	v.regex(/^\d{1,9}$/, 'invalid'),
	v.transform(Number)
);

/** A calendar date that is not in the future, Europe/Stockholm. @returns 'ÅÅÅÅ-MM-DD' */
export const pastDay = (now: Temporal.Instant) =>
	v.pipe(
		line(40),
		v.check((text) => text !== null, 'required'),
		v.check((text) => text === null || parseSwedishDate(text) !== null, 'badDate'),
		v.check((text) => {
			const day = text && parseSwedishDate(text);
			return !day || Temporal.PlainDate.compare(day, dateIn(now)) <= 0;
		}, 'future'),
		v.transform((text) => parseSwedishDate(text!)!.toString())
	);
