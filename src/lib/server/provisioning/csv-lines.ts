/** From the bytes of a file to typed lines, and everything that is wrong with it. Pure; never throws for what a file holds. */
import type { RoleCode, UnitLevel } from '../organisation/index.ts';
import { garbled, readCsvFile, type FileRecord } from '../platform/csv-file.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import {
	columnNamed,
	columnName,
	levelNamed,
	requiredColumns,
	roleNamed,
	yesOrNo,
	type ColumnOf,
	type FileKind
} from './csv-columns.ts';
import { clipped, type FileNote, type FileProblem, type ProblemReason } from './csv-problem.ts';

// `undefined`: the file has no such column, so nothing is said. `null`: the cell is empty, so there is none.
export interface UnitLine {
	line: number;
	externalId: string | null;
	name: string;
	parent: string | null | undefined;
	level: UnitLevel | null;
	activity: string | null | undefined;
	area: string | null | undefined;
	validFrom: string | null;
	validTo: string | null | undefined;
}
export interface PersonLine {
	line: number;
	externalId: string | null;
	name: string;
	/** In small letters. */
	email: string | null | undefined;
	occupation: string | null | undefined;
	unit: string;
	active: boolean;
}
export interface AssignmentLine {
	line: number;
	person: string;
	role: RoleCode;
	unit: string;
	validFrom: string | null;
	validTo: string | null | undefined;
	deputyFor: string | null;
}
export interface HeadcountLine {
	line: number;
	unit: string;
	year: number;
	occupation: string;
	headcount: number;
}
/** What the files say. Null: there was no such file. */
export interface ImportLines {
	units: UnitLine[] | null;
	people: PersonLine[] | null;
	assignments: AssignmentLine[] | null;
	headcounts: HeadcountLine[] | null;
}
export interface Reading {
	lines: ImportLines;
	problems: FileProblem[];
	notes: FileNote[];
}
/** The files as they were uploaded. */
export type ImportFiles = Partial<Record<FileKind, Uint8Array | null>>;

/** Reads the files that there are. */
export function readImportFiles(files: ImportFiles): Reading {
	const problems: FileProblem[] = [];
	const notes: FileNote[] = [];
	function linesOf<Kind extends FileKind, Line>(kind: Kind, read: (row: Row<Kind>) => Line): Line[] | null {
		const bytes = files[kind];
		return bytes ? readFile(kind, bytes, read, problems, notes) : null;
	}
	const lines = {
		units: linesOf('units', (row): UnitLine => {
			const name = row.required('name', 200);
			const validFrom = row.date('validFrom') ?? null;
			const validTo = row.date('validTo');
			if (validFrom && validTo && validTo < validFrom) row.problem('endsBeforeStart', 'validTo');
			return {
				line: row.line,
				externalId: row.text('externalId', 100) ?? null,
				name,
				parent: row.text('parent', 1000),
				level: row.code('level', levelNamed, 'unknownLevel'),
				activity: row.text('activity', 100),
				area: row.text('area', 100),
				validFrom,
				validTo
			};
		}),
		people: linesOf('people', (row): PersonLine => {
			const externalId = row.text('externalId', 100) ?? null;
			const email = row.text('email', 254)?.toLowerCase();
			if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email)) row.problem('badEmail', 'email');
			if (externalId === null && !email) row.problem('missingKey');
			return {
				line: row.line,
				externalId,
				name: row.required('name', 200),
				email: email ?? (row.has('email') ? null : undefined),
				occupation: row.text('occupation', 100),
				unit: row.required('unit', 1000),
				active: row.code('active', yesOrNo, 'neitherYesNorNo') ?? true
			};
		}),
		assignments: linesOf('assignments', (row): AssignmentLine => {
			row.required('role', 100);
			const validFrom = row.date('validFrom') ?? null;
			const validTo = row.date('validTo');
			const deputyFor = row.text('deputyFor', 254) ?? null;
			if (validFrom && validTo && validTo < validFrom) row.problem('endsBeforeStart', 'validTo');
			if (deputyFor !== null && !validTo) row.problem('deputyWithoutEnd', 'validTo');
			return {
				line: row.line,
				person: row.required('person', 254),
				role: row.code('role', roleNamed, 'unknownRole') ?? 'lineManager',
				unit: row.required('unit', 1000),
				validFrom,
				validTo,
				deputyFor
			};
		}),
		headcounts: linesOf('headcounts', (row): HeadcountLine => ({
			line: row.line,
			unit: row.required('unit', 1000),
			year: row.number('year', 1990, 2200, 'badYear'),
			occupation: row.required('occupation', 100),
			headcount: row.number('headcount', 0, 1_000_000, 'badNumber')
		}))
	};
	return { lines, problems, notes };
}

/** One line of a file, asked for its cells; what is wrong with them is kept. */
interface Row<Kind extends FileKind> {
	line: number;
	has(column: ColumnOf<Kind>): boolean;
	text(column: ColumnOf<Kind>, most: number): string | null | undefined;
	required(column: ColumnOf<Kind>, most: number): string;
	date(column: ColumnOf<Kind>): string | null | undefined;
	code<Code>(column: ColumnOf<Kind>, named: (text: string) => Code | null, wrong: ProblemReason): Code | null;
	number(column: ColumnOf<Kind>, least: number, most: number, wrong: ProblemReason): number;
	problem(reason: ProblemReason, column?: ColumnOf<Kind>): void;
}

function readFile<Kind extends FileKind, Line>(
	file: Kind,
	bytes: Uint8Array,
	read: (row: Row<Kind>) => Line,
	problems: FileProblem[],
	notes: FileNote[]
): Line[] {
	const content = readCsvFile(bytes, (name) => columnNamed(file, name) !== null);
	if (!content.ok) {
		problems.push({ file, line: null, reason: content.reason });
		return [];
	}
	const { records, encoding, unclosedQuoteLine } = content.file;
	const [first, ...following] = records;
	const header = new Map<string, { position: number; name: string }>();
	for (const [position, cell] of (first?.cells ?? []).entries()) {
		const name = clipped(cell.replace(/\s+/gu, ' ').trim());
		const column = columnNamed(file, name);
		if (column === null) {
			if (name !== '') notes.push({ file, line: null, reason: 'unusedColumn', value: name });
		} else if (header.has(column)) {
			problems.push({ file, line: first!.line, column: name, reason: 'duplicateColumn' });
		} else header.set(column, { position, name });
	}
	if (header.size === 0) {
		problems.push({ file, line: first?.line ?? null, reason: 'noHeader' });
		return [];
	}
	for (const column of requiredColumns[file]) {
		if (header.has(column)) continue;
		problems.push({
			file,
			line: first!.line,
			column: columnName(file, column, 'sv'),
			reason: 'missingColumn'
		});
	}
	if (unclosedQuoteLine !== null) problems.push({ file, line: unclosedQuoteLine, reason: 'unclosedQuote' });
	if (following.length === 0 && unclosedQuoteLine === null) {
		problems.push({ file, line: null, reason: 'noRows' });
	}
	if (problems.some((problem) => problem.file === file)) return [];
	return following.flatMap((record) => {
		const before = problems.length;
		const found = record.cells.findLastIndex((cell) => cell.trim() !== '') + 1;
		// cut or shifted: none of its cells can be trusted
		if (record.cells.length < first!.cells.length || found > first!.cells.length) {
			problems.push({ file, line: record.line, reason: 'wrongNumberOfColumns', count: record.cells.length });
			return [];
		}
		const line = read(rowOf(file, record, header, garbled[encoding], problems));
		return problems.length === before ? [line] : [];
	});
}

function rowOf<Kind extends FileKind>(
	file: Kind,
	{ line, cells }: FileRecord,
	header: ReadonlyMap<string, { position: number; name: string }>,
	garbledText: RegExp,
	problems: FileProblem[]
): Row<Kind> {
	const at = (column: ColumnOf<Kind>) => header.get(String(column));
	const cellOf = (column: ColumnOf<Kind>) => {
		const place = at(column);
		if (!place) return undefined;
		const text = (cells[place.position] ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();
		// spreadsheets keep a text that looks like a number or a formula with an apostrophe in front
		const plain = text.replace(/^'(?=[=+\-@])/u, '');
		return /^[-–]?$/u.test(plain) ? null : plain;
	};
	const row: Row<Kind> = {
		line,
		has: (column) => at(column) !== undefined,
		problem(reason, column) {
			const value = column === undefined ? null : cellOf(column);
			const name = column === undefined ? undefined : at(column)?.name;
			problems.push({
				file,
				line,
				reason,
				...(name !== undefined && { column: name }),
				...(value && { value: clipped(value) })
			});
		},
		text(column, most) {
			const text = cellOf(column);
			// control characters are never typed, and PostgreSQL refuses some of them
			if (text && (garbledText.test(text) || /\p{Cc}|\p{Cs}/u.test(text))) row.problem('garbledText', column);
			else if (text && text.length > most) row.problem('tooLong', column);
			return text;
		},
		required(column, most) {
			const text = row.text(column, most);
			if (!text) row.problem('missing', column);
			return text ?? '';
		},
		date(column) {
			const text = cellOf(column);
			if (!text) return text;
			const date = parseSwedishDate(text)?.toString();
			if (date === undefined) row.problem('badDate', column);
			return date ?? null;
		},
		code(column, named, wrong) {
			const text = cellOf(column);
			if (!text) return null;
			const code = named(text);
			if (code === null) row.problem(wrong, column);
			return code;
		},
		number(column, least, most, wrong) {
			const text = row.required(column, 20);
			const number = /^\d+$/u.test(text.replaceAll(' ', '')) ? Number(text.replaceAll(' ', '')) : NaN;
			if (text !== '' && !(number >= least && number <= most)) row.problem(wrong, column);
			return number;
		}
	};
	return row;
}
