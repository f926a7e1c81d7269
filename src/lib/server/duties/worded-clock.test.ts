import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { defaultSettings } from '../organisation/index.ts';
import { localDueOf, wordedClock } from './worded-clock.ts';

const at = (text: string) => Temporal.Instant.from(text);
const startedAt = at('2026-03-06T15:00:00Z');
const on = (now: string, stoppedAt: Temporal.Instant | null = null) =>
	wordedClock(
		'lexSarahInvestigation',
		{ startedAt, stoppedAt },
		{ ...defaultSettings, dutyLexSarahHours: 24 },
		at(now)
	).state;

test('it runs from the first moment: a word without a number means now', () => {
	expect(on('2026-03-06T15:00:00Z')).toBe('running');
});

test('past the municipality’s own service level it is late, and not before', () => {
	expect(on('2026-03-07T15:00:00Z')).toBe('running');
	expect(on('2026-03-07T15:00:01Z')).toBe('late');
});

test('what is done is done, also late', () => {
	expect(on('2026-04-01T08:00:00Z', at('2026-03-20T08:00:00Z'))).toBe('stopped');
});

test.each([
	['lexSarahInvestigation', 'dutyLexSarahHours'],
	['lexSarahIvo', 'dutyLexSarahHours'],
	['safetyRepresentativeRequest', 'dutyRequestHours'],
	['conflictOfInterest', 'dutyConflictHours']
] as const)('the level of %s is the one that its rule names', (key, level) => {
	const settings = { ...defaultSettings, [level]: 7 };
	expect(localDueOf(key, startedAt, settings).toString()).toBe('2026-03-06T22:00:00Z');
});

test('a rule with a number in the law, or a day before it was known, is an error and not a guess', () => {
	expect(() => localDueOf('whistleblowingReceipt', startedAt, defaultSettings)).toThrow('no words');
	expect(() => localDueOf('lexSarahInvestigation', at('2025-06-30T12:00:00Z'), defaultSettings)).toThrow(
		'0 versions'
	);
});
