import { describe, expect, test } from 'vitest';
import { readProofsConfig } from './proofs-config.ts';
import { waitAfter } from './receivers.ts';

const mail = { SMTP_URL: 'smtps://user:secret@mail.example.org', SMTP_FROM: 'opaverkad@example.org' };

test('without any setting: a key in the data directory, a checkpoint a minute, nobody who gets them', () => {
	expect(readProofsConfig({}, '/var/data')).toEqual({
		keyFile: '/var/data/log-signing-key.pem',
		checkpointSeconds: 60,
		receivers: [],
		mail: null
	});
	expect(readProofsConfig({}, ':memory:').keyFile).toBeNull();
});

test('receivers are known by where they are, and what is secret in an address is not shown', () => {
	const { receivers } = readProofsConfig(
		{
			...mail,
			LOG_RECEIVERS:
				'file:/srv/loggen.txt, https://user:word@arkiv.example/in?token=hemligt,http://127.0.0.1:99/x,mailto:revisor@example.org'
		},
		''
	);
	expect(receivers.map(({ kind, label }) => [kind, label])).toEqual([
		['file', '/srv/loggen.txt'],
		['https', 'https://arkiv.example/…'],
		['https', 'http://127.0.0.1:99/…'],
		['mail', 'revisor@example.org']
	]);
	expect(new Set(receivers.map(({ id }) => id)).size).toBe(4);
	expect(JSON.stringify(receivers.map(({ id, label }) => [id, label]))).not.toMatch(/hemligt|word/);
});

describe('a mistake is one sentence', () => {
	test.each([
		[{ LOG_RECEIVERS: 'http://arkiv.example/' }, /http:\/\/ only to this machine/],
		[{ LOG_RECEIVERS: '/srv/loggen.txt' }, /file:\/path/],
		[{ LOG_RECEIVERS: 'mailto:a@b.example,c@d.example' }, /cannot be used/],
		[{ ...mail, LOG_RECEIVERS: 'mailto:a@b.example?subject=x' }, /cannot be used/],
		[{ LOG_RECEIVERS: 'mailto:a@b.example' }, /SMTP_URL must name the mail server/],
		[{ LOG_RECEIVERS: 'mailto:a@b.example', SMTP_URL: mail.SMTP_URL }, /SMTP_FROM must be the address/],
		[{ LOG_CHECKPOINT_SECONDS: '0' }, /LOG_CHECKPOINT_SECONDS is '0'/],
		[{ LOG_CHECKPOINT_SECONDS: 'often' }, /a whole number/]
	])('%j', (env, message) => {
		expect(() => readProofsConfig(env, '')).toThrow(message);
	});
});

test('who does not answer is asked again after longer and longer, at most an hour', () => {
	expect([1, 2, 3, 4, 10, 1000].map(waitAfter)).toEqual([5, 10, 20, 40, 2560, 3600]);
});
