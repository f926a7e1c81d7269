import { Temporal } from 'temporal-polyfill';
import { unitLevels, type UnitId, type UnitLevel } from '../organisation/index.ts';
import type { AssignmentRow, PersonRow, RowChange, UnitRow } from './change.ts';
import { isOpen, isStillHeld } from './invariants.ts';
import type { OrganisationSnapshot } from './snapshot.ts';

/** What an administrator wants with a unit, from a day on. Kept as it is when that day is still to come. */
export type Wish =
	| {
			kind: 'unitCreated';
			/** Made with the form, so that sending it twice gives one unit. */
			unitId: UnitId;
			parentId: UnitId;
			level: UnitLevel;
			name: string;
			activity: string | null;
			area: string | null;
	  }
	| { kind: 'unitRenamed'; unitId: UnitId; name: string }
	| { kind: 'unitMoved'; unitId: UnitId; parentId: UnitId }
	/** The unit goes up in another one: it closes, its people and what lies below it come there. */
	| { kind: 'unitMerged'; unitId: UnitId; intoId: UnitId }
	| {
			kind: 'unitClosed';
			unitId: UnitId;
			/** Where its people and the units below go; null: there are none. */
			peopleToId: UnitId | null;
			unitsToId: UnitId | null;
			/** Whether roles at the unit end with it. */
			endsRoles: boolean;
	  }
	| { kind: 'unitReopened'; unitId: UnitId; parentId: UnitId }
	| { kind: 'unitDescribed'; unitId: UnitId; activity: string | null; area: string | null };
export type WishKind = Wish['kind'];

export const planProblemCodes = [
	'unknownUnit',
	'exists',
	'notOpen',
	'notClosed',
	'municipality',
	'nothing',
	'nameTaken',
	'unknownTarget',
	'targetNotOpen',
	'targetBelow',
	'wrongLevel',
	'changedLater',
	'hasPeople',
	'hasUnits',
	'hasRoles',
	/** Who asks would see more cases themselves; see sight.ts. */
	'ownSight'
] as const;
/** Why a wish cannot be met. Texts: messages/ `organisation_problem_<code>`. */
export interface PlanProblem {
	code: (typeof planProblemCodes)[number];
	/** The field of the form that it is about. */
	field: 'name' | 'parentId' | 'intoId' | 'level' | 'peopleToId' | 'unitsToId' | 'endsRoles' | 'from' | '';
	/** How many people, units or roles stand in the way. */
	count?: number;
	/** Since when it has been as it is, for 'changedLater'. */
	day?: string;
}

export type Plan = { ok: true; rows: RowChange[] } | { ok: false; problems: PlanProblem[] };

/** What the planning of one wish works with. */
interface Planning extends OrganisationSnapshot {
	from: string;
	today: string;
	byId: ReadonlyMap<UnitId, UnitRow>;
}

/**
 * What would change, row by row, if a wish were met from a day on; or why it cannot be. Pure.
 *
 * Other rows than those of the unit follow: the paths of everything below it, where its people work, the roles at it.
 * A role ends the day before the change, but not before yesterday: nobody loses today what they did yesterday.
 *
 * @param from 'ÅÅÅÅ-MM-DD'; when it is still to come, the plan is what would happen if nothing else did until then
 */
export function planWish(organisation: OrganisationSnapshot, wish: Wish, from: string, today: string): Plan {
	const planning: Planning = {
		...organisation,
		from,
		today,
		byId: new Map(organisation.units.map((unit) => [unit.id, unit]))
	};
	const plan = wish.kind === 'unitCreated' ? create(planning, wish) : changeUnit(planning, wish);
	if (!plan.ok) return plan;
	const later = latestVersionOf(planning, plan.rows);
	return later > from ? refuse({ code: 'changedLater', field: 'from', day: later }) : plan;
}

function refuse(...problems: PlanProblem[]): Plan {
	return { ok: false, problems };
}

function create({ units, byId, from }: Planning, wish: Extract<Wish, { kind: 'unitCreated' }>): Plan {
	const { unitId: id, parentId, level, name, activity, area } = wish;
	if (byId.has(id)) return refuse({ code: 'exists', field: '' });
	const parent = byId.get(parentId);
	if (!parent) return refuse({ code: 'unknownTarget', field: 'parentId' });
	const problems: PlanProblem[] = [];
	if (!isOpen(parent, from)) problems.push({ code: 'targetNotOpen', field: 'parentId' });
	if (!isBelow(level, parent.level)) problems.push({ code: 'wrongLevel', field: 'level' });
	if (isNameTaken(units, parentId, name, id, from)) problems.push({ code: 'nameTaken', field: 'name' });
	if (problems.length > 0) return refuse(...problems);
	const after: UnitRow = {
		id,
		parentId,
		level,
		name,
		activity,
		area,
		path: [...parent.path, id],
		validFrom: from,
		validTo: null,
		externalId: null
	};
	return { ok: true, rows: [{ table: 'unit', id, before: null, after }] };
}

function changeUnit(planning: Planning, wish: Exclude<Wish, { kind: 'unitCreated' }>): Plan {
	const unit = planning.byId.get(wish.unitId);
	if (!unit) return refuse({ code: 'unknownUnit', field: '' });
	const isThere = isOpen(unit, planning.from);
	if (wish.kind === 'unitReopened') {
		return isThere ? refuse({ code: 'notClosed', field: '' }) : reopen(planning, unit, wish.parentId);
	}
	if (!isThere) return refuse({ code: 'notOpen', field: 'from' });
	switch (wish.kind) {
		case 'unitRenamed':
			return rename(planning, unit, wish.name);
		case 'unitDescribed':
			if (unit.activity === wish.activity && unit.area === wish.area)
				return refuse({ code: 'nothing', field: '' });
			return rowsOf({ ...unit, activity: wish.activity, area: wish.area }, unit);
		case 'unitMoved':
			return move(planning, unit, wish.parentId);
		case 'unitMerged':
			return merge(planning, unit, wish.intoId);
		case 'unitClosed':
			return close(planning, unit, wish);
	}
}

function rowsOf(after: UnitRow, before: UnitRow): Plan {
	return { ok: true, rows: [{ table: 'unit', id: before.id, before, after }] };
}

function rename({ units, from }: Planning, unit: UnitRow, name: string): Plan {
	if (unit.name === name) return refuse({ code: 'nothing', field: 'name' });
	if (isNameTaken(units, unit.parentId, name, unit.id, from))
		return refuse({ code: 'nameTaken', field: 'name' });
	return rowsOf({ ...unit, name }, unit);
}

function move(planning: Planning, unit: UnitRow, parentId: UnitId): Plan {
	if (unit.parentId === parentId) return refuse({ code: 'nothing', field: 'parentId' });
	const problem =
		problemWithTarget(planning, unit, parentId, 'parentId') ?? problemWithPlace(planning, unit, parentId);
	if (problem) return refuse(problem);
	return { ok: true, rows: placedUnder(planning, unit, planning.byId.get(parentId)!) };
}

function reopen(planning: Planning, unit: UnitRow, parentId: UnitId): Plan {
	const problem =
		problemWithTarget(planning, unit, parentId, 'parentId') ?? problemWithPlace(planning, unit, parentId);
	if (problem) return refuse(problem);
	return {
		ok: true,
		rows: placedUnder(planning, unit, planning.byId.get(parentId)!, { validTo: null })
	};
}

function merge(planning: Planning, unit: UnitRow, intoId: UnitId): Plan {
	const problem = problemWithTarget(planning, unit, intoId, 'intoId');
	if (problem) return refuse(problem);
	const into = planning.byId.get(intoId)!;
	const children = openChildren(planning, unit);
	const misplaced = children
		.map((child) => problemWithPlace(planning, child, intoId))
		.find((found) => found !== undefined);
	if (misplaced) return refuse({ ...misplaced, field: 'intoId' });
	return {
		ok: true,
		rows: [
			...unitRows(planning, unit, {
				unit: { parentId: intoId, path: [...into.path, unit.id], validTo: dayBefore(planning.from) },
				children,
				childrenTo: into
			}),
			...peopleTo(planning, unit, intoId),
			...rolesEnd(planning, unit)
		]
	};
}

function close(planning: Planning, unit: UnitRow, wish: Extract<Wish, { kind: 'unitClosed' }>): Plan {
	if (unit.parentId === null) return refuse({ code: 'municipality', field: '' });
	const problems: PlanProblem[] = [];
	const people = peopleAt(planning, unit).length;
	const children = openChildren(planning, unit);
	const roles = rolesAt(planning, unit);
	const target = (field: 'peopleToId' | 'unitsToId', code: PlanProblem['code'], count: number) => {
		const id = wish[field];
		if (count === 0) return;
		if (id === null) problems.push({ code, field, count });
		else {
			const problem =
				problemWithTarget(planning, unit, id, field) ??
				(field === 'unitsToId'
					? children.map((child) => problemWithPlace(planning, child, id)).find((found) => found)
					: undefined);
			if (problem) problems.push({ ...problem, field });
		}
	};
	target('peopleToId', 'hasPeople', people);
	target('unitsToId', 'hasUnits', children.length);
	if (roles.length > 0 && !wish.endsRoles) {
		problems.push({ code: 'hasRoles', field: 'endsRoles', count: roles.length });
	}
	if (problems.length > 0) return refuse(...problems);
	return {
		ok: true,
		rows: [
			...unitRows(planning, unit, {
				unit: { validTo: dayBefore(planning.from) },
				children,
				childrenTo: children.length > 0 ? planning.byId.get(wish.unitsToId!)! : null
			}),
			...(people > 0 ? peopleTo(planning, unit, wish.peopleToId!) : []),
			...rolesEnd(planning, unit)
		]
	};
}

/** What is wrong with another unit that this one, or what belongs to it, would go to. */
function problemWithTarget(
	{ byId, from }: Planning,
	unit: UnitRow,
	targetId: UnitId,
	field: PlanProblem['field']
): PlanProblem | undefined {
	const target = byId.get(targetId);
	if (unit.parentId === null) return { code: 'municipality', field: '' };
	if (!target) return { code: 'unknownTarget', field };
	if (!isOpen(target, from)) return { code: 'targetNotOpen', field };
	return target.path.includes(unit.id) ? { code: 'targetBelow', field } : undefined;
}

/** What is wrong with a unit lying right below another one. */
function problemWithPlace(
	{ units, byId, from }: Planning,
	unit: UnitRow,
	parentId: UnitId
): PlanProblem | undefined {
	if (!isBelow(unit.level, byId.get(parentId)!.level)) return { code: 'wrongLevel', field: 'parentId' };
	return isNameTaken(units, parentId, unit.name, unit.id, from)
		? { code: 'nameTaken', field: 'parentId' }
		: undefined;
}

function isBelow(level: UnitLevel, above: UnitLevel): boolean {
	return unitLevels.indexOf(level) > unitLevels.indexOf(above);
}

/** Two units by the same name beside each other cannot be told apart by who reports. */
function isNameTaken(
	units: readonly UnitRow[],
	parentId: UnitId | null,
	name: string,
	except: UnitId,
	day: string
): boolean {
	const same = (other: string) => other.toLocaleLowerCase('sv') === name.toLocaleLowerCase('sv');
	return units.some(
		(unit) => unit.parentId === parentId && unit.id !== except && isOpen(unit, day) && same(unit.name)
	);
}

function openChildren({ units, from }: Planning, unit: UnitRow): UnitRow[] {
	return units.filter((one) => one.parentId === unit.id && isOpen(one, from));
}

function peopleAt({ people, protectedPeople }: Planning, unit: UnitRow) {
	return [...people, ...protectedPeople].filter(({ unitId, isActive }) => isActive && unitId === unit.id);
}

function rolesAt({ assignments, from, today }: Planning, unit: UnitRow): AssignmentRow[] {
	return assignments.filter(
		(role) => role.unitId === unit.id && isStillHeld(role, from > today ? from : today)
	);
}

/** A unit, and everything below it, at another place. */
function placedUnder(
	planning: Planning,
	unit: UnitRow,
	parent: UnitRow,
	also: Partial<UnitRow> = {}
): RowChange[] {
	const path = [...parent.path, unit.id];
	return repath(planning, unit, path, { ...also, parentId: parent.id, path });
}

/** A unit that ends, with its open children somewhere else; the closed ones stay with it. */
function unitRows(
	planning: Planning,
	unit: UnitRow,
	{
		unit: changed,
		children,
		childrenTo
	}: { unit: Partial<UnitRow>; children: readonly UnitRow[]; childrenTo: UnitRow | null }
): RowChange[] {
	const moved = children.flatMap((child) => placedUnder(planning, child, childrenTo!));
	const elsewhere = new Set<string>(moved.map(({ id }) => id));
	const own = repath(planning, unit, changed.path ?? unit.path, changed);
	return [...own.filter(({ id }) => !elsewhere.has(id)), ...moved];
}

/** The row of a unit as it becomes, and those below it with paths that follow. */
function repath(
	{ units }: Planning,
	unit: UnitRow,
	path: readonly UnitId[],
	changed: Partial<UnitRow>
): RowChange[] {
	const own: RowChange = { table: 'unit', id: unit.id, before: unit, after: { ...unit, ...changed } };
	if (path.join() === unit.path.join()) return [own];
	const below = units
		.filter((one) => one.id !== unit.id && one.path.includes(unit.id))
		.map((before): RowChange => ({
			table: 'unit',
			id: before.id,
			before,
			after: { ...before, path: [...path, ...before.path.slice(before.path.indexOf(unit.id) + 1)] }
		}));
	return [own, ...below];
}

function peopleTo({ people, protectedPeople }: Planning, unit: UnitRow, unitId: UnitId): RowChange[] {
	const isHere = (person: Pick<PersonRow, 'unitId' | 'isActive'>) =>
		person.isActive && person.unitId === unit.id;
	return [
		...people
			.filter(isHere)
			.map((before): RowChange => ({ table: 'person', id: before.id, before, after: { ...before, unitId } })),
		...protectedPeople.filter(isHere).map((before): RowChange => ({
			table: 'protectedPerson',
			id: before.id,
			before,
			after: { ...before, unitId }
		}))
	];
}

function rolesEnd(planning: Planning, unit: UnitRow): RowChange[] {
	const { from, today } = planning;
	const lastDay = dayBefore(from > today ? from : today);
	return rolesAt(planning, unit).map((before): RowChange => {
		const never = dayBefore(before.validFrom);
		return {
			table: 'assignment',
			id: before.id,
			before,
			after: { ...before, validTo: never > lastDay ? never : lastDay }
		};
	});
}

function latestVersionOf({ changedFrom }: Planning, rows: readonly RowChange[]): string {
	return rows
		.filter(({ table, before }) => table === 'unit' && before !== null)
		.map(({ id }) => changedFrom.get(id as UnitId) ?? '')
		.reduce((latest, day) => (day > latest ? day : latest), '');
}

function dayBefore(day: string): string {
	return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
