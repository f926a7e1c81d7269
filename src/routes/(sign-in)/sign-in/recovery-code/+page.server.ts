import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signInWithRecoveryCode } from '#lib/server/sign-in/index.ts';
import { application, failWith, formOf } from '#lib/server/web/index.ts';
import {
	openLocalSession,
	refusalOf,
	signInFields,
	typedIn,
	withoutSecrets
} from '#lib/server/web/open-session.ts';
import type { Actions } from './$types';

const schema = v.object({ userName: signInFields.userName, code: signInFields.secret });

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, withoutSecrets(form.values), form.errors);
		const { userName, code } = form.value;
		const result = await signInWithRecoveryCode(application(), typedIn(event, userName, code));
		if (result.outcome !== 'welcome') return failWith(400, withoutSecrets(form.values), refusalOf(result));
		await openLocalSession(event, result.who);
		redirect(303, '/account');
	}
};
