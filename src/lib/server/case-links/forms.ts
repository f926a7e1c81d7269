/** From posted form to typed input. One schema per form; field names are unique on the page. */
import * as v from 'valibot';
import { textLimit } from '../incidents/index.ts';
import { key, version } from '../platform/form-parts.ts';
import { line, longText, required } from '../platform/http-form.ts';

/** The most that a reason may be, in characters. */
const reasonLimit = 2_000;

const reason = required(longText(reasonLimit));

/** '2026-0012', as people say it; spaces do not count. Null: no such number can be. */
const number = v.pipe(
	required(line(40)),
	v.transform((text) => {
		const [, year, serial] = /^\s*(\d{4})\s*[-–—]\s*(\d{1,9})\s*$/u.exec(text) ?? [];
		return year && serial ? { year: Number(year), number: Number(serial) } : null;
	})
);
export type CaseNumber = { year: number; number: number };

/** Links the case to another one. */
export const relateSchema = v.object({ key, relateNumber: number, relateReason: reason });
export type RelateInput = v.InferOutput<typeof relateSchema>;

/** Takes a link away. */
export const unlinkSchema = v.object({ link: key, unlinkReason: reason });
export type UnlinkInput = v.InferOutput<typeof unlinkSchema>;

/** Merges the case into another one. */
export const mergeSchema = v.object({
	key,
	version,
	mergeNumber: number,
	mergeReason: reason,
	mergeFeedback: required(longText(textLimit))
});
export type MergeInput = v.InferOutput<typeof mergeSchema>;

/** Undoes that. */
export const unmergeSchema = v.object({ key, version, unmergeReason: reason });
export type UnmergeInput = v.InferOutput<typeof unmergeSchema>;
