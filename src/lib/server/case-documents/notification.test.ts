import { describe, expect, test } from 'vitest';
import { answersFrom, copyFor, fieldsFor, filledFields, notificationParts } from './notification.ts';

describe('the summary for the authority’s form', () => {
	test('goes from the employer to what was done, and each kind asks for its own', () => {
		for (const kind of ['workInjury', 'seriousIncident'] as const) {
			const parts = fieldsFor(kind).map(({ part }) => notificationParts.indexOf(part));
			expect(parts).toEqual([...parts].sort((a, b) => a - b));
		}
		const names = (kind: 'workInjury' | 'seriousIncident') => fieldsFor(kind).map(({ name }) => name);
		expect(names('workInjury')).toContain('absence');
		expect(names('workInjury')).not.toContain('couldHaveLedTo');
		expect(names('seriousIncident')).toContain('couldHaveLedTo');
	});

	test('proposes what the case says until something was saved, and what was emptied stays empty', () => {
		const value = (fields: ReturnType<typeof filledFields>) =>
			fields.find(({ name }) => name === 'place')!.value;
		const fromCase = { place: 'Receptionen' };
		expect(value(filledFields('workInjury', null, fromCase))).toBe('Receptionen');
		expect(value(filledFields('workInjury', { place: 'Trappan' }, fromCase))).toBe('Trappan');
		expect(value(filledFields('workInjury', {}, fromCase))).toBeNull();
	});

	test('keeps only fields of its kind that say something', () => {
		expect(
			answersFrom('workInjury', { place: ' Trappan ', absence: ' ', couldHaveLedTo: 'Skada', other: 'x' })
		).toEqual({ place: 'Trappan' });
	});
});

describe('a copy', () => {
	const answers = { injuredName: 'Någon', event: 'Hot' };
	test('is whole for the injured person, always', () => {
		expect(copyFor('injuredPerson', answers, { hideName: true })).toEqual(answers);
	});
	test('leaves out the name for the safety representative when the person asked for that', () => {
		expect(copyFor('safetyRepresentative', answers, { hideName: true })).toEqual({ event: 'Hot' });
		expect(copyFor('safetyRepresentative', answers, { hideName: false })).toEqual(answers);
	});
});
