/**
 * A process of its own that opens the embedded database in a directory, for the tests that kill it:
 * `node tests/support/embedded-writer.ts <directory> <round>`
 *
 * Prints 'open', and then the number of each row that the database has acknowledged, until it is killed. Cannot it open
 * the database, it prints the sentence on stderr and ends with 1. `UNPRIVILEGED_UID`: give up root first.
 */
import { writeSync } from 'node:fs';
import { openEmbedded } from '../../src/lib/server/platform/embedded-database.ts';
import { ConfigurationError } from '../../src/lib/server/platform/errors.ts';

const [directory, round] = process.argv.slice(2);
if (!directory || !round) throw new Error('usage: embedded-writer.ts <directory> <round>');

const uid = Number(process.env.UNPRIVILEGED_UID);
if (uid) process.setuid?.(uid);

try {
	const { pglite } = await openEmbedded(directory);
	await pglite.exec('create table if not exists row_written (round int, number int)');
	say('open');
	for (let number = 1; ; number++) {
		await pglite.query('insert into row_written values ($1, $2)', [Number(round), number]);
		say(String(number));
	}
} catch (error) {
	if (!(error instanceof ConfigurationError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}

/** At once: what console.log would keep in memory is lost by kill -9. */
function say(line: string): void {
	writeSync(1, `${line}\n`);
}
