import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { defaultSettings } from '../organisation/index.ts';
import { wordedClock } from './worded-clock.ts';

const at = (text: string) => Temporal.Instant.from(text);
const startedAt = at('2026-03-06T15:00:00Z');
const on = (now: string, stoppedAt: Temporal.Instant | null = null) =>
	wordedClock(
		{ startedAt, stoppedAt },
		{ hours: 'dutyLexSarahHours' },
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
