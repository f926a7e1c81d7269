import { redirect } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../../../database/column-types.ts';
import { exportCase, paperPdf } from '#lib/server/case-documents/index.ts';
import { NotFound } from '#lib/server/platform/errors.ts';
import { csvOf } from '#lib/server/statistics/index.ts';
import { recentContextOf } from '#lib/server/web/index.ts';
import { idOf } from '../../../../form-answer.ts';
import { fileAnswer } from '../../file-answer.ts';
import { handOverObject, handOverRows } from '../../hand-over.ts';
import { isConfirmed, paperOf } from '../../papers.ts';
import type { RequestHandler } from './$types';

/** Everything that is taken home from a case. Each is logged by what makes it. */
export const GET: RequestHandler = async (event) => {
	const id = idOf<CaseId>(event);
	const { file } = event.params;
	if (file === 'hand-over.json' || file === 'hand-over.csv') {
		const context = recentContextOf(event);
		const isJson = file === 'hand-over.json';
		const exported = await exportCase(context, id, isJson ? 'handOverJson' : 'handOverCsv', 'sv');
		const name = `arende_${exported.view.number}`;
		const at = context.now().toString();
		return isJson
			? fileAnswer(
					JSON.stringify(handOverObject(exported, at), null, '\t'),
					'application/json',
					`${name}.json`
				)
			: fileAnswer(csvOf(handOverRows(exported, at)), 'text/csv; charset=utf-8', `${name}.csv`);
	}
	const name = /^([a-z-]+)\.pdf$/.exec(file)?.[1];
	const make = name && paperOf(name);
	if (!make) throw new NotFound();
	const paper = await make(recentContextOf(event), id, isConfirmed(event.url));
	const pdf = paperPdf(paper);
	// no compiler on this machine: the browser prints the same paper
	if (!pdf) redirect(303, `/cases/${id}/documents/print/${name}${event.url.search}`);
	return fileAnswer(pdf, 'application/pdf', `${name}_${paper.number}.pdf`);
};
