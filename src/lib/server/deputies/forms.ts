import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { dateText } from '../platform/form-parts.ts';
import { required } from '../platform/http-form.ts';
import { isId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';

const id = <Id extends string>(wrong: string) =>
	v.pipe(
		v.optional(v.string('invalid'), ''),
		v.check((text) => text !== '', 'required'),
		v.check((text) => text === '' || isId(text), wrong),
		v.transform((text) => text as Id)
	);

/** As people write dates. */
const day = required(dateText);

/** The form in which a manager names a deputy. Days are inclusive, Europe/Stockholm; the rules about them: `periodProblem`. */
export const nameDeputySchema = v.object({
	person: id<PersonId>('unknownChoice'),
	unit: id<UnitId>('unknownChoice'),
	from: day,
	to: day
});
export type NameDeputyInput = v.InferOutput<typeof nameDeputySchema>;

/** The button that ends a period carries its id. */
export const endDeputySchema = v.object({ id: id<string>('unknownChoice') });

/** Codes; texts in messages/ `deputy_problem_<code>`. */
export type PeriodProblem = {
	field: 'from' | 'to';
	problem: 'inPast' | 'endsBefore' | 'tooLong' | 'tooFarAhead';
};

/** What is wrong with a period; null when nothing is. Access is given for a time that can be foreseen: a year at most. */
export function periodProblem(
	{ from, to }: Pick<NameDeputyInput, 'from' | 'to'>,
	now: Temporal.Instant
): PeriodProblem | null {
	const today = dateIn(now);
	const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
	if (Temporal.PlainDate.compare(first, today) < 0) return { field: 'from', problem: 'inPast' };
	if (Temporal.PlainDate.compare(first, today.add({ years: 1 })) > 0) {
		return { field: 'from', problem: 'tooFarAhead' };
	}
	if (Temporal.PlainDate.compare(last, first) < 0) return { field: 'to', problem: 'endsBefore' };
	if (Temporal.PlainDate.compare(last, first.add({ years: 1 })) > 0)
		return { field: 'to', problem: 'tooLong' };
	return null;
}
