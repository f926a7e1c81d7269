/**
 * A process of its own that reminds and mails, until it is killed: `fork('tests/support/reminder-worker.ts', [database, mail server])`.
 * What time it is, the parent says: each message is an instant, and is answered with 'done' once everything due by then is made.
 */
import { deliverDue } from '../../src/lib/server/notifications/index.ts';
import { fixedClock } from '../../src/lib/server/platform/clock.ts';
import { openDatabase } from '../../src/lib/server/platform/database.ts';
import { remindAll } from '../../src/lib/server/reminders/index.ts';

const [databaseUrl, smtpUrl] = process.argv.slice(2);
if (!databaseUrl || !smtpUrl) throw new Error('usage: reminder-worker.ts <database> <mail server>');
const clock = fixedClock('2000-01-01T00:00:00Z');
const application = { db: await openDatabase({ databaseUrl, dataDirectory: '' }), clock };
const server = {
	url: smtpUrl,
	from: 'opaverkad@test.example',
	bounceAddress: 'opaverkad@test.example',
	requireTls: false,
	authorities: null
};

process.on('message', (now: string) => {
	clock.set(now);
	void remindAll(application)
		.then(() => deliverDue(application, { server, link: 'https://opaverkad.example/notices' }))
		.then(() => process.send?.('done'));
});
process.send?.('ready');
