/** What is missing in the organisation, so that a report would lie, or somebody would see too much or nothing. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { PersonId, RoleCode, UnitId, UnitLevel } from '../organisation/index.ts';

/** A unit that is there today. */
export interface GapUnit {
	id: UnitId;
	parentId: UnitId | null;
	level: UnitLevel;
	name: string;
	path: readonly UnitId[];
}
/** A role that is held today, will be, or ended lately. */
export interface GapRole {
	personId: PersonId;
	/** Whether who holds it still works here. */
	isActive: boolean;
	unitId: UnitId;
	role: RoleCode;
	validFrom: string;
	validTo: string | null;
	deputyForId: PersonId | null;
	/** Whether the one whom they stood in for has been here since it ended; null when it is their own, or has not ended. */
	deputisedIsBack: boolean | null;
}
/** Everything that the rules need. */
export interface GapFacts {
	units: readonly GapUnit[];
	roles: readonly GapRole[];
	/** How many active people work at units that are closed. */
	closedUnits: readonly { unitId: UnitId; name: string; people: number }[];
	/** Active people without an e-mail address. */
	withoutEmail: number;
}

export type Gap =
	| {
			kind: 'noManager' | 'noLexSarahOfficer' | 'noSafetyRepresentative';
			unitId: UnitId;
			name: string;
			units: number;
	  }
	| { kind: 'noOwnManager' | 'noSecurityCoordinator' | 'noHrPartner'; unitId: UnitId; name: string }
	| { kind: 'deputyEnds' | 'deputyEnded'; unitId: UnitId; name: string; personId: PersonId; day: string }
	| { kind: 'peopleAtClosedUnit'; unitId: UnitId; name: string; people: number }
	| { kind: 'roleOfInactive'; unitId: UnitId; name: string; personId: PersonId; role: RoleCode }
	| { kind: 'onlyOneAdministrator'; people: number }
	| { kind: 'noDataProtectionOfficer' }
	| { kind: 'withoutEmail'; people: number };

/** How long before its last day a deputy is told about, and for how long after it, in days. */
export const deputyDays = { before: 14, after: 60 } as const;

/** The gaps, the ones that matter most first. @param today 'ÅÅÅÅ-MM-DD', Europe/Stockholm */
export function findGaps({ units, roles, closedUnits, withoutEmail }: GapFacts, today: string): Gap[] {
	const byId = new Map(units.map((unit) => [unit.id, unit]));
	const isHeld = ({ validFrom, validTo }: GapRole) =>
		validFrom <= today && (validTo === null || validTo >= today);
	const isOver = ({ validTo }: GapRole) => validTo !== null && validTo < today;
	const now = roles.filter((one) => isHeld(one) && one.isActive);
	const unitsWith = (role: RoleCode) =>
		new Set(now.filter((one) => one.role === role).map(({ unitId }) => unitId));
	const nameOf = (unitId: UnitId) => byId.get(unitId)?.name ?? '';

	const managed = unitsWith('lineManager');
	const administrations = units.filter(({ level }) => level === 'administration');
	/** At the unit or above it, up to the administration: the municipality's director is nobody's manager here. */
	const hasManager = ({ path }: GapUnit) =>
		path.some((id) => managed.has(id) && byId.get(id)?.level !== 'municipality');
	/** At the unit or anywhere above it. */
	const has = (role: RoleCode) => {
		const there = unitsWith(role);
		return ({ path }: GapUnit) => path.some((id) => there.has(id));
	};

	const soon = dayAfter(today, deputyDays.before);
	const lately = dayAfter(today, -deputyDays.after);
	const deputies = roles.filter(({ deputyForId }) => deputyForId !== null);
	const isFilled = ({ role, unitId, deputyForId }: GapRole) =>
		now.some((one) => one.role === role && one.unitId === unitId && one.personId !== deputyForId);
	const aboutDeputy =
		(kind: 'deputyEnds' | 'deputyEnded') =>
		(one: GapRole): Gap => {
			const { unitId, personId } = one;
			return { kind, unitId, name: nameOf(unitId), personId, day: one.validTo! };
		};
	const administratorIds = new Set(
		now.filter(({ role }) => role === 'systemAdministrator').map(({ personId }) => personId)
	);

	return [
		...topmost(units, hasManager).map((found): Gap => ({ kind: 'noManager', ...found })),
		...topmost(units, has('lexSarahOfficer')).map((found): Gap => ({ kind: 'noLexSarahOfficer', ...found })),
		...(administratorIds.size < 2
			? [{ kind: 'onlyOneAdministrator', people: administratorIds.size } as const]
			: []),
		...roles
			.filter((one) => !one.isActive && !isOver(one))
			.map(({ unitId, personId, role }): Gap => {
				return { kind: 'roleOfInactive', unitId, name: nameOf(unitId), personId, role };
			}),
		...deputies
			.filter(
				(one) =>
					one.validTo! < today && one.validTo! >= lately && one.deputisedIsBack === false && !isFilled(one)
			)
			.map(aboutDeputy('deputyEnded')),
		...deputies
			.filter((one) => isHeld(one) && one.validTo! <= soon && !hasFollowingDeputy(one, deputies))
			.map(aboutDeputy('deputyEnds')),
		...(['securityCoordinator', 'hrPartner'] as const).flatMap((role) => {
			const there = unitsWith(role);
			const kind = role === 'hrPartner' ? ('noHrPartner' as const) : ('noSecurityCoordinator' as const);
			return administrations
				.filter(({ path }) => !path.some((id) => there.has(id)))
				.map(({ id, name }): Gap => ({ kind, unitId: id, name }));
		}),
		...topmost(units, has('safetyRepresentative')).map((found): Gap => ({
			kind: 'noSafetyRepresentative',
			...found
		})),
		...lowest(units)
			.filter((unit) => hasManager(unit) && !managed.has(unit.id))
			.map(({ id, name }): Gap => ({ kind: 'noOwnManager', unitId: id, name })),
		...(unitsWith('dataProtectionOfficer').size === 0 ? [{ kind: 'noDataProtectionOfficer' } as const] : []),
		...closedUnits.map((unit): Gap => ({ kind: 'peopleAtClosedUnit', ...unit })),
		...(withoutEmail > 0 ? [{ kind: 'withoutEmail', people: withoutEmail } as const] : [])
	];
}

/** Whether somebody goes on as deputy when this one ends. */
function hasFollowingDeputy(ending: GapRole, deputies: readonly GapRole[]): boolean {
	return deputies.some(
		(other) =>
			other !== ending &&
			other.unitId === ending.unitId &&
			other.role === ending.role &&
			other.isActive &&
			other.deputyForId === ending.deputyForId &&
			other.validTo! > ending.validTo! &&
			other.validFrom <= dayAfter(ending.validTo!, 1)
	);
}

/**
 * Units at the bottom of the tree that lack something, told as few units as possible: when all units of a division lack it, it is
 * the division that does.
 */
function topmost(
	units: readonly GapUnit[],
	has: (unit: GapUnit) => boolean
): { unitId: UnitId; name: string; units: number }[] {
	const below = new Map<UnitId, { all: number; lacking: number }>();
	for (const leaf of lowest(units)) {
		const lacks = has(leaf) ? 0 : 1;
		for (const id of leaf.path) {
			const sum = below.get(id) ?? { all: 0, lacking: 0 };
			below.set(id, { all: sum.all + 1, lacking: sum.lacking + lacks });
		}
	}
	const lacksAll = (id: UnitId | null) => {
		const sum = id === null ? undefined : below.get(id);
		return sum !== undefined && sum.lacking === sum.all;
	};
	return units
		.filter(({ id, parentId }) => lacksAll(id) && !lacksAll(parentId))
		.map(({ id, name }) => ({ unitId: id, name, units: below.get(id)!.lacking }));
}

/** Units with none below them: where people meet clients. */
function lowest(units: readonly GapUnit[]): GapUnit[] {
	const parents = new Set(units.map(({ parentId }) => parentId));
	return units.filter(({ id, level }) => !parents.has(id) && level !== 'municipality');
}

function dayAfter(day: string, days: number): string {
	return Temporal.PlainDate.from(day).add({ days }).toString();
}
