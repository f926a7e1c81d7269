import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import type { Bytes } from './sealed-stream.ts';
import { openStorage, type SealedStorage } from './storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'opaverkad-storage-'));
let s3: S3rver;
let endpoint = '';

beforeAll(async () => {
	s3 = new S3rver({
		port: 0,
		address: '127.0.0.1',
		silent: true,
		directory: join(folder, 's3'),
		configureBuckets: [{ name: 'bevis', configs: [] }]
	});
	const { port } = await s3.run();
	endpoint = `http://127.0.0.1:${port}`;
	process.env.AWS_ACCESS_KEY_ID = 'S3RVER';
	process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
});
afterAll(async () => {
	await s3.close();
	rmSync(folder, { recursive: true, force: true });
});

async function* content(size: number): AsyncGenerator<Uint8Array> {
	for (let sent = 0; sent < size; sent += 100_000) {
		yield await Promise.resolve(new Uint8Array(Math.min(100_000, size - sent)).fill(sent % 251));
	}
}
async function sizeOf(file: Bytes): Promise<number> {
	let size = 0;
	for await (const chunk of file) size += chunk.length;
	return size;
}

const kinds: [string, () => SealedStorage][] = [
	['a local folder', () => openStorage(join(folder, 'local'), null)],
	[
		'an S3 store',
		() => openStorage(folder, { bucket: 'bevis', prefix: 'opaverkad', region: 'us-east-1', endpoint })
	]
];

describe.each(kinds)('%s', (_, open) => {
	test.each([10, 12_000_000])('%i bytes are written, read and removed', async (size) => {
		const storage = open();
		const name = `${newId<string>()}.original`;
		await storage.write(name, content(size));
		expect(await sizeOf(storage.read(name))).toBe(size);
		await storage.remove(name);
		await expect(sizeOf(storage.read(name))).rejects.toThrow();
		await storage.remove(name);
	});

	test('a source that breaks off leaves nothing, and says itself why', async () => {
		const storage = open();
		const name = `${newId<string>()}.original`;
		async function* broken(): AsyncGenerator<Uint8Array> {
			yield* content(300_000);
			throw new RangeError('the line broke');
		}
		await expect(storage.write(name, broken())).rejects.toThrow(RangeError);
		await expect(sizeOf(storage.read(name))).rejects.toThrow();
	});

	test('a file that nobody reads in the end does no harm', async () => {
		const file = open().read(`${newId<string>()}.original`);
		await pause(50);
		await expect(sizeOf(file)).rejects.toThrow();
	});
});

test('the local folder is for this user only', () => {
	openStorage(join(folder, 'mine'), null);
	expect(statSync(join(folder, 'mine', 'kept')).mode & 0o777).toBe(0o700);
});
