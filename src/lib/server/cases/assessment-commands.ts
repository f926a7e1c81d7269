import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { listMeasuresOf } from '../measures/index.ts';
import { capacityOf, may } from './access.ts';
import { gravest } from './assessment.ts';
import { raiseDutiesAnew } from './duty-facts.ts';
import type { AssessmentInput } from './forms.ts';
import { conflictOf, done, formId, notPossible, type Outcome } from './outcome.ts';
import * as queries from './queries.ts';
import { isEnded, transitionFor, type CaseStatus } from './status.ts';
import { tellOfGravity } from './tell.ts';

/**
 * Assesses what it was; again when more is known. The latest assessment counts, and each one stays: its codes in the
 * activity log, its reason among the notes.
 *
 * @throws NotFound, Forbidden
 */
export async function assess(context: Context, id: CaseId, input: AssessmentInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const found = await queries.lockCase(tx, id);
		require(may(context.actor, 'assess', found));
		const row = found!;
		const conflict = await conflictOf(tx, row, input);
		if (conflict) return conflict;
		if (isEnded(row.status)) return notPossible;

		const { key: _key, version: _version, ...assessment } = input;
		const measures = await listMeasuresOf(tx, [id]);
		const hasMeasures = measures.some(({ cancelledAt }) => !cancelledAt);
		const changes = {
			...assessment,
			assessedAt: context.now(),
			assessedBy: context.actor.personId,
			status: statusAfter(row.status, hasMeasures)
		};
		const saved = await queries.saveCase(tx, context, row, changes);
		const duties = await raiseDutiesAnew(tx, context, { ...row, ...changes });
		const noteId = await queries.insertNote(tx, context, row, { kind: 'decision', text: input.rationale });
		const { rationale: _rationale, ...codes } = assessment;
		await activityLog.record(tx, context, {
			action: 'case.assessed',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row, 'assess'),
			details: { ...saved, key: formId(input), noteId, again: row.assessedAt !== null, duties, ...codes }
		});
		if (input.severity === gravest && row.severity !== gravest) await tellOfGravity(tx, context, row);
		return done;
	});
}

/** An assessment begins the case if nothing has, and measures that were already decided are now acted on. */
function statusAfter(status: CaseStatus, hasMeasures: boolean): CaseStatus {
	const started = transitionFor(status, 'assess')?.to ?? status;
	const acting = started === 'assessing' && hasMeasures ? transitionFor(started, 'act') : null;
	return acting?.to ?? started;
}
