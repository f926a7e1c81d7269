import type { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Tx } from '../platform/database.ts';

export interface HistoryEntry {
	at: Temporal.Instant;
	/** Null: the system itself. */
	actorId: PersonId | null;
	/** Null also when their personal data are protected. */
	actorName: string | null;
	/** In what capacity; null: as themselves. */
	role: string | null;
	onBehalfOfId: PersonId | null;
	onBehalfOfName: string | null;
	action: string;
	details: Record<string, unknown>;
}

/** What was done with a case, oldest first; row-level security shows it only to those who may read the case as staff. */
export async function listCaseHistory(tx: Tx, caseId: CaseId): Promise<HistoryEntry[]> {
	const rows = await tx
		.selectFrom('activity')
		.leftJoin('person', 'person.id', 'activity.actorId')
		.leftJoin('person as principal', 'principal.id', 'activity.onBehalfOfId')
		.select([
			'activity.at',
			'activity.actorId',
			'person.name as actorName',
			'activity.role',
			'activity.onBehalfOfId',
			'principal.name as onBehalfOfName',
			'activity.action',
			'activity.details'
		])
		.where('activity.subjectKind', '=', 'case')
		.where('activity.subjectId', '=', caseId)
		.orderBy('activity.at')
		.orderBy('activity.id')
		.execute();
	return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
}
