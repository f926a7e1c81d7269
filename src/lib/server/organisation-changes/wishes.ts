import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { require } from '../access/decision.ts';
import { contextForSystem, type Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { tellAdministrators } from '../notifications/index.ts';
import { getSettings, type PersonId, type RoleCode, type UnitId } from '../organisation/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody, type Tx } from '../platform/database.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { describeError, logError } from '../platform/log.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, roleOf } from './access.ts';
import { applyAs, applyRows, lockOrganisation } from './apply.ts';
import type { ChangeId, RowChange } from './change.ts';
import { planWish, type Plan, type PlanProblem, type Wish } from './plan.ts';
import { sightChanges, unitsInQuestion, widensSightOf } from './sight.ts';
import { readOrganisation, type OrganisationSnapshot } from './snapshot.ts';

/** What an administrator asks for: a wish, its day and why. */
export interface Asked {
	wish: Wish;
	/** 'ÅÅÅÅ-MM-DD' */
	from: string;
	note: string | null;
}

/** Everything that a change would do, before anybody says yes to it. */
export interface Preview {
	/** The day is still to come: the change waits for it, and is then planned anew. */
	waits: boolean;
	units: {
		id: UnitId;
		before: PlaceOf | null;
		after: PlaceOf;
		/** Only its place in the tree changes, because the one above it moves. */
		follows: boolean;
	}[];
	/** Who works at another unit afterwards. Null name: protected personal data. */
	people: { name: string | null; from: string; to: string }[];
	/** Roles that end, with the last day. */
	roles: { name: string | null; role: RoleCode; unitName: string; lastDay: string }[];
	/**
	 * How many cases people see no longer, or more; at most. 'few': none, or fewer than `fewest`, which are not counted out for who
	 * sees no case. Null: of no unit.
	 */
	sight: { name: string | null; loses: number | 'few' | null; gains: number | 'few' | null }[];
	fewest: number;
	/** Stands for exactly this; sent back with the yes. */
	digest: string;
}
/** What a person sees of a unit's row. */
export interface PlaceOf {
	name: string;
	/** Names from the municipality to the unit above. */
	above: string[];
	activity: string | null;
	area: string | null;
	validTo: string | null;
}

/** What a change would do. Nothing is written. */
export async function previewChange(
	context: Context,
	{ wish, from }: Pick<Asked, 'wish' | 'from'>
): Promise<{ ok: true; preview: Preview } | { ok: false; problems: PlanProblem[] }> {
	require(may(context.actor, 'change'));
	const today = dateIn(context.now()).toString();
	return context.transaction(async (tx) => {
		const organisation = await readOrganisation(tx);
		const plan = planFor(context.actor.personId, organisation, { wish, from, today });
		if (!plan.ok) return plan;
		const inQuestion = unitsInQuestion(organisation, plan.rows);
		const cases = new Map(inQuestion.map((id) => [id, 0]));
		for (const { unitId, count } of await countCasesAt(tx, inQuestion)) cases.set(unitId, count);
		const day = from > today ? from : today;
		const { disclosureThreshold: fewest } = await getSettings(tx, context.actor.municipalityId);
		const counted = (count: number | null) => (count !== null && count < fewest ? 'few' : count);
		return {
			ok: true,
			preview: {
				...describeRows(organisation, plan.rows),
				waits: from > today,
				fewest,
				sight: sightChanges(organisation, plan.rows, cases, day).map(({ personId, loses, gains }) => ({
					name: nameIn(organisation, personId),
					loses: counted(loses),
					gains: counted(gains)
				})),
				digest: digestOf(plan.rows)
			}
		};
	});
}

/**
 * Makes a change, or lets it wait for its day.
 * @param digest of the preview that was said yes to; null: without one
 * @returns `changedSince` when the organisation is another than in the preview
 */
export async function makeChange(
	context: Context,
	{ wish, from, note }: Asked,
	digest: string | null
): Promise<
	| { ok: true; id: ChangeId; waits: boolean }
	| { ok: false; problems: PlanProblem[] }
	| { ok: false; changedSince: true }
> {
	require(may(context.actor, 'change'));
	const today = dateIn(context.now()).toString();
	return context.transaction(async (tx) => {
		await lockOrganisation(tx, context.actor.municipalityId);
		const { personId } = context.actor;
		const plan = planFor(personId, await readOrganisation(tx), { wish, from, today });
		if (!plan.ok) return plan;
		if (digest !== null && digest !== digestOf(plan.rows)) return { ok: false, changedSince: true };
		if (from > today) return { ok: true, waits: true, id: await keepWish(tx, context, { wish, from, note }) };
		const id = await applyRows(tx, context, {
			kind: wish.kind,
			from,
			rows: plan.rows,
			note: note ?? undefined
		});
		return { ok: true, id, waits: false };
	});
}

/** The plan of a wish, for whoever asks for it. */
function planFor(
	personId: PersonId | null,
	organisation: OrganisationSnapshot,
	{ wish, from, today }: { wish: Wish; from: string; today: string }
): Plan {
	const plan = planWish(organisation, wish, from, today);
	if (!plan.ok || !widensSightOf(personId, organisation, plan.rows, today)) return plan;
	return { ok: false, problems: [{ code: 'ownSight', field: '' }] };
}

async function keepWish(tx: Tx, context: Context, { wish, from, note }: Asked): Promise<ChangeId> {
	const id = newId<ChangeId>();
	const { municipalityId, personId } = context.actor;
	await tx
		.insertInto('organisationChange')
		.values({
			id,
			municipalityId,
			kind: wish.kind,
			state: 'planned',
			validFrom: from,
			madeBy: personId,
			madeAt: context.now().toString(),
			note,
			wish: JSON.stringify(wish)
		})
		.execute();
	await activityLog.record(tx, context, {
		action: 'organisation.planned',
		subjectKind: 'organisationChange',
		subjectId: id,
		by: roleOf(context.actor),
		details: { kind: wish.kind, from }
	});
	return id;
}

/** Takes back a change that still waits for its day. @throws NotFound, or Conflict when it waits no longer */
export async function cancelPlanned(context: Context, id: ChangeId): Promise<void> {
	require(may(context.actor, 'undo'));
	if (!isId(id)) throw new NotFound();
	await context.transaction(async (tx) => {
		await lockOrganisation(tx, context.actor.municipalityId);
		const known = await tx
			.selectFrom('organisationChange')
			.select('id')
			.where('id', '=', id)
			.executeTakeFirst();
		if (!known) throw new NotFound();
		const result = await tx
			.updateTable('organisationChange')
			.set({ state: 'cancelled' })
			.where('id', '=', id)
			.where('state', '=', 'planned')
			.executeTakeFirst();
		if (result.numUpdatedRows === 0n) throw new Conflict();
		await activityLog.record(tx, context, {
			action: 'organisation.cancelled',
			subjectKind: 'organisationChange',
			subjectId: id,
			by: roleOf(context.actor)
		});
	});
}

/**
 * Makes the changes whose day has come, also those of days when nothing ran. Each is planned anew by how the organisation is
 * now, in a transaction of its own; what cannot be made any more is kept as failed, and the administrators are told.
 * Several processes may do this at once.
 *
 * @returns how many were made
 */
export async function applyDueChanges(application: Application): Promise<number> {
	const { rows } = await application.db.transaction(nobody, (tx) =>
		sql<{ id: UnitId }>`select id from municipalities()`.execute(tx)
	);
	let made = 0;
	for (const { id } of rows) {
		const context = contextForSystem(application, id);
		for (;;) {
			const outcome = await applyNext(context);
			if (outcome === null) break;
			if (outcome === 'made') made += 1;
		}
	}
	return made;
}

/** The next change of a municipality whose day has come; null: none. */
async function applyNext(context: ReturnType<typeof contextForSystem>): Promise<'made' | 'failed' | null> {
	const today = dateIn(context.now()).toString();
	const findDue = (tx: Tx) =>
		tx
			.selectFrom('organisationChange')
			.select(['id', 'wish', 'validFrom', 'madeBy'])
			.where('state', '=', 'planned')
			.where('validFrom', '<=', today)
			.orderBy('validFrom')
			.orderBy('madeAt')
			.orderBy('id')
			.executeTakeFirst();
	let id: ChangeId | undefined;
	try {
		return await context.transaction(async (tx) => {
			if (!(await findDue(tx))) return null;
			// one process at a time, so that what holds from an earlier day is made before what holds from a later one
			await lockOrganisation(tx, context.actor.municipalityId);
			const due = await findDue(tx);
			if (!due) return null;
			id = due.id;
			const wish = due.wish as unknown as Wish;
			const plan = planFor(due.madeBy, await readOrganisation(tx), { wish, from: due.validFrom, today });
			if (!plan.ok) {
				await fail(tx, context, due.id, plan.problems[0]!.code);
				return 'failed';
			}
			await applyAs(tx, context, due.id, { kind: wish.kind, from: due.validFrom, rows: plan.rows });
			await tx
				.updateTable('organisationChange')
				.set({ state: 'applied', appliedAt: context.now().toString() })
				.where('id', '=', due.id)
				.execute();
			return 'made';
		});
	} catch (error) {
		if (id === undefined) throw error;
		const failed = id;
		logError('organisation.apply', describeError(error));
		await context.transaction((tx) => fail(tx, context, failed, 'unexpected'));
		return 'failed';
	}
}

async function fail(
	tx: Tx,
	context: ReturnType<typeof contextForSystem>,
	id: ChangeId,
	problem: string
): Promise<void> {
	await tx
		.updateTable('organisationChange')
		.set({ state: 'failed', problem })
		.where('id', '=', id)
		.where('state', '=', 'planned')
		.execute();
	await tellAdministrators(tx, context, { kind: 'plannedChangeFailed', subjectId: id });
}

async function countCasesAt(tx: Tx, units: readonly UnitId[]): Promise<{ unitId: UnitId; count: number }[]> {
	if (units.length === 0) return [];
	const { rows } = await sql<{ unitId: UnitId; count: number }>`
		select unit_id, cases as count from cases_at_units(${units}::uuid[])`.execute(tx);
	return rows;
}

function digestOf(rows: readonly RowChange[]): string {
	return createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 32);
}

function nameIn({ people }: OrganisationSnapshot, id: PersonId): string | null {
	return people.find((person) => person.id === id)?.name ?? null;
}

/** Rows as people read them. */
function describeRows(
	organisation: OrganisationSnapshot,
	rows: readonly RowChange[]
): Pick<Preview, 'units' | 'people' | 'roles'> {
	const names = new Map(organisation.units.map(({ id, name }) => [id, name]));
	const nameOf = (id: UnitId) => names.get(id) ?? '';
	const preview: Pick<Preview, 'units' | 'people' | 'roles'> = { units: [], people: [], roles: [] };
	for (const change of rows) {
		if (change.table === 'unit') {
			const { id, before, after } = change;
			const place = ({ name, path, activity, area, validTo }: typeof after): PlaceOf => ({
				name,
				above: path.slice(0, -1).map(nameOf),
				activity,
				area,
				validTo
			});
			const follows =
				before !== null && JSON.stringify({ ...before, path: [] }) === JSON.stringify({ ...after, path: [] });
			preview.units.push({ id, before: before && place(before), after: place(after), follows });
		} else if (change.table === 'person' || change.table === 'protectedPerson') {
			if (!change.before) continue;
			preview.people.push({
				name: change.table === 'person' ? change.after.name : null,
				from: nameOf(change.before.unitId),
				to: nameOf(change.after.unitId)
			});
		} else if (change.table === 'assignment') {
			const { personId, role, unitId, validTo } = change.after;
			preview.roles.push({
				name: nameIn(organisation, personId),
				role,
				unitName: nameOf(unitId),
				lastDay: validTo ?? ''
			});
		}
	}
	return preview;
}
