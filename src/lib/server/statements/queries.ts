import type { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId, StatementId, UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { keptOutOf, type CaseSubject } from '../cases/index.ts';
import { deputisedBy } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { AskInput, SendInput } from './forms.ts';

/** A request, or undefined when the actor may not know of it. */
export async function findRequest(tx: Tx, id: StatementId) {
	return tx.selectFrom('statementRequest').selectAll().where('id', '=', id).executeTakeFirst();
}
export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** The same, locked until the transaction ends; without the lock for who may only read it. */
export async function lockRequest(tx: Tx, id: StatementId): Promise<RequestRow | undefined> {
	const locked = await tx
		.selectFrom('statementRequest')
		.selectAll()
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirst();
	return locked ?? findRequest(tx, id);
}

/** Every request of a case, the latest first. */
export async function listRequests(tx: Tx, caseId: CaseId): Promise<RequestRow[]> {
	return tx
		.selectFrom('statementRequest')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('askedAt', 'desc')
		.orderBy('id', 'desc')
		.execute();
}

/** What a person is asked and has not finished: the one due first at the top. */
export async function listOpenRequestsOf(tx: Tx, personId: PersonId) {
	return tx
		.selectFrom('statementRequest')
		.selectAll()
		.where('personId', '=', personId)
		.where('acceptedAt', 'is', null)
		.where('declinedAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.orderBy('dueDate')
		.orderBy('id')
		.limit(100)
		.execute();
}

/** What was written to some requests, every version, the latest first. */
export async function listVersions(tx: Tx, ids: readonly StatementId[]) {
	if (ids.length === 0) return [];
	return tx
		.selectFrom('statementVersion')
		.selectAll()
		.where('requestId', 'in', ids)
		.orderBy('sequence', 'desc')
		.execute();
}
export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number];

/** Stores a question under the form's key, or under an id of its own when the key is taken. @returns its id */
export async function insertRequest(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	{ key, statementPerson, statementQuestion, statementDue }: AskInput
): Promise<StatementId> {
	const insert = (id: StatementId) =>
		tx
			.insertInto('statementRequest')
			.values({
				id,
				municipalityId: actor.municipalityId,
				caseId,
				personId: statementPerson,
				question: statementQuestion,
				dueDate: statementDue,
				askedBy: actor.personId,
				askedAt: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
	if ((await insert(key as StatementId)).numInsertedOrUpdatedRows === 1n) return key as StatementId;
	const id = newId<StatementId>();
	await insert(id);
	return id;
}

type Changes = Partial<
	Record<'sentAt' | 'declinedAt' | 'acceptedAt' | 'withdrawnAt' | 'remindedAt' | 'declineReason', string> & {
		acceptedBy: PersonId;
	}
>;

/** Changes a locked request and raises its version. */
export async function updateRequest(
	tx: Tx,
	{ id, version }: Pick<RequestRow, 'id' | 'version'>,
	changes: Changes
): Promise<void> {
	await tx
		.updateTable('statementRequest')
		.set({ ...changes, version: version + 1 })
		.where('id', '=', id)
		.execute();
}

/** Notes that somebody was reminded: nobody's form gets old by it. */
export async function markReminded(tx: Tx, id: StatementId, at: Temporal.Instant): Promise<void> {
	await tx.updateTable('statementRequest').set({ remindedAt: at.toString() }).where('id', '=', id).execute();
}

/** Stores the next version of what somebody tells, in a locked request; under the form's key, unless that is taken elsewhere. */
export async function insertVersion(
	tx: Tx,
	{ actor, now }: Context,
	{ id }: Pick<RequestRow, 'id'>,
	{ key, statementWords }: SendInput,
	sequence: number
): Promise<void> {
	const insert = (versionId: string) =>
		tx
			.insertInto('statementVersion')
			.values({
				id: versionId,
				municipalityId: actor.municipalityId,
				requestId: id,
				sequence,
				words: statementWords,
				writtenBy: actor.personId,
				writtenAt: now().toString()
			})
			.onConflict((conflict) => conflict.column('id').doNothing())
			.executeTakeFirstOrThrow();
	if ((await insert(key)).numInsertedOrUpdatedRows !== 1n) await insert(newId<string>());
}

/** Nobody reads longer lists; whoever is missing is found by name. */
const mostChoices = 50;

/**
 * Whom the handler may ask: active colleagues at the case's unit, or with a name; never themselves, the exposed person, whom it
 * is about, nor who stands in for one of those.
 */
export async function listPossiblePeople(
	tx: Tx,
	{ actor, now }: Context,
	subject: CaseSubject & { unitId: UnitId },
	name: string
): Promise<{ id: PersonId; name: string; unitName: string }[]> {
	const words = name.split(/\s+/u).filter((word) => word !== '');
	let query = tx
		.selectFrom('person')
		.innerJoin('unit', 'unit.id', 'person.unitId')
		.select(['person.id', 'person.name', 'unit.name as unitName'])
		.where('person.isActive', '=', true)
		.where('person.municipalityId', '=', actor.municipalityId)
		.where('person.id', '<>', actor.personId);
	if (words.length === 0) query = query.where('person.unitId', '=', subject.unitId);
	for (const word of words) {
		query = query.where('person.name', 'ilike', `%${word.replace(/[\\%_]/g, '\\$&')}%`);
	}
	const found = await query.orderBy('person.name').orderBy('person.id').limit(mostChoices).execute();
	const possible = await possibleAmong(
		tx,
		subject,
		found.map(({ id }) => id),
		now()
	);
	return found.filter(({ id }) => possible.has(id));
}

/** Whether somebody can be asked. */
export async function canBeAsked(
	tx: Tx,
	{ actor, now }: Context,
	subject: CaseSubject,
	id: PersonId
): Promise<boolean> {
	const row = await tx
		.selectFrom('person')
		.select('id')
		.where('id', '=', id)
		.where('isActive', '=', true)
		.executeTakeFirst();
	return (
		row !== undefined && id !== actor.personId && (await possibleAmong(tx, subject, [id], now())).has(id)
	);
}

async function possibleAmong(
	tx: Tx,
	subject: CaseSubject,
	people: readonly PersonId[],
	now: Temporal.Instant
): Promise<Set<PersonId>> {
	const keptOut = keptOutOf(subject);
	const deputised = await deputisedBy(tx, people, now);
	return new Set(
		people.filter((id) => ![id, ...(deputised.get(id) ?? [])].some((one) => keptOut.includes(one)))
	);
}
