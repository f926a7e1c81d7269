/**
 * Checkpoints as C2SP defines them: a text of three lines (tlog-checkpoint: origin, size, root) with Ed25519 signatures below it
 * (signed-note). Anybody can check one with other tools than ours.
 */
import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

/** What checks a signature. */
export interface VerifierKey {
	/** Of the log, without space and plus sign, e.g. 'opaverkad/3f9c12ab77d0'. */
	name: string;
	/** Eight hexadecimal digits. */
	keyId: string;
	/** 32 bytes. */
	publicKey: Buffer;
}

/** What makes one. */
export interface SigningKey extends VerifierKey {
	privateKey: KeyObject;
}

/** The root of the log at a size, as somebody signed it. */
export interface SignedNote {
	origin: string;
	size: number;
	root: Buffer;
	/** The whole note as it was found, e.g. to send it on. */
	text: string;
	/** What is signed. */
	body: string;
	signatures: { name: string; keyId: string; signature: Buffer }[];
}

/** The kind of key: Ed25519 of a signed note. */
const ed25519 = 1;

function keyIdOf(name: string, publicKey: Buffer): string {
	const text = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey]);
	return hash('sha256', text, 'buffer').toString('hex', 0, 4);
}

/** The key that checks what a private key signs, under the name of a log. */
export function verifierKey(name: string, publicKey: Buffer): VerifierKey {
	return { name, keyId: keyIdOf(name, publicKey), publicKey };
}

/** @param privateKey Ed25519 */
export function signingKey(name: string, privateKey: KeyObject): SigningKey {
	return { ...verifierKey(name, publicKeyOf(privateKey)), privateKey };
}

/** The 32 bytes of the public key that belongs to a private one. */
export function publicKeyOf(privateKey: KeyObject): Buffer {
	const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
	return Buffer.from(x!, 'base64url');
}

/** A key as C2SP writes it on one line, for people to keep: name+id+base64. */
export function formatKey({ name, keyId, publicKey }: VerifierKey): string {
	return `${name}+${keyId}+${Buffer.concat([Buffer.of(ed25519), publicKey]).toString('base64')}`;
}

/** Reads `formatKey`'s line. @returns null when it is none, or its id is not the key's */
export function parseKey(line: string): VerifierKey | null {
	const [, name, keyId, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim()) ?? [];
	const bytes = Buffer.from(encoded ?? '', 'base64');
	if (!name || bytes.length !== 33 || bytes[0] !== ed25519) return null;
	const key = verifierKey(name, bytes.subarray(1));
	return key.keyId === keyId ? key : null;
}

/** The signed checkpoint of a log. Its origin is the key's name. */
export function signNote(key: SigningKey, size: number, root: Buffer): string {
	const body = `${key.name}\n${size}\n${root.toString('base64')}\n`;
	const signature = sign(null, Buffer.from(body), key.privateKey);
	const signed = Buffer.concat([Buffer.from(key.keyId, 'hex'), signature]).toString('base64');
	return `${body}\n— ${key.name} ${signed}\n`;
}

/** All checkpoints in a text: a file that they were appended to, or an e-mail with other words around them. */
export function findNotes(text: string): SignedNote[] {
	const pattern =
		/([^\n]+)\n(\d{1,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— [^\s+]+ [A-Za-z0-9+/]+={0,2}(?:\n|$))+)/gu;
	return [...text.replaceAll('\r\n', '\n').matchAll(pattern)].map(([whole, origin, size, root, lines]) => ({
		origin: origin!,
		size: Number(size),
		root: Buffer.from(root!, 'base64'),
		text: whole,
		body: `${origin}\n${size}\n${root}\n`,
		signatures: [...lines!.matchAll(/— (\S+) (\S+)/gu)].map(([, name, encoded]) => {
			const bytes = Buffer.from(encoded!, 'base64');
			return { name: name!, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
		})
	}));
}

/** Whether a key signed a checkpoint. */
export function isSignedBy(note: SignedNote, key: VerifierKey): boolean {
	const publicKey = createPublicKey({
		key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey.toString('base64url') },
		format: 'jwk'
	});
	return note.signatures.some(
		({ name, keyId, signature }) =>
			name === key.name && keyId === key.keyId && verify(null, Buffer.from(note.body), publicKey, signature)
	);
}
