import { expect, test } from 'vitest';
import { safePath } from './index.ts';

test.each([
	['/inbox', '/inbox'],
	['/report?unit=01a200ee-dd94-71a4-9877-39615e0bdc19', '/report?unit=01a200ee-dd94-71a4-9877-39615e0bdc19'],
	['/statistics/01a200ee/export.csv', '/statistics/01a200ee/export.csv'],
	[null, '/'],
	['', '/'],
	['inbox', '/'],
	['//evil.example', '/'],
	['/\\evil.example', '/'],
	['/\t/evil.example', '/'],
	['https://evil.example', '/'],
	['javascript:alert(1)', '/'],
	['/report?to=//evil.example', '/'],
	['/%2f%2fevil.example', '/']
])('%s leads to %s', (path, expected) => {
	expect(safePath(path)).toBe(expected);
});
