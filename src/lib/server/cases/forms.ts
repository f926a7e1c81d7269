/**
 * From posted form to typed input. One schema per form. Field names are unique among the forms of the case page, since ids
 * derive from them.
 */
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { PersonId } from '../../../../database/column-types.ts';
import { assessedForms, allSubforms, formOfSubform, textLimit } from '../incidents/index.ts';
import { date, key, localInstant, time, version } from '../platform/form-parts.ts';
import { choice, choices, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import {
	decisionAffecteds,
	harms,
	insteadKinds,
	motives,
	offeredTransferTargets,
	severities,
	undueInfluences
} from './assessment.ts';
import type { Severity } from './assessment.ts';

/** How the reporter was contacted. */
export const contactWays = ['phone', 'meeting', 'message'] as const;
export type ContactWay = (typeof contactWays)[number];

const words = required(longText(textLimit));

/** A contact with the reporter. Without date and time it was now; with a day alone, at noon or now. */
export function contactSchema(now: Temporal.Instant) {
	return v.pipe(
		v.object({
			key,
			contactHow: required(choice(contactWays)),
			contactDate: date,
			contactTime: time,
			contactText: longText(textLimit)
		}),
		v.transform(({ contactDate, contactTime, ...rest }) => ({
			...rest,
			at: localInstant(contactDate, contactTime, now)
		})),
		v.forward(
			v.check(({ at }) => Temporal.Instant.compare(at, now.add({ minutes: 1 })) <= 0, 'future'),
			['contactDate'] as never
		)
	);
}
export type ContactInput = v.InferOutput<ReturnType<typeof contactSchema>>;

const severityTexts = severities.map(String);

/**
 * The employer's assessment. The form may be left out when the sub-form says it, and when it was not undue influence; a
 * sub-form of another form is refused.
 */
export const assessmentSchema = v.pipe(
	v.object({
		key,
		version,
		undueInfluence: required(choice(undueInfluences)),
		form: choice(assessedForms),
		subform: choice(allSubforms),
		severity: v.pipe(
			required(choice(severityTexts)),
			v.transform((text) => Number(text) as Severity)
		),
		motive: choice(motives),
		decisionAffected: choice(decisionAffecteds),
		harm: choices(harms),
		rationale: words
	}),
	v.transform((input) => ({ ...input, form: input.form ?? (input.subform && formOfSubform(input.subform)) })),
	v.forward(
		v.check(({ undueInfluence, form }) => undueInfluence === 'no' || form !== null, 'required'),
		['form'] as never
	),
	v.forward(
		v.check(({ form, subform }) => subform === null || formOfSubform(subform) === form, 'unknownChoice'),
		['subform'] as never
	)
);
export type AssessmentInput = v.InferOutput<typeof assessmentSchema>;

/** Support that was offered or given. */
export const supportSchema = v.object({ key, supportText: words });
export type SupportInput = v.InferOutput<typeof supportSchema>;

/** A note of the employer's own. */
export const noteSchema = v.object({ key, noteText: words });
export type NoteInput = v.InferOutput<typeof noteSchema>;

/** A message to the reporter. */
export const messageSchema = v.object({ key, messageText: words });
export type MessageInput = v.InferOutput<typeof messageSchema>;

/** A step forward without more to fill in: 'act', 'followUp', or to take the case over. */
export const stepSchema = v.object({ key, version });
export type StepInput = v.InferOutput<typeof stepSchema>;

/** The end, with what the reporter is told. */
export const closeSchema = v.object({ key, version, feedback: words });
export type CloseInput = v.InferOutput<typeof closeSchema>;

/** Handed over to another route. */
export const transferSchema = v.object({
	key,
	version,
	transferTarget: required(choice(offeredTransferTargets)),
	transferReason: words,
	transferFeedback: words
});
export type TransferInput = v.InferOutput<typeof transferSchema>;

/** It was something else than undue influence. */
export const notUndueInfluenceSchema = v.object({
	key,
	version,
	insteadKind: required(choice(insteadKinds)),
	insteadHarm: choices(harms),
	insteadReason: words,
	insteadFeedback: words
});
export type NotUndueInfluenceInput = v.InferOutput<typeof notUndueInfluenceSchema>;

/** Opened again, with the reason. */
export const reopenSchema = v.object({ key, version, reopenReason: words });
export type ReopenInput = v.InferOutput<typeof reopenSchema>;

const personId = v.pipe(
	v.optional(v.string('invalid'), ''),
	v.check((text) => text !== '', 'required'),
	v.check((text) => text === '' || isId(text), 'unknownChoice'),
	v.transform((text) => text as PersonId)
);

/** Gives one more person the case to read. */
export const shareSchema = v.object({ key, version, shareWith: personId, shareReason: words });
export type ShareInput = v.InferOutput<typeof shareSchema>;

/** Takes that back. The newest version is not asked for: to see less is never in conflict. */
export const unshareSchema = v.object({ key, person: personId });
export type UnshareInput = v.InferOutput<typeof unshareSchema>;
