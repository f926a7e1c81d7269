/**
 * A process of its own that mails what is due until it is killed: `fork('tests/support/mail-worker.ts', [database, mail server, now])`.
 * Its clock stands still. Says 'ready' before it begins.
 */
import { deliverDue } from '../../src/lib/server/notifications/index.ts';
import { fixedClock } from '../../src/lib/server/platform/clock.ts';
import { openDatabase } from '../../src/lib/server/platform/database.ts';

const [databaseUrl, smtpUrl, now] = process.argv.slice(2);
if (!databaseUrl || !smtpUrl || !now) throw new Error('usage: mail-worker.ts <database> <mail server> <now>');
const db = await openDatabase({ databaseUrl, dataDirectory: '' });
const server = {
	url: smtpUrl,
	from: 'opaverkad@test.example',
	bounceAddress: 'opaverkad@test.example',
	requireTls: false,
	authorities: null
};
process.send?.('ready');
for (;;) {
	await deliverDue({ db, clock: fixedClock(now) }, { server, link: 'https://opaverkad.example/notices' });
	await new Promise((resolve) => setTimeout(resolve, 5));
}
