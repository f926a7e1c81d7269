/**
 * Which passwords are accepted: at least 12 characters, and not what is guessed first. No rules about kinds of characters, and no
 * change every few months: both make people choose worse ones (NIST SP 800-63B).
 */
import { readFileSync } from 'node:fs';

export const passwordLength = { least: 12, most: 200 } as const;

/** A message code, see messages `error_<code>`. */
export type PasswordProblem = 'passwordShort' | 'passwordLong' | 'passwordCommon' | 'passwordPersonal';

/** In lower case, without accents, so that the list needs each word only once. */
function fold(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

let words: Set<string> | undefined;

/** The list, read when it is needed first. The system is started from the project's folder. */
function commonWords(): Set<string> {
	words ??= new Set(
		readFileSync('src/lib/server/sign-in/common-passwords.txt', 'utf8')
			.split('\n')
			.filter((text) => text !== '' && !text.startsWith('#'))
	);
	return words;
}

const lookalikes: Record<string, string> = {
	'0': 'o',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'7': 't',
	'@': 'a',
	$: 's',
	'!': 'i'
};

/** The letters that are left when years, numbers and signs are taken away, in the ways that they may have been meant. */
function lettersOf(folded: string): string[] {
	const inner = folded.replace(/^[^a-z]+|[^a-z]+$/g, '');
	const read = (text: string, one: string) =>
		text.replace(/./gu, (sign) => (sign === '1' ? one : (lookalikes[sign] ?? sign)));
	const all = [folded, read(inner, 'i'), read(inner, 'l'), read(folded, 'i')];
	return [...new Set(all.map((text) => text.replace(/[^a-z]/g, '')))];
}

/** Whether letters are nothing but one or two words of the list, or one of them several times. */
function isMadeOfCommonWords(letters: string): boolean {
	const list = commonWords();
	if (letters === '') return false;
	if (list.has(letters)) return true;
	for (let end = 3; end < letters.length; end++) {
		const first = letters.slice(0, end);
		if (!list.has(first)) continue;
		const rest = letters.slice(end);
		if (rest.length < 3 || list.has(rest)) return true;
		if (letters === first.repeat(Math.ceil(letters.length / end)).slice(0, letters.length)) return true;
	}
	return false;
}

const walks = [
	'1234567890',
	'qwertyuiop',
	'asdfghjkl',
	'zxcvbnm',
	'abcdefghijklmnopqrstuvwxyz',
	'1qaz',
	'2wsx',
	'3edc',
	'4rfv',
	'5tgb',
	'6yhn',
	'7ujm'
];
const neighbours = new Set(
	walks.flatMap((walk) =>
		[...walk].slice(1).flatMap((sign, index) => [walk[index]! + sign, sign + walk[index]!])
	)
);

/** Whether a text is mostly a walk over the keyboard or through the alphabet, or the same few signs again and again. */
function isPattern(folded: string): boolean {
	const signs = [...folded];
	if (new Set(signs).size <= 4) return true;
	if (/^(.{1,6})\1+.{0,5}$/su.test(folded)) return true;
	const steps = signs.slice(1).filter((sign, index) => {
		const before = signs[index]!;
		return sign === before || neighbours.has(before + sign);
	});
	return steps.length >= 0.7 * (signs.length - 1);
}

/**
 * What is wrong with a password that somebody wants to have; null: nothing.
 * @param about what strangers know of them: name, user name, municipality
 */
export function problemWithPassword(password: string, about: readonly string[]): PasswordProblem | null {
	const length = [...password].length;
	if (length < passwordLength.least) return 'passwordShort';
	if (length > passwordLength.most) return 'passwordLong';
	const folded = fold(password);
	// digits alone are guessed by machines before anything else
	if (length < 20 && !/\p{L}.*\p{L}.*\p{L}/su.test(folded)) return 'passwordCommon';
	if (commonWords().has(folded) || isPattern(folded)) return 'passwordCommon';
	// a sentence that happens to hold few words is long; what is short enough to be guessed is looked into
	if (length < 24 && lettersOf(folded).some(isMadeOfCommonWords)) return 'passwordCommon';
	const known = ['opåverkad', ...about]
		.flatMap((text) => fold(text).split(/[^a-z0-9]+/))
		.filter((word) => word.length >= 4);
	const rest = known
		.toSorted((a, b) => b.length - a.length)
		.reduce((text, word) => text.replaceAll(word, ''), folded);
	return rest !== folded && rest.length < 8 ? 'passwordPersonal' : null;
}
