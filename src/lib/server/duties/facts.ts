/** What the rules know of a case. Pure: no database, no clock. */
import type {
	AssessedForm,
	Channel,
	Consequence,
	DecisionAffected,
	Form,
	Harm,
	Influencer,
	InsteadKind,
	Motive,
	Purpose,
	Severity,
	Subform,
	UndueInfluence,
	YesNoUnsure
} from '../../../../database/column-types.ts';
import { findTopics, type Topic } from '../../text-hints/index.ts';
import { formOfSubform } from '../incidents/index.ts';
import { findWordHints, type WordHint } from './word-hints.ts';

/** The answers of a report that rules read; an incident's row and a new report both fit. */
export interface ReportedFacts {
	text: string | null;
	forms: readonly Form[];
	subforms: readonly Subform[];
	channel: Channel | null;
	influencer: Influencer | null;
	purpose: Purpose | null;
	inDanger: boolean | null;
	consequences: readonly Consequence[];
	childConcerned: YesNoUnsure | null;
	injury: YesNoUnsure | null;
	weapon: YesNoUnsure | null;
	fearedForLife: YesNoUnsure | null;
}

/** What the employer judged; a case's row fits. All null: not assessed. */
export interface AssessedFacts {
	undueInfluence: UndueInfluence | null;
	form: AssessedForm | null;
	subform: Subform | null;
	severity: Severity | null;
	motive: Motive | null;
	decisionAffected: DecisionAffected | null;
	insteadKind: InsteadKind | null;
	/** What happened to people, whatever the event was. Absent: nothing said. */
	harm?: readonly Harm[];
}

/** Where it happened: what the unit works with, in the municipality's own words. */
export interface PlaceFacts {
	activity: string | null;
	area: string | null;
}

/** Everything that a reason may look at. */
export interface DutyFacts extends Omit<ReportedFacts, 'text' | 'forms' | 'subforms'> {
	/** As assessed, or else as reported. */
	forms: ReadonlySet<Form | AssessedForm>;
	/** As assessed, and what was reported of the same form. */
	subforms: ReadonlySet<Subform>;
	isAssessed: boolean;
	undueInfluence: UndueInfluence | null;
	severity: Severity | null;
	motive: Motive | null;
	decisionAffected: DecisionAffected | null;
	insteadKind: InsteadKind | null;
	harm: ReadonlySet<Harm>;
	/** What the words seem to be about: hints, never more. */
	hints: ReadonlySet<WordHint | Topic>;
	/** The unit works with children and young people. */
	worksWithChildren: boolean;
}

const notAssessed: AssessedFacts = {
	undueInfluence: null,
	form: null,
	subform: null,
	severity: null,
	motive: null,
	decisionAffected: null,
	insteadKind: null
};

/** @param additions what the reporter wrote later */
export function factsOf(
	reported: ReportedFacts,
	assessed: AssessedFacts | null,
	place: PlaceFacts | null,
	additions: readonly (string | null)[] = []
): DutyFacts {
	const { text, forms, subforms, ...answers } = reported;
	const { form, subform, harm, ...judged } = assessed ?? notAssessed;
	const words = [text, ...additions].filter((one) => one !== null).join('\n\n');
	const ofTheForm = subforms.filter((one) => form === null || formOfSubform(one) === form);
	return {
		...answers,
		...judged,
		forms: new Set(form === null ? forms : [form]),
		subforms: new Set(subform === null ? ofTheForm : [...ofTheForm, subform]),
		harm: new Set(harm),
		isAssessed: judged.undueInfluence !== null,
		hints: new Set([...findTopics(words), ...findWordHints(words)]),
		worksWithChildren: place !== null && isAboutChildren(`${place.activity ?? ''} ${place.area ?? ''}`)
	};
}

/** A report of an event that others reported as well. */
export interface ReportOfEvent {
	reported: ReportedFacts;
	/** What the reporter wrote later. */
	additions: readonly (string | null)[];
	/** Null: not assessed. */
	assessed: AssessedFacts | null;
}

const answersInOrder = ['yes', 'unsure', 'no'] as const satisfies readonly YesNoUnsure[];
/** Who answered 'no' says less than who did not answer. */
const purposesInOrder = [
	'yes',
	'maybe',
	'doNotKnow',
	null,
	'no'
] as const satisfies readonly (Purpose | null)[];

/**
 * The facts of an event that was reported more than once: whatever one of the reports says, and the assessment of the main case, or else of
 * another one. Where only one answer can be, the one that calls for more, or else the main report's.
 * @param place of the main case
 */
export function factsOfEvent(
	main: ReportOfEvent,
	others: readonly ReportOfEvent[],
	place: PlaceFacts | null
): DutyFacts {
	const all = [main, ...others];
	const reports = all.map(({ reported }) => reported);
	const first = <Value>(values: readonly (Value | null)[]) => values.find((value) => value !== null) ?? null;
	const gravest = (name: 'childConcerned' | 'injury' | 'weapon' | 'fearedForLife') =>
		answersInOrder.find((answer) => reports.some((report) => report[name] === answer)) ?? null;
	const danger = reports.map(({ inDanger }) => inDanger);
	const reported: ReportedFacts = {
		text: first(reports.map(({ text }) => text)),
		forms: reports.flatMap(({ forms }) => forms),
		subforms: reports.flatMap(({ subforms }) => subforms),
		channel: first(reports.map(({ channel }) => channel)),
		influencer: first(reports.map(({ influencer }) => influencer)),
		purpose: purposesInOrder.find((purpose) => reports.some((report) => report.purpose === purpose)) ?? null,
		inDanger: danger.includes(true) ? true : first(danger),
		consequences: [...new Set(reports.flatMap(({ consequences }) => consequences))],
		childConcerned: gravest('childConcerned'),
		injury: gravest('injury'),
		weapon: gravest('weapon'),
		fearedForLife: gravest('fearedForLife')
	};
	const words = [
		...reports.map(({ text }) => text).filter((text) => text !== reported.text),
		...all.flatMap(({ additions }) => additions)
	];
	return factsOf(reported, first(all.map(({ assessed }) => assessed)), place, words);
}

/** 'Barn och unga', 'Familjerätt', 'Familjehem', 'Unga och kriminalitet'; a municipality names its units itself. */
function isAboutChildren(words: string): boolean {
	return /(?<!\p{L})(barn|ung(a|dom\p{L}*)|familje(rätt|hem)\p{L}*|lvu|placering\p{L}*)(?!\p{L})/iu.test(
		words
	);
}
