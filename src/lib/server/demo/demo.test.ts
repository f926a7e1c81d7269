import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { formOfSubform, internalInfluencers } from '../incidents/taxonomy.ts';
import type { Channel, Influencer } from '../incidents/taxonomy.ts';
import { addWorkingDays, isWorkingDay } from '../platform/working-days.ts';
import { localTime } from './calendar.ts';
import {
	conversations,
	effectTexts,
	feedbackTexts,
	measureTexts,
	rationales,
	supportTexts
} from './handling-texts.ts';
import { incidentTexts, insiders } from './incident-texts.ts';
import { buildHistory, buildOrganisation, handlerOf } from './index.ts';
import type { RoleCode } from '../organisation/roles.ts';
import type { DemoIncident } from './index.ts';
import { underReportingUnits, unitWithoutManager } from './organisation.ts';
import { createRandom } from './random.ts';
import { buildStories, storyKeys } from './stories.ts';
import { dayInWords, mentionsPerson } from './text-slots.ts';

const now = '2026-11-22T09:00:00Z';
const organisation = buildOrganisation({ now });
const { units, people, headcounts } = organisation;
const options = { now, years: 2, count: 720, seed: 'ekdala' };
const history = buildHistory(organisation, options);

const share = (of: readonly DemoIncident[], is: (incident: DemoIncident) => boolean) =>
	of.filter(is).length / of.length;
const measuresOf = (incidents: readonly DemoIncident[]) =>
	incidents.flatMap(({ handling }) => handling?.measures ?? []);
const dateOf = (instant: string) => localTime(instant).toPlainDate();
const unitsInOrder = units.filter(({ level }) => level === 'unit');

describe('the municipality', () => {
	test('has two administrations with two to four divisions each and at least fourteen units', () => {
		const administrations = units.filter(({ level }) => level === 'administration');
		expect(administrations.map(({ name }) => name)).toEqual([
			'Socialförvaltningen',
			'Arbetsmarknadsförvaltningen'
		]);
		for (const { key } of administrations) {
			const divisions = units.filter(({ parentKey, level }) => parentKey === key && level === 'division');
			expect(divisions.length).toBeGreaterThanOrEqual(2);
			expect(divisions.length).toBeLessThanOrEqual(4);
		}
		expect(unitsInOrder.length).toBeGreaterThanOrEqual(14);
	});

	test('lists every parent before its children, so that it can be stored in order', () => {
		for (const [index, { parentKey }] of units.entries()) {
			const above = units.slice(0, index).map(({ key }) => key);
			expect(index === 0 ? parentKey === null : above.includes(parentKey ?? '')).toBe(true);
		}
	});

	test('has somebody in every role', () => {
		const roles: Record<RoleCode, true> = {
			lineManager: true,
			safetyRepresentative: true,
			unionRepresentative: true,
			hrPartner: true,
			securityCoordinator: true,
			lexSarahOfficer: true,
			controller: true,
			citywideAnalyst: true,
			auditor: true,
			electedRepresentative: true,
			archivist: true,
			dataProtectionOfficer: true,
			legalAdviser: true,
			systemAdministrator: true,
			whistleblowingOfficer: true
		};
		const held = new Set(people.flatMap(({ assignments }) => assignments.map(({ role }) => role)));
		expect([...held].sort()).toEqual(Object.keys(roles).sort());
		expect(people.length).toBeGreaterThanOrEqual(70);
	});

	test('has one manager in post everywhere, except in the unit whose post is vacant', () => {
		for (const { key } of units) {
			const managers = people.filter(({ assignments }) =>
				assignments.some(({ role, unitKey }) => role === 'lineManager' && unitKey === key)
			);
			expect([key, managers.length]).toEqual([key, key === unitWithoutManager ? 0 : 1]);
		}
	});

	test('gives every person a name, a key and an address of their own that can never receive mail', () => {
		const keys = new Set(people.map(({ key }) => key));
		expect(keys.size).toBe(people.length);
		expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
		for (const { email, unitKey, assignments } of people) {
			expect(email).toMatch(/^[a-z.-]+@ekdala\.example$/);
			for (const key of [unitKey, ...assignments.map((assignment) => assignment.unitKey)]) {
				expect(units.some((unit) => unit.key === key)).toBe(true);
			}
		}
	});

	test('puts six to nine people with a line about themselves at the top of the sign-in page', () => {
		const featured = people.filter((person) => person.featured);
		expect(featured.length).toBeGreaterThanOrEqual(6);
		expect(featured.length).toBeLessThanOrEqual(9);
		expect(featured.every(({ note }) => note)).toBe(true);
		expect(people.slice(0, featured.length)).toEqual(featured);
	});

	test('counts employees for this year and the three before it, never fewer than can sign in', () => {
		expect([...new Set(headcounts.map(({ year }) => year))].sort()).toEqual([2023, 2024, 2025, 2026]);
		for (const { key } of unitsInOrder) {
			for (const occupation of new Set(
				people.filter(({ unitKey }) => unitKey === key).map((p) => p.occupation)
			)) {
				const count = headcounts.find(
					(row) => row.unitKey === key && row.year === 2026 && row.occupation === occupation
				);
				const signIns = people.filter((person) => person.unitKey === key && person.occupation === occupation);
				expect(count?.headcount ?? 0).toBeGreaterThanOrEqual(signIns.length);
			}
		}
	});
});

describe('the history', () => {
	test('is the same every time for the same seed and the same now', () => {
		expect(buildHistory(buildOrganisation({ now }), options)).toEqual(history);
		expect(buildHistory(organisation, { ...options, seed: 'another' })).not.toEqual(history);
	});

	test('has as many incidents as asked for, in the order they were reported, and refuses to be too small', () => {
		expect(history).toHaveLength(720);
		const reported = history.map(({ reportedAt }) => reportedAt);
		expect(reported).toEqual([...reported].sort());
		expect(() => buildHistory(organisation, { ...options, count: 5 })).toThrow(RangeError);
	});

	test('grows from the first year to the second', () => {
		const secondYear = history.filter(({ occurredAt }) => occurredAt > '2025-11-22').length;
		expect(secondYear).toBeGreaterThan(1.3 * (history.length - secondYear));
	});

	test('happens on working days, mostly in office hours, and on other days away from the office', () => {
		const closed = history.filter(({ occurredAt }) => !isWorkingDay(dateOf(occurredAt)));
		expect(closed.length / history.length).toBeGreaterThan(0.03);
		expect(closed.length / history.length).toBeLessThan(0.15);
		const awayFromOffice: Channel[] = ['offDuty', 'socialMedia', 'voicemail'];
		expect(share(closed, ({ channel }) => awayFromOffice.includes(channel))).toBeGreaterThan(0.6);
		const inOfficeHours = ({ occurredAt }: DemoIncident) => {
			const { hour } = localTime(occurredAt);
			return hour >= 8 && hour < 17;
		};
		expect(share(history, inOfficeHours)).toBeGreaterThan(0.65);
		const atTheOffice: Channel[] = ['officeVisit', 'homeVisit', 'phone', 'internal'];
		expect(history.filter(({ channel }) => atTheOffice.includes(channel)).every(inOfficeHours)).toBe(true);
	});

	test('peaks on Mondays, rests in July and is busy in spring and autumn', () => {
		const onWeekday = (dayOfWeek: number) =>
			history.filter((i) => dateOf(i.occurredAt).dayOfWeek === dayOfWeek).length;
		for (const otherDay of [2, 3, 4, 5, 6, 7]) expect(onWeekday(1)).toBeGreaterThan(onWeekday(otherDay));
		const inMonths = (...months: number[]) =>
			history.filter(({ occurredAt }) => months.includes(dateOf(occurredAt).month)).length / months.length;
		expect(inMonths(7)).toBeLessThan(0.6 * inMonths(6, 8));
		expect(inMonths(3, 4, 9, 10)).toBeGreaterThan(1.2 * inMonths(6, 7, 12));
	});

	test('is mostly harassment, then threats; violence and damage are rare', () => {
		const has = (form: string) => share(history, ({ forms }) => (forms as string[]).includes(form));
		expect(has('harassment')).toBeGreaterThan(0.5);
		expect(has('threat')).toBeGreaterThan(0.1);
		expect(has('harassment')).toBeGreaterThan(3 * has('threat'));
		for (const rare of ['violence', 'propertyDamage']) {
			expect(has(rare)).toBeGreaterThan(0);
			expect(has(rare)).toBeLessThan(0.05);
		}
	});

	test('comes mostly from service users and relatives, and a handful of times from inside', () => {
		const from = (...influencers: Influencer[]) =>
			history.filter((i) => influencers.includes(i.influencer)).length;
		expect(from('serviceUser', 'relative')).toBeGreaterThan(0.7 * history.length);
		expect(insiders).toEqual([...internalInfluencers]);
		for (const inside of internalInfluencers) {
			expect(from(inside)).toBeGreaterThanOrEqual(3);
			expect(from(inside)).toBeLessThanOrEqual(10);
		}
	});

	test('has events that were not undue influence: complaints, appeals and accidents among them', () => {
		const instead = new Set(history.map(({ handling }) => handling?.assessment?.notUndueInfluence));
		for (const kind of ['complaint', 'appeal', 'accident'] as const) expect(instead).toContain(kind);
		const notUndueInfluence = share(history, ({ handling }) => handling?.assessment?.undueInfluence === 'no');
		expect(notUndueInfluence).toBeGreaterThan(0.02);
		expect(notUndueInfluence).toBeLessThan(0.12);
	});

	test('shows two units that report far less than the others, per employee', () => {
		const perEmployee = (key: string) => {
			const employees = headcounts
				.filter(({ unitKey, year }) => unitKey === key && year === 2026)
				.reduce((sum, { headcount }) => sum + headcount, 0);
			return history.filter(({ unitKey }) => unitKey === key).length / employees;
		};
		const [few, aged] = underReportingUnits.map(perEmployee);
		expect(underReportingUnits).toHaveLength(2);
		expect(few).toBeLessThan(0.4 * perEmployee('barn-och-unga-norr'));
		expect(aged).toBeLessThan(0.5 * perEmployee('bistand-funktionsnedsattning'));
	});

	test('is reported within hours or days', () => {
		const hours = ({ occurredAt, reportedAt }: DemoIncident) =>
			Temporal.Instant.from(occurredAt).until(Temporal.Instant.from(reportedAt)).total('hours');
		expect(share(history, (incident) => hours(incident) <= 24)).toBeGreaterThan(0.65);
		expect(share(history, (incident) => hours(incident) > 48)).toBeGreaterThan(0.08);
		expect(history.every((incident) => hours(incident) > 0 && hours(incident) < 40 * 24)).toBe(true);
	});

	test('is followed by a first contact the same day in most cases, and days later in some', () => {
		const contacted = history.flatMap(({ reportedAt, handling }) =>
			handling?.firstContactAt ? [{ reportedAt, firstContactAt: handling.firstContactAt }] : []
		);
		const days = contacted.map((c) => dateOf(c.reportedAt).until(dateOf(c.firstContactAt)).days);
		expect(days.filter((count) => count === 0).length / days.length).toBeGreaterThan(0.5);
		const slow = days.filter((count) => count > 4).length / days.length;
		expect(slow).toBeGreaterThan(0.03);
		expect(slow).toBeLessThan(0.2);
	});
});

describe('every incident agrees with itself', () => {
	test('units, reporters and involved people exist; nobody reports themselves', () => {
		const keys = new Set(people.map(({ key }) => key));
		for (const { reporterKey, unitKey, involvedKey, influencer } of history) {
			expect(people.find(({ key }) => key === reporterKey)?.unitKey).toBe(unitKey);
			expect(involvedKey === undefined || keys.has(involvedKey)).toBe(true);
			expect(involvedKey).not.toBe(reporterKey);
			expect(involvedKey !== undefined).toBe(influencer === 'manager' || influencer === 'colleague');
		}
	});

	test('sub-forms belong to the forms that were ticked', () => {
		for (const { forms, subforms } of history) {
			expect(forms.length).toBeGreaterThan(0);
			for (const subform of subforms) expect(forms).toContain(formOfSubform(subform));
		}
		for (const { form, subform } of incidentTexts) {
			if (subform) expect(formOfSubform(subform)).toBe(form);
		}
	});

	test('nothing has happened in the future, and each step comes after the one before it', () => {
		for (const { occurredAt, reportedAt, handling } of history) {
			const { firstContactAt, assessment, closedAt, measures = [], messages = [] } = handling ?? {};
			const done = measures.flatMap(({ doneAt }) => doneAt ?? []);
			const steps = [occurredAt, reportedAt, firstContactAt, assessment?.at, ...done.sort(), closedAt, now];
			const taken = steps.filter((step) => step !== undefined);
			expect(taken).toEqual([...taken].sort());
			expect(occurredAt < reportedAt).toBe(true);
			for (const [index, { at }] of messages.entries()) {
				expect(at >= (messages[index - 1]?.at ?? firstContactAt ?? now)).toBe(true);
				expect(at < (closedAt ?? now)).toBe(true);
			}
		}
	});

	test('a closed case has contact, assessment, feedback and measures that are done and evaluated', () => {
		const closed = history.filter(({ handling }) => handling?.closedAt);
		for (const { handling } of closed) {
			expect(handling?.firstContactAt).toBeDefined();
			expect(handling?.assessment).toBeDefined();
			expect(handling?.feedback).toBeTruthy();
			expect(handling?.measures.length).toBeGreaterThanOrEqual(
				handling?.assessment?.undueInfluence === 'no' ? 0 : 1
			);
		}
		for (const measure of measuresOf(closed)) {
			expect(measure.doneAt && measure.effect && measure.effectText).toBeTruthy();
		}
		const open = history.filter(({ handling }) => !handling?.closedAt);
		expect(open.every(({ handling }) => handling?.feedback === undefined)).toBe(true);
		expect(measuresOf(open).every(({ doneAt, effect }) => doneAt || !effect)).toBe(true);
	});

	test('every case older than five months is closed', () => {
		const old = history.filter(({ reportedAt }) => reportedAt < '2026-06-22');
		expect(old.length).toBeGreaterThan(400);
		expect(old.filter(({ handling }) => !handling?.closedAt)).toEqual([]);
	});

	test('measures are planned after the assessment, with a due date on or after that day', () => {
		for (const { handling } of history) {
			if (!handling?.assessment) {
				expect(handling?.measures ?? []).toEqual([]);
				continue;
			}
			const assessedOn = dateOf(handling.assessment.at).toString();
			for (const { dueDate } of handling.measures) {
				expect(dueDate >= assessedOn).toBe(true);
			}
		}
	});

	test('neither the person involved nor the reporter handles the case or owns a measure in it', () => {
		for (const incident of history) {
			const handler = handlerOf(organisation, incident);
			const owners = (incident.handling?.measures ?? []).map(({ ownerKey }) => ownerKey);
			for (const key of [handler.key, ...owners]) {
				expect(key).not.toBe(incident.involvedKey);
				expect(key).not.toBe(incident.reporterKey);
			}
		}
	});

	test('only a decision of undue influence has a form, and only its opposite says what it was instead', () => {
		for (const { handling } of history) {
			if (!handling?.assessment) continue;
			const { undueInfluence, form, subform, notUndueInfluence } = handling.assessment;
			expect(form === null).toBe(undueInfluence === 'no');
			expect(notUndueInfluence !== undefined).toBe(undueInfluence === 'no');
			if (subform) expect(formOfSubform(subform)).toBe(form);
		}
	});
});

describe.each([
	['an ordinary Sunday', now],
	['New Year’s Day, just after midnight', '2027-01-01T00:05:00+01:00'],
	['a Monday morning before anybody has come to work', '2026-06-15T04:30:00Z'],
	['the middle of July', '2026-07-19T12:00:00Z'],
	['the hour that comes twice in October', '2026-10-25T01:30:00Z'],
	['the day after the clock went forward', '2026-03-30T06:00:00Z']
])('opened on %s', (_, openedAt) => {
	const then = Temporal.Instant.from(openedAt).toString();
	const municipality = buildOrganisation({ now: then });
	const incidents = buildHistory(municipality, { ...options, now: then });
	const today = dateOf(then).toString();
	const daysOld = ({ reportedAt }: DemoIncident) => dateOf(reportedAt).until(dateOf(then)).days;
	const open = incidents.filter(({ handling }) => !handling?.closedAt);

	test('nothing lies ahead', () => {
		const instants = incidents.flatMap(({ reportedAt, handling }) => [
			reportedAt,
			...(handling ? [handling.firstContactAt, handling.assessment?.at, handling.closedAt] : []),
			...(handling?.measures.map(({ doneAt }) => doneAt) ?? []),
			...(handling?.messages.map(({ at }) => at) ?? [])
		]);
		expect(instants.filter((instant) => instant !== undefined && instant >= then)).toEqual([]);
	});

	test('there is work in every state', () => {
		const fresh = open.filter(({ handling }) => handling === null);
		expect(fresh.filter((incident) => daysOld(incident) <= 5).length).toBeGreaterThanOrEqual(3);
		expect(fresh.filter((i) => i.wantsContact && daysOld(i) >= 1).length).toBeGreaterThanOrEqual(2);

		const handled = open.flatMap(({ handling }) => handling ?? []);
		expect(handled.filter((h) => !h.assessment).length).toBeGreaterThanOrEqual(2);
		expect(handled.filter((h) => h.assessment && h.measures.length === 0).length).toBeGreaterThanOrEqual(2);
		const undone = measuresOf(open).filter(({ doneAt }) => !doneAt);
		expect(undone.filter(({ dueDate }) => dueDate < today).length).toBeGreaterThanOrEqual(3);
		expect(undone.filter(({ dueDate }) => dueDate >= today).length).toBeGreaterThanOrEqual(3);
		const awaitingFollowUp = handled.filter(
			({ measures }) => measures.length > 0 && measures.every(({ doneAt, effect }) => doneAt && !effect)
		);
		expect(awaitingFollowUp.length).toBeGreaterThanOrEqual(1);
	});

	test('the social worker in the foreground has a new report, one in progress and one that is closed', () => {
		const [reporter] = municipality.people;
		const own = incidents.filter(({ reporterKey }) => reporterKey === reporter?.key);
		expect(own.some(({ handling, wantsContact }) => handling === null && wantsContact)).toBe(true);
		expect(own.some(({ handling }) => handling && !handling.closedAt && handling.messages.length > 1)).toBe(
			true
		);
		expect(own.some(({ handling }) => handling?.closedAt && handling.feedback)).toBe(true);
	});

	test('the unit manager in the foreground is involved in an open case that she must not see', () => {
		const manager = municipality.people[1];
		const about = open.filter(({ involvedKey }) => involvedKey === manager?.key);
		expect(about.length).toBeGreaterThanOrEqual(1);
		for (const incident of about) expect(handlerOf(municipality, incident).occupation).toBe('avdelningschef');
	});
});

describe('the texts', () => {
	test('are many, and seldom the same twice', () => {
		expect(incidentTexts.length).toBeGreaterThanOrEqual(120);
		expect(new Set(incidentTexts.map(({ text }) => text)).size).toBe(incidentTexts.length);
		expect(new Set(history.map(({ text }) => text)).size).toBeGreaterThan(0.9 * history.length);
		const lines = conversations.map((conversation) => conversation.lines);
		const fromManagers = new Set(lines.flatMap(([opening, , update]) => [opening, update]));
		const fromReporters = new Set(lines.flatMap(([, reply, , lastWord]) => [reply, lastWord]));
		for (const variants of [supportTexts, rationales, measureTexts, effectTexts, feedbackTexts]) {
			expect(new Set(variants.map(({ text }) => text)).size).toBeGreaterThanOrEqual(25);
		}
		for (const variants of [fromManagers, fromReporters]) expect(variants.size).toBeGreaterThanOrEqual(25);
	});

	test('say how it happened, so that text and channel never contradict each other', () => {
		const signs: Partial<Record<Channel, RegExp>> = {
			phone: /ring|samtal|telefon|luren|nummer/iu,
			voicemail: /röst|telefonsvarar|inspel/iu,
			sms: /sms|meddelande|skrev|skickar/iu,
			email: /mejl|skriv|skrev|meddelande/iu,
			letter: /brev|post|kuvert|vykort|skriv/iu,
			socialMedia: /sociala medier|facebook|instagram|messenger/iu,
			officeVisit: /möte|besök|reception|väntrum|kontor|foajé|entré|hos oss|bord/iu,
			homeVisit: /hembesök|hemmet|lägenhet|trapphus/iu,
			digitalMeeting: /digital|video/iu,
			onlineOther: /nätet/iu
		};
		for (const { text, channels } of incidentTexts) {
			for (const channel of channels) expect(text).toMatch(signs[channel] ?? /./u);
		}
	});

	test('speak of nobody in particular when nobody in particular is behind it', () => {
		const nobody: Influencer[] = ['unknown', 'none', 'manager', 'colleague', 'electedRepresentative'];
		for (const { text, influencers } of incidentTexts) {
			if (influencers.some((influencer) => nobody.includes(influencer)))
				expect(mentionsPerson(text)).toBe(false);
		}
	});

	test('contain no names of people, no personnummer and no slot left open', () => {
		const names = new Set(people.flatMap(({ name }) => name.split(' ')));
		const written = history.flatMap(({ text, handling }) => [
			text,
			...(handling?.messages.map((message) => message.text) ?? []),
			...[handling?.support, handling?.feedback, handling?.assessment?.rationale].filter(
				(some) => some !== undefined
			),
			...(handling?.measures.flatMap(({ description, effectText }) => [description, effectText ?? '']) ?? [])
		]);
		for (const text of written) {
			expect(text).not.toMatch(/[{}]|undefined|\d{6}/u);
			expect(text.match(/\p{Lu}\p{L}+/gu)?.filter((word) => names.has(word)) ?? []).toEqual([]);
		}
	});

	test.each([
		['2026-03-09T08:30:00Z', '2026-03-09T09:00:00Z', 'i dag'],
		['2026-03-09T07:30:00Z', '2026-03-09T13:00:00Z', 'i morse'],
		['2026-03-08T19:00:00Z', '2026-03-09T09:00:00Z', 'i går kväll'],
		['2026-03-07T19:00:00Z', '2026-03-09T09:00:00Z', 'i lördags kväll'],
		['2026-03-02T12:00:00Z', '2026-03-09T09:00:00Z', 'förra veckan'],
		['2026-03-28T22:30:00Z', '2026-03-28T23:30:00Z', 'i går kväll']
	])('an event at %s that is reported at %s happened %s', (occurredAt, reportedAt, words) => {
		expect(dayInWords(occurredAt, reportedAt)).toBe(words);
	});
});

describe('the written incidents', () => {
	const everyDay = Array.from({ length: 366 }, (_, days) =>
		Temporal.Instant.from(now)
			.add({ hours: days * 24 })
			.toString()
	);
	const names = new Set(people.flatMap(({ name }) => name.split(' ')));

	test('have a reporter at their unit, sub-forms of their forms, and nobody’s name in the text', () => {
		const stories = buildStories(now);
		expect(Object.keys(stories)).toEqual([...storyKeys]);
		for (const { reporterKey, unitKey, forms, subforms, text } of Object.values(stories)) {
			expect(people.find(({ key }) => key === reporterKey)?.unitKey).toBe(unitKey);
			for (const subform of subforms) expect(forms).toContain(formOfSubform(subform));
			expect(text.match(/\p{Lu}\p{L}+/gu)?.filter((word) => names.has(word)) ?? []).toEqual([]);
		}
	});

	test('each step comes after the one before it, whatever the day', () => {
		const wrong = everyDay.flatMap((today) =>
			Object.entries(buildStories(today))
				.filter(([, story]) => !isInOrder(story, today))
				.map(([key]) => `${key} on ${today}`)
		);
		expect(wrong).toEqual([]);
	}, 30_000);

	function isInOrder(
		{ occurredAt, reportedAt, handling, supportAnswer }: DemoIncident,
		today: string
	): boolean {
		const { firstContactAt, assessment, closedAt, measures = [], messages = [] } = handling!;
		const done = measures.flatMap(({ doneAt }) => doneAt ?? []);
		const steps = [occurredAt, reportedAt, firstContactAt, assessment?.at, ...done, closedAt, today];
		const said = [reportedAt, ...messages.map(({ at }) => at), today];
		const answered = [reportedAt, supportAnswer?.at, today];
		const isAhead = measures.every(({ dueDate, doneAt }) => doneAt || dueDate > today.slice(0, 10));
		return (
			isAhead && [steps, said, answered].every((some) => isSorted(some.filter((at) => at !== undefined)))
		);
	}

	function isSorted(instants: readonly string[]): boolean {
		return instants.every((at, index) => index === 0 || instants[index - 1]! <= at);
	}

	test('six in ten reporters answer whether they got support, a week or more afterwards', () => {
		const old = history.filter(({ reportedAt }) => reportedAt < '2026-10-01');
		expect(share(old, ({ supportAnswer }) => supportAnswer !== undefined)).toBeCloseTo(0.6, 1);
		for (const { reportedAt, supportAnswer } of history) {
			if (!supportAnswer) continue;
			const days = dateOf(reportedAt).until(dateOf(supportAnswer.at)).days;
			expect(days).toBeGreaterThanOrEqual(supportAnswer.step === 'week' ? 7 : 28);
			expect(supportAnswer.at < now).toBe(true);
		}
	});
});

describe('the tools', () => {
	test('a random generator with the same seed repeats itself, and its forks do not disturb it', () => {
		const draw = (seed: string) => {
			const random = createRandom(seed);
			return Array.from({ length: 5 }, () => random.next());
		};
		expect(draw('a')).toEqual(draw('a'));
		expect(draw('a')).not.toEqual(draw('b'));
		const random = createRandom('a');
		random.fork('side').next();
		expect(random.next()).toBe(draw('a')[0]);
	});

	test('random numbers are spread evenly, and weights are kept', () => {
		const random = createRandom('spread');
		const numbers = Array.from({ length: 4000 }, () => random.integer(1, 4));
		for (const number of [1, 2, 3, 4]) {
			expect(numbers.filter((drawn) => drawn === number).length / numbers.length).toBeCloseTo(0.25, 1);
		}
		const weighted = Array.from({ length: 4000 }, () =>
			random.pickWeighted(['a', 'b', 'c'], (_, index) => [0, 3, 1][index] ?? 0)
		);
		expect(weighted).not.toContain('a');
		expect(weighted.filter((drawn) => drawn === 'b').length / 4000).toBeCloseTo(0.75, 1);
		expect(() => random.pick([])).toThrow(RangeError);
	});

	test.each([
		['2026-04-03', 'Good Friday'],
		['2026-05-14', 'Ascension Day'],
		['2026-06-19', 'Midsummer’s Eve'],
		['2026-12-24', 'Christmas Eve'],
		['2027-03-29', 'Easter Monday']
	])('the office is closed on %s, %s', (date) => {
		expect(isWorkingDay(Temporal.PlainDate.from(date))).toBe(false);
	});

	test('two working days after Maundy Thursday is the Wednesday after Easter', () => {
		expect(addWorkingDays(Temporal.PlainDate.from('2026-04-02'), 2).toString()).toBe('2026-04-08');
	});
});
