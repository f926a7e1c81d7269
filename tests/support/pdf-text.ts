/**
 * The words of a PDF as a program reads them that searches or copies: every content stream decoded by its fonts' tables, plus
 * everything else in the file that is text. Enough for the files that we make ourselves.
 */
import { inflateSync } from 'node:zlib';

/** Everything readable in the file: drawn text, titles, outlines, descriptions. */
export function pdfText(pdf: Uint8Array): string {
	const file = Buffer.from(pdf).toString('latin1');
	const streams = new Map<string, string>();
	for (const object of file.split(/\nendobj\b/)) {
		const found = /(\d+) 0 obj\s*<<([\s\S]*?)>>\s*stream\r?\n([\s\S]*)\r?\nendstream/.exec(object);
		if (!found) continue;
		const [, id, dictionary, body] = found;
		const bytes = Buffer.from(body!, 'latin1');
		const isPacked = dictionary!.includes('FlateDecode');
		streams.set(id!, (isPacked ? inflateSync(bytes) : bytes).toString('latin1'));
	}
	const tables = [...file.matchAll(/\/ToUnicode (\d+) 0 R/g)].map(([, id]) =>
		tableOf(streams.get(id!) ?? '')
	);
	const drawn = [...streams.values()]
		.filter((content) => /\bBT\b/.test(content))
		// a font is known by a name of its own on each page: with few fonts, all readings are cheaper than looking it up
		.flatMap((content) => tables.map((table) => drawnText(content, table)));
	const outside = file.replace(/stream\r?\n[\s\S]*?\r?\nendstream/g, '');
	const titles = [...outside.matchAll(/<FEFF([0-9A-F]+)>/g)].map(([, hex]) => utf16(hex!));
	const rest = [...streams.values()].filter((content) => content.includes('<?xpacket'));
	return [...drawn, ...titles, ...rest, outside].join('\n');
}

/** How many pages the file has. */
export function pdfPageCount(pdf: Uint8Array): number {
	const file = Buffer.from(pdf).toString('latin1');
	return Number(/\/Type \/Pages\s+\/Count (\d+)/.exec(file)?.[1] ?? 0);
}

const utf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function tableOf(cmap: string): Map<number, string> {
	const table = new Map<number, string>();
	for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
		for (const [, code, text] of block!.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
			table.set(parseInt(code!, 16), utf16(text!));
		}
	}
	for (const [, block] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
		for (const [, from, to, text] of block!.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
			const start = parseInt(from!, 16);
			for (let code = start; code <= parseInt(to!, 16); code++) {
				table.set(code, String.fromCodePoint(parseInt(text!, 16) + code - start));
			}
		}
	}
	return table;
}

function drawnText(content: string, table: Map<number, string>): string {
	const glyphs = (bytes: Buffer) => {
		let text = '';
		for (let at = 0; at + 1 < bytes.length; at += 2) text += table.get(bytes.readUInt16BE(at)) ?? '';
		return text;
	};
	return [...content.matchAll(/<([0-9A-Fa-f]+)>|\(((?:\\[\s\S]|[^\\)])*)\)/g)]
		.map(([, hex, literal]) => glyphs(hex ? Buffer.from(hex, 'hex') : literalBytes(literal ?? '')))
		.join('');
}

function literalBytes(literal: string): Buffer {
	const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
	const plain = literal.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string, letter: string) =>
		octal ? String.fromCharCode(parseInt(octal, 8)) : (escapes[letter] ?? letter)
	);
	return Buffer.from(plain, 'latin1');
}
