import { redirect } from '@sveltejs/kit';
import { createPerson, personSchema, viewNewPerson } from '#lib/server/people/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { failOutcome } from '../outcome.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => viewNewPerson(recentContextOf(event));

export const actions: Actions = {
	default: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, personSchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const outcome = await createPerson(context, form.value);
		if (!outcome.ok) return failOutcome(form.values, outcome);
		redirect(303, `/people/${outcome.id}?done=created`);
	}
};
