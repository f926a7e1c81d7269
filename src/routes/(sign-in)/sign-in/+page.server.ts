import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { findDemoPerson, listDemoPeople } from '#lib/server/access/index.ts';
import type { PersonId } from '#lib/server/organisation/index.ts';
import { Forbidden } from '#lib/server/platform/errors.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { application, failWith, formOf, isDemoRequest, safePath } from '#lib/server/web/index.ts';
import { openSession } from '#lib/server/web/open-session.ts';
import type { Actions, PageServerLoad } from './$types';

const schema = v.object({ person: v.pipe(v.string('required'), v.check(isId, 'unknownChoice')) });

export const load: PageServerLoad = async (event) => {
	if (event.locals.actor) redirect(303, safePath(event.url.searchParams.get('to')));
	return {
		isDemo: application().config.demo,
		isDemoHere: isDemoRequest(event),
		signedOut: event.url.searchParams.has('signed-out'),
		municipalities: isDemoRequest(event) ? await listDemoPeople(application()) : []
	};
};

export const actions: Actions = {
	default: async (event) => {
		if (!isDemoRequest(event)) throw new Forbidden();
		const form = await formOf(event, schema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const person = await findDemoPerson(application(), form.value.person as PersonId);
		if (!person) return failWith(400, form.values, { person: { code: 'unknownChoice' } });
		await openSession(event, { ...person, method: 'demo' });
		redirect(303, safePath(event.url.searchParams.get('to')));
	}
};
