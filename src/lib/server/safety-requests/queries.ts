import { sql } from 'kysely';
import type { CaseId, SafetyRequestId } from '../../../../database/column-types.ts';
import { formatNumber } from '../incidents/index.ts';
import type { Tx } from '../platform/database.ts';

/** How many requests a page of the list shows. */
export const pageSize = 50;

function selectRequests(tx: Tx) {
	return tx
		.selectFrom('safetyRequest')
		.innerJoin('unit', 'unit.id', 'safetyRequest.unitId')
		.selectAll('safetyRequest')
		.select(['unit.name as unitName', 'unit.path as unitPath']);
}

/** A request with its unit, or undefined when the actor may not know of it. */
export async function findRequest(tx: Tx, id: SafetyRequestId) {
	return selectRequests(tx).where('safetyRequest.id', '=', id).executeTakeFirst();
}
export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** The same, locked until the transaction ends. Who may read but not change it gets it without the lock: `may` decides. */
export async function lockRequest(tx: Tx, id: SafetyRequestId): Promise<RequestRow | undefined> {
	const locked = await selectRequests(tx)
		.where('safetyRequest.id', '=', id)
		.forUpdate('safetyRequest')
		.executeTakeFirst();
	return locked ?? findRequest(tx, id);
}

/** Requests that the actor may read, the unanswered first, then the newest. @param caseId only those about it */
export async function listRequests(tx: Tx, { caseId, page }: { caseId: CaseId | null; page: number }) {
	let query = selectRequests(tx);
	if (caseId !== null) query = query.where('safetyRequest.caseId', '=', caseId);
	return query
		.orderBy(sql`safety_request.answered_at is not null`)
		.orderBy('safetyRequest.requestedAt', 'desc')
		.orderBy('safetyRequest.id', 'desc')
		.limit(pageSize)
		.offset((page - 1) * pageSize)
		.execute();
}

/** The requests about a case that the actor may read, oldest first. */
export async function listRequestsOf(tx: Tx, caseId: CaseId): Promise<RequestRow[]> {
	return selectRequests(tx)
		.where('safetyRequest.caseId', '=', caseId)
		.orderBy('safetyRequest.requestedAt')
		.orderBy('safetyRequest.id')
		.execute();
}

/** Whether a request about a case waits for its answer. */
export async function hasUnanswered(tx: Tx, caseId: CaseId): Promise<boolean> {
	const row = await tx
		.selectFrom('safetyRequest')
		.select('id')
		.where('caseId', '=', caseId)
		.where('answeredAt', 'is', null)
		.executeTakeFirst();
	return row !== undefined;
}

/** How many requests the actor may read. */
export async function countRequests(tx: Tx): Promise<number> {
	const row = await tx
		.selectFrom('safetyRequest')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return Number(row.count);
}

/** The numbers of some cases that the actor may read. */
export async function numbersOf(tx: Tx, caseIds: readonly CaseId[]): Promise<Map<CaseId, string>> {
	if (caseIds.length === 0) return new Map();
	const rows = await tx
		.selectFrom('caseFile')
		.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
		.select(['caseFile.id', 'incident.year', 'incident.number'])
		.where('caseFile.id', 'in', [...new Set(caseIds)])
		.execute();
	return new Map(rows.map(({ id, year, number }) => [id, formatNumber(year!, number!)]));
}
