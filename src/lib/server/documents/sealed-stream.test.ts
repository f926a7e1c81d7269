import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { BrokenSeal, countArrived, keyBytes, seal, sealPart, unseal, type Bytes } from './sealed-stream.ts';

const key = randomBytes(keyBytes);
async function* from(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield await Promise.resolve(chunk);
}
async function all(source: Bytes): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of source) chunks.push(chunk);
	return Buffer.concat(chunks);
}
/** In chunks as a network or a disk gives them. */
async function* torn(whole: Buffer, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < whole.length; at += size) yield await Promise.resolve(whole.subarray(at, at + size));
}
const open = (sealed: Buffer, size = 1000) => all(unseal(key, torn(sealed, size)));

test.each([0, 1, 65_535, 65_536, 65_537, 200_000])('%i bytes come back as they were', async (size) => {
	const file = randomBytes(size);
	const sealed = await all(seal(key, torn(file, 7_777)));
	expect(await open(sealed)).toEqual(file);
	expect(await open(sealed, 100_000)).toEqual(file);
	if (size > 100) expect(sealed.includes(file.subarray(0, 50))).toBe(false);
});

test('the same file sealed twice is not the same', async () => {
	const file = randomBytes(100);
	expect(await all(seal(key, from(file)))).not.toEqual(await all(seal(key, from(file))));
});

test('a changed byte is noticed, wherever it is', async () => {
	const sealed = await all(seal(key, from(randomBytes(70_000))));
	for (const at of [0, 3, 5, 20, 40_000, 65_600, sealed.length - 1]) {
		const changed = Buffer.from(sealed);
		changed[at]! ^= 1;
		await expect(open(changed), String(at)).rejects.toThrow(BrokenSeal);
	}
});

test('a file that was cut, lengthened or put together in another order is noticed', async () => {
	const sealed = await all(seal(key, from(randomBytes(200_000))));
	const piece = 4 + 12 + 65_536 + 16;
	const [first, second, rest] = [
		sealed.subarray(0, piece),
		sealed.subarray(piece, 2 * piece),
		sealed.subarray(2 * piece)
	];
	await expect(open(first)).rejects.toThrow(BrokenSeal);
	await expect(open(sealed.subarray(0, 1000))).rejects.toThrow(BrokenSeal);
	await expect(open(Buffer.concat([second, first, rest]))).rejects.toThrow(BrokenSeal);
	await expect(open(Buffer.concat([sealed, first]))).rejects.toThrow(BrokenSeal);
	await expect(open(Buffer.alloc(0))).rejects.toThrow(BrokenSeal);
});

test('another key opens nothing', async () => {
	const sealed = await all(seal(key, from(randomBytes(10))));
	await expect(all(unseal(randomBytes(keyBytes), from(sealed)))).rejects.toThrow(BrokenSeal);
});

test('what arrived before a connection was cut is counted in whole pieces, and goes on from there', async () => {
	const file = randomBytes(150_000);
	const sealed = await all(sealPart(key, from(file.subarray(0, 140_000)), 0));
	const arrived = await countArrived(torn(sealed.subarray(0, sealed.length - 1), 5_000));
	expect(arrived).toEqual({ bytes: 131_072, pieces: 2, sealedBytes: 2 * 65_568 });
	const more = await all(sealPart(key, from(file.subarray(arrived.bytes)), arrived.pieces));
	const both = Buffer.concat([sealed.subarray(0, arrived.sealedBytes), more]);
	expect(await all(unseal(key, torn(both, 9_999), false))).toEqual(file);
});
