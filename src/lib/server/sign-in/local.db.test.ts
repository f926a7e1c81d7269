/** Local accounts on both engines: signing in, what slows down guessing, recovery codes, links, sessions, and what is logged. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { contextFor, findSession, isSignInRecent, rotateSession, type Context } from '../access/index.ts';
import { fixedClock } from '../platform/clock.ts';
import type { Application } from '../platform/context.ts';
import { openDatabase } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	acceptInvitation,
	beginSession,
	changePassword,
	closeAccount,
	completeFirstRun,
	endOwnSessions,
	endSession,
	findAccountOf,
	findInvitation,
	findOwnAccount,
	inviteToAccount,
	isFirstRun,
	listOwnSessions,
	makeRecoveryCodes,
	offerFirstRun,
	rememberDevice,
	renewSession,
	signInWithPassword,
	signInWithRecoveryCode,
	type Proven,
	type SignInResult
} from './index.ts';

const password = 'tre gula cyklar i regn';
const other = 'fyra blå traktorer på is';

describe.each(engines)('on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('local accounts', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let application: Application;
		let clock: ReturnType<typeof fixedClock>;
		let round = 0;

		beforeAll(async () => {
			db = await open();
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			// user names are one for the whole installation
			home = await makeMunicipality(db, `-${round++}`);
			clock = fixedClock('2026-03-04T08:00:00Z');
			application = { db, clock };
		});

		const later = (duration: { seconds?: number; minutes?: number; hours?: number }) =>
			clock.set(clock.now().add(duration).toString());
		const userName = (key: string) => `${key}-${round - 1}@test.example`;
		const admin = () => contextOf('administrator');
		/** The context of somebody, by the clock of this test. */
		const contextOf = (key: string): Context => contextFor(application, home.as(key).actor, '10.0.0.9');

		async function openAccount(key: string): Promise<Proven> {
			const invited = await inviteToAccount(admin(), home.person(key), userName(key));
			if (typeof invited === 'string') throw new Error(invited);
			const who = await acceptInvitation(application, invited.key, { password, address: null });
			if (typeof who === 'string') throw new Error(who);
			return who;
		}
		const typed = (key: string, secret: string, where: { device?: string; address?: string } = {}) => ({
			userName: userName(key),
			secret,
			device: where.device ?? null,
			address: where.address ?? '10.0.0.1'
		});
		const attempt = (key: string, secret: string, where?: { device?: string; address?: string }) =>
			signInWithPassword(application, typed(key, secret, where));
		async function failTimes(count: number, key: string, where?: { device?: string; address?: string }) {
			const outcomes: SignInResult['outcome'][] = [];
			for (let n = 0; n < count; n++) outcomes.push((await attempt(key, 'fel lösenord', where)).outcome);
			return outcomes;
		}
		async function session(who: Proven): Promise<{ token: string; context: Context }> {
			const token = await beginSession(application, {
				...who,
				address: '10.0.0.1',
				device: 'Firefox/1 Windows'
			});
			return { token, context: await contextByToken(token) };
		}
		async function contextByToken(token: string): Promise<Context> {
			const found = await findSession(application, token);
			if (!found) throw new Error('the session has ended');
			return contextFor(application, found.actor, '10.0.0.1');
		}
		const isIn = async (token: string) => (await findSession(application, token)) !== undefined;
		const logged = async () => {
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['action', 'actorId', 'subjectId', 'role'])
					.where('municipalityId', '=', home.id)
					.orderBy('id')
					.execute()
			);
			return rows.map(({ action }) => action);
		};

		test('whoever is given an account is told, and so is who reviews the log; not who did it', async () => {
			await openAccount('reporter');
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('notice')
					.select(['recipientId', 'kind'])
					.where('municipalityId', '=', home.id)
					.orderBy('kind')
					.execute()
			);
			expect(rows).toEqual([
				{ recipientId: home.person('reporter'), kind: 'ownSignInChanged' },
				{ recipientId: home.person('dataProtectionOfficer'), kind: 'signInChangedToReview' }
			]);
		});

		test('a link from the administrator works once; whoever holds it chooses a password', async () => {
			const invited = await inviteToAccount(
				admin(),
				home.person('reporter'),
				` ${userName('reporter').toUpperCase()} `
			);
			if (typeof invited === 'string') throw new Error(invited);
			expect(await findInvitation(application, invited.key)).toMatchObject({
				userName: userName('reporter'),
				municipalityName: 'Testköpings kommun'
			});
			expect(
				await acceptInvitation(application, invited.key, { password: 'Sommar2026!!', address: null })
			).toBe('passwordCommon');
			const who = await acceptInvitation(application, invited.key, { password, address: null });
			expect(who).toEqual({ personId: home.person('reporter'), municipalityId: home.id, method: 'password' });
			expect(await findInvitation(application, invited.key)).toBeUndefined();
			await expect(acceptInvitation(application, invited.key, { password, address: null })).rejects.toThrow(
				NotFound
			);

			const result = await attempt('reporter', password);
			expect(result).toEqual({ outcome: 'welcome', who });
			expect(await logged()).toEqual(['account.invited', 'account.opened']);
		});

		test('a link is of no use after a day, and when a newer one was made', async () => {
			const first = await inviteToAccount(admin(), home.person('reporter'), userName('reporter'));
			const second = await inviteToAccount(admin(), home.person('reporter'), userName('reporter'));
			if (typeof first === 'string' || typeof second === 'string') throw new Error('taken');
			expect(await findInvitation(application, first.key)).toBeUndefined();
			expect(await findInvitation(application, second.key)).toBeDefined();
			later({ hours: 24 });
			expect(await findInvitation(application, second.key)).toBeUndefined();
		});

		test('only administrators make links and close accounts, and never for another municipality', async () => {
			for (const key of ['reporter', 'manager', 'dataProtectionOfficer']) {
				await expect(inviteToAccount(contextOf(key), home.person(key), userName(key)), key).rejects.toThrow(
					'forbidden'
				);
				await expect(closeAccount(contextOf(key), home.person('manager')), key).rejects.toThrow('forbidden');
				await expect(findAccountOf(contextOf(key), home.person('manager')), key).rejects.toThrow('forbidden');
			}
			const away = await makeMunicipality(db, `-away-${round}`);
			await expect(inviteToAccount(admin(), away.person('reporter'), 'x@y.example')).rejects.toThrow(
				NotFound
			);
			await expect(findAccountOf(admin(), away.person('reporter'))).rejects.toThrow(NotFound);
		});

		test('of somebody with protected personal data, an administrator learns neither name nor user name', async () => {
			await openAccount('colleague');
			const early = await inviteToAccount(admin(), home.person('colleague'), userName('colleague'));
			if (typeof early === 'string') throw new Error(early);
			await db.askAsOwner((asked) =>
				asked
					.updateTable('person')
					.set({ isProtected: true })
					.where('id', '=', home.person('colleague'))
					.execute()
			);
			const found = await findAccountOf(admin(), home.person('colleague'));
			expect(found).toMatchObject({ name: null, email: null, account: { userName: null } });
			expect(JSON.stringify(found)).not.toContain(userName('colleague'));
			expect(await inviteToAccount(admin(), home.person('colleague'), 'nytt-namn')).toBe('protectedPerson');
			// the account can be taken away all the same
			await closeAccount(admin(), home.person('colleague'));
			expect((await findAccountOf(admin(), home.person('colleague'))).account).toBeNull();
		});

		test('two people cannot have the same user name', async () => {
			await openAccount('reporter');
			expect(await inviteToAccount(admin(), home.person('colleague'), userName('reporter'))).toBe(
				'userNameTaken'
			);
		});

		test('wrong password and unknown user name get the same answer, in about the same time', async () => {
			await openAccount('reporter');
			const timed = async (key: string) => {
				const began = performance.now();
				const result = await attempt(key, 'fel lösenord', { address: key });
				return { result, ms: performance.now() - began };
			};
			const known = await timed('reporter');
			const unknown = await timed('nobody-of-that-name');
			expect(known.result).toEqual({ outcome: 'refused' });
			expect(unknown.result).toEqual(known.result);
			expect(Math.abs(known.ms - unknown.ms)).toBeLessThan(150);
			// and both are slowed down alike
			expect(await failTimes(5, 'reporter')).toEqual(await failTimes(5, 'nobody-of-that-name'));
		});

		test('a refusal is logged on the account that exists, by nobody; what is not known leaves no trace', async () => {
			const { personId } = await openAccount('reporter');
			await failTimes(1, 'reporter');
			await failTimes(1, 'nobody-of-that-name');
			await expect
				.poll(() =>
					db.asOwner((tx) =>
						tx
							.selectFrom('activity')
							.select(['actorId', 'subjectId', 'address'])
							.where('action', '=', 'session.refused')
							.where('municipalityId', '=', home.id)
							.execute()
					)
				)
				.toEqual([{ actorId: null, subjectId: personId, address: '10.0.0.1' }]);
		});

		test('guessing is slowed down: five at once, then a wait that doubles, at most 15 minutes', async () => {
			await openAccount('reporter');
			expect(await failTimes(6, 'reporter')).toEqual([...Array<string>(5).fill('refused'), 'wait']);
			const waits: number[] = [];
			for (let n = 0; n < 8; n++) {
				const result = await attempt('reporter', 'fel lösenord');
				if (result.outcome !== 'wait') throw new Error(result.outcome);
				waits.push(result.seconds);
				later({ seconds: result.seconds });
				expect((await attempt('reporter', 'fel lösenord')).outcome).toBe('refused');
			}
			expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
			// the right password does not help before the wait is over, or the wait would tell what is right
			expect((await attempt('reporter', password)).outcome).toBe('wait');
			later({ minutes: 15 });
			expect((await attempt('reporter', password)).outcome).toBe('welcome');
		});

		test('who is slowed down elsewhere is not locked out: known devices, other addresses and codes go on', async () => {
			const who = await openAccount('reporter');
			const device = await rememberDevice(application, who, null);
			const { context } = await session(who);
			const [code] = await makeRecoveryCodes(context);
			expect(await failTimes(6, 'reporter', { address: '198.51.100.7' })).toContain('wait');

			expect((await attempt('reporter', password, { device, address: '198.51.100.7' })).outcome).toBe(
				'welcome'
			);
			expect((await attempt('reporter', password, { address: '10.0.0.2' })).outcome).toBe('welcome');
			expect(
				(await signInWithRecoveryCode(application, typed('reporter', code!, { address: '198.51.100.7' })))
					.outcome
			).toBe('welcome');
			// a colleague at the same address
			await openAccount('colleague');
			expect((await attempt('colleague', password, { address: '198.51.100.7' })).outcome).toBe('welcome');
		});

		test('guessing from many addresses waits after fifty, and still not the device that the person knows', async () => {
			const who = await openAccount('reporter');
			const device = await rememberDevice(application, who, null);
			const guesses = await Promise.all(
				Array.from({ length: 10 }, async (_, n) => failTimes(5, 'reporter', { address: `203.0.113.${n}` }))
			);
			expect(guesses.flat().filter((outcome) => outcome === 'refused')).toHaveLength(50);
			expect((await attempt('reporter', password, { address: '10.0.0.3' })).outcome).toBe('wait');
			expect((await attempt('reporter', password, { device })).outcome).toBe('welcome');
		});

		test('a device that belongs to somebody else is no known device', async () => {
			await openAccount('reporter');
			const device = await rememberDevice(application, await openAccount('colleague'), null);
			await failTimes(6, 'reporter', { device });
			expect((await attempt('reporter', password, { device })).outcome).toBe('wait');
			expect((await attempt('colleague', password, { device })).outcome).toBe('welcome');
		});

		test('many guesses at the same moment do not slip through together', async () => {
			await openAccount('reporter');
			const outcomes = await Promise.all(
				Array.from({ length: 12 }, () => attempt('reporter', 'fel lösenord'))
			);
			expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(5);
		});

		test('a recovery code lets in once; new ones replace the old', async () => {
			const who = await openAccount('reporter');
			const { context } = await session(who);
			const old = await makeRecoveryCodes(context);
			expect(old).toHaveLength(10);
			expect(old.every((code) => /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/.test(code))).toBe(true);
			const codes = await makeRecoveryCodes(context);
			const use = (code: string) => signInWithRecoveryCode(application, typed('reporter', code));
			expect((await use(old[0]!)).outcome).toBe('refused');
			const used = codes[0]!.toUpperCase().replaceAll('-', ' ');
			expect(await use(used)).toEqual({ outcome: 'welcome', who: { ...who, method: 'recoveryCode' } });
			expect((await use(used)).outcome).toBe('refused');
			expect(await findOwnAccount(context)).toMatchObject({ recoveryCodesLeft: 9 });
			expect((await signInWithRecoveryCode(application, typed('colleague', codes[1]!))).outcome).toBe(
				'refused'
			);
			expect(await logged()).toContain('account.recoveryCodeUsed');
		});

		test('a new password asks for the old one and ends the other sessions', async () => {
			const who = await openAccount('reporter');
			const here = await session(who);
			const there = await session(who);
			const change = (current: string, wanted: string) =>
				changePassword(application, here.context, { current, wanted, device: null });
			expect(await change('fel lösenord', other)).toEqual({ outcome: 'refused' });
			expect(await change(password, 'kort')).toEqual({ outcome: 'unsuitable', problem: 'passwordShort' });
			expect(await change(password, 'reporter-testköping')).toEqual({
				outcome: 'unsuitable',
				problem: 'passwordPersonal'
			});
			expect(await change(password, other)).toEqual({ outcome: 'changed' });
			expect(await isIn(here.token)).toBe(true);
			expect(await isIn(there.token)).toBe(false);
			expect((await attempt('reporter', password)).outcome).toBe('refused');
			expect((await attempt('reporter', other)).outcome).toBe('welcome');
			expect(await logged()).toEqual(expect.arrayContaining(['account.passwordChanged', 'session.ended']));
		});

		test('who came in by a recovery code has forgotten the old password', async () => {
			const who = await openAccount('reporter');
			const { context } = await session({ ...who, method: 'recoveryCode' });
			expect(
				await changePassword(application, context, { current: '', wanted: other, device: null })
			).toEqual({ outcome: 'changed' });
		});

		test('a closed account is gone, with its sessions; the history stays', async () => {
			const who = await openAccount('reporter');
			const { token } = await session(who);
			const demo = await beginSession(application, { ...who, method: 'demo', address: null, device: null });
			await closeAccount(admin(), home.person('reporter'));
			expect(await isIn(token)).toBe(false);
			expect(await isIn(demo)).toBe(true);
			expect((await attempt('reporter', password)).outcome).toBe('refused');
			expect(await findAccountOf(admin(), home.person('reporter'))).toMatchObject({ account: null });
			expect(await logged()).toContain('account.closed');
		});

		test('a new link starts the account afresh: passkeys, codes and sessions from before end', async () => {
			const before = await session(await openAccount('reporter'));
			const [code] = await makeRecoveryCodes(before.context);
			await openAccount('reporter');
			expect(await isIn(before.token)).toBe(false);
			expect((await signInWithRecoveryCode(application, typed('reporter', code!))).outcome).toBe('refused');
		});

		test('somebody who has left does not get in', async () => {
			await openAccount('reporter');
			await db.asOwner((tx) =>
				tx.updateTable('person').set({ isActive: false }).where('id', '=', home.person('reporter')).execute()
			);
			expect((await attempt('reporter', password)).outcome).toBe('refused');
		});

		test('the application cannot read hashes, codes or links, whoever acts', async () => {
			await openAccount('administrator');
			const ask = (text: string) => admin().transaction((tx) => sql.raw(text).execute(tx));
			for (const text of [
				'select password_hash from local_account',
				'select code_hash from recovery_code',
				'select token_hash from account_link',
				'select * from sign_in_wait',
				'select * from passkey_challenge',
				'update local_account set password_hash = password_hash',
				'insert into local_account select * from local_account'
			]) {
				await expect(ask(text), text).rejects.toMatchObject({ code: '42501' });
			}
		});

		describe('sessions', () => {
			const reporter = (): Proven => ({
				personId: home.person('reporter'),
				municipalityId: home.id,
				method: 'password'
			});

			test('begin, are shown, and end one by one or all but this one', async () => {
				const here = await session(reporter());
				later({ minutes: 2 });
				const second = await session(reporter());
				const third = await session(reporter());
				const strangers = await session({ ...reporter(), personId: home.person('colleague') });
				const list = await listOwnSessions(here.context);
				expect(list.map(({ isThis }) => isThis)).toEqual([true, false, false]);
				expect(list[0]).toMatchObject({
					device: 'Firefox/1 Windows',
					address: '10.0.0.1',
					method: 'password'
				});

				await endOwnSessions(here.context, second.context.actor.sessionId);
				expect(await isIn(second.token)).toBe(false);
				await endOwnSessions(here.context, strangers.context.actor.sessionId);
				expect(await isIn(strangers.token)).toBe(true);
				await endOwnSessions(here.context, 'others');
				expect(await isIn(third.token)).toBe(false);
				expect(await isIn(here.token)).toBe(true);
				await endSession(here.context);
				expect(await isIn(here.token)).toBe(false);
				expect(await logged()).toEqual([
					...Array<string>(4).fill('session.began'),
					...Array<string>(3).fill('session.ended')
				]);
			});

			test('end after eight hours of rest, and after sixteen in any case', async () => {
				const { token } = await session(reporter());
				later({ hours: 7 });
				expect(await isIn(token)).toBe(true);
				later({ hours: 7 });
				expect(await isIn(token)).toBe(true);
				later({ hours: 3 });
				expect(await isIn(token)).toBe(false);
				const rested = await session(reporter());
				later({ hours: 8, minutes: 1 });
				expect(await isIn(rested.token)).toBe(false);
			});

			test('are recent for half an hour to look, an hour to send; renewing gives a new cookie and makes the old one worthless', async () => {
				const { token } = await session(reporter());
				later({ minutes: 31 });
				const context = await contextByToken(token);
				expect([isSignInRecent(context, 'look'), isSignInRecent(context, 'send')]).toEqual([false, true]);
				later({ minutes: 30 });
				expect(isSignInRecent(context, 'send')).toBe(false);
				const fresh = await renewSession(application, context.actor, { method: 'passkey', address: null });
				expect(await isIn(token)).toBe(false);
				const renewed = await contextByToken(fresh);
				expect(renewed.actor).toMatchObject({ sessionId: context.actor.sessionId, method: 'passkey' });
				expect(isSignInRecent(renewed, 'look')).toBe(true);
				expect(await logged()).toContain('session.renewed');
			});

			test('get a new cookie when a role is given; the old one works a few seconds more, for pages on their way', async () => {
				const { token } = await session(reporter());
				expect((await findSession(application, token))?.mustRotate).toBe(false);
				await give('reporter', '2026-01-01');
				const found = await findSession(application, token);
				expect(found?.mustRotate).toBe(true);
				expect(found?.actor.roles.map(({ role }) => role)).toEqual(['controller']);
				const [fresh, second] = await Promise.all([
					rotateSession(application, found!.actor),
					rotateSession(application, found!.actor)
				]);
				expect([fresh, second].filter((one) => one !== undefined)).toHaveLength(1);
				expect((await findSession(application, fresh ?? second!))?.mustRotate).toBe(false);
				expect((await findSession(application, token))?.mustRotate).toBe(false);
				later({ seconds: 21 });
				expect(await isIn(token)).toBe(false);
				expect(await isIn(fresh ?? second!)).toBe(true);
			});

			test('end at once when a role is taken away, and when somebody leaves', async () => {
				const assignment = await give('reporter', '2026-01-01');
				const { token } = await session(reporter());
				await db.asOwner((tx) =>
					tx.updateTable('assignment').set({ validTo: '2026-01-31' }).where('id', '=', assignment).execute()
				);
				expect(await isIn(token)).toBe(false);
				const { token: next } = await session(reporter());
				await db.asOwner((tx) =>
					tx
						.updateTable('person')
						.set({ isActive: false })
						.where('id', '=', home.person('reporter'))
						.execute()
				);
				expect(await isIn(next)).toBe(false);
			});

			async function give(key: string, validFrom: string): Promise<string> {
				const id = newId<string>();
				await db.asOwner((tx) =>
					tx
						.insertInto('assignment')
						.values({
							id,
							municipalityId: home.id,
							personId: home.person(key),
							unitId: home.unit('social').id,
							role: 'controller',
							validFrom
						})
						.execute()
				);
				return id;
			}
		});
	});

	describe.skipIf(!available)('an empty installation', () => {
		const answers = {
			municipality: 'Provköpings kommun',
			name: 'Prov Person',
			email: 'Prov.Person@provkoping.example',
			password
		};

		test('is set up once, by whoever has the link of the console', async () => {
			const db = await open();
			try {
				const clock = fixedClock('2026-03-04T08:00:00Z');
				const application = { db, clock };
				const first = await offerFirstRun(application);
				const second = await offerFirstRun(application);
				expect(await isFirstRun(application, first!)).toBe(true);
				expect(await isFirstRun(application, 'guessed')).toBe(false);
				await expect(completeFirstRun(application, 'guessed', answers, null)).rejects.toThrow(NotFound);
				expect(
					await completeFirstRun(application, second!, { ...answers, password: 'provköping123' }, null)
				).toMatch(/^password/);
				clock.set('2026-03-04T09:01:00Z');
				expect(await isFirstRun(application, first!)).toBe(false);

				const third = await offerFirstRun(application);
				const outcomes = await Promise.allSettled([
					completeFirstRun(application, third!, answers, null),
					completeFirstRun(application, third!, answers, null)
				]);
				expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
				expect(await isFirstRun(application, third!)).toBe(false);
				expect(await offerFirstRun(application)).toBeNull();

				const result = await signInWithPassword(application, {
					userName: 'prov.person@provkoping.example',
					secret: password,
					device: null,
					address: null
				});
				if (result.outcome !== 'welcome') throw new Error(result.outcome);
				const token = await beginSession(application, { ...result.who, address: null, device: null });
				const found = await findSession(application, token);
				expect(found?.actor).toMatchObject({ name: 'Prov Person', municipalityName: 'Provköpings kommun' });
				expect(found?.actor.roles.map(({ role }) => role)).toEqual(['systemAdministrator']);
			} finally {
				await db.close();
			}
		});
	});
});

describe.skipIf(!hasServer)('two processes', () => {
	test('count guesses together', async () => {
		const db = await serverDatabase();
		const second = await openDatabase({ databaseUrl: db.url, dataDirectory: '' });
		try {
			const home = await makeMunicipality(db);
			const clock = fixedClock('2026-03-04T08:00:00Z');
			const applications: Application[] = [
				{ db, clock },
				{ db: second, clock }
			];
			const invited = await inviteToAccount(
				contextFor(applications[0]!, home.as('administrator').actor),
				home.person('reporter'),
				'reporter@test.example'
			);
			if (typeof invited === 'string') throw new Error(invited);
			await acceptInvitation(applications[1]!, invited.key, { password, address: null });
			const guess = (n: number) =>
				signInWithPassword(applications[n % 2]!, {
					userName: 'reporter@test.example',
					secret: 'fel lösenord',
					device: null,
					address: '10.0.0.1'
				});
			const outcomes = await Promise.all(Array.from({ length: 14 }, (_, n) => guess(n)));
			expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(5);
			expect(outcomes.filter(({ outcome }) => outcome === 'wait')).toHaveLength(9);
		} finally {
			await second.close();
			await db.close();
		}
	});
});
