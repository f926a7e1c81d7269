/** A process of its own that gives entries their places until it is killed: `fork('tests/support/log-integrator.ts', [url])`. */
import { integrate } from '../../src/lib/server/activity-log/integrate.ts';
import { openDatabase } from '../../src/lib/server/platform/database.ts';

const [url] = process.argv.slice(2);
if (!url) throw new Error('usage: log-integrator.ts <database address>');
const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
const memory = { seen: null };
process.send?.('ready');
for (;;) {
	await integrate({ db }, memory);
	await new Promise((resolve) => setTimeout(resolve, 5));
}
