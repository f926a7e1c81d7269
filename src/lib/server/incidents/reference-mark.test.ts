import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { UnitId } from '../../../../database/column-types.ts';
import { normaliseReference, referenceMark } from './reference-mark.ts';

test.each([
	['EB 2026-17', 'eb2026-17'],
	['EB 2026-17', 'EB 2026–17'],
	['EB 2026-17', ' eb  2026 17 '],
	['EB 2026-17', 'Dnr EB 2026/17'],
	['2026-0017', 'ärendenr: 2026-0017'],
	['ÄÖ 2026:4', 'a\u0308o\u0308 2026 4']
])('%s and %s are one matter', (one, other) => {
	expect(normaliseReference(one)).not.toBeNull();
	expect(normaliseReference(one)).toBe(normaliseReference(other));
});

test.each([
	['EB 2026-17', 'EB 2026-18'],
	['EB 2026-17', 'VU 2026-17'],
	['2026-0017', '2026-00170']
])('%s and %s are two matters', (one, other) => {
	expect(normaliseReference(one)).not.toBe(normaliseReference(other));
});

test.each([null, '', '1', '-', 'EB', 'vet inte', '19900101-2389', '900101-2389'])(
	'%s says of no matter, or would put a person on a list',
	(reference) => {
		expect(normaliseReference(reference)).toBeNull();
	}
);

test('a mark says nothing without the key, and differs between keys and municipalities', () => {
	const key = (id: string) => ({ id, secret: randomBytes(32) });
	const [home, away] = ['home', 'away'] as [UnitId, UnitId];
	const first = key('a');
	const mark = referenceMark(first, home, 'EB 2026-17')!;
	expect(mark).toMatch(/^a:[\w-]{43}$/);
	expect(mark).not.toContain('17');
	expect(referenceMark(first, home, 'eb2026 17')).toBe(mark);
	expect(referenceMark(first, away, 'EB 2026-17')).not.toBe(mark);
	expect(referenceMark(key('a'), home, 'EB 2026-17')).not.toBe(mark);
	expect(referenceMark(null, home, 'EB 2026-17')).toBeNull();
});
