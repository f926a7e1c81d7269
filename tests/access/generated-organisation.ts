/** Organisations made by chance, the same for the same seed: a tree, people with roles and deputies, and cases of every kind. */
import type { PersonId, UnitId } from '../../database/column-types.ts';
import type { Actor, HeldRole } from '../../src/lib/server/access/index.ts';
import type { Beside, CaseSubject } from '../../src/lib/server/cases/index.ts';
import { createRandom } from '../../src/lib/server/demo/random.ts';
import { roles, type RoleHolder } from '../../src/lib/server/organisation/index.ts';
import { Temporal } from 'temporal-polyfill';

export type GeneratedActor = Pick<Actor, 'personId' | 'municipalityId' | 'roles'>;

/** @param seed a number; another one is another organisation */
export function generateOrganisation(seed: number) {
	const random = createRandom(`organisation/${seed}`);
	const upTo = (most: number) => random.integer(0, most);
	const oneOf = <Item>(items: readonly Item[]): Item => items[upTo(items.length - 1)]!;
	const someOf = <Item>(items: readonly Item[], most: number): Item[] => [
		...new Set(Array.from({ length: upTo(most) }, () => oneOf(items)))
	];

	const paths: UnitId[][] = [['unit 0' as UnitId]];
	for (let index = 1; index <= 3 + upTo(6); index++) {
		const parent = oneOf(paths.filter((path) => path.length < 4));
		paths.push([...parent, `unit ${index}` as UnitId]);
	}
	const unitIds = paths.map((path) => path.at(-1)!);
	const municipalityId = unitIds[0]!;
	const people = Array.from({ length: 6 + upTo(6) }, (_, index) => `person ${index}` as PersonId);

	const held = new Map<PersonId, HeldRole[]>(people.map((id) => [id, []]));
	const give = (person: PersonId, role: HeldRole['role'], unitId: UnitId, deputyForId: PersonId | null) =>
		held.get(person)!.push({ role, unitId, unitName: unitId, level: 'unit', deputyForId });
	// most are managers, so that deputies and kept out managers are common
	for (const person of people) {
		for (const unitId of someOf(unitIds, 2))
			give(person, upTo(1) ? 'lineManager' : oneOf(roles), unitId, null);
	}
	for (const manager of people) {
		for (const { role, unitId, deputyForId } of [...held.get(manager)!]) {
			if (role !== 'lineManager' || deputyForId !== null || upTo(2) > 0) continue;
			const deputy = oneOf(people);
			if (deputy !== manager) give(deputy, 'lineManager', unitId, manager);
		}
	}
	const actors: GeneratedActor[] = people.map((personId) => ({
		personId,
		municipalityId,
		roles: held.get(personId)!
	}));

	const cases: CaseSubject[] = Array.from({ length: 8 }, () => {
		const affectedPersonId = oneOf(people);
		return {
			municipalityId,
			unitPath: oneOf(paths),
			handlerId: upTo(5) === 0 ? null : oneOf(people),
			affectedPersonId,
			excludedPersonIds: someOf(people, 3).filter((id) => id !== affectedPersonId),
			sharedWith: someOf(people, 2),
			hideName: upTo(1) === 1,
			keptOutByMerge: someOf(people, 1).filter((id) => id !== affectedPersonId)
		};
	});

	const deputisedBy = (id: PersonId) => [
		...new Set(held.get(id)!.flatMap(({ deputyForId }) => deputyForId ?? []))
	];
	/** As the database lists them. */
	const holdersAlong = (path: readonly UnitId[]): RoleHolder[] =>
		actors.flatMap(({ personId, roles: own }) =>
			own
				.filter(({ unitId }) => path.includes(unitId))
				.map((role) => ({
					...role,
					personId,
					name: personId,
					validFrom: '2020-01-01',
					validTo: null,
					givenAt: Temporal.Instant.from('2020-01-01T00:00:00Z'),
					deputyForName: role.deputyForId,
					deputised: deputisedBy(personId)
				}))
		);
	const besideOf = ({ handlerId, sharedWith, unitPath }: CaseSubject): Beside[] => {
		const along = holdersAlong(unitPath);
		return [...new Set([handlerId, ...sharedWith])]
			.filter((id) => id !== null)
			.filter((id) => !along.some(({ personId }) => personId === id))
			.map((personId) => ({ personId, name: personId, deputised: deputisedBy(personId) }));
	};
	return { paths, actors, cases, holdersAlong, besideOf };
}
