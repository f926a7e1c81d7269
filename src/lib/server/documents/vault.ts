/** Everything that keeping files takes, opened once at start: where they lie, what locks them, who looks through them. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '../platform/context.ts';
import { nobody, type Scope, type Tx } from '../platform/database.ts';
import { findTools, type Tools } from './copies.ts';
import type { FilesConfig, ScannerAddress } from './files-config.ts';
import { openKeyring, type Keyring } from './keyring.ts';
import { listMasterKeys } from './queries.ts';
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

/** @throws ConfigurationError also when stored files are locked by a master key that is not there */
export async function openVault(application: Application, config: FilesConfig): Promise<Vault> {
	const inUse = await application.db.transaction(keeper, listMasterKeys);
	return vaultWith(application, config, openKeyring(config, inUse));
}

/** The same with a keyring that somebody else has opened. */
export function vaultWith(
	{ db, clock }: Application,
	{ directory, s3, scanner, mostBytes }: FilesConfig,
	keyring: Keyring
): Vault {
	const folder = directory ?? mkdtempSync(join(tmpdir(), 'opaverkad-files-'));
	const incomingFolder = join(folder, 'incoming');
	mkdirSync(incomingFolder, { recursive: true, mode: 0o700 });
	return {
		mostBytes,
		storage: openStorage(folder, s3),
		keyring,
		scanner,
		tools: findTools(),
		incomingFolder,
		now: () => clock.now(),
		asKeeper: (work) => db.transaction(keeper, work)
	};
}
