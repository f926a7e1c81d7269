/** What the page of a case says, on paper: the report and how it was handled. */
import { m } from '#lib/paraglide/messages.js';
import type { PaperBlock } from '#lib/server/case-documents/index.ts';
import type { CaseView } from '#lib/server/cases/index.ts';
import { answerText, questionText } from '../../../correction-text.ts';
import { historyByText, historyText } from '../../history-text.ts';
import {
	entry,
	fieldsBlock,
	labelOf,
	labelsOf,
	lines,
	paragraph,
	personText,
	swedish
} from './paper-words.ts';

const yesNo = (answer: boolean | null) =>
	answer === null ? null : answer ? m.yes({}, swedish) : m.no({}, swedish);

/** What was reported, in the reporter's own words, and every answer. */
export function whatHappened({ incident }: CaseView): PaperBlock[] {
	return [
		...paragraph(incident.text ?? m.case_no_words({}, swedish)),
		...fieldsBlock([
			[m.case_forms({}, swedish), labelsOf('form', incident.forms)],
			[m.case_subforms({}, swedish), labelsOf('subform', incident.subforms)],
			[m.many_term({}, swedish), timesText(incident)],
			[m.case_channel({}, swedish), labelOf('channel', incident.channel)],
			[m.case_influencer({}, swedish), labelOf('influencer', incident.influencer)],
			[m.case_purpose({}, swedish), labelOf('purpose', incident.purpose)],
			[m.case_in_danger({}, swedish), yesNo(incident.inDanger)],
			[m.case_wants_contact({}, swedish), yesNo(incident.wantsContactToday)],
			[m.case_consequences({}, swedish), labelsOf('consequence', incident.consequences)],
			[m.case_matter({}, swedish), incident.matter],
			[m.case_reference({}, swedish), incident.caseReference],
			[m.case_place({}, swedish), incident.place],
			[m.case_witnesses({}, swedish), incident.witnesses],
			[m.case_child({}, swedish), labelOf('answer', incident.childConcerned)],
			[m.case_injury({}, swedish), labelOf('answer', incident.injury)],
			[m.case_weapon({}, swedish), labelOf('answer', incident.weapon)],
			[m.case_feared({}, swedish), labelOf('answer', incident.fearedForLife)],
			[m.case_known_repeat({}, swedish), labelOf('answer', incident.knownRepeat)],
			[m.case_gender({}, swedish), labelOf('gender', incident.gender)],
			[m.case_origin({}, swedish), labelOf('origin', incident.origin)],
			[m.case_repeats({}, swedish), incident.repeats?.number]
		]),
		...incident.additions.map(({ atText, by, text, changedFields }) =>
			entry(
				[m.documents_addition({ when: atText }, swedish), by && personText(by)],
				lines([
					text,
					changedFields.length > 0
						? m.case_addition_fields(
								{ fields: changedFields.map((field) => questionText(field, false, swedish)).join(', ') },
								swedish
							)
						: null
				])
			)
		),
		...incident.corrections.map(({ additionId, field, oldValue, newValue, atText }) =>
			entry(
				[m.corrections_title({}, swedish), questionText(field, additionId !== null, swedish), atText],
				lines([
					`${m.corrections_before({}, swedish)}: ${answerText(field, oldValue, swedish)}`,
					`${m.corrections_after({}, swedish)}: ${answerText(field, newValue, swedish)}`
				])
			)
		)
	];
}

/** '12 samtal, 3–4 november 2026'; null when it happened once. */
function timesText({ occurrences, channel, periodText }: CaseView['incident']): string | null {
	if (occurrences === 1) return null;
	const times = (channel === 'phone' ? m.many_calls : m.many_times)({ count: occurrences }, swedish);
	return periodText ? m.many_period({ times, period: periodText }, swedish) : times;
}

/** Notes of one kind, each with when, how and who. */
export const notes = (list: CaseView['notes']): PaperBlock[] =>
	list.map(({ atText, by, how, text }) => ({
		kind: 'entry',
		heading: [atText, labelOf('case_how', how), by && personText(by)].filter(Boolean).join(', '),
		text: text ?? ''
	}));

/** When and how the reporter was contacted, and what support was given. */
export function contact({ contact: { firstAtText, contacts, supports } }: CaseView): PaperBlock[] {
	return [
		...fieldsBlock([[m.documents_first_contact({}, swedish), firstAtText]]),
		...notes([...contacts, ...supports].sort((a, b) => a.at.localeCompare(b.at)))
	];
}

/** What it was judged to be, by whom and why. */
export function assessment({ assessment: made }: CaseView): PaperBlock[] {
	if (!made) return [];
	return [
		...fieldsBlock([
			[m.case_undue({}, swedish), labelOf('undue', made.undueInfluence)],
			[m.case_form({}, swedish), labelOf('form', made.form)],
			[m.case_subform({}, swedish), labelOf('subform', made.subform)],
			[m.case_severity({}, swedish), labelOf('severity', made.severity)],
			[m.case_motive({}, swedish), labelOf('motive', made.motive)],
			[m.case_decision_affected({}, swedish), labelOf('decision', made.decisionAffected)],
			[m.case_harm({}, swedish), labelsOf('harm', made.harm)],
			[m.documents_assessed({}, swedish), made.by && `${personText(made.by)}, ${made.atText ?? ''}`],
			[m.case_reason({}, swedish), made.rationale]
		])
	];
}

/** What was done about it, by whom, and whether it helped. */
export const measures = ({ measures: list }: CaseView): PaperBlock[] =>
	list.flatMap((measure): PaperBlock[] => [
		{
			kind: 'entry',
			heading: `${labelOf('measureKind', measure.kind)}: ${labelOf('measureStatus', measure.status)}`,
			text: measure.description
		},
		...fieldsBlock([
			[m.documents_measure_owner({}, swedish), personText(measure.owner)],
			[m.documents_measure_due({}, swedish), measure.dueText],
			[m.documents_measure_done({}, swedish), measure.doneText],
			[m.case_measure_effect({}, swedish), labelOf('effect', measure.effect)],
			[m.measure_effect_text({}, swedish), measure.effectText],
			[m.documents_measure_cancelled({}, swedish), measure.cancelReason]
		])
	]);

/** What handler and reporter wrote to each other. */
export const messages = ({ messages: list }: CaseView): PaperBlock[] =>
	list.map(({ atText, fromReporter, by, text }) => ({
		kind: 'entry',
		heading: [
			atText,
			fromReporter ? m.documents_from_reporter({}, swedish) : m.documents_from_handler({}, swedish),
			by && personText(by)
		]
			.filter(Boolean)
			.join(', '),
		text
	}));

/** How the case ended, and what the reporter was told. */
export function ending({ ending: end }: CaseView): PaperBlock[] {
	return fieldsBlock([
		[m.documents_ended({}, swedish), end.atText],
		[m.documents_transferred({}, swedish), labelOf('transfer', end.transferredTo)],
		[m.documents_instead({}, swedish), labelOf('instead', end.insteadKind)],
		[m.case_reason({}, swedish), end.reason],
		[m.case_feedback({}, swedish), end.feedback]
	]);
}

/** What was done with the case, oldest first. */
export function history({ history: lines }: CaseView): PaperBlock[] {
	const items = lines.map((line) =>
		[line.atText, historyText(line, swedish), historyByText(line, swedish), line.text]
			.filter(Boolean)
			.join(', ')
	);
	return items.length > 0 ? [{ kind: 'list', items }] : [];
}
