/** From posted form to typed input. */
import * as v from 'valibot';
import { dateText, key } from '../platform/form-parts.ts';
import { choice, line, longText, required } from '../platform/http-form.ts';

/** How the log was looked at. */
export const reviewMethods = ['search', 'sample', 'unusual'] as const;
export type ReviewMethod = (typeof reviewMethods)[number];

/** noRemark: nothing to ask about. remark: something to put right. handedOn: to who decides what it leads to. */
export const reviewOutcomes = ['noRemark', 'remark', 'handedOn'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** The most that may be written about a review, in characters. */
export const reviewTextLimit = 2_000;

const wholeNumber = (most: number) =>
	v.pipe(
		line(9),
		v.check((text) => text === null || (/^\d+$/.test(text) && Number(text) <= most), 'invalid'),
		v.transform((text) => (text === null ? null : Number(text)))
	);

/** A page of the log with its filter in codes and ids, as the database accepts it (migration 0014). */
export const logAddress = /^\/log(\/sample|\/unusual)?(\?[0-9A-Za-z=&.%-]*)?$/;
const link = v.pipe(v.string('invalid'), v.maxLength(500, 'invalid'), v.regex(logAddress, 'invalid'));

/** A review as it is written down. Anything but 'no remark' needs words. */
export const reviewSchema = v.pipe(
	v.object({
		key,
		method: required(choice(reviewMethods)),
		periodFrom: required(dateText),
		periodTo: required(dateText),
		entryCount: required(wholeNumber(1_000_000)),
		link,
		outcome: required(choice(reviewOutcomes)),
		reason: longText(reviewTextLimit)
	}),
	v.forward(
		v.check(({ outcome, reason }) => outcome === 'noRemark' || reason !== null, 'required'),
		['reason'] as never
	),
	v.forward(
		v.check(({ periodFrom, periodTo }) => periodFrom <= periodTo, 'invalid'),
		['periodTo'] as never
	)
);
export type ReviewInput = v.InferOutput<typeof reviewSchema>;

const limit = required(wholeNumber(10_000));
/** What counts as unusual, and how often the log is to be reviewed. */
export const limitsSchema = v.object({
	logReviewQuickCases: limit,
	logReviewOutsideCases: limit,
	logReviewNightReadings: limit,
	logReviewDaysAfterTransfer: limit,
	logReviewMonths: v.pipe(
		limit,
		v.check((months) => months >= 1 && months <= 24, 'invalid')
	)
});
export type LimitsInput = v.InferOutput<typeof limitsSchema>;
