import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { describeProblem, readImportFile } from '#lib/server/incidents/import-file.ts';
import type { ImportProblem } from '#lib/server/incidents/import-file.ts';
import { importReasons } from '#lib/server/incidents/import-problem.ts';
import { longestCell } from '#lib/server/incidents/import-row.ts';
import { codeNamed, columnNamed, columnWords, valueWords } from '#lib/server/incidents/import-words.ts';
import { allSubforms, channels, forms, influencers, purposes } from '#lib/server/incidents/taxonomy.ts';

/** Monday 15 March 2021, 10:00 in Sweden. */
const now = Temporal.Instant.from('2021-03-15T09:00:00Z');

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readImportFile(utf8(text), now);

/** A file with one row: the required cells filled in as asked, or as something boring. */
function readOne(cells: Record<string, string>) {
	const all: Record<string, string> = {
		referens: 'A1',
		inträffat: '2021-03-05 14:30',
		enhet: 'Mottagningsenheten',
		typ: 'Hot',
		...cells
	};
	const quoted = Object.values(all).map((cell) => `"${cell.replaceAll('"', '""')}"`);
	return read(`${Object.keys(all).join(';')}\n${quoted.join(';')}\n`);
}

/** The row that these cells give; the test fails if there is a problem. */
function rowOf(cells: Record<string, string>) {
	const { rows, problems } = readOne(cells);
	expect(problems).toEqual([]);
	const [row] = rows;
	if (!row) throw new Error('no row was read');
	return row;
}

/** What is wrong, without the place. */
const reasonsOf = ({ problems }: { problems: ImportProblem[] }) => problems.map(({ reason }) => reason);

const wholeRow = {
	rapporterat: '2021-03-06',
	händelse: 'Ringde och skrek.',
	underform: 'Mordhot',
	kanal: 'Telefon',
	påverkare: 'Brukare',
	syfte: 'Ja',
	otillåten_påverkan: 'Ja',
	allvarlighet: '3',
	motiv: 'Reaktiv',
	kontakt: '2021-03-07 09:00',
	avslutat: '2021-03-10',
	ärendereferens: 'EB 2021-17'
};

describe('a good file', () => {
	test('every column of a row is read', () => {
		const row = rowOf(wholeRow);
		expect({
			...row,
			occurredAt: String(row.occurredAt),
			reportedAt: String(row.reportedAt),
			contactedAt: String(row.contactedAt),
			closedAt: String(row.closedAt)
		}).toEqual({
			line: 2,
			externalReference: 'A1',
			occurredAt: '2021-03-05T13:30:00Z',
			reportedAt: '2021-03-06T11:00:00Z',
			unit: 'Mottagningsenheten',
			text: 'Ringde och skrek.',
			forms: ['threat'],
			subforms: ['deathThreat'],
			channel: 'phone',
			influencer: 'serviceUser',
			purpose: 'yes',
			undueInfluence: 'yes',
			severity: 3,
			motive: 'reactive',
			contactedAt: '2021-03-07T08:00:00Z',
			closedAt: '2021-03-10T11:00:00Z',
			caseReference: 'EB 2021-17'
		});
	});

	test('what is not filled in is unknown, and reported when it occurred', () => {
		const row = rowOf({ kanal: '', kontakt: '-', syfte: ' – ' });
		expect(row.reportedAt.equals(row.occurredAt)).toBe(true);
		expect([row.text, row.channel, row.contactedAt, row.closedAt, row.purpose, row.severity]).toEqual([
			null,
			null,
			null,
			null,
			null,
			null
		]);
	});

	test('English column names and values are read as the Swedish ones', () => {
		const { rows, problems } = read(
			'reference,occurred,unit,type,channel,undue_influence\nA1,5 March 2021 14:30,Mottagningsenheten,Threat,Phone,unclear\n'
		);
		expect(problems).toEqual([]);
		expect(rows[0]).toMatchObject({ forms: ['threat'], channel: 'phone', undueInfluence: 'unclear' });
	});

	test('columns may come in any order and spelling', () => {
		const { problems, rows } = read(
			'TYP;Enhet; INTRAFFAT ;Pa\u030averkare;Referens\nVåld;E;2021-03-05;Chef;A1\n'
		);
		expect(problems).toEqual([]);
		expect(rows[0]).toMatchObject({ externalReference: 'A1', forms: ['violence'], influencer: 'manager' });
	});

	test('the example in the documentation has no problem', () => {
		const path = new URL('../../../../database/examples/incidents-example.csv', import.meta.url);
		const reading = readImportFile(readFileSync(path), Temporal.Instant.from('2025-06-01T00:00:00Z'));
		expect(reading.problems).toEqual([]);
		expect(reading.rows.map(({ line }) => line)).toEqual([2, 3, 5, 6, 7, 8, 9, 10]);
	});

	test('the documentation names every column and every value', () => {
		const documentation = readFileSync(new URL('../../../../docs/import.md', import.meta.url), 'utf-8');
		const names = Object.values(columnWords).map(([name]) => `\`${name}\``);
		const labels = Object.entries(valueWords).flatMap(([column, words]) =>
			column === 'severity' ? [] : Object.values(words).map(([label]) => label)
		);
		const missing = [...names, ...labels].filter((word) => !documentation.includes(word));
		expect(missing).toEqual([]);
	});
});

describe('encodings', () => {
	/** The bytes of a text that only uses what Latin-1 has. */
	const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
	const file = 'referens;inträffat;enhet;händelse\nA1;2021-03-05;Enheten för bistånd;Åskådare på möte\n';

	test('UTF-8 is read with and without a byte order mark', () => {
		for (const mark of ['', '\uFEFF']) {
			const { rows, encoding } = read(mark + file);
			expect(encoding).toBe('utf-8');
			expect(rows[0]).toMatchObject({ unit: 'Enheten för bistånd', text: 'Åskådare på möte' });
		}
	});

	test('Windows-1252 is recognised, with its own dash, quotation marks and euro', () => {
		const bytes = latin1(file.replace('möte', 'm\u00f6te \u0096 \u0094ja\u0094 \u0080'));
		const { rows, encoding, problems } = readImportFile(bytes, now);
		expect(problems).toEqual([]);
		expect(encoding).toBe('windows-1252');
		expect(rows[0]).toMatchObject({ unit: 'Enheten för bistånd', text: 'Åskådare på möte – ”ja” €' });
	});

	test('letters composed of two characters become one', () => {
		expect(rowOf({ enhet: 'Fo\u0308rskolan' }).unit).toBe('F\u00f6rskolan');
	});

	test('a file decoded in the wrong way somewhere before is refused where it shows', () => {
		const twice = file.replace('Åskådare', 'Ã…skÃ¥dare');
		expect(read(twice).problems).toMatchObject([{ line: 2, column: 'händelse', reason: 'garbledText' }]);
		expect(read(twice).rows).toEqual([]);
	});

	test('a file from DOS is refused in its header', () => {
		const bytes = latin1('referens;intr\u0084ffat;enhet;text\nA1;2021-03-05;E;x\n');
		expect(readImportFile(bytes, now).problems).toMatchObject([
			{ line: 1, column: 'intr„ffat', reason: 'garbledText' },
			{ line: 1, column: 'inträffat', reason: 'missingColumn' }
		]);
	});
});

describe('delimiters, quotes and lines', () => {
	test.each([
		[';', 'referens;inträffat;enhet;typ\nA1;2021-03-05;E;Hot\n'],
		[',', 'referens,inträffat,enhet,typ\nA1,2021-03-05,E,Hot\n'],
		['\t', 'referens\tinträffat\tenhet\ttyp\nA1\t2021-03-05\tE\tHot\n'],
		[',', 'sep=,\nreferens,inträffat,enhet,typ\nA1,2021-03-05,E,Hot\n'],
		[';', '"referens";"inträffat";"enhet";"typ"\n"A1";"2021-03-05";"E";"Hot"\n']
	])('%j is recognised in the header', (delimiter, file) => {
		const reading = read(file);
		expect(reading.delimiter).toBe(delimiter);
		expect(reading.problems).toEqual([]);
		expect(reading.rows).toHaveLength(1);
	});

	test('a text may hold delimiters, quotation marks and line breaks', () => {
		const text = 'Han sa: "nej; aldrig".\n\nSedan gick han, utan ett ord.';
		expect(rowOf({ händelse: text }).text).toBe(text);
	});

	test('a quotation mark inside an unquoted text is just a character', () => {
		const { rows } = read('referens;inträffat;enhet;text\nA1;2021-03-05;E;Han sa "nej" och gick\n');
		expect(rows[0]?.text).toBe('Han sa "nej" och gick');
	});

	test('a row is known by the line it starts on, whatever lies between', () => {
		const file = [
			'sep=;',
			'',
			'referens;inträffat;enhet;text',
			'A1;2021-03-05;E;"två',
			'rader"',
			'',
			';;;',
			'A2;fel;E;x',
			'A3;2021-03-05;E;"',
			'tre',
			'rader"',
			'A4;fel;E;x'
		];
		for (const lineBreak of ['\n', '\r\n', '\r']) {
			const { rows, problems } = read(file.join(lineBreak));
			expect(rows.map(({ line }) => line)).toEqual([4, 9]);
			expect(problems.map(({ line }) => line)).toEqual([8, 12]);
		}
	});

	test('a file may change its kind of line break half way', () => {
		const { rows, problems } = read(
			'referens;inträffat;enhet;typ\r\nA1;2021-03-05;E;Hot\nA2;2021-03-05;E;Hot\r\n'
		);
		expect(problems).toEqual([]);
		expect(rows).toHaveLength(2);
	});

	test('a quotation mark that never closes is pointed out, and what comes before it is still read', () => {
		const { rows, problems } = read(
			'referens;inträffat;enhet;text\nA1;2021-03-05;E;x\nA2;2021-03-05;E;"öppen\nA3;2021-03-05;E;x\n'
		);
		expect(rows.map(({ externalReference }) => externalReference)).toEqual(['A1']);
		expect(problems).toEqual([{ line: 3, column: null, reason: 'unclosedQuote' }]);
		expect(reasonsOf(read('referens;inträffat;enhet;text\n"A1;2021-03-05;E;x\n'))).toEqual(['unclosedQuote']);
	});
});

describe('dates', () => {
	const dates = (cells: Record<string, string>) => {
		const { occurredAt, reportedAt, contactedAt, closedAt } = rowOf(cells);
		return [occurredAt, reportedAt, contactedAt, closedAt].map(
			(at) =>
				at && at.toZonedDateTimeISO('Europe/Stockholm').toPlainTime().toString({ smallestUnit: 'minute' })
		);
	};

	test('a date without a time is noon in Sweden, also when the clocks change', () => {
		expect(String(rowOf({ inträffat: '5 mars 2021' }).occurredAt)).toBe('2021-03-05T11:00:00Z');
		expect(String(rowOf({ inträffat: '25/10 2020' }).occurredAt)).toBe('2020-10-25T11:00:00Z');
		expect(String(rowOf({ inträffat: '2020-03-29' }).occurredAt)).toBe('2020-03-29T10:00:00Z');
	});

	test('times in the hours that are skipped or come twice are read', () => {
		expect(String(rowOf({ inträffat: '2020-03-29 02.30' }).occurredAt)).toBe('2020-03-29T01:30:00Z');
		expect(String(rowOf({ inträffat: '2020-10-25 02.30' }).occurredAt)).toBe('2020-10-25T00:30:00Z');
		expect(String(rowOf({ inträffat: '2020-10-25T02:30:00+01:00' }).occurredAt)).toBe('2020-10-25T01:30:00Z');
	});

	test('29 February is read in a leap year only', () => {
		expect(String(rowOf({ inträffat: '29/2 2020' }).occurredAt)).toBe('2020-02-29T11:00:00Z');
		expect(reasonsOf(readOne({ inträffat: '29/2 2021' }))).toEqual(['badDate']);
	});

	test('today without a time is at the latest now', () => {
		expect(rowOf({ inträffat: '2021-03-15' }).occurredAt.equals(now)).toBe(true);
	});

	test('a date without a time gives way to the times of the same day', () => {
		const day = '2021-03-05';
		expect(dates({ inträffat: day, rapporterat: `${day} 09:15` })).toEqual(['09:15', '09:15', null, null]);
		expect(dates({ inträffat: `${day} 14:30`, rapporterat: day })).toEqual(['14:30', '14:30', null, null]);
		expect(dates({ inträffat: `${day} 14:30`, kontakt: day, avslutat: day })).toEqual([
			'14:30',
			'14:30',
			'14:30',
			'14:30'
		]);
		expect(dates({ inträffat: day, rapporterat: day, avslutat: `${day} 10:00` })).toEqual([
			'10:00',
			'10:00',
			null,
			'10:00'
		]);
	});

	test('an incident happened before anyone spoke about it, also when its time is not known', () => {
		const day = '2021-03-05';
		expect(dates({ inträffat: day, kontakt: `${day} 08:00`, rapporterat: `${day} 16:00` })).toEqual([
			'08:00',
			'16:00',
			'08:00',
			null
		]);
	});

	test('midnight, which systems export for dates without a time, gives way as well', () => {
		expect(dates({ inträffat: '2021-03-05 14:30', avslutat: '2021-03-05 00:00:00' })).toEqual([
			'14:30',
			'14:30',
			null,
			'14:30'
		]);
		expect(dates({ inträffat: '2021-03-05 00:00' })).toEqual(['00:00', '00:00', null, null]);
	});

	test('someone may have talked with the exposed person before the report was written', () => {
		expect(dates({ rapporterat: '2021-03-06 16:00', kontakt: '2021-03-05 15:00' })).toEqual([
			'14:30',
			'16:00',
			'15:00',
			null
		]);
	});

	test.each([
		['badDate', { inträffat: 'i går' }, 'inträffat', 'i går'],
		['badDate', { rapporterat: '5/3/2021' }, 'rapporterat', '5/3/2021'],
		['future', { inträffat: '2021-03-15 10:01' }, 'inträffat', '2021-03-15 10:01'],
		['future', { inträffat: '2021-03-16' }, 'inträffat', '2021-03-16'],
		['future', { avslutat: '5/3-31' }, 'avslutat', '5/3-31'],
		['tooEarly', { inträffat: '1921-03-05' }, 'inträffat', '1921-03-05'],
		['reportedBeforeOccurred', { rapporterat: '2021-03-05 14:29' }, 'rapporterat', '2021-03-05 14:29'],
		['reportedBeforeOccurred', { rapporterat: '2021-03-04' }, 'rapporterat', '2021-03-04'],
		['contactedBeforeOccurred', { kontakt: '2021-03-04' }, 'kontakt', '2021-03-04'],
		['closedBeforeReported', { rapporterat: '2021-03-09', avslutat: '2021-03-08' }, 'avslutat', '2021-03-08'],
		['closedBeforeReported', { avslutat: '2021-03-04' }, 'avslutat', '2021-03-04']
	])('%s: %o', (reason, cells, column, value) => {
		const { rows, problems } = readOne(cells);
		expect(rows).toEqual([]);
		expect(problems).toMatchObject([{ line: 2, column, reason, value }]);
	});
});

describe('codes', () => {
	const labels = Object.entries(valueWords).flatMap(([column, words]) =>
		Object.entries(words).flatMap(([code, [swedish, english]]) =>
			[code, swedish, english, swedish.toUpperCase()].map((word) => [column, word, code] as const)
		)
	);

	test('every code can be written as code, in Swedish and in English', () => {
		const misread = labels.filter(
			([column, word, code]) => codeNamed(column as keyof typeof valueWords, word) !== code
		);
		expect(misread).toEqual([]);
	});

	test('every column can be written in Swedish and in English', () => {
		for (const [column, names] of Object.entries(columnWords)) {
			expect(names.map(columnNamed)).toEqual(names.map(() => column));
		}
	});

	test('the words cover the whole taxonomy', () => {
		expect(Object.keys(valueWords.forms)).toEqual(expect.arrayContaining([...forms]));
		expect(Object.keys(valueWords.subforms)).toEqual(allSubforms);
		expect(Object.keys(valueWords.channel)).toEqual(channels);
		expect(Object.keys(valueWords.influencer)).toEqual(influencers);
		expect(Object.keys(valueWords.purpose)).toEqual(purposes);
	});

	test.each(['ja', 'Ja', 'j', '1', 'sant', 'yes', 'TRUE'])("'%s' is yes", (word) => {
		expect(rowOf({ syfte: word, otillåten_påverkan: word })).toMatchObject({
			purpose: 'yes',
			undueInfluence: 'yes'
		});
	});

	test("'oklart' is do-not-know about the purpose and unclear as an assessment", () => {
		expect(rowOf({ syfte: 'oklart', otillåten_påverkan: 'oklart' })).toMatchObject({
			purpose: 'doNotKnow',
			undueInfluence: 'unclear'
		});
	});

	test.each([
		['Hot | Våld', ['threat', 'violence']],
		['hot/våld', ['threat', 'violence']],
		['Hot+Våld', ['threat', 'violence']],
		['Hot, våld, hot', ['threat', 'violence']],
		['Hot\nVåld', ['threat', 'violence']],
		['threat|', ['threat']],
		['Erbjudande/korruption', ['corruption']],
		['Hot/Erbjudande/korruption', ['threat', 'corruption']],
		['Annan press/påtryckning', ['unduePressure']],
		['Osäker', ['unsure']]
	])("the type '%s' is %j", (written, expected) => {
		expect(rowOf({ typ: written }).forms).toEqual(expected);
	});

	test.each([
		['3', 3],
		['3 – allvarlig', 3],
		['4 (mordhot)', 4],
		['Mycket allvarlig', 4],
		['minor', 1]
	])("the severity '%s' is %i", (written, severity) => {
		expect(rowOf({ allvarlighet: written }).severity).toBe(severity);
	});

	test.each(['0', '5', '1-2', '2,5', '3 av 4', 'Hög'])("the severity '%s' is not known", (written) => {
		expect(reasonsOf(readOne({ allvarlighet: written }))).toEqual(['unknownCode']);
	});

	test('a subform names its form where the row does not', () => {
		expect(rowOf({ typ: '', underform: 'Mordhot|Fordon' })).toMatchObject({
			forms: ['threat', 'propertyDamage'],
			subforms: ['deathThreat', 'vehicle']
		});
		expect(rowOf({ typ: 'Osäker', underform: 'Mordhot' }).forms).toEqual(['threat']);
	});

	test('a subform of another form than the row names is a contradiction', () => {
		expect(readOne({ typ: 'Trakasserier', underform: 'Mordhot' }).problems).toMatchObject([
			{ column: 'underform', reason: 'subformOfOtherForm', value: 'Mordhot' }
		]);
	});

	test('abuse of position is for an assessment to decide, not for a file', () => {
		expect(reasonsOf(readOne({ typ: 'Missbruk av tjänsteställning' }))).toEqual(['onlyByAssessment']);
		expect(reasonsOf(readOne({ typ: '', underform: 'Jäv' }))).toEqual(['onlyByAssessment']);
	});

	test("'Hot och våld' does not say which, and is refused", () => {
		expect(readOne({ typ: 'Hot och våld' }).problems).toMatchObject([
			{ column: 'typ', reason: 'unknownCode', value: 'Hot och våld' }
		]);
	});

	test('every unknown value of a row is listed at once', () => {
		const { problems } = readOne({ typ: 'Hot|Bråk|Gnäll', kanal: 'Fax', påverkare: 'Grannen', motiv: '?' });
		expect(problems.map(({ value }) => value)).toEqual(['Bråk', 'Gnäll', 'Fax', 'Grannen', '?']);
	});

	test('a long text in the wrong column is cut before it is shown', () => {
		const [problem] = readOne({ kanal: 'å'.repeat(500) }).problems;
		expect(problem?.value).toHaveLength(40);
	});
});

describe('rows and columns', () => {
	test.each(['referens', 'inträffat', 'enhet'])('%s must be filled in', (column) => {
		expect(readOne({ [column]: '  ' }).problems).toEqual([
			expect.objectContaining({ line: 2, column, reason: 'missing' })
		]);
	});

	test('a row needs a type or a text', () => {
		expect(reasonsOf(readOne({ typ: '', händelse: '' }))).toEqual(['missingFormOrText']);
		expect(rowOf({ typ: '', händelse: 'Skrek.' })).toMatchObject({ forms: [], text: 'Skrek.' });
		expect(rowOf({ typ: 'Hot', händelse: '' })).toMatchObject({ forms: ['threat'], text: null });
	});

	test('a reference may be used once', () => {
		const { rows, problems } = read(
			'referens;inträffat;enhet;typ\nA1;2021-03-05;E;Hot\nA2;2021-03-05;E;Hot\n A1 ;2021-03-06;E;Hot\n'
		);
		expect(rows.map(({ externalReference }) => externalReference)).toEqual(['A1', 'A2']);
		expect(problems).toMatchObject([
			{ line: 4, column: 'referens', reason: 'duplicateReference', value: 'A1', otherLine: 2 }
		]);
	});

	test.each([
		['referens', longestCell.reference],
		['enhet', longestCell.unit],
		['händelse', longestCell.text],
		['ärendereferens', longestCell.caseReference]
	])('%s may have %i characters, not one more', (column, expected) => {
		expect(readOne({ [column]: '😀'.repeat(expected) }).problems).toEqual([]);
		expect(readOne({ [column]: '😀'.repeat(expected + 1) }).problems).toEqual([
			expect.objectContaining({ column, reason: 'tooLong', found: expected + 1, expected })
		]);
	});

	test('a row that was cut or shifted is not trusted', () => {
		const { rows, problems } = read(
			'referens;inträffat;enhet;typ\nA1;2021-03-05;E\nA2;2021-03-05;E;Hot;\nA3;2021-03-05;E;Hot;mer\n'
		);
		expect(rows.map(({ externalReference }) => externalReference)).toEqual(['A2']);
		expect(problems).toEqual([
			{ line: 2, column: null, reason: 'wrongNumberOfColumns', found: 3, expected: 4 },
			{ line: 4, column: null, reason: 'wrongNumberOfColumns', found: 5, expected: 4 }
		]);
	});

	test('a column that is not known is pointed out, and the rows are still read', () => {
		const { rows, problems } = read('referens;inträffat;enhet;typ;Väder\nA1;2021-03-05;E;Hot;regn\n');
		expect(problems).toEqual([{ line: 1, column: 'Väder', reason: 'unknownColumn' }]);
		expect(rows).toHaveLength(1);
	});

	test('a column without a name matters only if it has content', () => {
		expect(read('referens;inträffat;enhet;typ;\nA1;2021-03-05;E;Hot;\n').problems).toEqual([]);
		expect(read('referens;inträffat;enhet;typ;\nA1;2021-03-05;E;Hot;x\n').problems).toEqual([
			{ line: 1, column: '5', reason: 'unnamedColumn' }
		]);
	});

	test('two columns with the same meaning are one too many', () => {
		expect(
			read('referens;inträffat;datum;enhet;typ\nA1;2021-03-05;2021-03-06;E;Hot\n').problems
		).toMatchObject([{ line: 1, column: 'datum', reason: 'duplicateColumn' }]);
	});

	test('without a required column no row is read, and only the header is complained about', () => {
		const { rows, problems } = read('referens;kanal\nA1;Telefon\n');
		expect(rows).toEqual([]);
		expect(problems).toMatchObject([
			{ line: 1, column: 'inträffat', reason: 'missingColumn' },
			{ line: 1, column: 'enhet', reason: 'missingColumn' },
			{ line: 1, column: null, reason: 'missingFormOrText' }
		]);
	});
});

describe('files that are something else', () => {
	const bytes = (...values: number[]) => new Uint8Array(values);

	test.each([
		['an empty file', bytes(), 'emptyFile'],
		['a byte order mark and blank lines', utf8('\uFEFF\n \n'), 'emptyFile'],
		['nothing but delimiters', utf8('sep=;\n;;;\n;;;\n'), 'emptyFile'],
		['an xlsx workbook', bytes(0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 8), 'workbook'],
		['an old xls workbook', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0), 'workbook'],
		['a PDF', utf8('%PDF-1.7\n'), 'notText'],
		[
			'UTF-16, as ”Unicode text” is saved',
			new Uint8Array(Buffer.from('\uFEFFreferens\tenhet\n', 'utf16le')),
			'notText'
		],
		['rows without a header', utf8('A1;2021-03-05;E;Hot\nA2;2021-03-05;E;Hot\n'), 'noHeader'],
		['a header without rows', utf8('referens;inträffat;enhet;typ\n;;;\n'), 'noRows'],
		['a letter', utf8('Hej!\nHär kommer en lista, som utlovat; hör av dig.\n'), 'noHeader']
	])('%s gives one clear problem', (_what, content, reason) => {
		const { rows, problems } = readImportFile(content, now);
		expect(rows).toEqual([]);
		expect(problems).toEqual([{ line: 1, column: null, reason }]);
	});

	test('no content whatsoever makes the reader throw', () => {
		let seed = 1;
		const random = () => (seed = (seed * 48_271) % 2_147_483_647);
		const pieces = [
			'referens',
			'inträffat',
			'enhet',
			'typ',
			';',
			',',
			'\t',
			'"',
			'""',
			'\n',
			'\r',
			'A',
			'å',
			'5/3-21',
			'/',
			'\\',
			'sep=;',
			'\uFEFF',
			'𝒜'
		];
		for (let round = 0; round < 500; round += 1) {
			const text = Array.from({ length: 40 }, () => pieces[random() % pieces.length]).join('');
			const noise = Uint8Array.from({ length: 60 }, () => random() % 256);
			for (const content of [utf8(text), noise, utf8(`referens;inträffat;enhet;typ\n${text}`)]) {
				const { rows, problems } = readImportFile(content, now);
				expect(rows.length + problems.length).toBeGreaterThan(0);
				for (const problem of problems) expect(describeProblem(problem, 'sv')).toMatch(/\.$/u);
			}
		}
	});
});

describe('describing problems', () => {
	test('the sentence says where, what and what to do', () => {
		const [problem] = readOne({ kanal: 'Fax' }).problems;
		if (!problem) throw new Error('the fax should have been refused');
		expect(describeProblem(problem, 'sv')).toBe(
			'Rad 2, kolumnen ”kanal”: ”Fax” är inget känt värde; skriv Telefon, Röstbrevlåda, Sms, Mejl, Brev, Sociala medier, Besök/reception, Hembesök, Fritid, Internt, Digitalt möte, Via annan person, Annat på nätet, Annat eller lämna cellen tom.'
		);
		expect(describeProblem(problem, 'en')).toContain(
			'Line 2, column “kanal”: “Fax” is not a known value; write Phone,'
		);
	});

	test('a problem of the whole file names no line', () => {
		const [problem] = read('').problems;
		if (!problem) throw new Error('an empty file should have been refused');
		expect(describeProblem(problem, 'sv')).toBe(
			'Hela filen: filen är tom; kontrollera att du valde rätt fil.'
		);
	});

	test('the type that only an assessment can give is not suggested', () => {
		const [problem] = readOne({ typ: 'Bråk' }).problems;
		if (!problem) throw new Error('the type should have been refused');
		expect(describeProblem(problem, 'sv')).not.toContain('Missbruk');
	});

	test.each(importReasons)('%s is one sentence in both languages, with nothing left out', (reason) => {
		const problem: ImportProblem = {
			line: 7,
			column: 'kanal',
			field: 'channel',
			reason,
			value: 'x',
			found: 1,
			expected: 2,
			otherLine: 3
		};
		for (const locale of ['sv', 'en'] as const) {
			expect(describeProblem(problem, locale)).toMatch(
				/^(?:Rad 7|Line 7|Hela filen|The whole file)\b.*: .*; .*\.$/u
			);
			expect(describeProblem(problem, locale)).not.toMatch(/undefined|null/u);
		}
	});
});
