/**
 * Lets the report form open without a network, and delivers the outbox in the background.
 *
 * Of all pages only the plain form is kept, with the files it refers to; it holds nothing that anybody has written. Signing
 * out removes it (Clear-Site-Data). Everything else goes to the network as if this script were not there.
 */
import { assets } from '$app/manifest';
import { self } from '$app/service-worker';
import { ask, formPath } from '#lib/report-island/answers.ts';
import { filesOf } from '#lib/report-island/cached-form.ts';
import hintIsland from '#lib/report-island/hint-island.ts?worker&url';
import { deliverOutbox, outboxSync } from '#lib/report-island/outbox.ts';

const cacheName = 'report-form';
/** How long somebody on a bad network looks at nothing before the kept form opens. Milliseconds. */
const patience = 4_000;

/** Named by their content, so they never change. (Kit's own list of them knows no islands.) */
const isImmutable = (pathname: string) => pathname.startsWith('/_app/immutable/');
const assetPaths = new Set(assets.map(({ path }) => `/${path}`));
const isFile = (pathname: string) => isImmutable(pathname) || assetPaths.has(pathname);

/** Keeps the form as it was just answered, and lets go of files that only an older one needed. */
async function keepForm(response: Response, isNewVersion = false): Promise<void> {
	const cache = await caches.open(cacheName);
	const files = filesOf(await response.clone().text(), response.url, isFile);
	files.push(new URL(hintIsland, response.url).href);
	const kept = (await cache.keys()).map(({ url }) => url);
	const { href } = new URL(formPath, response.url);
	// icons and the like keep their names when they change
	await cache.addAll(files.filter((file) => isNewVersion || !kept.includes(file)));
	await cache.put(href, response);
	await Promise.all(
		kept.filter((url) => url !== href && !files.includes(url)).map((url) => cache.delete(url))
	);
}

/** A page of our own, as small as possible: no style, so nothing for the security policy to allow. */
function offlinePage(canReport: boolean): Response {
	const [swedish, english] = canReport
		? [
				`Du är offline. <a href="${formPath}">Du kan fortfarande rapportera</a>.`,
				`You are offline. <a href="${formPath}">You can still report</a>.`
			]
		: [
				'Du är offline. Försök igen när du har nät. Är det bråttom, ring din chef. Vid fara, ring 112.',
				'You are offline. Try again when you are online. If it is urgent, call your manager. In danger, call 112.'
			];
	const html = `<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Offline – Opåverkad</title>
</head>
<body>
<main>
<h1>Offline</h1>
<p>${swedish}</p>
<p lang="en">${english}</p>
</main>
</body>
</html>
`;
	return new Response(html, {
		status: 503,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy':
				"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
		}
	});
}

const keptForm = () => caches.match(formPath);

async function openPage(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch {
		return offlinePage((await keptForm()) !== undefined);
	}
}

/** From the network; when it is slow, gone, or the server behind it is, the kept form. */
async function openForm(event: FetchEvent): Promise<Response> {
	const fromNetwork = fetch(event.request).catch(() => null);
	const slow = new Promise<'slow'>((resolve) => setTimeout(() => resolve('slow'), patience));
	const first = await Promise.race([fromNetwork, slow]);
	if (first instanceof Response && first.status < 500) {
		// with a query it may be about something; only the plain form is kept
		if (first.ok && new URL(event.request.url).search === '') event.waitUntil(keepForm(first.clone()));
		return first;
	}
	return (await keptForm()) ?? (await fromNetwork) ?? offlinePage(false);
}

/** Files named by their content never change; icons do, but an old one is better than none. */
async function openFile(request: Request, pathname: string): Promise<Response> {
	const kept = await caches.match(request);
	if (kept && isImmutable(pathname)) return kept;
	try {
		return await fetch(request);
	} catch (reason) {
		if (kept) return kept;
		throw reason;
	}
}

self.addEventListener('install', (event) => {
	// nothing of the old version is needed by the new one
	void self.skipWaiting();
	event.waitUntil(
		ask(formPath).then((response) => {
			// signed out, there is no form to keep
			if (response.ok && !response.redirected) return keepForm(response, true);
		})
	);
});

self.addEventListener('activate', (event) => {
	event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== self.location.origin) return;
	if (request.mode === 'navigate')
		event.respondWith(pathname === formPath ? openForm(event) : openPage(request));
	else if (isFile(pathname)) event.respondWith(openFile(request, pathname));
});

/** Background Sync, which TypeScript does not know. */
interface SyncEvent extends ExtendableEvent {
	tag: string;
}

self.addEventListener('sync' as never, (event: SyncEvent) => {
	if (event.tag !== outboxSync) return;
	// a failure asks the browser to try again later; signed out, the form's page says so
	event.waitUntil(
		deliverOutbox().then((delivery) => {
			if (delivery === 'later') throw new Error('not delivered yet');
		})
	);
});
