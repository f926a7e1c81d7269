/**
 * A file that opens in a Swedish spreadsheet by a double click: semicolons, CRLF, UTF-8 with byte order mark.
 *
 * A cell that a spreadsheet would take for a formula gets an apostrophe in front, so that the name of a unit can never run
 * anything on the reader's computer (CWE-1236).
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
	return `\uFEFF${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
}

function cell(text: string): string {
	const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
