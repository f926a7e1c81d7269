/** OpenID Connect, by openid-client. Every answer is verified: PKCE, state, nonce, issuer, audience, signature, times. */
import { createRemoteJWKSet } from 'jose';
import * as client from 'openid-client';
import { Temporal } from 'temporal-polyfill';
import { isLoopback } from '../platform/config.ts';
import { derivedSecret, type Attempt, type TakenAttempt } from './attempts.ts';
import type { Identity } from './identity.ts';
import { SignInRefused } from './problem.ts';
import type { OidcProvider } from './providers.ts';

/** How long we wait for the provider: somebody looks at an empty page meanwhile. */
const timeoutSeconds = 5;
const askAgainAfterMs = 60 * 60_000;

/** What a provider says of itself, and its keys. */
export interface Discovered {
	configuration: client.Configuration;
	/** For tokens that do not come by the library (logout tokens). */
	keys: ReturnType<typeof createRemoteJWKSet>;
	readAtMs: number;
}

const discovered = new WeakMap<OidcProvider, Discovered>();

/**
 * Asks the provider when it is first needed, and again after an hour. What it said last holds while it is down.
 * @throws SignInRefused 'unavailable'
 */
export async function discover(provider: OidcProvider): Promise<Discovered> {
	const before = discovered.get(provider);
	if (before && Date.now() - before.readAtMs < askAgainAfterMs) return before;
	try {
		const now = await read(provider);
		discovered.set(provider, now);
		return now;
	} catch (error) {
		if (before) return before;
		throw new SignInRefused('unavailable', `discovery: ${reasonOf(error)}`);
	}
}

async function read(provider: OidcProvider): Promise<Discovered> {
	const { issuer, clientId, clockToleranceSeconds } = provider;
	const isLocal = isLoopback(issuer.host);
	const configuration = await client.discovery(
		issuer,
		clientId,
		{ [client.clockTolerance]: clockToleranceSeconds },
		clientAuthOf(provider),
		{
			timeout: timeoutSeconds,
			// the signature of every ID token is checked, also of those that come straight from the token endpoint
			execute: [client.enableNonRepudiationChecks, ...(isLocal ? [client.allowInsecureRequests] : [])]
		}
	);
	const { jwks_uri: keysAddress } = configuration.serverMetadata();
	if (!keysAddress || (new URL(keysAddress).protocol !== 'https:' && !isLocal)) {
		throw new Error('no keys over https');
	}
	return {
		configuration,
		keys: createRemoteJWKSet(new URL(keysAddress), { timeoutDuration: timeoutSeconds * 1000 }),
		readAtMs: Date.now()
	};
}

function clientAuthOf({ clientAuth, clientSecret }: OidcProvider): client.ClientAuth {
	if (clientAuth === 'none') return client.None();
	return clientAuth === 'secretPost'
		? client.ClientSecretPost(clientSecret())
		: client.ClientSecretBasic(clientSecret());
}

/** Where the browser goes to sign in. @param again whoever is signed in there proves anew who they are */
export async function oidcAddress(
	provider: OidcProvider,
	attempt: Attempt,
	{ redirectUri, again }: { redirectUri: string; again: boolean }
): Promise<URL> {
	const { configuration } = await discover(provider);
	return client.buildAuthorizationUrl(configuration, {
		redirect_uri: redirectUri,
		scope: provider.scopes.join(' '),
		state: attempt.state,
		nonce: derivedSecret(attempt, 'nonce'),
		code_challenge: await client.calculatePKCECodeChallenge(derivedSecret(attempt, 'pkce')),
		code_challenge_method: 'S256',
		...(again ? { prompt: 'login', max_age: '0' } : {})
	});
}

/**
 * Who came back, as the provider vouches for it.
 * @param url the address that the browser was sent back to
 * @throws SignInRefused
 */
export async function oidcIdentity(
	provider: OidcProvider,
	attempt: TakenAttempt,
	url: URL
): Promise<Identity> {
	const { configuration } = await discover(provider);
	const secondsSince = Math.ceil((Date.now() - attempt.beganAt.epochMilliseconds) / 1000);
	try {
		const tokens = await client.authorizationCodeGrant(configuration, url, {
			expectedState: attempt.state,
			expectedNonce: derivedSecret(attempt, 'nonce'),
			pkceCodeVerifier: derivedSecret(attempt, 'pkce'),
			idTokenExpected: true,
			// they must have proved it after they were asked to
			...(attempt.sessionId === null ? {} : { maxAge: Math.max(0, secondsSince) })
		});
		const claims = tokens.claims()!;
		return {
			subject: claims.sub,
			session: typeof claims.sid === 'string' ? claims.sid : null,
			claims: await completed(provider, configuration, tokens.access_token, claims),
			provedAt:
				claims.auth_time === undefined
					? null
					: Temporal.Instant.fromEpochMilliseconds(claims.auth_time * 1000),
			idToken: tokens.id_token ?? null
		};
	} catch (error) {
		throw new SignInRefused(problemOf(error), reasonOf(error));
	}
}

/** The claims that we were told to use may stand in the token, or wait at the userinfo endpoint. */
async function completed(
	provider: OidcProvider,
	configuration: client.Configuration,
	accessToken: string,
	claims: client.IDToken
): Promise<Record<string, unknown>> {
	const { match, creation } = provider;
	const wanted = [match.claim, creation?.nameClaim, creation?.emailClaim, creation?.unitClaim];
	const isThere = wanted.every((name) => name == null || Object.hasOwn(claims, name));
	if (isThere || !configuration.serverMetadata().userinfo_endpoint) return claims;
	return { ...(await client.fetchUserInfo(configuration, accessToken, claims.sub)), ...claims };
}

function problemOf(error: unknown) {
	if (error instanceof client.AuthorizationResponseError) {
		if (['access_denied', 'consent_required', 'login_required'].includes(error.error)) return 'cancelled';
		return ['server_error', 'temporarily_unavailable'].includes(error.error) ? 'unavailable' : 'refused';
	}
	if (error instanceof client.ResponseBodyError) return error.status >= 500 ? 'unavailable' : 'refused';
	if (error instanceof client.ClientError) {
		const isSilence = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'].includes(
			error.code ?? ''
		);
		return isSilence || isNetworkError(error) ? 'unavailable' : 'refused';
	}
	return isNetworkError(error) ? 'unavailable' : 'refused';
}

/** What `fetch` throws when nobody answers. */
function isNetworkError(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	return (error instanceof TypeError && error.message === 'fetch failed') || isNetworkError(error.cause);
}

/** Codes and names only. What stood in a token or an answer could be somebody's name. */
export function reasonOf(error: unknown): string {
	if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
		// it stands in the address, so anybody may have written it
		return /^[a-z_]{1,60}$/.test(error.error)
			? `the provider said ${error.error}`
			: 'the provider said something';
	}
	if (!(error instanceof Error)) return 'unknown';
	const { code } = error as { code?: unknown };
	const inner = error.cause instanceof Error ? (error.cause.cause ?? error.cause) : error.cause;
	const { claim, attribute, code: innerCode } = (inner ?? {}) as Record<string, unknown>;
	return [error.name, code, claim, attribute, innerCode]
		.filter((part) => typeof part === 'string' && part !== '')
		.join(' ');
}
