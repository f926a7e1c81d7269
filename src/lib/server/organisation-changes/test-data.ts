import type { PersonId, RoleCode, UnitId, UnitLevel } from '../organisation/index.ts';
import type { AssignmentRow, PersonRow, UnitRow } from './change.ts';
import type { OrganisationSnapshot } from './snapshot.ts';

/** `name`, or `name` below `parent`; ids are the names, so that a test can be read. */
export function buildUnit(
	name: string,
	parent: UnitRow | null,
	level: UnitLevel,
	overrides: Partial<UnitRow> = {}
): UnitRow {
	const id = name as UnitId;
	return {
		id,
		parentId: parent?.id ?? null,
		level,
		name,
		activity: null,
		area: null,
		path: [...(parent?.path ?? []), id],
		validFrom: '1900-01-01',
		validTo: null,
		externalId: null,
		...overrides
	};
}

export function buildPerson(name: string, unit: UnitRow, overrides: Partial<PersonRow> = {}): PersonRow {
	return {
		id: name as PersonId,
		unitId: unit.id,
		name,
		email: null,
		occupation: null,
		isActive: true,
		externalId: null,
		isProtected: false,
		...overrides
	};
}

export function buildAssignment(
	person: PersonRow,
	role: RoleCode,
	unit: UnitRow,
	overrides: Partial<AssignmentRow> = {}
): AssignmentRow {
	return {
		id: `${person.name} ${role}@${unit.name}`,
		personId: person.id,
		unitId: unit.id,
		role,
		validFrom: '2020-01-01',
		validTo: null,
		deputyForId: null,
		...overrides
	};
}

export function buildOrganisation(overrides: Partial<OrganisationSnapshot>): OrganisationSnapshot {
	return {
		units: [],
		people: [],
		protectedPeople: [],
		assignments: [],
		headcounts: [],
		changedFrom: new Map(),
		...overrides
	};
}
