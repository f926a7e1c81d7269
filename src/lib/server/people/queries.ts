import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { listUnits, type PersonId, type RoleCode, type UnitId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { deputyDays, type GapFacts, type GapRole } from './gaps.ts';
import type { PeopleFilter } from './search.ts';

export interface FoundPerson {
	id: PersonId;
	name: string;
	email: string | null;
	occupation: string | null;
	unitName: string;
	isActive: boolean;
	isProtected: boolean;
	/** Held today. */
	roles: RoleCode[];
}

/** How many people a page shows. */
export const pageSize = 25;

/**
 * One page of people, in Swedish order, and how many there are. Every word must occur somewhere in name, e-mail address,
 * occupation or unit.
 */
export async function findPeople(
	tx: Tx,
	{ words, unitId, role, state, page }: PeopleFilter,
	today: string
): Promise<{ people: FoundPerson[]; total: number }> {
	const needsUnit = words.length > 0 || unitId !== null || state === 'atClosedUnit';
	const conditions = [
		...words.map(
			(word) => sql`strpos(lower(concat_ws(' ', p.name, p.email, p.occupation, u.name)), ${word}) > 0`
		),
		...(unitId === null ? [] : [sql`u.path @> array[${unitId}::uuid]`]),
		...(role === null
			? []
			: [
					sql`p.id in (select a.person_id from assignment a where a.role = ${role}
						and ${today}::date between a.valid_from and coalesce(a.valid_to, 'infinity'))`
				]),
		state === 'inactive' ? sql`not p.is_active` : sql`p.is_active`,
		...(state === 'protected' ? [sql`p.is_protected`] : []),
		...(state === 'withoutEmail' ? [sql`p.email is null`] : []),
		...(state === 'atClosedUnit' ? [sql`u.valid_to < ${today}::date`] : [])
	];
	const { rows } = await sql<FoundPerson & { total: number }>`
		with matching as materialized (
			select p.id, p.sort_key from person p ${needsUnit ? sql`join unit u on u.id = p.unit_id` : sql``}
			where ${sql.join(conditions, sql` and `)})
		select p.id, p.name, p.email, p.occupation, unit.name as unit_name, p.is_active, p.is_protected,
			array(select distinct a.role from assignment a where a.person_id = p.id
				and ${today}::date between a.valid_from and coalesce(a.valid_to, 'infinity')) as roles,
			(select count(*) from matching) as total
		from (select id, sort_key from matching order by sort_key, id limit ${pageSize} offset ${(page - 1) * pageSize}) shown
			join person p on p.id = shown.id join unit on unit.id = p.unit_id
		order by shown.sort_key, shown.id`.execute(tx);
	return { people: rows.map(({ total: _, ...person }) => person), total: rows[0]?.total ?? 0 };
}

/** How many active people with protected data there are: those whom the actor sees, and those only counted. */
export async function countProtected(tx: Tx): Promise<number> {
	const { rows } = await sql<{ count: number }>`
		select (select count(*) from person where is_protected and is_active)
			+ (select count(*) from hidden_people() where is_active) as count`.execute(tx);
	return rows[0]!.count;
}

export interface PersonRole {
	id: string;
	role: RoleCode;
	unitId: UnitId;
	unitName: string;
	validFrom: string;
	validTo: string | null;
	deputyForId: PersonId | null;
	/** Null: their own role, or somebody whom the actor may not see. */
	deputyForName: string | null;
}

/** Everything that somebody has held, holds and will hold, the latest first. */
export async function listRolesOf(tx: Tx, personId: PersonId): Promise<PersonRole[]> {
	return tx
		.selectFrom('assignment')
		.innerJoin('unit', 'unit.id', 'assignment.unitId')
		.leftJoin('person as deputised', 'deputised.id', 'assignment.deputyForId')
		.select([
			'assignment.id',
			'assignment.role',
			'assignment.unitId',
			'unit.name as unitName',
			'assignment.validFrom',
			'assignment.validTo',
			'assignment.deputyForId',
			'deputised.name as deputyForName'
		])
		.where('assignment.personId', '=', personId)
		.orderBy('assignment.validFrom', 'desc')
		.orderBy('unit.name')
		.execute();
}

/** Where somebody has worked, the latest first. */
export async function listEmploymentsOf(tx: Tx, personId: PersonId) {
	return tx
		.selectFrom('employment')
		.innerJoin('unit', 'unit.id', 'employment.unitId')
		.select(['unit.name as unitName', 'employment.validFrom', 'employment.validTo'])
		.where('employment.personId', '=', personId)
		.orderBy('employment.validFrom', 'desc')
		.execute();
}

/** A number for who gives a role; null: fewer than `fewest`. */
export async function countOpenCasesBelow(tx: Tx, unitId: UnitId, fewest: number): Promise<number | null> {
	const { rows } = await sql<{ count: number | null }>`
		select count_open_cases_below(${unitId}, ${fewest}) as count`.execute(tx);
	return rows[0]!.count;
}

/** @returns the role by which it was done; null: the actor may not */
export async function setProtection(
	tx: Tx,
	id: PersonId,
	protect: boolean,
	at: Temporal.Instant
): Promise<RoleCode | null> {
	const { rows } = await sql<{ role: RoleCode | null }>`
		select set_person_protection(${id}, ${protect}, ${dateIn(at).toString()}) as role`.execute(tx);
	return rows[0]!.role;
}

/** Whether the address belongs to somebody already. */
export async function isEmailTaken(tx: Tx, email: string, exceptId: PersonId | null): Promise<boolean> {
	const { rows } = await sql<{ taken: boolean }>`
		select exists (select from person where lower(email) = ${email} and id is distinct from ${exceptId}::uuid)
			or exists (select from protected_people_named('{}', array[${email}]) where id is distinct from ${exceptId}::uuid)
			as taken`.execute(tx);
	return rows[0]!.taken;
}

/** What the rules about gaps look at. */
export async function readGapFacts(tx: Tx, at: Temporal.Instant): Promise<GapFacts> {
	const today = dateIn(at).toString();
	const units = await listUnits(tx, at);
	const roles = await sql<GapRole>`
		select a.person_id, coalesce(p.is_active, h.is_active, true) as is_active, a.unit_id, a.role, a.valid_from, a.valid_to,
			a.deputy_for_id, case when a.valid_to < ${today}::date then early.id is null end as deputised_is_back
		from assignment a
			left join person p on p.id = a.person_id
			left join hidden_people() h on h.id = a.person_id
			left join deputies_ended_too_early(${today}, ${deputyDays.after}) early (id) on early.id = a.id
		where a.valid_to is null or a.valid_to >= ${today}::date
			or a.deputy_for_id is not null and a.valid_to >= ${today}::date - ${deputyDays.after}::integer
		order by a.valid_to, a.id`.execute(tx);
	const closed = await sql<{ unitId: UnitId; name: string; people: number }>`
		select u.id as unit_id, u.name, count(*) as people
		from unit u join (select unit_id from person where is_active union all
			select unit_id from hidden_people() where is_active) p on p.unit_id = u.id
		where u.valid_to < ${today}::date group by u.id, u.name order by u.name`.execute(tx);
	const mail = await sql<{ count: number }>`
		select count(*) as count from person where is_active and email is null`.execute(tx);
	return { units, roles: roles.rows, closedUnits: closed.rows, withoutEmail: mail.rows[0]!.count };
}
