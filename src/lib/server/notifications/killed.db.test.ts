/** Workers that are killed, and workers beside each other: nothing is lost, and nothing is sent twice that must not be. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonId } from '../../../../database/column-types.ts';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { startMailServer, type TestMailServer } from '../../../../tests/support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { deliverDue, tell, type NoticeKindCode } from './index.ts';

describe.skipIf(!hasServer)('workers', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let mail: TestMailServer;
	let people: PersonId[];

	beforeAll(async () => {
		db = await serverDatabase();
		mail = await startMailServer();
	});
	afterAll(async () => {
		await mail.stop();
		await db.close();
	});
	let round = 0;
	beforeEach(async () => {
		mail.accepted.length = 0;
		mail.behaviour = null;
		await db.asOwner(async (tx) => {
			await tx.deleteFrom('notice').execute();
			await tx.deleteFrom('noticeMail').execute();
		});
		home = await makeMunicipality(db, `-${(round += 1)}`);
		people = Array.from({ length: 60 }, () => newId<PersonId>());
		await db.asOwner((tx) =>
			tx
				.insertInto('person')
				.values(
					people.map((id, at) => ({
						id,
						municipalityId: home.id,
						unitId: home.unit('alpha').id,
						name: `Person ${at}`,
						email: `person-${round}-${at}@test.example`
					}))
				)
				.execute()
		);
	});

	/** Something that everybody may see, so that what counts is the mail. */
	const tellEverybody = async (kind: NoticeKindCode) => {
		const context = home.as('reporter');
		const subjectId = newId<string>();
		await context.transaction((tx) => tell(tx, context, { kind, subjectId }, people));
		await db.asOwner((tx) =>
			tx.updateTable('notice').set({ subjectKind: 'unit' }).where('subjectId', '=', subjectId).execute()
		);
	};
	const startWorker = async (): Promise<ChildProcess> => {
		const now = home.clock.now().toString();
		const worker = fork('tests/support/mail-worker.ts', [db.url!, mail.server.url, now]);
		await once(worker, 'message');
		return worker;
	};
	const kill = async (worker: ChildProcess) => {
		worker.kill('SIGKILL');
		await once(worker, 'exit');
	};
	const pass = (minutes: number) => home.clock.set(home.clock.now().add({ minutes }).toString());
	const deliver = () =>
		deliverDue({ db, clock: home.clock }, { server: mail.server, link: 'https://opaverkad.example/notices' });
	const ids = () => mail.accepted.map(({ messageId }) => messageId);
	/** Notices whose mail no server has said yes to. */
	const lost = async () => {
		const notices = await db.asOwner((tx) => tx.selectFrom('notice').select('mailId').execute());
		const accepted = new Set(ids().map((id) => id.split('@')[0]));
		return notices.filter(({ mailId }) => !mailId || !accepted.has(mailId)).length;
	};
	/** Until the worker has sent a few more, and then at any moment. */
	const afterSome = async () => {
		const enough = mail.accepted.length + Math.floor(Math.random() * 8);
		for (let tries = 0; tries < 3_000 && mail.accepted.length < enough; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		await new Promise((resolve) => setTimeout(resolve, Math.random() * 12));
	};
	/** Each start of a worker costs a second or two; twenty kills in six weeks: tests/six-weeks.db.test.ts. */
	const rounds = 8;
	const killTimesAndAgain = async (kind: NoticeKindCode) => {
		// slow enough for a kill to come between everything
		mail.behaviour = { at: 'message', waitMs: 4 };
		for (let kills = 0; kills < rounds; kills++) {
			await tellEverybody(kind);
			const worker = await startWorker();
			await afterSome();
			await kill(worker);
			pass(6);
		}
		// what is uncertain comes with the next day's mail
		for (let hour = 0; hour < 48; hour++) {
			await deliver();
			pass(60);
		}
	};

	test('that are killed time and again while they mail lose nothing, and send nothing twice', async () => {
		await killTimesAndAgain('unitWithoutManager');
		expect(await lost()).toBe(0);
		// who got a mail, and then another one of what came later
		expect(ids().length).toBeGreaterThan(people.length);
		expect(new Set(ids()).size).toBe(ids().length);
	}, 600_000);

	test('that are killed time and again while they mail of danger lose nothing; what comes twice has the same Message-ID', async () => {
		await killTimesAndAgain('dangerReported');
		expect(await lost()).toBe(0);
		// one mail at a time was under way at each kill
		const twice = ids().length - new Set(ids()).size;
		expect(twice).toBeLessThanOrEqual(rounds);
		console.log(`danger: ${ids().length} mails, ${twice} of them twice, by ${rounds} kills`);
	}, 600_000);

	test('that work beside each other send each mail once', async () => {
		const workers = await Promise.all([startWorker(), startWorker(), startWorker()]);
		for (let count = 0; count < 5; count++) await tellEverybody('unitWithoutManager');
		for (let tries = 0; tries < 200 && (await lost()) > 0; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		await Promise.all(workers.map(kill));
		expect(await lost()).toBe(0);
		expect(new Set(ids()).size).toBe(ids().length);
		// a mail that was under way when more came is one, and what came meanwhile is in another
		expect(ids().length).toBeLessThanOrEqual(5 * people.length);
	}, 120_000);
});
