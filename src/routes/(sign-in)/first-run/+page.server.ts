import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { NotFound } from '#lib/server/platform/errors.ts';
import { Busy, completeFirstRun, isFirstRun } from '#lib/server/sign-in/index.ts';
import { line, required } from '#lib/server/platform/http-form.ts';
import { application, failWith, formOf } from '#lib/server/web/index.ts';
import { openLocalSession, signInFields, withoutSecrets } from '#lib/server/web/open-session.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.pipe(
	v.object({
		municipality: required(line(200)),
		name: required(line(200)),
		email: v.pipe(
			v.string('required'),
			v.trim(),
			v.minLength(1, 'required'),
			v.email('badEmail'),
			v.maxLength(200, 'tooLong')
		),
		...signInFields.newPassword
	}),
	v.forward(
		v.partialCheck([['password'], ['again']], ({ password, again }) => password === again, 'passwordsDiffer'),
		['again']
	)
);

export const load: PageServerLoad = async ({ url }) => {
	if (!(await isFirstRun(application(), url.searchParams.get('key') ?? ''))) throw new NotFound();
};

export const actions: Actions = {
	default: async (event) => {
		const key = event.url.searchParams.get('key') ?? '';
		if (!(await isFirstRun(application(), key))) throw new NotFound();
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, withoutSecrets(form.values), form.errors);
		try {
			const result = await completeFirstRun(application(), key, form.value, event.getClientAddress());
			if (typeof result === 'string') {
				return failWith(400, withoutSecrets(form.values), { password: { code: result } });
			}
			await openLocalSession(event, result);
		} catch (error) {
			if (!(error instanceof Busy)) throw error;
			return failWith(503, withoutSecrets(form.values), { '': { code: 'busy' } });
		}
		redirect(303, '/account?welcome');
	}
};
