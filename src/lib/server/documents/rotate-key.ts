import type { Database } from '../platform/database.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { FilesConfig } from './files-config.ts';
import { rewrapAll } from './keep.ts';
import { addMasterKey, forgetOldKeys, openKeyring } from './keyring.ts';
import { listMasterKeys } from './queries.ts';

/**
 * Changes the master key of the files: a new one is put first, the key of every file is wrapped with it, and then the old ones are
 * thrown away. What is in the storage stays as it is. May be run again when it was interrupted, and while the system runs. With keys from
 * a setting, the operator has put the new one first there.
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
	const keyring = openKeyring(config, await db.asOwner(listMasterKeys));
	if (keyFile !== null) addMasterKey(keyFile);
	const count = await db.asOwner((tx) => rewrapAll(tx, keyring));
	if (keyFile !== null) forgetOldKeys(keyFile);
	return count;
}
