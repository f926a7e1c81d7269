/** A bounce: what a mail server says of a mail afterwards, when it had taken it. Read as RFC 3464 writes it; nothing is guessed. */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Application } from '../platform/context.ts';
import { newId } from '../platform/ids.ts';
import * as queries from './mail-queries.ts';

/** What a bounce says. */
export interface Bounce {
	/** Which of our mails, as its Message-ID tells; null: none of ours. */
	mailId: string | null;
	/** `failed`: given up. `delayed`: still tried. `arrived`: delivered or passed on. The worst, when there are several addresses. */
	fate: 'failed' | 'delayed' | 'arrived';
	/** RFC 3463, e.g. '5.1.1'. What has failed may also have 4: tried for days, and given up. */
	status: string;
}

const bounceTypes = ['message/delivery-status', 'message/global-delivery-status'];
const returnedTypes = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];

/** Reads a message as it came. Null: it is not a bounce, or not one that RFC 3464 describes. */
export async function readBounce(raw: Uint8Array): Promise<Bounce | null> {
	// what is returned is kept apart, so that nothing inside it counts as said by the server
	const message = await PostalMime.parse(raw, { forceRfc822Attachments: true });
	if (!/^multipart\/report\b/i.test(header(message, 'content-type'))) return null;
	const status = partOf(message, bounceTypes);
	if (!status) return null;

	// a group of fields for the whole message, then one for each address
	const groups = await Promise.all(
		text(status)
			.split(/(?:\r?\n){2,}/, mostGroups)
			.map((group) => PostalMime.parse(group))
	);
	const addresses = groups.flatMap((group) => {
		const action = /^[a-z]+/.exec(header(group, 'action').toLowerCase())?.[0];
		const fate = action && fates[action];
		return fate ? { fate, status: statusOf(header(group, 'status')) ?? unspecified[fate] } : [];
	});
	const worst = (['failed', 'delayed', 'arrived'] as const).flatMap((fate) =>
		addresses.filter((address) => address.fate === fate)
	)[0];
	if (!worst) return null;

	const returned = partOf(message, returnedTypes);
	const messageId = returned && (await PostalMime.parse(text(returned))).messageId;
	return {
		...worst,
		mailId: /^<([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@/i.exec(messageId ?? '')?.[1] ?? null
	};
}

/** Our mails have one recipient; more than a few groups are somebody's joke. */
const mostGroups = 50;
const fates: Partial<Record<string, Bounce['fate']>> = {
	failed: 'failed',
	delayed: 'delayed',
	delivered: 'arrived',
	relayed: 'arrived',
	expanded: 'arrived'
};
const unspecified = { failed: '5.0.0', delayed: '4.0.0', arrived: '2.0.0' };

function statusOf(field: string): string | undefined {
	return /^[245]\.\d{1,3}\.\d{1,3}(?!\d)/.exec(field)?.[0];
}

function header({ headers }: Email, name: string): string {
	return headers.find(({ key }) => key === name)?.value.trim() ?? '';
}

function partOf({ attachments }: Email, types: readonly string[]): Attachment | undefined {
	return attachments.find(({ mimeType }) => types.includes(mimeType));
}

function text({ content }: Attachment): string {
	return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/**
 * What became of a message that came to the address for bounces. `notABounce`: something else, or not in the form of RFC 3464.
 * `unknownMail`: of no mail that we have sent in the last thirty days, or it was known already. Otherwise what the bounce says.
 */
export type BounceOutcome = 'notABounce' | 'unknownMail' | Bounce['fate'];

/**
 * Writes down what a bounce says: a mail that has failed is as one that was refused at once (5xx). Whoever knows a mail's Message-ID,
 * which only its recipient and the servers on the way do, can say so; it changes nothing but what the administrator is shown.
 * @param raw the message as it came, with its headers
 */
export async function receiveBounce({ db, clock }: Application, raw: Uint8Array): Promise<BounceOutcome> {
	// the reader gives up on what is nested without end
	const bounce = await readBounce(raw).catch(() => null);
	if (!bounce) return 'notABounce';
	const { mailId, fate, status } = bounce;
	if (mailId === null) return 'unknownMail';
	if (fate === 'arrived') return 'arrived';
	return db.transaction(queries.courier, async (tx) => {
		if (fate === 'delayed')
			return (await queries.noteDelay(tx, mailId, `delayed ${status}`)) ? fate : 'unknownMail';
		const now = clock.now();
		const mail = await queries.claimAccepted(tx, mailId, now, newId<string>());
		if (!mail) return 'unknownMail';
		await queries.settleMail(tx, mail, now, { state: 'failed', problem: `bounced ${status}` });
		return fate;
	});
}
