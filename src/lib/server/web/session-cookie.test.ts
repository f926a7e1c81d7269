import { expect, test } from 'vitest';
import { sessionCookie } from './session-cookie.ts';

test('over TLS the cookie is bound to this host and never leaves it unencrypted', () => {
	expect(sessionCookie(new URL('https://opaverkad.example/report'))).toEqual({
		name: '__Host-session',
		options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true }
	});
});

test('on plain loopback, where the demo runs, some browsers would refuse a secure cookie', () => {
	expect(sessionCookie(new URL('http://127.0.0.1:3000/report'))).toMatchObject({
		name: 'session',
		options: { httpOnly: true, sameSite: 'lax', secure: false }
	});
});
