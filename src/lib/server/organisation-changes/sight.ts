import { caseReadingRoles } from '../access/index.ts';
import type { PersonId, UnitId } from '../organisation/index.ts';
import type { RowChange } from './change.ts';
import { isOpen, isStillHeld, withChanges } from './invariants.ts';
import type { OrganisationSnapshot } from './snapshot.ts';

/** How many cases a person may read no longer, and how many more. Null: of no unit; 0: of units where there are none. */
export interface SightChange {
	personId: PersonId;
	loses: number | null;
	gains: number | null;
}

/**
 * Units whose cases may get other readers by some changes: those with another path, and those below a role that changes. Where a
 * unit is new there are no cases.
 */
export function unitsInQuestion(organisation: OrganisationSnapshot, changes: readonly RowChange[]): UnitId[] {
	const { units } = withChanges(organisation, changes);
	const roleUnits = new Set(
		changes.flatMap((change) => (change.table === 'assignment' ? [change.after.unitId] : []))
	);
	const moved = new Set(
		changes.flatMap((change) =>
			change.table === 'unit' && change.before?.path.join() !== change.after.path.join() ? [change.id] : []
		)
	);
	const known = new Set(organisation.units.map(({ id }) => id));
	return [...organisation.units, ...units]
		.filter(({ id }) => known.has(id))
		.filter(({ id, path }) => moved.has(id) || path.some((above) => roleUnits.has(above)))
		.map(({ id }) => id)
		.filter((id, index, all) => all.indexOf(id) === index);
}

/**
 * Who, by a role that reads cases, would see more or fewer of them. Pure.
 * What a person sees for other reasons (as the handler, shared with them) is not counted; nor are the few cases that a role does
 * not show them because they are about them. So the numbers are 'at most'.
 *
 * @param cases how many lie at each of the units in question
 * @param day from which the changes hold
 */
export function sightChanges(
	before: OrganisationSnapshot,
	changes: readonly RowChange[],
	cases: ReadonlyMap<UnitId, number>,
	day: string
): SightChange[] {
	const seenBefore = seenBy(before, cases, day);
	const seenAfter = seenBy(withChanges(before, changes), cases, day);
	const people = new Set([...seenBefore.keys(), ...seenAfter.keys()]);
	const nothing = new Set<UnitId>();
	return [...people].flatMap((personId) => {
		const was = seenBefore.get(personId) ?? nothing;
		const is = seenAfter.get(personId) ?? nothing;
		const sum = (units: Set<UnitId>) =>
			units.size === 0 ? null : [...units].reduce((total, id) => total + (cases.get(id) ?? 0), 0);
		const loses = sum(was.difference(is));
		const gains = sum(is.difference(was));
		return loses !== null || gains !== null ? [{ personId, loses, gains }] : [];
	});
}

/**
 * Whether some changes would show somebody more cases, or who is protected, by a role that they hold or will hold: units that come
 * below it, or hidden people who come to work there. Nobody makes such a change for themselves, as nobody gives themselves a role.
 * Pure.
 */
export function widensSightOf(
	personId: PersonId | null,
	{ units, assignments }: OrganisationSnapshot,
	changes: readonly RowChange[],
	today: string
): boolean {
	const own = new Set(
		assignments
			.filter((one) => one.personId === personId && isStillHeld(one, today))
			.filter(({ role }) => (caseReadingRoles as readonly string[]).includes(role))
			.map(({ unitId }) => unitId)
	);
	if (own.size === 0) return false;
	const pathOf = new Map(units.map(({ id, path }) => [id, path]));
	for (const change of changes) if (change.table === 'unit') pathOf.set(change.id, change.after.path);
	const isSeen = (path: readonly UnitId[] = []) => path.some((id) => own.has(id));
	return changes.some((change) => {
		if (change.table === 'unit') {
			return change.before !== null && isSeen(change.after.path) && !isSeen(change.before.path);
		}
		if (change.table !== 'protectedPerson') return false;
		return change.before.unitId !== change.after.unitId && isSeen(pathOf.get(change.after.unitId));
	});
}

function seenBy(
	{ units, assignments }: OrganisationSnapshot,
	cases: ReadonlyMap<UnitId, number>,
	day: string
): Map<PersonId, Set<UnitId>> {
	const inQuestion = units.filter(({ id }) => cases.has(id));
	const seen = new Map<PersonId, Set<UnitId>>();
	for (const { personId, unitId, role, validFrom, validTo } of assignments) {
		if (!(caseReadingRoles as readonly string[]).includes(role)) continue;
		if (!isOpen({ validFrom, validTo }, day)) continue;
		const own = seen.get(personId) ?? new Set<UnitId>();
		for (const { id, path } of inQuestion) if (path.includes(unitId)) own.add(id);
		if (own.size > 0) seen.set(personId, own);
	}
	return seen;
}
