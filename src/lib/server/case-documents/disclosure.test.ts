import { describe, expect, test } from 'vitest';
import { pdfText } from '../../../../tests/support/pdf-text.ts';
import { canRenderPdf } from '../platform/pdf.ts';
import { maskedParts, placesOf, proposeMasks } from './disclosure.ts';
import { paperPdf } from './paper.ts';

const wordsOf = (text: string, names: string[] = []) =>
	proposeMasks(text, names).map(({ start, end, kind }) => [kind, text.slice(start, end)]);

describe('what is proposed to be masked', () => {
	test.each([
		['850312-1234', 'personnummer'],
		['859912-1234', 'personnummer'],
		['19850312 1234', 'personnummer'],
		['070-123 45 67', 'phone'],
		['anna@example.se', 'email'],
		['Storgatan 12', 'address']
	])('%s, also with a wrong check digit', (data, kind) => {
		expect(wordsOf(`jag fick ${data} av honom.`)).toEqual([[kind, data]]);
	});

	test('the names of the people of the case, whole and in part, with a genitive', () => {
		expect(wordsOf('då sa alma att almas chef, Hedin, visste.', ['Alma Hedin'])).toEqual([
			['name', 'alma'],
			['name', 'almas'],
			['name', 'Hedin']
		]);
	});

	test('words that may be names, not the first word of a sentence, nor an authority', () => {
		expect(wordsOf('Han hotade Kalle Berg. Sedan kom Lisa. Polisen kom. Jag ringde Polisen.')).toEqual([
			['name', 'Kalle Berg'],
			['name', 'Lisa']
		]);
	});

	test('a lex Sarah report is a provision of the law; a Sarah without lex may be somebody', () => {
		expect(wordsOf('Lämnat till lex Sarah-ansvarig efter samtal med Sarah.')).toEqual([['name', 'Sarah']]);
	});

	test('no two overlap, in the order of the text', () => {
		const masks = proposeMasks('Ring Alma Hedin på 070-123 45 67 eller alma.hedin@example.se.', [
			'Alma Hedin'
		]);
		masks.reduce((end, mask) => {
			expect(mask.start).toBeGreaterThanOrEqual(end);
			return mask.end;
		}, 0);
	});

	test('words marked by hand are found at each place, whatever the case of the letters', () => {
		expect(placesOf('Röda huset. Det röda  huset.', 'röda huset')).toHaveLength(2);
		expect(placesOf('abc', ' ')).toEqual([]);
	});
});

describe('what was masked', () => {
	const words = () => '[maskat]';
	const at = (text: string, ...found: string[]) =>
		found.map((one) => ({
			start: text.indexOf(one),
			end: text.indexOf(one) + one.length,
			possibleGround: 'other' as const
		}));

	test('is taken out; places that touch or overlap become one', () => {
		const text = 'Kalle Berg bor här.';
		expect(maskedParts(text, at(text, 'Kalle', 'Berg', 'alle B'), words)).toEqual([
			{ text: '', mask: '[maskat]' },
			{ text: ' bor här.', mask: null }
		]);
		expect(maskedParts(text, [], words)).toEqual([{ text, mask: null }]);
	});

	test.skipIf(!canRenderPdf())('is nowhere in the file that is handed over', () => {
		const text = 'Qvintus Zetterström hotade mig med kniv.';
		const parts = maskedParts(text, at(text, 'Qvintus Zetterström'), words);
		const pdf = paperPdf({
			title: 'Utlämnande',
			lead: '',
			header: '',
			number: '',
			author: 'Testköping',
			printed: '',
			language: 'sv',
			pageWord: 'Sida',
			ofWord: 'av',
			facts: [],
			sections: [{ heading: 'Rapporten', blocks: [{ kind: 'masked', parts }] }]
		})!;
		const read = pdfText(pdf);
		expect(read).toContain('hotade mig med kniv.');
		expect(read).toContain('[maskat]');
		for (const gone of ['Qvintus', 'Zetterström', 'Zetter', 'vintus']) expect(read).not.toContain(gone);
	});
});
