import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { findDemoPerson, listDemoPeople } from '#lib/server/access/index.ts';
import type { PersonId } from '#lib/server/organisation/index.ts';
import { Forbidden } from '#lib/server/platform/errors.ts';
import { isId } from '#lib/server/platform/ids.ts';
import {
	canHavePasskeys,
	listProviders,
	needsFirstRun,
	signInWithPasskey,
	signInWithPassword
} from '#lib/server/sign-in/index.ts';
import { application, failWith, formOf, isDemoRequest, safePath } from '#lib/server/web/index.ts';
import {
	openLocalSession,
	openSession,
	refusalOf,
	signInFields,
	siteOf,
	typedIn,
	withoutSecrets
} from '#lib/server/web/open-session.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.union([
	v.object({ person: v.pipe(v.string('required'), v.check(isId, 'unknownChoice')) }),
	v.object({ passkey: v.pipe(v.string(), v.maxLength(20_000, 'tooLong')) }),
	v.object({ userName: signInFields.userName, password: signInFields.secret })
]);

export const load: PageServerLoad = async (event) => {
	const to = safePath(event.url.searchParams.get('to'));
	if (event.locals.actor) redirect(303, to);
	const { config, providers } = application();
	return {
		to,
		isDemo: config.demo,
		isDemoHere: isDemoRequest(event),
		signedOut: event.url.searchParams.has('signed-out'),
		municipalities: isDemoRequest(event) ? await listDemoPeople(application()) : [],
		isEmpty: await needsFirstRun(application()),
		providers: listProviders(providers, event.locals.locale),
		passkeys: canHavePasskeys(siteOf(event))
	};
};

export const actions: Actions = {
	default: async (event) => {
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, withoutSecrets(form.values), form.errors);
		const to = safePath(event.url.searchParams.get('to'));
		if ('person' in form.value) {
			if (!isDemoRequest(event)) throw new Forbidden();
			const person = await findDemoPerson(application(), form.value.person as PersonId);
			if (!person) return failWith(400, form.values, { person: { code: 'unknownChoice' } });
			await openSession(event, { ...person, method: 'demo' });
			redirect(303, to);
		}
		if ('passkey' in form.value) {
			const who = await signInWithPasskey(application(), siteOf(event), form.value.passkey);
			if (!who) return failWith(400, {}, { '': { code: 'passkeyRefused' } });
			await openLocalSession(event, who);
			redirect(303, to);
		}
		const { userName, password } = form.value;
		const result = await signInWithPassword(application(), typedIn(event, userName, password));
		if (result.outcome !== 'welcome') return failWith(400, withoutSecrets(form.values), refusalOf(result));
		await openLocalSession(event, result.who);
		redirect(303, to);
	}
};
