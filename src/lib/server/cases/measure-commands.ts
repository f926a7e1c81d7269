/**
 * What happens to the measures of a case. Here and not in `measures`, since the case decides who may, keeps its next step in
 * the same transaction, and has the history. The case is always locked before the measure, so that two never wait for each
 * other in a circle.
 */
import type { CaseId, MeasureId } from '../../../../database/column-types.ts';
import type { Capacity } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	findMeasure,
	insertMeasure,
	isActivePerson,
	isPossible,
	listMeasuresOf,
	lockMeasure,
	mayMeasure,
	statusOf,
	updateMeasure,
	type CancelInput,
	type ChangeInput,
	type EvaluateInput,
	type MeasurePermission,
	type MeasureRow,
	type MeasureStep,
	type NewMeasureInput
} from '../measures/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { capacityOf, may } from './access.ts';
import { keptFromMeasures } from './case-view.ts';
import { done, notPossible, type Outcome } from './outcome.ts';
import * as queries from './queries.ts';
import { isEnded, transitionFor } from './status.ts';
import { tellHandler, tellOfMeasure } from './tell.ts';

/** Adds a measure; when the case is assessed, it is now being acted on. @throws NotFound, Forbidden */
export async function addMeasure(context: Context, id: CaseId, input: NewMeasureInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const found = await queries.lockCase(tx, id);
		require(may(context.actor, 'addMeasure', found));
		const row = found!;
		if (await findSame(tx, id, input)) return done;
		if (isEnded(row.status)) return notPossible;
		const wrong = await wrongField(tx, context, row, input);
		if (wrong) return wrong;

		const measureId = await insertMeasure(tx, context, input, { caseId: id, at: context.now() });
		const acts = row.assessedAt !== null && row.status === 'assessing';
		const saved = acts
			? await queries.saveCase(tx, context, row, { status: transitionFor(row.status, 'act')!.to })
			: {};
		if (!acts) await queries.saveNextDue(tx, row);
		await activityLog.record(tx, context, {
			action: 'measure.added',
			subjectKind: 'case',
			subjectId: id,
			by: capacityOf(context.actor, row, 'addMeasure'),
			details: { ...saved, measureId, kind: input.measureKind }
		});
		await tellOfMeasure(tx, context, { id: measureId, ownerId: input.ownerId });
		return done;
	});
}

/**
 * Adds a measure that a module above decided on, in its transaction. That module says who may: a security coordinator protects
 * without handling the case, and row-level security knows that too. The status stays: to act is the manager's step.
 * @returns the measure; the same form sent twice gives the same one
 */
export async function addDecidedMeasure(
	tx: Tx,
	context: Context,
	row: queries.CaseRow,
	input: NewMeasureInput,
	by: Capacity | undefined
): Promise<{ ok: true; measureId: MeasureId; isNew: boolean } | Exclude<Outcome, { ok: true }>> {
	const same = await findSame(tx, row.id, input);
	if (same) return { ok: true, measureId: same.id, isNew: false };
	const wrong = await wrongField(tx, context, row, input);
	if (wrong && !wrong.ok) return wrong;
	const measureId = await insertMeasure(tx, context, input, { caseId: row.id, at: context.now() });
	if (may(context.actor, 'addMeasure', row).yes) await queries.saveNextDue(tx, row);
	else await queries.saveNextDueAsCoordinator(tx, row);
	await activityLog.record(tx, context, {
		action: 'measure.added',
		subjectKind: 'case',
		subjectId: row.id,
		by,
		details: { measureId, kind: input.measureKind }
	});
	return { ok: true, measureId, isNew: true };
}

/** What the same form made before. With other words, another owner or another day it is another measure. */
async function findSame(tx: Tx, caseId: CaseId, form: NewMeasureInput): Promise<MeasureRow | undefined> {
	return (await listMeasuresOf(tx, [caseId])).find(
		({ id, kind, description, ownerId, dueDate }) =>
			id === form.key &&
			kind === form.measureKind &&
			description === form.description &&
			ownerId === form.ownerId &&
			dueDate === form.dueDate
	);
}

async function wrongField(
	tx: Tx,
	context: Context,
	row: Pick<queries.CaseRow, 'excludedPersonIds' | 'keptOutByMerge'>,
	{ ownerId, dueDate }: ChangeInput | NewMeasureInput
): Promise<Outcome | null> {
	if (dueDate < dateIn(context.now()).toString()) {
		return { ok: false, because: 'field', field: 'dueDate', problem: 'dueInPast' };
	}
	// whoever the case is about would learn of it by being asked to do something
	const kept = await keptFromMeasures(tx, context, row, [{ id: ownerId }]);
	if (kept.has(ownerId) || !(await isActivePerson(tx, ownerId))) {
		return { ok: false, because: 'field', field: 'ownerId', problem: 'ownerNotPossible' };
	}
	return null;
}

/** Says that a measure is done. @throws NotFound, Forbidden */
export async function finishMeasure(
	context: Context,
	id: MeasureId,
	{ version }: { version: number }
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { measure, row, handles, stopped } = await openMeasure(
			tx,
			context,
			id,
			'finish',
			version,
			({ doneAt }) => doneAt !== null
		);
		require(mayMeasure(context.actor, 'finish', measure, { handles, reads: row !== undefined }));
		if (stopped) return stopped;
		await updateMeasure(tx, measure!, { doneAt: context.now().toString() });
		await tellHandler(tx, context, measure!.caseId!, 'measureDone');
		return settle(tx, context, measure!, row, handles, 'measure.done');
	});
}

/** Gives a measure another owner or another date. @throws NotFound, Forbidden */
export async function changeMeasure(
	context: Context,
	id: MeasureId,
	{ version, ...input }: ChangeInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { measure, row, handles, stopped } = await openMeasure(
			tx,
			context,
			id,
			'change',
			version,
			({ ownerId, dueDate }) => ownerId === input.ownerId && dueDate === input.dueDate
		);
		require(mayMeasure(context.actor, 'change', measure, { handles, reads: row !== undefined }));
		if (stopped) return stopped;
		const wrong = await wrongField(tx, context, row!, { version, ...input });
		if (wrong) return wrong;
		await updateMeasure(tx, measure!, input);
		if (input.ownerId !== measure!.ownerId) {
			await tellOfMeasure(tx, context, { id, ownerId: input.ownerId });
		}
		return settle(tx, context, measure!, row, handles, 'measure.changed');
	});
}

/** Cancels a measure ('utgår'), with the reason. @throws NotFound, Forbidden */
export async function cancelMeasure(
	context: Context,
	id: MeasureId,
	{ version, cancelReason }: CancelInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { measure, row, handles, stopped } = await openMeasure(
			tx,
			context,
			id,
			'cancel',
			version,
			(now) => now.cancelReason === cancelReason
		);
		require(mayMeasure(context.actor, 'cancel', measure, { handles, reads: row !== undefined }));
		if (stopped) return stopped;
		await updateMeasure(tx, measure!, { cancelledAt: context.now().toString(), cancelReason });
		return settle(tx, context, measure!, row, handles, 'measure.cancelled');
	});
}

/** Says whether a measure helped; again when more is known. @throws NotFound, Forbidden */
export async function evaluateMeasure(
	context: Context,
	id: MeasureId,
	{ version, ...input }: EvaluateInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { measure, row, handles, stopped } = await openMeasure(
			tx,
			context,
			id,
			'evaluate',
			version,
			({ effect, effectText }) => effect === input.effect && effectText === input.effectText
		);
		require(mayMeasure(context.actor, 'evaluate', measure, { handles, reads: row !== undefined }));
		if (stopped) return stopped;
		await updateMeasure(tx, measure!, {
			...input,
			evaluatedAt: context.now().toString(),
			evaluatedBy: context.actor.personId
		});
		return settle(tx, context, measure!, row, handles, 'measure.evaluated', { effect: input.effect });
	});
}

/**
 * A measure and its case, both locked, and why the step cannot be taken, if so. `row` is undefined for an
 * owner who may not know the case.
 *
 * @param isSame whether the measure already is what the form asks for: a double click is not a conflict
 */
async function openMeasure(
	tx: Tx,
	context: Context,
	id: MeasureId,
	step: MeasureStep & MeasurePermission,
	version: number,
	isSame: (measure: MeasureRow) => boolean
) {
	const before = await findMeasure(tx, id);
	const found = before?.caseId ? await queries.lockCase(tx, before.caseId) : undefined;
	const row = may(context.actor, 'read', found).yes ? found : undefined;
	const handles = may(context.actor, 'changeMeasure', row).yes;
	if (before?.caseId && !handles) await queries.lockCaseAsOwner(tx, before.caseId);
	const measure = before && ((await lockMeasure(tx, id)) ?? before);
	return { measure, row, handles, stopped: measure ? await stopBefore() : null };

	async function stopBefore(): Promise<Outcome | null> {
		if (measure!.version !== version) {
			if (isSame(measure!)) return done;
			const history = row ? await activityLog.listCaseHistory(tx, row.id) : [];
			const changes = history.filter(
				({ details }) => details.measureId === id && Number(details.measureVersion) > version
			);
			return { ok: false, because: 'changed', changes };
		}
		const state = {
			...measure!,
			isDone: measure!.doneAt !== null,
			isCancelled: measure!.cancelledAt !== null
		};
		return isPossible(statusOf(state, dateIn(context.now()).toString()), step) ? null : notPossible;
	}
}

/** Who does what they were asked to, without handling the case. */
const measureOwner = { role: 'measureOwner', deputyForId: null } as const;

/** Logs a change of a measure and keeps the case's next step. */
async function settle(
	tx: Tx,
	context: Context,
	measure: MeasureRow,
	row: queries.CaseRow | undefined,
	handles: boolean,
	action: activityLog.ActivityAction,
	details: activityLog.Activity['details'] = {}
): Promise<Outcome> {
	if (handles) await queries.saveNextDue(tx, row!);
	else await queries.saveNextDueAsOwner(tx, context, measure.caseId!);
	await activityLog.record(tx, context, {
		action,
		subjectKind: 'case',
		subjectId: measure.caseId,
		by: handles ? capacityOf(context.actor, row!, 'changeMeasure') : measureOwner,
		details: { ...details, measureId: measure.id, measureVersion: measure.version + 1, kind: measure.kind }
	});
	return done;
}
