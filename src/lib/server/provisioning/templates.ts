import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import { mayOrganisation } from '../organisation-changes/index.ts';
import { csvOf } from '../platform/csv-text.ts';
import { columnName, columnsOf, type FileKind } from './csv-columns.ts';

/** Lines that show what goes where. Their ids and names are made up, so that nobody imports them without noticing. */
const examples: Record<FileKind, readonly (readonly string[])[]> = {
	units: [
		['F1', 'Exempelförvaltningen', '', 'Förvaltning', '', '', '', ''],
		['E1', 'Exempelenheten', 'F1', 'Enhet', 'Ekonomiskt bistånd', 'Norr', '2026-01-01', '']
	],
	people: [['P1', 'Exempel Exempelsson', 'exempel@kommun.example', 'socialsekreterare', 'E1', 'ja']],
	assignments: [['P1', 'Chef', 'E1', '2026-01-01', '', '']],
	headcounts: [['E1', '2026', 'socialsekreterare', '12']]
};

/** A file to fill in, as a Swedish spreadsheet opens it. */
export function importTemplate({ actor }: Context, kind: FileKind): string {
	require(mayOrganisation(actor, 'change'));
	return templateText(kind);
}

/** The file itself. Pure. */
export function templateText(kind: FileKind): string {
	return csvOf([
		Object.keys(columnsOf[kind]).map((column) => columnName(kind, column, 'sv')),
		...examples[kind]
	]);
}
