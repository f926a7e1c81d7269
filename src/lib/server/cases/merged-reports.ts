/** The reports that were merged into a case, as far as the actor may read them as staff. How they are merged: case-links. */
import { sql } from 'kysely';
import type { CaseId } from '../../../../database/column-types.ts';
import { formatNumber } from '../incidents/index.ts';
import type { Tx } from '../platform/database.ts';
import type { CaseRow } from './queries.ts';

/** A report that is handled in another case, and what goes on in its own. */
export interface MergedReportView {
	id: CaseId;
	/** '2026-0123' */
	number: string;
	/** How many of its duties wait for a decision there. */
	waiting: number;
	/** Somebody else was exposed, who is looked after there. */
	isOfOther: boolean;
}

/** What was merged into a case, oldest first. What the actor may not read is not among it. */
export async function listMergedReports(
	tx: Tx,
	row: Pick<CaseRow, 'id' | 'affectedPersonId'>
): Promise<MergedReportView[]> {
	const rows = await tx
		.selectFrom('caseFile')
		.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
		.select([
			'caseFile.id',
			'caseFile.affectedPersonId',
			'incident.year',
			'incident.number',
			sql<number>`(select count(*)::integer from duty d where d.case_id = case_file.id and is_waiting(d))`.as(
				'waiting'
			)
		])
		.where('caseFile.mergedIntoId', '=', row.id)
		.where(sql<boolean>`app_reads_case(case_file)`)
		.orderBy('caseFile.reportedAt')
		.orderBy('caseFile.id')
		.execute();
	return rows.map(({ id, year, number, waiting, affectedPersonId }) => ({
		id,
		number: formatNumber(year!, number!),
		waiting,
		isOfOther: affectedPersonId !== row.affectedPersonId
	}));
}

/** A case that the actor may read as staff, to lead to it. */
export async function findReadable(tx: Tx, id: CaseId): Promise<{ id: CaseId; number: string } | null> {
	const row = await tx
		.selectFrom('caseFile')
		.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
		.select(['caseFile.id', 'incident.year', 'incident.number'])
		.where('caseFile.id', '=', id)
		.where(sql<boolean>`app_reads_case(case_file)`)
		.executeTakeFirst();
	return row ? { id: row.id, number: formatNumber(row.year!, row.number!) } : null;
}
