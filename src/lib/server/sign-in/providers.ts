/**
 * Which identity providers the municipality signs in with: one JSON file, read at start. Every mistake in it ends with one
 * sentence. Secrets stay in files or variables of their own, so that the file can be shown and kept with other settings.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { isLoopback, type Config } from '../platform/config.ts';
import { ConfigurationError } from '../platform/errors.ts';

/** How people of one provider are found, whatever its kind. */
interface AnyProvider {
	/** Part of the addresses that the provider is told, e.g. 'entra' in /sign-in/with/entra/callback. */
	key: string;
	label: { sv: string; en: string };
	/** Whose people are they? A municipality's name or id; null when there is only one. */
	municipality: string | null;
	/** Which claim says who it is, and what of a person is it compared with? */
	match: { claim: string; personField: PersonField };
	/** What of the token becomes a new person? Null: only people who are here already may come in. */
	creation: Creation | null;
	/** How much may the clocks differ? */
	clockToleranceSeconds: number;
}

/** What of a person a claim may be compared with. */
export type PersonField = 'email' | 'externalId';

/** How a person who is not here yet is made. Units are named by their external id. */
export interface Creation {
	nameClaim: string;
	emailClaim: string | null;
	unitClaim: string | null;
	defaultUnit: string | null;
}

export interface OidcProvider extends AnyProvider {
	kind: 'oidc';
	issuer: URL;
	clientId: string;
	clientAuth: 'none' | 'secretBasic' | 'secretPost';
	/** A function, so that no log or error can print it by accident. */
	clientSecret: () => string;
	scopes: string[];
}

export interface SamlProvider extends AnyProvider {
	kind: 'saml';
	/** The provider's own name, the 'entity id' in its metadata. */
	issuer: string;
	/** Where people are sent to sign in. */
	entryPoint: URL;
	/** The certificates that it signs with, as PEM. Several while they are changed. */
	certificates: string[];
	/** Our name there; null: the address of our metadata. */
	entityId: string | null;
}

export type Provider = OidcProvider | SamlProvider;

/** What the sign-in page shows: a link to `/sign-in/with/<key>` for each. */
export interface ListedProvider {
	key: string;
	label: string;
	kind: Provider['kind'];
}

/** The providers in the order of the file, which is the order on the sign-in page. */
export function listProviders(providers: readonly Provider[], locale: 'sv' | 'en'): ListedProvider[] {
	return providers.map(({ key, label, kind }) => ({ key, label: label[locale], kind }));
}

const text = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(500));
const address = v.pipe(
	text,
	v.check(
		(one) =>
			URL.canParse(one) &&
			(new URL(one).protocol === 'https:' ||
				(new URL(one).protocol === 'http:' && isLoopback(new URL(one).host))),
		'must be an address that begins with https://'
	),
	v.transform((one) => new URL(one))
);
const common = {
	key: v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be small letters, digits and hyphens')),
	label: v.strictObject({ sv: text, en: text }),
	municipality: v.optional(v.nullable(text), null),
	match: v.strictObject({ claim: text, personField: v.picklist(['email', 'externalId']) }),
	unknownPeople: v.optional(v.picklist(['refuse', 'create']), 'refuse'),
	create: v.optional(
		v.strictObject({
			nameClaim: text,
			emailClaim: v.optional(v.nullable(text), null),
			unitClaim: v.optional(v.nullable(text), null),
			defaultUnit: v.optional(v.nullable(text), null)
		})
	),
	clockToleranceSeconds: v.optional(
		v.pipe(
			v.number(),
			v.integer(),
			v.minValue(0, 'must be from 0 to 300'),
			v.maxValue(300, 'must be from 0 to 300')
		),
		30
	)
};
const oidcSchema = v.strictObject({
	kind: v.literal('oidc'),
	...common,
	issuer: address,
	clientId: text,
	clientAuth: v.optional(v.picklist(['none', 'secretBasic', 'secretPost']), 'secretBasic'),
	clientSecretFile: v.optional(text),
	clientSecretVariable: v.optional(text),
	scopes: v.optional(
		v.pipe(
			v.array(text),
			v.check((all) => all.includes('openid'), 'must contain openid')
		),
		['openid', 'profile', 'email']
	)
});
const samlSchema = v.strictObject({
	kind: v.literal('saml'),
	...common,
	issuer: text,
	entryPoint: address,
	certificateFiles: v.pipe(v.array(text), v.minLength(1, 'must name at least one file')),
	entityId: v.optional(v.nullable(text), null)
});
const schema = v.array(v.variant('kind', [oidcSchema, samlSchema]));
type Written = v.InferOutput<typeof schema>[number];
type WrittenOidc = Extract<Written, { kind: 'oidc' }>;
type WrittenSaml = Extract<Written, { kind: 'saml' }>;

type Env = Record<string, string | undefined>;

/**
 * The providers that `IDENTITY_PROVIDERS` names; none when it is not set. Nothing is asked of them yet: one that is down
 * stops nobody from starting or from signing in another way.
 * @throws ConfigurationError with one sentence, which never quotes a secret
 */
export function readProviders(env: Env, { host, publicOrigin }: Config): Provider[] {
	const file = env.IDENTITY_PROVIDERS?.trim();
	if (!file) return [];
	const wrong = (sentence: string): never => {
		throw new ConfigurationError(`IDENTITY_PROVIDERS (${file}): ${sentence}`);
	};
	const parsed = v.safeParse(schema, parseJson(readText(file, wrong), wrong));
	if (!parsed.success) return wrong(sentenceOf(parsed.issues[0]));

	const providers = parsed.output;
	for (const { key } of providers) {
		if (providers.filter((other) => other.key === key).length > 1)
			wrong(`two providers have the key '${key}'; give each its own.`);
	}
	if (providers.length > 0 && !isLoopback(host) && !publicOrigin?.startsWith('https:')) {
		wrong(
			'people are sent back from the provider to PUBLIC_ORIGIN; set it to the address that begins with https://.'
		);
	}
	return providers.map((written) => {
		const inProvider = (sentence: string) => wrong(`provider '${written.key}': ${sentence}`);
		const read = (name: string) => readText(resolve(dirname(file), name), inProvider).trim();
		return written.kind === 'oidc'
			? oidcProvider(written, env, read, inProvider)
			: samlProvider(written, read, inProvider);
	});
}

type Wrong = (sentence: string) => never;

function anyProvider({ unknownPeople, create, ...written }: Written, wrong: Wrong): AnyProvider {
	const { key, label, municipality, match, clockToleranceSeconds } = written;
	if ((unknownPeople === 'create') !== (create !== undefined)) {
		wrong("unknownPeople 'create' and the section create belong together; give both or none.");
	}
	if (create && !create.unitClaim && !create.defaultUnit) {
		wrong('create must say where new people work; give unitClaim, defaultUnit or both.');
	}
	return { key, label, municipality, match, clockToleranceSeconds, creation: create ?? null };
}

function oidcProvider(
	written: WrittenOidc,
	env: Env,
	read: (name: string) => string,
	wrong: Wrong
): OidcProvider {
	const { issuer, clientId, clientAuth, clientSecretFile, clientSecretVariable, scopes } = written;
	let secret = '';
	if (clientAuth !== 'none') {
		if ((clientSecretFile === undefined) === (clientSecretVariable === undefined)) {
			wrong('name where the client secret is, by clientSecretFile or clientSecretVariable.');
		}
		secret = clientSecretFile ? read(clientSecretFile) : (env[clientSecretVariable!]?.trim() ?? '');
		if (secret === '') wrong(`the client secret in ${clientSecretFile ?? clientSecretVariable} is empty.`);
	}
	return {
		...anyProvider(written, wrong),
		kind: 'oidc',
		issuer,
		clientId,
		clientAuth,
		clientSecret: () => secret,
		scopes
	};
}

function samlProvider(written: WrittenSaml, read: (name: string) => string, wrong: Wrong): SamlProvider {
	const { issuer, entryPoint, certificateFiles, entityId } = written;
	const certificates = certificateFiles.map((name) => {
		const pem = read(name);
		try {
			return new X509Certificate(pem).toString();
		} catch {
			return wrong(`${name} is no certificate in PEM format.`);
		}
	});
	return { ...anyProvider(written, wrong), kind: 'saml', issuer, entryPoint, certificates, entityId };
}

function readText(path: string, wrong: Wrong): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return wrong(`the file ${path} cannot be read.`);
	}
}

function parseJson(text: string, wrong: Wrong): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return wrong('is not JSON.');
	}
}

/** Names the place and what was expected there; never what stands there, which could be a secret in the wrong place. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
	const place = v.getDotPath(issue) ?? 'the file';
	const isOurs = /^must /.test(issue.message);
	if (isOurs) return `${place} ${issue.message}.`;
	if (issue.type === 'strict_object' && issue.expected === 'never')
		return `${place} is not a setting; remove it.`;
	return `${place} must be ${issue.expected?.replaceAll('"', "'") ?? 'something else'}.`;
}
