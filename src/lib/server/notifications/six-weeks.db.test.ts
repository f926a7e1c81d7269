/**
 * Six weeks of the system's life: over the change to summer time and Easter, with the mail server down for a day, nothing running for a
 * weekend, and the worker killed twenty times. Every three hours something is told to somebody.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { startMailServer, type TestMailServer } from '../../../../tests/support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { deliverDue, readNotices, tell, type NoticeKindCode } from './index.ts';

describe.skipIf(!hasServer)('six weeks', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let mail: TestMailServer;
	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		mail = await startMailServer();
	});
	afterAll(async () => {
		await mail.stop();
		await db.close();
	});

	const start = Temporal.Instant.from('2026-03-09T00:10:00Z');
	const hours = 6 * 7 * 24;
	const recipients = ['administrator', 'auditor', 'director', 'head', 'manager'] as const;
	/** Of the three urgencies; told of something that everybody may see, so that what counts is the mail. */
	const kinds: NoticeKindCode[] = ['unitWithoutManager', 'caseToRead', 'unitWithoutManager', 'caseToRead'];

	const room = () => ({ server: mail.server, link: 'https://opaverkad.example/notices' });
	const tellOne = async (hour: number) => {
		const context = home.as('reporter');
		const subjectId = newId<string>();
		const recipient = home.person(recipients[hour % recipients.length]!);
		await context.transaction((tx) =>
			tell(tx, context, { kind: kinds[hour % kinds.length]!, subjectId }, [recipient])
		);
		await db.asOwner((tx) =>
			tx.updateTable('notice').set({ subjectKind: 'unit' }).where('subjectId', '=', subjectId).execute()
		);
	};
	/** A worker of its own that is killed while it mails. */
	const mailAndBeKilled = async () => {
		const worker = fork('tests/support/mail-worker.ts', [
			db.url!,
			mail.server.url,
			home.clock.now().toString()
		]);
		await once(worker, 'message');
		const sent = mail.accepted.length;
		for (let tries = 0; tries < 300 && mail.accepted.length === sent; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
		worker.kill('SIGKILL');
		await once(worker, 'exit');
	};

	test('lose no notice, send no mail twice, and bother nobody', async () => {
		mail.behaviour = { at: 'message', waitMs: 2 };
		for (let hour = 0; hour < hours; hour += 3) {
			home.clock.set(start.add({ hours: hour }).toString());
			await tellOne(hour / 3);
			const day = Math.floor(hour / 24);
			if (hour === 9 * 24 + 6) await mail.stop();
			if (hour === 10 * 24 + 6) await mail.start();
			// the third weekend nothing runs, over the change to summer time
			if (day >= 19 && day < 21) continue;
			// in the morning, when most is mailed
			if (hour % 48 === 6 && hour < 40 * 24) await mailAndBeKilled();
			else await deliverDue({ db, clock: home.clock }, room());
			// people read now and then
			if (hour % 24 === 15) await readNotices(home.as(recipients[day % recipients.length]!));
		}
		// the rest comes with the next day's mail
		for (let hour = hours; hour < hours + 96; hour += 3) {
			home.clock.set(start.add({ hours: hour }).toString());
			await deliverDue({ db, clock: home.clock }, room());
		}

		const accepted = new Set(mail.accepted.map(({ messageId }) => messageId.split('@')[0]));
		expect(accepted.size).toBe(mail.accepted.length);
		const notices = await db.asOwner((tx) =>
			tx.selectFrom('notice').select(['recipientId', 'mailId', 'readAt']).execute()
		);
		expect(notices).toHaveLength(hours / 3);
		const lost = notices.filter(
			({ mailId, readAt }) => readAt === null && (mailId === null || !accepted.has(mailId))
		);
		expect(lost).toEqual([]);
		// five people, each told more than once a day: less than two mails a day each, also when the server came back
		expect(mail.accepted.length).toBeLessThan(42 * 5 * 2);
	}, 600_000);
});
