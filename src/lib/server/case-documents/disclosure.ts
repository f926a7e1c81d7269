/**
 * Proposing what to mask when a case is disclosed, and taking it away. Pure. A proposal decides nothing: a person says of each
 * whether it is masked, and on what ground. What is masked is replaced before anything is drawn, so nothing lies underneath.
 */
import { findPersonalData, type PersonalDataKind } from '../../text-hints/index.ts';
import type { MaskedPart } from './paper.ts';

/** `own`: marked by a person. */
export const maskKinds = ['personnummer', 'phone', 'email', 'address', 'name', 'own'] as const;
export type MaskKind = (typeof maskKinds)[number];

/** Provisions of OSL that may be the ground: the one who decides chooses, and answers for it. */
export const possibleGrounds = ['osl26_1', 'osl39_3', 'osl21_3', 'other'] as const;
export type PossibleGround = (typeof possibleGrounds)[number];

/** A place in a text, in UTF-16 units. */
export interface Mask {
	start: number;
	end: number;
	kind: MaskKind;
	possibleGround: PossibleGround;
}

/** What is proposed as ground for what was found. A colleague's name: personnel administration; an unknown name may be a client's. */
const groundOf = {
	personnummer: 'osl26_1',
	phone: 'osl21_3',
	email: 'osl39_3',
	address: 'osl21_3'
} as const satisfies Record<PersonalDataKind, PossibleGround>;

/** Ten or twelve digits in the shape of a personnummer, also with an impossible date or check digit. */
const anyPersonnummer = /(?<!\d)(?:\d{8}|\d{6})\s?[-+–]?\s?\d{4}(?!\d)/gu;
/** Authorities and other words with a capital that are nobody's name. */
const notNames = new Set(
	'Försäkringskassan Polisen Arbetsmiljöverket Socialstyrelsen Migrationsverket Kronofogden Skatteverket Sverige Svenska'.split(
		' '
	)
);

/**
 * What should be looked at in a text: personal data, the names of the people of the case, and words that may be names.
 * Too much rather than too little; in the order of the text, none overlapping.
 * @param names of the people whom the case is about
 */
export function proposeMasks(text: string, names: readonly string[]): Mask[] {
	const found: Mask[] = [
		...findPersonalData(text).map(({ start, end, kind }) => ({
			start,
			end,
			kind,
			possibleGround: groundOf[kind]
		})),
		...matches(text, anyPersonnummer, 'personnummer', 'osl26_1'),
		...names
			.flatMap((name) => [name, ...name.split(/[\s-]+/u)])
			.filter((part) => [...part].length > 2)
			.sort((a, b) => b.length - a.length)
			.flatMap((part) => matches(text, wordPattern(part), 'name', 'osl39_3')),
		...possibleNames(text)
	];
	return withoutOverlap(found).sort((a, b) => a.start - b.start);
}

/** A word as a whole, also with a genitive s. */
function wordPattern(word: string): RegExp {
	const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`(?<!\\p{L})${literal}(?:s|:s)?(?!\\p{L})`, 'giu');
}

function matches(text: string, pattern: RegExp, kind: MaskKind, possibleGround: PossibleGround): Mask[] {
	return [...text.matchAll(pattern)].map(({ index, 0: words }) => ({
		start: index,
		end: index + words.length,
		kind,
		possibleGround
	}));
}

/** Words with a capital letter inside a sentence, and several after each other anywhere. */
function possibleNames(text: string): Mask[] {
	const capitalised =
		/(?<!\p{L})\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*(?:\s\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*)*(?!\p{L})/gu;
	return matches(text, capitalised, 'name', 'osl26_1').filter(({ start, end }) => {
		const words = text.slice(start, end);
		const before = text.slice(0, start).trimEnd();
		// the provision of the law, and nobody's name
		if (notNames.has(words) || (words === 'Sarah' && /(?<!\p{L})lex$/iu.test(before))) return false;
		const beginsSentence =
			before === '' || /[.!?:;"”»\n]$/u.test(before) || /\n\s*$/u.test(text.slice(0, start));
		return !beginsSentence || /\s/u.test(words);
	});
}

/** Earlier ones win: what is surely personal data before what may be a name. */
function withoutOverlap(found: readonly Mask[]): Mask[] {
	const kept: Mask[] = [];
	for (const one of found) {
		if (!kept.some((other) => one.start < other.end && other.start < one.end)) kept.push(one);
	}
	return kept;
}

/** Every place where some words stand, for who marks them by hand. Upper and lower case are the same. */
export function placesOf(text: string, words: string): { start: number; end: number }[] {
	const wanted = words.trim();
	if (wanted === '') return [];
	const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/gu, '\\s+');
	return [...text.matchAll(new RegExp(literal, 'giu'))].map(({ index, 0: found }) => ({
		start: index,
		end: index + found.length
	}));
}

/** What stands in the place of masked words: the same for all, so that its length tells nothing. */
export type MaskWords = (grounds: PossibleGround[]) => string;

/** A text with the masked places taken out. Masks that touch or overlap become one. */
export function maskedParts(
	text: string,
	masks: readonly { start: number; end: number; possibleGround: PossibleGround }[],
	words: MaskWords
): MaskedPart[] {
	const merged: { start: number; end: number; grounds: Set<PossibleGround> }[] = [];
	for (const { start, end, possibleGround } of [...masks].sort((a, b) => a.start - b.start)) {
		const last = merged.at(-1);
		// white space between two masks would tell how many words there were
		if (last && text.slice(last.end, Math.max(last.end, start)).trim() === '' && start >= last.start) {
			last.end = Math.max(last.end, end);
			last.grounds.add(possibleGround);
		} else {
			merged.push({ start, end, grounds: new Set([possibleGround]) });
		}
	}
	const parts: MaskedPart[] = [];
	let at = 0;
	for (const { start, end, grounds } of merged) {
		if (start > at) parts.push({ text: text.slice(at, start), mask: null });
		parts.push({ text: '', mask: words([...grounds]) });
		at = end;
	}
	if (at < text.length) parts.push({ text: text.slice(at), mask: null });
	return parts;
}
