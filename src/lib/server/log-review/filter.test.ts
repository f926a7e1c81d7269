import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { actionsOf, addressOfFilter, readDays, readLogFilter } from './filter.ts';
import { logAddress } from './forms.ts';

const read = (query: string) => readLogFilter(new URLSearchParams(query));

test('an address with unknown values still opens', () => {
	const filter = read('person=x&case=1&group=none&role=king&before=now_then&from=&to=');
	expect(filter).toMatchObject({ personId: null, caseId: null, group: null, capacity: null, before: null });
	expect(filter.wrong).toEqual([]);
});

test('what is no date is said, and not guessed', () => {
	expect(read('from=2026-02-30&to=1/2').wrong).toEqual(['from', 'to']);
	expect(read('from=5 mars 2026').from?.toString()).toBe('2026-03-05');
});

test('the address of a filter holds codes and ids, and nothing that was typed', () => {
	const id = '01a20169-4896-732c-a30f-9da1468620c3';
	const filter = read(
		`person=${id}&name=Alma&number=2026-0001&group=reading&role=self&readings=yes&from=2026-01-01`
	);
	const address = addressOfFilter(filter);
	expect(address).toBe(`/log?person=${id}&group=reading&role=self&readings=yes&from=2026-01-01`);
	expect(address).toMatch(logAddress);
	expect(addressOfFilter(read(address.slice(5)))).toBe(address);
});

test('only readings, of a group that has none, is nothing', () => {
	expect(actionsOf(read('readings=yes'))).toEqual(['case.read', 'measure.read', 'incident.read']);
	expect(actionsOf(read('group=exporting&readings=yes'))).toEqual([]);
	expect(actionsOf(read(''))).toBeNull();
});

test.each([
	['', '2026-03-05', '2026-03-11', false],
	['from=2026-03-01&to=2026-03-02', '2026-03-01', '2026-03-02', false],
	['from=2026-03-09&to=2026-03-01', '2026-03-01', '2026-03-09', false],
	['from=2026-01-01&to=2026-03-01', '2026-01-30', '2026-03-01', true]
])('the days of "%s" are %s to %s', (query, from, to, isCut) => {
	const days = readDays(new URLSearchParams(query), Temporal.PlainDate.from('2026-03-11'), 31);
	expect([days.from.toString(), days.to.toString(), days.isCut]).toEqual([from, to, isCut]);
});

test.each(['/log', '/log/sample?n=10', '/log/unusual?from=2026-01-01'])(
	'%s is a page of the log',
	(address) => {
		expect(address).toMatch(logAddress);
	}
);
test.each([
	'//evil.example',
	'javascript:alert(1)',
	'/log\n',
	'/cases/1',
	'/log?x="',
	'https://evil.example/log'
])('%s is none', (address) => {
	expect(address).not.toMatch(logAddress);
});
