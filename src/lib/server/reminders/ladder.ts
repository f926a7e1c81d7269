/**
 * Which step is taken when, and towards whom. Pure: takes `now`.
 *
 * A step's time follows from its deadline alone. So it does not matter how often, how late or by whom this is asked: what is due and
 * not made is made, in order, once. The times are local choices, not law.
 */
import { Temporal } from 'temporal-polyfill';
import { addWorkingDays, dateIn, isWorkingDay, zone } from '../platform/working-days.ts';
import { inTheMorning, type Deadline, type ReminderKind } from './deadlines.ts';

/** Stored; never renamed. */
export const reminderSteps = ['told', 'escalated', 'escalatedAgain'] as const;
export type ReminderStep = (typeof reminderSteps)[number];

/**
 * Who is told. `above`: the next manager up from the handler; `furtherAbove`: the one above them. Of a lex Sarah record, which managers may
 * not read: the other officers, then the head of the administration, who is told only that one waits.
 */
export type Audience =
	| 'handler'
	| 'owner'
	| 'coordinator'
	| 'above'
	| 'furtherAbove'
	/** The next manager up from the handler, and nobody instead where there is none: the coordinator has been told. */
	| 'managerAbove'
	/** A colleague who was asked for a statement. */
	| 'asked'
	/** The exposed person, of what is asked to them. */
	| 'exposed'
	/** The lex Sarah officer who investigates a record; all of its officers until somebody does. */
	| 'officers';

interface Rung {
	step: ReminderStep;
	to: Audience;
	/** When its time has come. */
	at: (deadline: Deadline) => Temporal.Instant;
	/** A warning: of no use once the deadline has passed, or to who was given the thing after its time. */
	isWarning?: true;
}

/** At work: when the day's first look is taken, and when there has been time to act on it. Hours in Sweden. */
const morning = 7;
const noon = 12;

/** A promise to somebody who waits, or a duty whose clock counts hours: at once, then by the day. */
const urgent: readonly Rung[] = [
	{ step: 'told', to: 'handler', at: ({ dueAt }) => dueAt },
	{ step: 'escalated', to: 'above', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, noon) }
];

/** A lex Sarah record: at once, then by the day above whoever investigates. */
const ofOfficers: readonly Rung[] = [
	{ step: 'told', to: 'officers', at: ({ dueAt }) => dueAt },
	{ step: 'escalated', to: 'above', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, noon) },
	{ step: 'escalatedAgain', to: 'furtherAbove', at: ({ dueAt }) => workingDaysAfter(dueAt, 2, noon) }
];

/** A threat that nobody has assessed or looked at again: who handles the case learns of it, then the manager above them. */
const ofThreats: readonly Rung[] = [
	{ step: 'told', to: 'coordinator', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) },
	{ step: 'escalated', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 2, morning) },
	{ step: 'escalatedAgain', to: 'managerAbove', at: ({ dueAt }) => workingDaysAfter(dueAt, 3, morning) }
];

/** The steps of each kind, in order. */
export const ladders: Record<ReminderKind, readonly Rung[]> = {
	contactLate: [
		...urgent,
		{ step: 'escalatedAgain', to: 'furtherAbove', at: ({ dueAt }) => workingDaysAfter(dueAt, 2, noon) }
	],
	assessmentLate: [
		{ step: 'told', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) },
		{ step: 'escalated', to: 'above', at: ({ dueAt }) => workingDaysAfter(dueAt, 2, morning) }
	],
	stepLate: [{ step: 'told', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) }],
	measureSoon: [
		{
			step: 'told',
			to: 'owner',
			at: ({ dueAt }) => lastWorkingDay(dateIn(dueAt).subtract({ days: 1 })),
			isWarning: true
		}
	],
	measureLate: [
		{ step: 'told', to: 'owner', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) },
		{ step: 'escalated', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 2, morning) }
	],
	effectDue: [
		{ step: 'told', to: 'handler', at: ({ dueAt }) => lastWorkingDay(dateIn(dueAt)), isWarning: true }
	],
	effectLate: [
		{ step: 'told', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) },
		{ step: 'escalated', to: 'above', at: ({ dueAt }) => workingDaysAfter(dueAt, 6, morning) }
	],
	dutyNear: [{ step: 'told', to: 'handler', at: ({ nearAt, dueAt }) => nearAt ?? dueAt, isWarning: true }],
	dutyLate: urgent,
	aftercareDue: [
		{ step: 'told', to: 'handler', at: ({ dueAt }) => lastWorkingDay(dateIn(dueAt)), isWarning: true }
	],
	aftercareLate: [
		{ step: 'told', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) },
		{ step: 'escalated', to: 'above', at: ({ dueAt }) => workingDaysAfter(dueAt, 3, morning) }
	],
	reviewDue: [
		{ step: 'told', to: 'coordinator', at: ({ dueAt }) => lastWorkingDay(dateIn(dueAt)), isWarning: true }
	],
	reviewLate: ofThreats,
	requestLate: ofThreats,
	// the question stays open after its day: who was not told then is told when the system runs again
	supportAsked: [{ step: 'told', to: 'exposed', at: ({ dueAt }) => inTheMorning(dateIn(dueAt)) }],
	statementSoon: [{ step: 'told', to: 'asked', at: ({ nearAt, dueAt }) => nearAt ?? dueAt, isWarning: true }],
	statementLate: [
		{ step: 'told', to: 'asked', at: ({ dueAt }) => workingDaysAfter(dueAt, 1, morning) },
		{ step: 'escalated', to: 'handler', at: ({ dueAt }) => workingDaysAfter(dueAt, 2, morning) }
	],
	lexSarahStartLate: ofOfficers,
	lexSarahInvestigateNear: [
		{ step: 'told', to: 'officers', at: ({ nearAt, dueAt }) => nearAt ?? dueAt, isWarning: true }
	],
	lexSarahInvestigateLate: ofOfficers,
	lexSarahIvoLate: ofOfficers,
	safetyRequestLate: urgent
};

/** A step whose time has come. */
export interface DueReminder extends Deadline {
	step: ReminderStep;
	to: Audience;
	/** When its time came, which may be days ago. */
	at: Temporal.Instant;
}

/** What makes a step one and the same, as the table's unique key says. */
export function keyOf({
	kind,
	subject,
	step,
	dueAt
}: {
	kind: string;
	subject: string;
	step: string;
	dueAt: Temporal.Instant;
}): string {
	return [kind, subject, step, dueAt.toString()].join(' ');
}

/**
 * A deadline that ended longer ago than this is left alone, in days: longer than any standstill, and short enough that a system
 * which starts to remind does not begin with what is long past.
 */
export const forgottenDays = 30;

/** Except what has nobody else who asks for it: a record waits for an officer who is appointed months later, too. */
const neverForgotten: readonly ReminderKind[] = [
	'lexSarahStartLate',
	'lexSarahInvestigateLate',
	'lexSarahIvoLate'
];

/**
 * The steps that are due and not made, in the order in which their times came.
 * @param made the keys (`keyOf`) of those that were
 */
export function remindersDue(
	deadlines: readonly Deadline[],
	made: ReadonlySet<string>,
	now: Temporal.Instant
): DueReminder[] {
	const isPast = (at: Temporal.Instant) => Temporal.Instant.compare(at, now) <= 0;
	const oldest = now.subtract({ hours: 24 * forgottenDays });
	return deadlines
		.filter(
			({ kind, dueAt }) => neverForgotten.includes(kind) || Temporal.Instant.compare(dueAt, oldest) >= 0
		)
		.flatMap((deadline) =>
			ladders[deadline.kind]
				.map(({ step, to, at, isWarning }) => ({ ...deadline, step, to, at: at(deadline), isWarning }))
				.filter(({ at, isWarning, dueAt, startedAt }) => {
					if (!isPast(at)) return false;
					return !isWarning || (!isPast(dueAt) && Temporal.Instant.compare(startedAt, at) < 0);
				})
		)
		.filter((reminder) => !made.has(keyOf(reminder)))
		.map(({ isWarning: _, ...reminder }) => reminder)
		.sort(
			(a, b) =>
				a.at.epochMilliseconds - b.at.epochMilliseconds ||
				a.dueAt.epochMilliseconds - b.dueAt.epochMilliseconds
		);
}

function workingDaysAfter(at: Temporal.Instant, count: number, hour: number): Temporal.Instant {
	return atHour(addWorkingDays(dateIn(at), count), hour);
}

/** In the morning of a day or, when it is free, of the last working day before it. */
function lastWorkingDay(date: Temporal.PlainDate): Temporal.Instant {
	let day = date;
	while (!isWorkingDay(day)) day = day.subtract({ days: 1 });
	return inTheMorning(day);
}

/** The hours of a working day are not those that the change to summer time skips or repeats. */
function atHour(date: Temporal.PlainDate, hour: number): Temporal.Instant {
	return date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(hour) }).toInstant();
}
