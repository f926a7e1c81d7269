/** From posted form to typed input: what is decided about a duty. */
import type { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { AttachmentId } from '../../../../database/column-types.ts';
import { dutyKeys } from '../duties/index.ts';
import { isId } from '../platform/ids.ts';
import { date, key, localInstant, time, version } from '../platform/form-parts.ts';
import { choice, line, longText, required } from '../platform/http-form.ts';

/** How it was done, in a few words; the reason can be longer. */
const howLimit = 2000;
const reasonLimit = 10_000;
const referenceLimit = 200;

const duty = required(choice(dutyKeys));

/** A file of the case; none is chosen most of the time. */
const receipt = v.pipe(
	v.optional(v.string('invalid'), ''),
	v.check((text) => text === '' || isId(text), 'unknownChoice'),
	v.transform((text) => (text === '' ? null : (text as AttachmentId)))
);

/**
 * Done (when, how, number or receipt, or why there is neither), or not needed (why). Today without a time is now. How and with what
 * proof it must be shown, the rule says: the command asks it.
 */
export function dutyDecisionSchema(now: Temporal.Instant) {
	return v.pipe(
		v.object({
			key,
			version,
			duty,
			dutyOutcome: required(choice(['done', 'notNeeded'] as const)),
			dutyDate: date,
			dutyTime: time,
			dutyHow: longText(howLimit),
			dutyReference: line(referenceLimit),
			dutyFile: receipt,
			dutyNoReceipt: longText(reasonLimit),
			dutyReason: longText(reasonLimit)
		}),
		v.forward(
			v.check(
				({ dutyOutcome, dutyReason }) => dutyOutcome !== 'notNeeded' || dutyReason !== null,
				'required'
			),
			['dutyReason'] as never
		),
		v.forward(
			v.check(({ dutyOutcome, dutyDate }) => dutyOutcome !== 'done' || dutyDate !== null, 'required'),
			['dutyDate'] as never
		),
		v.transform(({ dutyDate, dutyTime, ...rest }) => ({
			...rest,
			at: localInstant(dutyDate, dutyTime, now)
		})),
		v.forward(
			v.check(({ at }) => at.epochMilliseconds <= now.epochMilliseconds + 60_000, 'future'),
			['dutyDate'] as never
		)
	);
}
export type DutyDecisionInput = v.InferOutput<ReturnType<typeof dutyDecisionSchema>>;

/** A second person agrees, or says why not. */
export const dutyReviewSchema = v.pipe(
	v.object({
		key,
		version,
		duty,
		dutyAgrees: required(choice(['yes', 'no'] as const)),
		dutyComment: longText(reasonLimit)
	}),
	v.forward(
		v.check(({ dutyAgrees, dutyComment }) => dutyAgrees !== 'no' || dutyComment !== null, 'required'),
		['dutyComment'] as never
	)
);
export type DutyReviewInput = v.InferOutput<typeof dutyReviewSchema>;
