import { viewOwnFiles } from '#lib/server/evidence/index.ts';
import type { IncidentId } from '#lib/server/incidents/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { addFilesAction, fileFormData } from '../../../add-files.ts';
import { doneOf, idOf } from '../../../cases/form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	id: event.params.id,
	...(await viewOwnFiles(contextOf(event), idOf<IncidentId>(event), event.locals.locale)),
	form: fileFormData(event),
	done: doneOf(event.url, ['add'])
});

export const actions: Actions = {
	add: async (event) => {
		const id = idOf<IncidentId>(event);
		return addFilesAction(event, { report: id }, `/my-reports/${id}/files`);
	}
};
