/** Every statement of this module. What the actor may not read as staff is in none of the answers. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { CaseId, CaseStatus, IncidentId } from '../../../../database/column-types.ts';
import type { Form } from '../incidents/index.ts';
import type { Tx } from '../platform/database.ts';
import type { CaseNumber } from './forms.ts';

/** Nobody looks through longer lists; how many there are is counted all the same. */
export const mostEvents = 500;

/** A case, as a list of what belongs together shows it. */
export interface EventRow {
	id: CaseId;
	incidentId: IncidentId;
	year: number;
	number: number;
	occurredAt: Temporal.Instant;
	occurrences: number;
	lastOccurredAt: Temporal.Instant | null;
	forms: Form[];
	status: CaseStatus;
	mergedIntoId: CaseId | null;
}

const eventColumns = sql`c.id, c.incident_id, i.year, i.number, i.occurred_at, i.occurrences, i.last_occurred_at, i.forms,
	c.status, c.merged_into_id`;

/** The case itself and those with the same mark, the latest first. Without a mark: none. */
export async function listSameReference(tx: Tx, caseId: CaseId): Promise<EventRow[]> {
	const { rows } = await sql<EventRow>`
		select ${eventColumns} from incident i join case_file c on c.incident_id = i.id
		where i.municipality_id = app_municipality()
			and i.reference_mark = (select h.reference_mark from case_file own join incident h on h.id = own.incident_id
				where own.id = ${caseId})
			and app_reads_case(c)
		order by i.occurred_at desc, c.id
		limit ${mostEvents}`.execute(tx);
	return rows;
}

/** The case itself and those that repeat each other with it ('Samma person igen'), both ways, as far as each step may be read. */
export async function listRepeats(tx: Tx, caseId: CaseId): Promise<EventRow[]> {
	const { rows } = await sql<EventRow>`
		with recursive chain as (
			select c.id, c.incident_id, i.repeats_incident_id
			from case_file c join incident i on i.id = c.incident_id
			where c.id = ${caseId} and app_reads_case(c)
			union
			select c.id, c.incident_id, i.repeats_incident_id
			from chain
				join incident i on i.repeats_incident_id = chain.incident_id or i.id = chain.repeats_incident_id
				join case_file c on c.incident_id = i.id
			where app_reads_case(c)
		)
		select ${eventColumns} from chain join case_file c on c.id = chain.id join incident i on i.id = c.incident_id
		order by i.occurred_at desc, c.id
		limit ${mostEvents}`.execute(tx);
	return rows;
}

/** Cases by their ids. */
export async function listEvents(tx: Tx, ids: readonly CaseId[]): Promise<EventRow[]> {
	if (ids.length === 0) return [];
	const { rows } = await sql<EventRow>`
		select ${eventColumns} from case_file c join incident i on i.id = c.incident_id
		where c.id = any (${ids}::uuid[]) and app_reads_case(c)`.execute(tx);
	return rows;
}

/** The links of a case that the actor may see, also those that were taken away, the latest first. */
export async function listLinks(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('caseLink')
		.selectAll()
		.where((eb) => eb.or([eb('caseId', '=', caseId), eb('otherCaseId', '=', caseId)]))
		.orderBy('createdAt', 'desc')
		.orderBy('id')
		.limit(mostEvents)
		.execute();
}
export type LinkRow = Awaited<ReturnType<typeof listLinks>>[number];

/** The case with a number, for who may read it as staff. */
export async function findByNumber(tx: Tx, number: CaseNumber | null): Promise<CaseId | null> {
	if (number === null) return null;
	const { rows } = await sql<{ id: CaseId }>`
		select c.id from incident i join case_file c on c.incident_id = i.id
		where i.municipality_id = app_municipality() and i.year = ${number.year} and i.number = ${number.number}
			and app_reads_case(c)`.execute(tx);
	return rows[0]?.id ?? null;
}

/** Whether one case can be merged into another, see migration 0028. */
export async function canMerge(tx: Tx, duplicate: CaseId, main: CaseId): Promise<boolean> {
	const { rows } = await sql<{ can: boolean }>`select can_merge(${duplicate}, ${main}) as can`.execute(tx);
	return rows[0]?.can ?? false;
}

/** Keeps out of each report of an event whoever is kept out of another one. */
export async function keepOutMerged(tx: Tx, main: CaseId): Promise<void> {
	await sql`select keep_out_merged(${main})`.execute(tx);
}
