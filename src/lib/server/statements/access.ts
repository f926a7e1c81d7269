import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Actor } from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';
import { mayCase, type CaseSubject } from '../cases/index.ts';

/** What a decision needs to know about a request. */
export interface StatementSubject {
	municipalityId: UnitId;
	personId: PersonId;
}

/** Whether the actor may read or handle the statements of a case, as staff. The policies of migration 0027 mean the same. */
export function may(actor: Actor, permission: 'read' | 'handle', subject: CaseSubject | undefined): Decision {
	if (!mayCase(actor, 'read', subject).yes) return hidden;
	return mayCase(actor, permission === 'read' ? 'readNotes' : 'addMeasure', subject).yes
		? allowed
		: forbidden;
}

/** Whether it is the actor who was asked: only they read the question on its own, answer or decline. */
export function mayAnswer(actor: Actor, request: StatementSubject | undefined): Decision {
	if (!request || request.municipalityId !== actor.municipalityId) return hidden;
	return request.personId === actor.personId ? allowed : hidden;
}
