import { sql } from 'kysely';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { PersonName, RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { Candidate } from './access.ts';
import type { NameDeputyInput } from './forms.ts';

/** The periods in which somebody stands or stood in for one person, or one person for others; the latest first. */
export async function listPeriods(tx: Tx, column: 'deputyForId' | 'personId', id: PersonId) {
	return tx
		.selectFrom('assignment')
		.innerJoin('unit', 'unit.id', 'assignment.unitId')
		.select([
			'assignment.id',
			'assignment.personId',
			'assignment.deputyForId',
			'assignment.unitId',
			'unit.name as unitName',
			'assignment.validFrom',
			'assignment.validTo'
		])
		.where(`assignment.${column}`, '=', id)
		.where('deputyForId', 'is not', null)
		.orderBy('assignment.validFrom', 'desc')
		.orderBy('assignment.id')
		.execute();
}

/** One period, locked until the transaction ends; undefined when it is none, or not the actor's to change. */
export async function lockPeriod(tx: Tx, id: string) {
	return tx
		.selectFrom('assignment')
		.selectAll()
		.where('id', '=', id)
		.where('deputyForId', 'is not', null)
		.forUpdate()
		.executeTakeFirst();
}

/** Whether somebody stands in for a manager at a unit on some day of a period already. */
export async function isTaken(
	tx: Tx,
	managerId: PersonId,
	{ unit, from, to }: NameDeputyInput
): Promise<boolean> {
	const row = await tx
		.selectFrom('assignment')
		.select('id')
		.where('deputyForId', '=', managerId)
		.where('unitId', '=', unit)
		.where('validFrom', '<=', to)
		.where('validTo', '>=', from)
		.whereRef('validTo', '>=', 'validFrom')
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

export async function insertPeriod(
	tx: Tx,
	{ actor, now }: Context,
	{ person, unit, from, to }: NameDeputyInput
): Promise<string> {
	const id = newId<string>();
	await tx
		.insertInto('assignment')
		.values({
			id,
			municipalityId: actor.municipalityId,
			personId: person,
			unitId: unit,
			role: 'lineManager',
			validFrom: from,
			validTo: to,
			deputyForId: actor.personId,
			createdBy: actor.personId,
			createdAt: now().toString()
		})
		.execute();
	return id;
}

/** What must be known about somebody before they are named; undefined when there is no such colleague that the actor may see. */
export async function findCandidate(
	tx: Tx,
	id: PersonId,
	{ from, to }: Pick<NameDeputyInput, 'from' | 'to'>
): Promise<Candidate | undefined> {
	const person = await tx
		.selectFrom('person')
		.select(['id', 'isActive'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!person) return undefined;
	const roles = await tx
		.selectFrom('assignment')
		.select(['role', 'unitId', 'deputyForId'])
		.where('personId', '=', id)
		.where('validFrom', '<=', to)
		.where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', from)]))
		.execute();
	return { ...person, roles };
}

/** Somebody to choose, with where they work. */
export type Choice = PersonName & { unitName: string };

/** Nobody reads longer lists; whoever is missing is found by name. */
export const mostChoices = 50;

/**
 * Colleagues to choose a deputy from: near a manager's posts (at them, above them, and the managers beside), or by name in the
 * whole municipality. Never those whose roles are in conflict with it.
 */
export async function listChoices(
	tx: Tx,
	{ actor }: Context,
	wanted: { unitIds: readonly UnitId[]; name: string; withoutRoles: readonly RoleCode[]; today: string }
): Promise<Choice[]> {
	const units = sql`${`{${wanted.unitIds.join(',')}}`}::uuid[]`;
	const without = sql`${`{${wanted.withoutRoles.join(',')}}`}::text[]`;
	const words = wanted.name.split(/\s+/u).filter((word) => word !== '');
	let query = tx
		.selectFrom('person')
		.innerJoin('unit', 'unit.id', 'person.unitId')
		.select(['person.id', 'person.name', 'person.occupation', 'person.unitId', 'unit.name as unitName'])
		.where('person.isActive', '=', true)
		.where('person.id', '<>', actor.personId)
		.where(
			sql<boolean>`not exists (select from assignment a where a.person_id = person.id and a.role = any (${without})
				and ${wanted.today}::date between a.valid_from and coalesce(a.valid_to, 'infinity'))`
		);
	if (words.length > 0) {
		for (const word of words) {
			query = query.where('person.name', 'ilike', `%${word.replace(/[\\%_]/g, '\\$&')}%`);
		}
	} else {
		query = query.where(
			sql<boolean>`(person.unit_id in (select unnest(u.path) from unit u where u.id = any (${units}))
				or person.id in (select a.person_id from assignment a join unit beside on beside.id = a.unit_id
					where a.role = 'lineManager' and a.deputy_for_id is null
						and beside.parent_id in (select u.parent_id from unit u where u.id = any (${units}))))`
		);
	}
	return query
		.orderBy(sql`unit.path && ${units} desc`)
		.orderBy('person.name')
		.limit(mostChoices)
		.execute();
}
