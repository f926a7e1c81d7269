import { expect, test } from 'vitest';
import { csvOf } from './csv-text.ts';

test('opens in a Swedish spreadsheet: byte order mark, semicolons, one row per line', () => {
	expect(
		csvOf([
			['Enhet', 'Antal'],
			['Öppenvård', '12']
		])
	).toBe('\uFEFFEnhet;Antal\r\nÖppenvård;12\r\n');
});

test.each(['=1+1', '+46', '-1', '@SUM(A1)', '\tx', '=HYPERLINK("http://x";"y")'])(
	'%s never becomes a formula',
	(text) => {
		expect(csvOf([[text]])).toMatch(/^\uFEFF"?'/);
	}
);

test('a semicolon, a quotation mark or a line break stays in its cell', () => {
	expect(csvOf([['a;b', 'c"d', 'e\nf']])).toBe('\uFEFF"a;b";"c""d";"e\nf"\r\n');
});
