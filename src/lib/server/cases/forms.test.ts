import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { assessmentSchema, contactSchema } from './forms.ts';

const key = '01a200e5-71ed-736c-8167-b2ae0c8873c8';
const now = Temporal.Instant.from('2026-03-05T09:30:00Z');

function problemsOf(result: v.SafeParseResult<v.GenericSchema<unknown, unknown>>) {
	return Object.fromEntries((result.issues ?? []).map((issue) => [issue.path?.[0]?.key, issue.message]));
}

describe('when the reporter was contacted', () => {
	const read = (values: Record<string, string>) =>
		v.safeParse(contactSchema(now), { key, contactHow: 'phone', ...values });
	const atOf = (values: Record<string, string>) =>
		v.parse(contactSchema(now), { key, contactHow: 'phone', ...values }).at.toString();

	test('just now, when nothing is filled in or only today', () => {
		expect(atOf({})).toBe('2026-03-05T09:30:00Z');
		expect(atOf({ contactDate: '2026-03-05' })).toBe('2026-03-05T09:30:00Z');
	});
	test('at noon, when only an earlier day is', () => {
		expect(atOf({ contactDate: '4 mars 2026' })).toBe('2026-03-04T11:00:00Z');
	});
	test('today, when only a time is', () => {
		expect(atOf({ contactTime: '8.15' })).toBe('2026-03-05T07:15:00Z');
	});
	test('never later than now', () => {
		expect(problemsOf(read({ contactTime: '11:00' }))).toEqual({ contactDate: 'future' });
	});
	test('how it was done must be said', () => {
		expect(problemsOf(read({ contactHow: '' }))).toEqual({ contactHow: 'required' });
	});
});

describe('an assessment', () => {
	const values = {
		key,
		version: '1',
		undueInfluence: 'yes',
		form: 'threat',
		subform: 'veiledThreat',
		severity: '3',
		rationale: 'Det var för att ändra beslutet.'
	};
	const read = (overrides: Record<string, string>) =>
		v.safeParse(assessmentSchema, { ...values, ...overrides });

	test('takes the form from the sub-form when only that is chosen', () => {
		expect(v.parse(assessmentSchema, { ...values, form: '' }).form).toBe('threat');
	});
	test('refuses a sub-form of another form', () => {
		expect(problemsOf(read({ subform: 'spitting' }))).toEqual({ subform: 'unknownChoice' });
	});
	test('needs a form when it was, or may have been, undue influence', () => {
		expect(problemsOf(read({ form: '', subform: '' }))).toEqual({ form: 'required' });
		expect(problemsOf(read({ form: '', subform: '', undueInfluence: 'unclear' }))).toEqual({
			form: 'required'
		});
		expect(read({ form: '', subform: '', undueInfluence: 'no' }).success).toBe(true);
	});
	test('needs somebody’s reason', () => {
		expect(problemsOf(read({ rationale: '  ' }))).toEqual({ rationale: 'required' });
	});
	test('knows four severities', () => {
		expect(v.parse(assessmentSchema, values).severity).toBe(3);
		expect(problemsOf(read({ severity: '5' }))).toEqual({ severity: 'unknownChoice' });
	});
});
