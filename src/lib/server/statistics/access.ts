import {
	allowed,
	hidden,
	holds,
	holdsAbove,
	noteRoles,
	roleAbove,
	statisticAggregateRoles,
	statisticDetailRoles,
	type Actor,
	type Decision,
	type HeldRole
} from '../access/index.ts';
import { unitLevels, type RoleCode, type UnitId, type UnitLevel } from '../organisation/index.ts';

const everyRole = [...statisticDetailRoles, ...statisticAggregateRoles] as const;

/** Which roles, at the unit or above it, may do what with its figures. The file holds no more than the page. */
const rolesThatMay = { view: everyRole, export: everyRole } as const;
export type StatisticAction = keyof typeof rolesThatMay;

/** `detail`: every number. `aggregate`: small numbers are withheld. */
export type StatisticSight = 'detail' | 'aggregate';

/** How much an actor sees of a unit's figures; null: nothing. @param path the unit's path, municipality first */
export function sightOf(actor: Actor, path: readonly UnitId[]): StatisticSight | null {
	if (holdsAbove(actor, statisticDetailRoles, path)) return 'detail';
	return holdsAbove(actor, statisticAggregateRoles, path) ? 'aggregate' : null;
}

/**
 * The same for the answers to 'Fick du stöd?': whoever may read the answers themselves sees every number of them. The safety
 * representative reads the cases but not the answers, and must not learn from a figure what one person said.
 */
export function sightOfAnswers(actor: Actor, path: readonly UnitId[]): StatisticSight | null {
	return sightOf(actor, path) && (holdsAbove(actor, noteRoles, path) ? 'detail' : 'aggregate');
}

/**
 * Whether an actor may see the figures of a unit, or take them home as a file. A unit outside their scope answers like one that
 * does not exist.
 *
 * @param path the unit's path, municipality first; undefined when there is no such unit
 */
export function may(actor: Actor, action: StatisticAction, path: readonly UnitId[] | undefined): Decision {
	return path !== undefined && holdsAbove(actor, rolesThatMay[action], path) ? allowed : hidden;
}

/** The role by which an actor sees the figures of a unit, for the log: one that sees every number before one that does not. */
export function roleFor(actor: Actor, path: readonly UnitId[]): HeldRole | undefined {
	return roleAbove(actor, statisticDetailRoles, path) ?? roleAbove(actor, statisticAggregateRoles, path);
}

/** Whether an actor sees any figures at all. */
export function seesStatistics(actor: Actor): boolean {
	return holds(actor, ...everyRole);
}

/** The places where an actor's figures begin: the units of their roles, highest level first, each once. */
export function startingPoints(actor: Actor): { id: UnitId; name: string; level: UnitLevel }[] {
	const rank = ({ level }: HeldRole) => unitLevels.indexOf(level);
	const held = actor.roles.filter(({ role }) => (everyRole as readonly RoleCode[]).includes(role));
	const units = new Map(
		held
			.sort((one, other) => rank(one) - rank(other) || one.unitName.localeCompare(other.unitName, 'sv'))
			.map(({ unitId, unitName, level }) => [unitId, { id: unitId, name: unitName, level }])
	);
	return [...units.values()];
}
