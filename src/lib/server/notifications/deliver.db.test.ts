import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { startMailServer, type TestMailServer } from '../../../../tests/support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { deliverDue, readNotices, tell, type MailRoom, type Notice } from './index.ts';

describe.each(engines.filter(({ available }) => available))('mailing, $engine', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let mail: TestMailServer;
	let round = 0;

	beforeAll(async () => {
		db = await open();
	});
	afterAll(() => db.close());
	beforeEach(async () => {
		await db.asOwner(async (tx) => {
			await tx.deleteFrom('notice').execute();
			await tx.deleteFrom('noticeMail').execute();
			await tx.deleteFrom('noticeChoice').execute();
			await tx
				.updateTable('mailServer')
				.set({ failingSince: null, attempts: 0, problem: null, nextAt: null, workedAt: null })
				.execute();
		});
		home = await makeMunicipality(db, `-${(round += 1)}`);
		mail = await startMailServer();
	});
	afterEach(() => mail.stop());

	const room = (): MailRoom => ({
		server: mail.server,
		link: 'https://opaverkad.example/notices',
		limits: { silence: 400, whole: 1500 }
	});
	const deliver = () => deliverDue({ db, clock: home.clock }, room());
	const pass = (time: { minutes?: number; hours?: number }) =>
		home.clock.set(home.clock.now().add(time).toString());
	const danger = (): Notice => ({ kind: 'dangerReported', subjectId: newId<string>() });
	/** Something of the administration: visible to whoever is told. */
	const task = (): Notice => ({ kind: 'unitWithoutManager', subjectId: newId<string>() });
	const tellThem = async (notice: Notice, ...keys: string[]) => {
		const context = home.as('reporter');
		await context.transaction((tx) =>
			tell(
				tx,
				context,
				notice,
				keys.map((key) => home.person(key))
			)
		);
	};
	/** As if danger were about something that everybody may see. */
	const tellOfDanger = async (...keys: string[]) => {
		const notice = danger();
		await tellThem(notice, ...keys);
		await db.asOwner((tx) =>
			tx
				.updateTable('notice')
				.set({ subjectKind: 'unit' })
				.where('subjectId', '=', notice.subjectId)
				.execute()
		);
	};
	const mailTo = (key: string) => `${key}-${round}@test.example`;
	const sentTo = () => mail.accepted.map(({ to }) => to);
	const states = async () => {
		const rows = await db.asOwner((tx) =>
			tx.selectFrom('noticeMail').select(['state', 'attempts', 'problem']).orderBy('createdAt').execute()
		);
		return rows;
	};
	const server = () => db.asOwner((tx) => tx.selectFrom('mailServer').selectAll().executeTakeFirstOrThrow());

	test('says that something waits and where, and nothing of what, whose or how much', async () => {
		await tellThem(task(), 'administrator');
		await tellThem(task(), 'administrator');
		await deliver();
		expect(sentTo()).toEqual([mailTo('administrator')]);
		const { subject, text, from } = await PostalMime.parse(mail.accepted[0]!.text);
		expect(subject).toBe('Något väntar på dig i Opåverkad');
		expect(from?.address).toBe('opaverkad@test.example');
		expect(text).toMatch(/https:\/\/opaverkad\.example\/notices/);
		expect(`${subject} ${text}`).not.toMatch(/Enhet|Alfa|chef|rapport|\d{4}-\d{4}|reporter/i);
		await deliver();
		expect(mail.accepted).toHaveLength(1);
	});

	test('in the recipient’s own language', async () => {
		await db.asOwner((tx) =>
			tx.updateTable('person').set({ locale: 'en' }).where('id', '=', home.person('administrator')).execute()
		);
		await tellThem(task(), 'administrator');
		await deliver();
		expect((await PostalMime.parse(mail.accepted[0]!.text)).subject).toBe(
			'Something is waiting for you in Opåverkad'
		);
	});

	test('without a mail server nothing is mailed, and with one later everybody gets one mail', async () => {
		for (let count = 0; count < 5; count++) await tellThem(task(), 'administrator', 'auditor');
		await deliverDue({ db, clock: home.clock }, { ...room(), server: null });
		expect(await states()).toEqual([]);
		pass({ hours: 72 });
		await deliver();
		expect(sentTo().sort()).toEqual([mailTo('administrator'), mailTo('auditor')].sort());
	});

	test('in the night only danger is mailed; the rest when the quiet hours end', async () => {
		home.clock.set('2026-03-04T21:30:00Z');
		await tellThem(task(), 'administrator');
		await deliver();
		expect(sentTo()).toEqual([]);
		await tellOfDanger('manager');
		await deliver();
		expect(sentTo()).toEqual([mailTo('manager')]);
		const { subject } = await PostalMime.parse(mail.accepted[0]!.text);
		expect(subject).toBe('Brådskar: något väntar på dig i Opåverkad');
		home.clock.set('2026-03-05T06:01:00Z');
		await deliver();
		expect(sentTo()).toEqual([mailTo('manager'), mailTo('administrator')]);
	});

	test('what was read in the meantime, or may no longer be seen, is not mailed', async () => {
		home.clock.set('2026-03-04T21:30:00Z');
		await tellThem(task(), 'administrator');
		await readNotices(home.as('administrator'));
		// a case that the manager may not know of
		await tellThem(danger(), 'manager');
		await deliver();
		pass({ hours: 12 });
		await deliver();
		expect(sentTo()).toEqual([]);
		expect(await states()).toMatchObject([{ state: 'unneeded' }]);
	});

	describe('a mail server that', () => {
		test('is down for a day is tried by one attempt at a time, and everybody gets one mail in the end', async () => {
			await mail.stop();
			for (let hour = 0; hour < 24; hour++) {
				await tellThem(task(), 'administrator', 'auditor', 'director');
				for (let minute = 0; minute < 60; minute += 10) {
					await deliver();
					pass({ minutes: 10 });
				}
			}
			expect(await server()).toMatchObject({ problem: 'ECONNREFUSED' });
			expect((await server()).failingSince).not.toBeNull();
			const attempts = (await states()).reduce((sum, one) => sum + one.attempts, 0);
			expect(attempts).toBeLessThan(24 * 7);
			await mail.start();
			pass({ minutes: 20 });
			await deliver();
			expect(sentTo().sort()).toEqual(['administrator', 'auditor', 'director'].map(mailTo).sort());
			expect(await server()).toMatchObject({ failingSince: null, problem: null, attempts: 0 });
			pass({ hours: 1 });
			await deliver();
			expect(mail.accepted).toHaveLength(3);
		}, 120_000);

		test('says nothing is left alone for a while, and the mail is not lost', async () => {
			const silent = await startMailServer({ onConnect: () => undefined });
			await tellThem(task(), 'administrator');
			await deliverDue({ db, clock: home.clock }, { ...room(), server: silent.server });
			expect(await server()).toMatchObject({ problem: 'ETIMEDOUT' });
			expect(await states()).toMatchObject([{ state: 'waiting' }]);
			await silent.stop();
			pass({ minutes: 2 });
			await deliver();
			expect(sentTo()).toEqual([mailTo('administrator')]);
		});

		test('answers slowly, but answers, gets the mail once', async () => {
			mail.behaviour = { at: 'message', waitMs: 250 };
			await tellThem(task(), 'administrator');
			await deliver();
			expect(sentTo()).toEqual([mailTo('administrator')]);
			expect(await states()).toMatchObject([{ state: 'sent' }]);
		});

		test('does not want one person’s mail now is asked again later, and the others’ are sent', async () => {
			mail.behaviour = { at: 'recipient', code: 451, to: mailTo('administrator') };
			await tellThem(task(), 'administrator', 'auditor');
			await deliver();
			expect(sentTo()).toEqual([mailTo('auditor')]);
			expect(await states()).toContainEqual({ state: 'waiting', attempts: 1, problem: 'EENVELOPE 451' });
			mail.behaviour = null;
			await deliver();
			expect(mail.accepted).toHaveLength(1);
			pass({ minutes: 1 });
			await deliver();
			expect(sentTo()).toEqual([mailTo('auditor'), mailTo('administrator')]);
		});

		test('does not know an address says so once, and the administrator is shown it', async () => {
			mail.behaviour = { at: 'recipient', code: 550, to: mailTo('auditor') };
			await tellThem(task(), 'auditor', 'director');
			await deliver();
			pass({ hours: 5 });
			await deliver();
			expect(sentTo()).toEqual([mailTo('director')]);
			expect(await states()).toContainEqual({ state: 'failed', attempts: 1, problem: 'EENVELOPE 550' });
			// what comes later is tried again
			mail.behaviour = null;
			await tellThem(task(), 'auditor');
			await deliver();
			expect(sentTo()).toEqual([mailTo('director'), mailTo('auditor')]);
		});

		test.each([
			[452, 'waiting'],
			[554, 'failed']
		])('refuses the message itself with %i leaves it %s', async (code, state) => {
			mail.behaviour = { at: 'message', code };
			await tellThem(task(), 'auditor');
			await deliver();
			expect(await states()).toEqual([{ state, attempts: 1, problem: `EMESSAGE ${code}` }]);
		});

		test('refuses to encrypt gets nothing', async () => {
			await tellThem(task(), 'auditor');
			await deliverDue(
				{ db, clock: home.clock },
				{ ...room(), server: { ...mail.server, requireTls: true } }
			);
			expect(mail.accepted).toEqual([]);
			expect(await server()).toMatchObject({ problem: 'ETLS 500' });
			expect(await states()).toMatchObject([{ state: 'waiting' }]);
		});

		test('cannot show that it is who it says gets nothing', async () => {
			const other = await startMailServer({ disabledCommands: [], hideSTARTTLS: false });
			await tellThem(task(), 'auditor');
			await deliverDue(
				{ db, clock: home.clock },
				{ ...room(), server: { ...other.server, requireTls: true } }
			);
			expect(other.accepted).toEqual([]);
			expect((await server()).problem).not.toBeNull();
			await other.stop();
		});

		test.each(['accepted', 'lost'] as const)(
			'goes away after the message without an answer (%s) does not get it again, but what is unread is in the next day’s mail',
			async (cut) => {
				mail.behaviour = { at: 'message', cut };
				await tellThem(task(), 'auditor');
				await deliver();
				expect(await states()).toMatchObject([{ state: 'uncertain' }]);
				mail.behaviour = null;
				pass({ hours: 2 });
				await deliver();
				expect(mail.accepted).toHaveLength(cut === 'accepted' ? 1 : 0);
				// 4 March is a Wednesday: the next day's mail comes on Thursday at eight
				home.clock.set('2026-03-05T07:00:00Z');
				await deliver();
				const ids = mail.accepted.map(({ messageId }) => messageId);
				expect(ids).toHaveLength(cut === 'accepted' ? 2 : 1);
				expect(new Set(ids).size).toBe(ids.length);
			}
		);

		test('goes away so with danger gets it again under the same Message-ID', async () => {
			mail.behaviour = { at: 'message', cut: 'accepted' };
			await tellOfDanger('manager');
			await deliver();
			mail.behaviour = null;
			pass({ minutes: 1 });
			await deliver();
			const ids = mail.accepted.map(({ messageId }) => messageId);
			expect(ids).toHaveLength(2);
			expect(new Set(ids).size).toBe(1);
		});
	});

	test('a clock that jumps over a week of deadlines, or back, loses nothing and sends nothing twice', async () => {
		home.clock.set('2026-03-04T21:30:00Z');
		await tellThem(task(), 'administrator');
		pass({ hours: 24 * 7 });
		await deliver();
		expect(sentTo()).toEqual([mailTo('administrator')]);
		home.clock.set('2026-03-01T12:00:00Z');
		await deliver();
		await tellThem(task(), 'auditor');
		await deliver();
		expect(sentTo()).toEqual([mailTo('administrator'), mailTo('auditor')]);
	});
});
