import { fail } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import * as aftercare from '#lib/server/aftercare/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf, type FailedForm } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	aftercare: await aftercare.viewAftercare(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	done: doneOf(event.url, ['record'])
});

export const actions: Actions = {
	record: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, aftercare.stepSchema);
		if (!form.ok) return failUnread('record', form);
		const outcome = await aftercare.recordStep(contextOf(event), id, form.value);
		if (outcome.ok || outcome.because !== 'day') {
			return answer(event, `/cases/${id}/aftercare`, 'record', form.values, outcome);
		}
		const errors = { postponedTo: m[`aftercare_problem_${outcome.problem}`]() };
		return fail(400, { form: 'record', values: form.values, errors, changes: null } satisfies FailedForm);
	}
};
