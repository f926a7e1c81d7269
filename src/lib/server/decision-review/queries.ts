import type { CaseId, ConflictQuestionId, DecisionReviewId } from '../../../../database/column-types.ts';
import type { Tx } from '../platform/database.ts';

/** The questions of conflict of interest in a case, oldest first. */
export async function listQuestions(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('conflictQuestion')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('raisedAt')
		.orderBy('id')
		.execute();
}

/** The decisions that were pointed out in a case, oldest first. */
export async function listReviews(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('decisionReview')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
}

/** A question of a case, locked until the transaction ends; undefined for who may not record its outcome. */
export async function lockQuestion(tx: Tx, caseId: CaseId, id: ConflictQuestionId) {
	return tx
		.selectFrom('conflictQuestion')
		.selectAll()
		.where('id', '=', id)
		.where('caseId', '=', caseId)
		.forUpdate()
		.executeTakeFirst();
}

/** A review of a case, locked until the transaction ends; undefined for who may not finish it. */
export async function lockReview(tx: Tx, caseId: CaseId, id: DecisionReviewId) {
	return tx
		.selectFrom('decisionReview')
		.selectAll()
		.where('id', '=', id)
		.where('caseId', '=', caseId)
		.forUpdate()
		.executeTakeFirst();
}
