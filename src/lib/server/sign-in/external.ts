/** Signing in and out by an identity provider, from the link on the sign-in page to the session. */
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { SessionId, UnitId } from '../../../../database/column-types.ts';
import { contextForSystem, type Actor, type Context } from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { describeError, logError, logWarning } from '../platform/log.ts';
import { newSecret, hashOfSecret } from '../platform/secrets.ts';
import { beginAttempt, isSecret, takeAttempt, type TakenAttempt } from './attempts.ts';
import { personOf, type Identity, type KnownPerson } from './identity.ts';
import { discover, oidcAddress, oidcIdentity, reasonOf } from './oidc.ts';
import { oidcSignOutAddress, readLogoutToken } from './oidc-sign-out.ts';
import { SignInRefused, type SignInProblem } from './problem.ts';
import type { Provider, SamlProvider } from './providers.ts';
import { endSession, type SignIn, type Vouched } from './sessions.ts';
import { receiveSamlResponse, samlAddress, samlMetadata, type PostedResponse } from './saml.ts';

/** An application with its identity providers. */
export interface SignInApplication extends Application {
	providers: readonly Provider[];
}

/** What of a request matters here. */
export interface Visit {
	/** Our own address, as people type it: 'https://opaverkad.example'. */
	origin: string;
	/** Where the request came from. */
	address: string | null;
	/** Who is signed in in this browser. */
	actor: Actor | null;
	/** The value of the cookie that binds an attempt to this browser, if there is one. */
	browser: string | null;
}

export type Outcome<T> = ({ ok: true } & T) | { ok: false; problem: SignInProblem };

/** The provider with a key; undefined when there is none, and then the page is not there. */
export function findProvider({ providers }: SignInApplication, key: string): Provider | undefined {
	return providers.find((provider) => provider.key === key);
}

/**
 * Begins: where the browser goes, and the cookie that it keeps.
 * @param again the signed-in person proves anew who they are
 */
export async function startSignIn(
	application: SignInApplication,
	provider: Provider,
	visit: Visit,
	{ to, again }: { to: string; again: boolean }
): Promise<Outcome<{ address: URL; browser: string }>> {
	return attempting(provider, async () => {
		// asked first: while the provider is down nothing is remembered
		if (provider.kind === 'oidc') await discover(provider);
		const browser = isSecret(visit.browser) ? visit.browser : newSecret();
		const sessionId = again ? (visit.actor?.sessionId ?? null) : null;
		const attempt = await beginAttempt(application, provider.key, browser, { to, sessionId });
		const address =
			provider.kind === 'oidc'
				? await oidcAddress(provider, attempt, { redirectUri: callbackOf(provider, visit), again })
				: await samlAddress(provider, attempt, { origin: visit.origin, again });
		return { address, browser };
	});
}

const callbackOf = ({ key }: Provider, { origin }: Visit) => `${origin}/sign-in/with/${key}/callback`;

/** Who came, for `openSession` or `confirmSession`; and where they go on to. */
export interface Arrival {
	who: Pick<SignIn, 'personId' | 'municipalityId' | 'method' | 'provider'> & { vouched: Vouched };
	/** The signed-in person proved again who they are: their session goes on. */
	again: boolean;
	to: string;
}

/**
 * Ends: the browser is back, with what it was sent away with. Nobody is signed in yet; the route does that.
 * @param query what stands in the address it came back to
 */
export async function finishSignIn(
	application: SignInApplication,
	provider: Provider,
	visit: Visit,
	query: URLSearchParams
): Promise<Outcome<Arrival>> {
	return attempting(provider, async () => {
		const { browser } = visit;
		const state = query.get('state');
		const attempt =
			isSecret(state) &&
			isSecret(browser) &&
			(await takeAttempt(application, provider.key, { state, browser }));
		if (!attempt) throw new SignInRefused('startOver', 'nobody waits for this answer');
		const identity = await identityOf(provider, visit, attempt, query);
		const person = await personOf(application, provider, identity, visit.address);
		if (!person.isActive) {
			await recordRefusal(application, provider, visit, person);
			throw new SignInRefused('unknownPerson', 'the person has left');
		}
		const again = attempt.sessionId !== null;
		if (again) checkAgain(provider, visit, { attempt, identity, person });
		const { personId, municipalityId } = person;
		const { subject, session, idToken, provedAt } = identity;
		const at = provedAt ?? application.clock.now().subtract(longAgo);
		const vouched = { subject, session, idToken, at: earlier(at, application.clock.now()) };
		return {
			who: { personId, municipalityId, method: provider.kind, provider: provider.key, vouched },
			again,
			to: attempt.to
		};
	});
}

/** A session's greatest age and more: whoever does not say when they were asked counts as asked long ago. */
const longAgo = { hours: 24 };
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) < 0 ? a : b);

async function identityOf(
	provider: Provider,
	visit: Visit,
	attempt: TakenAttempt,
	query: URLSearchParams
): Promise<Identity> {
	if (provider.kind === 'oidc') {
		return oidcIdentity(provider, attempt, new URL(`${callbackOf(provider, visit)}?${query}`));
	}
	if (!attempt.identity) throw new SignInRefused('startOver', 'no answer yet');
	return attempt.identity;
}

/** Proved again: by the same person, in the same session, and after they were asked to. */
function checkAgain(
	provider: Provider,
	{ actor }: Visit,
	{ attempt, identity, person }: { attempt: TakenAttempt; identity: Identity; person: KnownPerson }
): void {
	if (actor?.sessionId !== attempt.sessionId) throw new SignInRefused('startOver', 'another session');
	if (actor.personId !== person.personId) throw new SignInRefused('otherPerson', 'another person');
	const oldest = attempt.beganAt.subtract({ seconds: provider.clockToleranceSeconds });
	if (!identity.provedAt || Temporal.Instant.compare(identity.provedAt, oldest) < 0) {
		throw new SignInRefused('refused', 'not proved again');
	}
}

async function recordRefusal(
	application: SignInApplication,
	provider: Provider,
	{ address }: Visit,
	{ personId, municipalityId }: KnownPerson
): Promise<void> {
	const system = contextForSystem(application, municipalityId, address);
	await system.transaction((tx) =>
		record(tx, system, {
			action: 'session.refused',
			subjectKind: 'person',
			subjectId: personId,
			details: { reason: 'left', method: provider.kind, provider: provider.key }
		})
	);
}

/** Verifies a SAML response that came by POST. @returns the state with which the browser goes on to the callback */
export async function receiveResponse(
	application: SignInApplication,
	provider: SamlProvider,
	visit: Visit,
	posted: PostedResponse
): Promise<Outcome<{ state: string }>> {
	return attempting(provider, async () => ({
		state: await receiveSamlResponse(application, provider, posted, visit.origin)
	}));
}

export function metadataOf(provider: SamlProvider, origin: string): string {
	return samlMetadata(provider, origin);
}

/** One place where a refusal becomes a page and a line in the log, without a person in it. */
async function attempting<T extends object>(provider: Provider, work: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { ok: true, ...(await work()) };
	} catch (error) {
		if (!(error instanceof SignInRefused)) throw error;
		const { problem, reason } = error;
		logWarning('sign-in.refused', { provider: provider.key, problem, reason });
		return { ok: false, problem };
	}
}

/** Where somebody is still signed in when they are signed out here. */
export interface StillSignedIn {
	label: { sv: string; en: string };
	/** Where the browser goes to end that as well; null: the provider has no such place, or does not answer. */
	address: URL | null;
}

/** Ends the actor's session, at once and everywhere. @returns what to do about the provider they came by, if any */
export async function signOut(
	application: SignInApplication,
	context: Context,
	origin: string
): Promise<StillSignedIn | null> {
	const session = await context.transaction((tx) =>
		tx
			.selectFrom('session')
			.select(['provider', 'idToken'])
			.where('id', '=', context.actor.sessionId)
			.executeTakeFirstOrThrow()
	);
	await endSession(context);
	const provider = findProvider(application, session.provider ?? '');
	if (!provider) return null;
	const { label } = provider;
	if (provider.kind === 'saml') return { label, address: null };
	try {
		const address = await oidcSignOutAddress(provider, {
			idToken: session.idToken,
			returnTo: `${origin}/sign-in?signed-out`
		});
		return { label, address };
	} catch (error) {
		logWarning('sign-out.provider', { provider: provider.key, reason: reasonOf(error) });
		return { label, address: null };
	}
}

interface EndedSession {
	sessionId: SessionId;
	municipalityId: UnitId;
}

/** How long a logout token is remembered: longer than it is accepted. */
const rememberToken = { minutes: 30 };

/**
 * Ends sessions because the provider says so, by a token that it signed.
 * @returns false when the token does not hold; whether it ended anything is nobody's business
 */
export async function signOutByProvider(
	application: SignInApplication,
	provider: Provider,
	token: string,
	address: string | null
): Promise<boolean> {
	if (provider.kind !== 'oidc') return false;
	const { db, clock } = application;
	const now = clock.now();
	let meant;
	try {
		meant = await readLogoutToken(provider, token);
	} catch (error) {
		logWarning('sign-out.refused', { provider: provider.key, reason: reasonOf(error) });
		return false;
	}
	const tokenHash = hashOfSecret(`${provider.key} ${meant.tokenId}`);
	const ended = await db.transaction(nobody, async (tx) => {
		const used = await sql<{ isNew: boolean }>`
			select use_once(${tokenHash}, ${now.add(rememberToken).toString()}) as is_new`.execute(tx);
		if (!used.rows[0]?.isNew) return null;
		const { rows } = await sql<EndedSession>`
			select * from end_provider_sessions(${provider.key}, ${meant.subject}, ${meant.session}, ${now.toString()})`.execute(
			tx
		);
		return rows;
	});
	if (ended === null) {
		logWarning('sign-out.refused', { provider: provider.key, reason: 'a token for the second time' });
		return false;
	}
	// ended is ended, also when the log cannot be written: whoever signs out must be out
	await Promise.all(ended.map((session) => recordEnd(application, provider, session, address))).catch(
		(error: unknown) => logError('sign-out.log', describeError(error))
	);
	return true;
}

async function recordEnd(
	application: SignInApplication,
	provider: Provider,
	{ sessionId, municipalityId }: EndedSession,
	address: string | null
): Promise<void> {
	const system = contextForSystem(application, municipalityId, address);
	await system.transaction((tx) =>
		record(tx, system, {
			action: 'session.ended',
			subjectKind: 'session',
			subjectId: sessionId,
			details: { by: 'provider', provider: provider.key }
		})
	);
}
