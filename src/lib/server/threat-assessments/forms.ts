/** From posted form to typed input. One schema per form; field names are unique on the page, where several forms stand. */
import * as v from 'valibot';
import type { PersonId } from '../../../../database/column-types.ts';
import { measureTextLimit } from '../measures/index.ts';
import { dateText, key, version } from '../platform/form-parts.ts';
import { choice, choices, line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import {
	factorLevels,
	historyTypes,
	protectionKinds,
	reasonLimit,
	threatLevels
} from './threat-assessment.ts';

const words = required(longText(reasonLimit));
const person = v.pipe(
	line(36),
	v.check((text) => text === null || isId(text), 'unknownChoice'),
	v.transform((text) => text as PersonId | null)
);

/** 'Be säkerhetssamordnaren bedöma': what the manager wants to know. */
export const requestSchema = v.object({ key, threatQuestion: words });
export type RequestInput = v.InferOutput<typeof requestSchema>;

/** The request is not needed any more. */
export const withdrawSchema = v.object({ request: key });
export type WithdrawInput = v.InferOutput<typeof withdrawSchema>;

const level = required(choice(factorLevels));

/** A new assessment. `version`: the sequence of the one that held when the form was shown, 0 when there was none. */
export const assessmentSchema = v.pipe(
	v.object({
		key,
		version,
		capacityLevel: level,
		capacityReason: words,
		intentLevel: level,
		intentReason: words,
		opportunityLevel: level,
		opportunityReason: words,
		historyTypes: choices(historyTypes),
		historyLevel: level,
		historyReason: words,
		overallLevel: required(choice(threatLevels)),
		overallReason: words,
		validUntil: required(dateText),
		reviewDate: dateText,
		keepPersonalData: v.optional(v.literal('yes', 'unknownChoice'))
	}),
	// 'nothing known' beside something known says nothing
	v.forward(
		v.check(({ historyTypes: types }) => !types.includes('none') || types.length === 1, 'unknownChoice'),
		['historyTypes'] as never
	)
);
export type AssessmentInput = v.InferOutput<typeof assessmentSchema>;

/** The lists among the fields. */
export const assessmentLists = ['historyTypes'] as const;

/** One protection, as a measure: what, who and when. */
export const protectionSchema = v.pipe(
	v.object({
		key,
		protectionKind: required(choice(protectionKinds)),
		// room for the kind before it in the measure's description
		protectionText: longText(measureTextLimit - 100),
		ownerId: required(person),
		dueDate: required(dateText)
	}),
	v.forward(
		v.check(
			({ protectionKind, protectionText }) => protectionKind !== 'other' || protectionText !== null,
			'required'
		),
		['protectionText'] as never
	)
);
export type ProtectionInput = v.InferOutput<typeof protectionSchema>;
