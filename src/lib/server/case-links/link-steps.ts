/** What a link and a merge have in common: how they end, and what stands in the history. */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Capacity } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import type { Tx } from '../platform/database.ts';

/** Ends a link; the reason stays with it. */
export async function endLink(
	tx: Tx,
	{ actor, now }: Context,
	linkId: string,
	reason: string
): Promise<void> {
	await tx
		.updateTable('caseLink')
		.set({ endedBy: actor.personId, endedAt: now().toString(), endReason: reason })
		.where('id', '=', linkId)
		.execute();
}

/**
 * In the history of both cases, each with the link's id and never the other case's: row-level security shows it to whoever may see
 * the link (migration 0028).
 */
export async function logBoth(
	tx: Tx,
	context: Context,
	action: activityLog.ActivityAction,
	subjects: readonly { id: CaseId; by: Capacity | undefined; details?: activityLog.Activity['details'] }[],
	details: activityLog.Activity['details']
): Promise<void> {
	for (const { id, by, details: own } of subjects) {
		await activityLog.record(tx, context, {
			action,
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { ...details, ...own }
		});
	}
}
