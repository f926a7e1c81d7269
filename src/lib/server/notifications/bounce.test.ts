import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readBounce } from './bounce.ts';

const mailId = '0b1f6c1e-4d5e-4f9a-9d7c-2a8b3c4d5e6f';
/** `postfix-failed` and `exim` were written by Postfix 3.7 and Exim 4.96 (into an mbox); the others are made in the same form. */
const sample = (name: string) =>
	readFileSync(`tests/fixtures/bounces/${name}.eml`, 'utf8').replaceAll('{id}', mailId);
const read = (text: string) => readBounce(Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')));

describe('what mail servers send back', () => {
	test.each([
		['postfix-failed', { fate: 'failed', status: '5.1.1' }],
		['postfix-expired', { fate: 'failed', status: '4.4.1' }],
		['postfix-delayed', { fate: 'delayed', status: '4.4.1' }],
		['postfix-relayed', { fate: 'arrived', status: '2.0.0' }],
		['exchange-online', { fate: 'failed', status: '5.1.10' }],
		['exim', { fate: 'failed', status: '5.0.0' }]
	])('%s', async (name, said) => {
		expect(await read(sample(name))).toEqual({ ...said, mailId });
		// a pipe gives lines as the machine ends them
		expect(await readBounce(Buffer.from(sample(name)))).toEqual({ ...said, mailId });
	});

	test.each([
		['an older Exim writes it in words only', 'exim-in-words'],
		['a holiday answer', 'out-of-office'],
		['a receipt that the mail was read', 'read-receipt'],
		['somebody forwards a bounce', 'forwarded-bounce']
	])('not understood, and not guessed: %s', async (_, name) => {
		expect(await read(sample(name))).toBeNull();
	});
});

test('a bounce of a mail that is not ours names none of ours', async () => {
	const text = sample('postfix-failed').replaceAll(
		/^Message-I[Dd]: <0b.*>/gm,
		'Message-Id: <20260304.1@other.example>'
	);
	expect(await read(text)).toMatchObject({ fate: 'failed', mailId: null });
	expect(await read(sample('postfix-failed').replaceAll(/^Message-I[Dd]: .*\n/gm, ''))).toMatchObject({
		mailId: null
	});
});

test('what the returned mail says of itself does not count', async () => {
	const text = sample('postfix-delayed').replace('Action: delayed', 'Action: unheard-of');
	expect(await read(text)).toBeNull();
});

test('of several addresses the worst counts', async () => {
	const more = 'Final-Recipient: rfc822; second@mottagare.example\nAction: failed\nStatus: 5.2.2 (full)\n\n';
	const text = sample('postfix-relayed').replace('Final-Recipient', `${more}Final-Recipient`);
	expect(await read(text)).toMatchObject({ fate: 'failed', status: '5.2.2' });
});

test.each(['', 'Content-Type: multipart/report', 'hello', '\0\xff'.repeat(500)])(
	'nonsense is not a bounce',
	async (text) => {
		expect(await readBounce(Buffer.from(text, 'latin1'))).toBeNull();
	}
);
