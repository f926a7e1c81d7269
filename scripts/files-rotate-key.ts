/**
 * `npm run files:rotate-key`: gives the files a new master key (docs/operations.md). Run it where the key file is; with a server, the
 * system may go on running.
 */
import process from 'node:process';
import { readFilesConfig, rotateMasterKey } from '../src/lib/server/documents/index.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';

try {
	const config = readConfig(process.env);
	const files = readFilesConfig(process.env, config.dataDirectory);
	const db = await openDatabase(config);
	try {
		const count = await rotateMasterKey(db, files);
		console.log(`The key of ${count} files is wrapped by the new master key.`);
		console.log(
			files.keyFile === null
				? 'Take the old one out of FILES_KEY now, and restart the system.'
				: `Back up ${files.keyFile} now: without it no file can be read.`
		);
	} finally {
		await db.close();
	}
} catch (error) {
	if (!(error instanceof ConfigurationError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
