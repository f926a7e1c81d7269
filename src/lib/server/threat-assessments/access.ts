import { roleAbove, type Capacity } from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';
import { keptOutOf, mayCase, type Asker, type CaseSubject } from '../cases/index.ts';

/**
 * read: the level, the dates and the protection. readWords: also the reasons and what was asked. request: ask for an assessment.
 * assess: make one. protect: decide on protection.
 */
export const threatPermissions = ['read', 'readWords', 'request', 'assess', 'protect'] as const;
export type ThreatPermission = (typeof threatPermissions)[number];

/** What an actor may do with the threat assessments of a case. The policies of migration 0027 mean the same. */
export function may(actor: Asker, permission: ThreatPermission, subject: CaseSubject | undefined): Decision {
	if (!mayCase(actor, 'read', subject).yes) return hidden;
	const handles = mayCase(actor, 'addMeasure', subject).yes;
	const isAllowed = {
		read: true,
		readWords: mayCase(actor, 'readNotes', subject).yes,
		request: handles,
		assess: coordinates(actor, subject!) !== undefined,
		protect: handles || coordinates(actor, subject!) !== undefined
	}[permission];
	return isAllowed ? allowed : forbidden;
}

/** In what capacity an actor coordinates security where a case is; undefined when they do not. */
export function coordinates(actor: Asker, subject: CaseSubject): Capacity | undefined {
	const held = roleAbove(actor, ['securityCoordinator'], subject.unitPath, keptOutOf(subject));
	return held && { role: held.role, deputyForId: held.deputyForId };
}
