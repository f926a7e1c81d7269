import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { DemoOrganisation } from './organisation.ts';

/** Where the fictional people and units ended up, by the keys that the generator gave them. */
export interface LoadedOrganisation {
	municipalityId: UnitId;
	units: Map<string, { id: UnitId; path: UnitId[] }>;
	people: Map<string, PersonId>;
}

/** Roles of the fictional municipality have been held since before its history begins. */
const inPostSince = '2020-01-01';

/** Stores the fictional municipality's units, people, assignments and headcounts. With the owner's rights. */
export async function loadOrganisation(
	tx: Tx,
	{ units, people, headcounts }: DemoOrganisation
): Promise<LoadedOrganisation> {
	const loadedUnits: LoadedOrganisation['units'] = new Map();
	for (const unit of units) {
		const parent = unit.parentKey === null ? null : loadedUnits.get(unit.parentKey)!;
		const id = newId<UnitId>();
		loadedUnits.set(unit.key, { id, path: [...(parent?.path ?? []), id] });
	}
	const unitOf = (key: string) => loadedUnits.get(key)!;
	const municipalityId = [...loadedUnits.values()][0]!.id;
	await tx
		.insertInto('unit')
		.values(
			units.map(({ key, parentKey, level, name, activity, area }) => ({
				...unitOf(key),
				municipalityId,
				parentId: parentKey === null ? null : unitOf(parentKey).id,
				level,
				name,
				activity,
				area
			}))
		)
		.execute();

	const loadedPeople: LoadedOrganisation['people'] = new Map(
		people.map(({ key }) => [key, newId<PersonId>()])
	);
	const featured = people.filter((person) => person.featured).map(({ key }) => key);
	await tx
		.insertInto('person')
		.values(
			people.map(({ key, name, email, occupation, unitKey, note, isProtected = false }) => ({
				id: loadedPeople.get(key)!,
				municipalityId,
				unitId: unitOf(unitKey).id,
				name,
				email,
				occupation,
				isProtected,
				demoNote: note ?? null,
				demoRank: featured.includes(key) ? featured.indexOf(key) : null
			}))
		)
		.execute();
	await tx
		.insertInto('assignment')
		.values(
			people.flatMap(({ key, assignments }) =>
				assignments.map(({ role, unitKey }) => ({
					id: newId<string>(),
					municipalityId,
					personId: loadedPeople.get(key)!,
					unitId: unitOf(unitKey).id,
					role,
					validFrom: inPostSince,
					createdAt: `${inPostSince}T00:00:00Z`
				}))
			)
		)
		.execute();
	await tx
		.insertInto('unitHeadcount')
		.values(
			headcounts.map(({ unitKey, ...rest }) => ({ ...rest, municipalityId, unitId: unitOf(unitKey).id }))
		)
		.execute();
	return { municipalityId, units: loadedUnits, people: loadedPeople };
}
