import type { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import { peopleOf, type ShownPerson } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import type { ActivityAction } from './actions.ts';

export interface HistoryEntry {
	at: Temporal.Instant;
	/** Null: the system. */
	actorId: PersonId | null;
	actor: ShownPerson | null;
	/** In what capacity; null: as themselves. */
	role: string | null;
	onBehalfOfId: PersonId | null;
	/** Whom the actor stood in for. */
	onBehalfOf: ShownPerson | null;
	action: string;
	details: Record<string, unknown>;
}

/** What was done with a case, oldest first; row-level security shows it only to those who may read the case as staff. */
export async function listCaseHistory(tx: Tx, caseId: CaseId): Promise<HistoryEntry[]> {
	const rows = await tx
		.selectFrom('activity')
		.select(['at', 'actorId', 'role', 'onBehalfOfId', 'action', 'details'])
		.where('activity.subjectKind', '=', 'case')
		.where('activity.subjectId', '=', caseId)
		.orderBy('activity.at')
		.orderBy('activity.id')
		.execute();
	const person = await peopleOf(
		tx,
		rows.flatMap(({ actorId, onBehalfOfId }) => [actorId, onBehalfOfId])
	);
	return rows.map(({ at, actorId, role, onBehalfOfId, action, details }) => ({
		at,
		actorId,
		actor: person(actorId),
		role,
		onBehalfOfId,
		onBehalfOf: person(onBehalfOfId),
		action,
		details: details as Record<string, unknown>
	}));
}

/** What is logged when more people come to see a case, or fewer. Who reported it may read these as well. */
export const audienceActions = [
	'case.shared',
	'case.unshared',
	'case.takenOver',
	'case.transferred'
] as const satisfies ActivityAction[];

/** When more people came to see a case, or fewer, oldest first. */
export async function listAudienceChanges(tx: Tx, caseId: CaseId) {
	const rows = await tx
		.selectFrom('activity')
		.select(['at', 'actorId', 'action', 'details'])
		.where('subjectKind', '=', 'case')
		.where('subjectId', '=', caseId)
		.where('action', 'in', audienceActions)
		.orderBy('at')
		.orderBy('id')
		.execute();
	return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
}
