/**
 * Finds personal data and topics in what a reporter writes: on the form while it is written, and on the server.
 *
 * Hints only. Nothing here decides, classifies or blocks: categorising free text automatically was tried, and guessing
 * the most common category every time was almost as good.
 * No lookbehind in the patterns: a single one would stop the whole script in an older phone's browser.
 * Every repetition is bounded or can only begin where a word begins, so time grows with the length of the text.
 */
import {
	capitalStreetEndings,
	countedThings,
	lexicon,
	lookAlikes,
	notStreetNames,
	roadKinds,
	shortForms,
	streetEndings
} from './lexicon.ts';
import type { Topic } from './lexicon.ts';

/** The personal data that the form asks people to leave out and that has a shape. Names have none. */
export type PersonalDataKind = 'personnummer' | 'phone' | 'email' | 'address';

/** One place in the text. Offsets are UTF-16 units of the text as it was given, like a textarea's selection. */
export interface PersonalDataFinding {
	kind: PersonalDataKind;
	start: number;
	end: number;
	text: string;
}

const raw = String.raw;
const town = raw`\p{Lu}\p{L}+`;

/**
 * What personal data looks like. In order: the first to find a place keeps it.
 *
 * - Personnummer: a possible date is enough, day + 60 is a samordningsnummer. A mistyped check digit still points at a
 *   person. Not '2026-03-12 1430', a date and a time. Ten bare digits from 070 are a mobile.
 * - Phone: with a country code; a mobile; other area codes. 020 and 077 are helplines and switchboards, nobody's own.
 * - Address: street and number, with postcode and town if they follow; or postcode and town. 114 14 is the police.
 */
const shapes: Record<PersonalDataKind, string> = {
	email: raw`[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,4}\p{L}{2,20}`,
	personnummer: raw`(?!070\d{7}(?!\d)|\d+-\d\d-\d\d )(?:1[89]|20)?\d\d-?(?:0[1-9]|1[0-2])-?(?:[06][1-9]|[1278]\d|[39][01])[-+ ]{0,3}\d{4}`,
	phone: raw`(?:\+|00 ?(?=46))[1-9]\d(?:[ ./-]{0,3}\(?\d\)?){6,10}|07[0-69](?:[ ./-]{0,3}\d){7}|(?!\(?0(?:20|77))(?:\(?0(?:8|[1-9]\d\d?)[ )/-]{1,3}(?:(?!\d\d \d{4})[1-9](?: ?\d){4,7}|\d{3}(?:-\d\d){2})|0[1-9]\d{7,8})`,
	address: raw`(?:(?!(?:${roadKinds})väg)[\p{L}-]{2,30}(?:${streetEndings})|\p{Lu}\p{L}{1,30}(?:${capitalStreetEndings})|(?!(?:${notStreetNames}) )\p{Lu}\p{L}{2,30} (?:${streetEndings})) \d{1,3}(?:-\d{1,3})?(?: ?[A-Ha-h](?!\p{L}))?(?!\d|[:.-]\d| ?(?:${countedThings}))(?:[,\s]{1,3}\d{3} ?\d\d ${town})?|(?!114 14)[1-9]\d\d \d\d ${town}(?: ${town})?`
};

/**
 * Each shape, with what came before it. Not inside a word or a number, but 'tel0701234567' is a number all the same.
 * After a '-', or before a ':' and more digits, it is a part of a date, a time or a diarienummer.
 */
const patterns = Object.entries(shapes).map(
	([kind, shape]) =>
		[
			kind as PersonalDataKind,
			new RegExp(raw`(^|[^\p{L}\d-]|\p{L}(?=\d))(${shape})(?!\d|[:.-]\d)`, 'gu')
		] as const
);

/** Text as the patterns read it, and for each of its UTF-16 units where in the original it came from. */
interface Folded {
	text: string;
	starts: number[];
	ends: number[];
}

/**
 * The same text with one way of writing: å as one letter, one kind of space and of hyphen, nothing invisible.
 * Phones paste numbers with direction marks around them; some systems spell å as an a and a ring.
 */
function fold(original: string): Folded {
	const folded: Folded = { text: '', starts: [], ends: [] };
	for (const { 0: piece, index } of original.matchAll(/[^]\p{M}{0,8}/gu)) {
		const plain = piece
			.normalize()
			.replace(/[\t\p{Zs}]/u, ' ')
			.replace(/[\p{Pd}−]/u, '-')
			.replace(/\p{Cf}/u, '');
		folded.text += plain;
		for (let unit = 0; unit < plain.length; unit++) {
			folded.starts.push(index);
			folded.ends.push(index + piece.length);
		}
	}
	return folded;
}

/**
 * Personal data in the text, in text order, never overlapping.
 * Finds what has a shape, in Swedish ways of writing; a name, or an address without a number, goes unseen.
 */
export function findPersonalData(text: string): PersonalDataFinding[] {
	const { text: folded, starts, ends } = fold(text);
	const findings: PersonalDataFinding[] = [];
	let rest = folded;
	for (const [kind, pattern] of patterns) {
		rest = rest.replace(pattern, (match: string, before: string, data: string, position: number) => {
			const first = position + before.length;
			const start = starts[first] ?? 0;
			const end = ends[first + data.length - 1] ?? text.length;
			findings.push({ kind, start, end, text: text.slice(start, end) });
			return before + '\0'.repeat(data.length);
		});
	}
	return findings.sort((a, b) => a.start - b.start);
}

/**
 * Whether a text seems to contain a personnummer or a samordningsnummer: what forms ask about, refuse to keep, or never compare by.
 * @param text null: nothing was typed
 */
export function hasPersonnummer(text: string | null): boolean {
	return text !== null && findPersonalData(text).some(({ kind }) => kind === 'personnummer');
}

/** The text with each piece of personal data replaced, for example by '[telefonnummer borttaget]'. */
export function maskPersonalData(text: string, replacement: (kind: PersonalDataKind) => string): string {
	return findPersonalData(text).reduceRight(
		(masked, { kind, start, end }) => masked.slice(0, start) + replacement(kind) + masked.slice(end),
		text
	);
}

/** The pattern that lines as those of `lexicon.ts` describe: whole words, anywhere in `plainWords`. */
export function phrasePattern(lines: readonly string[], flags?: string): RegExp {
	const source = shortForms.reduce((text, [short, long]) => text.replace(short, long), lines.join('|'));
	return new RegExp(` (${source})(?= )`, flags);
}

const lookAlike = phrasePattern(lookAlikes, 'g');
const topics = (Object.keys(lexicon) as Topic[]).map(
	(topic) => [topic, phrasePattern(lexicon[topic])] as const
);

/** The text as the phrases read it: lower-case words with one space between, ' ; ' where a sentence or quotation ends. */
export function plainWords(text: string): string {
	const sentences = fold(text)
		.text.toLowerCase()
		.replace(/[.;!?…"”“»«]+/g, ' ; ');
	return ` ${sentences} ; `.replace(/[^\p{L}\p{N};]+/gu, ' ');
}

/**
 * What the text seems to be about, in the order of the lexicon. Phrases, not understanding: it can miss, and it can be wrong.
 * Denied threats are left out; denied thoughts of suicide are not, because a needless '112' costs less than a missed one.
 */
export function findTopics(text: string): Topic[] {
	const words = plainWords(text).replace(lookAlike, ' ;');
	return topics.filter(([, pattern]) => pattern.test(words)).map(([topic]) => topic);
}
