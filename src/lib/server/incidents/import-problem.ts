import { columnWords, valueWords } from '#lib/server/incidents/import-words.ts';
import type { CodedColumn, ImportColumn } from '#lib/server/incidents/import-words.ts';

/** Why a file, a column or a row cannot be used as it is. */
export const importReasons = [
	'emptyFile',
	'notText',
	'workbook',
	'noHeader',
	'noRows',
	'missingColumn',
	'unknownColumn',
	'unnamedColumn',
	'duplicateColumn',
	'wrongNumberOfColumns',
	'unclosedQuote',
	'garbledText',
	'missing',
	'missingFormOrText',
	'duplicateReference',
	'tooLong',
	'badDate',
	'tooEarly',
	'future',
	'reportedBeforeOccurred',
	'contactedBeforeOccurred',
	'closedBeforeReported',
	'unknownCode',
	'onlyByAssessment',
	'subformOfOtherForm',
	'unknownUnit',
	'ambiguousUnit'
] as const;
export type ImportReason = (typeof importReasons)[number];

/** One thing to correct in the file before it can be imported. */
export interface ImportProblem {
	/** Line in the file, from 1; for a row that spans several lines the first. Problems of the whole file are on line 1. */
	line: number;
	/** Name of the column as the file writes it; as the documentation writes it when the file lacks it; null: the whole row. */
	column: string | null;
	/** Which column is meant, where the sentence depends on it. */
	field?: ImportColumn;
	reason: ImportReason;
	/** What the cell says, at most 40 characters. For the eyes of who imports, never for a log: a shifted row can put anything here. */
	value?: string;
	/** How many there are, where the reason counts something: columns or characters. */
	found?: number;
	/** How many there should be, or may be at most. */
	expected?: number;
	/** The line that this one collides with. */
	otherLine?: number;
}

/** Enough of a cell to find it by; a whole text must not end up in a list of problems. */
export function clipped(text: string): string {
	const characters = [...text];
	return characters.length <= 40 ? text : `${characters.slice(0, 39).join('')}…`;
}

/** Sentences without the place: what is wrong; what to do. */
type Sentence = (problem: ImportProblem) => string;

const swedish: Record<ImportReason, Sentence> = {
	emptyFile: () => 'filen är tom; kontrollera att du valde rätt fil.',
	notText: () =>
		'filen är inte en textfil i UTF-8 eller Windows-1252; spara den som ”CSV UTF-8” och försök igen.',
	workbook: () =>
		'filen är en arbetsbok, inte CSV; öppna den i kalkylprogrammet och spara den som ”CSV UTF-8”.',
	noHeader: () =>
		`den första raden är ingen rubrikrad; lägg till en rad med kolumnernas namn, till exempel ${exampleHeader('sv')}.`,
	noRows: () => 'filen har en rubrikrad men inga händelser; kontrollera att du valde rätt fil.',
	missingColumn: ({ column }) =>
		`kolumnen ”${column}” saknas; lägg till den i rubrikraden och fyll i den för varje händelse.`,
	unknownColumn: () =>
		'kolumnens namn är inte känt; rätta namnet enligt docs/import.md eller ta bort kolumnen.',
	unnamedColumn: () =>
		'kolumnen har innehåll men inget namn; skriv ett namn i rubrikraden eller ta bort kolumnen.',
	duplicateColumn: () => 'en tidigare kolumn betyder samma sak; ta bort en av dem.',
	wrongNumberOfColumns: ({ found, expected }) =>
		`raden har ${found} kolumner men rubrikraden har ${expected}; sätt citattecken runt text som innehåller skiljetecken eller radbrytning.`,
	unclosedQuote: () =>
		'ett citattecken öppnas men stängs inte, så resten av filen kan inte läsas; stäng citatet eller ta bort citattecknet.',
	garbledText: () =>
		'texten innehåller sönderkodade tecken, till exempel ”Ã¥” i stället för ”å”; spara filen på nytt som ”CSV UTF-8” eller rätta cellen.',
	missing: () => 'cellen är tom men måste fyllas i; fyll i den eller ta bort raden.',
	missingFormOrText: () => 'både typ och text saknas; fyll i minst en av dem.',
	duplicateReference: ({ value, otherLine }) =>
		`referensen ”${value}” finns redan på rad ${otherLine}; ge händelserna olika referenser eller ta bort den ena.`,
	tooLong: ({ found, expected }) => `texten är ${found} tecken men får vara högst ${expected}; korta den.`,
	badDate: ({ value }) =>
		`”${value}” kan inte läsas som ett datum; skriv till exempel 2021-03-05 eller 2021-03-05 14:30.`,
	tooEarly: ({ value }) => `”${value}” är före år 2000; kontrollera årtalet.`,
	future: ({ value }) => `”${value}” har inte inträffat än; kontrollera datumet.`,
	reportedBeforeOccurred: ({ value }) =>
		`rapporterad ”${value}”, alltså innan den inträffade; rätta något av datumen.`,
	contactedBeforeOccurred: ({ value }) =>
		`kontakt ”${value}”, alltså innan händelsen inträffade; rätta något av datumen.`,
	closedBeforeReported: ({ value }) =>
		`avslutad ”${value}”, alltså innan den rapporterades; rätta något av datumen.`,
	unknownCode: ({ value, field }) =>
		`”${value}” är inget känt värde; ${allowedValues(field, 'sv')} eller lämna cellen tom.`,
	onlyByAssessment: ({ value }) =>
		`”${value}” kan inte importeras som typ, det avgörs i en bedömning; lämna cellen tom och beskriv händelsen i text.`,
	subformOfOtherForm: ({ value }) =>
		`underformen ”${value}” hör inte till någon av radens typer; lägg till typen eller ta bort underformen.`,
	unknownUnit: ({ value }) =>
		`enheten ”${value}” finns inte; skriv enhetens namn eller id så som det står i organisationen.`,
	ambiguousUnit: ({ value }) => `flera enheter heter ”${value}”; skriv enhetens id i stället för namnet.`
};

const english: Record<ImportReason, Sentence> = {
	emptyFile: () => 'the file is empty; check that you chose the right file.',
	notText: () => 'the file is not text in UTF-8 or Windows-1252; save it as “CSV UTF-8” and try again.',
	workbook: () =>
		'the file is a workbook, not CSV; open it in the spreadsheet program and save it as “CSV UTF-8”.',
	noHeader: () =>
		`the first line is not a header; add a line with the names of the columns, for example ${exampleHeader('en')}.`,
	noRows: () => 'the file has a header but no incidents; check that you chose the right file.',
	missingColumn: ({ column }) =>
		`the column “${column}” is missing; add it to the header and fill it in for every incident.`,
	unknownColumn: () =>
		'the name of the column is not known; correct it as docs/import.md says, or remove the column.',
	unnamedColumn: () => 'the column has content but no name; write a name in the header or remove the column.',
	duplicateColumn: () => 'an earlier column means the same; remove one of them.',
	wrongNumberOfColumns: ({ found, expected }) =>
		`the row has ${found} columns but the header has ${expected}; put quotation marks around text that holds a delimiter or a line break.`,
	unclosedQuote: () =>
		'a quotation mark opens but never closes, so the rest of the file cannot be read; close the quotation or remove the mark.',
	garbledText: () =>
		'the text holds broken characters, for example “Ã¥” instead of “å”; save the file again as “CSV UTF-8” or correct the cell.',
	missing: () => 'the cell is empty but must be filled in; fill it in or remove the row.',
	missingFormOrText: () => 'both type and text are missing; fill in at least one of them.',
	duplicateReference: ({ value, otherLine }) =>
		`the reference “${value}” is already on line ${otherLine}; give the incidents different references or remove one of them.`,
	tooLong: ({ found, expected }) =>
		`the text has ${found} characters but may have at most ${expected}; shorten it.`,
	badDate: ({ value }) =>
		`“${value}” cannot be read as a date; write for example 2021-03-05 or 2021-03-05 14:30.`,
	tooEarly: ({ value }) => `“${value}” is before the year 2000; check the year.`,
	future: ({ value }) => `“${value}” has not happened yet; check the date.`,
	reportedBeforeOccurred: ({ value }) =>
		`reported “${value}”, which is before it occurred; correct one of the dates.`,
	contactedBeforeOccurred: ({ value }) =>
		`contacted “${value}”, which is before the incident occurred; correct one of the dates.`,
	closedBeforeReported: ({ value }) =>
		`closed “${value}”, which is before it was reported; correct one of the dates.`,
	unknownCode: ({ value, field }) =>
		`“${value}” is not a known value; ${allowedValues(field, 'en')} or leave the cell empty.`,
	onlyByAssessment: ({ value }) =>
		`“${value}” cannot be imported as a type, an assessment decides it; leave the cell empty and describe the incident in text.`,
	subformOfOtherForm: ({ value }) =>
		`the subform “${value}” belongs to none of the types of the row; add the type or remove the subform.`,
	unknownUnit: ({ value }) =>
		`there is no unit “${value}”; write the unit’s name or id as it stands in the organisation.`,
	ambiguousUnit: ({ value }) =>
		`several units are called “${value}”; write the unit’s id instead of its name.`
};

const sentences = { sv: swedish, en: english };

/** Reasons that concern the whole file: a line number would only mislead. */
const reasonsOfWholeFile: readonly ImportReason[] = ['emptyFile', 'notText', 'workbook', 'noRows'];

/**
 * One sentence for the person who imports: where, what is wrong, and what to do.
 * 'Rad 12, kolumnen ”kanal”: ”faks” är inget känt värde; skriv Telefon, … eller lämna cellen tom.'
 */
export function describeProblem(problem: ImportProblem, locale: 'sv' | 'en'): string {
	const sentence = sentences[locale][problem.reason](problem);
	return `${placeOf(problem, locale)}${sentence}`;
}

function placeOf({ line, column, reason }: ImportProblem, locale: 'sv' | 'en'): string {
	if (reasonsOfWholeFile.includes(reason)) return locale === 'sv' ? 'Hela filen: ' : 'The whole file: ';
	const place = locale === 'sv' ? `Rad ${line}` : `Line ${line}`;
	if (column === null || reason === 'missingColumn') return `${place}: `;
	return locale === 'sv' ? `${place}, kolumnen ”${column}”: ` : `${place}, column “${column}”: `;
}

function exampleHeader(locale: 'sv' | 'en'): string {
	const required = [columnWords.reference, columnWords.occurredAt, columnWords.unit, columnWords.forms];
	return required.map(([inSwedish, inEnglish]) => (locale === 'sv' ? inSwedish : inEnglish)).join(';');
}

/** The 38 subforms would bury the sentence, so for them the documentation is named instead. */
function allowedValues(field: ImportColumn | undefined, locale: 'sv' | 'en'): string {
	const words = field !== undefined && isShortList(field) ? labelsOf(field, locale) : null;
	if (!words)
		return locale === 'sv' ? 'skriv ett värde enligt docs/import.md' : 'write a value from docs/import.md';
	return `${locale === 'sv' ? 'skriv' : 'write'} ${words.join(', ')}`;
}

function isShortList(field: ImportColumn): field is Exclude<CodedColumn, 'subforms'> {
	return field in valueWords && field !== 'subforms';
}

function labelsOf(field: Exclude<CodedColumn, 'subforms'>, locale: 'sv' | 'en'): string[] {
	if (field === 'severity') return ['1', '2', '3', '4'];
	return Object.entries(valueWords[field])
		.filter(([code]) => code !== 'abuseOfPosition')
		.map(([, [inSwedish, inEnglish]]) => (locale === 'sv' ? inSwedish : inEnglish));
}
