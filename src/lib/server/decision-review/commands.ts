/** Raising a question and pointing out a decision, and recording what came of it. */
import type { CaseId, ConflictQuestionId, DecisionReviewId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { keptOutOf, openCase, openCaseToChange, type OpenedCase } from '../cases/index.ts';
import { findRow, fulfilDuty, raiseByHand, type DutyKey } from '../duties/index.ts';
import { tell } from '../notifications/index.ts';
import { NotFound } from '../platform/errors.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm } from '../platform/ids.ts';
import { casePermissionFor, may } from './access.ts';
import type { ExamineInput, FinishInput, PointOutInput, RaiseInput } from './forms.ts';
import * as queries from './queries.ts';
import { lacksChildInterest, progressOf } from './review.ts';

/** What a command answers when it does not throw. Nothing was written unless `ok`. Texts: messages/ `review_problem_<problem>`. */
export type ReviewOutcomeAnswer =
	| { ok: true }
	/** Somebody else recorded the outcome first. */
	| { ok: false; problem: 'changed' }
	/** The decision concerns a child, and there are no words on the child's best interest. */
	| { ok: false; problem: 'childInterest' };

const done: ReviewOutcomeAnswer = { ok: true };

/** Asks whether who handles the decision may have a conflict of interest. @throws NotFound, Forbidden */
export async function raiseQuestion(
	context: Context,
	caseId: CaseId,
	{ key, circumstance, conflictReference: decisionReference }: RaiseInput
): Promise<ReviewOutcomeAnswer> {
	return context.transaction(async (tx) => {
		const opened = await openCase(tx, context, caseId, casePermissionFor('add'));
		require(may(context.actor, 'add', opened.row));
		const id = idOfForm<ConflictQuestionId>(key, caseId, circumstance, decisionReference);
		const added = await tx
			.insertInto('conflictQuestion')
			.values({
				id,
				municipalityId: context.actor.municipalityId,
				caseId,
				circumstance,
				decisionReference,
				raisedBy: context.actor.personId,
				raisedAt: context.now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirst();
		if (added.numInsertedOrUpdatedRows !== 1n) return done;
		await log(tx, context, opened, 'conflict.raised', { questionId: id });
		await raiseOnce(tx, context, caseId, 'conflictOfInterest');
		const { row } = opened;
		const notice = { kind: 'conflictRaised', subjectId: caseId } as const;
		await tell(tx, context, notice, [row.handlerId], { keptOut: keptOutOf(row) });
		return done;
	});
}

/**
 * Records what the examination came to, once.
 * @param dutyDone how the duty to examine was done, in words
 * @throws NotFound, Forbidden */
export async function recordExamination(
	context: Context,
	caseId: CaseId,
	{ question: id, version, conflictOutcome, conflictReason, examinedBy }: ExamineInput,
	dutyDone: string
): Promise<ReviewOutcomeAnswer> {
	return context.transaction(async (tx) => {
		const opened = await openCaseToChange(tx, context, caseId, casePermissionFor('finish'));
		require(may(context.actor, 'finish', opened.row));
		const question = await queries.lockQuestion(tx, caseId, id);
		if (!question) throw new NotFound();
		if (question.outcome === conflictOutcome && question.outcomeReason === conflictReason) return done;
		if (question.version !== version || question.outcome !== null) return { ok: false, problem: 'changed' };
		await tx
			.updateTable('conflictQuestion')
			.set({
				outcome: conflictOutcome,
				outcomeReason: conflictReason,
				examinedByText: examinedBy,
				examinedAt: context.now().toString(),
				recordedBy: context.actor.personId,
				version: version + 1
			})
			.where('id', '=', id)
			.execute();
		await log(tx, context, opened, 'conflict.examined', { questionId: id, outcome: conflictOutcome });
		const questions = await queries.listQuestions(tx, caseId);
		if (questions.every(({ outcome }) => outcome !== null)) {
			const { by } = opened;
			await fulfilDuty(tx, context, { caseId, key: 'conflictOfInterest', how: dutyDone, by });
		}
		return done;
	});
}

/** Points out a decision that may have been influenced. @throws NotFound, Forbidden */
export async function pointOutDecision(
	context: Context,
	caseId: CaseId,
	{ key, ...input }: PointOutInput
): Promise<ReviewOutcomeAnswer> {
	return context.transaction(async (tx) => {
		const opened = await openCase(tx, context, caseId, casePermissionFor('add'));
		require(may(context.actor, 'add', opened.row));
		const { reference, decision, influence, concernsChild } = input;
		const id = idOfForm<DecisionReviewId>(key, caseId, reference, decision, influence, concernsChild);
		const added = await tx
			.insertInto('decisionReview')
			.values({
				...input,
				id,
				municipalityId: context.actor.municipalityId,
				caseId,
				createdBy: context.actor.personId,
				createdAt: context.now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirst();
		if (added.numInsertedOrUpdatedRows !== 1n) return done;
		await log(tx, context, opened, 'review.added', { reviewId: id, child: concernsChild });
		await raiseOnce(tx, context, caseId, 'decisionReview');
		if (concernsChild) await raiseOnce(tx, context, caseId, 'childBestInterest');
		return done;
	});
}

/**
 * Records what a review came to, once. When the person says that there are no more decisions, the duties are done as well.
 * @param dutyDone how the duties to review, and to describe the child's best interest, were done, in words
 * @throws NotFound, Forbidden */
export async function finishReview(
	context: Context,
	caseId: CaseId,
	{ review: id, version, ...input }: FinishInput,
	dutyDone: { reviews: string; child: string }
): Promise<ReviewOutcomeAnswer> {
	return context.transaction(async (tx) => {
		const opened = await openCaseToChange(tx, context, caseId, casePermissionFor('finish'));
		require(may(context.actor, 'finish', opened.row));
		const review = await queries.lockReview(tx, caseId, id);
		if (!review) throw new NotFound();
		if (review.outcome === input.reviewOutcome && review.outcomeText === input.outcomeText) return done;
		if (review.version !== version || review.outcome !== null) return { ok: false, problem: 'changed' };
		if (lacksChildInterest(review.concernsChild, input.childInterest)) {
			return { ok: false, problem: 'childInterest' };
		}
		await tx
			.updateTable('decisionReview')
			.set({
				outcome: input.reviewOutcome,
				outcomeText: input.outcomeText,
				childInterest: review.concernsChild ? input.childInterest : null,
				reviewedByText: input.reviewedBy,
				reviewedOn: input.reviewedOn,
				finishedBy: context.actor.personId,
				finishedAt: context.now().toString(),
				version: version + 1
			})
			.where('id', '=', id)
			.execute();
		await log(tx, context, opened, 'review.finished', { reviewId: id, outcome: input.reviewOutcome });
		const progress = progressOf(await queries.listReviews(tx, caseId));
		const { by } = opened;
		if (input.isLast && progress.isReviewed) {
			await fulfilDuty(tx, context, { caseId, key: 'decisionReview', how: dutyDone.reviews, by });
		}
		if (input.isLast && progress.isChildReviewed) {
			await fulfilDuty(tx, context, { caseId, key: 'childBestInterest', how: dutyDone.child, by });
		}
		return done;
	});
}

/** Raises a duty that the facts had not called for; one that is there keeps its reasons and its decision. */
async function raiseOnce(tx: Tx, context: Context, caseId: CaseId, key: DutyKey): Promise<void> {
	if (!(await findRow(tx, caseId, key))) await raiseByHand(tx, context, caseId, key);
}

function log(
	tx: Tx,
	context: Context,
	{ row, by }: OpenedCase,
	action: activityLog.ActivityAction,
	details: NonNullable<activityLog.Activity['details']>
): Promise<void> {
	return activityLog.record(tx, context, { action, subjectKind: 'case', subjectId: row.id, by, details });
}
