import { randomBytes } from 'node:crypto';
import type { Application } from '../platform/context.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { consistencyProof, isConsistent, rootOf, withStored } from './merkle.ts';
import { publicKeyOf, signingKey, signNote, type SigningKey } from './note.ts';
import {
	addCheckpoint,
	addKey,
	countLeaves,
	findLastCheckpoint,
	listKeys,
	listSubtrees,
	lockLog,
	logKeeper
} from './proof-queries.ts';
import { newPrivateKey, readKeyFile, writeKeyFile } from './signing-key.ts';

/** Another key than this process has signs the log: two installations, or a key that was replaced. */
export class OtherKey extends Error {
	override name = 'OtherKey';
}
/** What is in the database is not a continuation of what was signed: it is not signed either. */
export class NotContinued extends Error {
	override name = 'NotContinued';
}

/**
 * The key that this process signs with. Made, and written to its file, when neither the log nor the file has one.
 * @param file null: only in memory, for a database that is only in memory
 * @throws ConfigurationError when the log is signed by another key
 */
export async function adoptKey({ db, clock }: Application, file: string | null): Promise<SigningKey> {
	return db.transaction(logKeeper, async (tx) => {
		await lockLog(tx);
		const current = (await listKeys(tx)).at(-1);
		let privateKey = file === null ? null : readKeyFile(file);
		if (privateKey === null) {
			if (current) throw new ConfigurationError(missingKey(current.keyId, file));
			privateKey = newPrivateKey();
			// somebody else was first: theirs
			if (file !== null && !writeKeyFile(file, privateKey)) privateKey = readKeyFile(file)!;
		}
		if (current) {
			if (!publicKeyOf(privateKey).equals(current.publicKey)) {
				const own = signingKey(current.name, privateKey);
				throw new ConfigurationError(otherKey(own.keyId, current.keyId, file));
			}
			return signingKey(current.name, privateKey);
		}
		const key = signingKey(`opaverkad/${randomBytes(6).toString('hex')}`, privateKey);
		await addKey(tx, null, key, 0, clock.now());
		return key;
	});
}

function missingKey(keyId: string, file: string | null): string {
	return `The activity log is signed with the key ${keyId}, but there is no key in ${file ?? 'memory'}. Restore that file from a backup, name it with LOG_KEY_FILE, or, if it is lost, run: npm run log:rotate-key -- --lost`;
}

function otherKey(own: string, current: string, file: string | null): string {
	return `The key in ${file ?? 'memory'} is ${own}, but the activity log is signed with ${current}: another process uses another key, or the key was replaced. Give all processes the same file with LOG_KEY_FILE.`;
}

/**
 * Signs the log as it is, when something is new and the last checkpoint is old enough.
 * @param leastAge in seconds
 * @returns the size that was signed; null: nothing to do
 * @throws OtherKey, NotContinued
 */
export async function makeCheckpoint(
	{ db, clock }: Application,
	key: SigningKey,
	leastAge: number,
	{ always = false }: { always?: boolean } = {}
): Promise<number | null> {
	return db.transaction(logKeeper, async (tx) => {
		const last = await findLastCheckpoint(tx);
		const now = clock.now();
		const age = last ? (now.epochMilliseconds - last.madeAt.epochMilliseconds) / 1000 : Infinity;
		if (age >= 0 && age < leastAge) return null;
		if (!always && (await countLeaves(tx)) <= (last?.size ?? 0)) return null;
		await lockLog(tx);
		if ((await listKeys(tx)).at(-1)?.keyId !== key.keyId) throw new OtherKey();
		const [size, before] = [await countLeaves(tx), await findLastCheckpoint(tx)];
		// another process was faster
		if (!always && size <= (before?.size ?? 0)) return null;
		if (before && size < before.size) throw new NotContinued();
		const { root, proof } = await withStored(
			(wanted) => listSubtrees(tx, wanted),
			(subtree) => ({
				root: rootOf(subtree, size),
				proof: before ? consistencyProof(subtree, before.size, size) : []
			})
		);
		if (before && !isConsistent(before, { size, root }, proof)) throw new NotContinued();
		const note = signNote(key, size, root);
		await addCheckpoint(tx, { size, root, keyId: key.keyId, note, madeAt: now });
		return size;
	});
}
