/**
 * The key that references are marked with: in a file, never in the database, so that whoever has only the database cannot try
 * references against the marks.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Application, ReferenceKey } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { referenceMark } from './reference-mark.ts';

/** Rows per statement when references are marked. */
const batch = 1_000;

/** Where the key is. Null: a database in memory, whose key is gone with it. */
export function referenceKeyFile(
	env: Record<string, string | undefined>,
	dataDirectory: string
): string | null {
	const named = env.REFERENCE_KEY_FILE?.trim();
	return named || (dataDirectory === ':memory:' ? null : join(dataDirectory, 'reference-key'));
}

/** A key made of 32 random bytes. Its id is a part of its hash: it says which key, and nothing of the key. */
export function referenceKeyOf(secret: Buffer): ReferenceKey {
	return { id: createHash('sha256').update(secret).digest('base64url').slice(0, 12), secret };
}

/**
 * The key of this installation, made at the first start; what was reported without a mark gets one.
 *
 * @returns null when the database is marked by another key: nothing is compared then, and everything else goes on. The operator is
 * told what to do about it.
 */
export async function openReferenceKey(
	application: Application,
	file: string | null
): Promise<{ key: ReferenceKey | null; problem: string | null }> {
	const known = await application.db.asOwner((tx) => findAdopted(tx));
	const stored = file === null ? null : readKey(file);
	if (known !== null && stored?.id !== known) {
		const problem = `References are marked with the key ${known}, but ${file ?? 'memory'} holds ${stored?.id ?? 'none'}. Restore that file from a backup, name it with REFERENCE_KEY_FILE, or, if it is lost, stop the system and run: npm run references:rotate-key`;
		return { key: null, problem };
	}
	const key = stored ?? makeKey(file);
	await application.db.asOwner(async (tx) => {
		await tx
			.insertInto('referenceKey')
			.values({ id: key.id, adoptedAt: application.clock.now().toString() })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await markAll(tx, key, true);
	});
	return { key, problem: null };
}

/**
 * Gives the references a new key: all are marked anew in one transaction. The system must be stopped meanwhile, since a running one
 * goes on with the old key.
 * @returns how many were marked
 */
export async function rotateReferenceKey(application: Application, file: string): Promise<number> {
	const next = `${file}.next`;
	const key = readKey(next) ?? makeKey(next);
	const marked = await application.db.asOwner(async (tx) => {
		await tx.deleteFrom('referenceKey').execute();
		const row = { id: key.id, adoptedAt: application.clock.now().toString() };
		await tx.insertInto('referenceKey').values(row).execute();
		return markAll(tx, key, false);
	});
	renameSync(next, file);
	return marked;
}

async function findAdopted(tx: Tx): Promise<string | null> {
	const row = await tx.selectFrom('referenceKey').select('id').executeTakeFirst();
	return row?.id ?? null;
}

/** Marks references in batches. @param onlyUnmarked what was reported while there was no key */
async function markAll(tx: Tx, key: ReferenceKey, onlyUnmarked: boolean): Promise<number> {
	let marked = 0;
	let after = '00000000-0000-0000-0000-000000000000';
	for (;;) {
		let query = tx
			.selectFrom('incident')
			.select(['id', 'municipalityId', 'caseReference'])
			.where('caseReference', 'is not', null)
			.where('id', '>', after as never)
			.orderBy('id')
			.limit(batch);
		if (onlyUnmarked) query = query.where('referenceMark', 'is', null);
		const rows = await query.execute();
		if (rows.length === 0) return marked;
		for (const { id, municipalityId, caseReference } of rows) {
			const mark = referenceMark(key, municipalityId, caseReference);
			if (mark === null && onlyUnmarked) continue;
			await tx.updateTable('incident').set({ referenceMark: mark }).where('id', '=', id).execute();
			marked++;
		}
		after = rows.at(-1)!.id;
	}
}

function readKey(file: string): ReferenceKey | null {
	let text: string;
	try {
		text = readFileSync(file, 'utf8').trim();
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw new ConfigurationError(
			`The key that references are marked with, ${file}, cannot be read (${codeOf(error)}). Let this user read it, or name another file with REFERENCE_KEY_FILE.`
		);
	}
	const secret = Buffer.from(text, 'base64url');
	if (secret.length === 32 && secret.toString('base64url') === text) return referenceKeyOf(secret);
	throw new ConfigurationError(
		`The file ${file} does not hold the key that references are marked with (32 bytes, base64url). Restore it from a backup, or name another file with REFERENCE_KEY_FILE.`
	);
}

/** Writes a new key that only this user can read: whole or not at all, and never over another process's. */
function makeKey(file: string | null): ReferenceKey {
	const secret = randomBytes(32);
	if (file === null) return referenceKeyOf(secret);
	const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		const handle = openSync(unfinished, 'wx', 0o600);
		try {
			writeSync(handle, `${secret.toString('base64url')}\n`);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		linkSync(unfinished, file);
		return referenceKeyOf(secret);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return readKey(file)!;
		throw new ConfigurationError(
			`The key that references are marked with cannot be written to ${file} (${codeOf(error)}). Name a file that this user may write with REFERENCE_KEY_FILE.`
		);
	} finally {
		rmSync(unfinished, { force: true });
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
