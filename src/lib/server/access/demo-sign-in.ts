import { sql } from 'kysely';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { RoleCode } from '../organisation/roles.ts';
import type { Application } from '../platform/context.ts';
import { nobody, type Scope } from '../platform/database.ts';

/** One of the fictional people, as the demo's sign-in page shows them. */
export interface DemoPerson {
	id: PersonId;
	name: string;
	occupation: string | null;
	unitName: string;
	note: string | null;
	featured: boolean;
	roles: RoleCode[];
}

export interface DemoMunicipality {
	id: UnitId;
	name: string;
	people: DemoPerson[];
}

/** A visitor may become every fictional person, also one with protected personal data. */
const asVisitor = (municipalityId: UnitId): Scope => ({
	...nobody,
	municipalityId,
	protectedUnits: [municipalityId]
});

/** Everybody that a visitor of the demo may become. The caller makes sure that this is the demo, on loopback. */
export async function listDemoPeople({ db }: Application): Promise<DemoMunicipality[]> {
	const { rows } = await db.ask((ask) =>
		sql<{ id: UnitId; name: string }>`select id, name from municipalities()`.execute(ask)
	);
	return Promise.all(
		rows.map(async (municipality) => ({
			...municipality,
			people: await db.transaction(asVisitor(municipality.id), (tx) =>
				tx
					.selectFrom('person')
					.innerJoin('unit', 'unit.id', 'person.unitId')
					.select([
						'person.id',
						'person.name',
						'person.occupation',
						'unit.name as unitName',
						'person.demoNote as note',
						sql<boolean>`person.demo_rank is not null`.as('featured'),
						sql<RoleCode[]>`array(select distinct a.role from assignment a where a.person_id = person.id)`.as(
							'roles'
						)
					])
					.where('person.isActive', '=', true)
					.orderBy(sql`person.demo_rank nulls last`)
					.orderBy('unit.name')
					.orderBy('person.name')
					.execute()
			)
		}))
	);
}

/** The municipality of a fictional person, or undefined when there is no such person. */
export async function findDemoPerson(
	{ db }: Application,
	personId: PersonId
): Promise<{ personId: PersonId; municipalityId: UnitId; locale: 'sv' | 'en' } | undefined> {
	const { rows } = await db.ask((ask) => sql<{ id: UnitId }>`select id from municipalities()`.execute(ask));
	for (const { id } of rows) {
		const row = await db.transaction(asVisitor(id), (tx) =>
			tx
				.selectFrom('person')
				.select(['id as personId', 'municipalityId', 'locale'])
				.where('id', '=', personId)
				.where('isActive', '=', true)
				.executeTakeFirst()
		);
		if (row) return { ...row, locale: row.locale as 'sv' | 'en' };
	}
	return undefined;
}
