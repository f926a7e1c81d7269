/** Signed out here, signed out there: by us at the provider (RP-initiated logout), and by the provider here (back-channel). */
import { jwtVerify } from 'jose';
import * as client from 'openid-client';
import * as v from 'valibot';
import { discover } from './oidc.ts';
import type { OidcProvider } from './providers.ts';

/** Where the browser goes to sign out at the provider as well; null when it has no such place. */
export async function oidcSignOutAddress(
	provider: OidcProvider,
	{ idToken, returnTo }: { idToken: string | null; returnTo: string }
): Promise<URL | null> {
	const { configuration } = await discover(provider);
	if (!configuration.serverMetadata().end_session_endpoint) return null;
	return client.buildEndSessionUrl(configuration, {
		post_logout_redirect_uri: returnTo,
		...(idToken === null ? {} : { id_token_hint: idToken })
	});
}

/** Which sessions a provider ends: one, or all of a person. */
export interface ProviderSignOut {
	subject: string | null;
	session: string | null;
	/** The token's own name, by which it is used once. */
	tokenId: string;
}

const event = 'http://schemas.openid.net/event/backchannel-logout';
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const logoutClaims = v.pipe(
	v.object({
		jti: text,
		sub: v.optional(text),
		sid: v.optional(text),
		events: v.object({ [event]: v.record(v.string(), v.unknown()) }),
		// an ID token can then never be taken for a logout token
		nonce: v.optional(v.undefined())
	}),
	v.check(({ sub, sid }) => sub !== undefined || sid !== undefined)
);

/** How old a logout token may be. */
const tokenAgeSeconds = 600;

/**
 * Reads a logout token. Source: OpenID Connect Back-Channel Logout 1.0, section 2.6.
 * @throws when anything about it does not hold
 */
export async function readLogoutToken(provider: OidcProvider, token: string): Promise<ProviderSignOut> {
	const { configuration, keys } = await discover(provider);
	const { payload, protectedHeader } = await jwtVerify(token, keys, {
		issuer: configuration.serverMetadata().issuer,
		audience: provider.clientId,
		algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
		clockTolerance: provider.clockToleranceSeconds,
		maxTokenAge: tokenAgeSeconds,
		requiredClaims: ['iat', 'jti', 'events']
	});
	if (
		protectedHeader.typ !== undefined &&
		!/^(application\/)?(logout\+jwt|JWT)$/i.test(protectedHeader.typ)
	) {
		throw new Error('not a logout token');
	}
	const { jti, sub = null, sid = null } = v.parse(logoutClaims, payload);
	return { tokenId: jti, subject: sub, session: sid };
}
