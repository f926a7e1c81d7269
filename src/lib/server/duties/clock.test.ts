import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../organisation/index.ts';
import { clockState, countedFrom, dueOf, periodEnd } from './clock.ts';
import { ruleOn } from './engine.ts';
import type { Clock, RuleKey } from './rule.ts';

const at = (text: string) => Temporal.Instant.from(text);
const clockOf = (key: RuleKey) => ruleOn(key, Temporal.PlainDate.from('2026-03-04')).clock;
const due = (key: RuleKey, start: string) => {
	const { dueAt, dueIs } = dueOf(clockOf(key), at(start), defaultSettings);
	return [dueAt.toString(), dueIs];
};

describe('a law without a number', () => {
	const started = at('2026-03-04T08:00:00Z');
	const look = (key: RuleKey, now: string) =>
		clockState(clockOf(key), started, defaultSettings, at(now)).tone;

	test.each(['avSerious', 'fkInjury', 'lexSarah'] as const)('%s is urgent from the first moment', (key) => {
		expect(look(key, '2026-03-04T08:00:00Z')).toBe('warning');
	});
	test('is late by the level that the municipality decided, which is called local', () => {
		expect(look('avSerious', '2026-03-05T08:00:00Z')).toBe('warning');
		expect(look('avSerious', '2026-03-05T08:00:01Z')).toBe('danger');
		expect(due('avSerious', '2026-03-04T08:00:00Z')).toEqual(['2026-03-05T08:00:00Z', 'local']);
		const strict = { ...defaultSettings, dutySeriousHours: 4 };
		expect(dueOf(clockOf('avSerious'), started, strict).dueAt.toString()).toBe('2026-03-04T12:00:00Z');
	});
	test('what has no legal deadline is not urgent before it is late', () => {
		expect(look('police', '2026-03-06T22:59:59Z')).toBe('neutral');
		expect(look('police', '2026-03-06T23:00:00Z')).toBe('danger');
	});
});

describe('a law with a number', () => {
	test.each<[string, RuleKey, string, string]>([
		['72 hours run through a weekend', 'personalDataBreach', '2026-03-06T15:00:00Z', '2026-03-09T15:00:00Z'],
		[
			'and through the change to summer time',
			'personalDataBreach',
			'2026-03-28T12:00:00Z',
			'2026-03-31T12:00:00Z'
		],
		[
			'7 days end with the day, in Sweden',
			'whistleblowingReceipt',
			'2026-03-04T08:00:00Z',
			'2026-03-11T22:59:59Z'
		],
		[
			'also when summer time begins in between',
			'whistleblowingReceipt',
			'2026-03-25T08:00:00Z',
			'2026-04-01T21:59:59Z'
		],
		[
			'3 months from 30 November end on the last of February',
			'whistleblowingFeedback',
			'2026-11-30T08:00:00Z',
			'2027-02-28T22:59:59Z'
		],
		[
			'2 years from 29 February end on the 28th',
			'whistleblowingErasure',
			'2028-02-29T08:00:00Z',
			'2030-02-28T22:59:59Z'
		],
		[
			'late in the evening is still the same day in Sweden',
			'whistleblowingReceipt',
			'2026-03-04T22:30:00Z',
			'2026-03-11T22:59:59Z'
		]
	])('%s', (_, key, start, end) => {
		expect(due(key, start)).toEqual([end, 'law']);
	});
	test('is urgent on its last day', () => {
		const look = (now: string) =>
			clockState(clockOf('whistleblowingReceipt'), at('2026-03-04T08:00:00Z'), defaultSettings, at(now)).tone;
		expect(look('2026-03-10T22:00:00Z')).toBe('neutral');
		expect(look('2026-03-11T08:00:00Z')).toBe('warning');
		expect(look('2026-03-12T08:00:00Z')).toBe('danger');
	});
});

describe('working days of the municipality', () => {
	test.each<[string, string, string]>([
		['over Easter', '2026-04-02T08:00:00Z', '2026-04-08T21:59:59Z'],
		['over Christmas, with its eve', '2026-12-23T08:00:00Z', '2026-12-29T22:59:59Z'],
		['over Midsummer’s Eve', '2026-06-18T08:00:00Z', '2026-06-23T21:59:59Z']
	])('%s', (_, start, end) => {
		expect(due('police', start)).toEqual([end, 'local']);
	});
});

describe('what comes back', () => {
	const ends = (key: RuleKey, day: string) =>
		periodEnd(clockOf(key) as Extract<Clock, { kind: 'every' }>, Temporal.PlainDate.from(day)).toString();

	test('each month, and each quarter', () => {
		expect(ends('unionReview', '2026-02-03')).toBe('2026-02-28');
		expect(ends('safetyCommittee', '2026-02-03')).toBe('2026-03-31');
		expect(ends('safetyCommittee', '2026-12-31')).toBe('2026-12-31');
	});
	test('has no end after an event', () => {
		expect(() => dueOf(clockOf('unionReview'), at('2026-03-04T08:00:00Z'), defaultSettings)).toThrow(
			'period'
		);
	});
});

describe('feedback to a whistleblower', () => {
	const clock = ruleOn('whistleblowingFeedback', Temporal.PlainDate.from('2026-03-04')).clock;
	if (clock.kind !== 'count') throw new Error('the act has a number');
	const received = at('2026-03-04T08:00:00Z');

	test('is due three months after the receipt', () => {
		const from = countedFrom(clock, { received, receiptSent: at('2026-03-06T08:00:00Z') })!;
		expect(String(dueOf(clock, from, defaultSettings).dueAt)).toContain('2026-06-06');
	});

	test('without a receipt three months after the seven days that there were for it', () => {
		const from = countedFrom(clock, { received })!;
		expect(String(dueOf(clock, from, defaultSettings).dueAt)).toContain('2026-06-11');
		expect(countedFrom(clock, {})).toBeNull();
	});
});
