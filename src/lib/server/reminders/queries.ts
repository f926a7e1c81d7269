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
	isCaredForElsewhere: boolean;
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

/** The cases of the municipality in which something may be due, open or ended. In a transaction with `reminderScope`. */
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

/**
 * The cases that some people handle and the actor may read, the promise that ends first at the top; of those that ended, the ones with
 * duties that nobody has decided.
 */
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
		.where((eb) =>
			eb.or([eb('status', 'not in', endedStatuses), sql<boolean>`has_duties_waiting(case_file.id)`])
		)
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
		.where('carriedBy', 'is', null)
		.orderBy('startedAt')
		.execute();
}

const subjectColumns = [
	'caseFile.id',
	'caseFile.municipalityId',
	'caseFile.unitPath',
	'caseFile.handlerId',
	'caseFile.affectedPersonId',
	'caseFile.excludedPersonIds',
	'caseFile.keptOutByMerge',
	'caseFile.sharedWith'
] as const;

/** Some cases that the actor may read, as far as who answers for them goes. */
export async function listCasesById(tx: Tx, ids: readonly CaseId[]) {
	if (ids.length === 0) return [];
	return tx
		.selectFrom('caseFile')
		.select(subjectColumns)
		.where('id', 'in', [...new Set(ids)])
		.execute();
}

/**
 * The cases that some people handle and whose exposed person is still contacted: as `cases_to_remind`, for as long as anybody is
 * reminded of it, also after the case is closed.
 */
export async function listCasesToCareFor(
	tx: Tx,
	handlerIds: readonly PersonId[],
	now: Temporal.Instant,
	most: number
) {
	return (
		tx
			.selectFrom('caseFile')
			.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
			.select(subjectColumns)
			.select('caseFile.reportedAt')
			.where('caseFile.handlerId', 'in', handlerIds)
			.where('caseFile.status', 'not in', ['transferred', 'notUndueInfluence'])
			// one person's reports of the same event: they are cared for once
			.where(
				sql<boolean>`not exists (select from case_file o where o.affected_person_id = case_file.affected_person_id
				and (o.id = case_file.merged_into_id
					or o.merged_into_id = case_file.merged_into_id and o.id < case_file.id))`
			)
			.where(
				'caseFile.reportedAt',
				'>',
				sql<Temporal.Instant>`${now.toString()}::timestamptz - interval '91 days'`
			)
			.where('incident.origin', '<>', 'import')
			.orderBy('caseFile.reportedAt')
			.orderBy('caseFile.id')
			.limit(most)
			.execute()
	);
}

/** What was recorded of looking after the exposed people of some cases, oldest first. */
export async function listAftercare(
	tx: Tx,
	caseIds: readonly CaseId[]
): Promise<(Recorded & { caseId: CaseId })[]> {
	if (caseIds.length === 0) return [];
	const rows = await tx
		.selectFrom('aftercareStep')
		.select(['caseId', 'step', 'outcome', 'postponedTo'])
		.where('caseId', 'in', caseIds)
		.orderBy('recordedAt')
		.orderBy('id')
		.execute();
	return rows as (Recorded & { caseId: CaseId })[];
}

/** The threats that are the actor's as a coordinator: asked for and not assessed, or to be looked at again on a day. */
export async function listThreatsToSee(tx: Tx, most: number) {
	const { rows } = await sql<{
		id: string;
		caseId: CaseId;
		requestedAt: Temporal.Instant;
		reviewDate: string | null;
	}>`
		select q.id, q.case_id, q.requested_at, null::date as review_date
		from threat_request q join case_file c on c.id = q.case_id
		where q.answered_at is null and q.withdrawn_at is null and app_coordinates_case(c)
		union all
		select a.id, a.case_id, a.made_at, a.review_date
		from threat_assessment a join case_file c on c.id = a.case_id
		where a.review_date is not null and a.replaced_at is null and app_coordinates_case(c)
		order by review_date nulls first, id limit ${most}`.execute(tx);
	return rows;
}

/** What a person is asked to tell, and has neither told nor declined. */
export async function listStatementsAskedOf(tx: Tx, personId: PersonId, most: number) {
	return tx
		.selectFrom('statementRequest')
		.select(['id', 'dueDate'])
		.where('personId', '=', personId)
		.where('sentAt', 'is', null)
		.where('declinedAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.orderBy('dueDate')
		.orderBy('id')
		.limit(most)
		.execute();
}

/** Safety representatives' requests that the actor may read and nobody has answered; of a merged case, where it was merged to. */
export async function listUnansweredRequests(tx: Tx, most: number) {
	return tx
		.selectFrom('safetyRequest')
		.innerJoin('unit', 'unit.id', 'safetyRequest.unitId')
		.leftJoin('caseFile', 'caseFile.id', 'safetyRequest.caseId')
		.select([
			'safetyRequest.id',
			'unit.path as unitPath',
			'safetyRequest.requestedBy',
			'safetyRequest.requestedAt'
		])
		.select(sql<CaseId | null>`coalesce(case_file.merged_into_id, safety_request.case_id)`.as('caseId'))
		.where('safetyRequest.answeredAt', 'is', null)
		.orderBy('safetyRequest.requestedAt')
		.orderBy('safetyRequest.id')
		.limit(most)
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
