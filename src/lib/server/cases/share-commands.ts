/** Giving one more person a case to read, and taking it back. Nothing else opens to them by that. */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { capacityOf, may } from './access.ts';
import type { ShareInput, UnshareInput } from './forms.ts';
import { conflictOf, done, formId, type Outcome } from './outcome.ts';
import * as queries from './queries.ts';
import { maySeeByShare } from './share-queries.ts';
import { tellOfCase } from './tell.ts';

/** Shares a case with one more person, with the reason; also after the end. @throws NotFound, Forbidden */
export async function shareCase(context: Context, id: CaseId, input: ShareInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'share', row));
		const conflict = await conflictOf(tx, row!, input);
		if (conflict) return conflict;
		if (row!.sharedWith.includes(input.shareWith)) return done;
		if (!(await maySeeByShare(tx, row!, input.shareWith, context.now()))) {
			return { ok: false, because: 'field', field: 'shareWith', problem: 'shareNotPossible' };
		}
		const noteId = await queries.insertNote(tx, context, row!, { kind: 'decision', text: input.shareReason });
		const sharedWith = [...row!.sharedWith, input.shareWith];
		const saved = await queries.saveCase(tx, context, row!, { sharedWith });
		await activityLog.record(tx, context, {
			action: 'case.shared',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row!, 'share'),
			details: { ...saved, key: formId(input), noteId, personId: input.shareWith }
		});
		await tellOfCase(tx, context, row!, 'caseShared', [input.shareWith]);
		return done;
	});
}

/** Takes back what was shared, at once. @throws NotFound, Forbidden */
export async function unshareCase(context: Context, id: CaseId, input: UnshareInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'share', row));
		if (!row!.sharedWith.includes(input.person)) return done;
		const sharedWith = row!.sharedWith.filter((one) => one !== input.person);
		const saved = await queries.saveCase(tx, context, row!, { sharedWith });
		await activityLog.record(tx, context, {
			action: 'case.unshared',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row!, 'share'),
			details: { ...saved, key: formId(input), personId: input.person }
		});
		return done;
	});
}
