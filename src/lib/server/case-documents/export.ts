/** Taking a case out of the system: logged first, then made. */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { openCase, viewCase, type CaseView } from '../cases/index.ts';
import type { DateLocale } from '../platform/swedish-dates.ts';
import { may, neededPermission } from './access.ts';
import { listReferences, type ExternalReference } from './references.ts';

/** What can be taken out of a case as a whole. */
export const caseExports = ['caseFile', 'handOverJson', 'handOverCsv'] as const;
export type CaseExport = (typeof caseExports)[number];

/** Everything of a case that the actor may see, and the numbers that other systems gave it. */
export interface ExportedCase {
	view: CaseView;
	references: ExternalReference[];
}

/**
 * A case to be printed or handed over, as far as the actor sees it. Logged as an export before anything is read.
 * @throws NotFound, Forbidden
 */
export async function exportCase(
	context: Context,
	id: CaseId,
	document: CaseExport,
	locale: DateLocale
): Promise<ExportedCase> {
	const references = await context.transaction(async (tx) => {
		const action = document === 'caseFile' ? 'print' : 'prepare';
		const { row, by } = await openCase(tx, context, id, neededPermission[action]);
		require(may(context.actor, action, row));
		await activityLog.record(tx, context, {
			action: 'case.exported',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { document }
		});
		return listReferences(tx, id);
	});
	return { view: await viewCase(context, id, locale), references };
}
