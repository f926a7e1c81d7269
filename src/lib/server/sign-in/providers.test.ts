import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { listProviders, readProviders } from './providers.ts';

let directory: string;
beforeAll(() => {
	directory = mkdtempSync(join(tmpdir(), 'opaverkad-providers-'));
	writeFileSync(join(directory, 'secret'), 'a very secret secret\n');
	writeFileSync(join(directory, 'empty'), '\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

const oidc = {
	key: 'entra',
	kind: 'oidc',
	label: { sv: 'Kommunens konto', en: 'The municipality’s account' },
	match: { claim: 'oid', personField: 'externalId' },
	issuer: 'https://login.example/tenant/v2.0',
	clientId: 'opaverkad',
	clientSecretFile: 'secret'
};
const saml = {
	key: 'adfs',
	kind: 'saml',
	label: { sv: 'Skolans konto', en: 'The schools’ account' },
	match: { claim: 'nameID', personField: 'email' },
	issuer: 'http://adfs.example/trust',
	entryPoint: 'https://adfs.example/ls',
	certificateFiles: ['secret']
};

function read(written: unknown, env: Record<string, string> = {}) {
	const file = join(directory, 'providers.json');
	writeFileSync(file, typeof written === 'string' ? written : JSON.stringify(written));
	return readProviders({ IDENTITY_PROVIDERS: file, ...env }, readConfig(env));
}

test('without the setting there are none', () => {
	expect(readProviders({}, readConfig({}))).toEqual([]);
});

test('a provider with its secret in a file beside', () => {
	const [provider] = read([oidc]);
	expect(provider).toMatchObject({ key: 'entra', kind: 'oidc', scopes: ['openid', 'profile', 'email'] });
	expect(provider?.kind === 'oidc' && provider.clientSecret()).toBe('a very secret secret');
	expect(JSON.stringify(provider)).not.toContain('very secret');
	expect(listProviders([provider!], 'sv')).toEqual([
		{ key: 'entra', kind: 'oidc', label: 'Kommunens konto' }
	]);
});

test('a secret in a variable', () => {
	const { clientSecretFile: _, ...rest } = oidc;
	const [provider] = read([{ ...rest, clientSecretVariable: 'ENTRA_SECRET' }], { ENTRA_SECRET: 'abc' });
	expect(provider?.kind === 'oidc' && provider.clientSecret()).toBe('abc');
});

const unreadable: [string, unknown, RegExp][] = [
	['no JSON', '{', /is not JSON/],
	['no list', {}, /the file must be Array/],
	['a misspelt setting', [{ ...oidc, clientID: 'x' }], /0\.clientID is not a setting/],
	['the secret itself', [{ ...oidc, clientSecret: 'hush' }], /0\.clientSecret is not a setting/],
	['a missing setting', [{ ...oidc, clientId: undefined }], /0\.clientId must be/],
	['an unknown kind', [{ ...oidc, kind: 'ldap' }], /0\.kind must be/],
	['a key with a slash', [{ ...oidc, key: 'a/b' }], /0\.key must be small letters/],
	['two with one key', [oidc, oidc], /two providers have the key 'entra'/],
	['an issuer without TLS', [{ ...oidc, issuer: 'http://login.example' }], /begins with https/],
	['no openid', [{ ...oidc, scopes: ['email'] }], /0\.scopes must contain openid/],
	['an hour of tolerance', [{ ...oidc, clockToleranceSeconds: 3600 }], /from 0 to 300/],
	['no secret', [{ ...oidc, clientSecretFile: undefined }], /name where the client secret is/],
	['a secret that is not there', [{ ...oidc, clientSecretFile: 'nowhere' }], /cannot be read/],
	['an empty secret', [{ ...oidc, clientSecretFile: 'empty' }], /the client secret in empty is empty/],
	['new people without a rule', [{ ...oidc, unknownPeople: 'create' }], /belong together/],
	[
		'new people who work nowhere',
		[{ ...oidc, unknownPeople: 'create', create: { nameClaim: 'name' } }],
		/where new people work/
	],
	['a certificate that is none', [saml], /secret is no certificate/]
];
test.each(unreadable)('%s ends with one sentence, which quotes no secret', (_, written, sentence) => {
	expect(() => read(written)).toThrow(ConfigurationError);
	expect(() => read(written)).toThrow(sentence);
	expect(() => read(written)).not.toThrow(/hush|very secret/);
});

test('reachable from the network only with an address that has TLS', () => {
	const env = { HOST: '0.0.0.0', DEMO: 'no' };
	expect(() => read([oidc], env)).toThrow(/PUBLIC_ORIGIN/);
	expect(() => read([oidc], { ...env, PUBLIC_ORIGIN: 'http://a.example' })).toThrow(/https/);
	expect(read([oidc], { ...env, PUBLIC_ORIGIN: 'https://a.example' })).toHaveLength(1);
});

test('on this machine itself, for trying out, without TLS', () => {
	expect(read([{ ...oidc, issuer: 'http://127.0.0.1:4000' }])).toHaveLength(1);
});
