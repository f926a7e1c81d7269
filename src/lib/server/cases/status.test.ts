import { describe, expect, test } from 'vitest';
import {
	caseActions,
	caseStatuses,
	isEnded,
	stepsOf,
	transitionFor,
	type CaseAction,
	type CaseStatus
} from './status.ts';

/** Every status × action: where it leads. What is not here is not possible. */
const table: Record<CaseStatus, Partial<Record<CaseAction, CaseStatus>>> = {
	received: { assess: 'assessing', transfer: 'transferred', judgeNotUndueInfluence: 'notUndueInfluence' },
	assessing: {
		act: 'acting',
		followUp: 'followingUp',
		close: 'closed',
		transfer: 'transferred',
		judgeNotUndueInfluence: 'notUndueInfluence'
	},
	acting: {
		followUp: 'followingUp',
		close: 'closed',
		transfer: 'transferred',
		judgeNotUndueInfluence: 'notUndueInfluence'
	},
	followingUp: {
		act: 'acting',
		close: 'closed',
		transfer: 'transferred',
		judgeNotUndueInfluence: 'notUndueInfluence'
	},
	closed: { reopen: 'assessing' },
	transferred: { reopen: 'assessing' },
	notUndueInfluence: { reopen: 'assessing' }
};

describe.each(caseStatuses)('a case that is %s', (status) => {
	test.each(caseActions)('%s', (action) => {
		expect(transitionFor(status, action)?.to ?? null).toBe(table[status][action] ?? null);
	});
});

test('a reason is asked for where the reporter’s matter leaves the ordinary way', () => {
	const withReason = caseStatuses.flatMap((status) =>
		caseActions.filter((action) => transitionFor(status, action)?.reason === 'required')
	);
	expect([...new Set(withReason)].sort()).toEqual(['judgeNotUndueInfluence', 'reopen', 'transfer']);
});

test('every end needs words to the reporter', () => {
	for (const status of caseStatuses) {
		for (const action of caseActions) {
			const transition = transitionFor(status, action);
			if (transition && isEnded(transition.to)) {
				expect(['everything', 'contactAndFeedback']).toContain(transition.needs);
			}
		}
	}
});

test('a case is shown on its way, and one that ended another way without the steps it never took', () => {
	const shown = (status: CaseStatus) => stepsOf(status).map(({ code, state }) => `${code} ${state}`);
	expect(shown('received')).toEqual([
		'received current',
		'assessing todo',
		'acting todo',
		'followingUp todo',
		'closed todo'
	]);
	expect(shown('acting')).toEqual([
		'received done',
		'assessing done',
		'acting current',
		'followingUp todo',
		'closed todo'
	]);
	expect(stepsOf('closed').every(({ state }) => state === 'done')).toBe(true);
	expect(shown('transferred')).toEqual(['received done', 'assessing done', 'transferred done']);
	expect(shown('notUndueInfluence')).toEqual(['received done', 'assessing done', 'notUndueInfluence done']);
});
