import { redirect } from '@sveltejs/kit';
import type { SafetyRequestId } from '../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import * as safety from '#lib/server/safety-requests/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { doneOf, failUnread, idOf } from '../../cases/form-answer.ts';
import { questionsAboutPersonnummer } from '../../personal-data.ts';
import { refusedForm } from '../../refused-form.ts';
import type { Actions, PageServerLoad } from './$types';

const forms = ['ask', 'answer', 'goOn'] as const;

export const load: PageServerLoad = async (event) => ({
	request: await safety.viewSafetyRequest(
		contextOf(event),
		idOf<SafetyRequestId>(event),
		event.locals.locale
	),
	done: doneOf(event.url, forms)
});

export const actions: Actions = {
	answer: async (event) => {
		const form = await formOf(event, safety.answerSchema);
		if (!form.ok) return failUnread('answer', form);
		const questions = questionsAboutPersonnummer(form.values);
		if (Object.keys(questions).length > 0) return refusedForm('answer', form.values, questions, 400);
		const id = idOf<SafetyRequestId>(event);
		const outcome = await safety.answerRequest(contextOf(event), id, form.value, m.duty_how_safety());
		if (!outcome.ok) return refusedForm('answer', form.values, { '': m.safety_problem_changed() });
		redirect(303, `/safety-requests/${id}?done=answer`);
	},
	goOn: async (event) => {
		const context = contextOf(event);
		const form = await formOf(event, safety.goOnSchema(context.now()));
		if (!form.ok) return failUnread('goOn', form);
		const id = idOf<SafetyRequestId>(event);
		const outcome = await safety.recordGoingOn(context, id, form.value);
		if (!outcome.ok) return refusedForm('goOn', form.values, { '': m.safety_problem_changed() });
		redirect(303, `/safety-requests/${id}?done=goOn`);
	}
};
