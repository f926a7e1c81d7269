/**
 * Two reports of one event: one case ends and is handled in the other. No words are copied from one to the other; the rules of duties judge
 * them together.
 */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import {
	conflictOf,
	formId,
	done,
	endAsDuplicate,
	isEnded,
	keptOutOf,
	lockBoth,
	mayCase,
	openCase,
	openCaseToChange,
	raiseDutiesAnew,
	standAlone,
	type CaseRow
} from '../cases/index.ts';
import type { MergeInput, UnmergeInput } from './forms.ts';
import { endLink, logBoth } from './link-steps.ts';
import { problem, type LinkOutcome, type LinkProblem } from './outcome.ts';
import * as queries from './queries.ts';

/**
 * Merges a case into another report of the same event. The actor handles both, so they are shown nothing new; nobody else is either,
 * and whoever is kept out of one is from now on kept out of both.
 * @throws NotFound, Forbidden
 */
export async function mergeCase(context: Context, id: CaseId, input: MergeInput): Promise<LinkOutcome> {
	return context.transaction(async (tx) => {
		await openCase(tx, context, id, 'link');
		const mainId = await queries.findByNumber(tx, input.mergeNumber);
		if (mainId === id) return problem('mergeNumber', 'sameCase');
		if (mainId) await lockBoth(tx, id, mainId);
		const duplicate = await openCaseToChange(tx, context, id, 'link');
		const conflict = await conflictOf(tx, duplicate.row, input);
		if (conflict) return conflict;
		const main = mainId && (await openCase(tx, context, mainId));
		if (!main || !mayCase(context.actor, 'link', main.row).yes) return problem('mergeNumber', 'noSuchCase');
		const stopped = stopBefore(duplicate.row, main.row);
		if (stopped) return problem('mergeNumber', stopped);
		if (!(await queries.canMerge(tx, id, main.row.id))) return problem('mergeNumber', 'notPossible');

		await tx
			.insertInto('caseLink')
			.values({
				id: input.key,
				municipalityId: context.actor.municipalityId,
				kind: 'duplicate',
				caseId: id,
				otherCaseId: main.row.id,
				reason: input.mergeReason,
				createdBy: context.actor.personId,
				createdAt: context.now().toString(),
				statusBefore: duplicate.row.status
			})
			.execute();
		const saved = await endAsDuplicate(tx, context, duplicate.row, {
			mainId: main.row.id,
			feedback: input.mergeFeedback
		});
		await queries.keepOutMerged(tx, main.row.id);
		await raiseDutiesAnew(tx, context, { ...duplicate.row, mergedIntoId: main.row.id });
		await logBoth(
			tx,
			context,
			'case.merged',
			[
				{ id, by: duplicate.by, details: { ...saved, key: formId(input) } },
				{ id: main.row.id, by: main.by }
			],
			{ linkId: input.key }
		);
		return done;
	});
}

/** Why two cases that the actor handles cannot be merged yet; null when they can. */
function stopBefore(duplicate: CaseRow, main: CaseRow): LinkProblem | null {
	const sameReporter =
		duplicate.reporterId === main.reporterId && duplicate.affectedPersonId === main.affectedPersonId;
	// nobody's report ends in silence
	if (!isEnded(duplicate.status) && duplicate.firstContactAt === null && !sameReporter) return 'contactFirst';
	// or the event would be left with somebody who may not see it
	if (main.handlerId !== null && keptOutOf(duplicate).includes(main.handlerId)) return 'handlerKeptOut';
	return null;
}

/** Undoes a merge: the case is as it was, and counts by itself. The actor handles both. @throws NotFound, Forbidden */
export async function unmergeCase(context: Context, id: CaseId, input: UnmergeInput): Promise<LinkOutcome> {
	return context.transaction(async (tx) => {
		const { row: before } = await openCase(tx, context, id, 'link');
		require(mayCase(context.actor, 'link', before));
		if (before.mergedIntoId) await lockBoth(tx, id, before.mergedIntoId);
		const duplicate = await openCaseToChange(tx, context, id, 'link');
		const conflict = await conflictOf(tx, duplicate.row, input);
		if (conflict) return conflict;
		const link = (await queries.listLinks(tx, id)).find(
			({ kind, caseId, endedAt }) => kind === 'duplicate' && caseId === id && endedAt === null
		);
		if (!link?.statusBefore || duplicate.row.mergedIntoId === null)
			return { ok: false, because: 'notPossible' };
		const main = await openCase(tx, context, link.otherCaseId, 'link');

		await endLink(tx, context, link.id, input.unmergeReason);
		const saved = await standAlone(tx, context, duplicate.row, link.statusBefore);
		await queries.keepOutMerged(tx, main.row.id);
		await queries.keepOutMerged(tx, id);
		// what only the other report called for ceases in each; what was decided stays as it was
		await raiseDutiesAnew(tx, context, { ...main.row, mergedIntoId: null });
		await raiseDutiesAnew(tx, context, { ...duplicate.row, mergedIntoId: null });
		await logBoth(
			tx,
			context,
			'case.unmerged',
			[
				{ id, by: duplicate.by, details: { ...saved, key: formId(input) } },
				{ id: main.row.id, by: main.by }
			],
			{ linkId: link.id }
		);
		return done;
	});
}
