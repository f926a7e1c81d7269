import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { startMailServer, type TestMailServer } from '../../../../tests/support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { deliverDue, receiveBounce, tell, viewMailState } from './index.ts';

/** A bounce as a mail server writes it (tests/fixtures/bounces). @param id the left part of the Message-ID that it returns */
const bounce = (name: string, id: string) =>
	Buffer.from(readFileSync(`tests/fixtures/bounces/${name}.eml`, 'utf8').replaceAll('{id}', id));
const idOf = (messageId: string) => messageId.split('@')[0]!;

describe.each(engines.filter(({ available }) => available))('bounces, $engine', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let mail: TestMailServer;
	let round = 0;

	beforeAll(async () => {
		db = await open();
	});
	afterAll(() => db.close());
	beforeEach(async () => {
		home = await makeMunicipality(db, `-${(round += 1)}`);
		mail = await startMailServer();
	});
	afterEach(() => mail.stop());

	const application = () => ({ db, clock: home.clock });
	const deliver = () =>
		deliverDue(application(), { server: mail.server, link: 'https://opaverkad.example/notices' });
	const receive = (name: string, id: string) => receiveBounce(application(), bounce(name, id));
	/** Mails the auditor. @returns the mail's id */
	const sendOne = async () => {
		const context = home.as('reporter');
		await context.transaction((tx) =>
			tell(tx, context, { kind: 'unitWithoutManager', subjectId: newId<string>() }, [home.person('auditor')])
		);
		await deliver();
		return idOf(mail.accepted.at(-1)!.messageId);
	};
	const shown = async () => (await viewMailState(home.as('administrator'))).unreached;
	const record = (id: string) =>
		db.asOwner((tx) =>
			tx
				.selectFrom('noticeMail')
				.select(['state', 'problem', 'claim'])
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
		);

	test('are to go to the address for bounces, while people see who sent the mail', async () => {
		await sendOne();
		const [sent] = mail.accepted;
		expect(sent!.envelopeFrom).toBe('bounces@test.example');
		expect(sent!.text).toMatch(/^From: opaverkad@test\.example\r?$/m);
		// Exchange sends none at all when it is told All, or NDR
		const suppressed = /^X-Auto-Response-Suppress: (.*)$/m.exec(sent!.text)?.[1];
		expect(suppressed).toMatch(/OOF/);
		expect(suppressed).not.toMatch(/All|NDR/);
	});

	test.each([
		['postfix-failed', 'bounced 5.1.1'],
		['postfix-expired', 'bounced 4.4.1'],
		['exchange-online', 'bounced 5.1.10']
	])('of a mail that did not arrive are shown to the administrator: %s', async (name, problem) => {
		const id = await sendOne();
		expect(await shown()).toEqual([]);
		expect(await receive(name, id)).toBe('failed');
		expect(await shown()).toMatchObject([{ personId: home.person('auditor'), problem, count: 1 }]);
		expect(await record(id)).toEqual({ state: 'failed', problem, claim: null });
	});

	test('say it once, however often they come; the next notice is mailed again', async () => {
		const id = await sendOne();
		await receive('postfix-failed', id);
		const [first] = await shown();
		home.clock.set(home.clock.now().add({ hours: 5 }).toString());
		expect(await receive('exchange-online', id)).toBe('unknownMail');
		expect(await shown()).toEqual([first]);
		expect(await sendOne()).not.toBe(id);
		expect(mail.accepted).toHaveLength(2);
	});

	test('of a mail that was never sent, or that is no mail’s, change nothing', async () => {
		const id = await sendOne();
		expect(await receive('postfix-failed', newId<string>())).toBe('unknownMail');
		expect(await receive('postfix-failed', `${id}' or '1'='1`)).toBe('unknownMail');
		expect(await receive('out-of-office', id)).toBe('notABounce');
		expect(await receive('exim-in-words', id)).toBe('notABounce');
		expect(await shown()).toEqual([]);
		expect(await record(id)).toMatchObject({ state: 'sent', problem: null });
	});

	test('that say that the mail is late are noted only; that it arrived, nothing', async () => {
		const id = await sendOne();
		expect(await receive('postfix-relayed', id)).toBe('arrived');
		expect(await record(id)).toMatchObject({ state: 'sent', problem: null });
		expect(await receive('postfix-delayed', id)).toBe('delayed');
		expect(await record(id)).toMatchObject({ state: 'sent', problem: 'delayed 4.4.1' });
		expect(await shown()).toEqual([]);
		expect(await receive('postfix-failed', id)).toBe('failed');
		expect(await receive('postfix-delayed', id)).toBe('unknownMail');
		expect(await record(id)).toMatchObject({ state: 'failed', problem: 'bounced 5.1.1' });
	});

	test('that are quicker than the worker who sent the mail are not overwritten by it', async () => {
		mail.behaviour = { at: 'message', waitMs: 400 };
		const sending = sendOne();
		const handedOver = () =>
			db.asOwner((tx) =>
				tx.selectFrom('noticeMail').select('id').where('state', '=', 'handedOver').executeTakeFirst()
			);
		await expect.poll(handedOver, { interval: 20 }).toBeDefined();
		const { id } = (await handedOver())!;
		expect(await receive('postfix-failed', id)).toBe('failed');
		expect(await sending).toBe(id);
		expect(await record(id)).toEqual({ state: 'failed', problem: 'bounced 5.1.1', claim: null });
	});

	test('of a mail that is about to be sent once more do not stop it', async () => {
		const id = await sendOne();
		await db.asOwner((tx) =>
			tx.updateTable('noticeMail').set({ state: 'waiting' }).where('id', '=', id).execute()
		);
		expect(await receive('postfix-failed', id)).toBe('unknownMail');
		expect(await record(id)).toMatchObject({ state: 'waiting' });
	});
});

describe('npm run mail:bounce', () => {
	const run = async (env: Record<string, string>, message: Buffer) => {
		const child = spawn(process.execPath, ['scripts/mail-bounce.ts'], {
			env: { PATH: process.env.PATH, ...env },
			stdio: ['pipe', 'pipe', 'pipe']
		});
		child.stdin.on('error', () => undefined);
		child.stdin.end(message);
		const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
		const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
		return { code, stdout, lines: stderr.trimEnd().split('\n') };
	};

	test('says that it cannot work with the embedded database, makes none, and lets the mail server keep the message', async () => {
		const { code, lines } = await run(
			{ DATA_DIRECTORY: '/nowhere' },
			bounce('postfix-failed', newId<string>())
		);
		expect(code).toBe(75);
		expect(lines).toEqual([expect.stringMatching(/keeps the embedded database to itself: set DATABASE_URL/)]);
	});

	test.skipIf(!hasServer)(
		'works beside the running system, and says one line without addresses',
		async () => {
			const db = await serverDatabase();
			try {
				const home = await makeMunicipality(db);
				const id = newId<string>();
				await db.asOwner((tx) =>
					tx
						.insertInto('noticeMail')
						.values({
							id,
							municipalityId: home.id,
							recipientId: home.person('auditor'),
							createdAt: home.clock.now().toString(),
							nextAt: home.clock.now().toString(),
							state: 'sent'
						})
						.execute()
				);
				const env = { DATABASE_URL: db.url! };
				const ran = async (name: string, of: string) => await run(env, bounce(name, of));
				expect(await ran('postfix-failed', id)).toEqual({
					code: 0,
					stdout: '',
					lines: [expect.stringMatching(/^Written down: the mail did not arrive/)]
				});
				expect((await viewMailState(home.as('administrator'))).unreached).toHaveLength(1);
				for (const [name, of] of [
					['postfix-failed', id],
					['postfix-failed', newId<string>()],
					['out-of-office', id],
					['exim-in-words', id]
				] as const) {
					const { code, lines } = await ran(name, of);
					expect(code).toBe(0);
					expect(lines).toEqual([expect.stringMatching(/Nothing is changed\.$/)]);
					expect(lines.join()).not.toMatch(/@/);
				}
				expect(await run({ DATABASE_URL: `${db.url!}_gone` }, Buffer.from(''))).toMatchObject({ code: 75 });
			} finally {
				await db.close();
			}
		},
		60_000
	);
});
