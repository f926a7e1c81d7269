import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import { closeAccount, findAccountOf, inviteToAccount, linkHours } from '#lib/server/sign-in/index.ts';
import { failWith, formOf, recentContextOf } from '#lib/server/web/index.ts';
import { signInFields } from '#lib/server/web/open-session.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.object({ userName: v.pipe(signInFields.userName, v.minLength(3, 'invalid')) });

export const load: PageServerLoad = async (event) => {
	const found = await findAccountOf(recentContextOf(event), event.params.id);
	const { locale } = event.locals;
	return {
		...found,
		linkHours,
		isClosed: event.url.searchParams.has('closed'),
		account: found.account && {
			...found.account,
			createdAt: formatDateTime(found.account.createdAt, locale)
		},
		invitedUntil: found.invitedUntil && formatDateTime(found.invitedUntil, locale)
	};
};

export const actions: Actions = {
	invite: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const result = await inviteToAccount(context, event.params.id, form.value.userName);
		if (typeof result === 'string') return failWith(400, form.values, { userName: { code: result } });
		return {
			values: form.values,
			errors: {},
			link: `${event.url.origin}/invitation?key=${result.key}`
		};
	},
	close: async (event) => {
		const context = recentContextOf(event);
		const form = await formOf(event, v.object({}));
		if (!form.ok) return failWith(400, form.values, form.errors);
		await closeAccount(context, event.params.id);
		redirect(303, `/people/${event.params.id}/account?closed`);
	}
};
