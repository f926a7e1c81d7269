/** A person's calendar of deadlines: its secret address, and what it answers. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../../../database/column-types.ts';
import { scopeOf, type Actor, type Context, type HeldRole } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { answersFor, nextStep } from '../cases/index.ts';
import { listMeasuresOf, listOpenOf } from '../measures/index.ts';
import { getSettings } from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import { dateIn } from '../platform/working-days.ts';
import { entriesBesideCases } from './calendar-entries.ts';
import { calendarText, type CalendarEntry } from './calendar.ts';
import * as queries from './queries.ts';
import { waitingDuty } from './remind.ts';

/** How often the same address may be asked; programs ask a few times an hour. */
export const mostPerMinute = 10;
/** More than anybody keeps an eye on. */
const mostEntries = 300;

/** Whose calendar it is, as far as what they may see depends on it. */
export type CalendarReader = Pick<Actor, 'personId' | 'municipalityId' | 'roles'>;

/** Whether the actor has an address, and since when; when it was last asked. */
export async function findFeed(
	context: Context
): Promise<{ createdAt: Temporal.Instant; askedAt: Temporal.Instant | null } | undefined> {
	return context.transaction((tx) =>
		tx
			.selectFrom('calendarFeed')
			.select(['createdAt', 'askedAt'])
			.where('personId', '=', context.actor.personId)
			.executeTakeFirst()
	);
}

/**
 * Gives the actor a new address. One that they had before answers no more. Everybody signed in may have one: it shows what is theirs.
 * @returns its secret, which is not kept
 */
export async function openFeed(context: Context): Promise<string> {
	const { personId, municipalityId } = context.actor;
	const secret = newSecret();
	const fresh = { tokenHash: hashOfSecret(secret), createdAt: context.now().toString() };
	await context.transaction(async (tx) => {
		await tx
			.insertInto('calendarFeed')
			.values({ personId, municipalityId, ...fresh })
			.onConflict((conflict) =>
				conflict.column('personId').doUpdateSet({ ...fresh, askedAt: null, askedInMinute: 0 })
			)
			.execute();
		await record(tx, context, 'calendar.opened');
	});
	return secret;
}

/** Closes the actor's address, at once. */
export async function closeFeed(context: Context): Promise<void> {
	await context.transaction(async (tx) => {
		const { numDeletedRows } = await tx
			.deleteFrom('calendarFeed')
			.where('personId', '=', context.actor.personId)
			.executeTakeFirstOrThrow();
		if (numDeletedRows > 0n) await record(tx, context, 'calendar.closed');
	});
}

type Recorder = Parameters<typeof activityLog.record>[1];

async function record(
	tx: Tx,
	context: Recorder,
	action: 'calendar.opened' | 'calendar.closed' | 'calendar.read'
): Promise<void> {
	const { personId } = context.actor;
	await activityLog.record(tx, context, { action, subjectKind: 'person', subjectId: personId });
}

/** The answer to a calendar program. `unknown`: no such address, closed, or its owner has left; nobody learns which. */
export type FeedAnswer =
	{ outcome: 'calendar'; text: string } | { outcome: 'tooOften' } | { outcome: 'unknown' };

/**
 * What a calendar program gets for a secret: what its owner answers for today, by their roles of today. No session is needed or made. The
 * first time each day is logged: programs ask all the time.
 */
export async function readFeed(
	{ db, clock }: Application,
	secret: string,
	{ origin, address }: { origin: string; address: string | null }
): Promise<FeedAnswer> {
	// nothing else is a secret of ours, and the database need not be asked
	if (!/^[\w-]{43}$/.test(secret)) return { outcome: 'unknown' };
	const now = clock.now();
	const { rows } = await db.ask((ask) =>
		sql<FoundReader>`select * from calendar_person(${hashOfSecret(secret)}, ${now.toString()}, ${mostPerMinute})`.execute(
			ask
		)
	);
	const found = rows[0];
	if (!found) return { outcome: 'unknown' };
	if (found.isTooOften) return { outcome: 'tooOften' };
	const reader: CalendarReader = { ...found, roles: found.assignments };
	const entries = await db.transaction(scopeOf(reader), async (tx) => {
		const context = { actor: { ...reader, sessionId: null }, address, now: () => now };
		if (found.isFirstToday) await record(tx, context, 'calendar.read');
		return entriesOf(tx, reader, now);
	});
	return { outcome: 'calendar', text: calendarText(entries, { locale: found.locale, origin, now }) };
}

interface FoundReader {
	personId: PersonId;
	municipalityId: Actor['municipalityId'];
	locale: 'sv' | 'en';
	assignments: HeldRole[];
	isTooOften: boolean;
	isFirstToday: boolean;
}

/** What somebody answers for, the day due first at the top. In a transaction with their own rights. */
export async function entriesOf(
	tx: Tx,
	reader: CalendarReader,
	now: Temporal.Instant
): Promise<CalendarEntry[]> {
	const settings = await getSettings(tx, reader.municipalityId);
	const deputised = reader.roles.flatMap(({ deputyForId }) => deputyForId ?? []);
	const people = [reader.personId, ...deputised];
	const handled = await queries.listHandledCases(tx, people, mostEntries);
	const mine = handled.filter((row) => answersFor(reader, { ...row, hideName: true }));
	const ids = mine.map(({ id }) => id);
	const measures = await listMeasuresOf(tx, ids);
	const duties = await queries.listWaitingDuties(tx, ids);
	const tasks = await listOpenOf(tx, reader.personId, { limit: mostEntries, offset: 0 });

	const ofCases = mine.flatMap((row): CalendarEntry[] => {
		const facts = measures.filter(({ caseId }) => caseId === row.id).map(queries.measureFactsOf);
		const step = nextStep({ ...row, measures: facts }, settings);
		return step
			? [{ kind: step.kind, subject: row.id, day: dateIn(step.dueAt), path: `/cases/${row.id}` }]
			: [];
	});
	const ofDuties = duties.flatMap(({ caseId, ...duty }): CalendarEntry[] => {
		const { key, dueAt, isLegal } = waitingDuty(duty, settings);
		const subject = `${caseId} ${key}`;
		const kind = isLegal ? 'duty' : 'dutyLocal';
		return dueAt ? [{ kind, subject, day: dateIn(dueAt), path: `/cases/${caseId}` }] : [];
	});
	const ofTasks = tasks.map(({ id, dueDate }): CalendarEntry => {
		return { kind: 'task', subject: id, day: queries.dayOf(dueDate), path: `/my-tasks/${id}` };
	});
	const others = await entriesBesideCases(tx, { reader, settings, now, people, most: mostEntries });
	return [...ofCases, ...ofDuties, ...ofTasks, ...others]
		.sort((a, b) => a.day.toString().localeCompare(b.day.toString(), 'en'))
		.slice(0, mostEntries);
}
