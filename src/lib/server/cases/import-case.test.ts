import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { ImportRow } from '../incidents/import-file.ts';
import { importedCase } from './import-case.ts';

const now = Temporal.Instant.from('2026-03-04T08:00:00Z');
const at = (text: string) => Temporal.Instant.from(text);
const settings = { contactWorkingDays: 1, assessmentWorkingDays: 3 };

const buildRow = (overrides: Partial<ImportRow> = {}): ImportRow => ({
	line: 2,
	externalReference: 'A1',
	occurredAt: at('2021-03-05T11:00:00Z'),
	reportedAt: at('2021-03-05T12:00:00Z'),
	unit: 'Enhet Alfa',
	text: null,
	forms: ['threat'],
	subforms: [],
	channel: null,
	influencer: null,
	purpose: null,
	undueInfluence: null,
	severity: null,
	motive: null,
	contactedAt: null,
	closedAt: null,
	caseReference: null,
	...overrides
});
const caseOf = (overrides: Partial<ImportRow> = {}) => importedCase(buildRow(overrides), settings, now);

describe('the status of an imported case', () => {
	const closedAt = at('2021-04-01T10:00:00Z');
	const contactedAt = at('2021-03-05T14:00:00Z');
	test.each<[string, Partial<ImportRow>, string]>([
		['nothing known', {}, 'received'],
		['contact', { contactedAt }, 'assessing'],
		['an assessment', { undueInfluence: 'no' }, 'assessing'],
		['a severity', { severity: 2 }, 'assessing'],
		['closed', { closedAt }, 'closed'],
		['closed as something else', { closedAt, undueInfluence: 'no' }, 'closed']
	])('%s', (_, row, status) => {
		expect(caseOf(row).status).toBe(status);
	});

	test('what is open is promised from today, not from the day it was reported in another system', () => {
		expect(String(caseOf().nextDueAt)).toBe('2026-03-05T22:59:59Z');
		expect(String(caseOf({ contactedAt }).nextDueAt)).toBe('2026-03-09T22:59:59Z');
	});

	test('what is closed has no next step', () => {
		expect(caseOf({ closedAt }).nextDueAt).toBeNull();
	});
});

describe('the assessment of an imported case', () => {
	test('has the first form of the row, and the sub-form that belongs to it', () => {
		const row = {
			undueInfluence: 'yes',
			forms: ['unsure', 'threat'],
			subforms: ['insults', 'veiledThreat']
		} as const;
		expect(caseOf({ ...row, forms: [...row.forms], subforms: [...row.subforms] })).toMatchObject({
			form: 'threat',
			subform: 'veiledThreat'
		});
	});

	test('has no form when the old system did not know it', () => {
		expect(caseOf({ undueInfluence: 'yes', forms: ['unsure'] }).form).toBeNull();
		expect(caseOf({ undueInfluence: 'yes', forms: [] }).form).toBeNull();
	});

	test('is not made up from what the reporter chose', () => {
		expect(caseOf({ forms: ['threat'] })).toMatchObject({
			undueInfluence: null,
			form: null,
			assessedAt: null
		});
	});

	test('was made when the case was closed, else at the contact or the report', () => {
		const undueInfluence = 'yes';
		const contactedAt = at('2021-03-05T14:00:00Z');
		const closedAt = at('2021-04-01T10:00:00Z');
		expect(String(caseOf({ undueInfluence, contactedAt, closedAt }).assessedAt)).toBe('2021-04-01T10:00:00Z');
		expect(String(caseOf({ undueInfluence, contactedAt }).assessedAt)).toBe('2021-03-05T14:00:00Z');
		expect(String(caseOf({ undueInfluence }).assessedAt)).toBe('2021-03-05T12:00:00Z');
	});
});
