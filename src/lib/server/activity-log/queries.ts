import type { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Tx } from '../platform/database.ts';

export interface HistoryEntry {
	at: Temporal.Instant;
	actorName: string | null;
	action: string;
	details: Record<string, unknown>;
}

/** What was done with a case, oldest first; row-level security shows it only to those who may read the case as staff. */
export async function listCaseHistory(tx: Tx, caseId: CaseId): Promise<HistoryEntry[]> {
	const rows = await tx
		.selectFrom('activity')
		.leftJoin('person', 'person.id', 'activity.actorId')
		.select(['activity.at', 'person.name as actorName', 'activity.action', 'activity.details'])
		.where('activity.subjectKind', '=', 'case')
		.where('activity.subjectId', '=', caseId)
		.orderBy('activity.at')
		.orderBy('activity.id')
		.execute();
	return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
}
