import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Context } from '../access/index.ts';
import type { FormErrors, FormValues } from '../platform/http-form.ts';
import {
	beginSession,
	endSession,
	rememberDevice,
	renewSession,
	type Proven,
	type SignIn,
	type SignInResult,
	type Site,
	type Typed
} from '../sign-in/index.ts';
import { application } from './index.ts';
import { deviceOf, setDeviceCookie, setSessionCookie } from './session-cookie.ts';

/** Signs somebody in in this browser, whatever the way. A session that it had before ends. */
export async function openSession(
	event: RequestEvent,
	who: Omit<SignIn, 'address' | 'device'>
): Promise<void> {
	if (event.locals.context) await endSession(event.locals.context);
	const token = await beginSession(application(), {
		...who,
		address: event.getClientAddress(),
		device: event.request.headers.get('user-agent')
	});
	setSessionCookie(event.cookies, event.url, token);
}

/** The person who is signed in has proved again who they are: the same session goes on under a new cookie. */
export async function confirmSession(
	event: RequestEvent,
	{ actor, address }: Context,
	how: Pick<SignIn, 'method' | 'provider' | 'vouched'>
): Promise<void> {
	setSessionCookie(event.cookies, event.url, await renewSession(application(), actor, { ...how, address }));
}

/** The same for somebody with a local account, whose browser is known from now on. */
export async function openLocalSession(event: RequestEvent, who: Proven): Promise<void> {
	await rememberThisDevice(event, who);
	await openSession(event, who);
}

async function rememberThisDevice(event: RequestEvent, who: Proven): Promise<void> {
	const known = deviceOf(event.cookies, event.url);
	setDeviceCookie(event.cookies, event.url, await rememberDevice(application(), who, known));
}

/** The site as the browser sees it, which passkeys belong to. */
export function siteOf({ url }: { url: URL }): Site {
	return { origin: url.origin, host: url.hostname };
}

/** What somebody typed to sign in, with where they are. */
export function typedIn(event: RequestEvent, userName: string, secret: string): Typed {
	return { userName, secret, device: deviceOf(event.cookies, event.url), address: event.getClientAddress() };
}

/** What to say of an attempt that did not succeed. */
export function refusalOf(result: Exclude<SignInResult, { outcome: 'welcome' }>): FormErrors {
	if (result.outcome === 'wait') return { '': { code: 'wait', limit: Math.ceil(result.seconds / 60) } };
	return { '': { code: result.outcome === 'busy' ? 'busy' : 'signInRefused' } };
}

/** What was typed, to be shown again: secrets never are. */
export function withoutSecrets(values: FormValues): FormValues {
	const secrets = ['current', 'password', 'again', 'code', 'passkey'];
	return Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)));
}

const secret = v.pipe(v.string('required'), v.minLength(1, 'required'), v.maxLength(1000, 'tooLong'));

/** The fields of the forms below, for the schemas of routes. */
export const signInFields = {
	userName: v.pipe(v.string('required'), v.trim(), v.minLength(1, 'required'), v.maxLength(200, 'tooLong')),
	secret,
	/** The new password, twice: nobody can see what they type. */
	newPassword: { password: secret, again: secret }
};
