import type { Database } from '../platform/database.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { FilesConfig } from './files-config.ts';
import { rewrapAll } from './keep.ts';
import { addMasterKey, forgetOldKeys, openKeyring } from './keyring.ts';
import { keepNewFilesOut, listMasterKeys } from './queries.ts';

/**
 * Changes the master key of the files: a new one is put first, the key of every file is wrapped with it, and then the old ones are
 * thrown away. What is in the storage stays as it is. May be run again when it was interrupted, while another one runs, and while the
 * system runs. With keys from a setting, the operator has put the new one first there.
 *
 * @returns for how many files
 * @throws ConfigurationError
 */
export async function rotateMasterKey(
	db: Database,
	config: Pick<FilesConfig, 'keyFile' | 'keys' | 'isKeyLost'>
): Promise<number> {
	const { keyFile, keys } = config;
	if (keyFile === null && keys === null) {
		throw new ConfigurationError('A database in memory has no key file.');
	}
	// under one lock each: the keys of the file are read and written by one rotation at a time, wherever another one runs
	const count = await db.asOwner(async (tx) => {
		await keepNewFilesOut(tx);
		const keyring = openKeyring(config, await listMasterKeys(tx));
		if (keyFile !== null) addMasterKey(keyFile);
		return rewrapAll(tx, keyring);
	});
	// not before what was wrapped anew is certain to stay
	if (keyFile !== null) {
		await db.asOwner(async (tx) => {
			await keepNewFilesOut(tx);
			forgetOldKeys(keyFile, await listMasterKeys(tx));
		});
	}
	return count;
}
