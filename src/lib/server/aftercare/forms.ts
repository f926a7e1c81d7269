/** From posted form to typed input. One schema per form. */
import * as v from 'valibot';
import { choice, line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import { aftercareSteps, noteLimit, stepOutcomes, supportAnswers } from './steps.ts';

/** Made with the form: the same form sent twice is one change. */
const key = v.pipe(v.string('invalid'), v.check(isId, 'invalid'));
/** 'ÅÅÅÅ-MM-DD' after reading any date that a Swede writes. */
const date = v.pipe(
	line(40),
	v.check((text) => text === null || parseSwedishDate(text) !== null, 'badDate'),
	v.transform((text) => text && parseSwedishDate(text)!.toString())
);

/** What came of a step. A new day only when it is moved; then, and when the person declined, the reason as well. */
export const stepSchema = v.pipe(
	v.object({
		key,
		step: required(choice(aftercareSteps)),
		outcome: required(choice(stepOutcomes)),
		postponedTo: date,
		note: longText(noteLimit)
	}),
	v.transform((input) => ({
		...input,
		postponedTo: input.outcome === 'postponed' ? input.postponedTo : null
	})),
	v.forward(
		v.check(({ outcome, postponedTo }) => outcome !== 'postponed' || postponedTo !== null, 'required'),
		['postponedTo'] as never
	),
	v.forward(
		v.check(({ outcome, note }) => outcome === 'done' || note !== null, 'required'),
		['note'] as never
	)
);
export type StepInput = v.InferOutput<typeof stepSchema>;

/** 'Fick du stöd?' */
export const answerSchema = v.pipe(
	v.object({
		key,
		supportAnswer: required(choice(supportAnswers)),
		supportWords: longText(noteLimit),
		wantsContact: v.optional(v.literal('yes', 'unknownChoice'))
	}),
	v.transform(({ wantsContact, ...rest }) => ({ ...rest, wantsContact: wantsContact === 'yes' }))
);
export type AnswerInput = v.InferOutput<typeof answerSchema>;
