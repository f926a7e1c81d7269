import { expect, test } from 'vitest';
import { asksForReceipt, lacksProof } from './decision.ts';

const nothing = { how: null, reference: null, attachmentId: null, reason: null };
const how = { ...nothing, how: 'Anmält på webben.' };

test('a rule that asks for nothing to show is done by saying so', () => {
	expect(lacksProof({ evidence: [] }, nothing)).toBeNull();
});

test('a rule that asks for something to show wants to know how it was done', () => {
	expect(lacksProof({ evidence: ['documentation'] }, nothing)).toBe('how');
	expect(lacksProof({ evidence: ['documentation'] }, how)).toBeNull();
});

test.each(['receipt', 'referenceNumber'] as const)('where there is a %s, it is there, or why not', (code) => {
	const rule = { evidence: [code, 'copyToInjured'] as const };
	expect(asksForReceipt(rule)).toBe(true);
	expect(lacksProof(rule, { ...nothing, reference: 'K1' })).toBe('how');
	expect(lacksProof(rule, how)).toBe('receipt');
	for (const proof of [{ reference: 'K1' }, { attachmentId: 'kvitto' }, { reason: 'Numret kommer.' }]) {
		expect(lacksProof(rule, { ...how, ...proof })).toBeNull();
	}
});
