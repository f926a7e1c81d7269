/** What must be in place before something may happen to a case. Pure: no database, no clock. */
import type { Temporal } from 'temporal-polyfill';
import type { MeasureFacts } from './next-step.ts';
import { transitionFor, type CaseAction, type CaseStatus } from './status.ts';

/** Shown as a list of what remains, in this order. */
export const missingCodes = [
	'contact',
	'assessment',
	'duties',
	'openMeasures',
	'evaluation',
	'feedback'
] as const;
export type Missing = (typeof missingCodes)[number];

/** What is asked about. `feedback`: what the reporter will be told; null when nothing is written. */
export interface ClosingFacts {
	status: CaseStatus;
	firstContactAt: Temporal.Instant | null;
	assessedAt: Temporal.Instant | null;
	/** Duties that nobody has decided, and without which a case does not close. */
	undecidedDuties: number;
	measures: readonly Pick<MeasureFacts, 'doneAt' | 'isCancelled' | 'evaluatedAt'>[];
	feedback: string | null;
}

/**
 * What is missing before an action may be taken. Nobody's report ends in silence: every end needs that somebody has spoken
 * with the reporter, and words for them; closing also that somebody has decided on what the law asks for, that each measure is done, or cancelled with a reason, and judged.
 *
 * @returns empty when nothing is missing
 * @throws Error when the action is not possible from the status at all
 */
export function missingFor(action: CaseAction, facts: ClosingFacts): Missing[] {
	const transition = transitionFor(facts.status, action);
	if (!transition) throw new Error(`${action} is not possible from ${facts.status}`);
	const measures = facts.measures.filter(({ isCancelled }) => !isCancelled);
	const isMissing: Record<Missing, boolean> = {
		contact: !facts.firstContactAt,
		assessment: !facts.assessedAt,
		duties: facts.undecidedDuties > 0,
		openMeasures: measures.some(({ doneAt }) => !doneAt),
		evaluation: measures.some(({ doneAt, evaluatedAt }) => doneAt && !evaluatedAt),
		feedback: !facts.feedback?.trim()
	};
	return neededBy[transition.needs].filter((code) => isMissing[code]);
}

const neededBy = {
	nothing: [],
	assessment: ['assessment'],
	contactAndFeedback: ['contact', 'feedback'],
	everything: missingCodes
} as const satisfies Record<string, readonly Missing[]>;
