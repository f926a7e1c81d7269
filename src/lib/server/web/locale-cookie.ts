import type { Cookies } from '@sveltejs/kit';

const aYear = 60 * 60 * 24 * 365;

/** The language of this browser. */
export function setLocaleCookie(cookies: Cookies, url: URL, locale: 'sv' | 'en'): void {
	cookies.set('locale', locale, {
		path: '/',
		maxAge: aYear,
		sameSite: 'lax',
		httpOnly: true,
		secure: url.protocol === 'https:'
	});
}
