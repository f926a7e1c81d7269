/** What a case tells the rules of duties, and when they are asked: at the report, and whenever the facts change. */
import type { IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { factsOf, raiseDuties, type AssessedFacts, type DutyFacts, type DutyKey } from '../duties/index.ts';
import { findIncident, listAdditions, type IncidentRow } from '../incidents/index.ts';
import { workOfUnit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { findCase, findCaseOf, type CaseRow } from './queries.ts';
import { tellWhoAnswers } from './tell.ts';

type JudgedCase = Pick<CaseRow, 'unitId' | 'assessedAt'> & AssessedFacts;

/** The facts of a case as it stands. A judgement that a reopening took back does not count. */
export async function dutyFactsOf(tx: Tx, row: JudgedCase, incident: IncidentRow): Promise<DutyFacts> {
	const additions = (await listAdditions(tx, incident.id)).map(({ text }) => text);
	const place = await workOfUnit(tx, row.unitId);
	return factsOf(incident, row.assessedAt === null ? null : row, place, additions);
}

/**
 * Asks the rules again after a change of a case, and tells who answers for what now waits.
 * @param row the case as it is after the change
 * @returns what the facts call for
 */
export async function raiseDutiesAnew(tx: Tx, context: Context, row: CaseRow): Promise<DutyKey[]> {
	const incident = (await findIncident(tx, row.incidentId))!;
	const { called, isNews } = await raiseDuties(tx, context, row.id, await dutyFactsOf(tx, row, incident));
	await tellWhoAnswers(tx, context, row, isNews);
	return called;
}

/** The same, after the reporter or the affected person added something. */
export async function raiseDutiesOfIncident(tx: Tx, context: Context, incidentId: IncidentId): Promise<void> {
	const id = (await findCaseOf(tx, incidentId))!;
	await raiseDutiesAnew(tx, context, (await findCase(tx, id))!);
}
