import { describe, expect, test } from 'vitest';
import {
	changesBetween,
	fingerprint,
	mergeTexts,
	textEntries,
	withFields,
	withTimeOfWriting,
	type Entries
} from './form-entries.ts';

const untouched: Entries = [
	['csrf', 'token'],
	['key', 'a'],
	['text', ''],
	['unit', 'north']
];

describe('what a draft keeps', () => {
	test('nothing of a form that nobody has touched, whatever its token and key', () => {
		expect(changesBetween(untouched, withFields(untouched, { csrf: 'other', key: 'b' }))).toEqual([]);
	});

	test('only the fields that were changed: a preset unit is left to the page', () => {
		expect(changesBetween(untouched, withFields(untouched, { text: 'Hot' }))).toEqual([['text', ['Hot']]]);
	});

	test('every choice of a field where several can be chosen', () => {
		const chosen: Entries = [...untouched, ['forms', 'threat'], ['forms', 'violence']];
		expect(changesBetween(untouched, chosen)).toEqual([['forms', ['threat', 'violence']]]);
	});

	test('that a choice was taken away', () => {
		expect(changesBetween([...untouched, ['hideName', 'yes']], untouched)).toEqual([['hideName', []]]);
	});

	test('line breaks are the same however the browser writes them', () => {
		expect(changesBetween([['text', 'a\nb']], [['text', 'a\r\nb']])).toEqual([]);
	});
});

test('a form with a file is not kept', () => {
	const data = new FormData();
	data.append('text', 'Se bilden');
	expect(textEntries(data)).toEqual([['text', 'Se bilden']]);
	data.append('picture', new Blob(['…']), 'picture.png');
	expect(textEntries(data)).toBeNull();
});

describe('a report that waits for a network has the time when it was written', () => {
	// 14:30 in Sweden, summer time
	const writtenAt = new Date('2026-07-01T12:30:00Z');
	const timeOf = (entries: Entries) => {
		const { occurredDate, occurredTime } = Object.fromEntries(withTimeOfWriting(entries, writtenAt));
		return `${occurredDate} ${occurredTime}`;
	};

	test.each([
		['neither day nor time', '', '', '2026-07-01 14:30'],
		['a time: today', '', '09:15', '2026-07-01 09:15'],
		['today without a time', '2026-07-01', '', '2026-07-01 14:30'],
		['another day without a time', '2026-06-30', '', '2026-06-30 '],
		['day and time', '2026-06-30', '23:50', '2026-06-30 23:50']
	])('typed %s', (_, occurredDate, occurredTime, expected) => {
		expect(timeOf(withFields(untouched, { occurredDate, occurredTime }))).toBe(expected);
	});

	test('a form without these fields, just after midnight in Sweden', () => {
		const entries = withTimeOfWriting([['text', 'Hot']], new Date('2026-12-31T23:05:00Z'));
		expect(entries).toEqual([
			['text', 'Hot'],
			['occurredDate', '2027-01-01'],
			['occurredTime', '00:05']
		]);
	});
});

test('words that were typed before the draft came are added to it, not lost', () => {
	expect(mergeTexts('Han ringde', '')).toBe('Han ringde');
	expect(mergeTexts('Han ringde', 'Han ringde igen')).toBe('Han ringde igen');
	expect(mergeTexts('Han ringde', 'Nu står han')).toBe('Han ringde\n\nNu står han');
});

test('the same report has the same fingerprint whatever its key; another word changes it', async () => {
	const report = withFields(untouched, { text: 'Hot' });
	const print = await fingerprint(report);
	expect(await fingerprint(withFields(report, { key: 'b', csrf: 'other' }))).not.toBe('');
	expect(await fingerprint(report.map(([name, value]) => [name, name === 'key' ? 'b' : value]))).toBe(print);
	expect(await fingerprint(withFields(report, { text: 'Hot!' }))).not.toBe(print);
});
