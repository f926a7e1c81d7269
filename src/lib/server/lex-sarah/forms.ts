/** From posted form to typed input. One schema per form. */
import type { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { referenceLimit, textLimit, yesNoUnsure } from '../incidents/index.ts';
import { key, pastDateText, version } from '../platform/form-parts.ts';
import { choice, line, longText, required } from '../platform/http-form.ts';
import { assessments, isPossibleDecision, writtenKinds } from './record.ts';

const words = required(longText(textLimit));

/** What who handles the case hands over: the incident in words that they have looked through. */
export function handOverSchema(now: Temporal.Instant) {
	return v.object({
		key,
		whatHappened: words,
		clientHarm: words,
		doneAlready: longText(textLimit),
		clientReference: line(referenceLimit),
		occurredOn: pastDateText(now),
		childConcerned: choice(yesNoUnsure)
	});
}
export type HandOverInput = v.InferOutput<ReturnType<typeof handOverSchema>>;

/** More from who handed over. */
export const supplementSchema = v.object({ key, supplementText: words });
export type SupplementInput = v.InferOutput<typeof supplementSchema>;

/** An officer begins. */
export const startSchema = v.object({ version });
export type StartInput = v.InferOutput<typeof startSchema>;

/** One more piece of documentation. */
export const entrySchema = v.object({ key, entryKind: required(choice(writtenKinds)), entryText: words });
export type EntryInput = v.InferOutput<typeof entrySchema>;

/** The assessment, and whether IVO is told, each with its reason. */
export const decisionSchema = v.pipe(
	v.object({
		key,
		version,
		assessment: required(choice(assessments)),
		reason: words,
		ivo: required(choice(['yes', 'no'])),
		ivoReason: words
	}),
	v.forward(
		v.check(({ assessment, ivo }) => isPossibleDecision({ assessment, ivo }), 'invalid'),
		['ivo'] as never
	)
);
export type DecisionInput = v.InferOutput<typeof decisionSchema>;

/** That IVO has been told, and the number it got there when there is one. */
export function ivoSchema(now: Temporal.Instant) {
	return v.object({ version, ivoSentOn: required(pastDateText(now)), ivoReference: line(referenceLimit) });
}
export type IvoInput = v.InferOutput<ReturnType<typeof ivoSchema>>;

/** The end. */
export const closeRecordSchema = v.object({ key, version, closingText: words });
export type CloseRecordInput = v.InferOutput<typeof closeRecordSchema>;
