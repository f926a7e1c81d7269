import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { holdsAbove, type Actor, type Capacity } from '../access/actor.ts';
import { allowed, hidden, type Decision } from '../access/decision.ts';

export type IncidentAction = 'readOwn' | 'add' | 'mask' | 'correct';

/** What a decision needs to know about an incident. */
export interface IncidentSubject {
	reporterId: PersonId;
	affectedPersonId: PersonId;
}

/**
 * What an actor may do with an incident as the one who reported it or was exposed. Everybody signed in may report.
 * What staff may do with it is decided by its case (cases/access.ts).
 */
export function may(actor: Actor, action: IncidentAction, incident: IncidentSubject | undefined): Decision {
	if (!incident) return hidden;
	const isReporter = incident.reporterId === actor.personId;
	const isAffected = incident.affectedPersonId === actor.personId;
	// only the one who wrote the words may mask or correct them
	return (action === 'mask' || action === 'correct' ? isReporter : isReporter || isAffected)
		? allowed
		: hidden;
}

/** In what capacity, for the log: the reporter as themselves, and whoever was exposed when somebody else reported as that. */
export function capacityOnOwn(actor: Actor, incident: IncidentSubject): Capacity | undefined {
	return incident.reporterId === actor.personId ? undefined : { role: 'affectedPerson', deputyForId: null };
}

/** Whether an actor may write down what somebody at a unit told them as their manager. @param unitPath root first */
export function mayRegisterWordOfMouth(actor: Actor, unitPath: readonly UnitId[]): boolean {
	return holdsAbove(actor, ['lineManager'], unitPath);
}
