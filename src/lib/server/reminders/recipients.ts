/** Who is told of a deadline. Pure. Only who may read the case: `may` is asked. */
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { keptOutOf, mayCase, type CaseSubject } from '../cases/index.ts';
import { keptOutOfRecord, mayLexSarah } from '../lex-sarah/index.ts';
import { nearestFirst, type RoleCode, type RoleHolder } from '../organisation/index.ts';
import type { Deadline } from './deadlines.ts';
import type { Audience } from './ladder.ts';

/** What the choice of people depends on, beside who holds a role where the case is. */
export interface AskedCase extends CaseSubject {
	/** The handler still works here. */
	handlerIsActive: boolean;
}

/** The roles that somebody is told in. */
export const remindedRoles = [
	'lineManager',
	'securityCoordinator',
	'lexSarahOfficer'
] as const satisfies RoleCode[];

/**
 * Who is told, beside who stands in for them (`tell` sees to that). Empty: nobody who may know of it.
 * @param holders of `remindedRoles` along the case's path on the day
 */
export function recipientsOf(
	subject: AskedCase,
	{ to, ownerId, answeringRole }: { to: Audience } & Pick<Deadline, 'ownerId' | 'answeringRole'>,
	holders: readonly RoleHolder[]
): PersonId[] {
	switch (to) {
		case 'owner':
			return ownerId === null ? [] : [ownerId];
		case 'asked':
			return ownerId === null || keptOutOf(subject).includes(ownerId) ? [] : [ownerId];
		case 'exposed':
			return [subject.affectedPersonId];
		case 'officers':
			return [];
		case 'handler': {
			const answering = answeringRole ? mayRead(subject, holders, answeringRole) : [];
			return [...new Set([...handlersOf(subject, holders), ...answering])];
		}
		case 'coordinator': {
			const coordinators = mayRead(subject, holders, 'securityCoordinator', { handlerToo: true });
			return coordinators.length > 0 ? coordinators : nextAbove(subject, holders, 0);
		}
		case 'above':
			return nextAbove(subject, holders, 0);
		case 'furtherAbove':
			return nextAbove(subject, holders, 1);
		case 'managerAbove':
			return managersAbove(subject, holders)[0] ?? [];
	}
}

/** Who handles the case, or the next above when they no longer work here. */
function handlersOf(subject: AskedCase, holders: readonly RoleHolder[]): PersonId[] {
	return subject.handlerId !== null && subject.handlerIsActive
		? [subject.handlerId]
		: nextAbove(subject, holders, 0);
}

/** The managers `levels` further up than the next; the security coordinators come after the last of them. */
function nextAbove(subject: AskedCase, holders: readonly RoleHolder[], levels: number): PersonId[] {
	const steps = [...managersAbove(subject, holders), mayRead(subject, holders, 'securityCoordinator')];
	return steps.filter((people) => people.length > 0)[levels] ?? [];
}

/** Those in post above the handler who may read the case, unit by unit, the nearest first. */
export function managersAbove(subject: AskedCase, holders: readonly RoleHolder[]): PersonId[][] {
	const { unitPath, handlerId } = subject;
	const ownPosts = holders.filter(({ role, deputyForId }) => role === 'lineManager' && deputyForId === null);
	// who handles it without a post there (the coordinator, a manager from elsewhere) has every post of the path above them
	const place = Math.max(
		...ownPosts
			.filter(({ personId }) => personId === handlerId)
			.map(({ unitId }) => unitPath.indexOf(unitId)),
		-1
	);
	const above = place === -1 ? unitPath : unitPath.slice(0, place);
	return nearestFirst(ownPosts, above)
		.map((posts) => mayRead(subject, posts, 'lineManager'))
		.filter((people) => people.length > 0);
}

/** Those who hold a role of their own and may read the case by it; the handler apart, unless asked for. */
function mayRead(
	subject: AskedCase,
	holders: readonly RoleHolder[],
	wanted: RoleCode,
	{ handlerToo = false } = {}
): PersonId[] {
	const { municipalityId, handlerId } = subject;
	const people = holders
		.filter(({ role, deputyForId }) => role === wanted && deputyForId === null)
		.filter(
			(holder) => mayCase({ personId: holder.personId, municipalityId, roles: [holder] }, 'read', subject).yes
		)
		.map(({ personId }) => personId);
	return [...new Set(people)].filter((id) => handlerToo || id !== handlerId);
}

/** The officers of a lex Sarah record who may read it by a role of their own. */
export function officersOf(
	subject: Parameters<typeof mayLexSarah>[1] & object,
	holders: readonly RoleHolder[]
): PersonId[] {
	const { municipalityId } = subject;
	const officers = holders
		.filter(({ role, deputyForId }) => role === 'lexSarahOfficer' && deputyForId === null)
		.filter(
			(holder) => mayLexSarah({ personId: holder.personId, municipalityId, roles: [holder] }, subject).yes
		)
		.map(({ personId }) => personId);
	return [...new Set(officers)];
}

/** A lex Sarah record, as far as who is told of it depends on it. */
export type AskedRecord = Parameters<typeof mayLexSarah>[1] &
	object & {
		/** Who handles the case: they know that there is a record, and are not told how far it has come. */
		handlerId: PersonId | null;
		/** Who investigates; null: nobody has begun. */
		officerId: PersonId | null;
	};

/** Who is told of a record. */
export interface RecordAudience {
	people: PersonId[];
	/** Where they are managers, who may know that a record waits below them and nothing else; null: they are its officers. */
	managersOf: UnitId | null;
}

/**
 * Who investigates a record, or its officers when nobody does; then the other officers, the managers of the administration and those of the
 * municipality.
 */
export function recordAudienceOf(
	record: AskedRecord,
	to: Audience,
	holders: readonly RoleHolder[]
): RecordAudience {
	const officers = officersOf(record, holders);
	const inCharge = officers.filter((id) => id === record.officerId);
	const asked = inCharge.length > 0 ? inCharge : officers;
	const others = officers.filter((id) => !asked.includes(id));
	const managers = holders.filter(
		({ role, deputyForId, level, personId }) =>
			role === 'lineManager' &&
			deputyForId === null &&
			(level === 'administration' || level === 'municipality') &&
			![...keptOutOfRecord(record), ...officers, record.handlerId].includes(personId)
	);
	const above = [
		{ people: others, managersOf: null },
		...nearestFirst(managers, record.unitPath).map((posts) => ({
			people: [...new Set(posts.map(({ personId }) => personId))],
			managersOf: posts[0]!.unitId
		}))
	].filter(({ people }) => people.length > 0);
	const nobody = { people: [], managersOf: null };
	if (to === 'officers') return { people: asked, managersOf: null };
	return above[to === 'furtherAbove' ? 1 : 0] ?? nobody;
}

/** Who answers a request about a workplace: the nearest managers in post and then those above them, never who asked. */
export function answerersOf(
	{ unitPath, requestedBy }: { unitPath: readonly UnitId[]; requestedBy: PersonId },
	to: Audience,
	holders: readonly RoleHolder[]
): PersonId[] {
	const posts = holders.filter(
		({ role, deputyForId, personId }) =>
			role === 'lineManager' && deputyForId === null && personId !== requestedBy
	);
	const people = nearestFirst(posts, unitPath)[to === 'above' ? 1 : 0] ?? [];
	return people.map(({ personId }) => personId);
}
