/** From posted form to typed input. One schema per form. */
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { CaseId, UnitId } from '../../../../database/column-types.ts';
import { textLimit } from '../incidents/index.ts';
import { choice, line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { safetyAnswers } from './request.ts';

const version = v.pipe(v.string('invalid'), v.regex(/^\d{1,9}$/, 'invalid'), v.transform(Number));
/** Made with the form: the same form sent twice is one request. */
const key = v.pipe(v.string('invalid'), v.check(isId, 'invalid'));
const words = required(longText(textLimit));
const idOrNone = <Id extends string>() =>
	v.pipe(
		v.optional(v.string('invalid'), ''),
		v.check((text) => text === '' || isId(text), 'unknownChoice'),
		v.transform((text) => (text === '' ? null : (text as Id)))
	);
const day = v.pipe(
	line(40),
	v.check((text) => text === null || parseSwedishDate(text) !== null, 'badDate'),
	v.transform((text) => (text === null ? null : parseSwedishDate(text)))
);

/** A request: about a case, or about a unit. */
export const askSchema = v.pipe(
	v.object({
		key,
		case: idOrNone<CaseId>(),
		unit: idOrNone<UnitId>(),
		demand: words,
		background: longText(textLimit),
		wantedAnswerOn: v.pipe(
			day,
			v.transform((date) => date?.toString() ?? null)
		)
	}),
	v.forward(
		v.check((input) => input.case !== null || input.unit !== null, 'required'),
		['unit'] as never
	)
);
export type AskInput = v.InferOutput<typeof askSchema>;

/** The employer's answer. */
export const answerSchema = v.object({ version, answer: required(choice(safetyAnswers)), answerText: words });
export type AnswerInput = v.InferOutput<typeof answerSchema>;

/** That the representative turned to the authority, and when. */
export function goOnSchema(now: Temporal.Instant) {
	return v.object({
		version,
		authorityOn: required(
			v.pipe(
				day,
				v.check((date) => date === null || Temporal.PlainDate.compare(date, dateIn(now)) <= 0, 'future'),
				v.transform((date) => date?.toString() ?? null)
			)
		)
	});
}
export type GoOnInput = v.InferOutput<ReturnType<typeof goOnSchema>>;
