import { sql } from 'kysely';
import type { CaseId, LexSarahRecordId, PersonId, UnitId } from '../../../../database/column-types.ts';
import { lexSarahRoles, type Context } from '../access/index.ts';
import { listRoleHoldersAlong } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm } from '../platform/ids.ts';
import type { EntryKind } from './record.ts';

/** A record as it stands, or undefined when the actor may not know of it. Who handles the case knows it too: ask `may`. */
export async function findRecord(tx: Tx, id: LexSarahRecordId) {
	return tx.selectFrom('lexSarahRecord').selectAll().where('id', '=', id).executeTakeFirst();
}
export type RecordRow = NonNullable<Awaited<ReturnType<typeof findRecord>>>;

/** The same, locked until the transaction ends; undefined for who may not change it. */
export async function lockRecord(tx: Tx, id: LexSarahRecordId): Promise<RecordRow | undefined> {
	return tx.selectFrom('lexSarahRecord').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The records of a case, oldest first: that they exist, for who handles the case. */
export async function listRecordsOf(tx: Tx, caseId: CaseId): Promise<RecordRow[]> {
	return tx
		.selectFrom('lexSarahRecord')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('handedOverAt')
		.orderBy('id')
		.execute();
}

/** How many records a page of the list shows. */
export const pageSize = 50;

/** Records that the actor may read as an officer, with their numbers: the newest first among those that are open, or ended. */
export async function listReadable(
	tx: Tx,
	{ isClosed, page, size = pageSize }: { isClosed: boolean; page: number; size?: number }
) {
	return tx
		.selectFrom('lexSarahRecord')
		.innerJoin('lexSarahReport', 'lexSarahReport.recordId', 'lexSarahRecord.id')
		.innerJoin('unit', 'unit.id', 'lexSarahRecord.unitId')
		.select([
			'lexSarahRecord.id',
			'lexSarahRecord.status',
			'lexSarahRecord.handedOverAt',
			'lexSarahRecord.startedAt',
			'lexSarahRecord.officerId',
			'lexSarahReport.caseNumber',
			'unit.name as unitName'
		])
		.select(
			sql<
				EntryKind[]
			>`array(select distinct e.kind from lex_sarah_entry e where e.record_id = lex_sarah_record.id)`.as(
				'entryKinds'
			)
		)
		.select(latestDecision('decidedAt').as('decidedAt'))
		.select(latestDecision('assessment').as('assessment'))
		.select(latestDecision('reportToIvo').as('reportToIvo'))
		.select(latestDecision('ivoSentOn').as('ivoSentOn'))
		.where(sql<boolean>`app_reads_lex_sarah(lex_sarah_record)`)
		.where('lexSarahRecord.closedAt', isClosed ? 'is not' : 'is', null)
		.orderBy('lexSarahRecord.handedOverAt', 'desc')
		.orderBy('lexSarahRecord.id', 'desc')
		.limit(size)
		.offset((page - 1) * size)
		.execute();
}

/** How many there are of each. */
export async function countReadable(tx: Tx): Promise<{ open: number; closed: number; received: number }> {
	const { rows } = await sql<{ open: number; closed: number; received: number }>`
		select count(*) filter (where closed_at is null) as open, count(*) filter (where closed_at is not null) as closed,
			count(*) filter (where status = 'received') as received
		from lex_sarah_record where app_reads_lex_sarah(lex_sarah_record)`.execute(tx);
	return rows[0]!;
}

type DecisionColumns = NonNullable<Awaited<ReturnType<typeof findDecision>>>;
/** A column of the decision that holds; null when there is none. */
function latestDecision<Name extends 'decidedAt' | 'assessment' | 'reportToIvo' | 'ivoSentOn'>(name: Name) {
	return sql<DecisionColumns[Name] | null>`(select ${sql.ref(`d.${name}`)} from lex_sarah_decision d
		where d.record_id = lex_sarah_record.id order by d.decided_at desc, d.id desc limit 1)`;
}

/** What was handed over; undefined for who may not read the record. */
export async function findReport(tx: Tx, recordId: LexSarahRecordId) {
	return tx.selectFrom('lexSarahReport').selectAll().where('recordId', '=', recordId).executeTakeFirst();
}

/** The documentation, oldest first. */
export async function listEntries(tx: Tx, recordId: LexSarahRecordId) {
	return tx
		.selectFrom('lexSarahEntry')
		.selectAll()
		.where('recordId', '=', recordId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
}

export type EntryRow = Awaited<ReturnType<typeof listEntries>>[number];

/** Every decision, oldest first; the last one holds. */
export async function listDecisions(tx: Tx, recordId: LexSarahRecordId) {
	return tx
		.selectFrom('lexSarahDecision')
		.selectAll()
		.where('recordId', '=', recordId)
		.orderBy('decidedAt')
		.orderBy('id')
		.execute();
}

/** The decision that holds. */
export async function findDecision(tx: Tx, recordId: LexSarahRecordId) {
	return tx
		.selectFrom('lexSarahDecision')
		.selectAll()
		.where('recordId', '=', recordId)
		.orderBy('decidedAt', 'desc')
		.orderBy('id', 'desc')
		.executeTakeFirst();
}

/**
 * Adds to the documentation. The same form sent twice is stored once; with other words it is another entry, also for who hands
 * over and may not read what is there.
 * @returns its id, or null when the same form had been sent before
 */
export async function insertEntry(
	tx: Tx,
	{ actor, now }: Context,
	recordId: LexSarahRecordId,
	{ key, ...entry }: { key: string; kind: EntryKind; text: string }
): Promise<string | null> {
	const id = idOfForm<string>(key, recordId, entry.kind, entry.text);
	const added = await tx
		.insertInto('lexSarahEntry')
		.values({
			...entry,
			id,
			municipalityId: actor.municipalityId,
			recordId,
			authorId: actor.personId,
			createdAt: now().toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return added.numInsertedOrUpdatedRows === 1n ? id : null;
}

type Changes = Partial<Pick<RecordRow, 'status' | 'officerId'>> & {
	startedAt?: string;
	decidedAt?: string;
	closedAt?: string;
};

/** Changes a locked record and raises its version. */
export async function saveRecord(tx: Tx, { id, version }: RecordRow, changes: Changes): Promise<void> {
	await tx
		.updateTable('lexSarahRecord')
		.set({ ...changes, version: version + 1 })
		.where('id', '=', id)
		.execute();
}

/** Officers who come to read what is handed over at a place, never who is kept out of it. */
export async function listOfficers(
	tx: Tx,
	{ now }: Pick<Context, 'now'>,
	unitPath: UnitId[],
	keptOut: readonly PersonId[]
): Promise<PersonId[]> {
	const holders = await listRoleHoldersAlong(tx, unitPath, lexSarahRoles, now());
	const officers = holders.filter(
		({ personId, deputyForId, deputised }) =>
			!keptOut.includes(personId) && (deputyForId === null || !deputised.some((id) => keptOut.includes(id)))
	);
	return [...new Set(officers.map(({ personId }) => personId))];
}
