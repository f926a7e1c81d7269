import { describe, expect, test } from 'vitest';
import { isLoopback, readConfig } from './config.ts';
import { ConfigurationError } from './errors.ts';

test('a fresh machine gets the embedded database, the demo, and loopback only', () => {
	expect(readConfig({})).toEqual({
		databaseUrl: null,
		databaseOwnerUrl: null,
		dataDirectory: './data',
		host: '127.0.0.1',
		port: 3000,
		publicOrigin: null,
		demo: true
	});
});

test('a server’s database is somebody’s real one: no demo unless asked for', () => {
	const DATABASE_URL = 'postgres://somebody@db.example/opaverkad';
	expect(readConfig({ DATABASE_URL }).demo).toBe(false);
	expect(readConfig({ DATABASE_URL, DEMO: 'yes' }).demo).toBe(true);
});

describe('wrong configuration ends with one sentence that says what to do', () => {
	test.each([
		['a database address that is none', { DATABASE_URL: 'mysql://db' }, /DATABASE_URL must be/],
		['a database address that is a word', { DATABASE_URL: 'database' }, /DATABASE_URL must be/],
		['an owner without a login', { DATABASE_OWNER_URL: 'postgres://db/x' }, /but not DATABASE_URL/],
		['production on the embedded database', { NODE_ENV: 'production', DEMO: 'no' }, /set DATABASE_URL/],
		[
			'production with the demo',
			{ NODE_ENV: 'production', DATABASE_URL: 'postgres://db/x', DEMO: 'yes' },
			/remove DEMO=yes/
		],
		['the demo open to the network', { HOST: '0.0.0.0' }, /only listens on this machine/],
		['a port that is none', { PORT: 'eighty' }, /PORT is 'eighty'/],
		['a port that is too high', { PORT: '70000' }, /from 0 to 65535/],
		['an answer that is neither yes nor no', { DEMO: 'maybe' }, /must be yes or no/],
		['a public address with a path', { PUBLIC_ORIGIN: 'https://a.example/x' }, /without a path/]
	])('%s', (_, env, sentence) => {
		expect(() => readConfig(env)).toThrow(ConfigurationError);
		expect(() => readConfig(env)).toThrow(sentence);
	});
});

test('the embedded database in production only by a deliberate choice', () => {
	const env = { NODE_ENV: 'production', ALLOW_EMBEDDED_DATABASE: 'yes' };
	expect(readConfig(env)).toMatchObject({ databaseUrl: null, demo: false });
});

test.each([
	['127.0.0.1', true],
	['127.0.0.1:3000', true],
	['localhost:3000', true],
	['[::1]:3000', true],
	['::1', true],
	['127.0.0.1.evil.example', false],
	['localhost.evil.example:3000', false],
	['0.0.0.0', false],
	['opaverkad.example', false]
])('%s is this machine: %s', (host, expected) => {
	expect(isLoopback(host)).toBe(expected);
});
