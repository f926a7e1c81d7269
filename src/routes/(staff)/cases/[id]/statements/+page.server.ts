import { fail, type RequestEvent } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../database/column-types.ts';
import { m } from '#lib/paraglide/messages.js';
import * as statements from '#lib/server/statements/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf, type FailedForm } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	statements: await statements.viewStatements(
		contextOf(event),
		idOf<CaseId>(event),
		event.locals.locale,
		event.url.searchParams.get('name')?.slice(0, 100)
	),
	done: doneOf(event.url, ['ask', 'remind', 'accept', 'withdraw'])
});

const pageOf = (id: CaseId) => `/cases/${id}/statements`;

function handleAction(step: statements.HandlerStep) {
	return async (event: RequestEvent<{ id: string }>) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, statements.handleSchema);
		if (!form.ok) return failUnread(step, form);
		const outcome = await statements.handleStatement(contextOf(event), id, step, form.value);
		return answer(event, pageOf(id), step, form.values, outcome);
	};
}

export const actions: Actions = {
	ask: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, statements.askSchema);
		if (!form.ok) return failUnread('ask', form);
		const outcome = await statements.askForStatement(contextOf(event), id, form.value);
		if (outcome.ok || outcome.because !== 'ask') {
			return answer(event, pageOf(id), 'ask', form.values, outcome);
		}
		const errors = { [outcome.field]: m[`statements_problem_${outcome.problem}`]() };
		return fail(400, { form: 'ask', values: form.values, errors, changes: null } satisfies FailedForm);
	},
	remind: handleAction('remind'),
	accept: handleAction('accept'),
	withdraw: handleAction('withdraw')
};
