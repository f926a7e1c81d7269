import { describe, expect, test } from 'vitest';
import { datesWrong, stateOf } from './threat-assessment.ts';

describe('an assessment on a day', () => {
	const assessment = { validUntil: '2026-06-30', reviewDate: '2026-05-01' };
	test.each([
		['2026-04-30', 'valid'],
		['2026-05-01', 'reviewDue'],
		['2026-06-30', 'reviewDue'],
		['2026-07-01', 'expired']
	] as const)('%s: %s', (today, state) => {
		expect(stateOf(assessment, today)).toBe(state);
	});
	test('without a review date it is valid until its last day', () => {
		expect(stateOf({ validUntil: '2026-06-30', reviewDate: null }, '2026-06-30')).toBe('valid');
	});
});

describe('the dates of a new assessment', () => {
	const dates = (level: 'low' | 'high', validUntil: string, reviewDate: string | null) =>
		datesWrong({ level, validUntil, reviewDate }, '2026-03-04');

	test('today is a possible last day', () => {
		expect(dates('high', '2026-03-04', '2026-03-04')).toEqual({});
	});
	test('neither lies in the past', () => {
		expect(dates('high', '2026-03-03', '2026-03-02')).toEqual({ validUntil: 'inPast', reviewDate: 'inPast' });
	});
	test('the review comes before the assessment stops being valid', () => {
		expect(dates('high', '2026-04-01', '2026-04-02')).toEqual({ reviewDate: 'afterValidity' });
	});
	test('only a low threat needs no review', () => {
		expect(dates('low', '2026-04-01', null)).toEqual({});
		expect(dates('high', '2026-04-01', null)).toEqual({ reviewDate: 'reviewNeeded' });
	});
});
