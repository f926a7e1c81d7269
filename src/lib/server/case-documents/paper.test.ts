import { describe, expect, test } from 'vitest';
import { pdfPageCount, pdfText } from '../../../../tests/support/pdf-text.ts';
import { canRenderPdf } from '../platform/pdf.ts';
import { paperPdf, type Paper } from './paper.ts';

const buildPaper = (overrides: Partial<Paper> = {}): Paper => ({
	title: 'Ärendeakt 2026-0001',
	lead: '',
	header: 'Testköpings kommun · Enhet Alfa',
	number: '2026-0001',
	author: 'Testköpings kommun',
	printed: 'Utskrivet av Någon, 4 mars 2026 kl. 9.00',
	language: 'sv',
	pageWord: 'Sida',
	ofWord: 'av',
	facts: [{ label: 'Status', value: 'Bedöms' }],
	sections: [],
	...overrides
});
const withText = (text: string) =>
	buildPaper({ sections: [{ heading: 'Vad hände', blocks: [{ kind: 'paragraph', text }] }] });

describe.skipIf(!canRenderPdf())('a paper as PDF', () => {
	test('says what it says, in Swedish letters, tagged for those who listen', () => {
		const pdf = paperPdf(withText('Åsa hörde höga röster.'))!;
		expect(pdfText(pdf)).toContain('Åsa hörde höga röster.');
		const file = Buffer.from(pdf).toString('latin1');
		expect(file).toContain('/MarkInfo');
		expect(file).toContain('/Lang (sv)');
		expect(pdfText(pdf)).toMatch(/pdfuaid:part>1</);
	});

	test('what somebody wrote is shown and never run', () => {
		const text = '#panic("stopp") *fet* $x$ #read("/etc/hostname") \\ [a] <b> = Rubrik';
		expect(pdfText(paperPdf(withText(text))!)).toContain('#panic("stopp") *fet* $x$');
	});

	test('every page has its number, of how many, and who printed it', () => {
		const pdf = paperPdf(withText('En rad.\n'.repeat(150)))!;
		const pages = pdfPageCount(pdf);
		expect(pages).toBeGreaterThan(2);
		for (let page = 1; page <= pages; page++) expect(pdfText(pdf)).toContain(`Sida ${page} av ${pages}`);
		expect(pdfText(pdf)).toContain('Utskrivet av Någon');
	});

	test('a very long case is still one file', () => {
		const blocks = Array.from({ length: 2000 }, (_, index) => ({
			kind: 'entry' as const,
			heading: `Anteckning ${index}`,
			text: 'Några ord om vad som hände.'
		}));
		const pdf = paperPdf(buildPaper({ sections: [{ heading: 'Anteckningar', blocks }] }))!;
		expect(pdfText(pdf)).toContain('Anteckning 1999');
	});

	test('an empty text, emoji and letters of other scripts make no trouble', () => {
		expect(paperPdf(withText(''))).not.toBeNull();
		expect(paperPdf(withText('Hej 😀 مرحبا Привет'))).not.toBeNull();
	});
});
