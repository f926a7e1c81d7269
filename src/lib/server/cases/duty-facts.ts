/** What a case tells the rules of duties, and when they are asked: at the report, and whenever the facts change. */
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { factsOf, raiseDuties, type AssessedFacts, type DutyFacts, type DutyKey } from '../duties/index.ts';
import { findIncident, listAdditions, type IncidentRow } from '../incidents/index.ts';
import { workOfUnit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import type { CaseRow } from './queries.ts';

type JudgedCase = Pick<CaseRow, 'unitId' | 'assessedAt'> & AssessedFacts;

/** The facts of a case as it stands. A judgement that a reopening took back does not count. */
export async function dutyFactsOf(tx: Tx, row: JudgedCase, incident: IncidentRow): Promise<DutyFacts> {
	const additions = (await listAdditions(tx, incident.id)).map(({ text }) => text);
	const place = await workOfUnit(tx, row.unitId);
	return factsOf(incident, row.assessedAt === null ? null : row, place, additions);
}

/** Asks the rules again, after a change of a case. @param row the case as it is after the change */
export async function raiseDutiesAnew(
	tx: Tx,
	context: Context,
	row: JudgedCase & { id: CaseId; incidentId: IncidentId }
): Promise<DutyKey[]> {
	const incident = (await findIncident(tx, row.incidentId))!;
	return raiseDuties(tx, context, row.id, await dutyFactsOf(tx, row, incident));
}

/** The same, after the reporter or the affected person added something. */
export async function raiseDutiesOfIncident(tx: Tx, context: Context, incidentId: IncidentId): Promise<void> {
	const row = await tx
		.selectFrom('caseFile')
		.selectAll()
		.where('incidentId', '=', incidentId)
		.executeTakeFirstOrThrow();
	await raiseDutiesAnew(tx, context, row);
}
