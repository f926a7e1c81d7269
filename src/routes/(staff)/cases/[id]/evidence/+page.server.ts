import type { CaseId } from '../../../../../../database/column-types.ts';
import { viewEvidence } from '#lib/server/evidence/index.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { addFilesAction, fileFormData } from '../../../add-files.ts';
import { doneOf, idOf } from '../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	...(await viewEvidence(contextOf(event), idOf<CaseId>(event), event.locals.locale)),
	form: fileFormData(event),
	done: doneOf(event.url, ['add'])
});

export const actions: Actions = {
	add: async (event) => {
		const id = idOf<CaseId>(event);
		return addFilesAction(event, { case: id }, `/cases/${id}/evidence`);
	}
};
