/** The file with the private key: outside the database, so that whoever has only the database cannot sign. */
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	writeSync
} from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '../platform/errors.ts';

export function newPrivateKey(): KeyObject {
	return generateKeyPairSync('ed25519').privateKey;
}

/** @returns null when there is no such file. @throws ConfigurationError when it holds no such key, or cannot be read */
export function readKeyFile(file: string): KeyObject | null {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		const code = codeOf(error);
		if (code === 'ENOENT') return null;
		throw new ConfigurationError(
			`The log's signing key in ${file} cannot be read (${code}). Let this user read it, or name another file with LOG_KEY_FILE.`
		);
	}
	try {
		const key = createPrivateKey(text);
		if (key.asymmetricKeyType === 'ed25519') return key;
	} catch {
		// said below
	}
	throw new ConfigurationError(
		`The file ${file} does not hold the log's signing key (Ed25519, PEM). Restore it from a backup, or name another file with LOG_KEY_FILE.`
	);
}

/** Writes a key that only this user can read. Whole or not at all; never over another one. @returns false when there is a file */
export function writeKeyFile(file: string, key: KeyObject): boolean {
	const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		const handle = openSync(unfinished, 'wx', 0o600);
		try {
			writeSync(handle, key.export({ type: 'pkcs8', format: 'pem' }) as string);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		linkSync(unfinished, file);
		return true;
	} catch (error) {
		const code = codeOf(error);
		if (code === 'EEXIST') return false;
		throw new ConfigurationError(
			`The log's signing key cannot be written to ${file} (${code}). Name a file that this user may write with LOG_KEY_FILE.`
		);
	} finally {
		rmSync(unfinished, { force: true });
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
