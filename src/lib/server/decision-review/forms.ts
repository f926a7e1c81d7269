/** From posted form to typed input. One schema per form. */
import type { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { ConflictQuestionId, DecisionReviewId } from '../../../../database/column-types.ts';
import { lineLimit, referenceLimit, textLimit, yesNo } from '../incidents/index.ts';
import { key, pastDateText, version } from '../platform/form-parts.ts';
import { choice, line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { conflictOutcomes, reviewOutcomes } from './review.ts';

const words = required(longText(textLimit));
const id = <Id extends string>() =>
	v.pipe(
		v.string('invalid'),
		v.check(isId, 'invalid'),
		v.transform((text) => text as Id)
	);

/** 'Kan den som handlägger beslutet vara jävig?' */
export const raiseSchema = v.object({ key, circumstance: words, conflictReference: line(referenceLimit) });
export type RaiseInput = v.InferOutput<typeof raiseSchema>;

/** What the examination came to. */
export const examineSchema = v.object({
	question: id<ConflictQuestionId>(),
	version,
	conflictOutcome: required(choice(conflictOutcomes)),
	conflictReason: words,
	examinedBy: required(line(lineLimit))
});
export type ExamineInput = v.InferOutput<typeof examineSchema>;

/** A decision that may have been influenced. */
export const pointOutSchema = v.object({
	key,
	reference: required(line(referenceLimit)),
	decision: required(line(lineLimit)),
	influence: words,
	concernsChild: v.pipe(
		required(choice(yesNo)),
		v.transform((answer) => answer === 'yes')
	)
});
export type PointOutInput = v.InferOutput<typeof pointOutSchema>;

/** What a review came to. Whether the child's best interest must be there: the command knows. */
export function finishSchema(now: Temporal.Instant) {
	return v.object({
		review: id<DecisionReviewId>(),
		version,
		reviewOutcome: required(choice(reviewOutcomes)),
		outcomeText: words,
		childInterest: longText(textLimit),
		reviewedBy: required(line(lineLimit)),
		reviewedOn: required(pastDateText(now)),
		isLast: v.optional(
			v.pipe(
				v.string('invalid'),
				v.transform((text) => text === 'yes')
			),
			''
		)
	});
}
export type FinishInput = v.InferOutput<ReturnType<typeof finishSchema>>;
