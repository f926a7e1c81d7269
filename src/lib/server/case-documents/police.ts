/** What the package for the police consists of. The workplace's address and phone, never private ones. */
import { choice, line, longText } from '../platform/http-form.ts';
import { maskedParts, placesOf } from './disclosure.ts';

/** The fields that are asked for and stored, in their order. */
export const policeFields = [
	'reporterName',
	'reporterRole',
	'workplaceName',
	'workAddress',
	'workPhone',
	'workEmail',
	'exposedName',
	'exposedReached',
	'summary'
] as const;
export type PoliceField = (typeof policeFields)[number];
export type PoliceAnswers = Partial<Record<PoliceField, string>>;

/** How a police report is made without emergency: 114 14, or at a station. */
export const reportWays = ['phone', 'station'] as const;
export type ReportWay = (typeof reportWays)[number];

/** One line of what happened, in order of time. Finished words. */
export interface PoliceFact {
	/** ISO 8601, for the order. */
	at: string;
	atText: string;
	kind: 'incident' | 'addition';
	text: string;
}

/** A file as the package names it. */
export interface PoliceEvidence {
	name: string;
	addedText: string;
	/** Of the original, 64 hexadecimal digits. */
	sha256: string;
}

/** The package as it is printed, and as a lawyer is shown it. */
export interface PolicePackage {
	answers: PoliceAnswers;
	/** Possible offences that the handler chose to name: code and citation. The police classify. */
	offences: { code: string; citation: string }[];
	facts: PoliceFact[];
	evidence: PoliceEvidence[];
	/** How much of the case does not go along. Absent in packages that a lawyer saw before one could choose. */
	leftOut?: { facts: number; files: number; hasMaskedWords: boolean };
}

/** Something of the case that can go along or not: `report`, or the id of an addition or a file. */
type Choosable<Part> = Part & { key: string };

/** Everything that could go along, and what was written for the package. */
export interface PoliceMaterial {
	answers: PoliceAnswers;
	offences: PolicePackage['offences'];
	facts: Choosable<PoliceFact>[];
	evidence: Choosable<PoliceEvidence>[];
}

/** What who prepares has chosen. What was reported is never changed by it. */
export interface PoliceSelection {
	/** Keys of what goes along. Null: nobody has chosen, so everything. What comes after a choice waits for a new one. */
	included: readonly string[] | null;
	/** Taken out wherever they stand in a text or in the name of a file. */
	maskedWords: readonly string[];
}

/** Stands where words were taken out: the same for all, so that its length tells nothing. */
export const takenOut = '[borttaget]';

/** The words to take out, one a line. */
export function wordsToTakeOut(text: string | null): string[] {
	const lines = (text ?? '').split('\n').map((line) => line.trim().replace(/\s+/gu, ' '));
	return [...new Set(lines.filter((line) => line !== ''))];
}

/** Words that stand nowhere in the material: misspelt, they would stay in the package. */
export function wordsNotIn({ answers, facts, evidence }: PoliceMaterial, words: readonly string[]): string[] {
	const texts = [
		answers.summary ?? '',
		...facts.map(({ text }) => text),
		...evidence.map(({ name }) => name)
	];
	return words.filter((word) => texts.every((text) => placesOf(text, word).length === 0));
}

/** The package: what was chosen of the material, without the words to take out. */
export function packageFrom(
	{ answers, offences, facts, evidence }: PoliceMaterial,
	{ included, maskedWords }: PoliceSelection
): PolicePackage {
	const goesAlong = ({ key }: { key: string }) => included === null || included.includes(key);
	const masked = (text: string) =>
		maskedParts(
			text,
			maskedWords.flatMap((words) =>
				placesOf(text, words).map((place) => ({ ...place, possibleGround: 'other' as const }))
			),
			() => takenOut
		)
			.map(({ text: shown, mask }) => mask ?? shown)
			.join('');
	const [chosenFacts, chosenFiles] = [facts.filter(goesAlong), evidence.filter(goesAlong)];
	return {
		answers: answers.summary ? { ...answers, summary: masked(answers.summary) } : answers,
		offences,
		facts: chosenFacts.map(({ key: _key, ...fact }) => ({ ...fact, text: masked(fact.text) })),
		evidence: chosenFiles.map(({ key: _key, ...file }) => ({ ...file, name: masked(file.name) })),
		leftOut: {
			facts: facts.length - chosenFacts.length,
			files: evidence.length - chosenFiles.length,
			hasMaskedWords: maskedWords.length > 0
		}
	};
}

/** What a lawyer has answered about a package, or that they have not. */
export interface AskedPackage {
	answer: 'mayLeave' | 'mayLeaveInPart' | 'mayNotLeave' | null;
	/** For the order of the answers, ISO 8601. */
	answeredAt: string | null;
	package: PolicePackage;
}

/**
 * Where the question of secrecy stands for the package as it is now. The lawyer answers the question, the manager decides what is
 * done: only an answer that the facts may not leave stops the package, until a lawyer has answered anew.
 */
export const secrecyStates = [
	'notAsked',
	'waiting',
	'refused',
	/** A part may leave, and nothing has been taken out since. */
	'nothingTakenOut',
	/** Something stands in the package that the lawyer did not see. */
	'otherThanAsked',
	'answered'
] as const;
export type SecrecyState = (typeof secrecyStates)[number];

/** States in which the manager says that they know before the package is taken out. */
const toConfirm: readonly SecrecyState[] = ['waiting', 'nothingTakenOut', 'otherThanAsked'];

/** Whether the package can be taken out: at once, when the manager says that they know, or not. */
export function takingOut(state: SecrecyState): 'open' | 'confirm' | 'stopped' {
	if (state === 'refused') return 'stopped';
	return toConfirm.includes(state) ? 'confirm' : 'open';
}

/** The question that was answered last, whenever it was asked. */
export function newestAnswered<Asked extends AskedPackage>(asked: readonly Asked[]): Asked | undefined {
	return asked
		.filter(({ answeredAt }) => answeredAt !== null)
		.sort((a, b) => b.answeredAt!.localeCompare(a.answeredAt!))[0];
}

/** @param asked the latest question first */
export function secrecyState(asked: readonly AskedPackage[], current: PolicePackage): SecrecyState {
	const answered = newestAnswered(asked);
	if (answered?.answer === 'mayNotLeave') return 'refused';
	if (!asked[0]) return 'notAsked';
	// a later question waits, although an earlier one has an answer
	if (!answered || asked[0].answer === null) return 'waiting';
	if (!isPartOf(current, answered.package)) return 'otherThanAsked';
	const isAll = isPartOf(answered.package, current);
	return answered.answer === 'mayLeaveInPart' && isAll ? 'nothingTakenOut' : 'answered';
}

/** Whether all that one package tells of the event stands in another too: texts, possibly with words taken out, and files. */
function isPartOf(one: PolicePackage, other: PolicePackage): boolean {
	const summary = one.answers.summary ?? '';
	return (
		isReduced(summary, other.answers.summary ?? '') &&
		one.facts.every(({ at, text }) =>
			other.facts.some((fact) => fact.at === at && isReduced(text, fact.text))
		) &&
		one.evidence.every(({ sha256, name }) =>
			other.evidence.some((file) => file.sha256 === sha256 && isReduced(name, file.name))
		)
	);
}

/** Whether a text is another one with nothing but words taken out. */
function isReduced(text: string, whole: string): boolean {
	let at = 0;
	const pieces = text.split(takenOut);
	if (pieces.length === 1) return text === '' || text === whole;
	return pieces.every((piece) => {
		const found = whole.indexOf(piece, at);
		at = found + piece.length;
		return found >= 0;
	});
}

/** What is kept as answers: only known fields, only what says something. */
export function policeAnswersFrom(values: Record<string, string | null>): PoliceAnswers {
	return Object.fromEntries(
		policeFields.flatMap((name) => {
			const text = values[name]?.trim();
			return text ? [[name, text]] : [];
		})
	);
}

/** The facts in order of time: the event first of those at the same moment. */
export function inOrderOfTime<Fact extends PoliceFact>(facts: readonly Fact[]): Fact[] {
	return facts
		.filter(({ text }) => text.trim() !== '')
		.sort(
			(a, b) => a.at.localeCompare(b.at) || Number(a.kind === 'addition') - Number(b.kind === 'addition')
		);
}

/** The form's fields, one schema each. */
export const policeFieldSchemas = {
	reporterName: line(200),
	reporterRole: line(200),
	workplaceName: line(200),
	workAddress: line(300),
	workPhone: line(100),
	workEmail: line(200),
	exposedName: line(200),
	exposedReached: line(300),
	summary: longText(10_000)
} as const satisfies Record<PoliceField, unknown>;

/** How it was reported. */
export const reportWaySchema = choice(reportWays);

/** Without who was exposed, for who may not know: mostly they are the reporter, who can ask to be named only to those who handle. */
export function withoutExposed({
	exposedName: _name,
	exposedReached: _reached,
	...answers
}: PoliceAnswers): PoliceAnswers {
	return answers;
}
