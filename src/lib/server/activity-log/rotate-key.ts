import { renameSync } from 'node:fs';
import type { Application } from '../platform/context.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { adoptKey, makeCheckpoint } from './checkpoints.ts';
import { integrate } from './integrate.ts';
import { formatKey, publicKeyOf, signingKey } from './note.ts';
import {
	addKey,
	findLastCheckpoint,
	findEntryOfKey,
	listKeys,
	lockLog,
	logKeeper,
	recordKey
} from './proof-queries.ts';
import { newPrivateKey, readKeyFile, writeKeyFile } from './signing-key.ts';

/**
 * Changes the key that signs the log: the change is an entry, the old key signs a checkpoint with it, and from that size on the new
 * key signs. The old private key is then gone. May be run again when it was interrupted.
 *
 * @param isLost the old key cannot sign any more; then the entry says so, and whoever checks the log is told
 * @returns the new key, as C2SP writes it
 */
export async function rotateKey(application: Application, file: string, isLost: boolean): Promise<string> {
	const { db, clock } = application;
	const nextFile = `${file}.next`;
	const next = readKeyFile(nextFile) ?? newPrivateKey();
	const current = (await db.transaction(logKeeper, listKeys)).at(-1);
	if (!current) throw new ConfigurationError('The log has no key yet: start the system once.');
	const key = signingKey(current.name, next);
	if (!publicKeyOf(next).equals(current.publicKey)) {
		const old = isLost ? null : await adoptKey(application, file);
		writeKeyFile(nextFile, next);
		const publicKey = key.publicKey.toString('base64');
		const isRecorded = await db.transaction(logKeeper, (tx) => findEntryOfKey(tx, publicKey));
		if (!isRecorded) {
			const action = isLost ? 'log.keyReplaced' : 'log.keyRotated';
			const recorded = await db.transaction(logKeeper, (tx) =>
				recordKey(tx, action, { keyId: key.keyId, publicKey }, clock.now())
			);
			if (recorded === 0) throw new ConfigurationError('There is no municipality in the database yet.');
		}
		// the running system may be at it: wait until the entry has its place
		const deadline = performance.now() + 60_000;
		while (!(await db.transaction(logKeeper, (tx) => findEntryOfKey(tx, publicKey)))?.isPlaced) {
			if (performance.now() > deadline) throw new Error('the entry of the new key got no place');
			await integrate(application, { seen: null });
		}
		if (old) await makeCheckpoint(application, old, 0, { always: true });
		await db.transaction(logKeeper, async (tx) => {
			await lockLog(tx);
			const last = await findLastCheckpoint(tx);
			if (await addKey(tx, current.keyId, key, last?.size ?? 0, clock.now())) return;
			throw new ConfigurationError('The key was changed by somebody else at the same moment.');
		});
	}
	renameSync(nextFile, file);
	await makeCheckpoint(application, key, 0, { always: true });
	return formatKey(key);
}
