/** What a case tells the rules of duties, and when they are asked: at the report, and whenever the facts change. */
import { sql } from 'kysely';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import {
	carryDuties,
	dutiesOfEvent,
	factsOf,
	factsOfEvent,
	raiseDuties,
	type DutyFacts,
	type DutyKey,
	type ReportOfEvent
} from '../duties/index.ts';
import { findIncident, listAdditions, type IncidentRow } from '../incidents/index.ts';
import { workOfUnit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { findCase, findCaseOf, type CaseRow } from './queries.ts';
import { tellWhoAnswers } from './tell.ts';

/** Another report of the same event. */
interface MergedReport extends ReportOfEvent {
	row: CaseRow;
}

/**
 * The facts of a case as it stands, those of the reports that were merged into it among them. A judgement that a reopening took back does
 * not count.
 */
export async function dutyFactsOf(tx: Tx, row: CaseRow, incident: IncidentRow): Promise<DutyFacts> {
	const place = await workOfUnit(tx, row.unitId);
	return factsOfEvent(await reportOf(tx, row, incident), await listMerged(tx, row), place);
}

/** The facts of the case's own report alone. */
export async function ownDutyFactsOf(tx: Tx, row: CaseRow, incident: IncidentRow): Promise<DutyFacts> {
	const { reported, assessed, additions } = await reportOf(tx, row, incident);
	return factsOf(reported, assessed, await workOfUnit(tx, row.unitId), additions);
}

/**
 * Asks the rules again, after a change of a case, or of what is merged with it. A report that was merged into another case is asked
 * about with that one as well, and leaves to it what is decided once for the event. Tells who answers for what now waits.
 * @param row the case as it is after the change
 * @returns what the facts of the case call for
 */
export async function raiseDutiesAnew(tx: Tx, context: Context, row: CaseRow): Promise<DutyKey[]> {
	const incident = (await findIncident(tx, row.incidentId))!;
	const own = await reportOf(tx, row, incident);
	const ofEvent = await listReportsOfEvent(tx, row.id);
	const called = await raiseFor(tx, context, row, own, ofEvent);
	const main = ofEvent.find((one) => one.row.id === row.mergedIntoId);
	if (main) {
		const reports = ofEvent.map((one) => (one.row.id === row.id ? { ...own, row } : one));
		await raiseFor(tx, context, main.row, main, reports);
		await carryDuties(tx, row.id, dutiesOfEvent(main.row.affectedPersonId === row.affectedPersonId));
	}
	return called;
}

/** The same, after the reporter or the affected person added something. */
export async function raiseDutiesOfIncident(tx: Tx, context: Context, incidentId: IncidentId): Promise<void> {
	const id = (await findCaseOf(tx, incidentId))!;
	await raiseDutiesAnew(tx, context, (await findCase(tx, id))!);
}

async function raiseFor(
	tx: Tx,
	context: Context,
	row: CaseRow,
	report: ReportOfEvent,
	ofEvent: readonly MergedReport[]
): Promise<DutyKey[]> {
	const place = await workOfUnit(tx, row.unitId);
	const others = mergedInto(row, ofEvent);
	const ofSamePerson = others.filter((other) => other.row.affectedPersonId === row.affectedPersonId);
	const own = factsOf(report.reported, report.assessed, place, report.additions);
	const together =
		others.length === 0
			? null
			: {
					ofEvent: factsOfEvent(report, others, place),
					ofPerson: factsOfEvent(report, ofSamePerson, place)
				};
	const { called, isNews } = await raiseDuties(tx, context, row.id, own, { together });
	await tellWhoAnswers(tx, context, row, isNews);
	return called;
}

async function reportOf(tx: Tx, row: CaseRow, incident: IncidentRow): Promise<ReportOfEvent> {
	const additions = (await listAdditions(tx, incident.id)).map(({ text }) => text);
	return { reported: incident, additions, assessed: assessmentOf(row) };
}

const assessmentOf = (row: CaseRow) => (row.assessedAt === null ? null : row);

const mergedInto = ({ id }: CaseRow, ofEvent: readonly MergedReport[]) =>
	ofEvent.filter(({ row }) => row.mergedIntoId === id);

async function listMerged(tx: Tx, row: CaseRow): Promise<MergedReport[]> {
	return row.mergedIntoId === null ? mergedInto(row, await listReportsOfEvent(tx, row.id)) : [];
}

/**
 * Every report of the event of a merged case, for the rules alone: who changes one of them need not know of the others (migration 0047).
 * Empty when nothing was merged.
 */
async function listReportsOfEvent(tx: Tx, id: CaseId): Promise<MergedReport[]> {
	const { rows: files } = await sql<
		Omit<CaseRow, 'hideName'>
	>`select * from case_files_of_event(${id})`.execute(tx);
	if (files.length === 0) return [];
	const { rows: incidents } = await sql<IncidentRow>`select * from incidents_of_event(${id})`.execute(tx);
	const { rows: additions } = await sql<{ incidentId: IncidentId; text: string | null }>`
		select incident_id, text from additions_of_event(${id})`.execute(tx);
	return files.map((file) => {
		const reported = incidents.find((one) => one.id === file.incidentId)!;
		const row = { ...file, hideName: reported.hideName };
		const added = additions.filter((one) => one.incidentId === file.incidentId);
		return { row, reported, additions: added.map(({ text }) => text), assessed: assessmentOf(row) };
	});
}
