import type { CaseId } from '../../../../../../../../database/column-types.ts';
import * as documents from '#lib/server/case-documents/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { answer, doneOf, failUnread, idOf } from '../../../../form-answer.ts';
import { kindOf, kindSlugs } from '../../kind-slug.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	it: await documents.viewNotification(
		contextOf(event),
		idOf<CaseId>(event),
		kindOf(event),
		event.locals.locale
	),
	done: doneOf(event.url, ['save', 'submit', 'copy'])
});

const pageOf = (id: CaseId, kind: documents.NotificationKind) =>
	`/cases/${id}/documents/notification/${kindSlugs[kind]}`;

export const actions: Actions = {
	save: async (event) => {
		const [id, kind] = [idOf<CaseId>(event), kindOf(event)];
		const form = await formOf(event, documents.notificationSchema(kind));
		if (!form.ok) return failUnread('save', form);
		const outcome = await documents.saveNotification(contextOf(event), id, kind, form.value);
		return answer(event, pageOf(id, kind), 'save', form.values, outcome);
	},
	submit: async (event) => {
		const [id, kind, context] = [idOf<CaseId>(event), kindOf(event), contextOf(event)];
		const form = await formOf(event, documents.submittedSchema(context.now()));
		if (!form.ok) return failUnread('submit', form);
		const outcome = await documents.recordSubmitted(context, id, kind, form.value);
		return answer(event, pageOf(id, kind), 'submit', form.values, outcome);
	},
	copy: async (event) => {
		const [id, kind] = [idOf<CaseId>(event), kindOf(event)];
		const form = await formOf(event, documents.copiesSchema);
		if (!form.ok) return failUnread('copy', form);
		const outcome = await documents.giveCopies(contextOf(event), id, kind, form.value);
		return answer(event, pageOf(id, kind), 'copy', form.values, outcome);
	}
};
