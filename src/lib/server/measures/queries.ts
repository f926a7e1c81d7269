import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { CaseId, MeasureId, PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { NewMeasureInput } from './forms.ts';

/** A measure with its owner's name, or undefined when the actor may not know of it. */
export async function findMeasure(tx: Tx, id: MeasureId) {
	return selectMeasures(tx).where('measure.id', '=', id).executeTakeFirst();
}

/** The same, locked until the transaction ends; undefined also when the actor may read but not change it. */
export async function lockMeasure(tx: Tx, id: MeasureId) {
	return selectMeasures(tx).where('measure.id', '=', id).forUpdate('measure').executeTakeFirst();
}
export type MeasureRow = NonNullable<Awaited<ReturnType<typeof findMeasure>>>;

/** The measures of some cases, the one due first at the top. */
export async function listMeasuresOf(tx: Tx, caseIds: readonly CaseId[]): Promise<MeasureRow[]> {
	if (caseIds.length === 0) return [];
	return selectMeasures(tx)
		.where('measure.caseId', 'in', caseIds)
		.orderBy('measure.dueDate')
		.orderBy('measure.id')
		.execute();
}

function selectMeasures(tx: Tx) {
	return (
		tx
			.selectFrom('measure')
			// an owner with protected personal data has no row for who may not see them
			.leftJoin('person as owner', 'owner.id', 'measure.ownerId')
			.selectAll('measure')
			.select('owner.name as ownerName')
	);
}

/** Stores a new measure under the form's key, or under an id of its own when the key is taken. @returns its id */
export async function insertMeasure(
	tx: Tx,
	{ actor }: Context,
	{ key, measureKind, ...input }: NewMeasureInput,
	source: { caseId: CaseId; at: Temporal.Instant }
): Promise<MeasureId> {
	const insert = async (id: MeasureId) =>
		tx
			.insertInto('measure')
			.values({
				...input,
				id,
				kind: measureKind,
				municipalityId: actor.municipalityId,
				caseId: source.caseId,
				createdBy: actor.personId,
				createdAt: source.at.toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
	if ((await insert(key as MeasureId)).numInsertedOrUpdatedRows === 1n) return key as MeasureId;
	const id = newId<MeasureId>();
	await insert(id);
	return id;
}

/** Changes a locked measure and raises its version. */
export async function updateMeasure(
	tx: Tx,
	{ id, version }: Pick<MeasureRow, 'id' | 'version'>,
	changes: {
		ownerId?: PersonId;
		dueDate?: string;
		doneAt?: string;
		cancelledAt?: string;
		cancelReason?: string;
		effect?: MeasureRow['effect'];
		effectText?: string;
		evaluatedAt?: string;
		evaluatedBy?: PersonId;
	}
): Promise<void> {
	await tx
		.updateTable('measure')
		.set({ ...changes, version: version + 1 })
		.where('id', '=', id)
		.execute();
}

/** Whether somebody works here and can be asked to do something. */
export async function isActivePerson(tx: Tx, id: PersonId): Promise<boolean> {
	const row = await tx
		.selectFrom('person')
		.select('id')
		.where('id', '=', id)
		.where('isActive', '=', true)
		.executeTakeFirst();
	return row !== undefined;
}

/** One page of what a person is to do, the one due first at the top (so: overdue first). */
export async function listOpenOf(tx: Tx, ownerId: PersonId, page: { limit: number; offset: number }) {
	return selectMeasures(tx)
		.where('measure.ownerId', '=', ownerId)
		.where('measure.doneAt', 'is', null)
		.where('measure.cancelledAt', 'is', null)
		.orderBy('measure.dueDate')
		.orderBy('measure.id')
		.limit(page.limit)
		.offset(page.offset)
		.execute();
}

/** What a person has done since an instant, the latest first. */
export async function listDoneOf(tx: Tx, ownerId: PersonId, since: Temporal.Instant) {
	return selectMeasures(tx)
		.where('measure.ownerId', '=', ownerId)
		.where(sql<boolean>`measure.done_at >= ${since.toString()}`)
		.orderBy('measure.doneAt', 'desc')
		.limit(10)
		.execute();
}

/** How many open measures a person has, and how many of them are late. @param today 'ÅÅÅÅ-MM-DD' */
export async function countOpenOf(
	tx: Tx,
	ownerId: PersonId,
	today: string
): Promise<{ open: number; overdue: number }> {
	return tx
		.selectFrom('measure')
		.select([
			sql<number>`count(*)::integer`.as('open'),
			sql<number>`(count(*) filter (where due_date < ${today}))::integer`.as('overdue')
		])
		.where('ownerId', '=', ownerId)
		.where('doneAt', 'is', null)
		.where('cancelledAt', 'is', null)
		.executeTakeFirstOrThrow();
}
