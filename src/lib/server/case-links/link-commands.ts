/** Links that somebody makes between two cases, and takes away. Nothing of one case opens by it for who reads the other. */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { done, mayCase, openCase, openCaseToChange } from '../cases/index.ts';
import { idOfForm } from '../platform/ids.ts';
import type { RelateInput, UnlinkInput } from './forms.ts';
import { endLink, logBoth } from './link-steps.ts';
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
		const linkId = idOfForm<string>(input.key, id, other.row.id, input.relateReason);
		const links = await queries.listLinks(tx, id);
		if (links.some((link) => link.id === linkId)) return done;
		const isLinked = links.some(
			({ kind, endedAt, caseId, otherCaseId }) =>
				kind === 'related' && endedAt === null && [caseId, otherCaseId].includes(other.row.id)
		);
		if (isLinked) return problem('relateNumber', 'already');
		await tx
			.insertInto('caseLink')
			.values({
				id: linkId,
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
			{ linkId }
		);
		return done;
	});
}

/** Takes away a link of a case that the actor handles, with the reason. @throws NotFound, Forbidden */
export async function unlinkCases(context: Context, id: CaseId, input: UnlinkInput): Promise<LinkOutcome> {
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, 'link');
		require(mayCase(context.actor, 'link', row));
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
