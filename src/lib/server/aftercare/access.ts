import type { Actor } from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';
import { mayCase, type CaseSubject } from '../cases/index.ts';
import type { IncidentSubject } from '../incidents/index.ts';

/** read: the steps, their notes and the answers. record: what came of a step. answer: one's own 'Fick du stöd?'. */
export const aftercarePermissions = ['read', 'record'] as const;
export type AftercarePermission = (typeof aftercarePermissions)[number];

/** What an actor may do with the aftercare of a case, as staff. The policies of migration 0027 mean the same. */
export function may(
	actor: Actor,
	permission: AftercarePermission,
	subject: CaseSubject | undefined
): Decision {
	if (!mayCase(actor, 'read', subject).yes) return hidden;
	return mayCase(actor, permission === 'read' ? 'readNotes' : 'support', subject).yes ? allowed : forbidden;
}

/** Whether it is the actor who was exposed: only they read and answer their own page, not who reported for them. */
export function mayOwn(actor: Actor, incident: IncidentSubject | undefined): Decision {
	return incident?.affectedPersonId === actor.personId ? allowed : hidden;
}
