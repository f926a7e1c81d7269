import { describe, expect, test } from 'vitest';
import { readImportFiles } from './csv-lines.ts';
import { fileKinds } from './csv-columns.ts';
import { templateText } from './templates.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const people = (text: string) => readImportFiles({ people: bytes(text) });
const reasons = (text: string) =>
	people(text).problems.map(({ line, column, reason }) => [line, column, reason].join(' '));

describe('a file of people', () => {
	test('is read with semicolons and a byte order mark, as a Swedish spreadsheet writes it', () => {
		const { lines, problems } = people(
			'\uFEFFid;namn;e-post;befattning;enhet;aktiv\r\nP1;Åsa Ö;Asa.O@K.example;;E1;\r\n'
		);
		expect(problems).toEqual([]);
		expect(lines.people).toEqual([
			{
				line: 2,
				externalId: 'P1',
				name: 'Åsa Ö',
				email: 'asa.o@k.example',
				occupation: null,
				unit: 'E1',
				active: true
			}
		]);
		expect(lines.units).toBeNull();
	});

	test('is read with commas and English names of columns', () => {
		const { lines } = people('Name,E-mail,Unit\nAnna,anna@k.example,"Alfa, norr"\n');
		expect(lines.people?.[0]).toMatchObject({ name: 'Anna', unit: 'Alfa, norr', externalId: null });
	});

	test('is read in Windows-1252', () => {
		const latin = Uint8Array.from('id;namn;enhet\nP1;\xC5sa \xD6;E1\n', (letter) => letter.charCodeAt(0));
		expect(readImportFiles({ people: latin }).lines.people?.[0]?.name).toBe('Åsa Ö');
	});

	test('that lacks a column is told once, not once per line', () => {
		expect(reasons('id;namn\nP1;A\nP2;B\n')).toEqual(['1 enhet missingColumn']);
	});

	test('tells every line that is wrong, with its line and column', () => {
		expect(
			reasons(
				'id;namn;e-post;enhet;aktiv\nP1;;a@k.example;E1;ja\n;B;;E1;ja\nP3;C;c-k.example;E1;ja\nP4;D;;E1;kanske\nP5;E\n'
			)
		).toEqual([
			'2 namn missing',
			'3  missingKey',
			'4 e-post badEmail',
			'5 aktiv neitherYesNorNo',
			'6  wrongNumberOfColumns'
		]);
	});

	test('with a column that is not known is read without it, and the column is named', () => {
		const { notes, problems } = people('id;namn;enhet;lön\nP1;A;E1;1\n');
		expect(problems).toEqual([]);
		expect(notes).toEqual([{ file: 'people', line: null, reason: 'unusedColumn', value: 'lön' }]);
	});

	test.each([
		['', 'emptyFile'],
		['PK\u0003\u0004xl', 'workbook'],
		['a;b;c\n1;2;3\n', 'noHeader'],
		['id;namn;enhet\n', 'noRows']
	])('%j is no list of people', (text, reason) => {
		expect(people(text).problems.map((problem) => problem.reason)).toEqual([reason]);
	});
});

test('a role that stands in for somebody needs a last day', () => {
	const { problems } = readImportFiles({
		assignments: bytes('person;roll;enhet;från;till;ersätter\nP1;Chef;E1;2026-01-01;;P2\n')
	});
	expect(problems).toMatchObject([{ line: 2, reason: 'deputyWithoutEnd' }]);
});

test('roles and levels are understood in Swedish, in English and as codes', () => {
	const { lines } = readImportFiles({
		assignments: bytes('person,roll,enhet\nP1,Chef,E1\nP1,line manager,E1\nP1,lineManager,E1\n'),
		units: bytes('namn;nivå\nA;Förvaltning\nB;division\nC;\n')
	});
	expect(lines.assignments?.map(({ role }) => role)).toEqual(['lineManager', 'lineManager', 'lineManager']);
	expect(lines.units?.map(({ level }) => level)).toEqual(['administration', 'division', null]);
});

test('numbers of employees may have a space for the thousands, but no words', () => {
	const { lines, problems } = readImportFiles({
		headcounts: bytes('enhet;år;befattning;antal\nE1;2026;lärare;1 200\nE1;26;lärare;många\n')
	});
	expect(lines.headcounts).toEqual([
		{ line: 2, unit: 'E1', year: 2026, occupation: 'lärare', headcount: 1200 }
	]);
	expect(problems.map(({ reason }) => reason)).toEqual(['badYear', 'badNumber']);
});

test('the templates can be read as they are', () => {
	const files = Object.fromEntries(fileKinds.map((kind) => [kind, bytes(templateText(kind))]));
	const { lines, problems, notes } = readImportFiles(files);
	expect(problems).toEqual([]);
	expect(notes).toEqual([]);
	expect(Object.values(lines).map((some) => some?.length)).toEqual([2, 1, 1, 1]);
});
