import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { AttachmentId, CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import type { DecisionStep, DutyState } from './decision.ts';
import type { SuggestedDuty } from './engine.ts';

/** The duties of a case that the actor may read, as stored. */
export async function listRows(tx: Tx, caseId: CaseId) {
	return tx.selectFrom('duty').selectAll().where('caseId', '=', caseId).execute();
}
export type DutyRow = Awaited<ReturnType<typeof listRows>>[number];

/** One of them; undefined when it was never raised, or the actor may not read it. */
export async function findRow(tx: Tx, caseId: CaseId, key: DutyRow['key']): Promise<DutyRow | undefined> {
	return tx
		.selectFrom('duty')
		.selectAll()
		.where('caseId', '=', caseId)
		.where('key', '=', key)
		.executeTakeFirst();
}

/** Every step of every decision in a case, oldest first. */
export async function listDecisions(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('dutyDecision')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('at')
		.orderBy('id')
		.execute();
}
export type DecisionRow = Awaited<ReturnType<typeof listDecisions>>[number];

/** Who last said that a duty is not needed; null when nobody did. */
export async function saidNotNeeded(tx: Tx, caseId: CaseId, key: DutyRow['key']): Promise<PersonId | null> {
	const row = await tx
		.selectFrom('dutyDecision')
		.select('byId')
		.where('caseId', '=', caseId)
		.where('key', '=', key)
		.where('step', '=', 'notNeeded')
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.executeTakeFirst();
	return row?.byId ?? null;
}

/** Whether the very same form was stored before. */
export async function isStored(tx: Tx, id: string): Promise<boolean> {
	const row = await tx.selectFrom('dutyDecision').select('id').where('id', '=', id).executeTakeFirst();
	return row !== undefined;
}

/**
 * Stores what a case calls for: one statement. New duties are opened, known ones get their reasons anew, and what is no longer called for
 * is marked (migration 0050). The actor need not be able to read them.
 * @returns the keys of those that now wait for a decision and did not before
 */
export async function storeRaised(
	tx: Tx,
	caseId: CaseId,
	called: readonly Pick<SuggestedDuty, 'key' | 'version' | 'reasons'>[],
	at: Temporal.Instant,
	byHand = false
): Promise<string[]> {
	const { rows } = await sql<{ isNews: string[] }>`
		select raise_duties(${caseId}, ${JSON.stringify(called)}::jsonb, ${at.toString()}, ${byHand}) as is_news`.execute(
		tx
	);
	return rows[0]!.isNews;
}

/**
 * Leaves duties of a merged report to the main case, where they wait as well. The others stay with the report (migration 0047).
 */
export async function carryDuties(
	tx: Tx,
	duplicateId: CaseId,
	keys: readonly DutyRow['key'][]
): Promise<void> {
	await sql`select carry_duties(${duplicateId}, ${`{${keys.join()}}`}::text[])`.execute(tx);
}

/** One step of a decision, ready to be stored. */
export interface NewDecision {
	/** The form's key. */
	id: string;
	step: DecisionStep;
	happenedAt: Temporal.Instant | null;
	how: string | null;
	reference: string | null;
	/** The receipt, a file of the case. */
	attachmentId: AttachmentId | null;
	reason: string | null;
}

/** Stores a step, made against the version that the actor saw. @returns false when somebody was faster */
export async function storeDecision(
	tx: Tx,
	{ now }: Context,
	{ caseId, key, version }: Pick<DutyRow, 'caseId' | 'key' | 'version'>,
	state: DutyState,
	decision: NewDecision
): Promise<boolean> {
	const json = JSON.stringify({
		...decision,
		at: now().toString(),
		happenedAt: decision.happenedAt?.toString() ?? null
	});
	const { rows } = await sql<{ stored: boolean }>`
		select settle_duty(${caseId}, ${key}, ${version}, ${state}, ${json}::jsonb) as stored`.execute(tx);
	return rows[0]!.stored;
}
