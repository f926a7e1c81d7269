/**
 * What routes share: the running application, who may come in, and forms in both directions. The only part of
 * `lib/server` that knows SvelteKit.
 */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { isSignInRecent, type Actor, type Context } from '../access/index.ts';
import type { RunningApplication } from '../application.ts';
import { isLoopback } from '../platform/config.ts';
import {
	readFiles,
	readForm,
	readUpload,
	type ArrivingFile,
	type FormErrors,
	type FormResult,
	type FormValues
} from '../platform/http-form.ts';
import { formMessages } from './form-messages.ts';

let running: RunningApplication | undefined;

/** Called once, by the server's start. */
export function provideApplication(application: RunningApplication): void {
	running = application;
}

/** The running application. */
export function application(): RunningApplication {
	if (!running) throw new Error('the application has not started');
	return running;
}

/** Routes that anybody may ask for. Everything else asks for a signed-in person first. */
const withProvider = '/(sign-in)/sign-in/with/[provider]';
const openRoutes = new Set([
	'/(sign-in)/sign-in',
	'/(sign-in)/sign-in/recovery-code',
	'/(sign-in)/sign-in/passkey-options',
	withProvider,
	`${withProvider}/acs`,
	`${withProvider}/callback`,
	`${withProvider}/metadata`,
	`${withProvider}/problem`,
	'/(sign-in)/invitation',
	'/(sign-in)/first-run',
	'/sign-out/backchannel/[provider]',
	'/language',
	'/healthz',
	'/about',
	'/accessibility',
	'/scim/v2/[...path]',
	// asked by calendar programs, with a secret of its own
	'/calendar/[token].ics'
]);
export function isOpenToAll(routeId: string | null): boolean {
	// an unknown address is 'not found' for everybody, which tells nothing
	return routeId === null || openRoutes.has(routeId);
}

/** Routes whose forms carry large files. */
export function takesFiles(routeId: string | null): boolean {
	return routeId === '/(staff)/cases/[id]/evidence' || routeId === '/(staff)/my-reports/[id]/files';
}

/** The signed-in person's context. Routes that are not open to all always have one. */
export function contextOf(event: { locals: App.Locals }): Context {
	if (!event.locals.context) redirect(303, '/sign-in');
	return event.locals.context;
}
/**
 * The same for what is sensitive (exports, changes of access, the activity log): whoever has not proved who they are lately
 * does so now, and comes back.
 */
export function recentContextOf(event: RequestEvent): Context {
	const context = contextOf(event);
	if (isSignInRecent(context, event.request.method === 'POST' ? 'send' : 'look')) return context;
	redirect(303, `/sign-in/again?to=${encodeURIComponent(pageOf(event.url))}`);
}

/** The page of an address: `?/name`, which says what a form does, is not a part of it. */
function pageOf({ pathname, searchParams }: URL): string {
	const rest = new URLSearchParams([...searchParams].filter(([name]) => !name.startsWith('/'))).toString();
	return rest === '' ? pathname : `${pathname}?${rest}`;
}

export function actorOf(event: { locals: App.Locals }): Actor {
	return contextOf(event).actor;
}

/** Reads the posted form of a route. See platform/http-form.ts. */
export function formOf<Schema extends v.GenericSchema<unknown, unknown>>(
	event: RequestEvent,
	schema: Schema,
	lists: readonly string[] = []
): Promise<FormResult<v.InferOutput<Schema>>> {
	return readForm(
		{ request: event.request, url: event.url, csrfToken: event.locals.csrfToken },
		schema,
		lists
	);
}

/** Reads the posted form of a route that expects files. More than `mostBytes` is refused before it is read. */
export function uploadOf<Schema extends v.GenericSchema<unknown, unknown>, Name extends string>(
	event: RequestEvent,
	schema: Schema,
	names: readonly Name[],
	mostBytes: number
) {
	const form = { request: event.request, url: event.url, csrfToken: event.locals.csrfToken };
	return readUpload(form, schema, names, mostBytes);
}

/**
 * Reads the posted form of a route that expects large files, and hands each over as it comes. The files' field comes last in the form.
 * More than `mostBytes` in all is refused before it is read.
 */
export function filesOf<Schema extends v.GenericSchema<unknown, unknown>, Taken>(
	event: RequestEvent,
	schema: Schema,
	options: {
		name: string;
		mostBytes: number;
		take(file: ArrivingFile, value: v.InferOutput<Schema>): Promise<Taken>;
	}
) {
	const form = { request: event.request, url: event.url, csrfToken: event.locals.csrfToken };
	return readFiles(form, schema, options);
}

/** The form again, with everything that was typed and what to do about it. */
export function failWith(status: number, values: FormValues, errors: FormErrors) {
	return fail(status, { values, errors: formMessages(errors) });
}

/** Whether this request may use the demo's sign-in: the demo is on, and the browser speaks to this very machine. */
export function isDemoRequest({ url, request }: { url: URL; request: Request }): boolean {
	// a page on the internet whose name points at 127.0.0.1 has another host name; a proxy says that it forwards
	const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => request.headers.has(name));
	return application().config.demo && isLoopback(url.host) && !isForwarded;
}

/** A path of ours to go on to, or the start page: never another site, whatever the address says. */
export function safePath(path: string | null): string {
	return path !== null && /^\/(?![/\\])[\w\-./]*(\?[\w\-=&%.+*~]*)?$/.test(path) ? path : '/';
}
