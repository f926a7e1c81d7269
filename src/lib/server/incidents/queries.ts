import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { IncidentId, PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { peopleOf } from '../organisation/index.ts';
import { timestamp, type Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { NewIncident } from './incident.ts';
import { referenceMark } from './reference-mark.ts';

/** An incident as it stands, or undefined when the actor may not know of it. */
export async function findIncident(tx: Tx, id: IncidentId) {
	return tx.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst();
}
export type IncidentRow = NonNullable<Awaited<ReturnType<typeof findIncident>>>;

/** What the actor already sent with this form, and how many reports they sent since an instant. */
export async function findEarlierReport(
	tx: Tx,
	reporterId: PersonId,
	idempotencyKey: string,
	since: Temporal.Instant
): Promise<{ id: IncidentId | null; text: string | null; recent: number }> {
	const row = await tx
		.selectFrom('incident')
		.select([
			sql<IncidentId | null>`(array_agg(id) filter (where idempotency_key = ${idempotencyKey}))[1]`.as('id'),
			sql<string | null>`(array_agg(text) filter (where idempotency_key = ${idempotencyKey}))[1]`.as('text'),
			sql<number>`count(*) filter (where reported_at > ${since.toString()})::integer`.as('recent')
		])
		.where('reporterId', '=', reporterId)
		.where((eb) =>
			eb.or([eb('idempotencyKey', '=', idempotencyKey), eb('reportedAt', '>', timestamp(since))])
		)
		.executeTakeFirstOrThrow();
	return row;
}

/**
 * Stores a new incident. Its number is given by the database when the transaction commits.
 * @returns null when the same form was stored at this very moment, by a double click
 */
export async function insertIncident(
	tx: Tx,
	{ actor, now, referenceKey }: Context,
	input: NewIncident,
	place: { unitPath: UnitId[]; excludedPersonIds: PersonId[] }
): Promise<{ id: IncidentId; reportedAt: Temporal.Instant } | null> {
	const id = newId<IncidentId>();
	const reportedAt = now();
	// who it is about is stored as who is kept out of it
	const { involvedPersonIds: _, nearestManagerInvolved: __, occurredAt, several, ...rest } = input;
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('incident')
		.values({
			...rest,
			...place,
			id,
			municipalityId: actor.municipalityId,
			referenceMark: referenceMark(referenceKey, actor.municipalityId, input.caseReference),
			...(several && {
				occurrences: several.occurrences,
				lastOccurredAt: several.lastOccurredAt?.toString() ?? null
			}),
			reporterId: actor.personId,
			reportedAt: reportedAt.toString(),
			occurredAt: occurredAt.toString()
		})
		// waits for the other one to commit
		.onConflict((conflict) => conflict.columns(['reporterId', 'idempotencyKey']).doNothing())
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows === 1n ? { id, reportedAt } : null;
}

/** What was added after sending, oldest first. */
export async function listAdditions(tx: Tx, incidentId: IncidentId) {
	const additions = await tx
		.selectFrom('incidentAddition')
		.select(['id', 'createdAt', 'text', 'changedFields', 'authorId'])
		.where('incidentId', '=', incidentId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const person = await peopleOf(
		tx,
		additions.map(({ authorId }) => authorId)
	);
	return additions.map((addition) => ({ ...addition, author: person(addition.authorId) }));
}

export async function insertAddition(
	tx: Tx,
	{ actor, now }: Context,
	addition: { incidentId: IncidentId; text: string | null; changedFields: string[] }
): Promise<void> {
	await tx
		.insertInto('incidentAddition')
		.values({
			...addition,
			id: newId<string>(),
			municipalityId: actor.municipalityId,
			authorId: actor.personId,
			createdAt: now().toString()
		})
		.execute();
}
