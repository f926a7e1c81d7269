import process from 'node:process';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test } from 'vitest';
import { calendarText, type CalendarEntry } from './calendar.ts';

const now = Temporal.Instant.from('2027-03-26T22:30:00Z');
const caseId = '0190a1b2-0000-7000-8000-000000000001';
const entry = (kind: CalendarEntry['kind'], day: string): CalendarEntry => {
	return { kind, subject: caseId, day: Temporal.PlainDate.from(day), path: `/cases/${caseId}` };
};
const entries = [
	entry('contact', '2027-03-27'),
	// the day of the change to summer time, the day after it, the change back, and both ends of a year
	entry('evaluate', '2027-03-28'),
	entry('assess', '2027-03-29'),
	entry('duty', '2027-10-31'),
	entry('close', '2027-12-31'),
	entry('task', '2028-01-01'),
	// the first and last hours of the days when the clock changes are the same day everywhere
	entry('aftercare', '2028-03-25'),
	entry('threat', '2028-03-26'),
	entry('threatReview', '2028-03-27'),
	entry('statement', '2028-10-29'),
	entry('lexSarah', '2028-12-31'),
	entry('safetyRequest', '2029-01-01')
];
const text = (locale: 'sv' | 'en' = 'sv') =>
	calendarText(entries, { locale, origin: 'https://opaverkad.example', now });

/** What a calendar program reads. */
function read(calendar: string) {
	return new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent').map((component) => {
		const event = new ICAL.Event(component);
		return { event, component, isDate: event.startDate.isDate, day: event.startDate.toString() };
	});
}

const zoneBefore = process.env.TZ;
afterEach(() => {
	if (zoneBefore === undefined) delete process.env.TZ;
	else process.env.TZ = zoneBefore;
});

describe.each(['Europe/Stockholm', 'America/Los_Angeles', 'Pacific/Auckland'])(
	'made and read in %s',
	(zone) => {
		test('each deadline is the whole of its day, also around the changes of the clock', () => {
			process.env.TZ = zone;
			expect(new Date(2027, 6, 1).getTimezoneOffset()).toBe(
				{ 'Europe/Stockholm': -120, 'America/Los_Angeles': 420, 'Pacific/Auckland': -720 }[zone]
			);
			const events = read(text());
			expect(events.map(({ day }) => day)).toEqual(entries.map(({ day }) => day.toString()));
			for (const { event, isDate } of events) {
				expect(isDate).toBe(true);
				expect(event.duration.toString()).toBe('P1D');
				const local = event.startDate.toJSDate();
				expect([local.getHours(), local.getDate()]).toEqual([0, event.startDate.day]);
			}
		});
	}
);

test('the text is the same wherever it is made, and names no time zone', () => {
	process.env.TZ = 'Pacific/Auckland';
	const far = text();
	process.env.TZ = 'Europe/Stockholm';
	expect(text()).toBe(far);
	expect(far).not.toMatch(/TZID|VTIMEZONE/);
	expect(far).toContain('DTSTART;VALUE=DATE:20270328\r\n');
});

test('says what sort of thing is due and where, and nothing else', () => {
	const [{ event, component }] = read(text()) as [ReturnType<typeof read>[number]];
	expect(event.summary).toBe('Ett löfte om kontakt');
	expect(event.description).toBe(`Logga in för att läsa mer.\nhttps://opaverkad.example/cases/${caseId}`);
	expect(component.getFirstPropertyValue('url')).toBe(`https://opaverkad.example/cases/${caseId}`);
	expect(component.getFirstPropertyValue('class')).toBe('PRIVATE');
	expect(component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
	expect(read(text('en'))[0]!.event.summary).toBe('A promise of contact');
});

test.each(['sv', 'en'] as const)(
	'each sort of thing has words of its own, which name nobody, in %s',
	(locale) => {
		const summaries = read(text(locale)).map(({ event }) => event.summary);
		expect(new Set(summaries).size).toBe(entries.length);
		for (const summary of summaries) expect(summary).toMatch(/^[\p{L}() -]+$/u);
	}
);

test('a thing keeps its place when its day changes; two things have two, which tell nothing of them', () => {
	const uids = (list: CalendarEntry[]) =>
		read(calendarText(list, { locale: 'sv', origin: 'https://opaverkad.example', now })).map(
			({ event }) => event.uid
		);
	expect(uids([entry('contact', '2027-04-01')])).toEqual(uids([entry('contact', '2027-03-27')]));
	const duties = ['avSerious', 'lexSarah'].map((key) => ({
		...entry('duty', '2027-04-01'),
		subject: `${caseId} ${key}`
	}));
	const both = uids(duties);
	expect(new Set(both).size).toBe(2);
	for (const uid of both) expect(uid).toMatch(/^[0-9a-f]{32}@opaverkad$/);
});

test('no lines are longer than programs must read, and there is a calendar also when nothing is due', () => {
	for (const line of text().split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
	expect(read(calendarText([], { locale: 'sv', origin: 'https://opaverkad.example', now }))).toEqual([]);
});
