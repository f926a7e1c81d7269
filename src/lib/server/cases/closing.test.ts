import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { missingFor, type ClosingFacts } from './closing.ts';

const then = Temporal.Instant.from('2026-03-05T09:00:00Z');
const complete: ClosingFacts = {
	status: 'acting',
	firstContactAt: then,
	assessedAt: then,
	undecidedDuties: 0,
	measures: [
		{ doneAt: then, isCancelled: false, evaluatedAt: then },
		{ doneAt: null, isCancelled: true, evaluatedAt: null }
	],
	feedback: 'Vi har bytt nummer.'
};
const open = { doneAt: null, isCancelled: false, evaluatedAt: null };
const unjudged = { doneAt: then, isCancelled: false, evaluatedAt: null };

describe('closing', () => {
	test.each(['assessing', 'acting', 'followingUp'] as const)(
		'nothing is missing in a complete case that is %s',
		(status) => {
			expect(missingFor('close', { ...complete, status })).toEqual([]);
		}
	);
	test('a case without measures can be closed', () => {
		expect(missingFor('close', { ...complete, measures: [] })).toEqual([]);
	});
	test.each([
		['somebody has spoken with the reporter', { firstContactAt: null }, ['contact']],
		['it has been assessed', { assessedAt: null }, ['assessment']],
		['somebody has decided on what the law asks for', { undecidedDuties: 1 }, ['duties']],
		['every measure is done or cancelled', { measures: [open] }, ['openMeasures']],
		['the effect of every measure is judged', { measures: [unjudged] }, ['evaluation']],
		['the reporter is told something', { feedback: null }, ['feedback']],
		['blanks are no feedback', { feedback: ' \n ' }, ['feedback']],
		[
			'everything that is missing is said at once',
			{ firstContactAt: null, assessedAt: null, measures: [open, unjudged], feedback: '' },
			['contact', 'assessment', 'openMeasures', 'evaluation', 'feedback']
		]
	] as const)('not before %s', (_, overrides, missing) => {
		expect(missingFor('close', { ...complete, ...overrides })).toEqual(missing);
	});
});

test.each(['transfer', 'judgeNotUndueInfluence'] as const)(
	'%s needs contact and feedback, nothing else',
	(action) => {
		const bare: ClosingFacts = {
			status: 'received',
			firstContactAt: null,
			assessedAt: null,
			undecidedDuties: 1,
			measures: [open],
			feedback: null
		};
		expect(missingFor(action, bare)).toEqual(['contact', 'feedback']);
		expect(missingFor(action, { ...bare, firstContactAt: then, feedback: 'Du får svar av HR.' })).toEqual([]);
	}
);

test.each(['act', 'followUp'] as const)('%s needs an assessment', (action) => {
	expect(missingFor(action, { ...complete, status: 'assessing', assessedAt: null })).toEqual(['assessment']);
	expect(missingFor(action, { ...complete, status: 'assessing' })).toEqual([]);
});

test('reopening needs nothing to be in place', () => {
	expect(missingFor('reopen', { ...complete, status: 'closed', firstContactAt: null })).toEqual([]);
});

test('asking about an action that is not possible is a mistake in the code', () => {
	expect(() => missingFor('close', { ...complete, status: 'closed' })).toThrow('not possible');
});
