import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { allowed, forbidden, hidden, type Actor, type Decision } from '../access/index.ts';
import type { RoleCode } from '../organisation/index.ts';

/** What a decision needs to know about a deputy's period. */
export interface DeputySubject {
	municipalityId: UnitId;
	deputyForId: PersonId | null;
}

/** The units at which an actor is the manager themselves: a deputy names no deputy. */
export function ownPosts(actor: Pick<Actor, 'roles'>): { id: UnitId; name: string }[] {
	return actor.roles
		.filter(({ role, deputyForId }) => role === 'lineManager' && deputyForId === null)
		.map(({ unitId, unitName }) => ({ id: unitId, name: unitName }));
}

/** Whether an actor may name a deputy at a unit: at a post of their own, and nowhere else. */
export function mayName(actor: Actor, unitId: UnitId): Decision {
	return ownPosts(actor).some(({ id }) => id === unitId) ? allowed : forbidden;
}

/** Whether an actor may see and end a deputy's period: who named them. Administrators end it in the organisation. */
export function mayEnd(actor: Actor, subject: DeputySubject | undefined): Decision {
	return subject?.municipalityId === actor.municipalityId && subject.deputyForId === actor.personId
		? allowed
		: hidden;
}

/**
 * Whoever holds one of these can be no manager's deputy: they examine or elect the employer, speak for the staff against it,
 * or must not see what is in a case. For the data protection officer: GDPR article 38(6).
 */
export const conflictingRoles = [
	'safetyRepresentative',
	'unionRepresentative',
	'auditor',
	'electedRepresentative',
	'dataProtectionOfficer',
	'whistleblowingOfficer',
	'systemAdministrator'
] as const satisfies RoleCode[];

/** What must be known about somebody whom a manager wants to name. */
export interface Candidate {
	id: PersonId;
	isActive: boolean;
	/** What they hold at any time during the period. */
	roles: readonly { role: RoleCode; unitId: UnitId; deputyForId: PersonId | null }[];
}

/** Why somebody cannot be named; texts in messages/ `deputy_problem_<code>`. */
export type CandidateProblem = 'self' | 'notActive' | 'conflictingRole' | 'alreadyManager';

/** Whether somebody can stand in for a manager at a unit; null when they can. */
export function problemWith(
	candidate: Candidate,
	managerId: PersonId,
	unitId: UnitId
): CandidateProblem | null {
	if (candidate.id === managerId) return 'self';
	if (!candidate.isActive) return 'notActive';
	if (candidate.roles.some(({ role }) => (conflictingRoles as readonly RoleCode[]).includes(role))) {
		return 'conflictingRole';
	}
	const isManager = candidate.roles.some(
		(held) => held.role === 'lineManager' && held.unitId === unitId && held.deputyForId === null
	);
	return isManager ? 'alreadyManager' : null;
}
