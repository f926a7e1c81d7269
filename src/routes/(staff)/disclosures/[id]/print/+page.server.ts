import { exportDisclosure } from '#lib/server/case-documents/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../cases/form-answer.ts';
import { disclosurePaper, maskWords } from '../disclosure-paper.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = recentContextOf(event);
	const exported = await exportDisclosure(context, idOf<string>(event), maskWords);
	return { id: event.params.id, paper: disclosurePaper(context, exported) };
};
