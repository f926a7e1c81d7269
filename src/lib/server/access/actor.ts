import type { Temporal } from 'temporal-polyfill';
import type { PersonId, SessionId, UnitId } from '../../../../database/column-types.ts';
import type { RoleCode, UnitLevel } from '../organisation/roles.ts';
import type { Scope } from '../platform/database.ts';

/** A role that the actor holds today, and where. */
export interface HeldRole {
	role: RoleCode;
	unitId: UnitId;
	unitName: string;
	level: UnitLevel;
	/** Whom the actor stands in for in this role; null when it is their own. */
	deputyForId: PersonId | null;
}

/** How somebody reaches a thing without a role at its unit. */
export const otherCapacities = [
	'handler',
	'sharedReader',
	'measureOwner',
	'askedPerson',
	'affectedPerson'
] as const;

/** In what capacity somebody does or reads something, as the log says it. */
export interface Capacity {
	role: RoleCode | (typeof otherCapacities)[number];
	/** Whom they stand in for; null when it is their own. */
	deputyForId: PersonId | null;
}

/** How somebody proved who they are. */
export type SignInMethod = 'demo' | 'password' | 'passkey' | 'recoveryCode' | 'oidc' | 'saml';

/** The person who acts, as their session says. Made anew for every request. */
export interface Actor {
	sessionId: SessionId;
	/** When they last proved who they are; see `requireRecentSignIn`. */
	signedInAt: Temporal.Instant;
	method: SignInMethod;
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

/** Those of the reading roles who also read and write notes, and read the talk with the reporter. */
export const noteRoles = ['lineManager', 'hrPartner', 'securityCoordinator'] as const satisfies RoleCode[];

/** Roles that read and decide lex Sarah records, at their unit and below. Nobody else reads one. */
export const lexSarahRoles = ['lexSarahOfficer'] as const satisfies RoleCode[];

/** Roles that ask the employer for measures under AML 6 kap. 6 a §, at their unit and below. */
export const safetyRoles = ['safetyRepresentative'] as const satisfies RoleCode[];

/** Roles that see who a colleague with protected personal data is, at their unit and below it. */
export const protectedPersonRoles = [
	'lineManager',
	'hrPartner',
	'securityCoordinator'
] as const satisfies RoleCode[];

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
export function unitsWithRole(actor: Pick<Actor, 'roles'>, roles: readonly RoleCode[]): UnitId[] {
	return [...new Set(actor.roles.filter(({ role }) => roles.includes(role)).map(({ unitId }) => unitId))];
}

/** Whether an actor holds a role anywhere. */
export function holds(actor: Actor, ...roles: RoleCode[]): boolean {
	return actor.roles.some(({ role }) => roles.includes(role));
}

/** Whether an actor holds one of some roles at a unit or above it. @param path the unit's path, root first */
export function holdsAbove(actor: Actor, roles: readonly RoleCode[], path: readonly UnitId[]): boolean {
	return roleAbove(actor, roles, path) !== undefined;
}

/**
 * The role by which an actor reaches what lies at a unit: their own before one in which they stand in for somebody.
 * @param path the unit's path, root first
 * @param keptOutPersonIds who is kept out of the thing: whoever stands in for one of them reaches it by their own roles only
 */
export function roleAbove(
	actor: Pick<Actor, 'roles'>,
	roles: readonly RoleCode[],
	path: readonly UnitId[],
	keptOutPersonIds: readonly PersonId[] = []
): HeldRole | undefined {
	const isTooNear = standsInFor(actor, keptOutPersonIds);
	const held = actor.roles.filter(
		({ role, unitId, deputyForId }) =>
			roles.includes(role) && path.includes(unitId) && (deputyForId === null || !isTooNear)
	);
	return held.find(({ deputyForId }) => deputyForId === null) ?? held[0];
}

/** Whether an actor stands in for one of some people today. */
export function standsInFor(actor: Pick<Actor, 'roles'>, people: readonly PersonId[]): boolean {
	return actor.roles.some(({ deputyForId }) => deputyForId !== null && people.includes(deputyForId));
}

/** What row-level security needs to know about an actor. */
export function scopeOf(actor: Pick<Actor, 'personId' | 'municipalityId' | 'roles'>): Scope {
	const own = { roles: actor.roles.filter(({ deputyForId }) => deputyForId === null) };
	const deputy = { roles: actor.roles.filter(({ deputyForId }) => deputyForId !== null) };
	return {
		personId: actor.personId,
		municipalityId: actor.municipalityId,
		caseUnits: unitsWithRole(own, caseReadingRoles),
		handlingUnits: unitsWithRole(own, caseHandlingRoles),
		noteUnits: unitsWithRole(own, noteRoles),
		deputyCaseUnits: unitsWithRole(deputy, caseReadingRoles),
		deputyHandlingUnits: unitsWithRole(deputy, caseHandlingRoles),
		deputyNoteUnits: unitsWithRole(deputy, noteRoles),
		lexSarahUnits: unitsWithRole(own, lexSarahRoles),
		deputyLexSarahUnits: unitsWithRole(deputy, lexSarahRoles),
		safetyUnits: unitsWithRole(actor, safetyRoles),
		deputised: [...new Set(deputy.roles.flatMap(({ deputyForId }) => deputyForId ?? []))],
		protectedUnits: unitsWithRole(actor, protectedPersonRoles),
		statisticUnits: unitsWithRole(actor, [...statisticDetailRoles, ...statisticAggregateRoles]),
		roles: [...new Set(actor.roles.map(({ role }) => role))]
	};
}
