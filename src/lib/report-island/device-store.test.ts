import { expect, test } from 'vitest';
import { draftLifetime, isExpired } from './device-store.ts';

const hour = 60 * 60 * 1000;
const now = Date.parse('2026-03-05T12:00:00Z');

test('a draft is kept for 72 hours after the last change', () => {
	expect(draftLifetime).toBe(72 * hour);
	expect(isExpired(now - 71 * hour, now)).toBe(false);
	expect(isExpired(now - 72 * hour, now)).toBe(true);
});

test('a draft from a clock far ahead is not kept for ever', () => {
	expect(isExpired(now + hour, now)).toBe(false);
	expect(isExpired(now + 100 * hour, now)).toBe(true);
});
