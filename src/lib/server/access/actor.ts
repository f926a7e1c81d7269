import type { PersonId, SessionId, UnitId } from '../../../../database/column-types.ts';
import type { RoleCode, UnitLevel } from '../organisation/roles.ts';
import type { Scope } from '../platform/database.ts';

/** A role that the actor holds today, and where. */
export interface HeldRole {
	role: RoleCode;
	unitId: UnitId;
	unitName: string;
	level: UnitLevel;
}

/** The person who acts, as their session says. Made anew for every request. */
export interface Actor {
	sessionId: SessionId;
	personId: PersonId;
	municipalityId: UnitId;
	municipalityName: string;
	name: string;
	locale: 'sv' | 'en';
	/** Where they work themselves. */
	unitId: UnitId;
	unitName: string;
	roles: readonly HeldRole[];
}

/** Roles that read cases, at their unit and below. The safety representative sees no reporter who asked for that. */
export const caseReadingRoles = [
	'lineManager',
	'safetyRepresentative',
	'hrPartner',
	'securityCoordinator'
] as const satisfies RoleCode[];

/** Roles that handle cases, at their unit and below. Others handle a case only when it is routed to them. */
export const caseHandlingRoles = ['lineManager'] as const satisfies RoleCode[];

/** Roles that see figures with small groups shown, since they may see the cases behind them anyway. */
export const statisticDetailRoles = [
	'lineManager',
	'hrPartner',
	'securityCoordinator',
	'safetyRepresentative'
] as const satisfies RoleCode[];

/** Roles that see aggregates only: groups under the threshold are not shown to them. */
export const statisticAggregateRoles = [
	'controller',
	'citywideAnalyst',
	'auditor',
	'electedRepresentative',
	'unionRepresentative'
] as const satisfies RoleCode[];

/** The units at which an actor holds one of some roles. */
export function unitsWithRole(actor: Actor, roles: readonly RoleCode[]): UnitId[] {
	return [...new Set(actor.roles.filter(({ role }) => roles.includes(role)).map(({ unitId }) => unitId))];
}

/** Whether an actor holds a role anywhere. */
export function holds(actor: Actor, ...roles: RoleCode[]): boolean {
	return actor.roles.some(({ role }) => roles.includes(role));
}

/** Whether an actor holds one of some roles at a unit or above it. @param path the unit's path, root first */
export function holdsAbove(actor: Actor, roles: readonly RoleCode[], path: readonly UnitId[]): boolean {
	return actor.roles.some(({ role, unitId }) => roles.includes(role) && path.includes(unitId));
}

/** What row-level security needs to know about an actor. */
export function scopeOf(actor: Actor): Scope {
	return {
		personId: actor.personId,
		municipalityId: actor.municipalityId,
		caseUnits: unitsWithRole(actor, caseReadingRoles),
		handlingUnits: unitsWithRole(actor, caseHandlingRoles),
		statisticUnits: unitsWithRole(actor, [...statisticDetailRoles, ...statisticAggregateRoles]),
		roles: [...new Set(actor.roles.map(({ role }) => role))]
	};
}
