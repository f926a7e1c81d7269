/** What has a deadline in a case. Pure: no database, no clock. */
import { Temporal } from 'temporal-polyfill';
import type { MeasureId, PersonId } from '../../../../database/column-types.ts';
import { daysOf, planOf, supportSteps, type Recorded, type SupportStep } from '../aftercare/index.ts';
import { isEnded, nextStep, type CaseFacts, type MeasureFacts, type StepKind } from '../cases/index.ts';
import type { RoleCode } from '../organisation/index.ts';
import { addWorkingDays, dateIn, endOfDay, zone } from '../platform/working-days.ts';

/** Kinds of deadline. Stored; never renamed. Each has its ladder in ladder.ts. */
export const reminderKinds = [
	'contactLate',
	'assessmentLate',
	'stepLate',
	'measureSoon',
	'measureLate',
	'effectDue',
	'effectLate',
	'dutyNear',
	'dutyLate',
	'aftercareDue',
	'aftercareLate',
	'reviewDue',
	'reviewLate',
	'requestLate',
	'supportAsked',
	'statementSoon',
	'statementLate',
	'lexSarahStartLate',
	'lexSarahInvestigateNear',
	'lexSarahInvestigateLate',
	'lexSarahIvoLate',
	'safetyRequestLate'
] as const;
export type ReminderKind = (typeof reminderKinds)[number];

/** A measure, as far as reminding depends on it. */
export interface OwnedMeasure extends MeasureFacts {
	id: MeasureId;
	ownerId: PersonId;
	createdAt: Temporal.Instant;
}

/** A duty that waits for a decision. */
export interface WaitingDuty {
	key: string;
	startedAt: Temporal.Instant;
	/** When its clock runs out, by law or by the local level; null: it has no end of its own. */
	dueAt: Temporal.Instant | null;
	/** The law has words and no number: urgent from the first moment. */
	isInWords: boolean;
	/** Whether the number is the law's own; otherwise it is a local level. */
	isLegal: boolean;
	/** The role that answers for it beside the handler; null: none. */
	answeringRole: RoleCode | null;
}

/** A threat that is to be assessed, because somebody asked, or looked at again, on a day. */
export interface OpenThreat {
	/** Of the request or the assessment. */
	id: string;
	/** When it was asked for, or assessed. */
	requestedAt: Temporal.Instant;
	/** Null: not assessed yet. */
	reviewDate: Temporal.PlainDate | null;
}

/** A colleague who was asked for a statement, and has neither written it nor declined. */
export interface WaitingStatement {
	id: string;
	/** Who was asked. */
	personId: PersonId;
	askedAt: Temporal.Instant;
	dueDate: Temporal.PlainDate;
	/** The day from which they are reminded (`remindedFrom`). */
	remindedFrom: Temporal.PlainDate;
}

/** What waits by the municipality's own service level: a lex Sarah record, or a safety representative's request. No limit of the law. */
export interface LevelledWork {
	kind: 'lexSarahStartLate' | 'lexSarahInvestigateLate' | 'lexSarahIvoLate' | 'safetyRequestLate';
	id: string;
	startedAt: Temporal.Instant;
	/** When the local level ends. */
	localDueAt: Temporal.Instant;
}

/** What a case has to keep. */
export interface RemindedFacts extends Omit<CaseFacts, 'measures'> {
	/** Its promises were made elsewhere, before it came here. */
	isImported: boolean;
	measures: readonly OwnedMeasure[];
	duties: readonly WaitingDuty[];
	/** The exposed person is looked after in another report of the same event. */
	isCaredForElsewhere: boolean;
	/** What was recorded of looking after the exposed person, oldest first. */
	aftercare: readonly Recorded[];
	threats: readonly OpenThreat[];
	/** Which questions 'Fick du stöd?' the exposed person has answered. */
	supportAnswered: readonly SupportStep[];
	statements: readonly WaitingStatement[];
	/** Safety representatives' requests about the case that nobody has answered. */
	requests: readonly LevelledWork[];
}

/** Something that ends at an instant. */
export interface Deadline {
	kind: ReminderKind;
	/** The id of the measure, threat, statement, record or request, the duty's key, or the step; empty for a promise of the case itself. */
	subject: string;
	dueAt: Temporal.Instant;
	/** When it began: who was given it since a warning's time is not warned as well. */
	startedAt: Temporal.Instant;
	/** Who is to do it, where that is not the handler. */
	ownerId: PersonId | null;
	/** When to warn, where that does not follow from the end alone. */
	nearAt: Temporal.Instant | null;
	/** The role that is told beside the handler, where there is one: those of it who may read the case. */
	answeringRole?: RoleCode;
}

const kindsOfStep: Record<StepKind, readonly ReminderKind[]> = {
	contact: ['contactLate'],
	assess: ['assessmentLate'],
	plan: ['stepLate'],
	// each measure has its own deadline
	doMeasures: [],
	evaluate: ['effectDue', 'effectLate'],
	judgeNot: ['stepLate'],
	close: ['stepLate']
};

/** At work: when the day's first look is taken. An hour in Sweden. */
const morning = 7;

/** Seven in the morning of a day: no hour that the change to summer time skips or repeats. */
export function inTheMorning(date: Temporal.PlainDate): Temporal.Instant {
	return date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(morning) }).toInstant();
}

/** How long before its end a duty is warned of, in hours; one whose law has no number halfway to the local level. */
const nearHours = 24;

/**
 * Every deadline of a case: of an open one, and what goes on after its end, however it ended: duties that nobody has decided, looking
 * after the exposed person, threats, and answers that somebody waits for.
 */
export function deadlinesOf(facts: RemindedFacts, settings: { assessmentWorkingDays: number }): Deadline[] {
	return [
		...(isEnded(facts.status) ? [] : ofOpenCase(facts, settings)),
		...facts.duties.flatMap(ofDuty),
		...ofAftercare(facts),
		...ofSupport(facts),
		...facts.threats.flatMap(ofThreat),
		...facts.requests.map(deadlineOf)
	];
}

function ofOpenCase(facts: RemindedFacts, settings: { assessmentWorkingDays: number }): Deadline[] {
	const next = nextStep(facts, settings)!;
	const isPromiseOfOthers = facts.isImported && (next.kind === 'contact' || next.kind === 'assess');
	const steps = isPromiseOfOthers ? [] : kindsOfStep[next.kind];
	return [
		...steps.map((kind) => ({
			kind,
			// contact, plan and end are different promises, also when they fall on the same day
			subject: kind === 'stepLate' ? next.kind : '',
			dueAt: next.dueAt,
			startedAt: facts.reportedAt,
			ownerId: null,
			nearAt: null
		})),
		...facts.measures.filter(({ doneAt, isCancelled }) => !doneAt && !isCancelled).flatMap(ofMeasure),
		...facts.statements.flatMap(ofStatement)
	];
}

function ofMeasure({ id, ownerId, dueDate, createdAt }: OwnedMeasure): Deadline[] {
	const deadline = { subject: id, dueAt: endOfDay(dueDate), startedAt: createdAt, ownerId, nearAt: null };
	return [
		{ ...deadline, kind: 'measureSoon' },
		{ ...deadline, kind: 'measureLate' }
	];
}

function ofDuty({ key, startedAt, dueAt, isInWords, answeringRole }: WaitingDuty): Deadline[] {
	if (!dueAt) return [];
	const nearAt = isInWords ? halfway(startedAt, dueAt) : dueAt.subtract({ hours: nearHours });
	const deadline = {
		...{ subject: key, dueAt, startedAt, ownerId: null, nearAt },
		...(answeringRole && { answeringRole })
	};
	return [
		{ ...deadline, kind: 'dutyNear' },
		{ ...deadline, kind: 'dutyLate' }
	];
}

function halfway(from: Temporal.Instant, to: Temporal.Instant): Temporal.Instant {
	return Temporal.Instant.fromEpochMilliseconds(
		Math.floor((from.epochMilliseconds + to.epochMilliseconds) / 2)
	);
}

/** Whether the exposed person is looked after by this case. */
function isCaredFor({ isImported, isCaredForElsewhere, status }: RemindedFacts): boolean {
	return !isImported && !isCaredForElsewhere && status !== 'transferred' && status !== 'notUndueInfluence';
}

/** The contacts after a week and a month. The one of the first day is the promise of contact, which has its own reminders. */
function ofAftercare(facts: RemindedFacts): Deadline[] {
	if (!isCaredFor(facts)) return [];
	const { reportedAt, aftercare } = facts;
	return planOf(reportedAt, aftercare, dateIn(reportedAt).toString())
		.filter(({ step, state }) => step !== 'sameDay' && state !== 'done' && state !== 'declined')
		.flatMap(({ step, day }): Deadline[] => {
			const dueAt = endOfDay(Temporal.PlainDate.from(day));
			const deadline = { subject: step, dueAt, startedAt: reportedAt, ownerId: null, nearAt: null };
			return [
				{ ...deadline, kind: 'aftercareDue' },
				{ ...deadline, kind: 'aftercareLate' }
			];
		});
}

/**
 * 'Fick du stöd?': on the day when each question opens. The month's answer is an answer to the week's too, which it has replaced.
 */
function ofSupport(facts: RemindedFacts): Deadline[] {
	if (!isCaredFor(facts)) return [];
	const { reportedAt, supportAnswered } = facts;
	const asked = supportSteps.filter(
		(step) => !supportAnswered.includes(step) && !supportAnswered.includes('month')
	);
	if (asked.length === 0) return [];
	const days = daysOf(reportedAt);
	return asked.map((step) => ({
		kind: 'supportAsked',
		subject: step,
		dueAt: endOfDay(days[step]),
		startedAt: reportedAt,
		ownerId: null,
		nearAt: null
	}));
}

function ofStatement({ id, personId, askedAt, dueDate, remindedFrom }: WaitingStatement): Deadline[] {
	const deadline = { subject: id, dueAt: endOfDay(dueDate), startedAt: askedAt, ownerId: personId };
	return [
		{ ...deadline, kind: 'statementSoon', nearAt: inTheMorning(remindedFrom) },
		{ ...deadline, kind: 'statementLate', nearAt: null }
	];
}

/** The deadlines of lex Sarah work: an investigation is warned of halfway, as a duty whose law gives no number. */
export function deadlinesOfRecord(work: LevelledWork): Deadline[] {
	const deadline = deadlineOf(work);
	if (work.kind !== 'lexSarahInvestigateLate') return [deadline];
	const nearAt = halfway(work.startedAt, work.localDueAt);
	return [{ ...deadline, kind: 'lexSarahInvestigateNear', nearAt }, deadline];
}

/** The deadline of work that has a local level. */
export function deadlineOf({ kind, id, startedAt, localDueAt }: LevelledWork): Deadline {
	return { kind, subject: id, dueAt: localDueAt, startedAt, ownerId: null, nearAt: null };
}

/** How many working days a request for a threat assessment may wait before the coordinator is reminded. A local choice, not law. */
const requestWorkingDays = 1;

/** The day by which a threat that somebody asked about is to be assessed. */
export function threatRequestDay(requestedAt: Temporal.Instant): Temporal.PlainDate {
	return addWorkingDays(dateIn(requestedAt), requestWorkingDays);
}

function ofThreat({ id, requestedAt, reviewDate }: OpenThreat): Deadline[] {
	const deadline = { subject: id, startedAt: requestedAt, ownerId: null, nearAt: null };
	if (!reviewDate) {
		const dueAt = endOfDay(threatRequestDay(requestedAt));
		return [{ ...deadline, kind: 'requestLate', dueAt }];
	}
	const dueAt = endOfDay(reviewDate);
	return [
		{ ...deadline, kind: 'reviewDue', dueAt },
		{ ...deadline, kind: 'reviewLate', dueAt }
	];
}
