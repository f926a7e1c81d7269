import { Temporal } from 'temporal-polyfill';
import type { DutyKey } from '../duties/index.ts';
import type { AssessedForm, Channel, Influencer, Subform } from '../incidents/taxonomy.ts';
import { addWorkingDays, isWorkingDay, zone } from '../platform/working-days.ts';
import { asInstant, localTime, officeMoment } from './calendar.ts';
import {
	conversations,
	effectTexts,
	feedbackTexts,
	measureTexts,
	rationales,
	suits,
	supportTexts,
	type Outcome,
	type Setting
} from './handling-texts.ts';
import { insiders, type Motive, type NotUndueInfluence, type Severity } from './incident-texts.ts';
import type { DemoOrganisation, DemoPerson, DemoUnit, RoleCode } from './organisation.ts';
import type { Random } from './random.ts';

/** What the employer did with an incident: first contact, assessment, measures, messages, closing. */

export type DecisionAffected = 'no' | 'risk' | 'yes' | 'unknown';

/** The manager's judgement. `form` is null when it was not undue influence. */
export interface DemoAssessment {
	undueInfluence: 'yes' | 'no' | 'unclear';
	form: AssessedForm | null;
	subform: Subform | null;
	severity: Severity;
	motive: Motive;
	decisionAffected: DecisionAffected;
	notUndueInfluence?: NotUndueInfluence;
	rationale: string;
	/** Instant. */
	at: string;
}

/** `dueDate` is a date in Europe/Stockholm, `doneAt` an instant. */
export interface DemoMeasure {
	kind: 'immediate' | 'corrective' | 'preventive';
	description: string;
	ownerKey: string;
	dueDate: string;
	doneAt?: string;
	effect?: 'yes' | 'partly' | 'no';
	effectText?: string;
}

/** One line in the conversation between the reporter and the manager who handles the case. */
export interface DemoMessage {
	from: 'handler' | 'reporter';
	text: string;
	at: string;
}

/** All instants lie between the report and now, in this order: first contact, assessment, measures, closing. */
export interface DemoHandling {
	firstContactAt?: string;
	assessment?: DemoAssessment;
	support?: string;
	measures: DemoMeasure[];
	messages: DemoMessage[];
	closedAt?: string;
	feedback?: string;
	/** Duties that nobody has decided yet, however far the case has come. */
	undecided?: readonly DutyKey[];
}

/** How far a case has come. Without a wish it has come as far as its age allows. */
export type Stage =
	'unhandled' | 'contacted' | 'assessed' | 'measuresOngoing' | 'measuresOverdue' | 'awaitingFollowUp';

/** What the handling of an incident depends on. */
export interface HandlingFacts {
	unitKey: string;
	reporterKey: string;
	involvedKey?: string;
	reportedAt: string;
	channel: Channel;
	influencer: Influencer;
	form: AssessedForm | null;
	subform: Subform | null;
	severity: Severity;
	motive: Motive;
	decisionAffected: DecisionAffected;
	notUndueInfluence?: NotUndueInfluence;
	/** 0 at the start of the history, 1 now: managers get quicker as the habit spreads. */
	progress: number;
}

/**
 * The person who handles a case: the nearest manager above who is neither its reporter nor involved in it.
 * A vacant post is passed over. When no manager is left, it is a security coordinator.
 */
export function handlerOf(
	organisation: DemoOrganisation,
	incident: { unitKey: string; reporterKey: string; involvedKey?: string }
): DemoPerson {
	const mayHandle = ({ key }: DemoPerson) => key !== incident.reporterKey && key !== incident.involvedKey;
	for (const unitKey of pathUpwards(organisation.units, incident.unitKey)) {
		const manager = withRole(organisation, 'lineManager', unitKey).find(mayHandle);
		if (manager) return manager;
	}
	return nearestWithRole(organisation, 'securityCoordinator', incident, mayHandle);
}

/**
 * The handling of one incident as it stands at `now`; null when nobody has touched it yet.
 *
 * The whole course is made up first and then cut at `now`, so that recent cases are naturally unfinished. A `stage`
 * stops it earlier, for the cases that a demo must be able to show whatever the date.
 */
export function buildHandling(
	random: Random,
	organisation: DemoOrganisation,
	facts: HandlingFacts,
	{ now, stage }: { now: string; stage?: Stage }
): DemoHandling | null {
	if (stage === 'unhandled') return null;

	const { assessment, ...plan } = planCourse(random, organisation, facts);
	if (stage) return stopAt(stage, random, facts, { assessment, ...plan }, now);

	if (plan.firstContactAt >= now) return null;
	const closed = plan.closedAt < now;
	const assessed = assessment.at < now;
	return {
		firstContactAt: plan.firstContactAt,
		...(plan.support && { support: plan.support }),
		...(assessed && { assessment }),
		measures: assessed ? plan.measures.map((measure) => asOf(now, measure, closed)) : [],
		messages: plan.messages.filter(({ at }) => at < now),
		...(closed && { closedAt: plan.closedAt, feedback: plan.feedback })
	};
}

interface Course {
	firstContactAt: string;
	support: string | undefined;
	assessment: DemoAssessment;
	measures: Required<DemoMeasure>[];
	messages: DemoMessage[];
	closedAt: string;
	feedback: string;
}

function planCourse(random: Random, organisation: DemoOrganisation, facts: HandlingFacts): Course {
	const handler = handlerOf(organisation, facts);
	const firstContactAt = planFirstContact(random, facts);
	const assessment = assess(random, facts, firstContactAt);
	const measures = planMeasures(random, organisation, facts, assessment, handler);

	const lastStep = measures.reduce((last, { doneAt }) => latest(last, doneAt), assessment.at);
	const closedAt = officeMoment(random, workingDaysAfter(lastStep, random.integer(1, 9)), lastStep);
	const feedback = random.pick(
		feedbackTexts.filter(({ outcomes }) => outcomes.includes(outcomeOf(assessment)))
	).text;
	const messages = converse(random, facts, firstContactAt, assessment.at).filter(({ at }) => at < closedAt);
	const fittingSupport = supportTexts.filter((text) => suits(text, { ...facts, setting: settingOf(facts) }));
	const support = facts.severity >= 2 || random.chance(0.7) ? random.pick(fittingSupport).text : undefined;
	return { firstContactAt, support, assessment, measures, messages, closedAt, feedback };
}

/** Mostly the same day; a tail of slow ones, shorter when it is serious and as the habit spreads. */
function planFirstContact(random: Random, { reportedAt, severity, progress }: HandlingFacts): string {
	const reported = localTime(reportedAt);
	const slow = random.chance((severity >= 3 ? 0.05 : 0.16) * (1.3 - 0.6 * progress));
	if (slow) return officeMoment(random, workingDaysAfter(reportedAt, random.integer(3, 9)), reportedAt);

	const inTimeForToday = isWorkingDay(reported.toPlainDate()) && reported.hour < 16;
	const sameDay = inTimeForToday && random.chance((severity >= 3 ? 0.93 : 0.74) + 0.12 * progress);
	if (sameDay) return officeMoment(random, reported.toPlainDate(), reportedAt);
	return officeMoment(random, workingDaysAfter(reportedAt, 1), reportedAt);
}

function assess(random: Random, facts: HandlingFacts, firstContactAt: string): DemoAssessment {
	const { notUndueInfluence, form, subform, severity, motive, decisionAffected } = facts;
	const days = severity >= 3 ? random.integer(0, 3) : random.integer(1, 8);
	const at = officeMoment(random, workingDaysAfter(firstContactAt, days), firstContactAt);
	if (notUndueInfluence) {
		const rationale = chooseRationale(random, notUndueInfluence, null);
		const harmless = { form: null, subform: null, motive: 'unclear', decisionAffected: 'no' } as const;
		return { undueInfluence: 'no', ...harmless, severity, notUndueInfluence, rationale, at };
	}
	const unclear = severity <= 2 && random.chance(0.1);
	const outcome = unclear ? 'unclear' : form;
	if (!outcome) throw new Error('an incident needs a form, or what it was instead');
	return {
		undueInfluence: unclear ? 'unclear' : 'yes',
		form,
		subform,
		severity,
		motive: unclear ? 'unclear' : motive,
		decisionAffected,
		rationale: chooseRationale(random, outcome, subform),
		at
	};
}

function chooseRationale(random: Random, outcome: Outcome, subform: Subform | null): string {
	const fitting = rationales.filter((rationale) => {
		return (
			rationale.outcome === outcome &&
			(!rationale.subforms || (subform && rationale.subforms.includes(subform)))
		);
	});
	return random.pickWeighted(fitting, ({ subforms }) => (subforms ? 5 : 1)).text;
}

/** The form, or what it was instead. */
function outcomeOf({ undueInfluence, form, notUndueInfluence }: DemoAssessment): Outcome {
	const outcome = undueInfluence === 'unclear' ? 'unclear' : (form ?? notUndueInfluence);
	if (!outcome) throw new Error('an assessment needs an outcome');
	return outcome;
}

const kindsBySeverity: Record<Severity, DemoMeasure['kind'][][]> = {
	1: [['preventive'], ['corrective'], ['immediate']],
	2: [['immediate'], ['corrective'], ['immediate', 'corrective'], ['corrective', 'preventive']],
	3: [
		['immediate', 'corrective'],
		['immediate', 'preventive'],
		['immediate', 'corrective', 'preventive']
	],
	4: [
		['immediate', 'immediate', 'corrective', 'preventive'],
		['immediate', 'immediate', 'corrective'],
		['immediate', 'corrective', 'preventive']
	]
};

/** Calendar days from the assessment to the due date. */
const daysToDo: Record<DemoMeasure['kind'], [number, number]> = {
	immediate: [1, 6],
	corrective: [10, 32],
	preventive: [20, 55]
};

function planMeasures(
	random: Random,
	organisation: DemoOrganisation,
	facts: HandlingFacts,
	assessment: DemoAssessment,
	handler: DemoPerson
): Required<DemoMeasure>[] {
	if (assessment.undueInfluence === 'no') return [];
	const assessedOn = localTime(assessment.at).toPlainDate();
	const situation = { ...facts, setting: settingOf(facts) };
	const chosen = new Set<string>();

	return random.pick(kindsBySeverity[facts.severity]).map((kind) => {
		const fitting = measureTexts.filter(
			(measure) => measure.kind === kind && !chosen.has(measure.text) && suits(measure, situation)
		);
		const { text, theme, owner } = random.pickWeighted(fitting, ({ channels, fromSeverity }) => {
			return channels || fromSeverity ? 2 : 1;
		});
		chosen.add(text);

		const mayOwn = ({ key }: DemoPerson) => key !== facts.involvedKey && key !== facts.reporterKey;
		const asked = owner ? nearestWithRole(organisation, owner, facts, mayOwn) : handler;
		const due = addWorkingDays(assessedOn.add({ days: random.integer(...daysToDo[kind]) }), 0);
		const lateDays = random.chance(0.2) ? random.integer(3, 20) : -random.integer(0, 3);
		const done = later(due.add({ days: lateDays }), assessedOn);
		const effect = random.pickWeighted(
			['yes', 'partly', 'no'] as const,
			(_, index) => [60, 28, 12][index] ?? 0
		);
		return {
			kind,
			description: text,
			ownerKey: asked.key,
			dueDate: due.toString(),
			doneAt: officeMoment(random, addWorkingDays(done, 0), assessment.at),
			effect,
			effectText: random.pick(
				effectTexts.filter((text) => text.effect === effect && text.themes.includes(theme))
			).text
		};
	});
}

/** A measure as it looks now: not done yet, done, or done long enough for its effect to be known. */
function asOf(now: string, measure: Required<DemoMeasure>, closed: boolean): DemoMeasure {
	const { doneAt, effect, effectText, ...planned } = measure;
	if (doneAt >= now) return planned;
	const evaluated = closed || asInstant(localTime(doneAt).add({ days: 14 })) < now;
	return { ...planned, doneAt, ...(evaluated && { effect, effectText }) };
}

/** Some cases have a conversation: an opening, an answer, an update and perhaps a last word. */
function converse(
	random: Random,
	facts: HandlingFacts,
	firstContactAt: string,
	assessedAt: string
): DemoMessage[] {
	const length = random.pickWeighted([0, 1, 2, 3, 4], (_, index) => [45, 12, 18, 13, 12][index] ?? 0);
	const [opening, reply, update, lastWord] = chooseConversation(random, facts);

	const repliedAt = officeMoment(
		random,
		workingDaysAfter(firstContactAt, random.integer(0, 1)),
		firstContactAt
	);
	const before = latest(repliedAt, assessedAt);
	const updatedAt = officeMoment(random, workingDaysAfter(before, random.integer(0, 2)), before);
	const endedAt = officeMoment(random, workingDaysAfter(updatedAt, random.integer(1, 5)), updatedAt);
	const messages: DemoMessage[] = [
		{ from: 'handler', text: opening, at: firstContactAt },
		{ from: 'reporter', text: reply, at: repliedAt },
		{ from: 'handler', text: update, at: updatedAt },
		{ from: 'reporter', text: lastWord, at: endedAt }
	];
	return messages.slice(0, length);
}

function chooseConversation(random: Random, facts: HandlingFacts) {
	const situation = { ...facts, setting: settingOf(facts) };
	const fitting = conversations.filter((conversation) => suits(conversation, situation));
	return random.pickWeighted(fitting, ({ channels, fromSeverity }) => (channels || fromSeverity ? 2 : 1))
		.lines;
}

function settingOf({ influencer, form, subform, notUndueInfluence }: HandlingFacts): Setting {
	if (insiders.includes(influencer)) return 'internal';
	if (notUndueInfluence) return 'notUndueInfluence';
	if (subform === 'suicideThreatAsPressure') return 'suicideThreat';
	return form === 'corruption' ? 'improperOffer' : 'ordinary';
}

/** Leaves a course unfinished on purpose. Times that would lie ahead of `now` are moved to before it. */
function stopAt(
	stage: Stage,
	random: Random,
	facts: HandlingFacts,
	course: Course,
	now: string
): DemoHandling {
	const [opening, reply] = chooseConversation(random, facts);
	const firstContactAt = beforeNow(random, course.firstContactAt, facts.reportedAt, now);
	const contacted: DemoHandling = {
		firstContactAt,
		...(course.support && { support: course.support }),
		measures: [],
		messages: [{ from: 'handler', text: opening, at: firstContactAt }]
	};
	if (stage === 'contacted') return contacted;

	const repliedAt = officeMoment(random, workingDaysAfter(firstContactAt, 0), firstContactAt);
	const answer: DemoMessage = {
		from: 'reporter',
		text: reply,
		at: beforeNow(random, repliedAt, firstContactAt, now)
	};
	const assessedAt = beforeNow(random, course.assessment.at, answer.at, now);
	const assessed: DemoHandling = {
		...contacted,
		assessment: { ...course.assessment, at: assessedAt },
		messages: [...contacted.messages, answer]
	};
	if (stage === 'assessed') return assessed;

	const today = localTime(now).toPlainDate();
	const assessedOn = localTime(assessedAt).toPlainDate();
	const measures = course.measures.map((measure, index): DemoMeasure => {
		const { doneAt, effect: _effect, effectText: _effectText, ...planned } = measure;
		if (stage === 'awaitingFollowUp')
			return { ...planned, doneAt: beforeNow(random, doneAt, assessedAt, now) };
		if (index > 0 && doneAt > assessedAt && doneAt < now) return { ...planned, doneAt };
		if (index > 0 || stage === 'measuresOngoing') {
			return {
				...planned,
				dueDate: later(today.add({ days: random.integer(4, 20) }), assessedOn).toString()
			};
		}
		const overdue = later(today.subtract({ days: random.integer(2, 18) }), assessedOn.add({ days: 1 }));
		return { ...planned, dueDate: overdue.toString() };
	});
	return { ...assessed, measures };
}

function workingDaysAfter(instant: string, days: number): Temporal.PlainDate {
	return addWorkingDays(localTime(instant).toPlainDate(), days);
}

function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
	return Temporal.PlainDate.compare(a, b) > 0 ? a : b;
}

function latest(a: string, b: string): string {
	return a > b ? a : b;
}

/** The planned instant if it has passed; else office hours after the step before it; at worst halfway to now. */
function beforeNow(random: Random, planned: string, previous: string, now: string): string {
	const isBetween = (instant: string) => instant > previous && instant < now;
	const daysLater = [0, 1, 2].map((days) => officeMoment(random, workingDaysAfter(previous, days), previous));
	return [planned, ...daysLater].find(isBetween) ?? halfway(previous, now);
}

function halfway(start: string, end: string): string {
	const from = Temporal.Instant.from(start);
	const seconds = Math.floor(from.until(Temporal.Instant.from(end)).total('seconds') / 2);
	return asInstant(from.add({ seconds }).toZonedDateTimeISO(zone));
}

/** The unit itself, then everything above it. */
function pathUpwards(units: readonly DemoUnit[], unitKey: string): string[] {
	const unit = units.find(({ key }) => key === unitKey);
	if (!unit) throw new Error(`unknown unit ${unitKey}`);
	return [unitKey, ...(unit.parentKey ? pathUpwards(units, unit.parentKey) : [])];
}

function withRole({ people }: DemoOrganisation, role: RoleCode, unitKey: string): DemoPerson[] {
	return people.filter(({ assignments }) => {
		return assignments.some((assignment) => assignment.role === role && assignment.unitKey === unitKey);
	});
}

function nearestWithRole(
	organisation: DemoOrganisation,
	role: RoleCode,
	{ unitKey }: { unitKey: string },
	suitable: (person: DemoPerson) => boolean
): DemoPerson {
	for (const key of pathUpwards(organisation.units, unitKey)) {
		const person = withRole(organisation, role, key).find(suitable);
		if (person) return person;
	}
	throw new Error(`nobody is ${role} for ${unitKey}`);
}
