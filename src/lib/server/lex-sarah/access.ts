import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import {
	allowed,
	forbidden,
	hidden,
	holds,
	lexSarahRoles,
	roleAbove,
	type Actor,
	type Capacity,
	type Decision
} from '../access/index.ts';

/** What a decision needs to know about a record. */
export interface LexSarahSubject {
	municipalityId: UnitId;
	/** Of the unit as the organisation is now, municipality first. */
	unitPath: readonly UnitId[];
	affectedPersonId: PersonId;
	/** Whom the case, or another report of the same event, is about: the database takes it from the case. */
	excludedPersonIds: readonly PersonId[];
}

type Asker = Pick<Actor, 'personId' | 'municipalityId' | 'roles'>;

/** For whom there is no record, nor for who stands in for them. */
export function keptOutOf({
	excludedPersonIds,
	affectedPersonId
}: Pick<LexSarahSubject, 'excludedPersonIds' | 'affectedPersonId'>): PersonId[] {
	return [...excludedPersonIds, affectedPersonId];
}

/**
 * Whether an actor may read a record, document and decide: lex Sarah officers at its unit or above, and nobody else. For whom the
 * case is about, the affected person and who stands in for one of them there is no record. The same meaning as
 * `app_reads_lex_sarah` in row-level security. That there is one is also known by who handles the case: `cases`.
 */
export function may(actor: Asker, subject: LexSarahSubject | undefined): Decision {
	if (!subject || subject.municipalityId !== actor.municipalityId) return hidden;
	const keptOut = keptOutOf(subject);
	if (keptOut.includes(actor.personId)) return hidden;
	return roleAbove(actor, lexSarahRoles, subject.unitPath, keptOut) ? allowed : hidden;
}

/** Whether an actor has a list of records at all. */
export function mayList(actor: Actor): Decision {
	return holds(actor, ...lexSarahRoles) ? allowed : forbidden;
}

/** Whether an actor is above the officers: who is told that a record waits, and sees whom to ask about it. Not the record. */
export function mayUnattended(actor: Actor): Decision {
	return unitsAboveOfficers(actor).length > 0 ? allowed : forbidden;
}

/** The administrations, and the municipality, that an actor is a manager of. */
export function unitsAboveOfficers({ roles }: Pick<Actor, 'roles'>): UnitId[] {
	const units = roles
		.filter(
			({ role, level }) => role === 'lineManager' && (level === 'administration' || level === 'municipality')
		)
		.map(({ unitId }) => unitId);
	return [...new Set(units)];
}

/** In what capacity an actor uses a record that they may read, for the log. */
export function capacityOn(actor: Actor, subject: LexSarahSubject): Capacity | undefined {
	return roleAbove(actor, lexSarahRoles, subject.unitPath, keptOutOf(subject));
}
