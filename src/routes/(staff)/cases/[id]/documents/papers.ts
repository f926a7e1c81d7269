/** Which papers a case has, and how each comes about. Making one is an export, and is logged as that. */
import { redirect } from '@sveltejs/kit';
import type { CaseId } from '../../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import { exportNotification, exportPolice, type Paper } from '#lib/server/case-documents/index.ts';
import { caseFilePaper } from './case-file-paper.ts';
import { exportCaseFile } from './case-file.ts';
import { kindSlugs } from './kind-slug.ts';
import { notificationPaper } from './notification-paper.ts';
import { policePaper } from './police-paper.ts';

/** `isConfirmed`: who takes it out said that they know what speaks against it. Only the police package asks. */
type MakePaper = (context: Context, id: CaseId, isConfirmed: boolean) => Promise<Paper>;

/** By the name that stands in the address. */
const papers: Record<string, MakePaper> = {
	'case-file': async (context, id) => caseFilePaper(context, await exportCaseFile(context, id)),
	police: async (context, id, isConfirmed) => {
		const exported = await exportPolice(context, id, isConfirmed);
		// its page says why, and what to do
		if (!exported.ok) redirect(303, `/cases/${id}/documents/police?stopped=yes#print`);
		return policePaper(context, exported);
	},
	[kindSlugs.workInjury]: async (context, id) =>
		notificationPaper(context, await exportNotification(context, id, 'workInjury')),
	[kindSlugs.seriousIncident]: async (context, id) =>
		notificationPaper(context, await exportNotification(context, id, 'seriousIncident'))
};

/** How a paper comes about; null when there is none of that name. */
export function paperOf(name: string): MakePaper | null {
	return Object.hasOwn(papers, name) ? papers[name]! : null;
}

/** Whether the address says so. */
export const isConfirmed = (url: URL) => url.searchParams.get('decided') === 'yes';
