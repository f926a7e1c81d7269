import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf, safePath } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.object({ locale: v.picklist(['sv', 'en'], 'unknownChoice'), path: v.string('invalid') });
const aYear = 60 * 60 * 24 * 365;

export const load: PageServerLoad = () => redirect(303, '/');

export const actions: Actions = {
	default: async (event) => {
		// choosing a language changes nothing that could be abused, so it needs no form token
		const form = await formOf({ ...event, locals: { ...event.locals, csrfToken: null } }, schema);
		if (!form.ok) redirect(303, '/');
		event.cookies.set('locale', form.value.locale, {
			path: '/',
			maxAge: aYear,
			sameSite: 'lax',
			httpOnly: true,
			secure: event.url.protocol === 'https:'
		});
		redirect(303, safePath(form.value.path));
	}
};
