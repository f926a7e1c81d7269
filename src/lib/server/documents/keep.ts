/** What happens to the content of a file: taken in and sealed, looked through, copied without metadata, given out. */
import { createHash, randomBytes } from 'node:crypto';
import type { AttachmentId } from '../../../../database/column-types.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { describeError, logError, logWarning } from '../platform/log.ts';
import { nextState, type CopyProblem, type MediaType, type Refusal, type ScanAnswer } from './attachment.ts';
import { makeCopy } from './copies.ts';
import type { Keyring } from './keyring.ts';
import * as queries from './queries.ts';
import { scan } from './scanner.ts';
import { keyBytes, seal, unseal, type Bytes } from './sealed-stream.ts';
import { headBytes, sniff } from './sniff.ts';
import type { Vault } from './vault.ts';

/** A file whose original lies safe in the storage, but in no case yet. */
export interface TakenIn {
	id: AttachmentId;
	mediaType: MediaType;
	sizeBytes: number;
	/** Of the original, as it arrived. */
	sha256: Buffer;
	/** The file's own key, in the open; it is wrapped when the file comes into its case. */
	key: Buffer;
}

class Refused extends Error {
	readonly refusal: Refusal;
	constructor(refusal: Refusal) {
		super(refusal);
		this.refusal = refusal;
	}
}

const originalName = (id: AttachmentId) => `${id}.original`;
/** What a wrapped key is for, bound into it. */
const purposeOf = (name: string) => `file ${name}`;

/** Takes a file in: looks at what it is while it comes, hashes and seals it. What is refused leaves nothing behind. */
export async function takeIn(
	vault: Vault,
	file: { id: AttachmentId; name: string | null; content: Bytes }
): Promise<{ ok: true; taken: TakenIn } | { ok: false; refusal: Refusal }> {
	const { id, name, content } = file;
	const place = originalName(id);
	const key = randomBytes(keyBytes);
	const digest = createHash('sha256');
	let sizeBytes = 0;
	let mediaType: MediaType | null = null;

	async function* watched(): AsyncGenerator<Uint8Array> {
		let head: Uint8Array[] = [];
		const look = async () => {
			mediaType = await sniff(Buffer.concat(head), name);
			if (mediaType === null) throw new Refused('type');
			head = [];
		};
		for await (const chunk of content) {
			sizeBytes += chunk.length;
			if (sizeBytes > vault.mostBytes) throw new Refused('tooLarge');
			digest.update(chunk);
			if (mediaType !== null) {
				yield chunk;
				continue;
			}
			head.push(chunk);
			if (sizeBytes < headBytes) continue;
			const first = head;
			await look();
			yield* first;
		}
		if (sizeBytes === 0) throw new Refused('empty');
		if (mediaType === null) {
			const first = head;
			await look();
			yield* first;
		}
	}

	try {
		await vault.storage.write(place, seal(key, watched()));
	} catch (error) {
		if (error instanceof Refused) return { ok: false, refusal: error.refusal };
		throw error;
	}
	return { ok: true, taken: { id, mediaType: mediaType!, sizeBytes, sha256: digest.digest(), key } };
}

/** Puts a file that was taken in into its case, in the caller's transaction. */
export async function insertTaken(
	tx: Tx,
	{ keyring }: Pick<Vault, 'keyring'>,
	{ id, mediaType, sizeBytes, sha256, key }: TakenIn,
	row: Pick<queries.NewAttachment, 'municipalityId' | 'caseId' | 'fromReporter' | 'addedBy' | 'addedAt'> &
		Partial<Pick<queries.NewAttachment, 'name' | 'sourceUrl' | 'sourceSeenAt' | 'sourceNote'>>
): Promise<void> {
	// `discard` waits until it is certain whether this transaction has happened
	await queries.waitForFile(tx, id);
	// a key that is wrapped now is not overlooked by a rotation of the master key, which waits for this transaction
	await queries.waitForRotation(tx);
	const originalKey = keyring.wrap(key, purposeOf(originalName(id)));
	await queries.insertAttachment(tx, { ...row, id, mediaType, sizeBytes, sha256, originalKey });
}

/**
 * Forgets a file that came into no case after all. The database is asked whether it did: a commit whose answer was lost has happened,
 * and the file is evidence then. While that cannot be asked, the file stays: one too many is better than one too few.
 */
export async function discard(vault: Vault, id: AttachmentId): Promise<void> {
	try {
		const isKept = await vault.asKeeper(async (tx) => {
			await queries.waitForFile(tx, id);
			return (await queries.findAttachment(tx, id)) !== undefined;
		});
		if (!isKept) await vault.storage.remove(originalName(id));
	} catch (error) {
		logWarning('files.discard', { attachment: id, ...describeError(error) });
	}
}

/** The content of the original. The caller has decided that it may be read. */
export function openOriginal(
	vault: Vault,
	{ id, originalKey }: Pick<queries.AttachmentRow, 'id' | 'originalKey'>
): Bytes {
	const name = originalName(id);
	return unseal(vault.keyring.unwrap(originalKey, purposeOf(name)), vault.storage.read(name));
}

/** The content of the copy without metadata; null when there is none. */
export function openCopy(
	vault: Vault,
	{ copyFile, copyKey }: Pick<queries.AttachmentRow, 'copyFile' | 'copyKey'>
): Bytes | null {
	if (copyFile === null || copyKey === null) return null;
	return unseal(vault.keyring.unwrap(copyKey, purposeOf(copyFile)), vault.storage.read(copyFile));
}

/** One picture at a time: a large one takes some hundred megabytes while it is drawn. */
let drawing: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const turn = drawing.then(work);
	drawing = turn.catch(() => undefined);
	return turn;
}

/**
 * Looks a new file through and makes its copy; afterwards it may be opened. While the scanner does not answer it stays where it is,
 * opened by nobody, and is tried again later. Safe to call twice, also at once from two processes.
 */
export async function finish(vault: Vault, id: AttachmentId): Promise<void> {
	const row = await vault.asKeeper((tx) => queries.findAttachment(tx, id));
	if (row?.state !== 'scanning') return;
	const { answer, virus } = await lookThrough(vault, row);
	const step = answer === 'found' ? 'find' : answer === 'clean' || answer === 'notScanned' ? 'pass' : null;
	const scanned = { scan: answer, virus, scannedAt: vault.now().toString() };
	if (step === null) {
		await vault.asKeeper((tx) => queries.saveLookedThrough(tx, id, scanned));
		return;
	}
	const copy = step === 'pass' ? await keepCopy(vault, row) : null;
	const isSaved = await vault.asKeeper(async (tx) => {
		const state = nextState('scanning', step)!;
		await queries.waitForRotation(tx);
		const kept =
			copy === null
				? {}
				: 'copyProblem' in copy
					? copy
					: {
							copyFile: copy.copyFile,
							copyType: copy.copyType,
							copyKey: vault.keyring.wrap(copy.key, purposeOf(copy.copyFile))
						};
		if (!(await queries.saveLookedThrough(tx, id, { ...scanned, state, ...kept }))) return false;
		await queries.insertCustody(tx, {
			municipalityId: row.municipalityId,
			attachmentId: id,
			at: vault.now().toString(),
			what: step === 'pass' ? 'cleared' : 'quarantined'
		});
		return true;
	});
	// somebody else was faster, or the file was sealed in the meantime
	if (!isSaved && copy && 'copyFile' in copy) await vault.storage.remove(copy.copyFile);
}

async function lookThrough(
	vault: Vault,
	row: queries.AttachmentRow
): Promise<{ answer: ScanAnswer; virus: string | null }> {
	if (vault.scanner === null) return { answer: 'notScanned', virus: null };
	const verdict = await scan(vault.scanner, openOriginal(vault, row));
	if (verdict.is === 'unreachable' || verdict.is === 'limit')
		logWarning('files.scan', { answer: verdict.is });
	return { answer: verdict.is, virus: verdict.is === 'found' ? verdict.virus : null };
}

async function keepCopy(
	vault: Vault,
	row: queries.AttachmentRow
): Promise<{ copyProblem: CopyProblem } | { copyFile: string; copyType: MediaType; key: Buffer }> {
	const copy = await inTurn(async () => makeCopy(row.mediaType, await openOriginal(vault, row), vault.tools));
	if (!copy.made) return { copyProblem: copy.because };
	// a name of its own: two that make the copy at once never write over each other
	const copyFile = `${row.id}.${newId<string>()}`;
	const key = randomBytes(keyBytes);
	await vault.storage.write(copyFile, seal(key, once(copy.bytes)));
	return { copyFile, copyType: copy.mediaType, key };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

/** How long a file gets before it is tried again, in seconds: the one who sent it is waiting for it right then. */
const waitSeconds = 60;

/** The queue of what is done every minute; made by migration 0024. */
export const lookThroughQueue = 'files.lookThrough';

/** Looks through what is still waiting, the oldest first: the scanner is back, or a process was stopped in the middle. */
export async function rescanWaiting(vault: Vault): Promise<number> {
	const before = vault.now().subtract({ seconds: waitSeconds });
	const waiting = await vault.asKeeper((tx) => queries.listWaiting(tx, before));
	for (const id of waiting) {
		try {
			await finish(vault, id);
		} catch (error) {
			// one that cannot be read must not keep the others waiting
			logError('files.finish', { attachment: id, ...describeError(error) });
		}
	}
	return waiting.length;
}

/**
 * Wraps the key of every file anew with the present master key. A key whose master key is lost stays as it is.
 * @param tx in which new files are kept out
 * @returns how many there were
 */
export async function rewrapAll(tx: Tx, keyring: Keyring): Promise<number> {
	const isOld = (wrapped: Uint8Array | null) =>
		wrapped !== null && keyring.holds(wrapped) && !keyring.isCurrent(wrapped);
	const rows = (await queries.listKeys(tx)).filter(
		({ originalKey, copyKey }) => isOld(originalKey) || isOld(copyKey)
	);
	const again = (wrapped: Buffer, name: string) =>
		isOld(wrapped) ? keyring.wrap(keyring.unwrap(wrapped, purposeOf(name)), purposeOf(name)) : wrapped;
	for (const { id, originalKey, copyKey, copyFile } of rows) {
		await queries.saveKeys(tx, id, {
			originalKey: again(originalKey, originalName(id)),
			copyKey: copyKey && copyFile ? again(copyKey, copyFile) : null
		});
	}
	return rows.length;
}
