/** What the courier asks and writes: which notices are to be mailed, and how that goes. Always as `courier`. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { HeldRole } from '../access/actor.ts';
import { defaultSettings } from '../organisation/index.ts';
import { nobody, type Scope, type Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { defaultChoice, type NoticeChoice } from './choice.ts';

/** As whom notices are mailed: no person, no municipality, and nothing but notices and mails. */
export const courier: Scope = { ...nobody, roles: ['courier'] };

/** Somebody to mail, and what decides when. */
export interface Addressee {
	personId: PersonId;
	municipalityId: UnitId;
	email: string | null;
	locale: 'sv' | 'en';
	isActive: boolean;
	roles: HeldRole[];
	choice: NoticeChoice;
}

/** People to mail, as they are at an instant. */
export async function findAddressees(
	tx: Tx,
	ids: readonly PersonId[],
	at: Temporal.Instant
): Promise<Map<PersonId, Addressee>> {
	type Row = Omit<Addressee, 'roles' | 'choice'> & {
		assignments: HeldRole[];
		topics: NoticeChoice['topics'] | null;
		quietFrom: number | null;
		quietTo: number | null;
		digestHour: number | null;
	};
	const { rows } = await sql<Row>`select * from people_to_mail(${`{${[...new Set(ids)].join()}}`},
		${dateIn(at).toString()})`.execute(tx);
	return new Map(
		rows.map(({ assignments, topics, quietFrom, quietTo, digestHour, ...person }) => [
			person.personId,
			{ ...person, roles: assignments, choice: choiceOf({ topics, quietFrom, quietTo, digestHour }) }
		])
	);
}

/** A stored choice; the defaults where there is none. */
export function choiceOf({
	topics,
	quietFrom,
	quietTo,
	digestHour
}: {
	topics: NoticeChoice['topics'] | null;
	quietFrom: number | null;
	quietTo: number | null;
	digestHour: number | null;
}): NoticeChoice {
	if (topics === null || digestHour === null) return defaultChoice;
	const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
	return { topics, quiet, digestHour };
}

/** One worker decides at a time what is to be mailed; another one that comes meanwhile leaves it at that. */
export async function isOnlyPlanner(tx: Tx): Promise<boolean> {
	const { rows } = await sql<{ yes: boolean }>`
		select pg_try_advisory_xact_lock(${plannerLock}) as yes`.execute(tx);
	return rows[0]!.yes;
}
/** Any number that nobody else in the database uses. */
const plannerLock = 770_2323;

/** Unread notices of which it is not decided when they are mailed, the oldest first. */
export async function listUndecided(tx: Tx, most: number) {
	return tx
		.selectFrom('notice')
		.select(['id', 'recipientId', 'kind', 'createdAt'])
		.where('mailAt', 'is', null)
		.where('readAt', 'is', null)
		.orderBy('createdAt')
		.limit(most)
		.execute();
}

/** Writes down when notices are to be mailed; null: never. */
export async function setMailTimes(
	tx: Tx,
	times: readonly { id: string; at: Temporal.Instant | null }[]
): Promise<void> {
	const ids = `{${times.map(({ id }) => id).join()}}`;
	const instants = `{${times.map(({ at }) => at?.toString() ?? 'infinity').join()}}`;
	await sql`update notice set mail_at = t.at
		from unnest(${ids}::uuid[], ${instants}::timestamptz[]) as t(id, at) where notice.id = t.id`.execute(tx);
}

/**
 * Gathers what is to be mailed now: one mail per person, with everything else that waits for them. A mail that could not be sent yet
 * is joined, so nobody gets two.
 * @param dangers the kinds that are sent first, and again when it is not known whether they arrived
 */
export async function gatherMail(tx: Tx, now: Temporal.Instant, dangers: readonly string[]): Promise<void> {
	const at = now.toString();
	const kinds = `{${dangers.join()}}`;
	await sql`
		insert into notice_mail (id, municipality_id, recipient_id, created_at, next_at)
		select gen_random_uuid(), due.municipality_id, due.recipient_id, ${at}, ${at}
		from (select distinct municipality_id, recipient_id from notice
			where mail_at <= ${at} and mail_id is null and read_at is null) due
		where not exists (select from notice_mail m where m.recipient_id = due.recipient_id and m.state = 'waiting')`.execute(
		tx
	);
	await sql`
		with due as (select distinct recipient_id from notice
			where mail_at <= ${at} and mail_id is null and read_at is null)
		update notice n set mail_id = m.id
		from due, lateral (select id from notice_mail m
			where m.recipient_id = due.recipient_id and m.state = 'waiting' order by m.created_at limit 1) m
		where n.recipient_id = due.recipient_id and n.mail_id is null and n.read_at is null and n.mail_at < 'infinity'`.execute(
		tx
	);
	// danger does not wait for the next try of what waited already
	await sql`
		update notice_mail m set is_danger = true, next_at = least(m.next_at, ${at}::timestamptz)
		where m.state = 'waiting' and not m.is_danger and exists (
			select from notice n where n.mail_id = m.id and n.kind = any (${kinds}::text[]) and n.read_at is null)`.execute(
		tx
	);
}

/** A mail that this worker has taken. */
export interface ClaimedMail {
	id: string;
	recipientId: PersonId;
	isDanger: boolean;
	attempts: number;
	createdAt: Temporal.Instant;
	/** Ours; another value in the database means that somebody took over. */
	claim: string;
}

/** Takes the next mail to send, danger first; undefined: there is none. No other worker gets it meanwhile. */
export async function claimMail(
	tx: Tx,
	now: Temporal.Instant,
	claim: string
): Promise<ClaimedMail | undefined> {
	const at = now.toString();
	const { rows } = await sql<ClaimedMail>`
		update notice_mail set state = 'claimed', claim = ${claim}, claimed_at = ${at}, attempts = attempts + 1
		where id = (select id from notice_mail where state = 'waiting' and next_at <= ${at}
			order by is_danger desc, next_at limit 1 for update skip locked)
		returning id, recipient_id, is_danger, attempts, created_at, claim`.execute(tx);
	return rows[0];
}

/** Says that the message is about to be handed over. @returns false: somebody else took over, and it must not be */
export async function setHandedOver(tx: Tx, { id, claim }: ClaimedMail): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('noticeMail')
		.set({ state: 'handedOver' })
		.where('id', '=', id)
		.where('claim', '=', claim)
		.where('state', '=', 'claimed')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** What becomes of a claimed mail. */
export type MailEnd =
	| { state: 'sent' | 'unneeded' }
	| { state: 'failed' | 'uncertain'; problem: string }
	| { state: 'waiting'; problem: string; nextAt: Temporal.Instant };

/** Writes down how it went, unless somebody else took over. @returns whether we still held it */
export async function settleMail(
	tx: Tx,
	{ id, claim }: ClaimedMail,
	now: Temporal.Instant,
	end: MailEnd
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('noticeMail')
		.set({
			state: end.state,
			problem: 'problem' in end ? end.problem : null,
			claim: null,
			claimedAt: null,
			...(end.state === 'waiting' ? { nextAt: end.nextAt.toString() } : { settledAt: now.toString() })
		})
		.where('id', '=', id)
		.where('claim', '=', claim)
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/**
 * Takes a mail that the mail server has accepted, to write down what it says of it afterwards; undefined: there is none, or it ended in
 * another way. Also from the worker that has just handed it over and has not written that down yet.
 */
export async function claimAccepted(
	tx: Tx,
	id: string,
	now: Temporal.Instant,
	claim: string
): Promise<ClaimedMail | undefined> {
	const { rows } = await sql<ClaimedMail>`
		update notice_mail set claim = ${claim}, claimed_at = ${now.toString()}
		where id = ${id} and state in ('handedOver', 'sent', 'uncertain')
		returning id, recipient_id, is_danger, attempts, created_at, claim`.execute(tx);
	return rows[0];
}

/** Notes that a sent mail is late; it may still arrive. @returns false: there is no such mail */
export async function noteDelay(tx: Tx, id: string, problem: string): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('noticeMail')
		.set({ problem })
		.where('id', '=', id)
		.where('state', '=', 'sent')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** Lets what is unread in a mail that may not have arrived be told of again, at another time. */
export async function tellAgain(tx: Tx, mailId: string, at: Temporal.Instant | null): Promise<void> {
	await sql`update notice set mail_id = null, mail_at = ${at?.toString() ?? 'infinity'}
		where mail_id = ${mailId} and read_at is null`.execute(tx);
}

/** A worker that took a mail this long ago is gone. */
export const claimMinutes = 5;

/** Mails whose worker is gone, taken over by this one. Also when the clock was set back. */
export async function takeOverMail(
	tx: Tx,
	now: Temporal.Instant,
	claim: string
): Promise<(ClaimedMail & { state: 'claimed' | 'handedOver' })[]> {
	const at = now.toString();
	const { rows } = await sql<ClaimedMail & { state: 'claimed' | 'handedOver' }>`
		update notice_mail set claim = ${claim}, claimed_at = ${at}
		where id in (select id from notice_mail where state in ('claimed', 'handedOver')
			and claimed_at not between ${at}::timestamptz - ${`${claimMinutes} minutes`}::interval
				and ${at}::timestamptz + ${`${claimMinutes} minutes`}::interval
			limit 500 for update skip locked)
		returning id, recipient_id, is_danger, attempts, created_at, claim, state`.execute(tx);
	return rows;
}

/** Whether the mail server answers, as all workers know it. */
export async function getMailServer(tx: Tx) {
	return tx
		.selectFrom('mailServer')
		.select(['failingSince', 'attempts', 'problem', 'nextAt', 'workedAt'])
		.executeTakeFirstOrThrow();
}

/** Writes down that the server could not be used, and when it is tried next. */
export async function setServerFailing(
	tx: Tx,
	now: Temporal.Instant,
	problem: string,
	nextAt: Temporal.Instant
): Promise<void> {
	await sql`update mail_server set failing_since = coalesce(failing_since, ${now.toString()}), attempts = attempts + 1,
		problem = ${problem}, next_at = ${nextAt.toString()}`.execute(tx);
}

/** Writes down that the server has taken a mail. */
export async function setServerWorking(tx: Tx, now: Temporal.Instant): Promise<void> {
	await tx
		.updateTable('mailServer')
		.set({ failingSince: null, attempts: 0, problem: null, nextAt: null, workedAt: now.toString() })
		.execute();
}

/** Forgets read notices, those that nobody reads any more, and what was mailed. */
export async function forgetOld(tx: Tx, now: Temporal.Instant): Promise<void> {
	await sql`delete from notice where read_at < ${now.toString()}::timestamptz - coalesce(
		(select (s.value #>> '{}')::integer from setting s where s.municipality_id = notice.municipality_id and s.key = 'noticeDays'),
		${defaultSettings.noticeDays}) * interval '1 day'`.execute(tx);
	const yearAgo = now.subtract({ hours: 365 * 24 }).toString();
	await tx
		.deleteFrom('notice')
		.where(sql<boolean>`created_at < ${yearAgo}`)
		.execute();
	const monthAgo = now.subtract({ hours: 30 * 24 }).toString();
	await tx
		.deleteFrom('noticeMail')
		.where(sql<boolean>`settled_at < ${monthAgo}`)
		.execute();
}
