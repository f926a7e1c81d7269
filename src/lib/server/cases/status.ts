/**
 * What may happen to a case, by its status. Buttons, checks, tests and the diagram in the docs all read this table.
 */
export const caseStatuses = [
	'received',
	'assessing',
	'acting',
	'followingUp',
	'closed',
	'transferred',
	'notUndueInfluence'
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const caseActions = [
	'assess',
	'act',
	'followUp',
	'close',
	'transfer',
	'judgeNotUndueInfluence',
	'reopen'
] as const;
export type CaseAction = (typeof caseActions)[number];

export interface Transition {
	to: CaseStatus;
	/** Whether the person who does it must say why. */
	reason: 'required' | 'none';
	/** What must be in place first; see `missingFor` in closing.ts. */
	needs: 'nothing' | 'assessment' | 'everything' | 'contactAndFeedback';
}

const start = { to: 'assessing', reason: 'none', needs: 'nothing' } as const;
const act = { to: 'acting', reason: 'none', needs: 'assessment' } as const;
const close = { to: 'closed', reason: 'none', needs: 'everything' } as const;
const transfer = { to: 'transferred', reason: 'required', needs: 'contactAndFeedback' } as const;
const notUndueInfluence = {
	to: 'notUndueInfluence',
	reason: 'required',
	needs: 'contactAndFeedback'
} as const;
const reopen = { to: 'assessing', reason: 'required', needs: 'nothing' } as const;

export const transitions = {
	received: { assess: start, transfer, judgeNotUndueInfluence: notUndueInfluence },
	// without measures a case may end at once after the assessment, if the reporter knows why
	assessing: {
		act,
		followUp: { ...act, to: 'followingUp' },
		close,
		transfer,
		judgeNotUndueInfluence: notUndueInfluence
	},
	acting: {
		followUp: { to: 'followingUp', reason: 'none', needs: 'assessment' },
		close,
		transfer,
		judgeNotUndueInfluence: notUndueInfluence
	},
	followingUp: {
		act,
		close,
		transfer,
		judgeNotUndueInfluence: notUndueInfluence
	},
	closed: { reopen },
	transferred: { reopen },
	notUndueInfluence: { reopen }
} as const satisfies Record<CaseStatus, Partial<Record<CaseAction, Transition>>>;

/** The transition that an action gives from a status, or null when it is not possible there. */
export function transitionFor(status: CaseStatus, action: CaseAction): Transition | null {
	const possible: Partial<Record<CaseAction, Transition>> = transitions[status];
	return possible[action] ?? null;
}

/** Statuses in which nobody needs to do anything more. */
export const endedStatuses = ['closed', 'transferred', 'notUndueInfluence'] as const satisfies CaseStatus[];
export function isEnded(status: CaseStatus): boolean {
	return (endedStatuses as readonly CaseStatus[]).includes(status);
}

/** The five steps that the reporter is shown (domain 6.2). */
const steps = ['received', 'assessing', 'acting', 'followingUp', 'closed'] as const;

/** A step on the way of a case, as staff and the reporter see it. */
export interface Step {
	code: CaseStatus;
	state: 'done' | 'current' | 'todo';
}

/** The way of a case so far and on. One that ended another way shows that end, and no step that it never took. */
export function stepsOf(status: CaseStatus): Step[] {
	if (status === 'transferred' || status === 'notUndueInfluence') {
		return (['received', 'assessing', status] as const).map((code) => ({ code, state: 'done' }));
	}
	const current = steps.indexOf(status);
	return steps.map((code, index) => ({
		code,
		state: index < current || isEnded(status) ? 'done' : index === current ? 'current' : 'todo'
	}));
}
