/** Which papers a case has, and how each comes about. Making one is an export, and is logged as that. */
import type { CaseId } from '../../../../../../database/column-types.ts';
import type { Context } from '#lib/server/access/index.ts';
import { exportNotification, exportPolice, type Paper } from '#lib/server/case-documents/index.ts';
import { caseFilePaper } from './case-file-paper.ts';
import { exportCaseFile } from './case-file.ts';
import { kindSlugs } from './kind-slug.ts';
import { notificationPaper } from './notification-paper.ts';
import { policePaper } from './police-paper.ts';

type MakePaper = (context: Context, id: CaseId) => Promise<Paper>;

/** By the name that stands in the address. */
const papers: Record<string, MakePaper> = {
	'case-file': async (context, id) => caseFilePaper(context, await exportCaseFile(context, id)),
	police: async (context, id) => policePaper(context, await exportPolice(context, id)),
	[kindSlugs.workInjury]: async (context, id) =>
		notificationPaper(context, await exportNotification(context, id, 'workInjury')),
	[kindSlugs.seriousIncident]: async (context, id) =>
		notificationPaper(context, await exportNotification(context, id, 'seriousIncident'))
};

/** How a paper comes about; null when there is none of that name. */
export function paperOf(name: string): MakePaper | null {
	return Object.hasOwn(papers, name) ? papers[name]! : null;
}
