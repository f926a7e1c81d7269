import { expect, test } from 'vitest';
import { lacksChildInterest, progressOf } from './review.ts';

const open = { concernsChild: false, outcome: null };
const finished = { concernsChild: false, outcome: 'unchanged' as const };
const ofChild = { concernsChild: true, outcome: null };

test('a decision that concerns a child asks for the best interest of the child in words', () => {
	expect(lacksChildInterest(true, null)).toBe(true);
	expect(lacksChildInterest(true, 'Barnet får samma skola.')).toBe(false);
	expect(lacksChildInterest(false, null)).toBe(false);
});

test('nothing is reviewed where nothing was pointed out', () => {
	expect(progressOf([])).toEqual({ isReviewed: false, isChildReviewed: false });
});

test('all is reviewed when each decision is, and the children’s are counted for themselves', () => {
	expect(progressOf([finished, open]).isReviewed).toBe(false);
	expect(progressOf([finished, finished])).toEqual({ isReviewed: true, isChildReviewed: false });
	expect(progressOf([finished, ofChild])).toEqual({ isReviewed: false, isChildReviewed: false });
	expect(progressOf([open, { ...ofChild, outcome: 'remade' }])).toEqual({
		isReviewed: false,
		isChildReviewed: true
	});
});
