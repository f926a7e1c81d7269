import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { listNotices, readNotices } from '#lib/server/notifications/index.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ notices: await listNotices(contextOf(event)) });

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await readNotices(contextOf(event));
		redirect(303, '/notices');
	}
};
