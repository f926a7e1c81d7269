import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { AttachmentId, CaseId } from '../../../../database/column-types.ts';
import type { Attachment, AttachmentCustody } from '../../../../database/types.generated.ts';
import { timestamp, type Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { mostFiles } from './attachment.ts';
import { masterKeyId, masterKeyIdBytes } from './keyring.ts';

export type AttachmentRow = Selectable<Attachment>;
export type NewAttachment = Insertable<Attachment>;
type CustodyRow = Selectable<AttachmentCustody>;

/** A file, if the actor may know of it. */
export async function findAttachment(tx: Tx, id: AttachmentId): Promise<AttachmentRow | undefined> {
	return tx.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The files of a case that the actor may know of, in the order in which they came. */
export async function listAttachments(tx: Tx, caseId: CaseId): Promise<AttachmentRow[]> {
	return tx
		.selectFrom('attachment')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('addedAt')
		.orderBy('id')
		.limit(mostFiles)
		.execute();
}

/** How many files a case has, also those that the actor may not see. */
export async function countAttachments(tx: Tx, caseId: CaseId): Promise<number> {
	const { rows } = await sql<{ count: number }>`select count_attachments(${caseId}) as count`.execute(tx);
	return rows[0]!.count;
}

/** Waits for the transaction that puts this file into its case, also one that its process has lost, and holds others off until this one ends. */
export async function waitForFile(tx: Tx, id: AttachmentId): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${`attachment ${id}`}, 0))`.execute(tx);
}

/** Waits until the keys are not being wrapped anew, and lets nobody begin before this transaction has ended. */
export async function waitForRotation(tx: Tx): Promise<void> {
	await sql`lock table attachment in row exclusive mode`.execute(tx);
}

/** The other side of it: waits for those who are adding files, and keeps new ones out. Needs the owner's rights. */
export async function keepNewFilesOut(tx: Tx): Promise<void> {
	await sql`lock table attachment in share row exclusive mode`.execute(tx);
}

export async function insertAttachment(tx: Tx, row: NewAttachment): Promise<void> {
	await tx.insertInto('attachment').values(row).execute();
}

/** @returns false when the file was not waiting any more */
export async function saveLookedThrough(
	tx: Tx,
	id: AttachmentId,
	result: Updateable<Attachment>
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('attachment')
		.set(result)
		.where('id', '=', id)
		.where('state', '=', 'scanning')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** @returns false when it was sealed already */
export async function saveSealed(
	tx: Tx,
	id: AttachmentId,
	by: Required<Pick<Updateable<Attachment>, 'sealedBy' | 'sealedAt' | 'sealReason'>>
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('attachment')
		.set({ ...by, state: 'sealed' })
		.where('id', '=', id)
		.where('state', '<>', 'sealed')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** What is waiting to be looked through since before an instant, the oldest first. */
export async function listWaiting(tx: Tx, before: Temporal.Instant): Promise<AttachmentId[]> {
	const rows = await tx
		.selectFrom('attachment')
		.select('id')
		.where('state', '=', 'scanning')
		.where('addedAt', '<', timestamp(before))
		.orderBy('addedAt')
		.limit(50)
		.execute();
	return rows.map(({ id }) => id);
}

/** The wrapped keys of every file. */
export async function listKeys(tx: Tx) {
	return tx.selectFrom('attachment').select(['id', 'originalKey', 'copyKey', 'copyFile']).execute();
}

/** The ids of the master keys that any file's key is wrapped by. */
export async function listMasterKeys(tx: Tx): Promise<Set<string>> {
	const ofMaster = (wrapped: 'originalKey' | 'copyKey') =>
		sql<Buffer>`substring(${sql.ref(wrapped)} for ${sql.lit(masterKeyIdBytes)})`;
	const rows = await tx
		.selectFrom('attachment')
		.select(ofMaster('originalKey').as('id'))
		.union(tx.selectFrom('attachment').select(ofMaster('copyKey').as('id')).where('copyKey', 'is not', null))
		.execute();
	return new Set(rows.map(({ id }) => masterKeyId(id)));
}

export async function saveKeys(
	tx: Tx,
	id: AttachmentId,
	keys: { originalKey: Buffer; copyKey: Buffer | null }
): Promise<void> {
	await tx.updateTable('attachment').set(keys).where('id', '=', id).execute();
}

export async function insertCustody(tx: Tx, entry: Omit<Insertable<AttachmentCustody>, 'id'>): Promise<void> {
	await tx
		.insertInto('attachmentCustody')
		.values({ id: newId<string>(), ...entry })
		.execute();
}

/** Who has had a file, the latest first. */
export async function listCustody(tx: Tx, id: AttachmentId): Promise<CustodyRow[]> {
	return tx
		.selectFrom('attachmentCustody')
		.selectAll()
		.where('attachmentId', '=', id)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(500)
		.execute();
}
