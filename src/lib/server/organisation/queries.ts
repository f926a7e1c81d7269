import { sql, type RawBuilder } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import type { RoleCode, UnitLevel } from './roles.ts';
import { defaultSettings, type Settings } from './settings.ts';
import type { PersonId, PersonName, RoleHolder, ShownPerson, Unit, UnitId } from './unit.ts';

const unitColumns = ['id', 'parentId', 'level', 'name', 'path'] as const;

/** A unit of the actor's municipality, or undefined. */
export async function findUnit(tx: Tx, id: UnitId): Promise<Unit | undefined> {
	const row = await tx.selectFrom('unit').select(unitColumns).where('id', '=', id).executeTakeFirst();
	return row && { ...row, level: row.level as UnitLevel };
}

/** What a unit works with, in the municipality's own words; both null when nobody has said. */
export interface UnitWork {
	activity: string | null;
	area: string | null;
}

/** What a unit works with. */
export async function workOfUnit(tx: Tx, id: UnitId): Promise<UnitWork> {
	const row = await tx
		.selectFrom('unit')
		.select(['activity', 'area'])
		.where('id', '=', id)
		.executeTakeFirst();
	return row ?? { activity: null, area: null };
}

/**
 * A unit that is there on a day: the one asked for or, when that is closed, where it went up or what lies nearest above it. A link
 * or a poster to a closed unit then still leads somewhere.
 */
export async function findOpenUnit(tx: Tx, id: UnitId, at: Temporal.Instant): Promise<Unit | undefined> {
	const today = dateIn(at).toString();
	const row = await tx
		.selectFrom('unit')
		.select(unitColumns)
		.where(sql<boolean>`id in (select unnest(asked.path) from unit asked where asked.id = ${id})`)
		.where('validFrom', '<=', today)
		.where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', today)]))
		.orderBy(sql`cardinality(path)`, 'desc')
		.executeTakeFirst();
	return row && { ...row, level: row.level as UnitLevel };
}

/** All units that exist on a day, parents before children, each level by name. */
export async function listUnits(tx: Tx, at: Temporal.Instant): Promise<Unit[]> {
	const today = dateIn(at).toString();
	const rows = await tx
		.selectFrom('unit')
		.select(unitColumns)
		.where('validFrom', '<=', today)
		.where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', today)]))
		.orderBy(sql`cardinality(path)`)
		.orderBy('name')
		.execute();
	return rows.map((row) => ({ ...row, level: row.level as UnitLevel }));
}

/** Active people at a unit (not below), by name: whom a colleague may pick from. */
export async function listPeopleAt(tx: Tx, unitId: UnitId): Promise<PersonName[]> {
	return tx
		.selectFrom('person')
		.select(['id', 'name', 'occupation', 'unitId'])
		.where('unitId', '=', unitId)
		.where('isActive', '=', true)
		.orderBy('name')
		.execute();
}

/** Active people at some units and below them, by unit and name: whom their manager may pick from. */
export async function listPeopleBelow(
	tx: Tx,
	unitIds: readonly UnitId[]
): Promise<(PersonName & { unitName: string })[]> {
	if (unitIds.length === 0) return [];
	return tx
		.selectFrom('person')
		.innerJoin('unit', 'unit.id', 'person.unitId')
		.select(['person.id', 'person.name', 'person.occupation', 'person.unitId', 'unit.name as unitName'])
		.where(sql<boolean>`unit.path && ${sql.val(`{${unitIds.join(',')}}`)}::uuid[]`)
		.where('person.isActive', '=', true)
		.orderBy('unit.name')
		.orderBy('person.name')
		.execute();
}

/** A person of the actor's municipality, or undefined. */
export async function findPerson(tx: Tx, id: PersonId): Promise<PersonName | undefined> {
	return tx
		.selectFrom('person')
		.select(['id', 'name', 'occupation', 'unitId'])
		.where('id', '=', id)
		.executeTakeFirst();
}

/** Whether somebody belongs to the actor's municipality, also when the actor may not see who they are. */
export async function isColleague(tx: Tx, id: PersonId): Promise<boolean> {
	const { rows } = await sql<{ yes: boolean }>`select is_colleague(${id}) as yes`.execute(tx);
	return rows[0]!.yes;
}

/** Names by id. Who has protected personal data, and may not be seen by the actor, is absent: see `shown`. */
export async function namesOf(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, string>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('person')
		.select(['id', 'name'])
		.where('id', 'in', [...new Set(ids)])
		.execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}

/** People by id, ready for a page. @param ids null is nobody */
export async function peopleOf(
	tx: Tx,
	ids: readonly (PersonId | null)[]
): Promise<{ (id: PersonId): ShownPerson; (id: PersonId | null): ShownPerson | null }> {
	const names = await namesOf(
		tx,
		ids.filter((id) => id !== null)
	);
	return ((id: PersonId | null) => id && { name: names.get(id) ?? null }) as never;
}

/**
 * Who holds one of some roles at a unit or above it on a day, deepest unit first; there, who stands in for somebody comes
 * before the one longest in post. One query, since every report asks it.
 */
export async function listRoleHoldersAbove(
	tx: Tx,
	unitId: UnitId,
	roles: readonly RoleCode[],
	at: Temporal.Instant
): Promise<RoleHolder[]> {
	const path = sql`(select u.path from unit u where u.id = ${unitId})`;
	return roleHolders(tx, path, roles, at);
}

/**
 * A unit with what decides what happens to a report from there: who holds one of some roles at it or above it today, in the order of
 * `listRoleHoldersAbove`, and the settings. One round trip, since every report asks it. Undefined when there is no such unit.
 */
export async function findUnitOfReport(
	tx: Tx,
	id: UnitId,
	roles: readonly RoleCode[],
	at: Temporal.Instant
): Promise<({ path: UnitId[]; holders: RoleHolder[]; settings: Settings } & UnitWork) | undefined> {
	type Row = (RoleHolder | { personId: null }) &
		UnitWork & { path: UnitId[]; settings: Partial<Settings> | null };
	const { rows } = await sql<Row>`
		select u.path, u.activity, u.area, h.*,
			(select jsonb_object_agg(s.key, s.value) from setting s where s.municipality_id = u.municipality_id) as settings
		from unit u
			left join lateral role_holders_along(u.path, ${arrayOf(roles)}::text[], ${dateIn(at).toString()}::date) with ordinality h
				on true
		where u.id = ${id}
		order by h.ordinality`.execute(tx);
	const [first] = rows;
	return (
		first && {
			path: first.path,
			activity: first.activity,
			area: first.area,
			holders: rows.filter((row): row is Row & RoleHolder => row.personId !== null),
			settings: { ...defaultSettings, ...first.settings }
		}
	);
}

/** Who holds one of some roles along a path, as above: where a case is now. @param path municipality first */
export async function listRoleHoldersAlong(
	tx: Tx,
	path: readonly UnitId[],
	roles: readonly RoleCode[],
	at: Temporal.Instant
): Promise<RoleHolder[]> {
	return roleHolders(tx, sql`${arrayOf(path)}::uuid[]`, roles, at);
}

/** Every assignment to one of some roles along a path, whenever it holds or held. */
export async function listAssignmentsAlong(
	tx: Tx,
	path: readonly UnitId[],
	roles: readonly RoleCode[]
): Promise<RoleHolder[]> {
	return roleHolders(tx, sql`${arrayOf(path)}::uuid[]`, roles, null);
}

async function roleHolders(
	tx: Tx,
	path: RawBuilder<unknown>,
	roles: readonly RoleCode[],
	at: Temporal.Instant | null
): Promise<RoleHolder[]> {
	const day = at && dateIn(at).toString();
	const { rows } = await sql<RoleHolder>`
		select * from role_holders_along(${path}, ${arrayOf(roles)}::text[], ${day}::date)`.execute(tx);
	return rows;
}

/** Everybody whom some people stand in for today. */
export async function deputisedBy(
	tx: Tx,
	people: readonly PersonId[],
	at: Temporal.Instant
): Promise<Map<PersonId, PersonId[]>> {
	const { rows } = await sql<{ personId: PersonId; deputyForId: PersonId }>`
		select * from deputised_by(${arrayOf(people)}::uuid[], ${dateIn(at).toString()})`.execute(tx);
	return new Map(
		[...Map.groupBy(rows, ({ personId }) => personId)].map(([id, found]) => [
			id,
			found.map(({ deputyForId }) => deputyForId)
		])
	);
}

/** Ids and codes only: they need no quoting. */
function arrayOf(items: readonly string[]): string {
	return `{${items.join(',')}}`;
}

/**
 * Employees at a unit and below in a year, by the headcount table. Null when nobody entered any.
 * @param organisation `then`: what was below it at the end of that year; `now`: what is below it today
 */
export async function headcountBelow(
	tx: Tx,
	unitId: UnitId,
	year: number,
	organisation: 'then' | 'now' = 'then'
): Promise<number | null> {
	const path =
		organisation === 'now'
			? sql`unit.path`
			: sql`coalesce((select v.path from unit_version v where v.unit_id = unit.id
					and v.valid_from <= ${`${year}-12-31`}::date and coalesce(v.valid_to, 'infinity') >= ${`${year}-01-01`}::date
				order by v.valid_from desc limit 1), unit.path)`;
	const row = await tx
		.selectFrom('unitHeadcount')
		.innerJoin('unit', 'unit.id', 'unitHeadcount.unitId')
		.select((eb) => eb.fn.sum<string | null>('headcount').as('headcount'))
		.where(sql<boolean>`${path} @> array[${unitId}::uuid]`)
		.where('year', '=', year)
		.executeTakeFirst();
	return row?.headcount == null ? null : Number(row.headcount);
}
