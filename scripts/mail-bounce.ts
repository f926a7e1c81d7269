/**
 * `npm run mail:bounce`: reads one message from standard input, and writes down when it is the bounce of one of our mails
 * (docs/operations.md). For the mail server, beside the running system. Says nothing of who or what a message is about.
 *
 * Ends with 0 also when it is not a bounce, or not of ours; with 75 (EX_TEMPFAIL of sysexits.h: the mail server keeps the message and
 * tries again) when it could not be written down.
 */
import { buffer } from 'node:stream/consumers';
import process from 'node:process';
import { receiveBounce, type BounceOutcome } from '../src/lib/server/notifications/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';

const says: Record<BounceOutcome, string> = {
	notABounce: 'Not a bounce in the form of RFC 3464 (multipart/report). Nothing is changed.',
	unknownMail: 'A bounce of no mail of ours, or known already. Nothing is changed.',
	arrived: 'The mail has arrived, or was passed on. Nothing is changed.',
	delayed: 'Noted: the mail is late, and still tried.',
	failed: 'Written down: the mail did not arrive. It is shown on /organisation/notifications.'
};

try {
	const config = readConfig(process.env);
	if (config.databaseUrl === null) {
		throw new ConfigurationError(
			'Bounces are read beside the running system, which keeps the embedded database to itself: set DATABASE_URL to the PostgreSQL server that the system uses. With the embedded database there is no reading of bounces.'
		);
	}
	const raw = await buffer(process.stdin);
	const db = await openDatabase(config);
	try {
		console.error(says[await receiveBounce({ db, clock: systemClock }, raw)]);
	} finally {
		await db.close();
	}
} catch (error) {
	console.error(error instanceof ConfigurationError ? error.message : error);
	process.exitCode = 75;
}
