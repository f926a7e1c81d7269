/** From posted form to typed input. One schema per form. */
import type { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { CaseId, UnitId } from '../../../../database/column-types.ts';
import { textLimit } from '../incidents/index.ts';
import { dateText, key, pastDateText, version } from '../platform/form-parts.ts';
import { choice, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { safetyAnswers } from './request.ts';

const words = required(longText(textLimit));
const idOrNone = <Id extends string>() =>
	v.pipe(
		v.optional(v.string('invalid'), ''),
		v.check((text) => text === '' || isId(text), 'unknownChoice'),
		v.transform((text) => (text === '' ? null : (text as Id)))
	);

/** A request: about a case, or about a unit. */
export const askSchema = v.pipe(
	v.object({
		key,
		case: idOrNone<CaseId>(),
		unit: idOrNone<UnitId>(),
		demand: words,
		background: longText(textLimit),
		wantedAnswerOn: dateText
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
		authorityOn: required(pastDateText(now))
	});
}
export type GoOnInput = v.InferOutput<ReturnType<typeof goOnSchema>>;
