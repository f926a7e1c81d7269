/** What an import reads and writes, with the owner's rights. */
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { RoleCode, RoleHolder } from '../organisation/index.ts';
import type { Database, Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';

/** Any number, as long as nobody else in the database uses it. */
const lockNumber = 770_2028;

/** Two imports of one file at once: the second waits, and then finds every reference. */
export async function takeTurn(tx: Tx): Promise<void> {
	await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(tx);
}

/** Every unit of the municipality, also those that have ended: that is where earlier incidents happened. */
export async function listUnitsEver(tx: Tx, municipalityId: UnitId) {
	return tx
		.selectFrom('unit')
		.select(['id', 'name', 'externalId', 'path'])
		.where('municipalityId', '=', municipalityId)
		.execute();
}

/** Who held a post, and when. */
export interface Post extends Pick<RoleHolder, 'personId' | 'role' | 'unitId' | 'deputyForId'> {
	validFrom: string;
	validTo: string | null;
}

/** Everyone who has held one of some roles, longest in post first. */
export async function listPosts(tx: Tx, municipalityId: UnitId, roles: readonly RoleCode[]): Promise<Post[]> {
	const rows = await tx
		.selectFrom('assignment')
		.innerJoin('person', 'person.id', 'assignment.personId')
		.innerJoin('unit', 'unit.id', 'assignment.unitId')
		.select([
			'assignment.personId',
			'assignment.role',
			'assignment.unitId',
			'assignment.deputyForId',
			'assignment.validFrom',
			'assignment.validTo'
		])
		.where('assignment.municipalityId', '=', municipalityId)
		.where('assignment.role', 'in', roles)
		.where('person.isActive', '=', true)
		.orderBy('assignment.validFrom')
		.orderBy('person.name')
		.execute();
	return rows;
}

/** Those of some posts that are held at an instant. */
export function heldAt(posts: readonly Post[], at: Temporal.Instant): Post[] {
	const day = dateIn(at).toString();
	return posts.filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day));
}

/** How the person is known in the database; nobody can sign in as them. */
const importPerson = { externalId: 'opaverkad:import', name: 'Import' } as const;

/** Who stands as reporter of what was imported: not a person, but every incident has a reporter. Made the first time. */
export async function findOrMakeImportPerson(tx: Tx, municipalityId: UnitId): Promise<PersonId> {
	const found = await tx
		.selectFrom('person')
		.select('id')
		.where('municipalityId', '=', municipalityId)
		.where('externalId', '=', importPerson.externalId)
		.executeTakeFirst();
	if (found) return found.id;
	const id = newId<PersonId>();
	await tx
		.insertInto('person')
		.values({ ...importPerson, id, municipalityId, unitId: municipalityId, isActive: false })
		.execute();
	return id;
}

/** Incidents that were imported before, by the reference in the other system. */
export async function findImported(tx: Tx, municipalityId: UnitId, references: readonly string[]) {
	return tx
		.selectFrom('incident')
		.select([
			'externalReference',
			'unitId',
			'occurredAt',
			'reportedAt',
			'text',
			'forms',
			'subforms',
			'channel',
			'influencer',
			'purpose',
			'caseReference'
		])
		.where('municipalityId', '=', municipalityId)
		.where('externalReference', '=', sql<string>`any (${references}::text[])`)
		.execute();
}
export type ImportedIncident = Awaited<ReturnType<typeof findImported>>[number];

/** The municipalities in the database, by name: where a file can be imported to. */
export async function listMunicipalities(db: Database): Promise<{ id: UnitId; name: string }[]> {
	const { rows } = await db.ask((ask) =>
		sql<{ id: UnitId; name: string }>`select id, name from municipalities()`.execute(ask)
	);
	return rows;
}
