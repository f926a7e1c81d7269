import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { listMeasuresOf, type MeasureRow } from '../measures/index.ts';
import { getSettings, peopleOf } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm, newId } from '../platform/ids.ts';
import type { ContactWay } from './forms.ts';
import { nextStep, type CaseFacts, type MeasureFacts } from './next-step.ts';

/** A case as it stands, or undefined when the actor may not know of it. */
export async function findCase(tx: Tx, id: CaseId) {
	return selectCase(tx).where('caseFile.id', '=', id).executeTakeFirst();
}
export type CaseRow = NonNullable<Awaited<ReturnType<typeof findCase>>>;

/**
 * The same, locked until the transaction ends, so that two who act at once come one after the other. Who may read but not
 * handle it gets it without the lock: their `may` decides, and they change nothing in it.
 */
export async function lockCase(tx: Tx, id: CaseId): Promise<CaseRow | undefined> {
	const locked = await selectCase(tx).where('caseFile.id', '=', id).forUpdate('caseFile').executeTakeFirst();
	return locked ?? findCase(tx, id);
}

function selectCase(tx: Tx) {
	return tx
		.selectFrom('caseFile')
		.selectAll('caseFile')
		.select(
			sql<boolean>`(select i.hide_name from incident i where i.id = case_file.incident_id)`.as('hideName')
		);
}

/** The case of a report, for those who may know of either. */
export async function findCaseOf(tx: Tx, incidentId: IncidentId): Promise<CaseId | undefined> {
	const row = await tx
		.selectFrom('caseFile')
		.select('id')
		.where('incidentId', '=', incidentId)
		.executeTakeFirst();
	return row?.id;
}

/** A stored measure, as the rules of a case need it. */
export function measureFacts(
	row: Pick<MeasureRow, 'dueDate' | 'doneAt' | 'cancelledAt' | 'evaluatedAt'>
): MeasureFacts {
	return {
		dueDate: Temporal.PlainDate.from(row.dueDate),
		doneAt: row.doneAt,
		isCancelled: row.cancelledAt !== null,
		evaluatedAt: row.evaluatedAt
	};
}

type ChangedColumns = Partial<
	Pick<
		CaseRow,
		| 'status'
		| 'handlerId'
		| 'sharedWith'
		| 'mergedIntoId'
		| 'firstContactAt'
		| 'reopenedAt'
		| 'undueInfluence'
		| 'form'
		| 'subform'
		| 'severity'
		| 'motive'
		| 'decisionAffected'
		| 'harm'
		| 'rationale'
		| 'assessedAt'
		| 'assessedBy'
		| 'insteadKind'
		| 'transferredTo'
		| 'decisionReason'
		| 'feedback'
		| 'closedAt'
		| 'closedBy'
	>
>;

/**
 * Changes a locked case, raises its version, and keeps when the next step is due.
 * @returns the new version, for the activity log
 */
export async function saveCase(
	tx: Tx,
	context: Context,
	before: CaseRow,
	changes: ChangedColumns
): Promise<{ version: number }> {
	const version = before.version + 1;
	const columns = Object.fromEntries(
		Object.entries(changes).map(([name, value]) => [
			name,
			value instanceof Temporal.Instant ? value.toString() : value
		])
	);
	await tx
		.updateTable('caseFile')
		.set({
			...columns,
			version,
			updatedAt: context.now().toString(),
			nextDueAt: await nextDueAt(tx, { ...before, ...changes })
		})
		.where('id', '=', before.id)
		.execute();
	return { version };
}

/** Keeps when the next step is due after the measures of a locked case changed. Nobody's form gets old by it. */
export async function saveNextDue(tx: Tx, row: CaseRow): Promise<void> {
	await tx
		.updateTable('caseFile')
		.set({ nextDueAt: await nextDueAt(tx, row) })
		.where('id', '=', row.id)
		.execute();
}

async function nextDueAt(tx: Tx, row: CaseRow): Promise<string | null> {
	const settings = await getSettings(tx, row.municipalityId);
	const measures = (await listMeasuresOf(tx, [row.id])).map(measureFacts);
	return nextStep({ ...row, measures }, settings)?.dueAt.toString() ?? null;
}

/** The same for who coordinates security and may add a measure, but not change the case (migration 0027). */
export async function saveNextDueAsCoordinator(tx: Tx, row: CaseRow): Promise<void> {
	await sql`select set_next_due_as_coordinator(${row.id}, ${await nextDueAt(tx, row)})`.execute(tx);
}

/** Locks the case of a measure for its owner, who may not know the case. */
export async function lockCaseAsOwner(tx: Tx, caseId: CaseId): Promise<void> {
	await sql`select from case_of_owned_measure(${caseId})`.execute(tx);
}

/**
 * Keeps when the next step is due, for the owner of a measure who may not know the case: the database hands out dates and states only, to its
 * owner only (migration 0005).
 */
export async function saveNextDueAsOwner(tx: Tx, context: Context, caseId: CaseId): Promise<void> {
	type Times = 'reportedAt' | 'contactDueAt' | 'firstContactAt' | 'reopenedAt' | 'assessedAt';
	const { rows } = await sql<
		Pick<CaseRow, 'status' | 'undueInfluence' | Times> & { measures: Record<string, string | null>[] }
	>`select * from case_of_owned_measure(${caseId})`.execute(tx);
	const row = rows[0];
	if (!row) return;
	const instant = (text: string | null | undefined) => (text ? Temporal.Instant.from(text) : null);
	const facts: CaseFacts = {
		...row,
		measures: row.measures.map((measure) => ({
			dueDate: Temporal.PlainDate.from(measure.dueDate!),
			doneAt: instant(measure.doneAt),
			isCancelled: measure.cancelledAt !== null,
			evaluatedAt: instant(measure.evaluatedAt)
		}))
	};
	const settings = await getSettings(tx, context.actor.municipalityId);
	const dueAt = nextStep(facts, settings)?.dueAt.toString() ?? null;
	await sql`select set_next_due_of_owned_measure(${caseId}, ${dueAt})`.execute(tx);
}

/** What the employer writes down: a note, support given, a contact, the reason for a decision. */
export interface NewNote {
	/** The form's; none when the note is made by the way. */
	key?: string;
	kind: 'note' | 'support' | 'contact' | 'decision';
	text: string | null;
	how?: ContactWay;
	happenedAt?: Temporal.Instant;
}

/** @returns the note's id, or null when the same form had been sent before */
export async function insertNote(
	tx: Tx,
	{ actor, now }: Context,
	{ id: caseId }: Pick<CaseRow, 'id'>,
	{ key = newId<string>(), happenedAt, ...note }: NewNote
): Promise<string | null> {
	// a time that was left out is now, which is a second later at the second click
	const minute = happenedAt?.round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString() ?? null;
	const id = idOfForm<string>(key, caseId, note.kind, note.text, note.how ?? null, minute);
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('caseNote')
		.values({
			...note,
			id,
			municipalityId: actor.municipalityId,
			caseId,
			authorId: actor.personId,
			createdAt: now().toString(),
			happenedAt: happenedAt?.toString() ?? null
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows === 1n ? id : null;
}

/** A message between handler and reporter. @returns its id, or null when the same form had been sent before */
export async function insertMessage(
	tx: Tx,
	{ actor, now }: Context,
	{ id: caseId }: Pick<CaseRow, 'id'>,
	{ key, ...message }: { key: string; text: string; fromReporter: boolean }
): Promise<string | null> {
	const id = idOfForm<string>(key, caseId, message.text, message.fromReporter);
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('caseMessage')
		.values({
			...message,
			id,
			municipalityId: actor.municipalityId,
			caseId,
			authorId: actor.personId,
			createdAt: now().toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows === 1n ? id : null;
}

/** Notes of all kinds, oldest first. */
export async function listNotes(tx: Tx, caseId: CaseId) {
	const notes = await tx
		.selectFrom('caseNote')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const person = await peopleOf(
		tx,
		notes.map(({ authorId }) => authorId)
	);
	return notes.map((note) => ({ ...note, author: person(note.authorId) }));
}

/** The talk between handler and reporter, oldest first. */
export async function listMessages(tx: Tx, caseId: CaseId) {
	const messages = await tx
		.selectFrom('caseMessage')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const person = await peopleOf(
		tx,
		messages.map(({ authorId }) => authorId)
	);
	return messages.map((message) => ({ ...message, author: person(message.authorId) }));
}

/** Marks what the reporter wrote as read. */
export async function markReporterMessagesRead(tx: Tx, { now }: Context, caseId: CaseId): Promise<void> {
	await tx
		.updateTable('caseMessage')
		.set({ readAt: now().toString() })
		.where('caseId', '=', caseId)
		.where('fromReporter', '=', true)
		.where('readAt', 'is', null)
		.execute();
}
