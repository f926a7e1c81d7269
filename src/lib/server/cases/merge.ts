/** What a merge does to the case that ends by it. Who may, and with what: case-links. */
import { sql } from 'kysely';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { insertMessage, saveCase, type CaseRow } from './queries.ts';
import { isEnded, type CaseStatus } from './status.ts';
import { tellReporter } from './tell.ts';

/**
 * Ends a locked case as another report of the same event, and tells its reporter. One that had ended keeps how it ended.
 * @param feedback what the reporter is told
 */
export async function endAsDuplicate(
	tx: Tx,
	context: Context,
	row: CaseRow,
	{ mainId, feedback }: { mainId: CaseId; feedback: string }
): Promise<{ version: number }> {
	const saved = await saveCase(tx, context, row, {
		mergedIntoId: mainId,
		...(!isEnded(row.status) && {
			status: 'closed',
			feedback,
			closedAt: context.now(),
			closedBy: context.actor.personId
		})
	});
	await insertMessage(tx, context, row, { key: newId<string>(), text: feedback, fromReporter: false });
	await tellReporter(tx, context, row, 'feedbackGiven');
	return saved;
}

/** Lets a locked case stand by itself again, in the status that it had. */
export async function standAlone(
	tx: Tx,
	context: Context,
	row: CaseRow,
	statusBefore: CaseStatus
): Promise<{ version: number }> {
	const saved = await saveCase(tx, context, row, {
		mergedIntoId: null,
		...(!isEnded(statusBefore) && {
			status: statusBefore,
			feedback: null,
			closedAt: null,
			closedBy: null
		})
	});
	if (!isEnded(statusBefore)) await tellReporter(tx, context, row, 'reportReopened');
	return saved;
}

/** Locks two cases in the same order whoever asks, so that two merges never wait for each other in a circle. */
export async function lockBoth(tx: Tx, one: CaseId, other: CaseId): Promise<void> {
	await sql`select from case_file c where c.id in (${one}, ${other}) order by c.id for update`.execute(tx);
}
