import type { RequestEvent } from '@sveltejs/kit';
import type { Context } from '../access/index.ts';
import { beginSession, endSession, renewSession, type SignIn } from '../sign-in/index.ts';
import { application } from './index.ts';
import { setSessionCookie } from './session-cookie.ts';

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
