/** From posted form to typed input. One schema per form. */
import * as v from 'valibot';
import type { PersonId, StatementId } from '../../../../database/column-types.ts';
import { dateText, key, version } from '../platform/form-parts.ts';
import { line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { questionLimit, statementLimit } from './statement.ts';

const person = v.pipe(
	line(36),
	v.check((text) => text === null || isId(text), 'unknownChoice'),
	v.transform((text) => text as PersonId | null)
);

/** The handler asks somebody. */
export const askSchema = v.object({
	key,
	statementPerson: required(person),
	statementQuestion: required(longText(questionLimit)),
	statementDue: required(dateText)
});
export type AskInput = v.InferOutput<typeof askSchema>;

/** 'Påminn', 'Ta emot', 'Ta tillbaka': which request, as it was shown. */
export const handleSchema = v.object({
	statement: v.pipe(
		v.string('invalid'),
		v.check((text) => isId(text), 'invalid'),
		v.transform((text) => text as StatementId)
	),
	version
});
export type HandleInput = v.InferOutput<typeof handleSchema>;

/** What the asked person tells, for the first time or corrected. */
export const sendSchema = v.object({ key, version, statementWords: required(longText(statementLimit)) });
export type SendInput = v.InferOutput<typeof sendSchema>;

/** The asked person declines. */
export const declineSchema = v.object({ version, declineReason: required(longText(questionLimit)) });
export type DeclineInput = v.InferOutput<typeof declineSchema>;
