/** Steps through the workflow: forward, to an end, and open again. What is possible when: status.ts and closing.ts. */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { holdingClosing, listDutiesOf } from '../duties/index.ts';
import { listMeasuresOf } from '../measures/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { answersFor, capacityOf, may } from './access.ts';
import { missingFor } from './closing.ts';
import { raiseDutiesAnew } from './duty-facts.ts';
import type { CloseInput, NotUndueInfluenceInput, ReopenInput, StepInput, TransferInput } from './forms.ts';
import { conflictOf, done, formId, notPossible, type Outcome } from './outcome.ts';
import * as queries from './queries.ts';
import { transitionFor, type CaseAction } from './status.ts';
import { tellOfCase, tellReporter } from './tell.ts';

/** Takes a case one step forward, without more to fill in. @throws NotFound, Forbidden */
export async function moveForward(
	context: Context,
	id: CaseId,
	action: 'act' | 'followUp',
	input: StepInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'move', row));
		const stopped = await stopBefore(tx, row!, action, input, null);
		if (stopped) return stopped;
		const to = transitionFor(row!.status, action)!.to;
		const saved = await queries.saveCase(tx, context, row!, { status: to });
		await log(tx, context, row!, 'case.moved', { ...saved, key: formId(input), to });
		return done;
	});
}

/** Closes a case: everything done, and the reporter told. @throws NotFound, Forbidden */
export async function close(context: Context, id: CaseId, input: CloseInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'move', row));
		const stopped = await stopBefore(tx, row!, 'close', input, input.feedback);
		if (stopped) return stopped;
		const saved = await end(tx, context, row!, 'close', input.feedback, {});
		await log(tx, context, row!, 'case.closed', { ...saved, key: formId(input) });
		return done;
	});
}

/** Hands a case over to another route, with the reason, and tells the reporter. @throws NotFound, Forbidden */
export async function transfer(context: Context, id: CaseId, input: TransferInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'move', row));
		const stopped = await stopBefore(tx, row!, 'transfer', input, input.transferFeedback);
		if (stopped) return stopped;
		const saved = await end(tx, context, row!, 'transfer', input.transferFeedback, {
			transferredTo: input.transferTarget,
			decisionReason: input.transferReason
		});
		await log(tx, context, row!, 'case.transferred', {
			...saved,
			key: formId(input),
			to: input.transferTarget
		});
		return done;
	});
}

/**
 * Judges that it was something else, with the reason, and tells the reporter. It still counts as a work-environment event.
 * @throws NotFound, Forbidden
 */
export async function judgeNotUndueInfluence(
	context: Context,
	id: CaseId,
	input: NotUndueInfluenceInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'move', row));
		const stopped = await stopBefore(tx, row!, 'judgeNotUndueInfluence', input, input.insteadFeedback);
		if (stopped) return stopped;
		const judged = {
			undueInfluence: 'no',
			insteadKind: input.insteadKind,
			harm: input.insteadHarm,
			decisionReason: input.insteadReason,
			assessedAt: row!.assessedAt ?? context.now(),
			assessedBy: row!.assessedBy ?? context.actor.personId
		} as const;
		const saved = await end(tx, context, row!, 'judgeNotUndueInfluence', input.insteadFeedback, judged);
		await raiseDutiesAnew(tx, context, { ...row!, ...judged });
		await log(tx, context, row!, 'case.moved', {
			...saved,
			key: formId(input),
			to: 'notUndueInfluence',
			instead: input.insteadKind,
			harm: input.insteadHarm
		});
		return done;
	});
}

/** Opens an ended case again, with the reason. It is assessed anew; the old assessment stays as a start. @throws NotFound, Forbidden */
export async function reopen(context: Context, id: CaseId, input: ReopenInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'move', row));
		// one that is handled with another report of the event is opened by undoing that (case-links)
		if (row!.mergedIntoId) return notPossible;
		const stopped = await stopBefore(tx, row!, 'reopen', input, null);
		if (stopped) return stopped;
		const changes = {
			status: transitionFor(row!.status, 'reopen')!.to,
			reopenedAt: context.now(),
			assessedAt: null,
			assessedBy: null,
			closedAt: null,
			closedBy: null,
			insteadKind: null,
			transferredTo: null,
			decisionReason: input.reopenReason
		};
		const saved = await queries.saveCase(tx, context, row!, changes);
		await raiseDutiesAnew(tx, context, { ...row!, ...changes });
		const noteId = await queries.insertNote(tx, context, row!, {
			kind: 'decision',
			text: input.reopenReason
		});
		await log(tx, context, row!, 'case.reopened', { ...saved, key: formId(input), noteId });
		await tellOfCase(tx, context, row!, 'caseReopened', [row!.handlerId]);
		await tellReporter(tx, context, row!, 'reportReopened');
		return done;
	});
}

/**
 * A line manager becomes the one who answers for the case, e.g. when nobody does or the handler is away. Who stands in for a
 * manager takes it over for that manager, who has it when the period ends.
 * @throws NotFound, Forbidden
 */
export async function takeOver(context: Context, id: CaseId, input: StepInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'takeOver', row));
		const conflict = await conflictOf(tx, row!, input);
		if (conflict) return conflict;
		if (answersFor(context.actor, row!)) return done;
		const handlerId = capacityOf(context.actor, row!, 'takeOver')?.deputyForId ?? context.actor.personId;
		const saved = await queries.saveCase(tx, context, row!, { handlerId });
		await log(tx, context, row!, 'case.takenOver', { ...saved, key: formId(input) });
		await tellOfCase(tx, context, row!, 'caseGiven', [handlerId]);
		await tellOfCase(tx, context, row!, 'caseTakenOver', [row!.handlerId]);
		await tellReporter(tx, context, row!, 'handlerChanged');
		return done;
	});
}

/** Why an action cannot be taken now; null when it can. */
async function stopBefore(
	tx: Tx,
	row: queries.CaseRow,
	action: CaseAction,
	form: { version: number; key: string },
	feedback: string | null
): Promise<Outcome | null> {
	const conflict = await conflictOf(tx, row, form);
	if (conflict) return conflict;
	if (!transitionFor(row.status, action)) return notPossible;
	const measures = (await listMeasuresOf(tx, [row.id])).map(queries.measureFacts);
	const undecidedDuties = action === 'close' ? holdingClosing(await listDutiesOf(tx, row.id)).length : 0;
	const missing = missingFor(action, { ...row, measures, undecidedDuties, feedback });
	return missing.length > 0 ? { ok: false, because: 'missing', missing } : null;
}

/**
 * Ends a case. The feedback also goes to the reporter as a message: they are told that something waits, and earlier
 * feedback is still there if the case is opened again.
 */
async function end(
	tx: Tx,
	context: Context,
	row: queries.CaseRow,
	action: CaseAction,
	feedback: string,
	changes: Parameters<typeof queries.saveCase>[3]
): Promise<{ version: number; noteId: string | null }> {
	const saved = await queries.saveCase(tx, context, row, {
		...changes,
		status: transitionFor(row.status, action)!.to,
		feedback,
		closedAt: context.now(),
		closedBy: context.actor.personId
	});
	await queries.insertMessage(tx, context, row, {
		key: newId<string>(),
		text: feedback,
		fromReporter: false
	});
	await tellReporter(tx, context, row, 'feedbackGiven');
	const reason = changes.decisionReason;
	const noteId = reason
		? await queries.insertNote(tx, context, row, { kind: 'decision', text: reason })
		: null;
	return { ...saved, noteId };
}

function log(
	tx: Tx,
	context: Context,
	row: queries.CaseRow,
	action: activityLog.ActivityAction,
	details: activityLog.Activity['details']
): Promise<void> {
	return activityLog.record(tx, context, {
		action,
		subjectKind: 'case',
		subjectId: row.id,
		by: capacityOf(context.actor, row, 'move'),
		details
	});
}
