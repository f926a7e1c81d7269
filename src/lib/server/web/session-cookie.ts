import type { Cookies } from '@sveltejs/kit';

/**
 * The session cookie's name and attributes. `__Host-` binds it to this host over TLS; plain http happens only on loopback
 * (the demo), where some browsers refuse secure cookies.
 */
export function sessionCookie(url: URL) {
	const secure = url.protocol === 'https:';
	return {
		name: secure ? '__Host-session' : 'session',
		options: { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
	};
}

/** Gives the browser a session. It lasts until the browser closes or the session ends. */
export function setSessionCookie(cookies: Cookies, url: URL, token: string): void {
	const { name, options } = sessionCookie(url);
	cookies.set(name, token, options);
}

export function removeSessionCookie(cookies: Cookies, url: URL): void {
	const { name, options } = sessionCookie(url);
	cookies.delete(name, options);
}

const aYear = 60 * 60 * 24 * 365;

/** The cookie by which a browser shows that its person has signed in there before (sign-in/guessing-limits.ts). */
function deviceCookie(url: URL) {
	const { name, options } = sessionCookie(url);
	return { name: name.replace('session', 'device'), options: { ...options, maxAge: aYear } };
}

/** The secret of this browser, if it has one. */
export function deviceOf(cookies: Cookies, url: URL): string | null {
	return cookies.get(deviceCookie(url).name) ?? null;
}

export function setDeviceCookie(cookies: Cookies, url: URL, secret: string): void {
	const { name, options } = deviceCookie(url);
	cookies.set(name, secret, options);
}
