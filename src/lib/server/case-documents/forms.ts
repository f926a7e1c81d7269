/** Parts that several forms of this module share; `versionSchema` is 0 when there was none yet. */
import type { Temporal } from 'temporal-polyfill';
import { pastDateText } from '../platform/form-parts.ts';
import { required } from '../platform/http-form.ts';

export { key as keySchema, version as versionSchema } from '../platform/form-parts.ts';

/** A day that has been; nothing is not an answer. @returns 'ÅÅÅÅ-MM-DD' */
export const pastDay = (now: Temporal.Instant) => required(pastDateText(now));
