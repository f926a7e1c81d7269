/** From posted form to typed input. One schema per form; field names are unique on the case page, where many forms stand. */
import * as v from 'valibot';
import type { PersonId } from '../../../../database/column-types.ts';
import { dateText, key, version } from '../platform/form-parts.ts';
import { choice, line, longText, required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { measureEffects, measureKinds, measureTextLimit } from './measure.ts';

const person = v.pipe(
	line(36),
	v.check((text) => text === null || isId(text), 'unknownChoice'),
	v.transform((text) => text as PersonId | null)
);

/** A new measure. */
export const newMeasureSchema = v.object({
	key,
	measureKind: required(choice(measureKinds)),
	description: required(longText(measureTextLimit)),
	ownerId: required(person),
	dueDate: required(dateText)
});
export type NewMeasureInput = v.InferOutput<typeof newMeasureSchema>;

/** 'Klar': nothing to fill in. */
export const finishSchema = v.object({ version });

/** Another owner or another date. */
export const changeSchema = v.object({ version, ownerId: required(person), dueDate: required(dateText) });
export type ChangeInput = v.InferOutput<typeof changeSchema>;

/** 'Utgår', with the reason. */
export const cancelSchema = v.object({ version, cancelReason: required(longText(measureTextLimit)) });
export type CancelInput = v.InferOutput<typeof cancelSchema>;

/** 'Hjälpte det?', with words. */
export const evaluateSchema = v.object({
	version,
	effect: required(choice(measureEffects)),
	effectText: required(longText(measureTextLimit))
});
export type EvaluateInput = v.InferOutput<typeof evaluateSchema>;
