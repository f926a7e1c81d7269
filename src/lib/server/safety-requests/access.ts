import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import {
	allowed,
	caseHandlingRoles,
	forbidden,
	hidden,
	holds,
	roleAbove,
	safetyRoles,
	type Actor,
	type Capacity,
	type Decision
} from '../access/index.ts';
import { mayCase, type CaseSubject } from '../cases/index.ts';

/** Where a request is made: about a case, or about a workplace. */
export interface Place {
	municipalityId: UnitId;
	/** Of the unit as the organisation is now, municipality first. */
	unitPath: readonly UnitId[];
	/** Null: about the workplace. */
	caseFile: CaseSubject | null;
}

/** A request, as far as access needs it. */
export interface RequestSubject extends Place {
	requestedBy: PersonId;
}

/** answer: as the employer. goOn: say that one turned to the authority. */
export type RequestPermission = 'read' | 'answer' | 'goOn';

/** Whether an actor may make a request at a place: its safety representatives, and about a case those who read it. */
export function mayAsk(actor: Actor, place: Place | undefined): Decision {
	if (!place || place.municipalityId !== actor.municipalityId) return hidden;
	if (place.caseFile && !mayCase(actor, 'read', place.caseFile).yes) return hidden;
	return roleAbove(actor, safetyRoles, place.unitPath) ? allowed : forbidden;
}

/**
 * What an actor may do with a request. About a case: who reads the case reads it, who handles the case answers. About a workplace: the
 * representatives and the managers of the unit and above; the managers answer. Who asked never answers. The same meaning as the
 * policies on `safety_request`.
 */
export function may(
	actor: Actor,
	permission: RequestPermission,
	subject: RequestSubject | undefined
): Decision {
	if (!subject || subject.municipalityId !== actor.municipalityId) return hidden;
	const { caseFile, unitPath, requestedBy } = subject;
	const manages = caseFile
		? mayCase(actor, 'move', caseFile).yes
		: roleAbove(actor, caseHandlingRoles, unitPath) !== undefined;
	const reads = caseFile
		? mayCase(actor, 'read', caseFile).yes
		: manages || roleAbove(actor, safetyRoles, unitPath) !== undefined;
	if (!reads) return hidden;
	if (permission === 'read') return allowed;
	const isOwn = requestedBy === actor.personId;
	return (permission === 'goOn' ? isOwn : manages && !isOwn) ? allowed : forbidden;
}

/** Whether an actor has a list of requests at all. */
export function mayList(actor: Actor): Decision {
	return holds(actor, ...safetyRoles, ...caseHandlingRoles) ? allowed : forbidden;
}

/** In what capacity an actor uses a request, for the log. */
export function capacityOn(actor: Actor, { unitPath }: Pick<Place, 'unitPath'>): Capacity | undefined {
	return roleAbove(actor, [...safetyRoles, ...caseHandlingRoles], unitPath);
}
