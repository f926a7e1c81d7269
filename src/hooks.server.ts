import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { sequence, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit/hooks';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { contextFor, findSession, formTokenOf, rotateSession } from '#lib/server/access/index.ts';
import { startApplication, type RunningApplication } from '#lib/server/application.ts';
import { Conflict, Forbidden, NotFound } from '#lib/server/platform/errors.ts';
import { describeError, logError } from '#lib/server/platform/log.ts';
import { limitBody } from '#lib/server/web/body-limit.ts';
import { isOpenToAll, provideApplication, takesFiles } from '#lib/server/web/index.ts';
import { sessionCookie, setSessionCookie } from '#lib/server/web/session-cookie.ts';

let application: RunningApplication;

export const init: ServerInit = async () => {
	application = await startApplication(process.env);
	provideApplication(application);
	process.once('sveltekit:shutdown', () => void application.stop());
};

const localise: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) => {
		event.locals.locale = locale;
		return resolve(event, {
			// no page is hydrated, so the marks that hydration looks for are only weight; texts never contain a bare '<'
			transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace(/<!--[^>]{0,40}-->/g, '')
		});
	});

const identify: Handle = async ({ event, resolve }) => {
	let token = event.cookies.get(sessionCookie(event.url).name);
	const found = token ? await findSession(application, token) : undefined;
	const actor = found?.actor;
	// not for a form that is on its way: it carries what belongs to the cookie it was shown with
	if (found?.mustRotate && event.request.method === 'GET') {
		const fresh = await rotateSession(application, found.actor);
		if (fresh) {
			setSessionCookie(event.cookies, event.url, fresh);
			token = fresh;
		}
	}
	event.locals.actor = actor ?? null;
	event.locals.context = actor ? contextFor(application, actor, event.getClientAddress()) : null;
	event.locals.csrfToken = actor && token ? formTokenOf(token) : null;
	if (!actor && !isOpenToAll(event.route.id)) {
		// the path, and of the report form the unit that a poster's code names; nothing else that was asked for
		const unit = event.route.id?.endsWith('/report') ? event.url.searchParams.get('unit') : null;
		const to = event.url.pathname + (unit === null ? '' : `?unit=${encodeURIComponent(unit)}`);
		redirect(303, `/sign-in?to=${encodeURIComponent(to)}`);
	}
	return resolve(event);
};

/** Nothing stays on the disk. The other headers of protection: scripts/start.ts, for what never comes here as well. */
const uncached: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	// for the framework's own tools
	headers.delete('x-sveltekit-page');
	// what is on the screen stays there, but not on the disk of a shared computer. The form may be shown again by the back
	// button with what was typed in it.
	if (!headers.has('cache-control')) {
		headers.set('cache-control', event.route.id?.endsWith('/report') ? 'private, no-cache' : 'no-store');
	}
	return response;
};

/** The framework also offers what a page was made of as data, more than the page shows. No page of ours asks for it. */
const pagesOnly: Handle = ({ event, resolve }) =>
	event.isDataRequest ? new Response(null, { status: 404 }) : resolve(event);

/** Only the forms that take files may be sent more than any text needs; those count for themselves (platform/http-form.ts). */
const limited: Handle = ({ event, resolve }) => {
	if (!takesFiles(event.route.id)) {
		Object.defineProperty(event, 'request', { value: limitBody(event.request) });
	}
	return resolve(event);
};

export const handle = sequence(pagesOnly, uncached, localise, limited, identify);

export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (error instanceof NotFound) return { status: 404, message: 'Not found', kind: 'notFound' };
	if (error instanceof Forbidden) return { status: 403, message: 'Forbidden', kind: 'forbidden' };
	if (error instanceof Conflict) return { status: 409, message: 'Conflict', kind: 'conflict' };
	if (kind === 'framework' || kind === 'app') {
		const status = (error as { status?: number }).status ?? 500;
		if (status === 413) return { kind: 'tooLarge' };
		if (status < 500) return { kind: status === 403 ? 'forbidden' : 'notFound' };
	}
	const reference = randomUUID().slice(0, 8);
	logError('request.failed', { reference, route: event.route.id, ...describeError(error) });
	return { status: 500, message: 'Unexpected error', kind: 'unexpected', reference };
};
