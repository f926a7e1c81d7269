/** What is promised next in a case, and when. Pure: no database, no clock. */
import type { Temporal } from 'temporal-polyfill';
import { addWorkingDays, dateIn, endOfDay } from '../platform/working-days.ts';
import { isEnded, type CaseStatus } from './status.ts';
import type { UndueInfluence } from './assessment.ts';

/** A measure, as far as the next step depends on it. */
export interface MeasureFacts {
	/** Calendar date in Sweden. */
	dueDate: Temporal.PlainDate;
	doneAt: Temporal.Instant | null;
	isCancelled: boolean;
	evaluatedAt: Temporal.Instant | null;
}

/** A case, as far as the next step depends on it. */
export interface CaseFacts {
	status: CaseStatus;
	reportedAt: Temporal.Instant;
	contactDueAt: Temporal.Instant;
	firstContactAt: Temporal.Instant | null;
	/** The promise to assess counts from here, when the case was opened again. */
	reopenedAt: Temporal.Instant | null;
	assessedAt: Temporal.Instant | null;
	undueInfluence: UndueInfluence | null;
	measures: readonly MeasureFacts[];
}

/** `plan`: decide measures, or that none is needed. `judgeNot`: end it as something else than undue influence. */
export const stepKinds = [
	'contact',
	'assess',
	'plan',
	'doMeasures',
	'evaluate',
	'judgeNot',
	'close'
] as const;
export type StepKind = (typeof stepKinds)[number];

export interface NextStep {
	kind: StepKind;
	/** The last instant of the promised day in Sweden. */
	dueAt: Temporal.Instant;
}

/**
 * How many calendar days after a measure was done its effect is to be judged: long enough for an effect to show. Our own
 * proposal, not law.
 */
export const evaluationDays = 14;

/**
 * The next step of a case; null when it has ended.
 *
 * Contact as promised to the reporter, then the assessment, then the measures in the order they are due, then whether they
 * helped, then feedback and the end. Planning and ending get as many working days as the assessment (local promise).
 */
export function nextStep(
	facts: CaseFacts,
	{ assessmentWorkingDays }: { assessmentWorkingDays: number }
): NextStep | null {
	if (isEnded(facts.status)) return null;
	if (!facts.firstContactAt) return { kind: 'contact', dueAt: facts.contactDueAt };

	const daysAfter = (at: Temporal.Instant) => endOfDay(addWorkingDays(dateIn(at), assessmentWorkingDays));
	if (!facts.assessedAt) return { kind: 'assess', dueAt: daysAfter(facts.reopenedAt ?? facts.reportedAt) };

	const measures = facts.measures.filter(({ isCancelled }) => !isCancelled);
	const toDo = measures.filter(({ doneAt }) => !doneAt).map(({ dueDate }) => endOfDay(dueDate));
	if (toDo.length > 0) return { kind: 'doMeasures', dueAt: earliest(toDo) };

	const toEvaluate = measures.filter(({ evaluatedAt }) => !evaluatedAt).map(({ doneAt }) => doneAt!);
	if (toEvaluate.length > 0) {
		return { kind: 'evaluate', dueAt: endOfDay(dateIn(earliest(toEvaluate)).add({ days: evaluationDays })) };
	}

	const settledAt = latest([facts.assessedAt, ...measures.map(({ evaluatedAt }) => evaluatedAt!)]);
	if (facts.undueInfluence === 'no') return { kind: 'judgeNot', dueAt: daysAfter(settledAt) };
	const kind = facts.status === 'assessing' && measures.length === 0 ? 'plan' : 'close';
	return { kind, dueAt: daysAfter(settledAt) };
}

function earliest(instants: readonly Temporal.Instant[]): Temporal.Instant {
	return instants.reduce((a, b) => (a.epochMilliseconds <= b.epochMilliseconds ? a : b));
}
function latest(instants: readonly Temporal.Instant[]): Temporal.Instant {
	return instants.reduce((a, b) => (a.epochMilliseconds >= b.epochMilliseconds ? a : b));
}
