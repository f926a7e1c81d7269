import { redirect } from '@sveltejs/kit';
import { require } from '#lib/server/access/index.ts';
import { mayPeople, readPeopleFilter, searchSchema, viewPeople } from '#lib/server/people/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { openText, sealText } from '#lib/server/web/sealed-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = recentContextOf(event);
	const text = openText(event.url.searchParams.get('q'), event.locals.csrfToken ?? '');
	return { list: await viewPeople(context, readPeopleFilter(event.url.searchParams, text)) };
};

export const actions: Actions = {
	/** A search is posted and comes back as an address in which nobody can read whom it is about. */
	search: async (event) => {
		require(mayPeople(recentContextOf(event).actor, 'read'));
		const form = await formOf(event, searchSchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const { text, ...filters } = form.value;
		const parameters = new URLSearchParams();
		if (text !== null) parameters.set('q', sealText(text, event.locals.csrfToken ?? ''));
		for (const [name, value] of Object.entries(filters)) if (value !== null) parameters.set(name, value);
		redirect(303, parameters.size > 0 ? `/people?${parameters}` : '/people');
	}
};
