import { expect, test } from 'vitest';
import { isNarrowed, parseNumber, readInboxFilter } from './inbox-filter.ts';

const read = (query: string) => readInboxFilter(new URLSearchParams(query), 'mine');

test('an address without filters opens the first tab at page 1', () => {
	expect(read('')).toEqual({
		tab: 'mine',
		status: null,
		unitId: null,
		form: null,
		overdueOnly: false,
		numberText: '',
		page: 1
	});
	expect(isNarrowed(read('tab=ended&page=3'))).toBe(false);
});

test('what the address says is read', () => {
	const filter = read('tab=all&status=acting&form=threat&overdue=yes&page=2&number=%202026-0123%20');
	expect(filter).toMatchObject({
		tab: 'all',
		status: 'acting',
		form: 'threat',
		overdueOnly: true,
		page: 2,
		numberText: '2026-0123'
	});
	expect(isNarrowed(filter)).toBe(true);
});

test.each(['tab=nope', 'status=done', 'unit=1', 'form=x', 'page=-1', 'page=1e9', 'page=a', 'overdue=1'])(
	'%s says nothing',
	(query) => {
		expect(read(query)).toEqual(read(''));
	}
);

test.each([
	['2026-0123', { year: 2026, number: 123 }],
	['2026–123', { year: 2026, number: 123 }],
	['2026 0123', { year: 2026, number: 123 }],
	['123', { year: null, number: 123 }],
	[' 0007 ', { year: null, number: 7 }],
	['Svensson', null],
	['2026-', null],
	['', null]
])('the number %j', (text, number) => {
	expect(parseNumber(text)).toEqual(number);
});
