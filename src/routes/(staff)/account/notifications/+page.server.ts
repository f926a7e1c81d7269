import { redirect } from '@sveltejs/kit';
import { choiceSchema, saveOwnChoice, viewOwnChoice } from '#lib/server/notifications/index.ts';
import { application, contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	choice: await viewOwnChoice(contextOf(event)),
	hasMail: application().mailRoom.server !== null,
	done: event.url.searchParams.has('done')
});

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, choiceSchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		await saveOwnChoice(contextOf(event), form.value);
		redirect(303, '/account/notifications?done=yes');
	}
};
