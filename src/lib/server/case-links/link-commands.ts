/** Links that somebody makes between two cases, and takes away. Nothing of one case opens by it for who reads the other. */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Capacity } from '../access/actor.ts';
import * as activityLog from '../activity-log/index.ts';
import { done, mayCase, openCase, openCaseToChange } from '../cases/index.ts';
import type { Tx } from '../platform/database.ts';
import type { RelateInput, UnlinkInput } from './forms.ts';
import { problem, type LinkOutcome } from './outcome.ts';
import * as queries from './queries.ts';

/**
 * Links a case that the actor handles to another one whose notes they may read, with the reason.
 * @throws NotFound, Forbidden
 */
export async function relateCases(context: Context, id: CaseId, input: RelateInput): Promise<LinkOutcome> {
	return context.transaction(async (tx) => {
		const { by } = await openCaseToChange(tx, context, id, 'link');
		const otherId = await queries.findByNumber(tx, input.relateNumber);
		if (otherId === id) return problem('relateNumber', 'sameCase');
		const other = otherId && (await openCase(tx, context, otherId));
		if (!other || !mayCase(context.actor, 'readNotes', other.row).yes) {
			return problem('relateNumber', 'noSuchCase');
		}
		const links = await queries.listLinks(tx, id);
		if (links.some((link) => link.id === input.key)) return done;
		const isLinked = links.some(
			({ kind, endedAt, caseId, otherCaseId }) =>
				kind === 'related' && endedAt === null && [caseId, otherCaseId].includes(other.row.id)
		);
		if (isLinked) return problem('relateNumber', 'already');
		await tx
			.insertInto('caseLink')
			.values({
				id: input.key,
				municipalityId: context.actor.municipalityId,
				kind: 'related',
				caseId: id,
				otherCaseId: other.row.id,
				reason: input.relateReason,
				createdBy: context.actor.personId,
				createdAt: context.now().toString()
			})
			.execute();
		await logBoth(
			tx,
			context,
			'case.linked',
			[
				{ id, by },
				{ id: other.row.id, by: other.by }
			],
			{ linkId: input.key }
		);
		return done;
	});
}

/** Takes away a link of a case that the actor handles, with the reason. @throws NotFound, Forbidden */
export async function unlinkCases(context: Context, id: CaseId, input: UnlinkInput): Promise<LinkOutcome> {
	return context.transaction(async (tx) => {
		const { by } = await openCaseToChange(tx, context, id, 'link');
		const link = (await queries.listLinks(tx, id)).find(
			({ id: linkId, kind }) => linkId === input.link && kind === 'related'
		);
		if (!link) return { ok: false, because: 'notPossible' };
		if (link.endedAt !== null) return done;
		const other = await openCase(tx, context, link.caseId === id ? link.otherCaseId : link.caseId);
		await endLink(tx, context, link.id, input.unlinkReason);
		await logBoth(
			tx,
			context,
			'case.unlinked',
			[
				{ id, by },
				{ id: other.row.id, by: other.by }
			],
			{ linkId: link.id }
		);
		return done;
	});
}

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
