import { expect, test } from 'vitest';
import { nextForRepresentative } from './request.ts';

test.each([
	[null, null, 'waiting'],
	['accepted', null, 'heeded'],
	['partly', null, 'mayGoOn'],
	['declined', null, 'mayGoOn'],
	[null, '2026-03-04', 'wentOn'],
	['accepted', '2026-03-04', 'wentOn']
] as const)('a request with the answer %s, taken on %s: %s', (answer, authorityOn, next) => {
	expect(nextForRepresentative({ answer, authorityOn })).toBe(next);
});
