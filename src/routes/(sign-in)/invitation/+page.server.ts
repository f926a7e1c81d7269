import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { acceptInvitation, Busy, findInvitation } from '#lib/server/sign-in/index.ts';
import { application, failWith, formOf } from '#lib/server/web/index.ts';
import { openLocalSession, signInFields } from '#lib/server/web/open-session.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.pipe(
	v.object(signInFields.newPassword),
	v.forward(
		v.partialCheck([['password'], ['again']], ({ password, again }) => password === again, 'passwordsDiffer'),
		['again']
	)
);

export const load: PageServerLoad = async ({ url }) => {
	const invitation = await findInvitation(application(), url.searchParams.get('key') ?? '');
	return {
		invitation: invitation && {
			name: invitation.personName,
			municipality: invitation.municipalityName,
			userName: invitation.userName
		}
	};
};

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, {}, form.errors);
		try {
			const result = await acceptInvitation(application(), event.url.searchParams.get('key') ?? '', {
				password: form.value.password,
				address: event.getClientAddress()
			});
			if (typeof result === 'string') return failWith(400, {}, { password: { code: result } });
			await openLocalSession(event, result);
		} catch (error) {
			if (!(error instanceof Busy)) throw error;
			return failWith(503, {}, { '': { code: 'busy' } });
		}
		redirect(303, '/account?welcome');
	}
};
