import { sql } from 'kysely';
import { require } from '../access/decision.ts';
import type { Context, SystemContext } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import type { UnitId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { Conflict } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, roleOf } from './access.ts';
import type { ChangeId, PlannedRows, RowChange } from './change.ts';
import { currentRows, insertJournalRows, isSame, writeRows } from './rows.ts';

/**
 * Writes the rows and the journal in the caller's transaction, and logs one activity. From one caller at a time per
 * municipality: the next waits until this one is done.
 *
 * @throws Conflict when a `before` no longer holds, a row is not for the actor to change, or the day has not come yet
 */
export async function applyRows(
	tx: Tx,
	context: Context | SystemContext,
	planned: PlannedRows
): Promise<ChangeId> {
	require(may(context.actor, 'change'));
	await lockOrganisation(tx, context.actor.municipalityId);
	const id = newId<ChangeId>();
	await tx
		.insertInto('organisationChange')
		.values({
			id,
			municipalityId: context.actor.municipalityId,
			kind: planned.kind,
			state: 'applied',
			validFrom: planned.from,
			madeBy: context.actor.personId,
			madeAt: context.now().toString(),
			appliedAt: context.now().toString(),
			note: planned.note || null
		})
		.execute();
	await applyAs(tx, context, id, planned);
	return id;
}

/** Until the end of the transaction nobody else changes the organisation of this municipality. */
export async function lockOrganisation(tx: Tx, municipalityId: UnitId): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${`organisation ${municipalityId}`}, 0))`.execute(
		tx
	);
}

/** Writes the rows of a change that is in the journal already. The caller holds the lock. @throws Conflict as above */
export async function applyAs(
	tx: Tx,
	context: Context | SystemContext,
	id: ChangeId,
	{ kind, from, rows }: PlannedRows
): Promise<void> {
	const { municipalityId, personId } = context.actor;
	if (from > dateIn(context.now()).toString()) throw new Conflict();
	const changes = rows.filter(({ table, before, after }) => !isSame(table, before, after));
	const current = await currentRows(tx, changes);
	const holds = ({ table, id: rowId, before }: RowChange) =>
		isSame(table, current[table].get(rowId) ?? null, before);
	if (!changes.every(holds)) throw new Conflict();

	if (changes.some(movesUnit)) {
		// who reports now waits until it is done, instead of both waiting for each other; and many cases may have to follow
		await sql`select change_paths(), set_config('statement_timeout', '300000', true)`.execute(tx);
	}
	await sql`select set_config('app.change_from', ${from}, true)`.execute(tx);
	await writeRows(tx, changes, { municipalityId, by: personId, at: context.now().toString() });
	await sql`select set_config('app.change_from', '', true)`.execute(tx);
	await insertJournalRows(tx, id, municipalityId, changes);
	await activityLog.record(tx, context, {
		action: 'organisation.changed',
		subjectKind: 'organisationChange',
		subjectId: id,
		by: roleOf(context.actor),
		details: { kind, from, ...countByTable(changes) }
	});
}

/** Whether a unit that is there already gets another place in the tree. */
function movesUnit({ table, before, after }: RowChange): boolean {
	return table === 'unit' && before !== null && before.path.join() !== after.path.join();
}

/** How many rows of each table. Who is protected counts as a person. */
function countByTable(changes: readonly RowChange[]): Record<string, number> {
	const count = (...tables: RowChange['table'][]) =>
		changes.filter(({ table }) => tables.includes(table)).length;
	return {
		units: count('unit'),
		people: count('person', 'protectedPerson'),
		roles: count('assignment'),
		headcounts: count('unitHeadcount')
	};
}
