/**
 * The words that the files of an organisation import may use: column names and values, in Swedish and English. They are what
 * people write in spreadsheets and must keep meaning the same when a label on a screen is reworded.
 */
import { roles, unitLevels, type RoleCode, type UnitLevel } from '../organisation/index.ts';

/** The four files. Any of them may be left out. */
export const fileKinds = ['units', 'people', 'assignments', 'headcounts'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What a column is called: in Swedish as the templates write it, in English, and otherwise. */
type Words = readonly [swedish: string, english: string, ...others: string[]];

/** The columns of each file, in the order of its template. */
export const columnsOf = {
	units: {
		externalId: ['id', 'id', 'externt id', 'external id', 'enhetskod'],
		name: ['namn', 'name', 'enhet', 'unit'],
		parent: ['överordnad', 'parent', 'överordnad enhet', 'parent unit'],
		level: ['nivå', 'level'],
		activity: ['verksamhet', 'activity'],
		area: ['område', 'area'],
		validFrom: ['från', 'from', 'fr o m', 'start'],
		validTo: ['till', 'to', 't o m', 'slut', 'end']
	},
	people: {
		externalId: ['id', 'id', 'externt id', 'external id', 'anställningsnummer', 'användarnamn'],
		name: ['namn', 'name'],
		email: ['e-post', 'e-mail', 'epostadress', 'mejl', 'mail'],
		occupation: ['befattning', 'occupation', 'yrke', 'titel', 'title'],
		unit: ['enhet', 'unit'],
		active: ['aktiv', 'active']
	},
	assignments: {
		person: ['person', 'person', 'personens id', 'e-post', 'e-mail'],
		role: ['roll', 'role'],
		unit: ['enhet', 'unit'],
		validFrom: ['från', 'from', 'fr o m', 'start'],
		validTo: ['till', 'to', 't o m', 'slut', 'end'],
		deputyFor: ['ersätter', 'deputy for', 'ersättare för']
	},
	headcounts: {
		unit: ['enhet', 'unit'],
		year: ['år', 'year'],
		occupation: ['befattning', 'occupation', 'yrke'],
		headcount: ['antal', 'headcount', 'antal anställda', 'number']
	}
} as const satisfies Record<FileKind, Record<string, Words>>;
export type ColumnOf<Kind extends FileKind> = keyof (typeof columnsOf)[Kind];

/** Without these there is nothing to go by. People also need an id or an e-mail address. */
export const requiredColumns = {
	units: ['name'],
	people: ['name', 'unit'],
	assignments: ['person', 'role', 'unit'],
	headcounts: ['unit', 'year', 'occupation', 'headcount']
} as const satisfies { [Kind in FileKind]: readonly ColumnOf<Kind>[] } as Record<FileKind, readonly string[]>;

/** 'E-post', 'e post' and 'epost' are one word, and so are 'Överordnad' and 'overordnad'. */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The column that a cell of the header names, or null. */
export function columnNamed(kind: FileKind, name: string): string | null {
	const wanted = plain(name);
	if (wanted === '') return null;
	const known = Object.entries<Words>(columnsOf[kind]).find(
		([column, words]) => plain(column) === wanted || words.some((word) => plain(word) === wanted)
	);
	return known?.[0] ?? null;
}

/** What a template calls a column. */
export function columnName(kind: FileKind, column: string, locale: 'sv' | 'en'): string {
	return (columnsOf[kind] as Record<string, Words>)[column]?.[locale === 'sv' ? 0 : 1] ?? column;
}

const roleWords: Record<RoleCode, Words> = {
	lineManager: ['Chef', 'Line manager', 'Manager'],
	safetyRepresentative: ['Skyddsombud', 'Safety representative'],
	unionRepresentative: ['Facklig företrädare', 'Union representative'],
	hrPartner: ['HR', 'HR partner', 'HR-partner'],
	securityCoordinator: ['Säkerhetssamordnare', 'Security coordinator'],
	lexSarahOfficer: ['Lex Sarah-ansvarig', 'Lex Sarah officer'],
	controller: ['Controller', 'Controller'],
	citywideAnalyst: ['Stadsövergripande uppföljning', 'City-wide analyst'],
	auditor: ['Revisor', 'Auditor'],
	electedRepresentative: ['Förtroendevald', 'Elected representative'],
	archivist: ['Arkivarie', 'Archivist'],
	dataProtectionOfficer: ['Dataskyddsombud', 'Data protection officer'],
	legalAdviser: ['Jurist', 'Legal adviser', 'Lawyer', 'Kommunjurist'],
	systemAdministrator: ['Systemförvaltare', 'System administrator'],
	whistleblowingOfficer: ['Behörig person (visselblåsning)', 'Whistleblowing officer', 'Behörig person']
};
const levelWords: Record<UnitLevel, Words> = {
	municipality: ['Kommun', 'Municipality'],
	administration: ['Förvaltning', 'Administration'],
	division: ['Avdelning', 'Division'],
	unit: ['Enhet', 'Unit']
};

function codeNamed<Code extends string>(codes: readonly Code[], words: Record<Code, Words>, text: string) {
	const wanted = plain(text);
	return (
		codes.find((code) => plain(code) === wanted || words[code].some((word) => plain(word) === wanted)) ?? null
	);
}

/** The role that a cell names, or null. */
export const roleNamed = (text: string): RoleCode | null => codeNamed(roles, roleWords, text);
/** The level that a cell names, or null. */
export const levelNamed = (text: string): UnitLevel | null => codeNamed(unitLevels, levelWords, text);

/** Yes or no, or null when it is neither. */
export function yesOrNo(text: string): boolean | null {
	const wanted = plain(text);
	if (['ja', 'j', 'yes', 'y', '1', 'sant', 'true', 'aktiv', 'active'].includes(wanted)) return true;
	return ['nej', 'n', 'no', '0', 'falskt', 'false', 'inaktiv', 'inactive'].includes(wanted) ? false : null;
}

/** What the words of a column may be, for the sentence that says so. */
export function knownWords(column: 'role' | 'level', locale: 'sv' | 'en'): string[] {
	const at = locale === 'sv' ? 0 : 1;
	return column === 'role'
		? roles.map((code) => roleWords[code][at])
		: unitLevels.map((code) => levelWords[code][at]);
}
