/**
 * What a document of a case consists of, before it has become PDF or a page to print. Finished words; no codes, no ids.
 */
import { renderPdf } from '../platform/pdf.ts';

/** A label and what it says, one under the other. */
export interface PaperField {
	label: string;
	value: string;
}
/** A part of a text as it may leave: words, or a mask in their place. */
export type MaskedPart = { text: string; mask: null } | { text: ''; mask: string };
export type PaperBlock =
	| { kind: 'paragraph'; text: string }
	| { kind: 'fields'; rows: PaperField[] }
	| { kind: 'list'; items: string[] }
	| { kind: 'entry'; heading: string; text: string }
	| { kind: 'masked'; parts: MaskedPart[] };
export interface PaperSection {
	heading: string;
	blocks: PaperBlock[];
}

/** One document. */
export interface Paper {
	title: string;
	lead: string;
	/** The municipality and the unit. */
	header: string;
	/** '2026-0123' */
	number: string;
	/** Who printed it, and when. */
	printed: string;
	/** The municipality: the author that the file names. */
	author: string;
	language: 'sv' | 'en';
	/** 'Sida', 'av' */
	pageWord: string;
	ofWord: string;
	facts: PaperField[];
	sections: PaperSection[];
}

/** The one template of all documents of a case. */
export const paperTemplate = 'src/lib/server/case-documents/templates/paper.typ';

/** A document as tagged PDF with numbered pages; null where PDF cannot be made (platform/pdf.ts). */
export function paperPdf(paper: Paper): Uint8Array | null {
	return renderPdf(paperTemplate, paper);
}
