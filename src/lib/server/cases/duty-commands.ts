/**
 * What people decide about the duties of a case. Here and not in `duties`, since the case decides who may and has the history.
 * Allowed in an ended case as well: a duty does not end because the case does.
 */
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	asksSecondPerson,
	findRow,
	isStored,
	lacksProof,
	mayBeSecond,
	nextState,
	recordStep,
	ruleOfVersion,
	saidNotNeeded,
	storeDecision,
	type DutyKey,
	type DutyRow,
	type NewDecision
} from '../duties/index.ts';
import { getSettings } from '../organisation/index.ts';
import { listReceipts } from './duty-receipts.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { capacityOf, may, type CasePermission } from './access.ts';
import type { DutyDecisionInput, DutyReviewInput } from './duty-forms.ts';
import { done, notPossible, type Outcome } from './outcome.ts';
import * as queries from './queries.ts';
import { tellOfReview } from './tell.ts';

/** Says that a duty is done, or that it is not needed and why. @throws NotFound, Forbidden */
export async function decideDuty(
	context: Context,
	id: CaseId,
	{ key, duty, version, ...input }: DutyDecisionInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'decideDuty', row));
		const isDone = input.dutyOutcome === 'done';
		if (
			isDone &&
			input.dutyFile !== null &&
			!(await listReceipts(tx, id)).some((file) => file.id === input.dutyFile)
		) {
			return { ok: false, because: 'field', field: 'dutyFile', problem: 'fileNotThere' };
		}
		return takeStep(tx, context, row!, 'decideDuty', { duty, version }, () => ({
			id: key,
			step: input.dutyOutcome,
			happenedAt: isDone ? input.at : null,
			how: isDone ? input.dutyHow : null,
			reference: isDone ? input.dutyReference : null,
			attachmentId: isDone ? input.dutyFile : null,
			// of what is done: why there is neither number nor receipt
			reason: isDone ? input.dutyNoReceipt : input.dutyReason
		}));
	});
}

/**
 * A second person agrees that a duty is not needed, or sends it back with what speaks against it. Never who said it.
 * @throws NotFound, Forbidden
 */
export async function reviewDuty(
	context: Context,
	id: CaseId,
	{ key, duty, version, ...input }: DutyReviewInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockCase(tx, id);
		require(may(context.actor, 'reviewDuty', row));
		if (!mayBeSecond(context.actor.personId, await saidNotNeeded(tx, id, duty))) return notPossible;
		return takeStep(tx, context, row!, 'reviewDuty', { duty, version }, () => ({
			id: key,
			step: input.dutyAgrees === 'yes' ? 'agreed' : 'returned',
			happenedAt: null,
			how: null,
			reference: null,
			attachmentId: null,
			reason: input.dutyComment
		}));
	});
}

/** Where in the form it is said what is missing. */
const proofFields = {
	how: { field: 'dutyHow', problem: 'howNeeded' },
	receipt: { field: 'dutyReference', problem: 'receiptNeeded' }
} as const;

async function takeStep(
	tx: Tx,
	context: Context,
	row: queries.CaseRow,
	permission: CasePermission,
	{ duty, version }: { duty: DutyKey; version: number },
	decisionOf: () => NewDecision
): Promise<Outcome> {
	const found = await findRow(tx, row.id, duty);
	if (!found) throw new NotFound();
	const decision = decisionOf();
	if (await isStored(tx, decision.id)) return done;
	// it is decided in the case that this report was merged into
	if (found.carriedBy !== null) return notPossible;
	if (found.version !== version) return changedSince(tx, found, version);
	const rule = ruleOfVersion(duty, found.ruleVersion);
	const lacks = decision.step === 'done' ? lacksProof(rule, decision) : null;
	if (lacks) return { ok: false, because: 'field', ...proofFields[lacks] };
	const settings = await getSettings(tx, row.municipalityId);
	const asksSecond = asksSecondPerson(rule, settings);
	const state = nextState(found.state, decision.step, asksSecond);
	if (!state) return notPossible;
	if (!(await storeDecision(tx, context, found, state, decision))) return changedSince(tx, found, version);
	await recordStep(tx, context, found, decision, capacityOf(context.actor, row, permission));
	if (state === 'awaitingSecond') await tellOfReview(tx, context, row);
	return done;
}

/** What somebody else decided about the same duty since the form was made. */
async function changedSince(tx: Tx, { caseId, key }: DutyRow, version: number): Promise<Outcome> {
	const history = await activityLog.listCaseHistory(tx, caseId);
	const changes = history.filter(
		({ details }) => details.duty === key && Number(details.dutyVersion) > version
	);
	return { ok: false, because: 'changed', changes };
}
