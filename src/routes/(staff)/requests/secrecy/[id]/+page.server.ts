import { answerQuestion, answerSchema, viewQuestion } from '#lib/server/case-documents/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	it: await viewQuestion(contextOf(event), idOf<string>(event), event.locals.locale),
	done: doneOf(event.url, ['answer'])
});

export const actions: Actions = {
	answer: async (event) => {
		const id = idOf<string>(event);
		const form = await formOf(event, answerSchema);
		if (!form.ok) return failUnread('answer', form);
		const outcome = await answerQuestion(contextOf(event), id, form.value);
		return answer(event, `/requests/secrecy/${id}`, 'answer', form.values, outcome);
	}
};
