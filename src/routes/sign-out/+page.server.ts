import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signOut } from '#lib/server/sign-in/index.ts';
import { application, contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import { removeSessionCookie } from '#lib/server/web/session-cookie.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(403, form.values, form.errors);
		const still = await signOut(application(), contextOf(event), event.url.origin);
		removeSessionCookie(event.cookies, event.url);
		// drafts, the key of the outbox and the cached form: nothing of this person stays on a shared device
		event.setHeaders({ 'clear-site-data': '"cache", "storage"' });
		if (!still) redirect(303, '/sign-in?signed-out');

		// a form may not lead to another site (form-action in the policy), so the page that answers goes on there
		Object.assign(event.locals, { actor: null, context: null, csrfToken: null });
		return { provider: still.label[event.locals.locale], goOn: still.address?.href ?? null };
	}
};
