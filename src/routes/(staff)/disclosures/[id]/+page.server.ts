import * as documents from '#lib/server/case-documents/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	it: await documents.viewDisclosure(contextOf(event), idOf<string>(event), event.locals.locale),
	done: doneOf(event.url, ['begun', 'mask', 'give', 'decide'])
});

export const actions: Actions = {
	mask: async (event) => {
		const id = idOf<string>(event);
		const form = await formOf(event, documents.masksSchema);
		if (!form.ok) return failUnread('mask', form);
		const outcome = await documents.decideMasks(contextOf(event), id, form.value);
		return answer(event, `/disclosures/${id}`, 'mask', form.values, outcome);
	},
	give: async (event) => {
		const id = idOf<string>(event);
		const form = await formOf(event, documents.giveSchema);
		if (!form.ok) return failUnread('give', form);
		const outcome = await documents.giveDisclosure(contextOf(event), id, form.value);
		return answer(event, `/disclosures/${id}`, 'give', form.values, outcome);
	},
	decide: async (event) => {
		const id = idOf<string>(event);
		const form = await formOf(event, documents.decideSchema);
		if (!form.ok) return failUnread('decide', form);
		const outcome = await documents.decideDisclosure(contextOf(event), id, form.value);
		return answer(event, `/disclosures/${id}`, 'decide', form.values, outcome);
	}
};
