import type { CaseId } from '../../../../../../../database/column-types.ts';
import * as documents from '#lib/server/case-documents/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	it: await documents.viewPolice(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	done: doneOf(event.url, ['save', 'ask', 'report']),
	/** Somebody tried to take the package out without saying that they know what speaks against it. */
	isStopped: event.url.searchParams.get('stopped') === 'yes'
});

const pageOf = (id: CaseId) => `/cases/${id}/documents/police`;

export const actions: Actions = {
	save: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, documents.policeSchema, ['offences', 'included']);
		if (!form.ok) return failUnread('save', form);
		const outcome = await documents.savePolice(contextOf(event), id, form.value);
		return answer(event, pageOf(id), 'save', form.values, outcome);
	},
	ask: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, documents.askSchema);
		if (!form.ok) return failUnread('ask', form);
		const outcome = await documents.askAdviser(contextOf(event), id, form.value);
		return answer(event, pageOf(id), 'ask', form.values, outcome);
	},
	report: async (event) => {
		const [id, context] = [idOf<CaseId>(event), contextOf(event)];
		const form = await formOf(event, documents.reportedSchema(context.now()));
		if (!form.ok) return failUnread('report', form);
		const outcome = await documents.recordReported(context, id, form.value);
		return answer(event, pageOf(id), 'report', form.values, outcome);
	}
};
