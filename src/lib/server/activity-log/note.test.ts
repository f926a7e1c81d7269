import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { findNotes, formatKey, isSignedBy, parseKey, signingKey, signNote } from './note.ts';

/** A fixed key: 32 bytes of seed in the wrapping that PKCS 8 gives an Ed25519 key. */
const privateKey = createPrivateKey({
	key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 5)]),
	format: 'der',
	type: 'pkcs8'
});
const key = signingKey('opaverkad/test', privateKey);
const root = Buffer.alloc(32, 9);

test('a checkpoint is the text that C2SP describes', () => {
	const lines = signNote(key, 20852163, root).split('\n');
	expect(lines.slice(0, 4)).toEqual(['opaverkad/test', '20852163', root.toString('base64'), '']);
	expect(lines[4]).toMatch(/^— opaverkad\/test [A-Za-z0-9+/]+={0,2}$/u);
	const bytes = Buffer.from(lines[4]!.split(' ')[2]!, 'base64');
	expect(bytes).toHaveLength(4 + 64);
	expect(bytes.toString('hex', 0, 4)).toBe(key.keyId);
	expect(lines.slice(5)).toEqual(['']);
});

test('the key id is the one of the example in the specification', () => {
	// signed-note's example: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
	const example = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
	const parsed = parseKey(example);
	expect(parsed?.keyId).toBe('c74f20a3');
	expect(formatKey(parsed!)).toBe(example);
	expect(parseKey(example.replace('c74f20a3', 'c74f20a4'))).toBeNull();
	expect(parseKey('not a key')).toBeNull();
});

test('it is found again among other words, with any line ends, and its signature holds', () => {
	const mail = `Hej!\n\nHär är en kontrollpunkt:\n\n${signNote(key, 7, root)}\nHälsningar\n`;
	const file = signNote(key, 1, root) + signNote(key, 2, root) + signNote(key, 3, root);
	for (const text of [mail, mail.replaceAll('\n', '\r\n')]) {
		const [note, ...others] = findNotes(text);
		expect(others).toEqual([]);
		expect(note).toMatchObject({ origin: 'opaverkad/test', size: 7, root });
		expect(isSignedBy(note!, key)).toBe(true);
	}
	expect(findNotes(file).map(({ size }) => size)).toEqual([1, 2, 3]);
	expect(findNotes(file).every((note) => isSignedBy(note, key))).toBe(true);
});

test('a changed size, another root or another key: the signature does not hold', () => {
	const text = signNote(key, 7, root);
	const [size] = findNotes(text.replace('\n7\n', '\n8\n'));
	const [other] = findNotes(text.replace(root.toString('base64'), Buffer.alloc(32, 8).toString('base64')));
	expect(isSignedBy(size!, key)).toBe(false);
	expect(isSignedBy(other!, key)).toBe(false);
	const stranger = signingKey('opaverkad/test', generateKeyPairSync('ed25519').privateKey);
	expect(isSignedBy(findNotes(text)[0]!, stranger)).toBe(false);
	expect(isSignedBy(findNotes(signNote(stranger, 7, root))[0]!, key)).toBe(false);
});

test('half a checkpoint is none', () => {
	const text = signNote(key, 7, root);
	expect(findNotes(text.slice(0, 60) + text)).toHaveLength(1);
	expect(findNotes(text.slice(0, 80))).toEqual([]);
});
