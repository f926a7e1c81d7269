import { describe, expect, test } from 'vitest';
import {
	packageFrom,
	secrecyState,
	takingOut,
	wordsNotIn,
	wordsToTakeOut,
	type AskedPackage,
	type PoliceMaterial
} from './police.ts';

const material: PoliceMaterial = {
	answers: { reporterName: 'Chefen', summary: 'Kalle Brukare hotade handläggaren.' },
	offences: [],
	facts: [
		{ key: 'report', at: '1', atText: 'i går', kind: 'incident', text: 'Kalle\nBrukare slog mig.' },
		{ key: 'addition', at: '2', atText: 'i dag', kind: 'addition', text: 'Han får insulin.' }
	],
	evidence: [{ key: 'file', name: 'kalle brukare.jpg', addedText: 'i går', sha256: 'aa' }]
};
const all = packageFrom(material, { included: null, maskedWords: [] });
const without = (...maskedWords: string[]) => packageFrom(material, { included: null, maskedWords });
const only = (...included: string[]) => packageFrom(material, { included, maskedWords: [] });

describe('what goes along to the police', () => {
	test('is everything as long as nobody has chosen, and then what was chosen', () => {
		expect(all.facts).toHaveLength(2);
		expect(all.leftOut).toEqual({ facts: 0, files: 0, hasMaskedWords: false });
		const chosen = only('report');
		expect(chosen.facts.map(({ text }) => text)).toEqual(['Kalle\nBrukare slog mig.']);
		expect(chosen.evidence).toEqual([]);
		expect(chosen.leftOut).toEqual({ facts: 1, files: 1, hasMaskedWords: false });
	});

	test('words are taken out of every text and file name, and the report itself stays', () => {
		const masked = without('Kalle Brukare');
		expect(JSON.stringify(masked)).not.toMatch(/kalle|brukare/i);
		expect(masked.answers.summary).toBe('[borttaget] hotade handläggaren.');
		expect(masked.facts[0]!.text).toBe('[borttaget] slog mig.');
		expect(masked.evidence[0]!.name).toBe('[borttaget].jpg');
		expect(material.facts[0]!.text).toBe('Kalle\nBrukare slog mig.');
	});

	test('words are one a line, and misspelt words are found before they stay in the package', () => {
		expect(wordsToTakeOut(' Kalle   Brukare \n\nhan\nhan')).toEqual(['Kalle Brukare', 'han']);
		expect(wordsToTakeOut(null)).toEqual([]);
		expect(wordsNotIn(material, ['Kalle Brukare', 'Kale'])).toEqual(['Kale']);
	});
});

describe('the question of secrecy', () => {
	const asked = (answer: AskedPackage['answer'], answeredAt = '2026-03-04T09:00:00Z', about = all) => ({
		answer,
		answeredAt: answer && answeredAt,
		package: about
	});

	test('nobody asked: the manager decides, and it can be taken out', () => {
		expect(secrecyState([], all)).toBe('notAsked');
		expect(takingOut('notAsked')).toBe('open');
	});

	test('while it waits, the manager says that they know', () => {
		expect(secrecyState([asked(null)], all)).toBe('waiting');
		expect(secrecyState([asked(null), asked('mayLeave')], all)).toBe('waiting');
		expect(takingOut('waiting')).toBe('confirm');
	});

	test('the newest answer no stops it, also while a new question waits', () => {
		expect(secrecyState([asked('mayNotLeave')], all)).toBe('refused');
		expect(secrecyState([asked(null), asked('mayNotLeave')], only('report'))).toBe('refused');
		expect(takingOut('refused')).toBe('stopped');
		const anew = asked('mayLeave', '2026-03-05T09:00:00Z');
		expect(secrecyState([anew, asked('mayNotLeave')], all)).toBe('answered');
	});

	test('the newest is who answered last, not who was asked last', () => {
		const late = asked('mayNotLeave', '2026-03-06T09:00:00Z');
		expect(secrecyState([asked('mayLeave'), late], all)).toBe('refused');
	});

	test('in part: something must have been taken out since', () => {
		const part = [asked('mayLeaveInPart')];
		expect(secrecyState(part, all)).toBe('nothingTakenOut');
		expect(takingOut('nothingTakenOut')).toBe('confirm');
		for (const less of [without('insulin'), without('Kalle Brukare'), only('report', 'file')]) {
			expect(secrecyState(part, less)).toBe('answered');
		}
		expect(takingOut('answered')).toBe('open');
	});

	test('an answer is about what the lawyer saw, not about what was added after', () => {
		const seen = [asked('mayLeave', undefined, only('report'))];
		expect(secrecyState(seen, only('report'))).toBe('answered');
		expect(secrecyState(seen, all)).toBe('otherThanAsked');
		expect(secrecyState([asked('mayLeave', undefined, without('insulin'))], all)).toBe('otherThanAsked');
		expect(takingOut('otherThanAsked')).toBe('confirm');
	});
});
