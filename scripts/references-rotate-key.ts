/**
 * `npm run references:rotate-key`: gives the references to the case system a new key, and marks them all anew (docs/operations.md).
 * Stop the system first: a running one goes on with the old key.
 */
import process from 'node:process';
import { referenceKeyFile, rotateReferenceKey } from '../src/lib/server/incidents/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';

try {
	const config = readConfig(process.env);
	const file = referenceKeyFile(process.env, config.dataDirectory);
	if (file === null) throw new ConfigurationError('A database in memory has no key file.');
	const db = await openDatabase(config);
	try {
		const marked = await rotateReferenceKey({ db, clock: systemClock }, file);
		console.log(`The references have a new key, in ${file}. Marked anew: ${marked}.`);
	} finally {
		await db.close();
	}
} catch (error) {
	if (!(error instanceof ConfigurationError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
