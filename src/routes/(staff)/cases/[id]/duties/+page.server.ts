import type { CaseId } from '../../../../../../database/column-types.ts';
import * as cases from '#lib/server/cases/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	duties: await cases.viewDuties(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	/** Whose form is open. One at a time: a page of twenty forms is no page. */
	selected: event.url.searchParams.get('duty'),
	done: doneOf(event.url, ['decide', 'review'])
});

export const actions: Actions = {
	decide: async (event) => {
		const context = contextOf(event);
		const id = idOf<CaseId>(event);
		const form = await formOf(event, cases.dutyDecisionSchema(context.now()));
		if (!form.ok) return failUnread('decide', form);
		const outcome = await cases.decideDuty(context, id, form.value);
		return answer(event, `/cases/${id}/duties`, 'decide', form.values, outcome);
	},
	review: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, cases.dutyReviewSchema);
		if (!form.ok) return failUnread('review', form);
		const outcome = await cases.reviewDuty(contextOf(event), id, form.value);
		return answer(event, `/cases/${id}/duties`, 'review', form.values, outcome);
	}
};
