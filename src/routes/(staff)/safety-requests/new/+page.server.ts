import { redirect } from '@sveltejs/kit';
import type { CaseId } from '../../../../../database/column-types.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { isId } from '#lib/server/platform/ids.ts';
import * as safety from '#lib/server/safety-requests/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { failUnread } from '../../cases/form-answer.ts';
import { questionsAboutPersonnummer } from '../../personal-data.ts';
import { refusedForm } from '../../refused-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = event.url.searchParams.get('case');
	if (asked !== null && !isId<CaseId>(asked)) throw new NotFound();
	return { request: await safety.viewNewRequest(contextOf(event), asked) };
};

export const actions: Actions = {
	ask: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, safety.askSchema);
		if (!form.ok) return failUnread('ask', form);
		const questions = questionsAboutPersonnummer(form.values);
		if (Object.keys(questions).length > 0) return refusedForm('ask', form.values, questions, 400);
		const id = await safety.askEmployer(context, form.value);
		redirect(303, `/safety-requests/${id}?done=ask`);
	}
};
