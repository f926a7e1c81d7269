import { fail, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import type { CaseId } from '../../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import { m } from '#lib/paraglide/messages.js';
import {
	mergeCase,
	mergeSchema,
	relateCases,
	relateSchema,
	unlinkCases,
	unlinkSchema,
	unmergeCase,
	unmergeSchema,
	viewLinks,
	type LinkOutcome
} from '#lib/server/case-links/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf, type FailedForm } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = ['relate', 'unlink', 'merge', 'unmerge'] as const;

export const load: PageServerLoad = async (event) => ({
	links: await viewLinks(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	done: doneOf(event.url, forms)
});

/** One form of the page: read it, do it, and go back, or show it again with everything typed. */
function formAction<Schema extends v.GenericSchema<unknown, unknown>>(
	name: (typeof forms)[number],
	schema: Schema,
	command: (context: Context, id: CaseId, input: v.InferOutput<Schema>) => Promise<LinkOutcome>
) {
	return async (event: RequestEvent<{ id: string }>) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, schema);
		if (!form.ok) return failUnread(name, form);
		const outcome = await command(contextOf(event), id, form.value);
		if (outcome.ok || outcome.because !== 'problem') {
			return answer(event, `/cases/${id}/links`, name, form.values, outcome);
		}
		const errors = { [outcome.field]: m[`links_problem_${outcome.problem}`]() };
		return fail(409, { form: name, values: form.values, errors, changes: null } satisfies FailedForm);
	};
}

export const actions: Actions = {
	relate: formAction('relate', relateSchema, relateCases),
	unlink: formAction('unlink', unlinkSchema, unlinkCases),
	merge: formAction('merge', mergeSchema, mergeCase),
	unmerge: formAction('unmerge', unmergeSchema, unmergeCase)
};
