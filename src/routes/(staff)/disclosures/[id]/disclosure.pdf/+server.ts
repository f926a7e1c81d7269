import { redirect } from '@sveltejs/kit';
import { exportDisclosure, paperPdf } from '#lib/server/case-documents/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { fileAnswer } from '../../../cases/[id]/documents/file-answer.ts';
import { idOf } from '../../../cases/form-answer.ts';
import { disclosurePaper, maskWords } from '../disclosure-paper.ts';
import type { RequestHandler } from './$types';

/** The decided disclosure, to be handed over. */
export const GET: RequestHandler = async (event) => {
	const id = idOf<string>(event);
	const context = recentContextOf(event);
	const exported = await exportDisclosure(context, id, maskWords);
	const pdf = paperPdf(disclosurePaper(context, exported));
	// no compiler on this machine: the browser prints the same paper
	if (!pdf) redirect(303, `/disclosures/${id}/print`);
	return fileAnswer(pdf, 'application/pdf', `utlamnande_${exported.number}.pdf`);
};
