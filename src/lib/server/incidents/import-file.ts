/**
 * Reads a file of earlier incidents: spreadsheet rows in, typed rows and a list of what to correct out.
 *
 * Pure: no database, no clock, no file system. It never throws for what a file contains, because a person who imports
 * needs every problem at once, with its line, and not the first one as a stack trace.
 * What a file may contain is described in docs/import.md.
 */

import type { Temporal } from 'temporal-polyfill';
import { clipped } from '#lib/server/incidents/import-problem.ts';
import type { ImportProblem } from '#lib/server/incidents/import-problem.ts';
import { readRow } from '#lib/server/incidents/import-row.ts';
import type { Header, ImportRow } from '#lib/server/incidents/import-row.ts';
import { columnNamed, columnWords } from '#lib/server/incidents/import-words.ts';
import type { ImportColumn } from '#lib/server/incidents/import-words.ts';
import { garbled, readCsvFile } from '#lib/server/platform/csv-file.ts';
import type { Delimiter, FileEncoding, FileRecord } from '#lib/server/platform/csv-file.ts';

export { describeProblem } from '#lib/server/incidents/import-problem.ts';
export type { ImportProblem } from '#lib/server/incidents/import-problem.ts';
export type { ImportRow } from '#lib/server/incidents/import-row.ts';

/** What was read. */
export interface ImportReading {
	/** Only rows without problems. A column that is not known is a problem of the header and does not stop the rows. */
	rows: ImportRow[];
	/** In the order of the file. */
	problems: ImportProblem[];
	encoding: FileEncoding;
	delimiter: Delimiter;
}

/** Without these an incident cannot be told from another, counted in time, or given to anyone. */
const requiredColumns = ['reference', 'occurredAt', 'unit'] as const satisfies ImportColumn[];

/**
 * Reads the whole file and checks every row.
 *
 * @param bytes the file as it lies on disk
 * @param now incidents after this instant are refused
 */
export function readImportFile(bytes: Uint8Array, now: Temporal.Instant): ImportReading {
	const content = readCsvFile(bytes, (name) => columnNamed(name) !== null);
	if (!content.ok) {
		const { reason, encoding } = content;
		return { rows: [], problems: [{ line: 1, column: null, reason }], encoding, delimiter: ';' };
	}

	const { records, encoding, delimiter, unclosedQuoteLine } = content.file;
	const { rows, problems } = readRecords(records, now, garbled[encoding]);
	if (unclosedQuoteLine !== null) {
		problems.push({ line: unclosedQuoteLine, column: null, reason: 'unclosedQuote' });
	} else if (records.length <= 1 && problems.length === 0) {
		problems.push({ line: 1, column: null, reason: records.length === 0 ? 'emptyFile' : 'noRows' });
	}
	return { rows, problems, encoding, delimiter };
}

function readRecords(
	[first, ...following]: FileRecord[],
	now: Temporal.Instant,
	garbledText: RegExp
): Pick<ImportReading, 'rows' | 'problems'> {
	if (!first) return { rows: [], problems: [] };
	const { header, problems } = readHeader(first, following, garbledText);
	if (!hasRequiredColumns(header)) return { rows: [], problems };

	const rows: ImportRow[] = [];
	const surroundings = { header, now, garbled: garbledText, lineOfReference: new Map<string, number>() };
	for (const record of following) {
		const wrongWidth = checkWidth(record, first.cells.length);
		if (wrongWidth) {
			problems.push(wrongWidth);
			continue;
		}
		const read = readRow(record, surroundings);
		problems.push(...read.problems);
		if (read.row) rows.push(read.row);
	}
	return { rows, problems };
}

function hasRequiredColumns(header: Header): boolean {
	return requiredColumns.every((column) => header.has(column)) && (header.has('forms') || header.has('text'));
}

/** Finds the columns by their names, and says what is wrong with the header. */
function readHeader(
	first: FileRecord,
	following: FileRecord[],
	garbledText: RegExp
): { header: Header; problems: ImportProblem[] } {
	const { line, cells } = first;
	const header = new Map<ImportColumn, { position: number; name: string }>();
	const problems: ImportProblem[] = [];

	for (const [position, cell] of cells.entries()) {
		const name = clipped(cell.replace(/\s+/gu, ' ').trim());
		const column = columnNamed(name);
		if (column !== null && !header.has(column)) header.set(column, { position, name });
		else if (column !== null) problems.push({ line, column: name, field: column, reason: 'duplicateColumn' });
		else if (garbledText.test(name)) problems.push({ line, column: name, reason: 'garbledText' });
		else if (name !== '') problems.push({ line, column: name, reason: 'unknownColumn' });
		else if (following.some((record) => (record.cells[position] ?? '').trim() !== '')) {
			problems.push({ line, column: String(position + 1), reason: 'unnamedColumn' });
		}
	}
	if (header.size === 0) return { header, problems: [{ line, column: null, reason: 'noHeader' }] };

	for (const column of requiredColumns) {
		if (!header.has(column)) {
			problems.push({ line, column: columnWords[column][0], field: column, reason: 'missingColumn' });
		}
	}
	if (!header.has('forms') && !header.has('text')) {
		problems.push({ line, column: null, reason: 'missingFormOrText' });
	}
	return { header, problems };
}

/**
 * A row with too few cells, or with content beyond the last column, has been cut or shifted: none of its cells can be
 * trusted. Empty cells beyond the last column are harmless; spreadsheets leave them.
 */
function checkWidth({ line, cells }: FileRecord, expected: number): ImportProblem | null {
	const found = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
	if (cells.length >= expected && found <= expected) return null;
	return {
		line,
		column: null,
		reason: 'wrongNumberOfColumns',
		found: Math.max(found, Math.min(cells.length, expected)),
		expected
	};
}
