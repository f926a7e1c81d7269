import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isPossible, remindedFrom, statusOf, type StatementState, type StatementStep } from './statement.ts';

const at = Temporal.Instant.from('2026-03-04T08:00:00Z');
const state = (overrides: Partial<StatementState> = {}): StatementState => ({
	dueDate: '2026-03-11',
	sentAt: null,
	declinedAt: null,
	acceptedAt: null,
	withdrawnAt: null,
	...overrides
});

describe('how a request stands', () => {
	test.each([
		['unanswered on its last day', {}, '2026-03-11', 'waiting'],
		['unanswered the day after', {}, '2026-03-12', 'late'],
		['sent, and never late after that', { sentAt: at }, '2027-01-01', 'sent'],
		['accepted', { sentAt: at, acceptedAt: at }, '2026-03-05', 'accepted'],
		['declined', { declinedAt: at }, '2027-01-01', 'declined'],
		['withdrawn after it was sent', { sentAt: at, withdrawnAt: at }, '2026-03-05', 'withdrawn']
	] as const)('%s', (_, overrides, today, status) => {
		expect(statusOf(state(overrides), today)).toBe(status);
	});
});

test('what has ended does not change; what was sent can be corrected but not declined', () => {
	const steps: StatementStep[] = ['send', 'decline', 'remind', 'accept', 'withdraw'];
	const possible = (status: Parameters<typeof isPossible>[0]) =>
		steps.filter((step) => isPossible(status, step));
	expect(possible('waiting')).toEqual(['send', 'decline', 'remind', 'withdraw']);
	expect(possible('late')).toEqual(['send', 'decline', 'remind', 'withdraw']);
	expect(possible('sent')).toEqual(['send', 'accept', 'withdraw']);
	for (const status of ['accepted', 'declined', 'withdrawn'] as const) expect(possible(status)).toEqual([]);
});

describe('when somebody is reminded', () => {
	const from = (askedAt: string, dueDate: string) =>
		remindedFrom(
			{ askedAt: Temporal.Instant.from(askedAt), dueDate: Temporal.PlainDate.from(dueDate) },
			3
		).toString();
	test('three working days after the question, over a weekend and Easter', () => {
		expect(from('2026-03-04T08:00:00Z', '2026-03-20')).toBe('2026-03-09');
		expect(from('2026-04-02T08:00:00Z', '2026-04-20')).toBe('2026-04-09');
	});
	test('but no later than the day after the last day', () => {
		expect(from('2026-03-04T08:00:00Z', '2026-03-05')).toBe('2026-03-06');
	});
});
