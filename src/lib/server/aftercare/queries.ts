import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm } from '../platform/ids.ts';
import type { AnswerInput, StepInput } from './forms.ts';
import type { SupportStep } from './steps.ts';

/** What was recorded of every step, oldest first. */
export async function listSteps(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('aftercareStep')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('recordedAt')
		.orderBy('id')
		.execute();
}

/**
 * Stores what came of a step. The form's key with other words (the page was gone back to) is another record.
 * @returns false when this very form was sent before
 */
export async function insertStep(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	{ key, ...step }: StepInput
): Promise<boolean> {
	const result = await tx
		.insertInto('aftercareStep')
		.values({
			...step,
			id: idOfForm<string>(key, caseId, step.step, step.outcome, step.postponedTo, step.note),
			municipalityId: actor.municipalityId,
			caseId,
			recordedBy: actor.personId,
			recordedAt: now().toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return result.numInsertedOrUpdatedRows === 1n;
}

/** The answers of the exposed person, the latest first. */
export async function listAnswers(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('supportAnswer')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('answeredAt', 'desc')
		.orderBy('id', 'desc')
		.execute();
}

/** The same for an answer. @returns false when this very form was sent before */
export async function insertAnswer(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	step: SupportStep,
	{ key, supportAnswer, supportWords, wantsContact }: AnswerInput
): Promise<boolean> {
	const result = await tx
		.insertInto('supportAnswer')
		.values({
			id: idOfForm<string>(key, caseId, step, supportAnswer, supportWords, wantsContact),
			municipalityId: actor.municipalityId,
			caseId,
			personId: actor.personId,
			step,
			answer: supportAnswer,
			wantsContact,
			words: supportWords,
			answeredAt: now().toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return result.numInsertedOrUpdatedRows === 1n;
}

/** The case of the actor's own incident, as much as their page needs. */
export async function findOwnCase(tx: Tx, incidentId: IncidentId) {
	return tx
		.selectFrom('caseFile')
		.select(['id', 'reportedAt', 'status', 'handlerId'])
		.where('incidentId', '=', incidentId)
		.executeTakeFirst();
}
