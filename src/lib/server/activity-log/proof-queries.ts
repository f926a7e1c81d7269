import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { nobody, type Scope, type Tx } from '../platform/database.ts';
import { saltLength, type LogEntry } from './leaf.ts';
import { leafHash, type Subtree } from './merkle.ts';

/** As whom the system keeps the log: it reads the entries, and may append to what is proved. No person can have this role. */
export const logKeeper: Scope = { ...nobody, roles: ['logKeeper'] };

/** Any number, as long as nobody else in the database uses it; also in migration 0013. */
const lockNumber = 770_2028;

/** Makes the rest of the transaction the only one that appends. @returns false when another one does so right now */
export async function tryLockLog(tx: Tx): Promise<boolean> {
	const { rows } = await sql<{
		locked: boolean;
	}>`select pg_try_advisory_xact_lock(${sql.lit(lockNumber)}) as locked`.execute(tx);
	return rows[0]!.locked;
}

/** The same, but waits. */
export async function lockLog(tx: Tx): Promise<void> {
	await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(tx);
}

/** How many entries have a place. */
export async function countLeaves(tx: Tx): Promise<number> {
	const last = await tx
		.selectFrom('logLeaf')
		.select('leafIndex')
		.orderBy('leafIndex', 'desc')
		.limit(1)
		.executeTakeFirst();
	return last === undefined ? 0 : last.leafIndex + 1;
}

/** Transactions before this one have ended, so that whatever they recorded is seen by the next statement. */
export async function oldestOpenTransaction(tx: Tx): Promise<string> {
	const { rows } = await sql<{
		oldest: string;
	}>`select pg_snapshot_xmin(pg_current_snapshot())::text as oldest`.execute(tx);
	return rows[0]!.oldest;
}

/** The fields of an entry, in the form that is committed to. */
const entryColumns = sql`id, municipality_id, at, actor_id, session_id, address, role, on_behalf_of_id, action,
	subject_kind, subject_id, details`;

/**
 * Entries without a place, in the order in which they get one, as far as the reader may see them.
 * @param since those of earlier transactions are known to have a place; null: look at all
 */
export async function listUnplaced(tx: Tx, since: string | null, most: number): Promise<LogEntry[]> {
	const { rows } = await sql<LogEntry>`
		select ${entryColumns} from log_unplaced(${since}::text::xid8, ${most})`.execute(tx);
	return rows;
}

/** A leaf as it is stored, and the entry it stands for, as far as the reader may see them. */
export interface StoredLeaf {
	leafIndex: number;
	activityId: string;
	commitment: Buffer;
	salt: Buffer | null;
	/** The entry is another municipality's. */
	elsewhere: boolean;
	entry: LogEntry | null;
}

/** The leaves from a place on, in order. @param withEntries also what they stand for */
export async function listLeaves(
	tx: Tx,
	first: number,
	most: number,
	withEntries: boolean
): Promise<StoredLeaf[]> {
	if (!withEntries) {
		const rows = await tx
			.selectFrom('logLeaf')
			.select(['leafIndex', 'activityId', 'commitment'])
			.where('leafIndex', '>=', first)
			.where('leafIndex', '<', first + most)
			.orderBy('leafIndex')
			.execute();
		return rows.map((row) => ({
			...row,
			commitment: asBuffer(row.commitment),
			salt: null,
			elsewhere: false,
			entry: null
		}));
	}
	const { rows } = await sql<
		Omit<StoredLeaf, 'entry'> & Omit<LogEntry, 'id'> & { id: string | null }
	>`select leaf_index, activity_id, commitment, salt, elsewhere, ${entryColumns}
		from log_leaves(${first}, ${most})`.execute(tx);
	return rows.map(({ leafIndex, activityId, commitment, salt, elsewhere, id, ...entry }) => ({
		leafIndex,
		activityId,
		commitment: asBuffer(commitment),
		salt: salt && asBuffer(salt),
		elsewhere,
		entry: id === null ? null : { id, ...entry }
	}));
}

/** The place of one entry; undefined while it has none, or there is no such entry. */
export async function findLeafIndex(tx: Tx, activityId: string): Promise<number | undefined> {
	const row = await tx
		.selectFrom('logLeaf')
		.select('leafIndex')
		.where('activityId', '=', activityId)
		.executeTakeFirst();
	return row?.leafIndex;
}

/** The embedded engine gives plain byte arrays. */
function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Stored hashes; leaves from their commitments. What is missing is left out. */
export async function listSubtrees(
	tx: Tx,
	wanted: readonly Subtree[]
): Promise<(Subtree & { hash: Buffer })[]> {
	const at = (isLeaf: boolean) => wanted.filter(({ level }) => (level === 0) === isLeaf);
	const [leaves, nodes] = [at(true), at(false)];
	const found: (Subtree & { hash: Buffer })[] = [];
	if (leaves.length > 0) {
		const { rows } = await sql<{ index: number; commitment: Buffer }>`
			select leaf_index as index, commitment from log_leaf
			where leaf_index = any (${literal(leaves.map(({ index }) => index))}::text::bigint[])`.execute(tx);
		for (const { index, commitment } of rows) {
			found.push({ level: 0, index, hash: leafHash(asBuffer(commitment)) });
		}
	}
	if (nodes.length > 0) {
		const { rows } = await sql<{ level: number; index: number; hash: Buffer }>`
			select n.level, n.node_index as index, n.hash
			from unnest(${literal(nodes.map(({ level }) => level))}::text::smallint[],
					${literal(nodes.map(({ index }) => index))}::text::bigint[]) as w (level, node_index)
				join log_node n using (level, node_index)`.execute(tx);
		for (const { level, index, hash } of rows) found.push({ level, index, hash: asBuffer(hash) });
	}
	return found;
}

/** Numbers as PostgreSQL writes an array of them: both engines take a text. */
function literal(numbers: readonly number[]): string {
	return `{${numbers.join(',')}}`;
}

/** Gives entries their places, the next ones. @throws when the log has grown since it was looked at */
export async function appendLeaves(
	tx: Tx,
	first: number,
	leaves: readonly { id: string; salt: Buffer; commitment: Buffer }[],
	nodes: readonly (Subtree & { hash: Buffer })[]
): Promise<void> {
	const packed = Buffer.alloc(leaves.length * (16 + saltLength + 32));
	let at = 0;
	for (const { id, salt, commitment } of leaves) {
		packed.write(id.replaceAll('-', ''), at, 'hex');
		salt.copy(packed, at + 16);
		commitment.copy(packed, at + 16 + saltLength);
		at += 16 + saltLength + 32;
	}
	await sql`select log_append(${first}, ${packed}, ${literal(nodes.map(({ level }) => level))}::text::smallint[],
		${literal(nodes.map(({ index }) => index))}::text::bigint[], ${Buffer.concat(nodes.map(({ hash }) => hash))})`.execute(
		tx
	);
}

/** A public key of the log. */
export interface LogKeyRow {
	keyId: string;
	name: string;
	publicKey: Buffer;
	/** It signs this size and later ones, until the next key does. */
	fromSize: number;
	addedAt: Temporal.Instant;
}

/** The keys, oldest first: the last one signs. */
export async function listKeys(tx: Tx): Promise<LogKeyRow[]> {
	const rows = await tx
		.selectFrom('logKey')
		.select(['keyId', 'name', 'publicKey', 'fromSize', 'addedAt'])
		.orderBy('number')
		.execute();
	return rows.map((row) => ({ ...row, publicKey: asBuffer(row.publicKey) }));
}

/** @param previous the id of the key that signs until now; null: there is none. @returns false when that is no longer so */
export async function addKey(
	tx: Tx,
	previous: string | null,
	key: { keyId: string; name: string; publicKey: Buffer },
	fromSize: number,
	at: Temporal.Instant
): Promise<boolean> {
	const { rows } = await sql<{ added: boolean }>`select log_add_key(${previous}, ${key.keyId}, ${key.name},
		${key.publicKey}, ${fromSize}, ${at.toString()}) as added`.execute(tx);
	return rows[0]!.added;
}

/** A signed root. */
export interface CheckpointRow {
	number: number;
	size: number;
	root: Buffer;
	keyId: string;
	note: string;
	madeAt: Temporal.Instant;
}

const checkpointColumns = ['number', 'size', 'root', 'keyId', 'note', 'madeAt'] as const;

function checkpointOf<Row extends { root: Uint8Array }>(row: Row) {
	return { ...row, root: asBuffer(row.root) };
}

export async function findLastCheckpoint(tx: Tx): Promise<CheckpointRow | undefined> {
	const row = await tx
		.selectFrom('logCheckpoint')
		.select(checkpointColumns)
		.orderBy('number', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row && checkpointOf(row);
}

/** The first checkpoint of a size. */
export async function findCheckpoint(tx: Tx, size: number): Promise<CheckpointRow | undefined> {
	const row = await tx
		.selectFrom('logCheckpoint')
		.select(checkpointColumns)
		.where('size', '=', size)
		.orderBy('number')
		.limit(1)
		.executeTakeFirst();
	return row && checkpointOf(row);
}

/** Checkpoints after one, in order. */
export async function listCheckpointsAfter(tx: Tx, number: number, most: number): Promise<CheckpointRow[]> {
	const rows = await tx
		.selectFrom('logCheckpoint')
		.select(checkpointColumns)
		.where('number', '>', number)
		.orderBy('number')
		.limit(most)
		.execute();
	return rows.map(checkpointOf);
}

/** The newest checkpoints, newest first, and the very first one. */
export async function listCheckpointSizes(
	tx: Tx,
	most: number
): Promise<{ size: number; madeAt: Temporal.Instant }[]> {
	const { rows } = await sql<{ size: number; madeAt: Temporal.Instant }>`
		(select size, made_at, number from log_checkpoint order by number desc limit ${most})
		union (select size, made_at, number from log_checkpoint order by number limit 1)
		order by number desc`.execute(tx);
	return rows.filter(({ size }, index) => rows.findIndex((other) => other.size === size) === index);
}

export async function addCheckpoint(
	tx: Tx,
	{ size, root, keyId, note, madeAt }: Omit<CheckpointRow, 'number'>
): Promise<void> {
	await sql`select log_add_checkpoint(${size}, ${root}, ${keyId}, ${note}, ${madeAt.toString()})`.execute(tx);
}

/** Makes the change of a key an entry, in every municipality. @returns how many those are */
export async function recordKey(
	tx: Tx,
	action: 'log.keyRotated' | 'log.keyReplaced',
	details: Record<string, string>,
	at: Temporal.Instant
): Promise<number> {
	const { rows } = await sql<{ recorded: number }>`
		select log_record_key(${action}, ${JSON.stringify(details)}::text::jsonb, ${at.toString()}) as recorded`.execute(
		tx
	);
	return rows[0]!.recorded;
}

/** The entry by which a key takes over, and whether it has its place yet. */
export async function findEntryOfKey(tx: Tx, publicKey: string): Promise<{ isPlaced: boolean } | undefined> {
	const { rows } = await sql<{
		isPlaced: boolean;
	}>`select is_placed from log_key_entry(${publicKey})`.execute(tx);
	return rows[0];
}
