import { redirect } from '@sveltejs/kit';
import * as aftercare from '#lib/server/aftercare/index.ts';
import { perMinutes } from '#lib/server/activity-log/index.ts';
import type { IncidentId } from '#lib/server/incidents/index.ts';
import { contextOf, failWith, formOf } from '#lib/server/web/index.ts';
import { doneOf, idOf } from '../../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	id: event.params.id,
	support: await aftercare.viewSupport(contextOf(event), idOf<IncidentId>(event), event.locals.locale),
	done: doneOf(event.url, ['answer', 'contact'])
});

export const actions: Actions = {
	answer: async (event) => {
		const id = idOf<IncidentId>(event);
		const form = await formOf(event, aftercare.answerSchema);
		if (!form.ok) return failWith(400, form.values, form.errors);
		const result = await aftercare.answerSupport(contextOf(event), id, form.value);
		if (result === 'tooOften') {
			return failWith(429, form.values, { '': { code: 'tooMany', limit: perMinutes } });
		}
		if (result === 'notOpen') return failWith(409, form.values, { '': { code: 'invalid' } });
		redirect(303, `/my-reports/${id}/support?done=${form.value.wantsContact ? 'contact' : 'answer'}`);
	}
};
