import { redirect } from '@sveltejs/kit';
import type { AttachmentId, CaseId } from '../../../../../../../database/column-types.ts';
import { sealFile, sealSchema, viewEvidenceFile } from '#lib/server/evidence/index.ts';
import { contextOf, formOf } from '#lib/server/web/index.ts';
import { doneOf, failUnread, idOf } from '../../../form-answer.ts';
import type { Actions, PageServerLoad } from './$types';

const fileOf = ({ params }: { params: { file: string } }) =>
	idOf<AttachmentId>({ params: { id: params.file } });

export const load: PageServerLoad = async (event) => ({
	...(await viewEvidenceFile(contextOf(event), idOf<CaseId>(event), fileOf(event), event.locals.locale)),
	done: doneOf(event.url, ['sealed'])
});

export const actions: Actions = {
	seal: async (event) => {
		const [caseId, file] = [idOf<CaseId>(event), fileOf(event)];
		const form = await formOf(event, sealSchema);
		if (!form.ok) return failUnread('seal', form);
		await sealFile(contextOf(event), caseId, file, form.value);
		redirect(303, `/cases/${caseId}/evidence/${file}?done=sealed`);
	}
};
