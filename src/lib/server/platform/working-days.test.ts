import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addWorkingDays, dateIn, endOfDay, isWorkingDay } from './working-days.ts';

const date = (text: string) => Temporal.PlainDate.from(text);

describe('whether people are at work', () => {
	test.each([
		['2026-03-04', true, 'an ordinary Wednesday'],
		['2026-03-07', false, 'a Saturday'],
		['2026-03-08', false, 'a Sunday'],
		['2026-01-06', false, 'Epiphany'],
		['2026-04-03', false, 'Good Friday'],
		['2026-04-06', false, 'Easter Monday'],
		['2026-05-01', false, 'the first of May'],
		['2026-05-14', false, 'Ascension Day'],
		['2026-06-19', false, 'Midsummer’s Eve'],
		['2026-06-26', true, 'the Friday after midsummer'],
		['2026-12-24', false, 'Christmas Eve'],
		['2026-12-31', false, 'New Year’s Eve'],
		['2027-01-01', false, 'New Year’s Day'],
		['2026-06-05', true, 'the day before the National Day']
	])('%s: %s (%s)', (day, expected) => {
		expect(isWorkingDay(date(day))).toBe(expected);
	});
});

test('one working day after a Friday is the Monday', () => {
	expect(addWorkingDays(date('2026-03-06'), 1).toString()).toBe('2026-03-09');
});

test('three working days over Easter', () => {
	expect(addWorkingDays(date('2026-04-02'), 3).toString()).toBe('2026-04-09');
});

test('no working day after a Sunday is the Monday', () => {
	expect(addWorkingDays(date('2026-03-08'), 0).toString()).toBe('2026-03-09');
});

test('a day ends at midnight in Sweden, also when the clock changes', () => {
	expect(endOfDay(date('2026-03-28')).toString()).toBe('2026-03-28T22:59:59Z');
	expect(endOfDay(date('2026-03-29')).toString()).toBe('2026-03-29T21:59:59Z');
	expect(endOfDay(date('2026-10-25')).toString()).toBe('2026-10-25T22:59:59Z');
});

test('late in the evening it is already tomorrow in Sweden', () => {
	expect(dateIn(Temporal.Instant.from('2026-12-31T23:30:00Z')).toString()).toBe('2027-01-01');
});
