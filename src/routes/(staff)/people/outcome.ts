import { fail } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import type { PeopleProblem } from '#lib/server/people/index.ts';
import type { FormValues } from '#lib/server/platform/http-form.ts';

/** What stands in the way, at its field, with everything that was typed. */
export function failOutcome(
	values: FormValues,
	{ field, problem }: { field: string; problem: PeopleProblem }
) {
	return fail(409, { values, errors: { [field]: m[`people_problem_${problem}`]() } });
}
