/** Delivers what waits in the outbox: from the island when there is a network, from the service worker in the background. */
import { ask, formPath, meaningOf, postReport, readFormPage } from './answers.ts';
import { listOutbox, noteOutcome, readQueued } from './device-store.ts';
import { withFields, withTimeOfWriting } from './form-entries.ts';

const channelName = 'outbox';

/** Tells every other open form that the outbox has changed. */
export function announceChange(): void {
	const channel = new BroadcastChannel(channelName);
	channel.postMessage(null);
	channel.close();
}

/** Hears of changes that another tab or the service worker has made. */
export function onChangeElsewhere(listener: () => void): void {
	new BroadcastChannel(channelName).addEventListener('message', listener);
}

/** The name of the background sync; browsers without it deliver at the next visit. */
export const outboxSync = 'outbox';

/** How it went: nothing is left to try, somebody must sign in, or the network or the server was not there. */
export type Delivery = 'done' | 'signedOut' | 'later';

/**
 * The session's token and whose session it is, from a fresh form: what was queued may be older than the session. And the
 * server's time in milliseconds since 1970, since the clocks of phones can be wrong.
 */
async function currentSession(): Promise<
	{ person: string; csrf: string; now: number } | 'signedOut' | 'later'
> {
	try {
		const response = await ask(formPath);
		const { kind } = meaningOf(response);
		if (kind === 'later' || kind === 'signedOut') return kind;
		const session = readFormPage(await response.text());
		return session
			? { ...session, now: Date.parse(response.headers.get('date') ?? '') || Date.now() }
			: 'later';
	} catch {
		return 'later';
	}
}

async function deliverWaiting(): Promise<Delivery> {
	const waiting = (await listOutbox()).filter(({ state }) => state === 'waiting');
	if (waiting.length === 0) return 'done';
	const session = await currentSession();
	if (typeof session === 'string') return session;

	// another person's reports wait for that person
	for (const item of waiting.filter(({ person }) => person === session.person)) {
		const content = await readQueued(item);
		if (!content) continue;
		const writtenAt = new Date(session.now - Math.max(0, Date.now() - item.writtenAt));
		const report = withFields(withTimeOfWriting(content, writtenAt), { key: item.key, csrf: session.csrf });
		const answer = await postReport(item.action, report);
		if (answer.kind === 'signedOut') return 'signedOut';
		if (answer.kind === 'later' || answer.kind === 'tooMany') return 'later';
		await noteOutcome(
			item,
			answer.kind === 'sent' ? { state: 'delivered', receipt: answer.receipt } : { state: 'rejected' }
		);
		announceChange();
	}
	return 'done';
}

/** Tries once. Tabs and the service worker take turns; even if they did not, the key makes it one report. */
export async function deliverOutbox(): Promise<Delivery> {
	return navigator.locks.request('outbox', deliverWaiting);
}
