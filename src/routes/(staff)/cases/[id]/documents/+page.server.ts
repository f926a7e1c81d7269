import { redirect } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../database/column-types.ts';
import {
	addReference,
	beginDisclosure,
	beginSchema,
	referenceSchema,
	viewDocuments
} from '#lib/server/case-documents/index.ts';
import { done } from '#lib/server/cases/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	documents: await viewDocuments(contextOf(event), idOf<CaseId>(event), event.locals.locale),
	done: doneOf(event.url, ['reference'])
});

export const actions: Actions = {
	disclosure: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, beginSchema);
		if (!form.ok) return failUnread('disclosure', form);
		const disclosure = await beginDisclosure(contextOf(event), id, form.value);
		redirect(303, `/disclosures/${disclosure}?done=begun`);
	},
	reference: async (event) => {
		const id = idOf<CaseId>(event);
		const form = await formOf(event, referenceSchema);
		if (!form.ok) return failUnread('reference', form);
		await addReference(contextOf(event), id, form.value);
		return answer(event, `/cases/${id}/documents`, 'reference', form.values, done);
	}
};
