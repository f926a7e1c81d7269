import type { StatementId } from '../../../../../../database/column-types.ts';
import * as statements from '#lib/server/statements/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	statement: await statements.viewOwnStatement(
		contextOf(event),
		idOf<StatementId>(event),
		event.locals.locale
	),
	done: doneOf(event.url, ['send', 'decline'])
});

export const actions: Actions = {
	send: async (event) => {
		const id = idOf<StatementId>(event);
		const form = await formOf(event, statements.sendSchema);
		if (!form.ok) return failUnread('send', form);
		const outcome = await statements.sendStatement(contextOf(event), id, form.value);
		return answer(event, `/my-tasks/statements/${id}`, 'send', form.values, outcome);
	},
	decline: async (event) => {
		const id = idOf<StatementId>(event);
		const form = await formOf(event, statements.declineSchema);
		if (!form.ok) return failUnread('decline', form);
		const outcome = await statements.declineStatement(contextOf(event), id, form.value);
		return answer(event, `/my-tasks/statements/${id}`, 'decline', form.values, outcome);
	}
};
