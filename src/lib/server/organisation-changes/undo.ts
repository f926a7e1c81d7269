import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import type { PersonId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import { isId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { may } from './access.ts';
import { applyRows, lockOrganisation } from './apply.ts';
import type { ChangeId, ChangeKind, ChangeState, RowChange } from './change.ts';
import { brokenBy } from './invariants.ts';
import { currentRows, isSame } from './rows.ts';
import { widensSightOf } from './sight.ts';
import { readOrganisation } from './snapshot.ts';

/** Why a change cannot be taken back. */
export type UndoProblem =
	/** It was never applied, or is undone already. */
	| { code: 'notApplied' }
	/** Something later touched the same rows; which change that was, when the journal knows. */
	| { code: 'changedSince'; later: { id: ChangeId; kind: ChangeKind; at: Temporal.Instant } | null }
	/** Somebody works, a role is held or a unit lies where there would be no unit any more. */
	| { code: 'stillInUse' }
	/** Reports have been made from a unit that would never have been there. */
	| { code: 'hasReports' }
	/** The actor would see more cases themselves; see sight.ts. */
	| { code: 'ownSight' }
	/** The actor would get a role back. */
	| { code: 'ownRole' };

/**
 * The reverse of a change, from the same day on, when nothing later has touched the same rows.
 * What was created is not deleted: a unit was never there, a person is no longer active, a role ended yesterday.
 *
 * @throws Conflict when it cannot be taken back; whyNotUndone() says why. NotFound when there is no such change.
 */
export async function undoChange(context: Context, id: ChangeId): Promise<ChangeId> {
	require(may(context.actor, 'undo'));
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.actor.municipalityId);
		if (await whyNotUndone(tx, context, id)) throw new Conflict();
		const change = await findChange(tx, id);
		const undoneBy = await applyRows(tx, context, {
			kind: 'undo',
			from: change.validFrom,
			rows: reversed(await rowsOf(tx, id), dateIn(context.now()))
		});
		await tx
			.updateTable('organisationChange')
			.set({ state: 'undone', undoneBy })
			.where('id', '=', id)
			.execute();
		return undoneBy;
	});
}

/** Why a change cannot be taken back now; null when it can. @throws NotFound */
export async function whyNotUndone(
	tx: Tx,
	context: Pick<Context, 'now' | 'actor'>,
	id: ChangeId
): Promise<UndoProblem | null> {
	const change = await findChange(tx, id);
	if (change.state !== 'applied') return { code: 'notApplied' };
	const changes = await rowsOf(tx, id);
	const current = await currentRows(tx, changes);
	const touched = changes.some(
		({ table, id: rowId, after }) => !isSame(table, current[table].get(rowId) ?? null, after)
	);
	if (touched) return { code: 'changedSince', later: await laterChange(tx, id) };
	const back = reversed(changes, dateIn(context.now()));
	const organisation = await readOrganisation(tx);
	const today = dateIn(context.now()).toString();
	if (brokenBy(organisation, back, today).length > 0) return { code: 'stillInUse' };
	const { personId } = context.actor;
	if (widensSightOf(personId, organisation, back, today)) return { code: 'ownSight' };
	if (back.some((change) => lengthensRoleOf(personId, change))) return { code: 'ownRole' };
	const created = changes.flatMap(({ table, id: rowId, before }) =>
		table === 'unit' && before === null ? [rowId] : []
	);
	if (created.length > 0) {
		const { rows } = await sql`select 1 from cases_at_units(${created}::uuid[])`.execute(tx);
		if (rows.length > 0) return { code: 'hasReports' };
	}
	return null;
}

/** Whether somebody would hold a role longer: as their own, or by who stands in for them. The database refuses it as well. */
function lengthensRoleOf(personId: PersonId, { table, before, after }: RowChange): boolean {
	if (table !== 'assignment' || before === null) return false;
	if (after.personId !== personId && after.deputyForId !== personId) return false;
	return after.validFrom < before.validFrom || (after.validTo ?? '9999') > (before.validTo ?? '9999');
}

async function findChange(tx: Tx, id: ChangeId): Promise<{ state: ChangeState; validFrom: string }> {
	if (!isId(id)) throw new NotFound();
	const change = await tx
		.selectFrom('organisationChange')
		.select(['state', 'validFrom'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!change) throw new NotFound();
	return change;
}

/** What a change did, as far as the actor may see it. */
export async function rowsOf(tx: Tx, id: ChangeId): Promise<RowChange[]> {
	const rows = await tx
		.selectFrom('organisationChangeRow')
		.select(['tableName', 'rowId', 'before', 'after'])
		.where('changeId', '=', id)
		.orderBy('tableName')
		.orderBy('rowId')
		.execute();
	return rows.map(({ tableName, rowId, before, after }) => ({
		table: tableName,
		id: rowId,
		before,
		after
	})) as unknown as RowChange[];
}

/** The first applied change after this one that touched one of its rows. */
async function laterChange(
	tx: Tx,
	id: ChangeId
): Promise<{ id: ChangeId; kind: ChangeKind; at: Temporal.Instant } | null> {
	const { rows } = await sql<{ id: ChangeId; kind: ChangeKind; at: Temporal.Instant }>`
		select later.id, later.kind, later.applied_at as at
		from organisation_change this
			join organisation_change later on later.state = 'applied' and later.id <> this.id
				and (later.applied_at, later.id) > (this.applied_at, this.id)
		where this.id = ${id} and exists (
			select from organisation_change_row l join organisation_change_row t
				on (t.row_id, t.table_name) = (l.row_id, l.table_name)
			where l.change_id = later.id and t.change_id = this.id)
		order by later.applied_at, later.id limit 1`.execute(tx);
	return rows[0] ?? null;
}

/** The rows of a change the other way round. */
function reversed(changes: readonly RowChange[], today: Temporal.PlainDate): RowChange[] {
	const dayBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
	return changes.map((change): RowChange => {
		switch (change.table) {
			case 'unit':
				return {
					...change,
					before: change.after,
					after: change.before ?? { ...change.after, validTo: dayBefore(change.after.validFrom) }
				};
			case 'person':
				return {
					...change,
					before: change.after,
					after: change.before ?? { ...change.after, isActive: false }
				};
			case 'protectedPerson':
				return { ...change, before: change.after, after: change.before };
			case 'assignment': {
				const begun = change.after.validFrom < today.toString();
				const never = dayBefore(begun ? today.toString() : change.after.validFrom);
				return {
					...change,
					before: change.after,
					after: change.before ?? { ...change.after, validTo: never }
				};
			}
			case 'unitHeadcount':
				return { ...change, before: change.after, after: change.before };
		}
	});
}
