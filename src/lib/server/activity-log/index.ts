import { sql } from 'kysely';
import type { PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Actor, Capacity } from '../access/actor.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { ActivityAction } from './actions.ts';

export interface Activity {
	action: ActivityAction;
	/**
	 * What it was done to. `search`: cases were looked for, and the subject is the one that was found. `log`: the log was looked
	 * at, and the subject is the case that it was looked at for.
	 */
	subjectKind:
		| 'case'
		| 'incident'
		| 'measure'
		| 'search'
		| 'person'
		| 'session'
		| 'unit'
		| 'organisationChange'
		| 'scimClient'
		| 'scimGroup'
		| 'assignment'
		| 'lexSarah'
		| 'log';
	subjectId: string | null;
	/** In what capacity the actor reached it; absent when they acted as themselves. */
	by?: Capacity | undefined;
	/** Codes, counts and ids. Never what somebody wrote. */
	details?: Record<string, string | number | boolean | null | string[]>;
}

/** Whose act it is. Somebody who signs in right now is one as well; null: nobody that we know, or the system itself. */
export type Doer = Pick<Actor, 'municipalityId'> & { [Id in 'personId' | 'sessionId']: Actor[Id] | null };

/** Records what the actor does, in the caller's transaction: it is logged if and only if it happens. */
export async function record(
	tx: Tx,
	{ actor, address, now }: Pick<Context, 'address' | 'now'> & { actor: Doer },
	activity: Activity
): Promise<void> {
	await tx
		.insertInto('activity')
		.values({
			id: newId<string>(),
			municipalityId: actor.municipalityId,
			at: now().toString(),
			actorId: actor.personId,
			sessionId: actor.sessionId,
			address,
			role: activity.by?.role ?? null,
			onBehalfOfId: activity.by?.deputyForId ?? null,
			action: activity.action,
			subjectKind: activity.subjectKind,
			subjectId: activity.subjectId,
			details: JSON.stringify(activity.details ?? {})
		})
		.execute();
}

/** How long one reading counts, in minutes: the same person on the same errand is one line in the log. */
export const readingMinutes = 10;

/** Records that the actor reads something, unless they did so in the same capacity a moment ago. */
export async function recordReading(
	tx: Tx,
	context: Context,
	activity: Activity & { subjectId: string }
): Promise<void> {
	const { action, subjectId, by } = activity;
	const since = context.now().subtract({ minutes: readingMinutes }).toString();
	const { rows } = await sql<{ lately: boolean }>`select recorded_lately(
		${action}, ${subjectId}, ${by?.role ?? null}, ${by?.deputyForId ?? null}, ${since}) as lately`.execute(tx);
	if (!rows[0]!.lately) await record(tx, context, activity);
}

/**
 * Records, for those of some people whose personal data are protected, that the actor is shown who they are. Row-level
 * security has already left out those whom the actor may not see.
 * @param shown everybody who is named on the page
 * @param by in what capacity the actor reached the page
 */
export async function recordProtectedPeople(
	tx: Tx,
	context: Context,
	shown: Iterable<PersonId | null>,
	by?: Capacity
): Promise<void> {
	const { personId, municipalityId } = context.actor;
	const isShown = new Set(shown);
	const protectedPeople = await tx
		.selectFrom('person')
		.select('id')
		.where('municipalityId', '=', municipalityId)
		// written out as in the partial index, so that it serves whatever is planned for
		.where(sql<boolean>`is_protected`)
		.where('id', '<>', personId)
		.execute();
	for (const { id } of protectedPeople) {
		if (!isShown.has(id)) continue;
		await recordReading(tx, context, { action: 'person.read', subjectKind: 'person', subjectId: id, by });
	}
}

export * from './actions.ts';
export { isTooOften, mostTimes, perMinutes } from './limits.ts';
export { listAudienceChanges, listCaseHistory } from './queries.ts';
export { startLogKeeper, type LogKeeper } from './keeper.ts';
export { readProofsConfig } from './proofs-config.ts';
export { exportLog, exportText } from './export.ts';
export { describeFinding, describeRemark } from './finding-text.ts';
export { integrate } from './integrate.ts';
export { findNotes, parseKey } from './note.ts';
export { logKeeper } from './proof-queries.ts';
export { rotateKey } from './rotate-key.ts';
export { verifyLog, type FoundLine, type Verification } from './verify.ts';
export { startFullCheck } from './full-check.ts';
export { mayProofs, seesProofs, type ProofsAction } from './proofs-access.ts';
export { checkProof, downloadLog, viewProofs, type ProofAnswer, type ProofsView } from './proofs-view.ts';
