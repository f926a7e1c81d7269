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
