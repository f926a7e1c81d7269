/** How a request for a statement stands, and when it is to be reminded of. Pure: no database, no clock. */
import type { Temporal } from 'temporal-polyfill';
import { addWorkingDays, dateIn } from '../platform/working-days.ts';

export type StatementStatus = 'waiting' | 'late' | 'sent' | 'accepted' | 'declined' | 'withdrawn';

/** The most that may be written, in characters: of a question or a reason, and of a statement. */
export const questionLimit = 4_000;
export const statementLimit = 10_000;

/** How many working days somebody gets when the handler does not say otherwise. */
export const usualWorkingDays = 5;

/** What the status is derived from; nothing is stored twice. */
export interface StatementState {
	/** 'ÅÅÅÅ-MM-DD', Europe/Stockholm. */
	dueDate: string;
	sentAt: Temporal.Instant | null;
	declinedAt: Temporal.Instant | null;
	acceptedAt: Temporal.Instant | null;
	withdrawnAt: Temporal.Instant | null;
}

/** @param today calendar date in Sweden; a statement is late from the day after its last day */
export function statusOf(state: StatementState, today: string): StatementStatus {
	if (state.withdrawnAt) return 'withdrawn';
	if (state.declinedAt) return 'declined';
	if (state.acceptedAt) return 'accepted';
	if (state.sentAt) return 'sent';
	return state.dueDate < today ? 'late' : 'waiting';
}

/** What may happen to a request, by its status, and who does it. Buttons, checks and tests read the same table. */
export const statementSteps = {
	waiting: ['send', 'decline', 'remind', 'withdraw'],
	late: ['send', 'decline', 'remind', 'withdraw'],
	sent: ['send', 'accept', 'withdraw'],
	accepted: [],
	declined: [],
	withdrawn: []
} as const satisfies Record<StatementStatus, readonly string[]>;
export type StatementStep = 'send' | 'decline' | 'remind' | 'accept' | 'withdraw';

/** Whether a step is possible from a status. */
export function isPossible(status: StatementStatus, step: StatementStep): boolean {
	return (statementSteps[status] as readonly StatementStep[]).includes(step);
}

/**
 * From which day somebody who has not answered is reminded: so many working days after the question, but at the latest the day
 * after the last day.
 */
export function remindedFrom(
	{ askedAt, dueDate }: { askedAt: Temporal.Instant; dueDate: Temporal.PlainDate },
	workingDays: number
): Temporal.PlainDate {
	const afterQuestion = addWorkingDays(dateIn(askedAt), workingDays);
	const afterDue = dueDate.add({ days: 1 });
	return afterQuestion.toString() < afterDue.toString() ? afterQuestion : afterDue;
}
