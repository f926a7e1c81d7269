/**
 * 'Vem kan se det här?': everybody who may read a case as staff today, and why. Asked of `may` itself, person by person, so
 * that the answer cannot come to mean something else than the access does.
 */
import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../../../database/column-types.ts';
import { caseReadingRoles, type HeldRole } from '../access/index.ts';
import type { RoleCode, RoleHolder, ShownPerson } from '../organisation/index.ts';
import { keptOutOf, may, type CaseSubject, type KeptOut } from './access.ts';

/** Somebody beside those who hold a role where the case is: the handler, or one whom it was shared with. */
export interface Beside extends ShownPerson {
	personId: PersonId;
	/** Everybody whom they stand in for today. */
	deputised: readonly PersonId[];
}

/** Why somebody may read a case. Dates as YYYY-MM-DD. */
export type AudienceReason =
	| { kind: 'handler' }
	| { kind: 'role'; role: RoleCode; unitName: string; since: string; until: string | null }
	| {
			kind: 'deputy';
			role: RoleCode;
			unitName: string;
			standsInFor: ShownPerson;
			since: string;
			until: string | null;
	  }
	| { kind: 'shared' };

export interface AudienceMember extends ShownPerson {
	personId: PersonId;
	/** Handler first, then roles of their own, then as a deputy, then shared. */
	reasons: AudienceReason[];
	readsNotes: boolean;
	seesReporterName: boolean;
}

/**
 * Who may read a case today.
 * @param holders everybody who holds a role along the case's path today, the nearest first
 * @param beside the handler and those it was shared with, where they hold no such role
 */
export function audienceOf(
	subject: CaseSubject,
	holders: readonly RoleHolder[],
	beside: readonly Beside[]
): AudienceMember[] {
	const keptOut = keptOutOf(subject);
	const people = new Map<PersonId, Beside>(
		[...holders, ...beside].map(({ personId, name, deputised }) => [personId, { personId, name, deputised }])
	);
	return [...people.values()].flatMap(({ personId, name, deputised }) => {
		const isTooNear = deputised.some((id) => keptOut.includes(id));
		const own = holders.filter(
			(holder) => holder.personId === personId && (holder.deputyForId === null || !isTooNear)
		);
		const roles = own.map(({ role, unitId, unitName, level, deputyForId }): HeldRole => {
			return { role, unitId, unitName, level, deputyForId };
		});
		const asker = { personId, municipalityId: subject.municipalityId, roles };
		const seen = isTooNear
			? { ...subject, sharedWith: subject.sharedWith.filter((id) => id !== personId) }
			: subject;
		if (!may(asker, 'read', seen).yes) return [];
		return {
			personId,
			name,
			reasons: reasonsFor(personId, own, seen),
			readsNotes: may(asker, 'readNotes', seen).yes,
			seesReporterName: may(asker, 'readReporterName', seen).yes
		};
	});
}

function reasonsFor(
	personId: PersonId,
	held: readonly RoleHolder[],
	{ handlerId, sharedWith }: CaseSubject
): AudienceReason[] {
	const reading = held.filter(({ role }) => (caseReadingRoles as readonly RoleCode[]).includes(role));
	const of = ({ role, unitName, validFrom: since, validTo: until }: RoleHolder) => {
		return { role, unitName, since, until };
	};
	return [
		...(handlerId === personId ? [{ kind: 'handler' } as const] : []),
		...reading
			.filter(({ deputyForId }) => deputyForId === null)
			.map((holder) => ({ kind: 'role' as const, ...of(holder) })),
		...reading
			.filter(({ deputyForId }) => deputyForId !== null)
			.map((holder) => ({
				kind: 'deputy' as const,
				...of(holder),
				standsInFor: { name: holder.deputyForName }
			})),
		...(sharedWith.includes(personId) ? [{ kind: 'shared' } as const] : [])
	];
}

/** Who acts in the handler's place today: stands in for them where the case is, and is not kept out of it. */
export function standInFor(
	{ handlerId, ...subject }: KeptOut & Pick<CaseSubject, 'handlerId'>,
	holders: readonly RoleHolder[]
): RoleHolder | undefined {
	const keptOut = keptOutOf(subject);
	return holders.find(
		({ personId, deputyForId, deputised }) =>
			handlerId !== null &&
			deputyForId === handlerId &&
			![personId, ...deputised].some((id) => keptOut.includes(id))
	);
}

/** Something that let more people see a case, or fewer, after it was reported. */
export interface AudienceChange {
	at: Temporal.Instant;
	kind: 'shared' | 'unshared' | 'takenOver' | 'transferred' | 'roleGiven' | 'deputyNamed';
	/** Who came to see it; who handed it over, for `transferred`. */
	person: ShownPerson;
	/** Who did it, where that is somebody else. */
	by: ShownPerson | null;
	role: RoleCode | null;
	unitName: string | null;
	/** YYYY-MM-DD, last day; null: until further notice. */
	until: string | null;
	/** It ended before it counted. */
	isTakenBack: boolean;
	standsInFor: ShownPerson | null;
	/** A code of where it went, for `transferred`. */
	target: string | null;
}
