import { m } from '#lib/paraglide/messages.js';
import type { Context } from '#lib/server/access/index.ts';
import type { ExternalReference, Paper, PaperBlock } from '#lib/server/case-documents/index.ts';
import {
	audience,
	conflicts,
	disclosures,
	evidence,
	lexSarah,
	links,
	notifications,
	police,
	reminders,
	reviews,
	safetyRequests
} from './case-file-around.ts';
import { duties } from './case-file-duties.ts';
import { aftercare, protection, statements } from './case-file-protection.ts';
import {
	assessment,
	contact,
	ending,
	history,
	measures,
	messages,
	notes,
	whatHappened
} from './case-file-report.ts';
import type { CaseFile } from './case-file.ts';
import {
	fieldsBlock,
	fieldsOf,
	labelOf,
	list,
	paperFrame,
	personText,
	section,
	swedish
} from './paper-words.ts';

/**
 * The whole case as the actor sees it, in the order in which it happened to be handled. What there is nothing of is said last, so
 * that nobody has to wonder whether it was left out.
 */
export function caseFilePaper(context: Context, file: CaseFile): Paper {
	const { view } = file;
	const sections = [
		section(m.case_section_what({}, swedish), whatHappened(view)),
		section(m.case_section_contact({}, swedish), contact(view)),
		section(m.case_section_assessment({}, swedish), assessment(view)),
		section(m.duty_page_label({}, swedish), duties(file)),
		section(m.threat_title({}, swedish), protection(file)),
		section(m.case_section_measures({}, swedish), measures(view)),
		section(m.aftercare_title({}, swedish), aftercare(file)),
		section(m.statements_title({}, swedish), statements(file)),
		section(m.evidence_title({}, swedish), evidence(file)),
		section(m.review_title({}, swedish), reviews(file)),
		section(m.conflict_title({}, swedish), conflicts(file)),
		section(m.safety_title({}, swedish), safetyRequests(file)),
		...(file.lexSarah ? [section(m.lex_title({}, swedish), lexSarah(file))] : []),
		section(m.documents_notifications({}, swedish), notifications(file)),
		section(m.documents_section_police({}, swedish), police(file)),
		section(m.case_section_messages({}, swedish), messages(view)),
		section(m.case_section_notes({}, swedish), notes(view.notes)),
		section(m.links_title({}, swedish), links(file)),
		section(m.documents_section_ending({}, swedish), ending(view)),
		section(m.documents_section_references({}, swedish), references(file.references)),
		// only who handles the case sees them
		...(view.allows.move ? [section(m.documents_disclosures({}, swedish), disclosures(file))] : []),
		section(m.documents_section_reminders({}, swedish), reminders(file)),
		section(m.case_section_audience({}, swedish), audience(file)),
		section(m.case_section_history({}, swedish), history(view))
	];
	const empty = sections.filter(({ blocks }) => blocks.length === 0).map(({ heading }) => heading);
	return {
		...paperFrame(context, view),
		title: m.documents_case_file_title({ number: view.number }, swedish),
		lead: m.documents_case_file_part({}, swedish),
		facts: fieldsOf([
			[m.documents_unit({}, swedish), view.unitName],
			[m.documents_status({}, swedish), labelOf('status', view.status)],
			[m.case_handler({}, swedish), view.handler && personText(view.handler)],
			[m.case_reporter({}, swedish), personText(view.incident.reporter)],
			[m.case_affected({}, swedish), view.incident.isOnBehalf ? personText(view.incident.affected) : null],
			[m.case_occurred_at({}, swedish), view.incident.occurred.atText],
			[m.case_reported_at({}, swedish), view.incident.reported.atText]
		]),
		sections: [
			...sections.filter(({ blocks }) => blocks.length > 0),
			...(empty.length > 0 ? [section(m.documents_section_nothing({}, swedish), list(empty))] : [])
		]
	};
}

const references = (found: readonly ExternalReference[]): PaperBlock[] =>
	fieldsBlock(
		found.map(({ system, systemName, reference }) => [
			systemName ?? labelOf('documents_system', system)!,
			reference
		])
	);
