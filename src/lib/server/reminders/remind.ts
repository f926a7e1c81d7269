/** Reminds of what is due. Asks the tables, by the application's clock; several processes may do it at once (README.md). */
import { setImmediate as turn } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import { keptOutOf } from '../cases/index.ts';
import { dueOf, localDueOf, ruleOfVersion, type DutyKey } from '../duties/index.ts';
import { clocksOf, keptOutOfRecord } from '../lex-sarah/index.ts';
import { reachesSomebody, tell, type Notice, type NoticeKindCode } from '../notifications/index.ts';
import {
	getSettings,
	listRoleHoldersAlong,
	type PersonId,
	type RoleHolder,
	type Settings,
	type UnitId
} from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { describeError, logError } from '../platform/log.ts';
import { remindedFrom } from '../statements/index.ts';
import {
	deadlineOf,
	deadlinesOf,
	deadlinesOfRecord,
	type Deadline,
	type LevelledWork,
	type RemindedFacts,
	type ReminderKind,
	type WaitingDuty,
	type WaitingStatement
} from './deadlines.ts';
import { keyOf, remindersDue, type Audience, type DueReminder } from './ladder.ts';
import * as queries from './queries.ts';
import { answerersOf, recipientsOf, recordAudienceOf, remindedRoles, type AskedCase } from './recipients.ts';

/** The queue whose job of every minute makes a process look for what is due. */
export const reminderQueue = 'reminders.make';

/** What is told, by who is told of it. */
const noticeOf: Record<ReminderKind, NoticeKindCode> = {
	contactLate: 'contactLate',
	assessmentLate: 'assessmentLate',
	stepLate: 'stepLate',
	measureSoon: 'taskSoon',
	measureLate: 'taskLate',
	effectDue: 'effectDue',
	effectLate: 'effectLate',
	dutyNear: 'dutyNear',
	dutyLate: 'dutyLate',
	aftercareDue: 'aftercareDue',
	aftercareLate: 'aftercareLate',
	reviewDue: 'threatWaits',
	reviewLate: 'threatWaits',
	requestLate: 'threatWaits',
	supportAsked: 'supportAsked',
	statementSoon: 'statementReminded',
	statementLate: 'statementReminded',
	lexSarahStartLate: 'lexSarahWaits',
	lexSarahInvestigateNear: 'lexSarahNear',
	lexSarahInvestigateLate: 'lexSarahWaits',
	lexSarahIvoLate: 'lexSarahWaits',
	safetyRequestLate: 'safetyRequestWaits'
};

/** How the reminders of a round are made. */
interface Round {
	application: Application;
	municipalityId: UnitId;
	now: Temporal.Instant;
	settings: Settings;
	/** False: written down as made, and nobody is told. */
	isTold: boolean;
	/** Who holds `remindedRoles` along a path. Asked once per path and round. */
	holdersAlong: (unitPath: readonly UnitId[]) => Promise<RoleHolder[]>;
}

/** Something with deadlines, and what is due of it. */
interface Due {
	caseId: CaseId | null;
	unitPath: UnitId[];
	due: DueReminder[];
	/** Whom it is for, and what they are told. */
	towards: (reminder: DueReminder, holders: readonly RoleHolder[]) => { people: PersonId[]; notice: Notice };
	/** Who is never told, nor who stands in for them. */
	keptOut: (reminder: DueReminder) => PersonId[];
}

/**
 * Makes every reminder whose time has come, in every municipality. What fails is logged, and does not keep the rest from being made;
 * the next round tries it again.
 *
 * @param stopping ends it after the case that is at hand
 * @returns how many steps were made
 */
export async function remindAll(
	application: Application,
	stopping: AbortSignal = new AbortController().signal
): Promise<number> {
	return makeAll(application, stopping, true);
}

/** Writes down what is due as reminded of when its time came, without telling anybody: for a history that was loaded. */
export async function settleReminders(application: Application): Promise<number> {
	return makeAll(application, new AbortController().signal, false);
}

async function makeAll(application: Application, stopping: AbortSignal, isTold: boolean): Promise<number> {
	const municipalities = await application.db.transaction(nobody, queries.listMunicipalityIds);
	let made = 0;
	for (const id of municipalities) {
		if (!stopping.aborted) made += await makeIn(application, id, stopping, isTold);
	}
	return made;
}

async function makeIn(
	application: Application,
	municipalityId: UnitId,
	stopping: AbortSignal,
	isTold: boolean
): Promise<number> {
	const { db, clock } = application;
	const now = clock.now();
	const { settings, ...found } = await db.transaction(queries.reminderScope(municipalityId), async (tx) => ({
		settings: await getSettings(tx, municipalityId),
		cases: await queries.listCasesToRemind(tx, now),
		records: await queries.listRecordsToRemind(tx),
		requests: await queries.listRequestsToRemind(tx)
	}));
	const holdersAlong = holdersOf(application, municipalityId, now);
	const round: Round = { application, municipalityId, now, settings, isTold, holdersAlong };
	const all = [
		...found.cases.map((row) => () => dueOfCase(row, round)),
		...found.records.map((row) => () => dueOfRecord(row, round)),
		...found.requests.map((row) => () => dueOfRequest(row, round))
	];
	let made = 0;
	for (const dueOfNext of all) {
		// requests come between two cases: the rules take a millisecond each
		await turn();
		if (stopping.aborted) break;
		try {
			const next = dueOfNext();
			if (next.due.length > 0) made += await make(round, next);
		} catch (error) {
			logError('reminders.case', describeError(error));
		}
	}
	return made;
}

/** What is due and was not made. */
function notMade(
	deadlines: readonly Deadline[],
	made: readonly queries.MadeReminder[],
	now: Temporal.Instant
): DueReminder[] {
	const keys = made.map((reminder) => keyOf({ ...reminder, dueAt: Temporal.Instant.from(reminder.dueAt) }));
	return remindersDue(deadlines, new Set(keys), now);
}

/** Audiences that are told of what is theirs to do: they know of it, and need not know of the case. */
const ownAudiences: readonly Audience[] = ['owner', 'asked', 'exposed'];

function dueOfCase(row: queries.CaseToRemind, { municipalityId, settings, now }: Round): Due {
	const subject: AskedCase = { ...row, municipalityId, hideName: true };
	const { caseId, unitPath, incidentId } = row;
	return {
		caseId,
		unitPath,
		due: notMade(deadlinesOf(factsOf(row, settings), settings), row.made, now),
		towards: (reminder, holders) => ({
			people: recipientsOf(subject, reminder, holders),
			notice: noticeOfCase(reminder, { caseId, incidentId })
		}),
		// who does a task knows of the task, and who was exposed is asked themselves; the case is kept from those it is about
		keptOut: ({ to }) => (to === 'owner' || to === 'exposed' ? [] : keptOutOf(subject))
	};
}

function dueOfRecord(row: queries.RecordToRemind, { municipalityId, settings, now }: Round): Due {
	const subject = { ...row, municipalityId };
	const { caseId, unitPath, recordId, handedOverAt, startedAt, entryKinds, decision } = row;
	const decided = decision && { ...decision, decidedAt: Temporal.Instant.from(decision.decidedAt) };
	const investigating = startedAt === null ? 'lexSarahStartLate' : 'lexSarahInvestigateLate';
	const waits = clocksOf({ handedOverAt, startedAt, entryKinds, decision: decided }, settings, now)
		.filter(({ state }) => state !== 'stopped')
		.flatMap(({ key, localDueAt }) =>
			deadlinesOfRecord({
				kind: key === 'ivo' ? 'lexSarahIvoLate' : investigating,
				id: recordId,
				startedAt: handedOverAt,
				localDueAt
			})
		);
	return {
		caseId,
		unitPath,
		due: notMade(waits, row.made, now),
		towards: ({ kind, to }, holders) => {
			const { people, managersOf } = recordAudienceOf(subject, to, holders);
			const notice: Notice =
				managersOf === null
					? { kind: noticeOf[kind], subjectId: recordId }
					: { kind: 'lexSarahUnattended', subjectId: managersOf };
			return { people, notice };
		},
		keptOut: () => keptOutOfRecord(row)
	};
}

function dueOfRequest(row: queries.RequestToRemind, { settings, now }: Round): Due {
	const { requestId, unitPath, requestedBy, requestedAt } = row;
	return {
		caseId: null,
		unitPath,
		due: notMade([deadlineOf(waitingRequest(requestId, requestedAt, settings))], row.made, now),
		towards: ({ kind, to }, holders) => ({
			people: answerersOf(row, to, holders),
			notice: { kind: noticeOf[kind], subjectId: requestId }
		}),
		keptOut: () => [requestedBy]
	};
}

/** Asks for the holders of a path the first time that it comes up: most cases of a round lie along the same few. */
function holdersOf(
	{ db }: Application,
	municipalityId: UnitId,
	now: Temporal.Instant
): Round['holdersAlong'] {
	const found = new Map<string, Promise<RoleHolder[]>>();
	return (unitPath) => {
		const key = unitPath.join();
		const known = found.get(key);
		if (known) return known;
		const asked = db.transaction(queries.reminderScope(municipalityId), (tx) =>
			listRoleHoldersAlong(tx, unitPath, remindedRoles, now)
		);
		found.set(key, asked);
		return asked;
	};
}

/**
 * Writes the steps of one thing and tells of them: all of it or nothing. A step that nobody can be told of is not written down, and
 * made when somebody can: an officer appointed later, a successor.
 */
async function make(
	{ application, municipalityId, now, isTold, holdersAlong }: Round,
	{ caseId, unitPath, due, towards, keptOut }: Due
): Promise<number> {
	const holders = await holdersAlong(unitPath);
	const steps = due
		.map((reminder) => ({ reminder, ...towards(reminder, holders) }))
		.filter(({ people }) => people.length > 0);
	if (steps.length === 0) return 0;
	return application.db.transaction(queries.reminderScope(municipalityId), async (tx) => {
		const context = {
			actor: { personId: null, sessionId: null, municipalityId },
			now: () => now
		};
		let made = 0;
		for (const { reminder, people, notice } of steps) {
			const { kind, step, subject, dueAt } = reminder;
			const options = { keptOut: keptOut(reminder) };
			if (!(await reachesSomebody(tx, context, notice, people, options))) continue;
			const stored = { caseId, municipalityId, kind, subject, step, dueAt, recipientIds: people };
			if (!(await queries.storeReminder(tx, stored, isTold ? now : reminder.at))) continue;
			made += 1;
			if (isTold) await tell(tx, context, notice, people, options);
		}
		return made;
	});
}

function noticeOfCase(
	{ kind, to, subject }: DueReminder,
	{ caseId, incidentId }: Pick<queries.CaseToRemind, 'caseId' | 'incidentId'>
): Notice {
	if (to === 'exposed') return { kind: noticeOf[kind], subjectId: incidentId };
	const isOfItself = ownAudiences.includes(to) || kind === 'safetyRequestLate';
	return isOfItself
		? { kind: noticeOf[kind], subjectId: subject }
		: { kind: noticeToStaff(kind, to), subjectId: caseId };
}

function noticeToStaff(kind: ReminderKind, to: Audience): NoticeKindCode {
	if (to === 'above' || to === 'furtherAbove' || to === 'managerAbove') return 'escalated';
	if (to === 'handler' && (kind === 'reviewLate' || kind === 'requestLate')) return 'threatLate';
	if (kind === 'statementLate') return 'statementLate';
	return kind === 'measureLate' ? 'measureLate' : noticeOf[kind];
}

/** A case as the rules need it. */
function factsOf(row: queries.CaseToRemind, settings: Settings): RemindedFacts {
	const instant = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
	return {
		...row,
		measures: row.measures.map(({ id, ownerId, createdAt, dueDate, doneAt, cancelledAt, evaluatedAt }) => ({
			id,
			ownerId,
			createdAt: Temporal.Instant.from(createdAt),
			dueDate: Temporal.PlainDate.from(dueDate),
			doneAt: instant(doneAt),
			isCancelled: cancelledAt !== null,
			evaluatedAt: instant(evaluatedAt)
		})),
		duties: row.duties.map((duty) =>
			waitingDuty({ ...duty, startedAt: Temporal.Instant.from(duty.startedAt) }, settings)
		),
		threats: row.threats.map(({ id, requestedAt, reviewDate }) => ({
			id,
			requestedAt: Temporal.Instant.from(requestedAt),
			reviewDate: reviewDate === null ? null : Temporal.PlainDate.from(reviewDate)
		})),
		statements: row.statements.map((statement) => waitingStatement(statement, settings)),
		requests: row.requests.map(({ id, requestedAt }) =>
			waitingRequest(id, Temporal.Instant.from(requestedAt), settings)
		)
	};
}

function waitingStatement(
	row: queries.CaseToRemind['statements'][number],
	{ statementReminderWorkingDays }: Settings
): WaitingStatement {
	const askedAt = Temporal.Instant.from(row.askedAt);
	const dueDate = Temporal.PlainDate.from(row.dueDate);
	return {
		...row,
		askedAt,
		dueDate,
		remindedFrom: remindedFrom({ askedAt, dueDate }, statementReminderWorkingDays)
	};
}

/** The law says 'utan dröjsmål' and no number: the municipality's own level, as on the page of the request. */
function waitingRequest(id: string, startedAt: Temporal.Instant, settings: Settings): LevelledWork {
	const localDueAt = localDueOf('safetyRepresentativeRequest', startedAt, settings);
	return { kind: 'safetyRequestLate', id, startedAt, localDueAt };
}

/** A duty with its clock, by the rule that it was raised under. */
export function waitingDuty(
	{ key, ruleVersion, startedAt }: { key: string; ruleVersion: number; startedAt: Temporal.Instant },
	settings: Settings
): WaitingDuty {
	const { clock, answers } = ruleOfVersion(key as DutyKey, ruleVersion);
	const dueAt = clock.kind === 'every' ? null : dueOf(clock, startedAt, settings).dueAt;
	const answeringRole = answers === 'handler' ? null : answers;
	return {
		key,
		startedAt,
		dueAt,
		isInWords: clock.kind === 'words',
		isLegal: clock.kind === 'count',
		answeringRole
	};
}
