/** Everything that keeping files takes, opened once at start: where they lie, what locks them, who looks through them. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '../platform/context.ts';
import { nobody, type Scope, type Tx } from '../platform/database.ts';
import { findTools, type Tools } from './copies.ts';
import type { FilesConfig, ScannerAddress } from './files-config.ts';
import { openKeyring, type Keyring } from './keyring.ts';
import { openStorage, type SealedStorage } from './storage.ts';

export interface Vault {
	/** How large one file may be, in bytes. */
	mostBytes: number;
	storage: SealedStorage;
	keyring: Keyring;
	/** Null: nobody looks files through. */
	scanner: ScannerAddress | null;
	tools: Tools;
	/** Where the parts of files lie that are still arriving, sealed as well. */
	incomingFolder: string;
	now: Application['clock']['now'];
	/** One transaction as the system, which sees every file and nothing else. */
	asKeeper<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

const keeper: Scope = { ...nobody, roles: ['fileKeeper'] };

/** @throws ConfigurationError */
export function openVault(
	{ db, clock }: Application,
	{ directory, s3, scanner, mostBytes, ...keys }: FilesConfig,
	tools: Tools = findTools()
): Vault {
	const folder = directory ?? mkdtempSync(join(tmpdir(), 'opaverkad-files-'));
	const incomingFolder = join(folder, 'incoming');
	mkdirSync(incomingFolder, { recursive: true, mode: 0o700 });
	return {
		mostBytes,
		storage: openStorage(folder, s3),
		keyring: openKeyring(keys),
		scanner,
		tools,
		incomingFolder,
		now: () => clock.now(),
		asKeeper: (work) => db.transaction(keeper, work)
	};
}
