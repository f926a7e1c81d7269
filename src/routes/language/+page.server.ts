import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf, safePath } from '#lib/server/web/index.ts';
import { setLocaleCookie } from '#lib/server/web/locale-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.object({ locale: v.picklist(['sv', 'en'], 'unknownChoice'), path: v.string('invalid') });

export const load: PageServerLoad = () => redirect(303, '/');

export const actions: Actions = {
	default: async (event) => {
		// choosing a language changes nothing that could be abused, so it needs no form token
		const form = await formOf({ ...event, locals: { ...event.locals, csrfToken: null } }, schema);
		if (!form.ok) redirect(303, '/');
		setLocaleCookie(event.cookies, event.url, form.value.locale);
		redirect(303, safePath(form.value.path));
	}
};
