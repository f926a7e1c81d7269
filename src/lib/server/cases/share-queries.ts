import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../../../database/column-types.ts';
import { deputisedBy, type RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { keptOutOf, type CaseSubject } from './access.ts';

/** Whoever holds one of these somewhere in the municipality may be given one case: they are bound to handle what they learn. */
export const shareRoles = [
	'securityCoordinator',
	'hrPartner',
	'lexSarahOfficer',
	'lineManager'
] as const satisfies RoleCode[];

/** Nobody reads longer lists; whoever is missing is found by name. */
const mostChoices = 50;

export interface ShareChoice {
	id: PersonId;
	name: string;
	role: RoleCode;
	unitName: string;
}

/**
 * Whom a case may be shared with: coordinators, HR and lex Sarah officers; managers, who are many, when they are looked for by
 * name. Never those who are kept out of it, nor who stands in for them, nor who has it already.
 */
export async function listShareChoices(
	tx: Tx,
	subject: CaseSubject,
	name: string,
	now: Temporal.Instant
): Promise<ShareChoice[]> {
	const words = name.split(/\s+/u).filter((word) => word !== '');
	const roles = words.length > 0 ? shareRoles : shareRoles.filter((role) => role !== 'lineManager');
	let query = selectHolders(tx, roles, now);
	for (const word of words) {
		query = query.where('person.name', 'ilike', `%${word.replace(/[\\%_]/g, '\\$&')}%`);
	}
	const found = await query
		.orderBy(sql`unit.path && ${`{${subject.unitPath.join(',')}}`}::uuid[] desc`)
		.orderBy('person.name')
		.limit(mostChoices)
		.execute();
	const possible = await possibleAmong(
		tx,
		subject,
		found.map(({ id }) => id),
		now
	);
	return found.filter(({ id }) => possible.has(id) && !subject.sharedWith.includes(id));
}

/** Whether a case may be shared with somebody. */
export async function maySeeByShare(
	tx: Tx,
	subject: CaseSubject,
	id: PersonId,
	now: Temporal.Instant
): Promise<boolean> {
	const holder = await selectHolders(tx, shareRoles, now)
		.where('person.id', '=', id)
		.limit(1)
		.executeTakeFirst();
	return holder !== undefined && (await possibleAmong(tx, subject, [id], now)).has(id);
}

function selectHolders(tx: Tx, roles: readonly RoleCode[], now: Temporal.Instant) {
	return tx
		.selectFrom('person')
		.innerJoin('assignment', 'assignment.personId', 'person.id')
		.innerJoin('unit', 'unit.id', 'assignment.unitId')
		.select(['person.id', 'person.name', 'assignment.role', 'unit.name as unitName'])
		.where('person.isActive', '=', true)
		.where('assignment.role', 'in', roles)
		.where('assignment.deputyForId', 'is', null)
		.where(sql<boolean>`assignment_counts(assignment, ${dateIn(now).toString()}::date)`);
}

async function possibleAmong(
	tx: Tx,
	subject: CaseSubject,
	people: readonly PersonId[],
	now: Temporal.Instant
): Promise<Set<PersonId>> {
	const keptOut = keptOutOf(subject);
	const deputised = await deputisedBy(tx, people, now);
	return new Set(
		people.filter((id) => ![id, ...(deputised.get(id) ?? [])].some((one) => keptOut.includes(one)))
	);
}
