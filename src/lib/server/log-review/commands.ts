import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { record } from '../activity-log/index.ts';
import { idOfForm } from '../platform/ids.ts';
import { may, officerRoleOf } from './access.ts';
import type { LimitsInput, ReviewInput } from './forms.ts';

/**
 * Writes down that the log was reviewed, how, and what came of it. It is never changed: a correction is another review. The
 * same form sent twice is one review.
 * @throws NotFound
 */
export async function recordReview(context: Context, { key, ...review }: ReviewInput): Promise<void> {
	require(may(context.actor, 'review'));
	await context.transaction(async (tx) => {
		const { method, periodFrom, periodTo, entryCount, link, outcome, reason } = review;
		const said = [method, periodFrom, periodTo, entryCount, link, outcome, reason];
		const reviewId = idOfForm<string>(key, ...said);
		const { numInsertedOrUpdatedRows } = await tx
			.insertInto('logReview')
			.values({
				...review,
				id: reviewId,
				municipalityId: context.actor.municipalityId,
				reviewerId: context.actor.personId,
				reviewedAt: context.now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
		if (numInsertedOrUpdatedRows === 0n) return;
		await record(tx, context, {
			action: 'log.reviewed',
			subjectKind: 'log',
			subjectId: null,
			by: officerRoleOf(context.actor),
			details: {
				reviewId,
				method,
				from: periodFrom,
				to: periodTo,
				outcome
			}
		});
	});
}

/** Sets what counts as unusual reading, and how often the log is to be reviewed. @throws NotFound */
export async function setLimits(context: Context, limits: LimitsInput): Promise<void> {
	require(may(context.actor, 'setLimits'));
	await context.transaction(async (tx) => {
		for (const [key, value] of Object.entries(limits)) {
			const set = {
				value: JSON.stringify(value),
				changedBy: context.actor.personId,
				changedAt: context.now().toString()
			};
			await tx
				.insertInto('setting')
				.values({ municipalityId: context.actor.municipalityId, key, ...set })
				.onConflict((conflict) => conflict.columns(['municipalityId', 'key']).doUpdateSet(set))
				.execute();
		}
		await record(tx, context, {
			action: 'log.limitsSet',
			subjectKind: 'log',
			subjectId: null,
			by: officerRoleOf(context.actor),
			details: { ...limits }
		});
	});
}
