/** Reminds of what is due. Asks the tables, by the application's clock; several processes may do it at once (README.md). */
import { setImmediate as turn } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { dueOf, ruleOfVersion, type DutyKey } from '../duties/index.ts';
import { keptOutOf } from '../cases/index.ts';
import { tell, type NoticeKindCode } from '../notifications/index.ts';
import { getSettings, listRoleHoldersAlong, type Settings, type UnitId } from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { describeError, logError } from '../platform/log.ts';
import { deadlinesOf, type RemindedFacts, type ReminderKind, type WaitingDuty } from './deadlines.ts';
import { keyOf, remindersDue, type DueReminder } from './ladder.ts';
import * as queries from './queries.ts';
import { recipientsOf, remindedRoles, type AskedCase } from './recipients.ts';

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
	requestLate: 'threatWaits'
};

/**
 * Makes every reminder whose time has come, in every municipality. A case that fails is logged, and does not keep the others from
 * theirs; the next round tries it again.
 *
 * @param stopping ends it after the case that is at hand
 * @returns how many steps were made
 */
export async function remindAll(
	application: Application,
	stopping: AbortSignal = new AbortController().signal
): Promise<number> {
	const municipalities = await application.db.transaction(nobody, queries.listMunicipalityIds);
	let made = 0;
	for (const id of municipalities) {
		if (!stopping.aborted) made += await remindIn(application, id, stopping);
	}
	return made;
}

async function remindIn(
	application: Application,
	municipalityId: UnitId,
	stopping: AbortSignal
): Promise<number> {
	const { db, clock } = application;
	const now = clock.now();
	const { cases, settings } = await db.transaction(queries.reminderScope(municipalityId), async (tx) => ({
		settings: await getSettings(tx, municipalityId),
		cases: await queries.listCasesToRemind(tx, now)
	}));
	let made = 0;
	for (const row of cases) {
		// requests come between two cases: the rules take a millisecond each
		await turn();
		if (stopping.aborted) break;
		try {
			const due = dueIn(row, settings, now);
			if (due.length > 0) made += await make(application, municipalityId, row, due);
		} catch (error) {
			logError('reminders.case', describeError(error));
		}
	}
	return made;
}

/** What is due in a case and was not made. */
function dueIn(row: queries.CaseToRemind, settings: Settings, now: Temporal.Instant): DueReminder[] {
	const made = new Set(
		row.made.map((reminder) => keyOf({ ...reminder, dueAt: Temporal.Instant.from(reminder.dueAt) }))
	);
	return remindersDue(deadlinesOf(factsOf(row, settings), settings), made, now);
}

/** Writes the steps of one case and tells of them: all of it or nothing. */
async function make(
	{ db, clock }: Application,
	municipalityId: UnitId,
	row: queries.CaseToRemind,
	due: readonly DueReminder[]
): Promise<number> {
	const now = clock.now();
	return db.transaction(queries.reminderScope(municipalityId), async (tx) => {
		const context = {
			actor: { personId: null, sessionId: null, municipalityId },
			now: () => now
		};
		const subject: AskedCase = { ...row, municipalityId, hideName: true };
		const holders = await listRoleHoldersAlong(tx, row.unitPath, remindedRoles, now);
		let made = 0;
		for (const reminder of due) {
			const { kind, step, to, subject: about } = reminder;
			const recipientIds = recipientsOf(subject, reminder, holders);
			const { caseId } = row;
			const stored = {
				caseId,
				municipalityId,
				kind,
				subject: about,
				step,
				dueAt: reminder.dueAt,
				recipientIds
			};
			if (!(await queries.storeReminder(tx, stored, now))) continue;
			made += 1;
			const notice =
				to === 'owner'
					? { kind: noticeOf[kind], subjectId: about }
					: { kind: noticeToStaff(reminder), subjectId: caseId };
			// who does a task knows of the task; the case is kept from those it is about
			const keptOut = to === 'owner' ? [] : keptOutOf(subject);
			await tell(tx, context, notice, recipientIds, { keptOut });
		}
		return made;
	});
}

function noticeToStaff({ kind, to }: DueReminder): NoticeKindCode {
	if (to === 'above' || to === 'furtherAbove') return 'escalated';
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
		}))
	};
}

/** A duty with its clock, by the rule that it was raised under. */
export function waitingDuty(
	{ key, ruleVersion, startedAt }: { key: string; ruleVersion: number; startedAt: Temporal.Instant },
	settings: Settings
): WaitingDuty {
	const { clock } = ruleOfVersion(key as DutyKey, ruleVersion);
	const dueAt = clock.kind === 'every' ? null : dueOf(clock, startedAt, settings).dueAt;
	return { key, startedAt, dueAt, isInWords: clock.kind === 'words' };
}
