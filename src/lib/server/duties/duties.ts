/** Raising, reading and fulfilling the duties of a case. Whether the actor may is decided by who calls: `cases/duty-commands.ts`, or a page whose work is the duty. */
import type { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Capacity } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { isUndecided, nextState } from './decision.ts';
import { evaluateDuties, ruleOfVersion, ruleOn, type FactsTogether } from './engine.ts';
import type { DutyFacts } from './facts.ts';
import * as queries from './queries.ts';
import { dutyKeys, type DutyKey, type DutyRule } from './rule.ts';

/** A duty of a case, with its rule as it was when it was raised, and every step of its decision. */
export interface CaseDuty extends Omit<queries.DutyRow, 'key'> {
	key: DutyKey;
	rule: DutyRule;
	/** Oldest first. */
	decisions: queries.DecisionRow[];
}

/** What raising came to. */
export interface Raised {
	/** What the facts call for. */
	called: DutyKey[];
	/** What waits for a decision now, and did not before: who answers for it is to be told. */
	isNews: DutyKey[];
}

/**
 * Raises what the facts of a case call for, and marks what they no longer do. Called whenever facts change, in the same
 * transaction. Existing duties keep the rule under which they were raised, and what was decided.
 *
 * @param together with the reports that were merged into the case, see `evaluateDuties`
 * @param isNew the case is new: nothing was raised before, and one statement is enough
 */
export async function raiseDuties(
	tx: Tx,
	{ now }: Context,
	caseId: CaseId,
	facts: DutyFacts,
	{ isNew = false, together = null }: { isNew?: boolean; together?: FactsTogether | null } = {}
): Promise<Raised> {
	const at = now();
	const rows = isNew ? [] : await queries.listRows(tx, caseId);
	const applied = new Map(rows.map(({ key, ruleVersion }) => [key as DutyKey, ruleVersion]));
	const called = evaluateDuties(facts, dateIn(at), applied, together);
	const isNews = await queries.storeRaised(tx, caseId, called, at);
	return { called: called.map(({ key }) => key), isNews: isNews as DutyKey[] };
}

/** Raises a duty that a person asks for on another page, e.g. a request by the safety representative. Facts do not take it back. */
export async function raiseByHand(tx: Tx, { now }: Context, caseId: CaseId, key: DutyKey): Promise<void> {
	const at = now();
	const { version } = ruleOn(key, dateIn(at));
	await queries.storeRaised(tx, caseId, [{ key, version, reasons: [] }], at, true);
}

/** The duties of a case that the actor may read, the most urgent kind first. */
export async function listDutiesOf(tx: Tx, caseId: CaseId): Promise<CaseDuty[]> {
	const rows = await queries.listRows(tx, caseId);
	if (rows.length === 0) return [];
	const decisions = await queries.listDecisions(tx, caseId);
	return rows
		.map((row) => {
			const key = row.key as DutyKey;
			return {
				...row,
				key,
				rule: ruleOfVersion(key, row.ruleVersion),
				decisions: decisions.filter((decision) => decision.key === key)
			};
		})
		.sort((a, b) => dutyKeys.indexOf(a.key) - dutyKeys.indexOf(b.key));
}

/** What was done on another page, and is the duty. */
export interface Fulfilment {
	caseId: CaseId;
	key: DutyKey;
	/** In words, e.g. 'Hotbedömning skriven'; shown with the decision. Null: the page where it was done says more. */
	how: string | null;
	/** E.g. the number that an authority gave. */
	reference?: string | null;
	/** Now, unless something else is said. */
	at?: Temporal.Instant;
	/** In what capacity, for the log. */
	by?: Capacity | undefined;
}

/**
 * Says that a duty is done, since the actor has just done the work that it is. The caller has asked `may` for that work.
 * Nothing happens when it was never raised, or is done already.
 *
 * @returns whether something was written
 */
export async function fulfilDuty(
	tx: Tx,
	context: Context,
	{ caseId, key, how, reference = null, at, by }: Fulfilment
): Promise<boolean> {
	const row = await queries.findRow(tx, caseId, key);
	if (!row || row.state === 'done') return false;
	const id = newId<string>();
	const stored = await queries.storeDecision(tx, context, row, nextState(row.state, 'done', false)!, {
		id,
		step: 'done',
		happenedAt: at ?? context.now(),
		how,
		reference,
		attachmentId: null,
		reason: null
	});
	if (!stored) return false;
	await recordStep(tx, context, row, { id, step: 'done' }, by);
	return true;
}

/** Writes in the log that a step was taken: codes and ids, no words. */
export async function recordStep(
	tx: Tx,
	context: Context,
	{ caseId, key, version }: Pick<queries.DutyRow, 'caseId' | 'key' | 'version'>,
	{ id, step }: Pick<queries.NewDecision, 'id' | 'step'>,
	by: Capacity | undefined
): Promise<void> {
	await activityLog.record(tx, context, {
		action: step === 'done' || step === 'notNeeded' ? 'duty.decided' : 'duty.reviewed',
		subjectKind: 'case',
		subjectId: caseId,
		by,
		details: { duty: key, step, decisionId: id, dutyVersion: version + 1 }
	});
}

/** Whether it waits for a person: undecided, still called for, and not decided in the case that its report was merged into. */
export function isWaiting({
	state,
	ceasedAt,
	carriedBy
}: Pick<CaseDuty, 'state' | 'ceasedAt' | 'carriedBy'>): boolean {
	return isUndecided(state) && ceasedAt === null && carriedBy === null;
}

/** The duties without which a case does not close: undecided, still called for, and held by their rule. */
export function holdingClosing(duties: readonly CaseDuty[]): DutyKey[] {
	return duties.filter((duty) => duty.rule.holdsClosing && isWaiting(duty)).map(({ key }) => key);
}
