/** Mails what waits. Asks the tables what is due, by the application's clock; several processes may do it at once (README.md). */
import { Temporal } from 'temporal-polyfill';
import { scopeOf } from '../access/actor.ts';
import { newId } from '../platform/ids.ts';
import {
	MailProblem,
	openMailSession,
	type MailLimits,
	type MailServer,
	type MailSession
} from '../platform/mail.ts';
import type { Application } from '../platform/context.ts';
import { mailTime, nextDigest, waitMinutes } from './choice.ts';
import { kindOf, noticeKinds, type NoticeKind } from './kinds.ts';
import * as queries from './mail-queries.ts';
import { mailText } from './mail-text.ts';

/** What mailing needs of the installation. */
export interface MailRoom {
	/** Null: nothing is mailed; people are told in the system only. */
	server: MailServer | null;
	/** Where people read their notices, e.g. 'https://opaverkad.example/notices'. */
	link: string;
	/** How patient with a slow server; the usual limits when left out. */
	limits?: MailLimits;
}

const dangers = Object.entries<NoticeKind>(noticeKinds).flatMap(([code, { urgency }]) =>
	urgency === 'danger' ? code : []
);
const mostDecided = 500;
/** What the server refuses for now is tried for this long. */
const triedHours = 5 * 24;
/** Somebody else took the mail over while we were at it: not ours to send any more. */
class TakenOver extends Error {
	override name = 'TakenOver';
}

/**
 * Mails everything that is due, until nothing is.
 * @param stopping ends it after the mail that is under way
 */
export async function deliverDue(
	application: Application,
	{ server, link, limits }: MailRoom,
	stopping: AbortSignal = new AbortController().signal
): Promise<void> {
	if (!server) return;
	await takeOver(application);
	await plan(application);
	const session = openMailSession(server, limits);
	try {
		while (!stopping.aborted && (await sendNext(application, session, { server, link })));
	} finally {
		session.close();
	}
}

/** Forgets what nobody needs any more. Also where nothing is mailed. */
export async function forgetNotices({ db, clock }: Application): Promise<void> {
	await db.transaction(queries.courier, (tx) => queries.forgetOld(tx, clock.now()));
}

/** Decides when each new notice is mailed, and gathers those that are due. */
async function plan({ db, clock }: Application): Promise<void> {
	for (;;) {
		const decided = await db.transaction(queries.courier, async (tx) => {
			if (!(await queries.isOnlyPlanner(tx))) return 0;
			const now = clock.now();
			const undecided = await queries.listUndecided(tx, mostDecided);
			const people = await queries.findAddressees(
				tx,
				undecided.map(({ recipientId }) => recipientId),
				now
			);
			const times = undecided.map(({ id, recipientId, kind: code, createdAt }) => {
				const kind = kindOf(code);
				const person = people.get(recipientId);
				const roles = person?.roles.map(({ role }) => role) ?? [];
				return { id, at: kind && person ? mailTime(kind, createdAt, person.choice, roles) : null };
			});
			if (times.length > 0) await queries.setMailTimes(tx, times);
			await queries.gatherMail(tx, now, dangers);
			return times.length;
		});
		if (decided < mostDecided) return;
	}
}

/** What a worker left that is gone. */
async function takeOver({ db, clock }: Application): Promise<void> {
	await db.transaction(queries.courier, async (tx) => {
		const now = clock.now();
		for (const mail of await queries.takeOverMail(tx, now, newId<string>())) {
			if (mail.state === 'claimed') {
				// nothing had been handed over
				await queries.settleMail(tx, mail, now, { state: 'waiting', problem: 'ECANCELED', nextAt: now });
			} else await leaveUncertain(tx, mail, now, 'ECANCELED');
		}
	});
}

/**
 * A mail that may have arrived: danger is sent again under the same Message-ID; the rest is not, but what stays unread is told of with
 * the next day's mail.
 */
async function leaveUncertain(
	tx: Parameters<typeof queries.settleMail>[0],
	mail: queries.ClaimedMail,
	now: Temporal.Instant,
	problem: string
): Promise<void> {
	if (mail.isDanger && isWorthTrying(mail, now)) {
		const nextAt = now.add({ minutes: waitMinutes(mail.attempts, 15) });
		await queries.settleMail(tx, mail, now, { state: 'waiting', problem, nextAt });
		return;
	}
	if (!(await queries.settleMail(tx, mail, now, { state: 'uncertain', problem }))) return;
	const person = (await queries.findAddressees(tx, [mail.recipientId], now)).get(mail.recipientId);
	await queries.tellAgain(tx, mail.id, person ? nextDigest(now, person.choice) : null);
}

function isWorthTrying({ createdAt }: queries.ClaimedMail, now: Temporal.Instant): boolean {
	return now.since(createdAt).total('hours') <= triedHours;
}

/** Sends one mail. @returns whether to go on with the next */
async function sendNext(
	application: Application,
	session: MailSession,
	{ server, link }: { server: MailServer; link: string }
): Promise<boolean> {
	const { db, clock } = application;
	const as = <T>(work: Parameters<typeof db.transaction<T>>[1]) => db.transaction(queries.courier, work);
	const claimed = await as(async (tx) => {
		const { nextAt } = await queries.getMailServer(tx);
		const now = clock.now();
		if (nextAt && Temporal.Instant.compare(nextAt, now) > 0) return undefined;
		const mail = await queries.claimMail(tx, now, newId<string>());
		const people = mail && (await queries.findAddressees(tx, [mail.recipientId], now));
		return mail && { mail, person: people!.get(mail.recipientId) };
	});
	if (!claimed) return false;
	const { mail, person } = claimed;
	const settle = (end: queries.MailEnd) => as((tx) => queries.settleMail(tx, mail, clock.now(), end));

	if (!person?.isActive || !(await stillWaits(application, mail, person))) {
		await settle({ state: 'unneeded' });
		return true;
	}
	if (!person.email) {
		await settle({ state: 'failed', problem: 'noAddress' });
		return true;
	}
	try {
		await session.send(
			{
				...mailText(person.locale, mail.isDanger, link),
				to: person.email,
				id: `${mail.id}@${server.from.split('@').at(-1)}`
			},
			async () => {
				if (!(await as((tx) => queries.setHandedOver(tx, mail)))) throw new TakenOver();
			}
		);
	} catch (error) {
		if (error instanceof TakenOver) return true;
		if (!(error instanceof MailProblem)) throw error;
		return settleProblem(application, mail, error);
	}
	await as(async (tx) => {
		await queries.settleMail(tx, mail, clock.now(), { state: 'sent' });
		await queries.setServerWorking(tx, clock.now());
	});
	return true;
}

/** Whether something in the mail is unread, and still the recipient's to see: asked with their own rights. */
async function stillWaits(
	{ db }: Application,
	{ id }: queries.ClaimedMail,
	person: queries.Addressee
): Promise<boolean> {
	const waiting = await db.transaction(scopeOf(person), (tx) =>
		tx
			.selectFrom('notice')
			.select('id')
			.where('mailId', '=', id)
			.where('recipientId', '=', person.personId)
			.where('readAt', 'is', null)
			.limit(1)
			.executeTakeFirst()
	);
	return waiting !== undefined;
}

/** @returns whether to go on with the next mail */
async function settleProblem(
	{ db, clock }: Application,
	mail: queries.ClaimedMail,
	{ fate, message: problem }: MailProblem
): Promise<boolean> {
	return db.transaction(queries.courier, async (tx) => {
		const now = clock.now();
		if (fate === 'unknown') {
			await leaveUncertain(tx, mail, now, problem);
			return true;
		}
		if (fate === 'server') {
			const { attempts } = await queries.getMailServer(tx);
			const nextAt = now.add({ minutes: waitMinutes(attempts + 1, 15) });
			await queries.settleMail(tx, mail, now, { state: 'waiting', problem, nextAt: now });
			await queries.setServerFailing(tx, now, problem, nextAt);
			return false;
		}
		await queries.settleMail(
			tx,
			mail,
			now,
			fate === 'later' && isWorthTrying(mail, now)
				? {
						state: 'waiting',
						problem,
						nextAt: now.add({ minutes: waitMinutes(mail.attempts, 60) })
					}
				: { state: 'failed', problem }
		);
		// the server answers, which is what counts for the others
		await queries.setServerWorking(tx, now);
		return true;
	});
}
