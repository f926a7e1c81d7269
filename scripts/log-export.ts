/**
 * `npm run log:export -- directory`: writes the activity log with its proofs to a file in the directory, to be kept or checked
 * elsewhere (`npm run log:verify`). It holds every entry: give it to nobody who may not read the log.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { exportLog, exportText, integrate, logKeeper } from '../src/lib/server/activity-log/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';

async function main(directory: string): Promise<string> {
	const db = await openDatabase(readConfig(process.env));
	try {
		// where the system does not run, the last entries have no places yet
		await integrate({ db }, { seen: null });
		const stamp = systemClock.now().toString({ smallestUnit: 'second' }).replaceAll(':', '');
		const path = join(directory, `opaverkad-log-${stamp}.jsonl`);
		const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
		await once(file, 'open');
		const asKeeper = {
			now: () => systemClock.now(),
			transaction: <T>(work: Parameters<typeof db.transaction<T>>[1]) => db.transaction(logKeeper, work)
		};
		for await (const text of exportText(exportLog(asKeeper, 'everything'))) {
			if (!file.write(text)) await once(file, 'drain');
		}
		file.end();
		await once(file, 'close');
		return path;
	} finally {
		await db.close();
	}
}

const [directory] = process.argv.slice(2);
try {
	if (directory === undefined) {
		throw new ConfigurationError('Name the directory to write to: npm run log:export -- directory');
	}
	console.log(await main(directory));
} catch (error) {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (error instanceof ConfigurationError) console.error(error.message);
	else if (/^E[A-Z]+$/.test(code))
		console.error(`The directory ${directory} cannot be written to (${code}).`);
	else throw error;
	process.exitCode = 1;
}
