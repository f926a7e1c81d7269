/** What the server's answers mean to a script that sends the form; for the island and the service worker. */

/** Where the form is. */
export const formPath = '/report';
/** Patient enough for a slow network; after that the report is safe in the outbox. Milliseconds. */
const patience = 20_000;

/**
 * `sent`: the server has it. `signedOut`: nobody is signed in. `later`: nobody could take it now; the same can be tried
 * again. `tooMany`: sent too many in a short time. `rejected`: the form came back to be corrected.
 */
export type Answer =
	{ kind: 'sent'; receipt: string } | { kind: 'signedOut' | 'later' | 'tooMany' | 'rejected' };

/** What an answer means, by where it ended (after redirects) and its status. */
export function meaningOf({
	url,
	redirected,
	status
}: Pick<Response, 'url' | 'redirected' | 'status'>): Answer {
	const { pathname, search } = new URL(url);
	// even when the receipt itself could not be shown
	if (redirected && pathname.startsWith('/my-reports/')) return { kind: 'sent', receipt: pathname + search };
	if (status >= 500 || status === 408) return { kind: 'later' };
	if (redirected && pathname === '/sign-in') return { kind: 'signedOut' };
	return { kind: status === 429 ? 'tooMany' : 'rejected' };
}

/** Asks for a page or posts a form. */
export function ask(url: string, form?: [string, string][]): Promise<Response> {
	return fetch(url, {
		method: form ? 'POST' : 'GET',
		headers: { accept: 'text/html' },
		body: form && new URLSearchParams(form),
		cache: 'no-store',
		signal: AbortSignal.timeout(patience)
	});
}

/** Posts a report. No answer at all, or none in time, is `later`: it may have arrived, which the key settles. */
export async function postReport(url: string, form: [string, string][]): Promise<Answer> {
	try {
		return meaningOf(await ask(url, form));
	} catch {
		return { kind: 'later' };
	}
}

/** Whose form a page is, and its session's token; null when the page has no report form. */
export function readFormPage(html: string): { person: string; csrf: string } | null {
	const person = /data-person="([^"]+)"/.exec(html)?.[1];
	const csrf = /name="csrf"[^>]*?value="([^"]+)"/.exec(html)?.[1];
	return person && csrf ? { person, csrf } : null;
}
