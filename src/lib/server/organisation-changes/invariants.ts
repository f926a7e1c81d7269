import type { AssignmentRow, RowChange, UnitRow } from './change.ts';
import type { OrganisationSnapshot } from './snapshot.ts';

/** Something that would no longer fit together: where, and what leans on a unit that is not there. */
export interface Broken {
	code: 'personWithoutUnit' | 'roleWithoutUnit' | 'unitWithoutParent' | 'wrongPath';
	/** The person, role or unit that leans on it. */
	id: string;
}

/** Whether a unit is there on a day. */
export function isOpen({ validFrom, validTo }: Pick<UnitRow, 'validFrom' | 'validTo'>, day: string): boolean {
	return validFrom <= day && (validTo === null || validTo >= day);
}

/** Whether a role is held on a day, or will be. */
export function isStillHeld(
	{ validFrom, validTo }: Pick<AssignmentRow, 'validFrom' | 'validTo'>,
	day: string
): boolean {
	return validTo === null || (validTo >= day && validTo >= validFrom);
}

/**
 * What some changes would break, judged by the whole organisation: who works, holds a role or lies below where there is no unit.
 * What was broken before is not counted. Pure.
 */
export function brokenBy(before: OrganisationSnapshot, changes: readonly RowChange[], day: string): Broken[] {
	const known = new Set(brokenIn(before, day).map(({ code, id }) => `${code} ${id}`));
	return brokenIn(withChanges(before, changes), day).filter(({ code, id }) => !known.has(`${code} ${id}`));
}

/** The organisation as it is after some changes. Pure; headcounts are left as they are. */
export function withChanges(
	snapshot: OrganisationSnapshot,
	changes: readonly RowChange[]
): OrganisationSnapshot {
	const after = <Row extends { id: string }>(table: RowChange['table'], rows: readonly Row[]): Row[] => {
		const changed = new Map(
			changes.filter((one) => one.table === table).map(({ id, after: row }) => [id as string, row])
		);
		const kept = rows.map((row) => (changed.get(row.id) as Row | undefined) ?? row);
		const there = new Set(rows.map(({ id }) => id));
		return [
			...kept,
			...[...changed].filter(([id]) => !there.has(id)).map(([, row]) => row as unknown as Row)
		];
	};
	return {
		...snapshot,
		units: after('unit', snapshot.units),
		people: after('person', snapshot.people),
		protectedPeople: after('protectedPerson', snapshot.protectedPeople),
		assignments: after('assignment', snapshot.assignments)
	};
}

function brokenIn(
	{ units, people, protectedPeople, assignments }: OrganisationSnapshot,
	day: string
): Broken[] {
	const byId = new Map(units.map((unit) => [unit.id, unit]));
	const isThere = (id: UnitRow['id'] | null) => {
		const unit = id === null ? undefined : byId.get(id);
		return unit !== undefined && isOpen(unit, day);
	};
	const broken: Broken[] = [];
	for (const unit of units) {
		const parent = unit.parentId === null ? null : byId.get(unit.parentId);
		const expected = parent === null ? [unit.id] : [...(parent?.path ?? []), unit.id];
		if (unit.path.join() !== expected.join()) broken.push({ code: 'wrongPath', id: unit.id });
		if (unit.parentId !== null && isOpen(unit, day) && !isThere(unit.parentId)) {
			broken.push({ code: 'unitWithoutParent', id: unit.id });
		}
	}
	for (const person of [...people, ...protectedPeople]) {
		if (person.isActive && !isThere(person.unitId)) broken.push({ code: 'personWithoutUnit', id: person.id });
	}
	for (const assignment of assignments) {
		if (isStillHeld(assignment, day) && !isThere(assignment.unitId)) {
			broken.push({ code: 'roleWithoutUnit', id: assignment.id });
		}
	}
	return broken;
}
