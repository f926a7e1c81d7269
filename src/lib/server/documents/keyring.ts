/**
 * The master keys. Each file has a key of its own, which lies in the database wrapped by a master key, which lies in a file (or a
 * setting) outside it: a thief with the database or the storage alone reads nothing. The first master key wraps; the others, which
 * are on their way out, only unwrap.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeSync
} from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '../platform/errors.ts';
import type { FilesConfig } from './files-config.ts';
import { BrokenSeal, keyBytes } from './sealed-stream.ts';

/** What a wrapped key begins with: by which master key it was wrapped. */
export const masterKeyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

export interface Keyring {
	/** Wraps a file's key. @param purpose what it is for, bound into it: a key put on another file's row opens nothing */
	wrap(key: Uint8Array, purpose: string): Buffer;
	/** @throws BrokenSeal when it was changed, is for something else, or its master key is not here */
	unwrap(wrapped: Uint8Array, purpose: string): Buffer;
	/** Whether the master key is here that a key was wrapped by. */
	holds(wrapped: Uint8Array): boolean;
	/** Whether a key was wrapped by the present master key. */
	isCurrent(wrapped: Uint8Array): boolean;
}

/** The part of a wrapped key that says by which master key it was wrapped, in hexadecimal. Tells nothing of that key. */
export function masterKeyId(wrapped: Uint8Array): string {
	return Buffer.from(wrapped.subarray(0, masterKeyIdBytes)).toString('hex');
}

/**
 * The keys from the setting or the file; the file is made at the first start, and never when a key is missing.
 * @param inUse the ids of the master keys that stored files were wrapped by (masterKeyId)
 * @throws ConfigurationError also when one of those is not there: new files would be locked by another key, and the loss be noticed late
 */
export function openKeyring(
	{ keys, keyFile, isKeyLost }: Pick<FilesConfig, 'keys' | 'keyFile' | 'isKeyLost'>,
	inUse: Iterable<string>
): Keyring {
	const needed = isKeyLost ? [] : [...inUse];
	const where = keys !== null ? 'FILES_KEY' : (keyFile ?? 'memory');
	if (keys === null && keyFile !== null && !hasFile(keyFile)) {
		if (needed.length > 0) throw keyMissing(where);
		writeKeys(keyFile, [randomBytes(keyBytes)], 'new');
	}
	const current =
		keys !== null
			? fixed(readKeys(keys, where))
			: keyFile !== null
				? keysInFile(keyFile)
				: fixed([randomBytes(keyBytes)]);
	const held = current();
	if (needed.some((id) => !held.has(id))) throw keyMissing(where);
	return keyringOf(current);
}

function keyMissing(where: string): ConfigurationError {
	return new ConfigurationError(
		`Stored files are locked by a master key that ${where} does not hold: restore it from a backup, name the right one with FILES_KEY_FILE or FILES_KEY, or, only if it is lost for good and those files with it, start with FILES_KEY_LOST=yes.`
	);
}

/** Puts a new master key before the others; the running system sees it with the next file. @throws ConfigurationError */
export function addMasterKey(keyFile: string): void {
	writeKeys(keyFile, [randomBytes(keyBytes), ...readKeys(readText(keyFile), keyFile)], 'replace');
}

/**
 * Throws away the old master keys that no file needs any more; the present one stays.
 * @param inUse as in openKeyring
 * @throws ConfigurationError
 */
export function forgetOldKeys(keyFile: string, inUse: ReadonlySet<string>): void {
	const [present, ...old] = byId(readKeys(readText(keyFile), keyFile));
	const kept = [present!, ...old.filter(([id]) => inUse.has(id))];
	writeKeys(
		keyFile,
		kept.map(([, key]) => key),
		'replace'
	);
}

function keyringOf(keys: () => Map<string, Buffer>): Keyring {
	const current = () => [...keys()][0]!;
	return {
		wrap(key, purpose) {
			const [id, master] = current();
			const nonce = randomBytes(nonceBytes);
			const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(purpose));
			const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
			return Buffer.concat([Buffer.from(id, 'hex'), nonce, sealed, cipher.getAuthTag()]);
		},
		unwrap(wrapped, purpose) {
			const master = keys().get(masterKeyId(wrapped));
			if (!master || wrapped.length !== masterKeyIdBytes + nonceBytes + keyBytes + tagBytes)
				throw new BrokenSeal();
			const nonce = wrapped.subarray(masterKeyIdBytes, masterKeyIdBytes + nonceBytes);
			const decipher = createDecipheriv('aes-256-gcm', master, nonce)
				.setAAD(Buffer.from(purpose))
				.setAuthTag(wrapped.subarray(wrapped.length - tagBytes));
			try {
				const sealed = wrapped.subarray(masterKeyIdBytes + nonceBytes, wrapped.length - tagBytes);
				return Buffer.concat([decipher.update(sealed), decipher.final()]);
			} catch {
				throw new BrokenSeal();
			}
		},
		holds: (wrapped) => keys().has(masterKeyId(wrapped)),
		isCurrent: (wrapped) => masterKeyId(wrapped) === current()[0]
	};
}

function byId(keys: readonly Buffer[]): Map<string, Buffer> {
	return new Map(keys.map((key) => [hash('sha256', key).slice(0, 2 * masterKeyIdBytes), key]));
}

function fixed(keys: readonly Buffer[]): () => Map<string, Buffer> {
	const map = byId(keys);
	return () => map;
}

/** The keys of a file, read again when somebody has changed it. */
function keysInFile(file: string): () => Map<string, Buffer> {
	let seen = '';
	let keys = new Map<string, Buffer>();
	return () => {
		const { mtimeMs, ino, size } = statSync(file);
		const state = `${mtimeMs} ${ino} ${size}`;
		if (state !== seen) keys = byId(readKeys(readText(file), file));
		seen = state;
		return keys;
	};
}

function hasFile(file: string): boolean {
	return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new ConfigurationError(
			`The master key of the files in ${file} cannot be read (${codeOf(error)}). Restore it from a backup, or name another file with FILES_KEY_FILE.`
		);
	}
}

function readKeys(text: string, where: string): Buffer[] {
	const keys = text
		.split(/[\s,]+/)
		.filter((word) => word !== '')
		.map((word) => Buffer.from(word, 'base64'));
	if (keys.length > 0 && keys.every((key) => key.length === keyBytes)) return keys;
	throw new ConfigurationError(
		`${where} does not hold a master key of the files: 32 random bytes as base64, several with a comma or a line break between them.`
	);
}

/** Writes a key file that only this user can read, whole or not at all. */
function writeKeys(file: string, keys: readonly Buffer[], how: 'new' | 'replace'): void {
	const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		const handle = openSync(unfinished, 'wx', 0o600);
		try {
			writeSync(handle, keys.map((key) => `${key.toString('base64')}\n`).join(''));
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		if (how === 'new') linkSync(unfinished, file);
		else renameSync(unfinished, file);
	} catch (error) {
		// another process was faster, and its key is as good
		if (how === 'new' && codeOf(error) === 'EEXIST') return;
		throw new ConfigurationError(
			`The master key of the files cannot be written to ${file} (${codeOf(error)}). Name a file that this user may write with FILES_KEY_FILE.`
		);
	} finally {
		rmSync(unfinished, { force: true });
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
