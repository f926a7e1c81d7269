/**
 * From the bytes of a CSV file to records: which encoding, which delimiter, and where each record starts in the file.
 * Pure; whoever imports something says which names of columns are known, by which it tells the delimiter.
 */

import { parse } from 'csv-parse/sync';

export type FileEncoding = 'utf-8' | 'windows-1252';
export type Delimiter = ';' | ',' | '\t';

/** A file as rows of cells. */
interface FileText {
	encoding: FileEncoding;
	delimiter: Delimiter;
	/** The header first. Blank rows are left out. */
	records: FileRecord[];
	/** Where a quotation mark opens that never closes; nothing after that line was read. */
	unclosedQuoteLine: number | null;
}

/** Why a file has no records at all. */
export type UnreadableReason = 'emptyFile' | 'workbook' | 'notText';

/**
 * Reads the records, or says why there is nothing to read.
 * @param isColumn whether a cell of the header is the name of a known column
 */
export function readCsvFile(
	bytes: Uint8Array,
	isColumn: (name: string) => boolean
): { ok: true; file: FileText } | { ok: false; reason: UnreadableReason; encoding: FileEncoding } {
	const { text, encoding } = decode(bytes);
	const reason = whyUnreadable(bytes, text);
	if (reason) return { ok: false, reason, encoding };

	const { delimiter, body, linesBefore } = withoutDelimiterLine(text, isColumn);
	return { ok: true, file: { encoding, delimiter, ...splitRecords(body, delimiter, linesBefore) } };
}

/** What 'å', 'ä' and 'ö' look like after a wrong turn: UTF-8 read as Windows-1252, or a DOS file read as Windows-1252. */
export const garbled = {
	'utf-8': /\uFFFD|Ã[¥¤¶…„–©]/u,
	'windows-1252': /\uFFFD|Ã[¥¤¶…„–©]|\p{L}[†„”]\p{L}/u
} as const satisfies Record<FileEncoding, RegExp>;

/** What Windows-1252 has at 0x80–0x9F; the five unused places become the replacement character. */
const windows1252Specials = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

/**
 * UTF-8 if it is valid UTF-8, otherwise Windows-1252, which Swedish spreadsheets still write.
 * Not with TextDecoder('windows-1252'): Node 22 decodes that as Latin-1 and loses – ” ’ € (nodejs/node#56542).
 */
function decode(bytes: Uint8Array): { text: string; encoding: FileEncoding } {
	const asUtf8 = fallibleUtf8(bytes);
	if (asUtf8 !== null) return { text: withPlainLineBreaks(asUtf8), encoding: 'utf-8' };
	const text = Buffer.from(bytes)
		.toString('latin1')
		.replace(/[\u0080-\u009F]/gu, (control) => windows1252Specials.charAt(control.charCodeAt(0) - 0x80));
	return { text: withPlainLineBreaks(text), encoding: 'windows-1252' };
}

/** The text without its byte order mark, or null if the bytes are not UTF-8: that is the question, not a fault. */
function fallibleUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** One kind of line break, so that a file edited in two systems still has one record per line. */
function withPlainLineBreaks(text: string): string {
	return text.replace(/\r\n?/gu, '\n');
}

/** Why no row can be read from this content, or null if it is text. */
function whyUnreadable(bytes: Uint8Array, text: string): UnreadableReason | null {
	if (text.trim() === '') return 'emptyFile';
	const isZip = text.startsWith('PK\u0003\u0004');
	const isOldWorkbook = bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
	if (isZip || isOldWorkbook) return 'workbook';
	return text.includes('\0') || text.startsWith('%PDF-') ? 'notText' : null;
}

/** One row of the file, the header among them. */
export interface FileRecord {
	/** Line where the record starts. */
	line: number;
	cells: string[];
}

/** Finds the delimiter; some spreadsheets announce it in a first line of its own, `sep=;`. */
function withoutDelimiterLine(
	text: string,
	isColumn: (name: string) => boolean
): { delimiter: Delimiter; body: string; linesBefore: number } {
	const announced = /^sep=([;,\t])\n/iu.exec(text);
	if (!announced) return { delimiter: likelyDelimiter(text, isColumn), body: text, linesBefore: 0 };
	const delimiter = announced[1] === ',' || announced[1] === '\t' ? announced[1] : ';';
	return { delimiter, body: text.slice(announced[0].length), linesBefore: 1 };
}

/** The delimiter that makes most known column names of the header; ';', as in Swedish spreadsheets, if none does. */
function likelyDelimiter(text: string, isColumn: (name: string) => boolean): Delimiter {
	const header = text.trimStart().split('\n', 1)[0] ?? '';
	const knownNames = (delimiter: string) => header.split(delimiter).filter(isColumn).length;
	let best: Delimiter = ';';
	for (const delimiter of [',', '\t'] as const) {
		if (knownNames(delimiter) > knownNames(best)) best = delimiter;
	}
	return best;
}

/**
 * Splits the text into records with the lines they start on. Blank rows, which spreadsheets leave behind, are skipped.
 * If a quotation mark never closes, what comes before it is still read and its line is given.
 */
function splitRecords(text: string, delimiter: string, linesBefore: number) {
	const records: FileRecord[] = [];
	let lastLine = linesBefore;
	const keep = (cells: string[], { lines }: { lines: number }) => {
		const line = lastLine + 1;
		lastLine = linesBefore + lines;
		if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells });
		return null;
	};

	try {
		parse(text, {
			delimiter,
			record_delimiter: '\n',
			relax_column_count: true,
			relax_quotes: true,
			on_record: keep
		});
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED')) throw error;
		return { records, unclosedQuoteLine: lastLine + 1 };
	}
	return { records, unclosedQuoteLine: null };
}
