import { Temporal } from 'temporal-polyfill';
import type {
	AssessedForm,
	Channel,
	Consequence,
	Form,
	Influencer,
	Purpose,
	Subform,
	YesNoUnsure
} from '../incidents/taxonomy.ts';
import { addWorkingDays, isWorkingDay } from '../platform/working-days.ts';
import { daysClosedBefore, instantAt, localTime, officeMoment } from './calendar.ts';
import { buildHandling, type DecisionAffected, type DemoHandling, type Stage } from './handling.ts';
import {
	closingRemarks,
	incidentTexts,
	insiders,
	type IncidentText,
	type Severity
} from './incident-texts.ts';
import { underReportingUnits, unitWithoutManager } from './organisation.ts';
import type { Activity, DemoOrganisation, DemoPerson, DemoUnit } from './organisation.ts';
import { createRandom, type Random } from './random.ts';
import { drawSupportAnswer, type DemoSupportAnswer } from './support-answers.ts';
import { fillText } from './text-slots.ts';

/** Two years of reports: who, where, when, what, and how it was handled. */

/** A report as its reporter sent it, with the employer's handling. Instants are UTC, e.g. '2026-03-09T08:15:00Z'. */
export interface DemoIncident {
	reporterKey: string;
	unitKey: string;
	occurredAt: string;
	reportedAt: string;
	text: string;
	/** At least one. */
	forms: Form[];
	/** Only sub-forms of the forms above; often none. */
	subforms: Subform[];
	channel: Channel;
	influencer: Influencer;
	purpose: Purpose;
	inDanger: boolean;
	/** The reporter asked to be contacted today. */
	wantsContact: boolean;
	/** Null: not answered. The same for `childConcerned`. */
	fearedForLife: 'yes' | 'no' | null;
	childConcerned: YesNoUnsure | null;
	/** The manager or colleague whom it is about, and who must never handle it. */
	involvedKey?: string;
	hideName: boolean;
	caseReference: string | null;
	consequences: Consequence[];
	/** Absent: not answered. */
	injury?: YesNoUnsure;
	/** Null: nobody has touched it yet. */
	handling: DemoHandling | null;
	/** What the reporter says to 'Fick du stöd?'; absent: nothing, or it was not asked yet. */
	supportAnswer?: DemoSupportAnswer;
}

/** `now` is an instant; `years` the length of the history; `count` the number of incidents in it. */
export interface HistoryOptions {
	now: string;
	years: number;
	count: number;
	seed: string | number;
}

/** What a particular incident must be, for the sake of the demo; all else is drawn. */
interface Wish {
	unitKey?: string;
	reporterKey?: string;
	influencer?: Influencer;
	/** Calendar days between the event and now. */
	daysAgo?: [fewest: number, most: number];
	wantsContact?: boolean;
	stage?: Stage;
}

/** Reporter in the foreground of the demo: her own page must show a report in every state. */
const featuredReporter = 'alma.hedin';
const featuredUnit = 'ekonomiskt-bistand-1';

/** Whatever the date, somebody opening the demo finds work in every state, and the rare kinds of influencer. */
const wishes: readonly Wish[] = [
	{
		unitKey: featuredUnit,
		reporterKey: featuredReporter,
		daysAgo: [1, 4],
		wantsContact: true,
		stage: 'unhandled'
	},
	{ unitKey: featuredUnit, reporterKey: featuredReporter, daysAgo: [14, 24], stage: 'measuresOngoing' },
	{ unitKey: featuredUnit, reporterKey: featuredReporter, daysAgo: [150, 200] },
	{ unitKey: featuredUnit, daysAgo: [0, 3], stage: 'unhandled' },
	{ unitKey: featuredUnit, daysAgo: [4, 8], stage: 'contacted' },
	{ unitKey: featuredUnit, daysAgo: [8, 14], stage: 'assessed' },
	{ unitKey: featuredUnit, daysAgo: [40, 70], stage: 'measuresOverdue' },
	{ unitKey: featuredUnit, daysAgo: [40, 60], stage: 'awaitingFollowUp' },
	{ unitKey: featuredUnit, influencer: 'manager', daysAgo: [10, 24], stage: 'assessed' },
	{ unitKey: unitWithoutManager, daysAgo: [2, 6], wantsContact: true, stage: 'unhandled' },
	{ unitKey: 'barn-och-unga-norr', daysAgo: [0, 3], stage: 'unhandled' },
	{ unitKey: 'barn-och-unga-norr', daysAgo: [40, 75], stage: 'measuresOverdue' },
	{ unitKey: 'ekonomiskt-bistand-2', daysAgo: [2, 5], wantsContact: true, stage: 'unhandled' },
	{ unitKey: 'vuxenenheten', daysAgo: [4, 9], stage: 'contacted' },
	{ unitKey: 'familjeratten', daysAgo: [7, 14], stage: 'assessed' },
	{ unitKey: 'mottagningsenheten', daysAgo: [14, 30], stage: 'measuresOngoing' },
	{ unitKey: 'jobbcenter', daysAgo: [40, 75], stage: 'measuresOverdue' },
	{ unitKey: 'bistand-funktionsnedsattning', daysAgo: [35, 60], stage: 'awaitingFollowUp' },
	{ influencer: 'manager' },
	{ influencer: 'manager' },
	{ influencer: 'manager' },
	{ influencer: 'colleague' },
	{ influencer: 'colleague' },
	{ influencer: 'colleague' },
	{ influencer: 'colleague' },
	{ influencer: 'colleague' },
	{ influencer: 'electedRepresentative' },
	{ influencer: 'electedRepresentative' },
	{ influencer: 'electedRepresentative' },
	{ influencer: 'electedRepresentative' },
	{ influencer: 'electedRepresentative' }
];

/**
 * Reports of the given years up to `now`, oldest report first.
 *
 * Same arguments, same result. Event and report lie before `now`; the patterns are asserted in `demo.test.ts`.
 *
 * @throws RangeError if the history is too short or small to hold what the demo must show
 */
export function buildHistory(
	organisation: DemoOrganisation,
	{ now, years, count, seed }: HistoryOptions
): DemoIncident[] {
	if (years < 1 || count < wishes.length) {
		throw new RangeError(`a history needs at least one year and ${wishes.length} incidents`);
	}
	const drawIncident = incidentDrawer(organisation, now, years);
	const random = createRandom(seed);
	return Array.from({ length: count }, (_, index) =>
		drawIncident(random.fork(`incident ${index}`), wishes[index] ?? {})
	).sort((a, b) => compare(a.reportedAt, b.reportedAt) || compare(a.text, b.text));
}

/** A function that draws one incident at a time and remembers which texts have been used. */
function incidentDrawer(organisation: DemoOrganisation, now: string, years: number) {
	const units = organisation.units.filter(({ level }) => level === 'unit');
	const unitWeight = unitWeights(organisation);
	const drawTime = timeDrawer(now, years);
	const drawText = textDrawer();

	return (random: Random, wish: Wish): DemoIncident => {
		const unit =
			units.find(({ key }) => key === wish.unitKey) ??
			random.pickWeighted(units, (candidate) => {
				const noManagerToBlame = wish.influencer === 'manager' && candidate.key === unitWithoutManager;
				return noManagerToBlame ? 0 : unitWeight(candidate);
			});
		const activity = activityOf(unit);

		const { date, progress } = drawTime.day(random, unit, wish);
		const { text: source, channel, influencer } = drawText(random, activity, isWorkingDay(date), wish);
		const severity = drawSeverity(random, source);
		const { occurredAt, reportedAt } = drawTime.clock(random, date, channel, severity, wish);

		const reporter = drawReporter(random, organisation, unit, source, influencer, wish);
		const involved = drawInvolved(random, organisation, unit, reporter, influencer);
		const purpose = drawPurpose(random, source);
		const consequences = drawConsequences(random, source, severity);
		const text = fillText(source.text, { activity, influencer, occurredAt, reportedAt }, random);
		const hoursToReport = Temporal.Instant.from(occurredAt)
			.until(Temporal.Instant.from(reportedAt))
			.total('hours');

		const incident: Omit<DemoIncident, 'handling'> = {
			reporterKey: reporter.key,
			unitKey: unit.key,
			occurredAt,
			reportedAt,
			text: withClosingRemark(random, text, { purpose, channel, severity, influencer }),
			...drawForms(random, source),
			channel,
			influencer,
			purpose,
			inDanger: hoursToReport < 3 && random.chance(severity === 4 ? 0.35 : severity === 3 ? 0.06 : 0),
			wantsContact: wish.wantsContact ?? random.chance([0.2, 0.4, 0.75, 0.9][severity - 1] ?? 0),
			fearedForLife: drawFear(random, source.form, severity),
			childConcerned: drawChildConcerned(random, activity),
			...(involved && { involvedKey: involved.key }),
			hideName: random.chance(involved ? 0.5 : 0.08),
			caseReference: drawCaseReference(random, unit, activity, occurredAt, influencer),
			consequences
		};
		const facts = {
			...incident,
			...{ form: source.form, subform: source.subform, severity, motive: source.motive, progress },
			...(source.notUndueInfluence && { notUndueInfluence: source.notUndueInfluence }),
			decisionAffected: decisionAffectedBy(random, consequences)
		};
		const stage = wish.stage && { stage: wish.stage };
		const handling = buildHandling(random, organisation, facts, { now, ...stage });
		const supportAnswer = drawSupportAnswer(random.fork('support'), reportedAt, handling, now);
		return { ...incident, handling, ...(supportAnswer && { supportAnswer }) };
	};
}

/** How exposed the work is, against the same number of employees. */
const exposure: Record<Activity, number> = {
	Mottagning: 1.6,
	'Ekonomiskt bistånd': 1.5,
	Boende: 1,
	'Barn och unga': 1.5,
	Familjerätt: 1.5,
	Familjehem: 0.8,
	'Öppenvård unga': 0.7,
	Vuxna: 1.1,
	'Våld i nära relationer': 1.2,
	Äldre: 0.9,
	Funktionsnedsättning: 0.9,
	Arbetsmarknad: 0.6,
	Arbetsträning: 0.45,
	Etablering: 0.6,
	'Budget- och skuldrådgivning': 0.4
};
const underReporting = 0.25;

function unitWeights({ headcounts }: DemoOrganisation) {
	const latestYear = Math.max(...headcounts.map(({ year }) => year));
	return (unit: DemoUnit) => {
		const employees = headcounts
			.filter(({ unitKey, year }) => unitKey === unit.key && year === latestYear)
			.reduce((sum, { headcount }) => sum + headcount, 0);
		return (
			employees * exposure[activityOf(unit)] * (underReportingUnits.includes(unit.key) ? underReporting : 1)
		);
	};
}

/** Days and times of day: seasons, weekdays, decision days, holidays, and the slow growth of the habit to report. */
function timeDrawer(now: string, years: number) {
	const lastDay = localTime(now).toPlainDate();
	const firstDay = lastDay.subtract({ years }).add({ days: 1 });
	const length = firstDay.until(lastDay).days + 1;
	const days = Array.from({ length }, (_, index) => firstDay.add({ days: index }));
	const weightsByPattern = new Map<string, number[]>();

	function weightsFor(unit: DemoUnit): number[] {
		const paysOut = ['Ekonomiskt bistånd', 'Mottagning', 'Boende'].includes(unit.activity ?? '');
		const grows = !underReportingUnits.includes(unit.key);
		const pattern = `${paysOut}/${grows}`;
		const weights =
			weightsByPattern.get(pattern) ??
			days.map((date, index) => dayWeight(date, paysOut) * (grows ? 0.6 + (0.8 * index) / length : 1));
		weightsByPattern.set(pattern, weights);
		return weights;
	}

	return {
		/** The day it happened, and how far into the history that is (0–1). */
		day(random: Random, unit: DemoUnit, { daysAgo, influencer }: Wish) {
			const weights = weightsFor(unit);
			const index = random.pickWeighted([...days.keys()], (dayIndex) => {
				const date = days[dayIndex] ?? lastDay;
				// Managers, colleagues and politicians press at work.
				if (influencer && !isWorkingDay(date)) return 0;
				const age = length - 1 - dayIndex;
				if (daysAgo && (age < daysAgo[0] || age > daysAgo[1])) return 0;
				return weights[dayIndex] ?? 0;
			});
			return { date: days[index] ?? lastDay, progress: index / length };
		},

		/** The instants of event and report, both before now. */
		clock(random: Random, date: Temporal.PlainDate, channel: Channel, severity: Severity, { daysAgo }: Wish) {
			for (let attempt = 0; attempt < 12; attempt++) {
				const occurredAt = instantAt(date, minuteOfDay(random, channel, isWorkingDay(date)));
				const reportedAt = drawReportTime(random, occurredAt, severity, daysAgo !== undefined);
				if (reportedAt < now) return { occurredAt, reportedAt };
			}
			// Today has hardly begun: then it happened on the last working day before, and was reported within the hour.
			let before = lastDay.subtract({ days: 1 });
			while (!isWorkingDay(before)) before = before.subtract({ days: 1 });
			const minute = random.integer(9 * 60, 15 * 60);
			return {
				occurredAt: instantAt(before, minute),
				reportedAt: instantAt(before, minute + random.integer(15, 60))
			};
		}
	};
}

const monthWeights = [1, 1.1, 1.2, 1.2, 1.15, 0.85, 0.4, 0.85, 1.2, 1.25, 1.15, 0.8];
const weekdayWeights = [1.35, 1.1, 1, 1.05, 0.8];

function dayWeight(date: Temporal.PlainDate, paysOut: boolean): number {
	const season = monthWeights[date.month - 1] ?? 1;
	if (!isWorkingDay(date)) return season * 0.14;

	const backFromLeave = (date.month === 1 && date.day <= 20) || (date.month === 8 && date.day >= 12);
	const afterClosedDays = daysClosedBefore(date) >= 3;
	// Decisions on next month's support go out in the last third of the month.
	const afterDecisions = paysOut && date.day >= 20 && date.day <= 27;
	return (
		season *
		(weekdayWeights[date.dayOfWeek - 1] ?? 1) *
		(backFromLeave ? 1.35 : 1) *
		(afterClosedDays ? 1.4 : 1) *
		(afterDecisions ? 1.5 : 1)
	);
}

/** Telephone hours in the morning, meetings after lunch. Index 0 is the hour from 8. */
const officeHourWeights = [1, 2.2, 2, 1.4, 0.4, 1.6, 1.6, 1.2, 0.6];
const neverSleeps: readonly Channel[] = [
	'sms',
	'email',
	'socialMedia',
	'onlineOther',
	'viaThirdParty',
	'other'
];

function minuteOfDay(random: Random, channel: Channel, workingDay: boolean): number {
	const minute = random.integer(0, 59);
	const evening = () =>
		random.pickWeighted([6, 7, 17, 18, 19, 20, 21, 22, 23], (hour) => (hour < 17 || hour > 22 ? 0.4 : 1));
	const officeHour = () =>
		8 + random.pickWeighted([...officeHourWeights.keys()], (index) => officeHourWeights[index] ?? 0);

	if (!workingDay) return random.integer(9, 22) * 60 + minute;
	if (channel === 'offDuty') return random.integer(17, 21) * 60 + minute;
	if (channel === 'voicemail') return evening() * 60 + minute;
	if (channel === 'letter') return random.integer(9, 11) * 60 + minute;
	if (neverSleeps.includes(channel) && random.chance(0.35)) return evening() * 60 + minute;
	return officeHour() * 60 + minute;
}

/** Within hours in most cases, days in some; evenings and weekends are often reported the next working morning. */
function drawReportTime(random: Random, occurredAt: string, severity: Severity, promptly: boolean): string {
	const occurred = localTime(occurredAt);
	const date = occurred.toPlainDate();
	const minute = occurred.hour * 60 + occurred.minute;
	const morning = (day: Temporal.PlainDate) => instantAt(day, random.integer(7 * 60 + 40, 10 * 60 + 30));
	const waits = !promptly && random.chance(severity >= 3 ? 0.1 : 0.26);

	const atWork = isWorkingDay(date) && occurred.hour >= 8 && occurred.hour < 17;
	if (waits) {
		const days = random.chance(0.75) ? random.integer(1, 4) : random.integer(5, 15);
		return officeMoment(random, addWorkingDays(date.add({ days: 1 }), days - 1), occurredAt);
	}
	if (atWork) {
		const soon = random.chance(0.6);
		const longest = soon ? 110 : Math.max(120, 17 * 60 - minute);
		return instantAt(date, minute + random.integer(10, longest));
	}
	if (occurred.hour < 8 && isWorkingDay(date)) return instantAt(date, random.integer(8 * 60, 10 * 60 + 30));
	const atOnce = occurred.hour < 22 && random.chance(severity >= 3 ? 0.5 : 0.25);
	if (atOnce) return instantAt(date, minute + random.integer(15, 90));
	return morning(addWorkingDays(date.add({ days: 1 }), 0));
}

type KindOfEvent = AssessedForm | 'notUndueInfluence';

/** Harassment by service users and relatives is by far the most common, then threats; violence and damage are rare. */
const formWeights: Record<KindOfEvent, number> = {
	harassment: 66,
	threat: 16,
	unduePressure: 5,
	corruption: 4.5,
	violence: 2.2,
	propertyDamage: 1.8,
	abuseOfPosition: 3,
	notUndueInfluence: 6.5
};

const channelWeights: Record<Channel, number> = {
	phone: 30,
	email: 18,
	officeVisit: 16,
	sms: 8,
	voicemail: 7,
	homeVisit: 7,
	socialMedia: 6,
	letter: 3,
	offDuty: 4.5,
	digitalMeeting: 3,
	viaThirdParty: 1.5,
	onlineOther: 1.5,
	internal: 3,
	other: 1.5
};
const closedOfficeWeights: Partial<Record<Channel, number>> = {
	offDuty: 4,
	socialMedia: 4,
	voicemail: 3,
	sms: 1.2,
	email: 1.2
};

const influencerWeights: Record<Influencer, number> = {
	serviceUser: 10,
	relative: 5,
	socialNetwork: 2,
	representative: 2,
	provider: 2,
	association: 1,
	activist: 1.5,
	journalist: 1,
	colleague: 1,
	manager: 1,
	electedRepresentative: 1,
	unknown: 2,
	none: 1
};
const relativesComeFirst: readonly Activity[] = [
	'Barn och unga',
	'Familjehem',
	'Öppenvård unga',
	'Våld i nära relationer',
	'Äldre',
	'Funktionsnedsättning'
];

interface ChosenText {
	text: IncidentText;
	channel: Channel;
	influencer: Influencer;
}

function textDrawer() {
	const uses = new Map<IncidentText, number>();

	return (random: Random, activity: Activity, workingDay: boolean, wish: Wish): ChosenText => {
		const mayBehind = (influencer: Influencer) =>
			// Pressure from inside is rare and sensitive: only as often as the wishes say.
			wish.influencer ? influencer === wish.influencer : !insiders.includes(influencer);
		const channelWeight = (channel: Channel) =>
			(workingDay ? channelWeights[channel] : closedOfficeWeights[channel]) ?? 0;
		const candidates = incidentTexts.filter(
			({ form, activities, influencers, channels }) =>
				(!activities || activities.includes(activity)) &&
				influencers.some(mayBehind) &&
				channels.some((channel) => channelWeight(channel) > 0) &&
				// Whatever stands in for the states of a case must have been worth a case.
				!(form === null && wish.stage)
		);

		const kind = random.pickWeighted(
			[...new Set(candidates.map(kindOf))],
			(candidate) => formWeights[candidate]
		);
		const ofKind = candidates.filter((candidate) => kindOf(candidate) === kind);
		const channel = random.pickWeighted(
			[...new Set(ofKind.flatMap(({ channels }) => channels))],
			channelWeight
		);
		const text = random.pickWeighted(
			ofKind.filter(({ channels }) => channels.includes(channel)),
			(candidate) => {
				const usual = candidate.severity[0] === 4 ? 0.1 : candidate.activities ? 1.5 : 1;
				return usual / (1 + (uses.get(candidate) ?? 0)) ** 2;
			}
		);
		uses.set(text, (uses.get(text) ?? 0) + 1);

		const influencer = random.pickWeighted(text.influencers.filter(mayBehind), (candidate) => {
			if (candidate === 'serviceUser' && relativesComeFirst.includes(activity)) return 2;
			return influencerWeights[candidate];
		});
		return { text, channel, influencer };
	};
}

function kindOf({ form }: IncidentText): KindOfEvent {
	return form ?? 'notUndueInfluence';
}

function drawSeverity(random: Random, { severity: [lowest, highest] }: IncidentText): Severity {
	return random.integer(lowest, highest) as Severity;
}

function drawReporter(
	random: Random,
	{ people }: DemoOrganisation,
	unit: DemoUnit,
	{ text }: IncidentText,
	influencer: Influencer,
	{ reporterKey }: Wish
): DemoPerson {
	const colleagues = people.filter(({ unitKey }) => unitKey === unit.key);
	const wished = colleagues.find(({ key }) => key === reporterKey);
	if (wished) return wished;
	return random.pickWeighted(colleagues, ({ key, occupation }) => {
		if (occupation === 'enhetschef') return insiders.includes(influencer) ? 0 : 0.2;
		// Receptionists make no decisions; they report what happens at their desk.
		if (occupation === 'receptionist') return /reception|väntrum|entré/iu.test(text) ? 2 : 0;
		// Some people report more readily than others, always the same ones.
		return 0.6 + createRandom(`readiness/${key}`).next();
	});
}

function drawInvolved(
	random: Random,
	{ people }: DemoOrganisation,
	unit: DemoUnit,
	reporter: DemoPerson,
	influencer: Influencer
): DemoPerson | undefined {
	const others = people.filter(({ key, unitKey }) => unitKey === unit.key && key !== reporter.key);
	const isManager = ({ assignments }: DemoPerson) => assignments.some(({ role }) => role === 'lineManager');
	if (influencer === 'manager') return others.find(isManager);
	if (influencer === 'colleague') return random.pick(others.filter((person) => !isManager(person)));
	return undefined;
}

function drawPurpose(random: Random, { form }: IncidentText): Purpose {
	const weights = form
		? { yes: 64, maybe: 21, doNotKnow: 10, no: 5 }
		: { yes: 2, maybe: 18, doNotKnow: 30, no: 50 };
	return random.pickWeighted(['yes', 'maybe', 'doNotKnow', 'no'], (purpose) => weights[purpose]);
}

/** What the reporter ticked, which is not always what the assessment arrives at. */
function drawForms(
	random: Random,
	{ form, subform, notUndueInfluence }: IncidentText
): Pick<DemoIncident, 'forms' | 'subforms'> {
	if (form === null || form === 'abuseOfPosition') {
		const guess = form || notUndueInfluence === 'supplierQuestion' ? 'corruption' : 'harassment';
		return {
			forms: [notUndueInfluence !== 'accident' && random.chance(0.4) ? guess : 'unsure'],
			subforms: []
		};
	}
	const hardToName = ['insinuation', 'guiltTripping', 'emotionalPressure'].includes(subform ?? '');
	if (random.chance(hardToName || form === 'corruption' || form === 'unduePressure' ? 0.2 : 0.06)) {
		return { forms: ['unsure'], subforms: [] };
	}
	const alsoThreatened = (form === 'violence' || form === 'propertyDamage') && random.chance(0.15);
	const alsoHarassed = form === 'threat' && random.chance(0.12);
	const also: Form[] = alsoThreatened ? ['threat'] : alsoHarassed ? ['harassment'] : [];
	return { forms: [form, ...also], subforms: subform && random.chance(0.7) ? [subform] : [] };
}

function drawFear(random: Random, form: AssessedForm | null, severity: Severity): 'yes' | 'no' | null {
	const canBeFeared = form === 'threat' || form === 'violence' || form === 'propertyDamage';
	const yes = canBeFeared && random.chance([0, 0.02, 0.12, 0.5][severity - 1] ?? 0);
	if (yes) return 'yes';
	return random.chance(severity >= 3 ? 0.7 : 0.3) ? 'no' : null;
}

function drawChildConcerned(random: Random, activity: Activity): YesNoUnsure | null {
	const withChildren = ['Barn och unga', 'Familjerätt', 'Familjehem', 'Öppenvård unga'].includes(activity);
	const weights = withChildren ? [84, 2, 6, 8] : activity === 'Äldre' ? [0, 60, 0, 40] : [22, 40, 8, 30];
	return random.pickWeighted(['yes', 'no', 'unsure', null] as const, (_, index) => weights[index] ?? 0);
}

const caseReferencePrefixes: Record<Activity, string> = {
	Mottagning: 'MOT',
	'Ekonomiskt bistånd': 'EB',
	Boende: 'BO',
	'Barn och unga': 'BU',
	Familjerätt: 'FR',
	Familjehem: 'FH',
	'Öppenvård unga': 'ÖV',
	Vuxna: 'VUX',
	'Våld i nära relationer': 'VNR',
	Äldre: 'ÄB',
	Funktionsnedsättning: 'FB',
	Arbetsmarknad: 'JC',
	Arbetsträning: 'AT',
	Etablering: 'ETB',
	'Budget- och skuldrådgivning': 'BSR'
};

/** Half leave it out. A few cases at each unit come back again and again, which is a pattern worth noticing. */
function drawCaseReference(
	random: Random,
	unit: DemoUnit,
	activity: Activity,
	occurredAt: string,
	influencer: Influencer
): string | null {
	if (influencer === 'none' || random.chance(0.5)) return null;
	const { year } = localTime(occurredAt);
	const comesBack = (influencer === 'serviceUser' || influencer === 'relative') && random.chance(0.18);
	const number = comesBack
		? createRandom(`recurring/${unit.key}/${year}/${random.integer(1, 2)}`).integer(100, 899)
		: random.integer(100, 999);
	return `${caseReferencePrefixes[activity]} ${year}-${number}`;
}

/** Share of reports with each consequence, by severity 1–4. The order is that of the taxonomy. */
const consequenceShares: [Consequence, [number, number, number, number]][] = [
	['hesitated', [0.1, 0.16, 0.24, 0.3]],
	['avoidedSituation', [0.05, 0.1, 0.18, 0.25]],
	['avoidedIntervention', [0.01, 0.01, 0.03, 0.05]],
	['weakerInvestigation', [0.01, 0.02, 0.04, 0.05]],
	['decisionChanged', [0.005, 0.01, 0.02, 0.03]],
	['caseHandedOver', [0.01, 0.05, 0.1, 0.16]],
	['healthEffect', [0.1, 0.2, 0.34, 0.5]],
	['privateLifeChanged', [0, 0.04, 0.18, 0.4]],
	['considersLeaving', [0.03, 0.06, 0.1, 0.2]]
];

function drawConsequences(
	random: Random,
	{ consequences = [], notUndueInfluence }: IncidentText,
	severity: Severity
) {
	const ticked = consequenceShares
		.filter(([consequence, shares]) => {
			const share = notUndueInfluence ? 0 : (shares[severity - 1] ?? 0);
			return random.chance(share) || consequences.includes(consequence);
		})
		.map(([consequence]) => consequence);
	if (ticked.length > 0) return ticked;
	const nothing: Consequence[][] = [['none'], ['preferNotToSay'], []];
	return random.pickWeighted(nothing, (_, index) => [60, 8, 32][index] ?? 0);
}

function decisionAffectedBy(random: Random, consequences: readonly Consequence[]): DecisionAffected {
	const has = (...codes: Consequence[]) => codes.some((code) => consequences.includes(code));
	if (has('decisionChanged', 'weakerInvestigation', 'avoidedIntervention')) return 'yes';
	if (has('hesitated', 'avoidedSituation', 'caseHandedOver')) return random.chance(0.7) ? 'risk' : 'no';
	return random.chance(0.88) ? 'no' : 'unknown';
}

function withClosingRemark(
	random: Random,
	text: string,
	report: { purpose: Purpose; channel: Channel; severity: Severity; influencer: Influencer }
): string {
	if (insiders.includes(report.influencer) || !random.chance(0.3)) return text;
	const fitting = closingRemarks.filter(
		({ purposes, channels, upToSeverity = 4 }) =>
			(!purposes || purposes.includes(report.purpose)) &&
			(!channels || channels.includes(report.channel)) &&
			report.severity <= upToSeverity
	);
	return `${text} ${random.pickWeighted(fitting, ({ purposes, channels }) => (purposes || channels ? 2 : 1)).text}`;
}

function activityOf({ key, activity }: DemoUnit): Activity {
	if (!activity) throw new Error(`${key} is not a unit`);
	return activity;
}

/** ISO instants of one format sort as text; so do Swedish texts well enough for a tie. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
