/**
 * SAML 2.0 by node-saml, behind the same port as OIDC. Both the response and the assertion must be signed, by a certificate of
 * the configuration. What the library leaves open is checked here: the shape of the document, destination, recipient, issuer,
 * status, and that an assertion is used once.
 */
import { generateServiceProviderMetadata, SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { hashOfSecret } from '../platform/secrets.ts';
import { attemptBegan, attemptSeconds, isSecret, type Attempt } from './attempts.ts';
import { toStored, type Identity } from './identity.ts';
import { SignInRefused } from './problem.ts';
import type { SamlProvider } from './providers.ts';
import { readFrame } from './saml-structure.ts';

/** The addresses of ours that a provider is told. */
export function samlAddresses({ key, entityId }: SamlProvider, origin: string) {
	const base = `${origin}/sign-in/with/${key}`;
	return { acs: `${base}/acs`, entityId: entityId ?? `${base}/metadata` };
}

/** What an administrator gives the provider, so that it knows us. */
export function samlMetadata(provider: SamlProvider, origin: string): string {
	const { acs, entityId } = samlAddresses(provider, origin);
	return generateServiceProviderMetadata({
		issuer: entityId,
		callbackUrl: acs,
		wantAssertionsSigned: true,
		identifierFormat: null
	});
}

/** A request is named by the hash of its attempt's state, so that the answer leads back to it. */
const requestIdOf = (state: string) => `_${hashOfSecret(state).toString('hex')}`;
const stateHashOf = (requestId: string) =>
	/^_[0-9a-f]{64}$/.test(requestId) ? Buffer.from(requestId.slice(1), 'hex') : null;

interface Options {
	origin: string;
	requestId?: string;
	forceAuthn?: boolean;
	/** When the request with this name was made; null when nobody waits for its answer. */
	began?: (requestId: string) => Promise<Temporal.Instant | null>;
}

function samlOf(provider: SamlProvider, { origin, requestId, forceAuthn = false, began }: Options): SAML {
	const { acs, entityId } = samlAddresses(provider, origin);
	return new SAML({
		callbackUrl: acs,
		entryPoint: provider.entryPoint.href,
		issuer: entityId,
		audience: entityId,
		idpIssuer: provider.issuer,
		idpCert: provider.certificates,
		wantAssertionsSigned: true,
		wantAuthnResponseSigned: true,
		acceptedClockSkewMs: provider.clockToleranceSeconds * 1000,
		validateInResponseTo: ValidateInResponseTo.always,
		requestIdExpirationPeriodMs: attemptSeconds * 1000,
		cacheProvider: {
			saveAsync: async () => null,
			getAsync: async (id) => (await began?.(id))?.toString() ?? null,
			removeAsync: async () => null
		},
		// how people prove who they are is the provider's to decide
		disableRequestedAuthnContext: true,
		identifierFormat: null,
		forceAuthn,
		...(requestId && { generateUniqueId: () => requestId })
	});
}

/** Where the browser goes to sign in. @param again whoever is signed in there proves anew who they are */
export async function samlAddress(
	provider: SamlProvider,
	{ state }: Attempt,
	{ origin, again }: { origin: string; again: boolean }
): Promise<URL> {
	const saml = samlOf(provider, { origin, requestId: requestIdOf(state), forceAuthn: again });
	return new URL(await saml.getAuthorizeUrlAsync(state, undefined, {}));
}

/** What a provider posts by the browser. */
export interface PostedResponse {
	response: string;
	relayState: string;
}

/**
 * Verifies what came by POST and keeps it for the browser that began. The POST comes from another site, without cookies, so it
 * signs nobody in: it leads to a page of ours to which the browser brings its cookie.
 * @returns the state with which the browser goes on
 * @throws SignInRefused
 */
export async function receiveSamlResponse(
	application: Application,
	provider: SamlProvider,
	{ response, relayState }: PostedResponse,
	origin: string
): Promise<string> {
	if (!isSecret(relayState)) throw new SignInRefused('startOver', 'no relay state of ours');
	const stateHash = hashOfSecret(relayState);
	let verified: VerifiedAssertion;
	try {
		verified = await verify(application, provider, { response, requestId: requestIdOf(relayState), origin });
	} catch (error) {
		throw new SignInRefused('refused', reasonOf(error));
	}
	const { db, clock } = application;
	const now = clock.now();
	const assertionHash = hashOfSecret(`${provider.key} ${verified.assertionId}`);
	await db.transaction(nobody, async (tx) => {
		const { rows } = await sql<{ isNew: boolean; isKept: boolean }>`
			select use_once(${assertionHash}, ${now.add({ hours: 24 }).toString()}) as is_new,
				keep_identity(${stateHash}, ${provider.key}, ${JSON.stringify(toStored(verified.identity))}::jsonb,
					${now.toString()}) as is_kept`.execute(tx);
		if (!rows[0]?.isNew) throw new SignInRefused('refused', 'an assertion for the second time');
		if (!rows[0].isKept) throw new SignInRefused('startOver', 'an answer for the second time');
	});
	return relayState;
}

interface VerifiedAssertion {
	assertionId: string;
	identity: Identity;
}

async function verify(
	application: Application,
	provider: SamlProvider,
	{ response, requestId, origin }: { response: string; requestId: string; origin: string }
): Promise<VerifiedAssertion> {
	const frame = readFrame(Buffer.from(response, 'base64').toString('utf8'));
	const { acs } = samlAddresses(provider, origin);
	const began = async (id: string) => {
		const hash = stateHashOf(id);
		return hash && attemptBegan(application, provider.key, hash);
	};
	const saml = samlOf(provider, { origin, began });
	const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: response });
	if (!profile) throw new Error('no profile');

	if (frame.destination !== acs) throw new Error('destination');
	if (frame.inResponseTo !== requestId) throw new Error('InResponseTo of another relay state');
	if (frame.issuer !== null && frame.issuer !== provider.issuer) throw new Error('issuer of the response');
	if (!frame.isSuccess) throw new Error('status');

	// the library's own reading of the bytes that were signed
	const { Assertion: signed } = v.parse(signedAssertion, profile.getAssertion?.());
	const [statement] = signed.AuthnStatement;
	if (signed.Issuer[0]._ !== provider.issuer) throw new Error('issuer of the assertion');
	const isForUs = signed.Subject[0].SubjectConfirmation.some(
		({ $: { Method }, SubjectConfirmationData: [{ $: data }] }) =>
			Method === 'urn:oasis:names:tc:SAML:2.0:cm:bearer' &&
			data.Recipient === acs &&
			data.InResponseTo === requestId &&
			isAhead(data.NotOnOrAfter, provider.clockToleranceSeconds)
	);
	if (!isForUs) throw new Error('no subject confirmation for us');
	return {
		assertionId: signed.$.ID,
		identity: {
			subject: profile.nameID,
			session: statement.$.SessionIndex ?? null,
			claims: { ...(profile.attributes as Record<string, unknown> | undefined), nameID: profile.nameID },
			provedAt: Temporal.Instant.from(statement.$.AuthnInstant),
			idToken: null
		}
	};
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
/** What must stand in an assertion, in the form that node-saml gives it: children as lists, attributes under `$`. */
const signedAssertion = v.object({
	Assertion: v.object({
		$: v.object({ ID: text }),
		Issuer: v.strictTuple([v.object({ _: text })]),
		Subject: v.strictTuple([
			v.object({
				NameID: v.strictTuple([v.object({ _: text })]),
				SubjectConfirmation: v.array(
					v.object({
						$: v.object({ Method: text }),
						SubjectConfirmationData: v.tuple([
							v.object({
								$: v.object({
									Recipient: v.optional(text),
									InResponseTo: v.optional(text),
									NotOnOrAfter: v.optional(text)
								})
							})
						])
					})
				)
			})
		]),
		Conditions: v.strictTuple([v.object({ $: v.object({ NotOnOrAfter: text }) })]),
		AuthnStatement: v.tuple([
			v.object({ $: v.object({ AuthnInstant: text, SessionIndex: v.optional(text) }) })
		])
	})
});

function isAhead(instant: string | undefined, toleranceSeconds: number): boolean {
	if (instant === undefined) return false;
	return Date.parse(instant) + toleranceSeconds * 1000 > Date.now();
}

/** Sentences of the library and of ours name checks; some of the library's quote what they found after a colon. */
function reasonOf(error: unknown): string {
	if (v.isValiError(error)) return 'the assertion lacks something';
	return error instanceof Error ? error.message.split(/[:.]/)[0]!.slice(0, 100) : 'unknown';
}
