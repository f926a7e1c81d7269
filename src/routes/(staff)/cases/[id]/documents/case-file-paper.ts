import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import type { ExportedCase, Paper, PaperBlock, PaperSection } from '#lib/server/case-documents/index.ts';
import type { CaseView } from '#lib/server/cases/index.ts';
import { historyByText, historyText } from '../../history-text.ts';
import { fieldsBlock, fieldsOf, labelOf, labelsOf, paperFrame, personText, swedish } from './paper-words.ts';

/** The whole case as the actor sees it, in the order in which it happened to be handled. */
export function caseFilePaper(context: Context, { view, references }: ExportedCase): Paper {
	const sections: PaperSection[] = [
		section(m.case_section_what({}, swedish), whatHappened(view)),
		section(m.case_section_contact({}, swedish), contact(view)),
		section(m.case_section_assessment({}, swedish), assessment(view)),
		section(m.case_section_measures({}, swedish), measures(view)),
		section(m.case_section_messages({}, swedish), messages(view)),
		section(m.case_section_notes({}, swedish), notes(view.notes)),
		section(m.documents_section_ending({}, swedish), ending(view)),
		section(
			m.documents_section_references({}, swedish),
			fieldsBlock(
				references.map(({ system, systemName, reference }) => [
					systemName ?? labelOf('documents_system', system)!,
					reference
				])
			)
		),
		section(m.case_section_history({}, swedish), history(view))
	].filter(({ blocks }) => blocks.length > 0);
	return {
		...paperFrame(context, view),
		title: m.documents_case_file_title({ number: view.number }, swedish),
		lead: view.allows.readMessages ? '' : m.documents_case_file_part({}, swedish),
		facts: fieldsOf([
			[m.documents_unit({}, swedish), view.unitName],
			[m.documents_status({}, swedish), labelOf('status', view.status)],
			[m.case_handler({}, swedish), view.handler && personText(view.handler)],
			[m.case_reporter({}, swedish), personText(view.incident.reporter)],
			[m.case_affected({}, swedish), view.incident.affected && personText(view.incident.affected)],
			[m.case_occurred_at({}, swedish), view.incident.occurred.atText],
			[m.case_reported_at({}, swedish), view.incident.reported.atText]
		]),
		sections
	};
}

const section = (heading: string, blocks: PaperBlock[]): PaperSection => ({ heading, blocks });
const yesNo = (answer: boolean | null) =>
	answer === null ? null : answer ? m.yes({}, swedish) : m.no({}, swedish);

function whatHappened({ incident }: CaseView): PaperBlock[] {
	return [
		...(incident.text ? [{ kind: 'paragraph', text: incident.text } as const] : []),
		...fieldsBlock([
			[m.case_forms({}, swedish), labelsOf('form', incident.forms)],
			[m.case_subforms({}, swedish), labelsOf('subform', incident.subforms)],
			[m.case_channel({}, swedish), labelOf('channel', incident.channel)],
			[m.case_influencer({}, swedish), labelOf('influencer', incident.influencer)],
			[m.case_purpose({}, swedish), labelOf('purpose', incident.purpose)],
			[m.case_in_danger({}, swedish), yesNo(incident.inDanger)],
			[m.case_consequences({}, swedish), labelsOf('consequence', incident.consequences)],
			[m.case_matter({}, swedish), incident.matter],
			[m.case_reference({}, swedish), incident.caseReference],
			[m.case_place({}, swedish), incident.place],
			[m.case_witnesses({}, swedish), incident.witnesses],
			[m.case_child({}, swedish), labelOf('answer', incident.childConcerned)],
			[m.case_injury({}, swedish), labelOf('answer', incident.injury)],
			[m.case_weapon({}, swedish), labelOf('answer', incident.weapon)],
			[m.case_feared({}, swedish), labelOf('answer', incident.fearedForLife)],
			[m.case_known_repeat({}, swedish), labelOf('answer', incident.knownRepeat)]
		]),
		...incident.additions.map(({ atText, by, text }): PaperBlock => ({
			kind: 'entry',
			heading: [m.documents_addition({ when: atText }, swedish), by && personText(by)]
				.filter(Boolean)
				.join(', '),
			text: text ?? m.documents_addition_answers({}, swedish)
		}))
	];
}

const notes = (list: CaseView['notes']): PaperBlock[] =>
	list.map(({ atText, by, how, text }) => ({
		kind: 'entry',
		heading: [atText, labelOf('case_how', how), by && personText(by)].filter(Boolean).join(', '),
		text: text ?? ''
	}));

function contact({ contact: { firstAtText, contacts, supports } }: CaseView): PaperBlock[] {
	return [
		...fieldsBlock([[m.documents_first_contact({}, swedish), firstAtText]]),
		...notes([...contacts, ...supports].sort((a, b) => a.at.localeCompare(b.at)))
	];
}

function assessment({ assessment: made }: CaseView): PaperBlock[] {
	if (!made) return [];
	return [
		...fieldsBlock([
			[m.case_undue({}, swedish), labelOf('undue', made.undueInfluence)],
			[m.case_form({}, swedish), labelOf('form', made.form)],
			[m.case_subform({}, swedish), labelOf('subform', made.subform)],
			[m.case_severity({}, swedish), labelOf('severity', made.severity)],
			[m.case_motive({}, swedish), labelOf('motive', made.motive)],
			[m.case_decision_affected({}, swedish), labelOf('decision', made.decisionAffected)],
			[m.documents_assessed({}, swedish), made.by && `${personText(made.by)}, ${made.atText ?? ''}`],
			[m.case_reason({}, swedish), made.rationale]
		])
	];
}

const measures = ({ measures: list }: CaseView): PaperBlock[] =>
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

const messages = ({ messages: list }: CaseView): PaperBlock[] =>
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

function ending({ ending: end }: CaseView): PaperBlock[] {
	return fieldsBlock([
		[m.documents_ended({}, swedish), end.atText],
		[m.documents_transferred({}, swedish), labelOf('transfer', end.transferredTo)],
		[m.documents_instead({}, swedish), labelOf('instead', end.insteadKind)],
		[m.case_reason({}, swedish), end.reason],
		[m.case_feedback({}, swedish), end.feedback]
	]);
}

function history({ history: lines }: CaseView): PaperBlock[] {
	const items = lines.map((line) =>
		[line.atText, historyText(line, swedish), historyByText(line, swedish), line.text]
			.filter(Boolean)
			.join(', ')
	);
	return items.length > 0 ? [{ kind: 'list', items }] : [];
}
