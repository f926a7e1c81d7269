import { expect, test } from 'vitest';
import { readMailServer } from './mail.ts';

const env = { SMTP_URL: 'smtps://mail.example.org', SMTP_FROM: 'opaverkad@example.org' };

test('what cannot be delivered goes back to the sender, or to an address of its own', () => {
	expect(readMailServer(env)?.bounceAddress).toBe('opaverkad@example.org');
	const bounceAddress = 'opaverkad-bounces@example.org';
	expect(readMailServer({ ...env, SMTP_BOUNCE_ADDRESS: bounceAddress })).toMatchObject({
		from: 'opaverkad@example.org',
		bounceAddress
	});
	expect(() => readMailServer({ ...env, SMTP_BOUNCE_ADDRESS: 'bounces' })).toThrow(
		/SMTP_BOUNCE_ADDRESS must be/
	);
});
