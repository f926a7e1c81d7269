/** From posted form to typed input. One schema per form. */
import * as v from 'valibot';
import { dateText, key } from '../platform/form-parts.ts';
import { choice, longText, required } from '../platform/http-form.ts';
import { aftercareSteps, noteLimit, stepOutcomes, supportAnswers } from './steps.ts';

/** What came of a step. A new day only when it is moved; then, and when the person declined, the reason as well. */
export const stepSchema = v.pipe(
	v.object({
		key,
		step: required(choice(aftercareSteps)),
		outcome: required(choice(stepOutcomes)),
		postponedTo: dateText,
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
