/** Which files a page of ours cannot be shown without; pure, for the service worker. */

/**
 * The addresses of scripts, styles, icons and the manifest that the page refers to. Not of a style that the page also
 * contains, which the framework then marks as disabled.
 * @param isFile whether a path of this origin is a file of ours, not a page
 */
export function filesOf(html: string, pageUrl: string, isFile: (pathname: string) => boolean): string[] {
	const { origin } = new URL(pageUrl);
	const addresses = [...html.matchAll(/<(?:script|link|img)\b[^>]*?\b(?:src|href)="([^"]+)"[^>]*/g)]
		.filter(([tag]) => !/\sdisabled\b/.test(tag))
		.map(([, address = '']) => new URL(address.replaceAll('&amp;', '&'), pageUrl))
		.filter((url) => url.origin === origin && isFile(url.pathname));
	return [...new Set(addresses.map(({ href }) => href))];
}
