import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { endSession } from '#lib/server/sign-in/index.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import { removeSessionCookie } from '#lib/server/web/session-cookie.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(403, form.values, form.errors);
		await endSession(contextOf(event));
		removeSessionCookie(event.cookies, event.url);
		// drafts, the key of the outbox and the cached form: nothing of this person stays on a shared device
		event.setHeaders({ 'clear-site-data': '"cache", "storage"' });
		redirect(303, '/sign-in?signed-out');
	}
};
