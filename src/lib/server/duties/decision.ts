/** How a duty is decided, step by step. Pure. */
import type { PersonId } from '../../../../database/column-types.ts';
import type { DutyRule } from './rule.ts';

export const dutyStates = ['open', 'awaitingSecond', 'done', 'notNeeded'] as const;
/** `awaitingSecond`: somebody says that it is not needed, and another person has not yet agreed. */
export type DutyState = (typeof dutyStates)[number];

export const decisionSteps = ['done', 'notNeeded', 'agreed', 'returned'] as const;
/** What somebody says. `agreed` and `returned` answer `notNeeded`. */
export type DecisionStep = (typeof decisionSteps)[number];

export const isUndecided = (state: DutyState): boolean => state === 'open' || state === 'awaitingSecond';

/**
 * The state after a step; null when the step is not possible. What was decided can be decided anew: a duty that turned out to be needed
 * after all, or one that was said to be done and was not. Each step stays in the list.
 */
export function nextState(state: DutyState, step: DecisionStep, asksSecond: boolean): DutyState | null {
	switch (step) {
		case 'done':
			return 'done';
		case 'notNeeded':
			return asksSecond ? 'awaitingSecond' : 'notNeeded';
		case 'agreed':
			return state === 'awaitingSecond' ? 'notNeeded' : null;
		case 'returned':
			return state === 'awaitingSecond' ? 'open' : null;
	}
}

/** Whether a rule asks for a number or a receipt to show that it was done. */
export function asksForReceipt({ evidence }: Pick<DutyRule, 'evidence'>): boolean {
	return evidence.includes('receipt') || evidence.includes('referenceNumber');
}

/**
 * What 'done' lacks by what its rule asks for, the first of it; null: nothing. Where an authority gives a number or a receipt, one of
 * them is there, or the words on why not.
 */
export function lacksProof(
	rule: Pick<DutyRule, 'evidence'>,
	said: { how: string | null; reference: string | null; attachmentId: string | null; reason: string | null }
): 'how' | 'receipt' | null {
	if (rule.evidence.length === 0) return null;
	if (said.how === null) return 'how';
	const hasReceipt = said.reference !== null || said.attachmentId !== null || said.reason !== null;
	return asksForReceipt(rule) && !hasReceipt ? 'receipt' : null;
}

/** Whether 'not needed' waits for another person. */
export function asksSecondPerson(
	rule: Pick<DutyRule, 'needsSecondPerson'>,
	settings: { dutySecondPerson: boolean }
): boolean {
	return rule.needsSecondPerson && settings.dutySecondPerson;
}

/** Whether a person may be the second one: anybody but who said that it was not needed. */
export function mayBeSecond(person: PersonId, saidNotNeeded: PersonId | null): boolean {
	return saidNotNeeded !== null && person !== saidNotNeeded;
}
