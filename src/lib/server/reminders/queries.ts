import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type {
	CaseId,
	IncidentId,
	LexSarahRecordId,
	MeasureId,
	PersonId,
	SafetyRequestId,
	UnitId
} from '../../../../database/column-types.ts';
import type { Recorded, SupportStep } from '../aftercare/index.ts';
import { endedStatuses, type CaseStatus, type MeasureFacts, type UndueInfluence } from '../cases/index.ts';
import type { Assessment, EntryKind } from '../lex-sarah/index.ts';
import type { MeasureRow } from '../measures/index.ts';
import { nobody, type Scope, type Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { ReminderKind } from './deadlines.ts';
import type { ReminderStep } from './ladder.ts';

/** Who reminds: the system itself, in one municipality. It reads what `cases_to_remind` gives, and writes reminders. */
export function reminderScope(municipalityId: UnitId): Scope {
	return { ...nobody, municipalityId, roles: ['reminder'] };
}

/** A case in which something may be due, as the database hands it out. Instants inside lists are text. */
export interface CaseToRemind {
	caseId: CaseId;
	unitPath: UnitId[];
	handlerId: PersonId | null;
	handlerIsActive: boolean;
	affectedPersonId: PersonId;
	excludedPersonIds: PersonId[];
	keptOutByMerge: PersonId[];
	sharedWith: PersonId[];
	isImported: boolean;
	status: CaseStatus;
	reportedAt: Temporal.Instant;
	contactDueAt: Temporal.Instant;
	firstContactAt: Temporal.Instant | null;
	reopenedAt: Temporal.Instant | null;
	assessedAt: Temporal.Instant | null;
	undueInfluence: UndueInfluence | null;
	measures: {
		id: MeasureId;
		ownerId: PersonId;
		createdAt: string;
		dueDate: string;
		doneAt: string | null;
		cancelledAt: string | null;
		evaluatedAt: string | null;
	}[];
	duties: { key: string; ruleVersion: number; startedAt: string }[];
	aftercare: Recorded[];
	threats: { id: string; requestedAt: string; reviewDate: string | null }[];
	incidentId: IncidentId;
	supportAnswered: SupportStep[];
	statements: { id: string; personId: PersonId; askedAt: string; dueDate: string }[];
	requests: { id: string; requestedAt: string }[];
	made: MadeReminder[];
}

/** What was reminded of before. */
export interface MadeReminder {
	kind: string;
	subject: string;
	step: string;
	dueAt: string;
}

/** A lex Sarah record that is open. */
export interface RecordToRemind {
	recordId: LexSarahRecordId;
	caseId: CaseId;
	unitPath: UnitId[];
	affectedPersonId: PersonId;
	excludedPersonIds: PersonId[];
	/** Of the case. */
	handlerId: PersonId | null;
	/** Who investigates; null: nobody has begun. */
	officerId: PersonId | null;
	/** The kinds of what has been documented. */
	entryKinds: EntryKind[];
	handedOverAt: Temporal.Instant;
	startedAt: Temporal.Instant | null;
	decision: {
		assessment: Assessment;
		reportToIvo: boolean;
		decidedAt: string;
		ivoSentOn: string | null;
	} | null;
	made: MadeReminder[];
}

/** A safety representative's request about a workplace that nobody has answered. */
export interface RequestToRemind {
	requestId: SafetyRequestId;
	unitPath: UnitId[];
	requestedBy: PersonId;
	requestedAt: Temporal.Instant;
	made: MadeReminder[];
}

/** The open lex Sarah records of the municipality. In a transaction with `reminderScope`. */
export async function listRecordsToRemind(tx: Tx): Promise<RecordToRemind[]> {
	const { rows } = await sql<RecordToRemind>`select * from records_to_remind()`.execute(tx);
	return rows;
}

/** The requests about workplaces of the municipality. In a transaction with `reminderScope`. */
export async function listRequestsToRemind(tx: Tx): Promise<RequestToRemind[]> {
	const { rows } = await sql<RequestToRemind>`select * from requests_to_remind()`.execute(tx);
	return rows;
}

/** The open cases of the municipality in which something may be due. In a transaction with `reminderScope`. */
export async function listCasesToRemind(tx: Tx, now: Temporal.Instant): Promise<CaseToRemind[]> {
	const { rows } = await sql<CaseToRemind>`select * from cases_to_remind(${now.toString()})`.execute(tx);
	return rows;
}

/** A step, ready to be stored. */
export interface NewReminder {
	/** Null: of a request about a workplace. */
	caseId: CaseId | null;
	municipalityId: UnitId;
	kind: ReminderKind;
	subject: string;
	step: ReminderStep;
	dueAt: Temporal.Instant;
	recipientIds: readonly PersonId[];
}

/**
 * Stores a step unless it is there. Somebody who stores the same one is waited for.
 * @returns whether it is ours to tell of
 */
export async function storeReminder(tx: Tx, reminder: NewReminder, now: Temporal.Instant): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('reminder')
		.values({
			...reminder,
			id: newId<string>(),
			dueAt: reminder.dueAt.toString(),
			recipientIds: sql`${`{${reminder.recipientIds.join()}}`}::uuid[]`,
			madeAt: now.toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows === 1n;
}

/** Under which version of its rule each duty of a case was raised, by its key. */
export async function listRuleVersions(tx: Tx, caseId: CaseId): Promise<Map<string, number>> {
	const rows = await tx
		.selectFrom('duty')
		.select(['key', 'ruleVersion'])
		.where('caseId', '=', caseId)
		.execute();
	return new Map(rows.map(({ key, ruleVersion }) => [key, ruleVersion]));
}

/** What was reminded of in a case that the actor may read, the latest first. */
export async function listReminders(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('reminder')
		.select(['id', 'kind', 'subject', 'step', 'dueAt', 'recipientIds', 'madeAt'])
		.where('caseId', '=', caseId)
		.orderBy('madeAt', 'desc')
		.orderBy('dueAt', 'desc')
		.orderBy(sql`array_position(array['told', 'escalated', 'escalatedAgain'], step)`, 'desc')
		.limit(500)
		.execute();
}

/** The municipalities of the installation. Before there is an actor. */
export async function listMunicipalityIds(tx: Tx): Promise<UnitId[]> {
	const { rows } = await sql<{ id: UnitId }>`select id from municipalities()`.execute(tx);
	return rows.map(({ id }) => id);
}

/** The open cases that some people handle and the actor may read, the promise that ends first at the top. */
export async function listHandledCases(tx: Tx, handlerIds: readonly PersonId[], most: number) {
	return tx
		.selectFrom('caseFile')
		.select([
			'id',
			'municipalityId',
			'unitPath',
			'handlerId',
			'affectedPersonId',
			'excludedPersonIds',
			'keptOutByMerge',
			'sharedWith',
			'status',
			'reportedAt',
			'contactDueAt',
			'firstContactAt',
			'reopenedAt',
			'assessedAt',
			'undueInfluence'
		])
		.where('handlerId', 'in', handlerIds)
		.where('status', 'not in', endedStatuses)
		.orderBy('nextDueAt')
		.orderBy('id')
		.limit(most)
		.execute();
}

/** The duties of some cases that wait for a decision. */
export async function listWaitingDuties(tx: Tx, caseIds: readonly CaseId[]) {
	if (caseIds.length === 0) return [];
	return tx
		.selectFrom('duty')
		.select(['caseId', 'key', 'ruleVersion', 'startedAt'])
		.where('caseId', 'in', caseIds)
		.where('state', 'in', ['open', 'awaitingSecond'])
		.where('ceasedAt', 'is', null)
		.orderBy('startedAt')
		.execute();
}

/** A stored measure, as the next step of its case depends on it. */
export function measureFactsOf(
	row: Pick<MeasureRow, 'dueDate' | 'doneAt' | 'cancelledAt' | 'evaluatedAt'>
): MeasureFacts {
	const { doneAt, evaluatedAt } = row;
	return { dueDate: dayOf(row.dueDate), doneAt, isCancelled: row.cancelledAt !== null, evaluatedAt };
}

/** @param date 'ÅÅÅÅ-MM-DD' */
export function dayOf(date: string): Temporal.PlainDate {
	return Temporal.PlainDate.from(date);
}
