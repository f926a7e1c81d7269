/**
 * `npm run log:rotate-key [-- --lost]`: gives the activity log a new signing key (docs/operations.md). `--lost`: the old one cannot
 * sign any more. Run it where the key file is; with a server, the system may go on running.
 */
import process from 'node:process';
import { readProofsConfig, rotateKey } from '../src/lib/server/activity-log/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';

try {
	const unknown = process.argv.slice(2).find((argument) => argument !== '--lost');
	if (unknown !== undefined) throw new ConfigurationError(`There is no ${unknown}, only --lost.`);
	const config = readConfig(process.env);
	const { keyFile } = readProofsConfig(process.env, config.dataDirectory);
	if (keyFile === null) throw new ConfigurationError('A database in memory has no key file.');
	const db = await openDatabase(config);
	try {
		const key = await rotateKey({ db, clock: systemClock }, keyFile, process.argv.includes('--lost'));
		console.log(`The log is now signed with this key. Tell those who check the log:\n${key}`);
	} finally {
		await db.close();
	}
} catch (error) {
	if (!(error instanceof ConfigurationError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
