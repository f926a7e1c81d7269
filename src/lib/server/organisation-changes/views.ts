import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../../../database/column-types.ts';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import type { RoleCode, UnitId, UnitLevel } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { isId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { may } from './access.ts';
import type { ChangeId, ChangeKind, ChangeState, HeadcountRow, RowChange, UnitRow } from './change.ts';
import { isOpen } from './invariants.ts';
import type { Wish } from './plan.ts';
import { readHeadcounts, readUnits } from './rows.ts';
import { rowsOf, whyNotUndone, type UndoProblem } from './undo.ts';

/** Somebody who holds a role. Null name: protected personal data. */
export interface Holder {
	name: string | null;
}

/** One line of the tree. */
export interface TreeUnit {
	id: UnitId;
	name: string;
	level: UnitLevel;
	/** 0: the municipality. */
	depth: number;
	/** Whether it is there on the day that is looked at. */
	isThere: boolean;
	people: number;
	managers: Holder[];
}

/** A change that waits for its day. */
export interface PlannedChange {
	id: ChangeId;
	kind: ChangeKind;
	from: string;
	/** What it is about, e.g. the unit's name. */
	unitName: string;
	/** The other unit or the new name. */
	target: string;
}

/** The organisation on a day, in the order of the tree. */
export async function viewTree(
	context: Context,
	{ day, withClosed }: { day: string; withClosed: boolean }
): Promise<{ units: TreeUnit[]; closedCount: number; planned: PlannedChange[] }> {
	require(may(context.actor, 'view'));
	return context.transaction(async (tx) => {
		const { rows: there } = await sql<UnitRow>`
			select unit_id as id, name, level, parent_id, path from unit_version
			where ${day} between valid_from and coalesce(valid_to, 'infinity')`.execute(tx);
		const now = await readUnits(tx);
		const known = new Set(there.map(({ id }) => id));
		const others = now.filter(({ id }) => !known.has(id));
		const people = new Map<UnitId, number>();
		const { rows: counts } = await sql<{ unitId: UnitId; people: number }>`
			select unit_id, people from people_at_units(${day})`.execute(tx);
		for (const { unitId, people: count } of counts) people.set(unitId, count);
		const managers = await managersOn(tx, day);
		const shown = withClosed ? [...there, ...others] : there;
		return {
			units: inTreeOrder(shown).map(({ id, name, level, path }) => ({
				id,
				name,
				level,
				depth: path.length - 1,
				isThere: known.has(id),
				people: people.get(id) ?? 0,
				managers: managers.get(id) ?? []
			})),
			closedCount: others.length,
			planned: await listPlanned(tx, new Map(now.map(({ id, name }) => [id, name])))
		};
	});
}

type InTree = Pick<UnitRow, 'id' | 'name' | 'level' | 'parentId' | 'path'>;

/** Each unit right after the one above it, brothers by name. One whose parent is not shown stands last. */
function inTreeOrder(units: readonly InTree[]): InTree[] {
	const shown = new Set(units.map(({ id }) => id));
	const below = Map.groupBy(units, ({ parentId }) =>
		parentId !== null && shown.has(parentId) ? parentId : null
	);
	const from = (parent: UnitId | null): InTree[] =>
		(below.get(parent) ?? [])
			.toSorted(
				(one, other) => one.path.length - other.path.length || one.name.localeCompare(other.name, 'sv')
			)
			.flatMap((unit) => [unit, ...from(unit.id)]);
	return from(null);
}

async function managersOn(tx: Tx, day: string): Promise<Map<UnitId, Holder[]>> {
	const { rows } = await sql<{ unitId: UnitId; name: string | null }>`
		select a.unit_id, p.name from assignment a left join person p on p.id = a.person_id
		where a.role = 'lineManager' and a.deputy_for_id is null
			and ${day} between a.valid_from and coalesce(a.valid_to, 'infinity')
			and (p.id is null or p.is_active)
		order by a.valid_from, p.name`.execute(tx);
	return Map.groupBy(rows, ({ unitId }) => unitId);
}

async function listPlanned(tx: Tx, names: ReadonlyMap<UnitId, string>): Promise<PlannedChange[]> {
	const rows = await tx
		.selectFrom('organisationChange')
		.select(['id', 'kind', 'validFrom', 'wish'])
		.where('state', '=', 'planned')
		.orderBy('validFrom')
		.orderBy('madeAt')
		.execute();
	return rows.map(({ id, kind, validFrom, wish }) => ({
		id,
		kind,
		from: validFrom,
		...wordsOf(wish as unknown as Wish, names)
	}));
}

function wordsOf(wish: Wish, names: ReadonlyMap<UnitId, string>): Pick<PlannedChange, 'unitName' | 'target'> {
	const nameOf = (id: UnitId | null) => (id === null ? '' : (names.get(id) ?? ''));
	switch (wish.kind) {
		case 'unitCreated':
			return { unitName: wish.name, target: nameOf(wish.parentId) };
		case 'unitRenamed':
			return { unitName: nameOf(wish.unitId), target: wish.name };
		case 'unitMoved':
		case 'unitReopened':
			return { unitName: nameOf(wish.unitId), target: nameOf(wish.parentId) };
		case 'unitMerged':
			return { unitName: nameOf(wish.unitId), target: nameOf(wish.intoId) };
		case 'unitClosed':
			return { unitName: nameOf(wish.unitId), target: nameOf(wish.peopleToId) };
		case 'unitDescribed':
			return { unitName: nameOf(wish.unitId), target: [wish.activity, wish.area].filter(Boolean).join(', ') };
	}
}

/** How a unit was in a period. */
export interface UnitVersion {
	from: string;
	to: string | null;
	name: string;
	/** Names from the municipality to the unit above, as they are called now. */
	above: string[];
	activity: string | null;
	area: string | null;
}

/** Everything about one unit. */
export interface UnitView {
	unit: UnitRow;
	isOpen: boolean;
	/** From the municipality to the unit above. */
	above: { id: UnitId; name: string }[];
	/** Where it went up, or what lies above it: only for a unit that is closed. */
	successor: { id: UnitId; name: string } | null;
	below: { id: UnitId; name: string; isOpen: boolean }[];
	people: number;
	roles: {
		personId: PersonId;
		name: string | null;
		role: RoleCode;
		isDeputy: boolean;
		validFrom: string;
		validTo: string | null;
	}[];
	versions: UnitVersion[];
	headcounts: HeadcountRow[];
	changes: JournalEntry[];
	planned: PlannedChange[];
	/** Open units that something of this one could go to, in the order of the tree. */
	targets: TreeTarget[];
}
export interface TreeTarget {
	id: UnitId;
	name: string;
	level: UnitLevel;
	depth: number;
}

/** One unit: how it is, was and will be. @throws NotFound */
export async function viewUnit(context: Context, id: string): Promise<UnitView> {
	require(may(context.actor, 'view'));
	if (!isId<UnitId>(id)) throw new NotFound();
	const today = dateIn(context.now()).toString();
	return context.transaction(async (tx) => {
		const units = await readUnits(tx);
		const unit = units.find((one) => one.id === id);
		if (!unit) throw new NotFound();
		const byId = new Map(units.map((one) => [one.id, one]));
		const names = new Map(units.map((one) => [one.id, one.name]));
		const nameOf = (other: UnitId) => names.get(other) ?? '';
		const { rows: versions } = await sql<Omit<UnitVersion, 'above'> & { path: UnitId[] }>`
			select valid_from as "from", valid_to as "to", name, path, activity, area from unit_version
			where unit_id = ${id} order by valid_from desc`.execute(tx);
		const { rows: counts } = await sql<{ people: number }>`
			select people from people_at_units(${today}) where unit_id = ${id}`.execute(tx);
		const { rows: roles } = await sql<UnitView['roles'][number]>`
			select a.person_id, p.name, a.role, a.deputy_for_id is not null as is_deputy, a.valid_from, a.valid_to
			from assignment a left join person p on p.id = a.person_id
			where a.unit_id = ${id} and coalesce(a.valid_to, 'infinity') >= ${today}
				and coalesce(a.valid_to, 'infinity') >= a.valid_from
			order by a.role, a.valid_from, p.name`.execute(tx);
		const planned = (await listPlannedOf(tx, id, names)) satisfies PlannedChange[];
		const successor = unit.path.toReversed().find((above) => above !== id && isOpen(byId.get(above)!, today));
		return {
			unit,
			isOpen: isOpen(unit, today),
			above: unit.path.slice(0, -1).map((above) => ({ id: above, name: nameOf(above) })),
			successor:
				isOpen(unit, today) || successor === undefined ? null : { id: successor, name: nameOf(successor) },
			below: inTreeOrder(units)
				.filter(({ parentId }) => parentId === id)
				.map((child) => ({ id: child.id, name: child.name, isOpen: isOpen(byId.get(child.id)!, today) })),
			people: counts[0]?.people ?? 0,
			roles,
			versions: versions.map(({ path, ...version }) => ({
				...version,
				above: path.slice(0, -1).map(nameOf)
			})),
			headcounts: await readHeadcounts(tx, sql`where unit_id = ${id}`),
			changes: await listJournal(tx, { touching: id, limit: 20, offset: 0 }),
			planned,
			targets: inTreeOrder(units.filter((one) => isOpen(one, today) && !one.path.includes(id))).map(
				(one) => ({
					id: one.id,
					name: one.name,
					level: one.level,
					depth: one.path.length - 1
				})
			)
		};
	});
}

async function listPlannedOf(
	tx: Tx,
	id: UnitId,
	names: ReadonlyMap<UnitId, string>
): Promise<PlannedChange[]> {
	const rows = await tx
		.selectFrom('organisationChange')
		.select(['id', 'kind', 'validFrom', 'wish'])
		.where('state', '=', 'planned')
		.where(sql<boolean>`wish::text like ${`%${id}%`}`)
		.orderBy('validFrom')
		.execute();
	return rows.map(({ id: changeId, kind, validFrom, wish }) => ({
		id: changeId,
		kind,
		from: validFrom,
		...wordsOf(wish as unknown as Wish, names)
	}));
}

/** One entry of the journal. */
export interface JournalEntry {
	id: ChangeId;
	kind: ChangeKind;
	state: ChangeState;
	from: string;
	madeAt: Temporal.Instant;
	/** Null: another system, or somebody with protected personal data. */
	madeByName: string | null;
	isBySystem: boolean;
	note: string | null;
	/** The unit, or the person, that it is about; null when it is about many, or somebody protected. */
	about: string | null;
	units: number;
	people: number;
	roles: number;
	headcounts: number;
}

const perPage = 25;

/** The journal, newest first, a page at a time. */
export async function viewJournal(
	context: Context,
	page: number
): Promise<{ entries: JournalEntry[]; page: number; pageCount: number }> {
	require(may(context.actor, 'view'));
	return context.transaction(async (tx) => {
		const { count } = await tx
			.selectFrom('organisationChange')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow();
		const pageCount = Math.max(1, Math.ceil(count / perPage));
		const asked = Math.min(Math.max(1, page), pageCount);
		return {
			entries: await listJournal(tx, { limit: perPage, offset: (asked - 1) * perPage }),
			page: asked,
			pageCount
		};
	});
}

async function listJournal(
	tx: Tx,
	{ touching, limit, offset, only }: { touching?: UnitId; only?: ChangeId; limit: number; offset: number }
): Promise<JournalEntry[]> {
	const { rows } = await sql<JournalEntry>`
		with entry as (
			select c.* from organisation_change c
			where ${touching ?? null}::text is null
				or exists (select from organisation_change_row r where r.change_id = c.id and r.row_id = ${touching ?? null})
			order by c.made_at desc, c.id desc limit ${limit} offset ${offset}
		)
		select e.id, e.kind, e.state, e.valid_from as "from", e.made_at, p.name as made_by_name,
			e.made_by is null as is_by_system, e.note, counted.*,
			coalesce(
				(select coalesce(r.after ->> 'name', r.before ->> 'name') from organisation_change_row r
					where r.change_id = e.id and counted.people + counted.roles + counted.headcounts = 0 and counted.units = 1),
				(select u.name from unit u where u.id = (e.wish ->> 'unitId')::uuid),
				e.wish ->> 'name',
				(select r.after ->> 'name' from organisation_change_row r
					where r.change_id = e.id and r.table_name = 'person' and counted.people = 1 and counted.units = 0),
				(select r.before ->> 'name' from organisation_change_row r
					where r.change_id = e.id and r.table_name = 'unit' and e.kind in ('unitMerged', 'unitClosed', 'unitMoved')
						and r.before ->> 'parentId' is distinct from r.after ->> 'parentId'
					order by r.before ->> 'name' limit 1)
			) as about
		from entry e left join person p on p.id = e.made_by
			cross join lateral (
				select count(*) filter (where r.table_name = 'unit') as units,
					count(*) filter (where r.table_name in ('person', 'protectedPerson')) as people,
					count(*) filter (where r.table_name = 'assignment') as roles,
					count(*) filter (where r.table_name = 'unitHeadcount') as headcounts
				from organisation_change_row r where r.change_id = e.id) as counted
		where ${only ?? null}::uuid is null or e.id = ${only ?? null}
		order by e.made_at desc, e.id desc`.execute(tx);
	return rows;
}

/** How many rows of a change are shown one by one; an import has thousands. */
export const mostRowsShown = 200;

/** One change: what it did row by row, and whether it can be taken back. */
export interface ChangeView {
	entry: JournalEntry;
	/** The first of the rows. */
	rows: RowChange[];
	rowCount: number;
	/** Names of the units and people that the rows mention. */
	unitNames: Map<UnitId, string>;
	personNames: Map<string, string>;
	undoneBy: ChangeId | null;
	problem: string | null;
	/** Null: it can be taken back. */
	undoProblem: UndoProblem | null;
	planned: PlannedChange | null;
}

/** @throws NotFound */
export async function viewChange(context: Context, id: string): Promise<ChangeView> {
	require(may(context.actor, 'view'));
	if (!isId<ChangeId>(id)) throw new NotFound();
	return context.transaction(async (tx) => {
		const change = await tx
			.selectFrom('organisationChange')
			.select(['undoneBy', 'problem', 'wish', 'kind', 'validFrom', 'state'])
			.where('id', '=', id)
			.executeTakeFirst();
		if (!change) throw new NotFound();
		const [entry] = await listJournal(tx, { only: id, limit: 1_000_000, offset: 0 });
		const rows = await rowsOf(tx, id);
		const unitNames = new Map((await readUnits(tx)).map((unit) => [unit.id, unit.name]));
		const order: RowChange['table'][] = ['unit', 'assignment', 'person', 'protectedPerson', 'unitHeadcount'];
		const shown = rows
			.toSorted((one, other) => order.indexOf(one.table) - order.indexOf(other.table))
			.slice(0, mostRowsShown);
		const mentioned = shown.flatMap((row) => (row.table === 'assignment' ? [row.after.personId] : []));
		const people =
			mentioned.length === 0
				? []
				: await tx.selectFrom('person').select(['id', 'name']).where('id', 'in', mentioned).execute();
		return {
			entry: entry!,
			rows: shown,
			rowCount: rows.length,
			unitNames,
			personNames: new Map(people.map((person) => [person.id as string, person.name])),
			undoneBy: change.undoneBy,
			problem: change.problem,
			undoProblem: await whyNotUndone(tx, context, id),
			planned:
				change.wish === null
					? null
					: {
							id,
							kind: change.kind,
							from: change.validFrom,
							...wordsOf(change.wish as unknown as Wish, unitNames)
						}
		};
	});
}
