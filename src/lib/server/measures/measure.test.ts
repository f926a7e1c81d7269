import { describe, expect, test } from 'vitest';
import { isPossible, measureSteps, statusOf, type MeasureState, type MeasureStep } from './measure.ts';

const state = (overrides: Partial<MeasureState> = {}): MeasureState => ({
	dueDate: '2026-03-04',
	isDone: false,
	isCancelled: false,
	effect: null,
	...overrides
});

test('a measure is late from the day after its due date', () => {
	expect(statusOf(state(), '2026-03-03')).toBe('open');
	expect(statusOf(state(), '2026-03-04')).toBe('open');
	expect(statusOf(state(), '2026-03-05')).toBe('overdue');
});

test('what is done or cancelled is never late', () => {
	expect(statusOf(state({ isDone: true }), '2027-01-01')).toBe('done');
	expect(statusOf(state({ isDone: true, effect: 'no' }), '2027-01-01')).toBe('evaluated');
	expect(statusOf(state({ isCancelled: true }), '2027-01-01')).toBe('cancelled');
});

describe('what may happen to a measure', () => {
	const steps: MeasureStep[] = ['finish', 'change', 'cancel', 'evaluate'];
	test.each([
		['open', ['finish', 'change', 'cancel']],
		['overdue', ['finish', 'change', 'cancel']],
		['done', ['evaluate']],
		['evaluated', ['evaluate']],
		['cancelled', []]
	] as const)('%s: %j', (status, possible) => {
		expect(steps.filter((step) => isPossible(status, step))).toEqual(possible);
		expect(measureSteps[status]).toEqual(possible);
	});
});
