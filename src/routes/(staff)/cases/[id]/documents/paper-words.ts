/** Words of the papers: always Swedish, the language that the municipality works in, whoever prints. */
import { m } from '#lib/paraglide/messages.js';
import type { Paper, PaperBlock, PaperField, PaperSection } from '#lib/server/case-documents/index.ts';
import type { ShownPerson } from '#lib/server/organisation/index.ts';
import { formatDateTime } from '#lib/server/platform/swedish-dates.ts';
import type { Context } from '#lib/server/access/index.ts';

/** For messages: `m.x({}, swedish)`. */
export const swedish = { locale: 'sv' } as const;

type Message = (inputs: Record<string, string>, options: typeof swedish) => string;

/** The Swedish label of a code, or null when there is none. */
export function labelOf(prefix: string, code: unknown, inputs: Record<string, string> = {}): string | null {
	if (code === null || code === undefined || code === '') return null;
	const messages = m as unknown as Record<string, Message | undefined>;
	return messages[`${prefix}_${String(code)}`]?.(inputs, swedish) ?? null;
}

/** Swedish labels of several codes, with commas. */
export function labelsOf(prefix: string, codes: readonly string[]): string {
	return codes.map((code) => labelOf(prefix, code) ?? code).join(', ');
}

/** A name, or that the personal data are protected. */
export function personText(person: ShownPerson | null): string {
	if (person === null) return m.case_name_hidden({}, swedish);
	return person.name ?? m.protected_person({}, swedish);
}

/** Rows that say something. */
export function fieldsOf(rows: readonly (readonly [label: string, value: string | null | undefined])[]) {
	const said = rows.flatMap(([label, value]): PaperField[] => (value ? [{ label, value }] : []));
	return said;
}

/** A block of rows, or nothing when no row says something. */
export function fieldsBlock(rows: Parameters<typeof fieldsOf>[0]): PaperBlock[] {
	const said = fieldsOf(rows);
	return said.length > 0 ? [{ kind: 'fields', rows: said }] : [];
}

/** A part of a paper with its heading. */
export function section(heading: string, blocks: PaperBlock[]): PaperSection {
	return { heading, blocks };
}

/** Words under a heading of several parts, e.g. what it is, when and who. */
export function entry(
	parts: readonly (string | null | undefined)[],
	text: string | null | undefined = ''
): PaperBlock {
	return { kind: 'entry', heading: parts.filter(Boolean).join(', '), text: text ?? '' };
}

/** A paragraph, or nothing when there are no words. */
export function paragraph(text: string | null | undefined): PaperBlock[] {
	return text ? [{ kind: 'paragraph', text }] : [];
}

/** Lines one under the other, or nothing when there are none. */
export function list(items: readonly string[]): PaperBlock[] {
	return items.length > 0 ? [{ kind: 'list', items: [...items] }] : [];
}

/** What says something, one line each. */
export function lines(parts: readonly (string | null | undefined)[]): string {
	return parts.filter(Boolean).join('\n');
}

/** What stands around every paper: whose it is, which case, who printed it and when. */
export function paperFrame(
	{ actor, now }: Pick<Context, 'actor' | 'now'>,
	{ number, unitName }: { number: string; unitName: string }
) {
	return {
		header: `${actor.municipalityName} · ${unitName}`,
		number,
		author: actor.municipalityName,
		printed: m.documents_printed({ name: actor.name, when: formatDateTime(now(), 'sv') }, swedish),
		language: 'sv',
		pageWord: m.documents_page_word({}, swedish),
		ofWord: m.documents_of_word({}, swedish)
	} as const satisfies Partial<Paper>;
}
