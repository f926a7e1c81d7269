/** When an exposed person is looked after, and how each step stands. Pure: no database, no clock. */
import type { Temporal } from 'temporal-polyfill';
import { addWorkingDays, dateIn, isWorkingDay, zone } from '../platform/working-days.ts';

/** The contacts with the exposed person, in order. The product's own proposal, no legal deadline. */
export const contactSteps = ['sameDay', 'week', 'month'] as const;
export type ContactStep = (typeof contactSteps)[number];

/** With going through how to be less visible, which has no day of its own. */
export const aftercareSteps = [...contactSteps, 'privacy'] as const;
export type AftercareStep = (typeof aftercareSteps)[number];

/** When the exposed person is asked 'Fick du stöd?' (S0:24). */
export const supportSteps = ['week', 'month'] as const;
export type SupportStep = (typeof supportSteps)[number];

/** 'Fick du stöd?' */
export const supportAnswers = ['yes', 'partly', 'no'] as const;
export type SupportAnswer = (typeof supportAnswers)[number];

/** What came of a step. */
export const stepOutcomes = ['done', 'postponed', 'declined'] as const;
export type StepOutcome = (typeof stepOutcomes)[number];

/** The most that may be written of a step, in characters. */
export const noteLimit = 4_000;

/**
 * The day of each contact: the day of the report, a week and a calendar month after it. Where that day is a Saturday, a
 * Sunday, a holiday or an eve, the next working day: then there is somebody who can call. Who is in danger or wants contact
 * today is contacted on the very day all the same; that is the case's own promise (incidents/promise.ts).
 *
 * @example a report on Saturday 7 March 2026: 9 March, 16 March (14 March is a Saturday), 7 April
 */
export function daysOf(reportedAt: Temporal.Instant): Record<ContactStep, Temporal.PlainDate> {
	const day = dateIn(reportedAt);
	return {
		sameDay: addWorkingDays(day, 0),
		week: addWorkingDays(day.add({ days: 7 }), 0),
		// a month after 31 January is the last of February
		month: addWorkingDays(day.add({ months: 1 }), 0)
	};
}

/** What was recorded of a step last. */
export interface Recorded {
	step: AftercareStep;
	outcome: StepOutcome;
	/** 'ÅÅÅÅ-MM-DD' */
	postponedTo: string | null;
}

/** How a step stands. `due`: today; `late`: since its day. */
export type StepState = 'coming' | 'due' | 'late' | 'done' | 'declined';

/** A contact with its day, moved if it was postponed. */
export interface PlannedStep {
	step: ContactStep;
	/** 'ÅÅÅÅ-MM-DD' */
	day: string;
	isPostponed: boolean;
	state: StepState;
}

/**
 * The plan of a case as it stands.
 * @param recorded oldest first: the latest of each step holds
 * @param today calendar date in Sweden, 'ÅÅÅÅ-MM-DD'
 */
export function planOf(
	reportedAt: Temporal.Instant,
	recorded: readonly Recorded[],
	today: string
): PlannedStep[] {
	const days = daysOf(reportedAt);
	return contactSteps.map((step) => {
		const last = recorded.findLast((one) => one.step === step);
		const day = last?.postponedTo ?? days[step].toString();
		return { step, day, isPostponed: last?.outcome === 'postponed', state: stateOf(last, day, today) };
	});
}

function stateOf(last: Recorded | undefined, day: string, today: string): StepState {
	if (last && last.outcome !== 'postponed') return last.outcome;
	return day > today ? 'coming' : day === today ? 'due' : 'late';
}

/** The question that is open on a day: the month's replaces the week's. Null: not yet. @param today 'ÅÅÅÅ-MM-DD' */
export function openQuestion(reportedAt: Temporal.Instant, today: string): SupportStep | null {
	const days = daysOf(reportedAt);
	return supportSteps.findLast((step) => days[step].toString() <= today) ?? null;
}

/**
 * Whoever's incident was reported from this instant on has not been asked 'Fick du stöd?' by the end of a day: the week's day of
 * `daysOf`, the other way round.
 */
export function notAskedSince(today: Temporal.PlainDate): Temporal.Instant {
	let asked = today;
	while (!isWorkingDay(asked)) asked = asked.subtract({ days: 1 });
	return asked.subtract({ days: 6 }).toZonedDateTime(zone).toInstant();
}
