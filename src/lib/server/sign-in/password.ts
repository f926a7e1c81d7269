/**
 * Passwords as they are kept: argon2id in PHC form, so that parameters can be raised later without a migration. Never scrypt or
 * anything weaker instead: a Node without argon2 does not start (checkArgon2).
 */
import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import { ConfigurationError } from '../platform/errors.ts';

/** OWASP's recommendation (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const memory = 19_456;
const passes = 2;
const parallelism = 1;
const tagLength = 32;
const saltLength = 16;

/** At most so many are computed at once in this process, and so many wait; each takes 19 MiB and a processor core. */
const mostAtOnce = 2;
const mostWaiting = 24;

/** More people sign in right now than this process can serve. Nothing is wrong; they try again in a moment. */
export class Busy extends Error {
	override name = 'Busy';
}

/** @throws ConfigurationError when this Node cannot do it */
export function checkArgon2(): void {
	if (typeof crypto.argon2 === 'function') return;
	throw new ConfigurationError(
		`Passwords need argon2, which Node ${process.versions.node} does not have: use Node 24.7 or newer (npm start brings one).`
	);
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (running >= mostAtOnce) {
		if (waiting.length >= mostWaiting) throw new Busy();
		await new Promise<void>((resolve) => waiting.push(resolve));
	} else running++;
	try {
		return await work();
	} finally {
		// the place is handed over, or given back
		const next = waiting.shift();
		if (next) next();
		else running--;
	}
}

interface Parameters {
	memory: number;
	passes: number;
	parallelism: number;
	salt: Buffer;
	length: number;
}

async function digest(password: string, { salt, length, ...cost }: Parameters): Promise<Buffer> {
	return inTurn(() =>
		promisify(crypto.argon2)('argon2id', {
			// the same password typed on another keyboard must be the same bytes
			message: password.normalize('NFKC'),
			nonce: salt,
			tagLength: length,
			...cost
		})
	);
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** What to store for a password. @throws Busy */
export async function hashPassword(password: string): Promise<string> {
	const salt = crypto.randomBytes(saltLength);
	const hash = await digest(password, { memory, passes, parallelism, salt, length: tagLength });
	return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** For user names that do not exist: as much work as for those that do, with the answer no. */
const noHash = `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(Buffer.alloc(saltLength))}$${base64(Buffer.alloc(tagLength))}`;

/**
 * Whether a password is the one whose hash was stored.
 * @param stored null: there is no such account; the answer is no, after the same work
 * @throws Busy
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
	const [, m, t, p, salt, hash] = phc.exec(stored ?? noHash) ?? [];
	if (!salt || !hash) throw new Error('a stored password hash is not readable');
	const expected = Buffer.from(hash, 'base64');
	const actual = await digest(password, {
		memory: Number(m),
		passes: Number(t),
		parallelism: Number(p),
		salt: Buffer.from(salt, 'base64'),
		length: expected.length
	});
	return crypto.timingSafeEqual(actual, expected) && stored !== null;
}
