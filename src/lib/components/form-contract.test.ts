import { describe, expect, it } from 'vitest';
import { describedBy, errorId, fieldId, isChosen, singleValue } from './form-contract.ts';

describe('fields of a form', () => {
	it('get an id that is allowed in HTML whatever their name is', () => {
		expect(fieldId('text')).toBe('field-text');
		expect(fieldId('measures[0].dueDate')).toBe('field-measures-0-dueDate');
		expect(fieldId('types[]')).toBe('field-types');
	});

	it('refer only to texts that are on the page', () => {
		expect(describedBy('text', {})).toBeUndefined();
		expect(describedBy('text', { error: 'Skriv något.' })).toBe(errorId('text'));
		expect(describedBy('text', { help: 'Kort.', error: 'Skriv något.' })).toBe(
			'field-text-help field-text-error'
		);
	});

	it('show again what was sent: one value, several, or none', () => {
		expect(singleValue(undefined)).toBe('');
		expect(singleValue(0)).toBe('0');
		expect(singleValue(['threat', 'violence'])).toBe('threat');
		expect(isChosen(['threat', 'violence'], 'violence')).toBe(true);
		expect(isChosen('threat', 'threat')).toBe(true);
		expect(isChosen(undefined, 'threat')).toBe(false);
	});

	it('do not take a part of a value for the value', () => {
		expect(isChosen('veiledThreat', 'Threat')).toBe(false);
		expect(isChosen([], '')).toBe(false);
	});
});
