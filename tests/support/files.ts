/** Files for tests, and a place to keep them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFilesConfig, type Vault } from '../../src/lib/server/documents/index.ts';
import type { FilesConfig } from '../../src/lib/server/documents/files-config.ts';
import { openKeyring } from '../../src/lib/server/documents/keyring.ts';
import { vaultWith } from '../../src/lib/server/documents/vault.ts';
import type { Clock } from '../../src/lib/server/platform/clock.ts';
import type { Database } from '../../src/lib/server/platform/database.ts';

export interface TestVault extends Vault {
	folder: string;
	remove(): void;
}

/** A vault in a temporary folder. */
export function testVault(db: Database, clock: Clock, overrides: Partial<FilesConfig> = {}): TestVault {
	const folder = mkdtempSync(join(tmpdir(), 'opaverkad-vault-'));
	const config = { ...readFilesConfig({}, folder), ...overrides };
	return {
		...vaultWith({ db, clock }, config, openKeyring(config, [])),
		folder,
		remove: () => rmSync(folder, { recursive: true, force: true })
	};
}

/** Some content, in pieces as a network gives it. */
export async function* arriving(content: Uint8Array | string, size = 10_000): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(content);
	for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** Everything of a content. */
export async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of content) chunks.push(chunk);
	return Buffer.concat(chunks);
}
