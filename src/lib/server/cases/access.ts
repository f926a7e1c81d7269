import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import {
	caseHandlingRoles,
	caseReadingRoles,
	noteRoles,
	roleAbove,
	type Actor,
	type Capacity
} from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';

/** What reading gives, and to whom. The rest of the permissions belong to who handles the case. */
const noteReading = ['readNotes', 'readMessages', 'note'] as const;
const handling = [
	'recordContact',
	'support',
	'assess',
	'move',
	'message',
	'addMeasure',
	'changeMeasure',
	'takeOver',
	'seeExcluded'
] as const;
export const casePermissions = ['read', 'readReporterName', ...noteReading, ...handling] as const;
export type CasePermission = (typeof casePermissions)[number];

/** What a decision needs to know about a case. */
export interface CaseSubject {
	municipalityId: UnitId;
	/** Of the unit as the organisation is now, municipality first. */
	unitPath: readonly UnitId[];
	handlerId: PersonId | null;
	affectedPersonId: PersonId;
	/** Whom it is about. */
	excludedPersonIds: readonly PersonId[];
	/** Who was given this one case to read. */
	sharedWith: readonly PersonId[];
	/** The reporter asked to be named only to those who handle the case. */
	hideName: boolean;
}

/**
 * What an actor may do with a case as staff. The same meaning as app_reads_case, app_handles_case and app_reads_notes in
 * row-level security. What reporters may do with their own case: incidents/access.ts.
 */
export function may(actor: Actor, permission: CasePermission, subject: CaseSubject | undefined): Decision {
	if (!subject || subject.municipalityId !== actor.municipalityId) return hidden;
	const { unitPath, handlerId, excludedPersonIds, affectedPersonId, sharedWith, hideName } = subject;
	const reaches = (roles: Parameters<typeof roleAbove>[1]) =>
		roleAbove(actor, roles, unitPath, excludedPersonIds) !== undefined;
	if (excludedPersonIds.includes(actor.personId) || affectedPersonId === actor.personId) return hidden;

	const isHandler = handlerId === actor.personId;
	const handles = isHandler || reaches(caseHandlingRoles);
	const isShared = sharedWith.includes(actor.personId);
	if (!handles && !isShared && !reaches(caseReadingRoles)) return hidden;
	if (permission === 'read' || handles) return allowed;
	if (permission === 'readReporterName') return hideName ? forbidden : allowed;
	const readsNotes = isShared || reaches(noteRoles);
	return readsNotes && (noteReading as readonly CasePermission[]).includes(permission) ? allowed : forbidden;
}

/**
 * In what capacity an actor uses a permission that `may` gives them, for the log: their own role before that of handler, and
 * that before a case shared with them, or a role in which they stand in for somebody.
 */
export function capacityOf(
	actor: Actor,
	subject: CaseSubject,
	permission: CasePermission = 'read'
): Capacity | undefined {
	const { unitPath, handlerId, excludedPersonIds, sharedWith } = subject;
	const isHandling = (handling as readonly CasePermission[]).includes(permission);
	const isNote = (noteReading as readonly CasePermission[]).includes(permission);
	const roles = isHandling ? caseHandlingRoles : isNote ? noteRoles : caseReadingRoles;
	const held = roleAbove(actor, roles, unitPath, excludedPersonIds);
	if (held?.deputyForId === null) return held;
	if (handlerId === actor.personId) return { role: 'handler', deputyForId: null };
	if (sharedWith.includes(actor.personId) && !isHandling) return { role: 'sharedReader', deputyForId: null };
	return held;
}
