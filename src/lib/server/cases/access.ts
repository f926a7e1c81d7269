import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import {
	caseHandlingRoles,
	caseReadingRoles,
	noteRoles,
	roleAbove,
	standsInFor,
	type Actor,
	type Capacity
} from '../access/actor.ts';
import { allowed, forbidden, hidden, type Decision } from '../access/decision.ts';
import type { RoleCode } from '../organisation/index.ts';

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
	'seeExcluded',
	'share',
	'link',
	'decideDuty'
] as const;
/** Who may be the second person: agree, or not, that something the law asks for is not needed here. */
export const secondPersonRoles = [...caseHandlingRoles, 'securityCoordinator'] as const satisfies RoleCode[];
export const casePermissions = [
	'read',
	'readReporterName',
	...noteReading,
	...handling,
	'reviewDuty'
] as const;
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
	/** Who is kept out of another report of the same event, and so of this one (case-links). Never shown. */
	keptOutByMerge: readonly PersonId[];
	/** Who was given this one case to read. */
	sharedWith: readonly PersonId[];
	/** The reporter asked to be named only to those who handle the case. */
	hideName: boolean;
}

/** Whoever asks: an actor, or somebody of whom it is asked whether they would see it. */
export type Asker = Pick<Actor, 'personId' | 'municipalityId' | 'roles'>;

/**
 * What an actor may do with a case as staff. The same meaning as app_reads_case, app_handles_case and app_reads_notes in
 * row-level security. What reporters may do with their own case: incidents/access.ts.
 */
export function may(actor: Asker, permission: CasePermission, subject: CaseSubject | undefined): Decision {
	if (!subject || subject.municipalityId !== actor.municipalityId) return hidden;
	const { unitPath, handlerId, sharedWith, hideName } = subject;
	const keptOut = keptOutOf(subject);
	const reaches = (roles: Parameters<typeof roleAbove>[1]) =>
		roleAbove(actor, roles, unitPath, keptOut) !== undefined;
	if (keptOut.includes(actor.personId)) return hidden;

	const isHandler = handlerId === actor.personId;
	const handles = isHandler || reaches(caseHandlingRoles);
	const isShared = sharedWith.includes(actor.personId) && !standsInFor(actor, keptOut);
	if (!handles && !isShared && !reaches(caseReadingRoles)) return hidden;
	if (permission === 'read' || handles) return allowed;
	if (permission === 'readReporterName') return hideName ? forbidden : allowed;
	if (permission === 'reviewDuty') return reaches(secondPersonRoles) ? allowed : forbidden;
	const readsNotes = isShared || reaches(noteRoles);
	return readsNotes && (noteReading as readonly CasePermission[]).includes(permission) ? allowed : forbidden;
}

/**
 * Who does not know the case as staff, nor does who stands in for them: whom it is about, and who was exposed; of every report of
 * the same event.
 */
export function keptOutOf({ excludedPersonIds, keptOutByMerge, affectedPersonId }: KeptOut): PersonId[] {
	return [...excludedPersonIds, ...keptOutByMerge, affectedPersonId];
}
export type KeptOut = Pick<CaseSubject, 'excludedPersonIds' | 'keptOutByMerge' | 'affectedPersonId'>;

/**
 * In what capacity an actor uses a permission that `may` gives them, for the log: their own role before that of handler, and
 * that before a case shared with them, or a role in which they stand in for somebody.
 */
export function capacityOf(
	actor: Actor,
	subject: CaseSubject,
	permission: CasePermission = 'read'
): Capacity | undefined {
	const { unitPath, handlerId, sharedWith } = subject;
	const isHandling = (handling as readonly CasePermission[]).includes(permission);
	const isNote = (noteReading as readonly CasePermission[]).includes(permission);
	const reading = permission === 'reviewDuty' ? secondPersonRoles : isNote ? noteRoles : caseReadingRoles;
	const roles = isHandling ? caseHandlingRoles : reading;
	const held = roleAbove(actor, roles, unitPath, keptOutOf(subject));
	if (held?.deputyForId === null) return held;
	if (handlerId === actor.personId) return { role: 'handler', deputyForId: null };
	if (sharedWith.includes(actor.personId) && !isHandling && !standsInFor(actor, keptOutOf(subject))) {
		return { role: 'sharedReader', deputyForId: null };
	}
	return held;
}

/** Whether a case is the actor's to act on: as its handler, or standing in for its handler. */
export function answersFor(actor: Asker, subject: CaseSubject): boolean {
	if (!may(actor, 'move', subject).yes) return false;
	return (
		subject.handlerId === actor.personId ||
		(!standsInFor(actor, keptOutOf(subject)) &&
			actor.roles.some(
				({ role, unitId, deputyForId }) =>
					(caseHandlingRoles as readonly RoleCode[]).includes(role) &&
					deputyForId !== null &&
					deputyForId === subject.handlerId &&
					subject.unitPath.includes(unitId)
			))
	);
}
