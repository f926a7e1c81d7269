import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { newId } from '../platform/ids.ts';
import { additionSchema, detailFields, newIncidentOf, reportSchema, type ReportInput } from './forms.ts';
import { textLimit } from './incident.ts';
import { channels, forms, influencers } from './taxonomy.ts';

/** A Wednesday, 09.00 in Sweden. */
const now = Temporal.Instant.from('2026-03-04T08:00:00Z');
const key = newId<string>();
const colleagueId = newId<PersonId>();
const unitId = newId<UnitId>();

function read(values: Record<string, string | string[]>) {
	return v.safeParse(reportSchema(now), { key, ...values });
}
function problems(values: Record<string, string | string[]>): Record<string, string> {
	return Object.fromEntries(
		(read(values).issues ?? []).map((issue) => [String(issue.path?.[0]?.key), issue.message])
	);
}
function report(values: Record<string, string | string[]>): ReportInput {
	const { success, output } = read(values);
	if (!success) throw new Error('not accepted');
	return output;
}

describe('what is needed to report', () => {
	test.each([
		['words alone are enough', { text: 'Han hotade mig.' }],
		['a type alone is enough', { forms: ['threat'] }],
		['"unsure" is a type', { forms: ['unsure'] }],
		['words of one letter', { text: 'å' }],
		['every type at once', { forms: [...forms] }],
		['the longest text that may be written', { text: 'å'.repeat(textLimit) }]
	])('%s', (_, values) => {
		expect(problems(values)).toEqual({});
	});

	test.each([
		['nothing at all', {}],
		['only white space', { text: ' \n\t ' }],
		['how and who, but neither words nor type', { channel: 'phone', influencer: 'relative', purpose: 'yes' }]
	])('%s is not enough, and the message stands at the text', (_, values) => {
		expect(problems(values)).toEqual({ text: 'textOrTypeRequired' });
	});

	test('words are kept as they were typed, with spaces and line breaks', () => {
		expect(report({ text: '  Först.\n\nSedan.  ' }).text).toBe('  Först.\n\nSedan.  ');
	});

	test('the same type twice counts once', () => {
		expect(report({ forms: ['threat', 'threat'] }).forms).toEqual(['threat']);
	});
});

describe('what cannot be received says so at its own field', () => {
	test.each([
		['a text that is too long', 'text', { text: 'å'.repeat(textLimit + 1) }, 'tooLong'],
		['a place that is too long', 'place', { place: 'å'.repeat(501) }, 'tooLong'],
		['an unknown type', 'forms', { forms: ['threat', 'bomb'] }, 'unknownChoice'],
		[
			'a form that only an assessment can arrive at',
			'forms',
			{ forms: ['abuseOfPosition'] },
			'unknownChoice'
		],
		['an unknown channel', 'channel', { channel: 'carrierPigeon' }, 'unknownChoice'],
		['a property of every object as a channel', 'channel', { channel: 'constructor' }, 'unknownChoice'],
		['an unknown influencer', 'influencer', { influencer: 'criminal' }, 'unknownChoice'],
		['an unknown purpose', 'purpose', { purpose: 'perhaps' }, 'unknownChoice'],
		['an answer that is neither yes nor no', 'inDanger', { inDanger: 'true' }, 'unknownChoice'],
		['a unit that is no id', 'unit', { unit: '1 or 1=1' }, 'unknownChoice'],
		['a colleague who is no id', 'affected', { affected: 'Anna' }, 'unknownChoice'],
		['a manager who is no id', 'whichManager', { whichManager: 'the boss' }, 'unknownChoice'],
		['an unknown sub-form', 'subforms', { subforms: ['shouting'] }, 'unknownChoice'],
		['a missing key', 'key', { key: '' }, 'invalid'],
		['a day that does not exist', 'occurredDate', { occurredDate: '2026-02-30' }, 'badDate'],
		['a time that does not exist', 'occurredTime', { occurredTime: '24:00' }, 'badDate'],
		['a time with one digit and seconds', 'occurredTime', { occurredTime: '9:30:15' }, 'badDate'],
		['tomorrow', 'occurredDate', { occurredDate: '2026-03-05' }, 'future'],
		['later today', 'occurredDate', { occurredTime: '09:11' }, 'future'],
		['eleven years ago', 'occurredDate', { occurredDate: '2015-03-03' }, 'tooOld'],
		['the year 21', 'occurredDate', { occurredDate: '0021-03-03' }, 'badDate']
	])('%s', (_, field, values, code) => {
		expect(problems({ text: 'Ord', ...values })).toEqual({ [field]: code });
	});

	test('every problem at once, in the order of the page', () => {
		const found = problems({ place: 'å'.repeat(501), occurredDate: '2030-01-01', channel: 'x' });
		expect(Object.entries(found)).toEqual([
			['channel', 'unknownChoice'],
			['place', 'tooLong'],
			['text', 'textOrTypeRequired'],
			['occurredDate', 'future']
		]);
	});
});

describe('when it happened', () => {
	const at = (values: Record<string, string>) =>
		report({ text: 'Ord', ...values })
			.occurredAt.toZonedDateTimeISO('Europe/Stockholm')
			.toPlainDateTime()
			.toString();

	test.each([
		['nothing is said: now', {}, '2026-03-04T09:00:00'],
		['a time alone: today', { occurredTime: '07:15' }, '2026-03-04T07:15:00'],
		['a time with a full stop and one digit', { occurredTime: '7.15' }, '2026-03-04T07:15:00'],
		['today without a time: now', { occurredDate: '2026-03-04' }, '2026-03-04T09:00:00'],
		['another day without a time: at noon', { occurredDate: '2026-03-01' }, '2026-03-01T12:00:00'],
		['a day as a Swede may write it', { occurredDate: '1/3 2026' }, '2026-03-01T12:00:00'],
		['a clock that goes some minutes fast', { occurredTime: '09:09' }, '2026-03-04T09:09:00'],
		[
			'in the hour that never was',
			{ occurredDate: '2025-03-30', occurredTime: '02:30' },
			'2025-03-30T03:30:00'
		],
		['on a leap day', { occurredDate: '2024-02-29', occurredTime: '23:59' }, '2024-02-29T23:59:00'],
		['ten years ago to the day', { occurredDate: '2016-03-04' }, '2016-03-04T12:00:00']
	])('%s', (_, values, expected) => {
		expect(at(values)).toBe(expected);
	});
});

describe('what the form says has happened', () => {
	const reporter = { personId: newId<PersonId>(), unitId: newId<UnitId>() };
	const incidentOf = (values: Record<string, string>, affected: Parameters<typeof newIncidentOf>[2] = null) =>
		newIncidentOf(report({ text: 'Ord', ...values }), reporter, affected);

	test('by itself: to the reporter, at their own unit', () => {
		expect(incidentOf({})).toMatchObject({
			affectedPersonId: reporter.personId,
			unitId: reporter.unitId,
			origin: 'self',
			involvedPersonIds: [],
			nearestManagerInvolved: false
		});
	});

	test('at another unit, when the form says so', () => {
		expect(incidentOf({ unit: unitId }).unitId).toBe(unitId);
	});

	test.each([
		[false, 'onBehalf'],
		[true, 'wordOfMouth']
	] as const)(
		'to a colleague (told to their manager: %s): where the colleague works',
		(toldToManager, origin) => {
			const incident = incidentOf({ affected: colleagueId }, { id: colleagueId, unitId, toldToManager });
			expect(incident).toMatchObject({ affectedPersonId: colleagueId, unitId, origin });
		}
	);

	test.each([
		['"chef" means the nearest one', { influencer: 'manager' }, true, []],
		['the nearest manager', { influencer: 'manager', whichManager: 'nearest' }, true, []],
		['a manager by name', { influencer: 'manager', whichManager: colleagueId }, false, [colleagueId]],
		['some other manager', { influencer: 'manager', whichManager: 'other' }, false, []],
		['a colleague without a name', { influencer: 'colleague' }, false, []],
		['a colleague by name', { influencer: 'colleague', whichColleague: colleagueId }, false, [colleagueId]],
		['an elected representative', { influencer: 'electedRepresentative' }, false, []],
		[
			'a client: what stands in the hidden questions says nothing',
			{ influencer: 'serviceUser', whichManager: colleagueId, whichColleague: colleagueId },
			false,
			[]
		],
		[
			'a colleague, after a manager was chosen first',
			{ influencer: 'colleague', whichManager: 'nearest', whichColleague: colleagueId },
			false,
			[colleagueId]
		]
	])('about %s', (_, values, nearestManagerInvolved, involvedPersonIds) => {
		expect(incidentOf(values)).toMatchObject({ nearestManagerInvolved, involvedPersonIds });
	});

	test.each([
		...channels.map((channel) => ({ channel })),
		...influencers.map((influencer) => ({ influencer }))
	])('%o can be reported', (values) => {
		expect(incidentOf(values)).toMatchObject(values);
	});
});

test('every question behind "Lägg till mer" can be answered later as well', () => {
	expect(Object.keys(additionSchema.entries).filter((name) => name !== 'moreText')).toEqual([
		...detailFields,
		// only later: the report form asks for nothing more
		'occurrences',
		'lastDate',
		'lastTime'
	]);
});
