/** The texts and links that every page shell has, so that routes do not repeat them. */
import { page } from '$app/state';
import { m } from '#lib/paraglide/messages.js';

/** Props of Footer. */
export function footer() {
	const { locale, path } = page.data as { locale: string; path: string };
	return {
		label: m.footer(),
		links: [
			{ href: '/about', label: m.about() },
			{ href: '/accessibility', label: m.accessibility() }
		],
		language: {
			path,
			languages: [
				{ code: 'sv', label: m.language_sv(), isCurrent: locale === 'sv' },
				{ code: 'en', label: m.language_en(), isCurrent: locale === 'en' }
			]
		}
	};
}

/** Props of Shell's `texts`. */
export function shellTexts() {
	return {
		skipLink: m.skip_link(),
		menu: m.menu(),
		navigation: m.navigation(),
		signOut: m.sign_out(),
		badge: m.badge_waiting({ count: '' }).trim()
	};
}

/** The banner of an installation with invented data, or null. */
export function demoBanner(): string | null {
	return page.data.isDemo ? m.demo_banner() : null;
}
