import type { Context } from '../access/context.ts';
import type { Actor, HeldRole } from '../access/actor.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';

/**
 * What may be recorded, one word per event: `<module>.<past tense>`. Reading something sensitive is an event as well.
 */
export type ActivityAction =
	| 'session.began'
	| 'session.renewed'
	| 'session.ended'
	| 'session.refused'
	| 'account.invited'
	| 'account.opened'
	| 'account.closed'
	| 'account.passwordChanged'
	| 'account.passkeyAdded'
	| 'account.passkeyRemoved'
	| 'account.recoveryCodesMade'
	| 'account.recoveryCodeUsed'
	| 'incident.reported'
	| 'incident.added'
	| 'incident.masked'
	| 'incident.imported'
	| 'case.read'
	| 'case.contacted'
	| 'case.assessed'
	| 'case.moved'
	| 'case.reopened'
	| 'case.transferred'
	| 'case.closed'
	| 'case.noted'
	| 'case.supported'
	| 'case.messaged'
	| 'case.answered'
	| 'measure.added'
	| 'measure.changed'
	| 'measure.done'
	| 'measure.cancelled'
	| 'measure.evaluated'
	| 'statistics.exported'
	| 'organisation.changed';

export interface Activity {
	action: ActivityAction;
	subjectKind: 'case' | 'incident' | 'organisationChange' | 'person' | 'session' | 'unit';
	subjectId: string | null;
	/** The role by which the actor reached it; absent when they acted as themselves. */
	by?: Pick<HeldRole, 'role' | 'deputyForId'> | undefined;
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

export { isTooOften, mostTimes, perMinutes } from './limits.ts';
export { listCaseHistory } from './queries.ts';
