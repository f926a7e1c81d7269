/** OIDC against a real provider on loopback: what it answers, and what somebody in between would like it to have answered. */
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	serverDatabase,
	embeddedDatabase,
	hasServer,
	type TestDatabase
} from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import {
	startOidcServer,
	visitOidcServer,
	type Cookies,
	type OidcServer,
	type TokenAnswer
} from '../../../../tests/support/oidc-server.ts';
import { findSession, contextFor } from '../access/index.ts';
import { systemClock } from '../platform/clock.ts';
import { nobody } from '../platform/database.ts';
import {
	beginSession,
	finishSignIn,
	renewSession,
	signOut,
	signOutByProvider,
	startSignIn,
	type OidcProvider,
	type SignInApplication,
	type Visit
} from './index.ts';

const origin = 'http://127.0.0.1:3999';
let db: TestDatabase;
let municipality: TestMunicipality;
let server: OidcServer;
let other: OidcServer;
let application: SignInApplication;
let provider: OidcProvider;
let otherProvider: OidcProvider;
const warnings: string[] = [];

const client = (key: string) => ({
	client_id: `opaverkad-${key}`,
	client_secret: 'a secret for the test',
	redirect_uris: [`${origin}/sign-in/with/${key}/callback`],
	post_logout_redirect_uris: [`${origin}/sign-in?signed-out`],
	backchannel_logout_uri: `${origin}/sign-out/backchannel/${key}`,
	backchannel_logout_session_required: true
});
const people = {
	'alma-1': { name: 'Alma', email: 'Reporter@test.example', oid: 'oid-alma' },
	'boss-1': { name: 'Boss', email: 'manager@test.example', oid: 'oid-boss' },
	'gone-1': { name: 'Gone', email: 'colleague@test.example', oid: 'oid-gone' },
	'new-1': { name: 'Nyanställd', email: 'new@test.example', oid: 'oid-new', department: 'ALFA' },
	'lost-1': { name: 'Lost', email: 'lost@test.example', oid: 'oid-lost', department: 'NOWHERE' },
	'liar-1': { name: 'Liar', email: 'manager@test.example', oid: 'oid-liar', email_verified: false }
};

beforeAll(async () => {
	db = hasServer ? await serverDatabase() : await embeddedDatabase();
	municipality = await makeMunicipality(db);
	await db.asOwner(async (tx) => {
		await tx
			.updateTable('person')
			.set({ isActive: false })
			.where('id', '=', municipality.person('colleague'))
			.execute();
		await tx
			.updateTable('unit')
			.set({ externalId: 'ALFA' })
			.where('id', '=', municipality.unit('alpha').id)
			.execute();
	});
	server = await startOidcServer({ people, clients: [client('main')] });
	other = await startOidcServer({ people, clients: [client('other')] });
	const common = {
		kind: 'oidc',
		label: { sv: 'Kommunens konto', en: 'The municipality’s account' },
		municipality: null,
		match: { claim: 'email', personField: 'email' },
		creation: null,
		clockToleranceSeconds: 30,
		clientAuth: 'secretBasic',
		clientSecret: () => 'a secret for the test',
		scopes: ['openid', 'profile', 'email']
	} as const;
	provider = {
		...common,
		key: 'main',
		issuer: new URL(server.issuer),
		clientId: 'opaverkad-main',
		scopes: [...common.scopes]
	};
	otherProvider = {
		...common,
		key: 'other',
		issuer: new URL(other.issuer),
		clientId: 'opaverkad-other',
		scopes: [...common.scopes]
	};
	application = { db, clock: systemClock, providers: [provider, otherProvider] };
});
beforeEach(() => {
	warnings.length = 0;
	vi.spyOn(console, 'warn').mockImplementation((line: string) => void warnings.push(line));
});
afterEach(() => {
	server.alterAnswer = null;
	vi.restoreAllMocks();
});
afterAll(async () => {
	await server?.stop();
	await other?.stop();
	await db?.close();
});

const visit = (overrides: Partial<Visit> = {}): Visit => ({
	origin,
	address: '10.0.0.1',
	actor: null,
	browser: null,
	...overrides
});

/** From the link on the sign-in page to the address that the provider sends the browser back to. */
async function goThere(
	account: string | null,
	{ by = provider, to = '/inbox', from = visit(), again = false, cookies = new Map() as Cookies } = {}
) {
	const started = await startSignIn(application, by, from, { to, again });
	if (!started.ok) throw new Error(started.problem);
	const back = await visitOidcServer(started.address, account, cookies);
	return { sent: started.address, back, visit: { ...from, browser: started.browser } };
}

async function comeBack(account: string | null, options: Parameters<typeof goThere>[1] = {}) {
	const there = await goThere(account, options);
	return finishSignIn(application, options.by ?? provider, there.visit, there.back.searchParams);
}

/** Signs in for real, as the route does. */
async function signIn(account: string, cookies: Cookies = new Map()) {
	const outcome = await comeBack(account, { cookies });
	if (!outcome.ok) throw new Error(outcome.problem);
	const token = await beginSession(application, { ...outcome.who, address: null, device: null });
	const { actor } = (await findSession(application, token))!;
	return { token, actor };
}

describe('who is known', () => {
	test('comes in, as the person whose address the provider vouches for, whatever its capitals', async () => {
		const outcome = await comeBack('alma-1');
		expect(outcome).toMatchObject({
			ok: true,
			to: '/inbox',
			again: false,
			who: { personId: municipality.person('reporter'), method: 'oidc', provider: 'main' }
		});
	});

	test('is asked with PKCE, a nonce and a state', async () => {
		const { sent } = await goThere('alma-1');
		expect(sent.searchParams.get('code_challenge_method')).toBe('S256');
		for (const name of ['state', 'nonce', 'code_challenge']) {
			expect(sent.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
		}
		expect(sent.searchParams.get('redirect_uri')).toBe(`${origin}/sign-in/with/main/callback`);
	});

	test('comes in by each of several providers', async () => {
		expect(await comeBack('alma-1', { by: otherProvider })).toMatchObject({
			ok: true,
			who: { provider: 'other' }
		});
	});

	test('may be named by another claim', async () => {
		await db.asOwner((tx) =>
			tx
				.updateTable('person')
				.set({ externalId: 'oid-alma' })
				.where('id', '=', municipality.person('reporter'))
				.execute()
		);
		const byId = { ...provider, match: { claim: 'oid', personField: 'externalId' as const } };
		expect(await comeBack('alma-1', { by: byId })).toMatchObject({
			ok: true,
			who: { personId: municipality.person('reporter') }
		});
	});

	test('waits at the userinfo endpoint, where the ID token says less', async () => {
		server.alterAnswer = async (answer) => {
			const { name: _, email: __, ...less } = decodeJwt(answer.id_token);
			return { ...answer, id_token: await server.sign(less) };
		};
		expect(await comeBack('alma-1')).toMatchObject({ ok: true });
	});
});

describe('who is not known', () => {
	test.each([
		['not at all', 'new-1', 'nobody has that email'],
		['because they have left', 'gone-1', 'the person has left'],
		['because the provider does not vouch for the address', 'liar-1', 'email not verified']
	])('%s is refused, and the log says why without naming them', async (_, account, reason) => {
		expect(await comeBack(account)).toEqual({ ok: false, problem: 'unknownPerson' });
		expect(warnings.join()).toContain(reason);
		expect(warnings.join()).not.toMatch(/test\.example|Nyanst|gone/i);
	});

	test('and has left: the activity log says that it was tried', async () => {
		await comeBack('gone-1');
		const rows = await db.asOwner((tx) =>
			tx
				.selectFrom('activity')
				.select(['details', 'address'])
				.where('action', '=', 'session.refused')
				.where('subjectId', '=', municipality.person('colleague'))
				.execute()
		);
		expect(rows[0]).toEqual({
			address: '10.0.0.1',
			details: { reason: 'left', method: 'oidc', provider: 'main' }
		});
	});

	test('is made a person where the configuration says so, at the unit that the claim names, without any role', async () => {
		const creating = {
			...provider,
			match: { claim: 'oid', personField: 'externalId' as const },
			creation: { nameClaim: 'name', emailClaim: 'email', unitClaim: 'department', defaultUnit: null }
		};
		// two browsers at once: one person
		const both = await Promise.all([
			comeBack('new-1', { by: creating }),
			comeBack('new-1', { by: creating })
		]);
		expect(both).toMatchObject([{ ok: true }, { ok: true }]);
		const made = await db.asOwner((tx) =>
			tx
				.selectFrom('person')
				.leftJoin('assignment', 'assignment.personId', 'person.id')
				.select(['name', 'email', 'person.unitId', 'role', 'isProtected'])
				.where('externalId', '=', 'oid-new')
				.execute()
		);
		expect(made).toEqual([
			{
				name: 'Nyanställd',
				email: 'new@test.example',
				unitId: municipality.unit('alpha').id,
				role: null,
				isProtected: false
			}
		]);
		expect(await comeBack('lost-1', { by: creating })).toEqual({ ok: false, problem: 'unknownPerson' });
		expect(warnings.join()).toContain('no unit for a new person');
	});
});

describe('whoever comes back', () => {
	test('comes in once: the same address again leads nowhere', async () => {
		const { back, visit: from } = await goThere('alma-1');
		expect(await finishSignIn(application, provider, from, back.searchParams)).toMatchObject({ ok: true });
		expect(await finishSignIn(application, provider, from, back.searchParams)).toEqual({
			ok: false,
			problem: 'startOver'
		});
	});

	test('comes in once, also when both arrive at the same moment', async () => {
		const { back, visit: from } = await goThere('alma-1');
		const both = await Promise.all(
			[1, 2].map(() => finishSignIn(application, provider, from, back.searchParams))
		);
		expect(both.filter(({ ok }) => ok)).toHaveLength(1);
	});

	test('with a code that was used before is refused by the provider', async () => {
		const first = await goThere('alma-1');
		await finishSignIn(application, provider, first.visit, first.back.searchParams);
		const second = await goThere('alma-1');
		const mixed = new URLSearchParams(second.back.searchParams);
		mixed.set('code', first.back.searchParams.get('code')!);
		expect(await finishSignIn(application, provider, second.visit, mixed)).toEqual({
			ok: false,
			problem: 'refused'
		});
	});

	test.each([
		['in another browser', { browser: 'x'.repeat(43) }],
		['without the cookie', { browser: null }]
	])('%s does not come in, so nobody can be signed in as somebody else', async (_, overrides) => {
		const { back, visit: from } = await goThere('alma-1');
		const elsewhere = { ...from, ...overrides };
		expect(await finishSignIn(application, provider, elsewhere, back.searchParams)).toEqual({
			ok: false,
			problem: 'startOver'
		});
		// and whoever began is not kept out by that
		expect(await finishSignIn(application, provider, from, back.searchParams)).toMatchObject({ ok: true });
	});

	test('with a state that nobody made starts over', async () => {
		const { back, visit: from } = await goThere('alma-1');
		for (const state of ['', 'x', 'x'.repeat(43)]) {
			const changed = new URLSearchParams(back.searchParams);
			changed.set('state', state);
			expect(await finishSignIn(application, provider, from, changed)).toMatchObject({
				problem: 'startOver'
			});
		}
	});

	test('after more than ten minutes starts over', async () => {
		const { back, visit: from } = await goThere('alma-1');
		const late = { ...application, clock: { now: () => systemClock.now().add({ minutes: 11 }) } };
		expect(await finishSignIn(late, provider, from, back.searchParams)).toEqual({
			ok: false,
			problem: 'startOver'
		});
	});

	test('with an error that somebody wrote into the address: the log does not repeat it', async () => {
		const { back, visit: from } = await goThere('alma-1');
		const { state, iss } = Object.fromEntries(back.searchParams);
		const query = new URLSearchParams({ state: state!, iss: iss!, error: 'Alma Hedin\n{"event":"x"}' });
		expect(await finishSignIn(application, provider, from, query)).toMatchObject({ problem: 'refused' });
		expect(warnings.join()).not.toContain('Alma');
	});

	test('having said no there is told so', async () => {
		expect(await comeBack(null)).toEqual({ ok: false, problem: 'cancelled' });
	});

	test('at another provider’s door (mix-up) is refused', async () => {
		const { back, visit: from } = await goThere('alma-1');
		expect(await finishSignIn(application, otherProvider, from, back.searchParams)).toEqual({
			ok: false,
			problem: 'startOver'
		});
	});

	test('with an answer that names another issuer (mix-up) is refused', async () => {
		const { back, visit: from } = await goThere('alma-1');
		back.searchParams.set('iss', other.issuer);
		expect(await finishSignIn(application, provider, from, back.searchParams)).toEqual({
			ok: false,
			problem: 'refused'
		});
	});
});

describe('an ID token', () => {
	const now = () => Math.floor(Date.now() / 1000);
	/** The provider's own token with other claims, signed with its own key: everything but the claim is right. */
	const saying = (claims: Record<string, unknown>) => async (answer: TokenAnswer) => ({
		...answer,
		id_token: await server.sign({ ...decodeJwt(answer.id_token), ...claims })
	});
	const parts = (answer: TokenAnswer) => answer.id_token.split('.') as [string, string, string];
	const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

	const tampered: [string, (answer: TokenAnswer) => TokenAnswer | Promise<TokenAnswer>][] = [
		[
			'whose claims were changed',
			(answer) => {
				const [header, , signature] = parts(answer);
				const payload = encoded({ ...decodeJwt(answer.id_token), email: 'manager@test.example' });
				return { ...answer, id_token: [header, payload, signature].join('.') };
			}
		],
		[
			'whose signature was changed',
			(answer) => {
				const [header, payload, signature] = parts(answer);
				const changed = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
				return { ...answer, id_token: [header, payload, changed].join('.') };
			}
		],
		[
			'without a signature',
			(answer) => ({
				...answer,
				id_token: `${encoded({ alg: 'none', typ: 'JWT' })}.${parts(answer)[1]}.`
			})
		],
		[
			'signed with another key under the same name',
			async (answer) => {
				const { privateKey } = await generateKeyPair('RS256');
				const forged = await new SignJWT(decodeJwt(answer.id_token))
					.setProtectedHeader({ alg: 'RS256', kid: 'test' })
					.sign(privateKey);
				return { ...answer, id_token: forged };
			}
		],
		[
			'signed with our own secret',
			async (answer) => {
				const forged = await new SignJWT(decodeJwt(answer.id_token))
					.setProtectedHeader({ alg: 'HS256', kid: 'test' })
					.sign(new TextEncoder().encode('a secret for the test, made long enough'));
				return { ...answer, id_token: forged };
			}
		],
		['of another issuer', (answer) => saying({ iss: other.issuer })(answer)],
		['for another system', saying({ aud: 'somebody-else' })],
		['for several, meant for another', saying({ aud: ['opaverkad-main', 'x'], azp: 'x' })],
		['with another nonce', saying({ nonce: 'another' })],
		['without a nonce', saying({ nonce: undefined })],
		['that ended 40 seconds ago', (answer) => saying({ exp: now() - 40 })(answer)],
		['that begins in 40 seconds', (answer) => saying({ nbf: now() + 40 })(answer)],
		['that never ends', saying({ exp: undefined })],
		['that is missing', ({ id_token: _, ...answer }) => answer as TokenAnswer]
	];
	test.each(tampered)('%s lets nobody in', async (_, alter) => {
		server.alterAnswer = alter;
		expect(await comeBack('alma-1')).toEqual({ ok: false, problem: 'refused' });
		expect(warnings.join()).not.toMatch(/test\.example|eyJ/);
	});

	test.each([
		['that ended 20 seconds ago', (answer: TokenAnswer) => saying({ exp: now() - 20 })(answer)],
		['that begins in 20 seconds', (answer: TokenAnswer) => saying({ nbf: now() + 20 })(answer)]
	])('%s is within what clocks may differ', async (_, alter) => {
		server.alterAnswer = alter;
		expect(await comeBack('alma-1')).toMatchObject({ ok: true });
	});
});

describe('a provider that is down', () => {
	let unreachable: OidcServer;
	beforeAll(async () => {
		unreachable = await startOidcServer({ people, clients: [client('main')] });
	});
	afterAll(() => unreachable.stop());

	test('from the start: told at once, nothing is remembered, and the others work', async () => {
		await unreachable.stop();
		const down = { ...provider, issuer: new URL(unreachable.issuer) };
		expect(await startSignIn(application, down, visit(), { to: '/', again: false })).toEqual({
			ok: false,
			problem: 'unavailable'
		});
		expect(await comeBack('alma-1', { by: otherProvider })).toMatchObject({ ok: true });
		// and it is asked again as soon as it is back
		await unreachable.startAgain();
		expect(await comeBack('alma-1', { by: down })).toMatchObject({ ok: true });
	});

	test('in the middle: told when the browser comes back', async () => {
		const down = { ...provider, issuer: new URL(unreachable.issuer) };
		const { back, visit: from } = await goThere('alma-1', { by: down });
		await unreachable.stop();
		expect(await finishSignIn(application, down, from, back.searchParams)).toEqual({
			ok: false,
			problem: 'unavailable'
		});
		await unreachable.startAgain();
	});

	test('signs people out of our system all the same', async () => {
		const down = { ...provider, issuer: new URL(unreachable.issuer) };
		const { actor, token } = await signIn('alma-1');
		await unreachable.stop();
		const downed = { ...application, providers: [down] };
		const still = await signOut(downed, contextFor(application, actor), origin);
		expect(still).toMatchObject({ address: null });
		expect(await findSession(application, token)).toBeUndefined();
		await unreachable.startAgain();
	});

	test('that answers with nonsense is treated alike', async () => {
		const nonsense = { ...provider, issuer: new URL(`${server.issuer}/jwks`) };
		expect(await startSignIn(application, nonsense, visit(), { to: '/', again: false })).toEqual({
			ok: false,
			problem: 'unavailable'
		});
	});
});

describe('proving again who one is', () => {
	test('is asked for with a fresh sign-in, although the provider knows the browser', async () => {
		const cookies: Cookies = new Map();
		const { actor } = await signIn('alma-1', cookies);
		// the provider does not ask when it need not
		expect(await comeBack(null, { cookies })).toMatchObject({ ok: true, again: false });
		expect(await comeBack(null, { cookies, again: true, from: visit({ actor }) })).toEqual({
			ok: false,
			problem: 'cancelled'
		});
		const outcome = await comeBack('alma-1', { cookies, again: true, from: visit({ actor }) });
		expect(outcome).toMatchObject({ ok: true, again: true });
		if (!outcome.ok) return;
		const token = await renewSession(application, actor, { ...outcome.who, address: null });
		expect((await findSession(application, token))?.actor.sessionId).toBe(actor.sessionId);
	});

	test('cannot be skipped by leaving out what asks for it', async () => {
		const cookies: Cookies = new Map();
		const { actor } = await signIn('alma-1', cookies);
		server.alterAnswer = async (answer) => ({
			...answer,
			id_token: await server.sign({
				...decodeJwt(answer.id_token),
				auth_time: Math.floor(Date.now() / 1000) - 600
			})
		});
		const from = visit({ actor });
		const started = await startSignIn(application, provider, from, { to: '/', again: true });
		if (!started.ok) throw new Error(started.problem);
		started.address.searchParams.delete('prompt');
		started.address.searchParams.delete('max_age');
		const back = await visitOidcServer(started.address, null, cookies);
		expect(
			await finishSignIn(application, provider, { ...from, browser: started.browser }, back.searchParams)
		).toEqual({ ok: false, problem: 'refused' });
	});

	test('as somebody else changes nothing', async () => {
		const { actor } = await signIn('alma-1');
		expect(await comeBack('boss-1', { again: true, from: visit({ actor }) })).toEqual({
			ok: false,
			problem: 'otherPerson'
		});
	});

	test('in a session that is not the one that was asked changes nothing', async () => {
		const first = await signIn('alma-1');
		const { back, visit: from } = await goThere('alma-1', {
			again: true,
			from: visit({ actor: first.actor })
		});
		const second = await signIn('alma-1');
		for (const actor of [second.actor, null]) {
			const outcome = await finishSignIn(application, provider, { ...from, actor }, back.searchParams);
			expect(outcome).toEqual({ ok: false, problem: 'startOver' });
		}
	});

	test('counts from when the provider says, not from when we were told', async () => {
		server.alterAnswer = async (answer) => ({
			...answer,
			id_token: await server.sign({
				...decodeJwt(answer.id_token),
				auth_time: Math.floor(Date.now() / 1000) - 7200
			})
		});
		const { actor } = await signIn('alma-1');
		const hours = actor.signedInAt.until(systemClock.now()).total('hours');
		expect(hours).toBeGreaterThan(1.99);
		server.alterAnswer = async (answer) => ({
			...answer,
			id_token: await server.sign({ ...decodeJwt(answer.id_token), auth_time: undefined })
		});
		const unsaid = await signIn('alma-1');
		expect(unsaid.actor.signedInAt.until(systemClock.now()).total('hours')).toBeGreaterThan(23);
	});
});

describe('signing out', () => {
	test('leads on to the provider, which then knows whom it means', async () => {
		const cookies: Cookies = new Map();
		const { actor, token } = await signIn('alma-1', cookies);
		const still = await signOut(application, contextFor(application, actor), origin);
		expect(await findSession(application, token)).toBeUndefined();
		expect(still?.address?.origin).toBe(server.issuer);
		expect(still?.address?.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/sign-in?signed-out`);
		expect(decodeJwt(still!.address!.searchParams.get('id_token_hint')!).sub).toBe('alma-1');
	});

	test('leaves no token of the provider behind', async () => {
		const { actor } = await signIn('alma-1');
		await signOut(application, contextFor(application, actor), origin);
		const row = await db.asOwner((tx) =>
			tx
				.selectFrom('session')
				.select(['idToken', 'endedAt'])
				.where('id', '=', actor.sessionId)
				.executeTakeFirstOrThrow()
		);
		expect(row.idToken).toBeNull();
		expect(row.endedAt).not.toBeNull();
	});

	test('what one person’s session keeps is not seen by another', async () => {
		await signIn('alma-1');
		const seen = await municipality
			.as('manager')
			.transaction((tx) => tx.selectFrom('session').select('idToken').execute());
		expect(seen.filter(({ idToken }) => idToken !== null)).toEqual([]);
		await expect(
			db.transaction(nobody, (tx) => tx.selectFrom('signInState').selectAll().execute())
		).rejects.toThrow(/permission denied/);
	});
});

describe('signed out by the provider', () => {
	const event = 'http://schemas.openid.net/event/backchannel-logout';
	const sidOf = async (sessionId: string) =>
		(
			await db.asOwner((tx) =>
				tx
					.selectFrom('session')
					.select('providerSession')
					.where('id', '=', sessionId as never)
					.executeTakeFirstOrThrow()
			)
		).providerSession!;
	let number = 0;
	const claims = (overrides: Record<string, unknown> = {}) => ({
		iss: server.issuer,
		aud: 'opaverkad-main',
		iat: Math.floor(Date.now() / 1000),
		exp: Math.floor(Date.now() / 1000) + 120,
		jti: `token-${++number}`,
		events: { [event]: {} },
		...overrides
	});
	const logout = (token: string, by = provider) => signOutByProvider(application, by, token, '10.0.0.9');

	test('the session that it names ends at once, and no other', async () => {
		const mine = await signIn('alma-1');
		const elsewhere = await signIn('alma-1');
		const boss = await signIn('boss-1');
		const sid = await sidOf(mine.actor.sessionId);
		expect(sid).toMatch(/./);
		expect(await logout(await server.sign(claims({ sid, sub: 'alma-1' })))).toBe(true);
		expect(await findSession(application, mine.token)).toBeUndefined();
		expect(await findSession(application, elsewhere.token)).toBeDefined();
		expect(await findSession(application, boss.token)).toBeDefined();

		const [entry] = await db.asOwner((tx) =>
			tx
				.selectFrom('activity')
				.select(['actorId', 'details', 'address'])
				.where('action', '=', 'session.ended')
				.where('subjectId', '=', mine.actor.sessionId)
				.execute()
		);
		expect(entry).toEqual({
			actorId: null,
			address: '10.0.0.9',
			details: { by: 'provider', provider: 'main' }
		});
	});

	test('also a session whose person proved again who they are in another way', async () => {
		const { actor } = await signIn('alma-1');
		const token = await renewSession(application, actor, { method: 'password', address: null });
		const sid = await sidOf(actor.sessionId);
		expect(await logout(await server.sign(claims({ sid })))).toBe(true);
		expect(await findSession(application, token)).toBeUndefined();
	});

	test('all sessions of the person that it names end', async () => {
		const both = [await signIn('alma-1'), await signIn('alma-1')];
		const boss = await signIn('boss-1');
		expect(await logout(await server.sign(claims({ sub: 'alma-1' }), { typ: 'logout+jwt' }))).toBe(true);
		for (const { token } of both) expect(await findSession(application, token)).toBeUndefined();
		expect(await findSession(application, boss.token)).toBeDefined();
	});

	test('a token that holds, about nobody who is here, is answered alike', async () => {
		expect(await logout(await server.sign(claims({ sub: 'nobody' })))).toBe(true);
	});

	test('a token works once', async () => {
		const token = await server.sign(claims({ sub: 'alma-1' }));
		expect(await logout(token)).toBe(true);
		const { token: session } = await signIn('alma-1');
		expect(await logout(token)).toBe(false);
		expect(await findSession(application, session)).toBeDefined();
	});

	const now = () => Math.floor(Date.now() / 1000);
	const forged: [string, () => Promise<string>][] = [
		['is none', async () => 'not.a.token'],
		[
			'is signed by somebody else',
			async () => {
				const { privateKey } = await generateKeyPair('RS256');
				return new SignJWT(claims({ sub: 'alma-1' }))
					.setProtectedHeader({ alg: 'RS256', kid: 'test' })
					.sign(privateKey);
			}
		],
		[
			'is not signed',
			async () => {
				const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
				return `${part({ alg: 'none' })}.${part(claims({ sub: 'alma-1' }))}.`;
			}
		],
		['comes from another issuer', () => server.sign(claims({ sub: 'alma-1', iss: other.issuer }))],
		['is meant for another system', () => server.sign(claims({ sub: 'alma-1', aud: 'x' }))],
		['is an hour old', () => server.sign(claims({ sub: 'alma-1', iat: now() - 3600 }))],
		['has ended', () => server.sign(claims({ sub: 'alma-1', exp: now() - 60 }))],
		['says nothing of signing out', () => server.sign(claims({ sub: 'alma-1', events: {} }))],
		['is an ID token', () => server.sign(claims({ sub: 'alma-1', nonce: 'abc' }))],
		['has no name of its own', () => server.sign(claims({ sub: 'alma-1', jti: undefined }))],
		['names nobody', () => server.sign(claims())],
		['is another kind of token', () => server.sign(claims({ sub: 'alma-1' }), { typ: 'at+jwt' })]
	];
	test.each(forged)('a token that %s ends nothing', async (_, make) => {
		const { token } = await signIn('alma-1');
		expect(await logout(await make())).toBe(false);
		expect(await findSession(application, token)).toBeDefined();
	});

	test('by another provider ends nothing of this one', async () => {
		const { token } = await signIn('alma-1');
		const elsewhere = await other.sign(claims({ sub: 'alma-1', iss: other.issuer, aud: 'opaverkad-other' }));
		expect(await logout(elsewhere, otherProvider)).toBe(true);
		expect(await findSession(application, token)).toBeDefined();
	});
});

// last, since it leaves the second municipality behind
test('of two municipalities the one that the provider belongs to is searched', async () => {
	const second = await makeMunicipality(db, '2');
	expect(await comeBack('alma-1')).toEqual({ ok: false, problem: 'unavailable' });
	expect(warnings.join()).toContain('several municipalities');
	const named = { ...provider, municipality: municipality.id };
	expect(await comeBack('alma-1', { by: named })).toMatchObject({ ok: true });
	const foreign = { ...provider, municipality: second.id };
	expect(await comeBack('alma-1', { by: foreign })).toEqual({ ok: false, problem: 'unknownPerson' });
});
