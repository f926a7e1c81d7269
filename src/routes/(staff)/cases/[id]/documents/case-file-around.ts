/** What stands around the handling of a case, on paper: files, decisions, requests, what was sent, links, reminders, readers. */
import { changeText, reasonText } from '#lib/audience-text.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PaperBlock } from '#lib/server/case-documents/index.ts';
import { capacityText } from '../../../capacity-text.ts';
import { fileName, stateText } from '../../../file-text.ts';
import { reminderText, reminderTimeText, reminderToText } from '../reminders/reminder-text.ts';
import type { CaseFile } from './case-file.ts';
import {
	entry,
	fieldsBlock,
	labelOf,
	labelsOf,
	lines,
	list,
	paragraph,
	personText,
	swedish
} from './paper-words.ts';

const written = (when: string, by: Parameters<typeof personText>[0]) =>
	m.documents_written({ when, name: personText(by) }, swedish);

/** Each file with the hash of its original, so that whoever gets the file can check that it is the same. */
export function evidence({ evidence: { files, hiddenCount } }: CaseFile): PaperBlock[] {
	return [
		...files.flatMap((file) => [
			entry([fileName(file, swedish)], stateText(file, swedish)),
			...fieldsBlock([
				[
					m.evidence_kind({}, swedish),
					`${m[`evidence_kind_${file.kind}`]({}, swedish)} (${file.mediaType}), ${file.sizeText}`
				],
				[m.evidence_added({}, swedish), written(file.addedText, file.addedBy)],
				[
					m.documents_evidence_from({}, swedish),
					file.fromReporter ? m.evidence_from_reporter({}, swedish) : null
				],
				[m.evidence_hash({}, swedish), file.sha256],
				[m.evidence_source_url({}, swedish), file.source?.url],
				[m.evidence_source_seen({}, swedish), file.source?.seenText],
				[m.evidence_source_note({}, swedish), file.source?.note]
			])
		]),
		...(hiddenCount > 0 ? paragraph(m.evidence_hidden({ count: String(hiddenCount) }, swedish)) : [])
	];
}

/** Decisions that may have been influenced, and what came of looking at each again. */
export const reviews = ({ decisions }: CaseFile): PaperBlock[] =>
	decisions.reviews.flatMap((review) => [
		entry([
			`${review.reference}: ${review.outcome ? m[`review_outcome_${review.outcome.code}`]({}, swedish) : m.review_open({}, swedish)}`
		]),
		...fieldsBlock([
			[m.documents_review_decision({}, swedish), review.decision],
			[m.documents_review_influence({}, swedish), review.influence],
			[m.documents_review_pointed_out({}, swedish), written(review.createdText, review.createdBy)],
			[m.review_concerns_child({}, swedish), review.concernsChild ? m.yes({}, swedish) : m.no({}, swedish)],
			[m.documents_review_outcome({}, swedish), review.outcome?.text],
			[m.review_child_interest({}, swedish), review.outcome?.childInterest],
			[
				m.documents_review_by({}, swedish),
				review.outcome &&
					m.documents_written({ when: review.outcome.onText, name: review.outcome.by }, swedish)
			]
		])
	]);

/** Questions of conflict of interest, and what their examination came to. */
export const conflicts = ({ decisions }: CaseFile): PaperBlock[] =>
	decisions.questions.flatMap((question) => [
		entry(
			[m.conflict_question({}, swedish), question.raisedText, personText(question.raisedBy)],
			question.circumstance
		),
		...fieldsBlock([
			[m.review_reference({}, swedish), question.reference],
			[
				m.documents_conflict_outcome({}, swedish),
				question.outcome
					? m[`conflict_outcome_${question.outcome.code}`]({}, swedish)
					: m.documents_conflict_open({}, swedish)
			],
			[m.conflict_reason({}, swedish), question.outcome?.reason],
			[
				m.documents_conflict_by({}, swedish),
				question.outcome &&
					m.documents_written({ when: question.outcome.atText, name: question.outcome.by }, swedish)
			]
		])
	]);

/** What the safety representative asked for, and what the employer answered. */
export const safetyRequests = ({ safetyRequests: requests }: CaseFile): PaperBlock[] =>
	requests.flatMap((request) => [
		entry([
			m.safety_request_title({ date: request.requestedText }, swedish),
			personText(request.requestedBy)
		]),
		...fieldsBlock([
			[m.safety_section_request({}, swedish), request.demand],
			[m.safety_background({}, swedish), request.background],
			[m.safety_wanted({}, swedish), request.wantedText],
			[
				m.safety_section_answer({}, swedish),
				request.answer
					? lines([
							m[`safety_answer_${request.answer.code}`]({}, swedish),
							request.answer.text,
							written(request.answer.atText, request.answer.by)
						])
					: m.safety_no_answer({}, swedish)
			],
			[
				m.documents_safety_authority({}, swedish),
				request.authorityText && m.safety_went_on_when({ date: request.authorityText }, swedish)
			]
		])
	]);

/** That there is a lex Sarah record. It is a file of its own, which the officer prints. */
export const lexSarah = ({ lexSarah: it }: CaseFile): PaperBlock[] =>
	(it?.records ?? []).flatMap((record) => [
		...fieldsBlock([
			[m.lex_record_exists({}, swedish), m[`lex_status_${record.status}`]({}, swedish)],
			[m.lex_handed_over({}, swedish), written(record.handedOverText, record.handedOverBy)],
			[m.lex_started({}, swedish), record.startedText],
			[m.lex_decided({}, swedish), record.decidedText],
			[m.lex_closed({}, swedish), record.closedText]
		]),
		...paragraph(m.documents_lex_sarah_apart({}, swedish))
	]);

/** What was made ready for the authorities, and whether it was sent. */
export const notifications = ({ notifications: found, view }: CaseFile): PaperBlock[] =>
	found.flatMap((one) => [
		entry(
			[m[`documents_kind_${one.kind}`]({}, swedish)],
			one.submitted
				? lines([
						m.notification_submitted(
							{ date: one.submitted.onText, name: personText(one.submitted.by) },
							swedish
						),
						one.submitted.reference &&
							m.notification_submitted_reference({ reference: one.submitted.reference }, swedish)
					])
				: m.documents_notification_begun({}, swedish)
		),
		...fieldsBlock(
			one.fields.map(({ name, value }) => [m[`notification_field_${name}`]({}, swedish), value])
		),
		...list(
			one.copies.map((copy) =>
				[
					m.notification_given(
						{
							name: personText(copy.as === 'injuredPerson' && !view.allows.readReporterName ? null : copy),
							as: m[`notification_as_${copy.as}`]({}, swedish),
							when: copy.givenText
						},
						swedish
					),
					copy.readText
						? m.notification_given_read({ when: copy.readText }, swedish)
						: m.notification_given_unread({}, swedish)
				].join(' ')
			)
		)
	]);

/** The police report: what was made ready, whether it was made, and what the lawyer was asked. */
export function police({ police: it }: CaseFile): PaperBlock[] {
	const isPrepared = it.version > 0;
	const chosen = it.offences.filter(({ isChosen }) => isChosen);
	const { facts = 0, files = 0 } = it.package.leftOut ?? {};
	return [
		...paragraph(
			it.reported
				? [
						m.police_reported(
							{
								date: it.reported.onText,
								how: m[`police_way_${it.reported.how}`]({}, swedish),
								name: personText(it.reported.by)
							},
							swedish
						),
						it.reported.reference &&
							m.police_reported_reference({ reference: it.reported.reference }, swedish)
					]
						.filter(Boolean)
						.join(' ')
				: isPrepared
					? m.documents_police_begun({}, swedish)
					: null
		),
		...(isPrepared
			? fieldsBlock([
					...it.fields.map(({ name, value }) => [m[`police_field_${name}`]({}, swedish), value] as const),
					[m.documents_police_masked({}, swedish), it.maskedWords.join(', ')],
					[
						m.police_section_offences({}, swedish),
						lines(
							chosen.map(({ code, citation }) => `${labelOf('duty_offence', code) ?? code} (${citation})`)
						)
					]
				])
			: []),
		...(isPrepared && facts + files > 0
			? paragraph(m.police_left_out({ facts: String(facts), files: String(files) }, swedish))
			: []),
		...it.questions.flatMap((question) => [
			entry(
				[
					m.police_asked({ name: personText(question.by), adviser: personText(question.adviser) }, swedish),
					question.askedText
				],
				question.question
			),
			entry(
				[
					m[`police_secrecy_${question.answer ?? 'waiting'}`]({}, swedish).replace(/\.$/u, ''),
					question.answeredText
				],
				question.reason
			)
		])
	];
}

/** To whom the case was disclosed is never kept: only the number of the request, and how far it came. */
export const disclosures = ({ disclosures: found }: CaseFile): PaperBlock[] =>
	list(
		found.map(({ registryNumber, begunText, decidedText }) =>
			[
				registryNumber,
				m.documents_disclosure_line({ date: begunText }, swedish),
				decidedText && m.documents_disclosure_decided({ date: decidedText }, swedish)
			]
				.filter(Boolean)
				.join(', ')
		)
	);

/** Other cases that belong together with this one, of those that the actor may read. */
export function links({ links: it }: CaseFile): PaperBlock[] {
	const { sameReference: same } = it;
	return [
		...(it.isMerged
			? paragraph(
					[
						m.merged_case({}, swedish),
						it.mergedBy && `${m.links_merged_into({}, swedish)} ${it.mergedBy.other.number}.`
					]
						.filter(Boolean)
						.join(' ')
				)
			: []),
		...list([
			...(same.withinDays > 1 ? [m.pattern_same({ count: same.withinDays, days: same.days }, swedish)] : []),
			...(same.events > same.withinDays ? [m.pattern_all({ count: same.events }, swedish)] : []),
			...(it.repeats > 1 ? [m.pattern_repeats({ count: it.repeats }, swedish)] : [])
		]),
		...it.cases
			.filter(({ isThis }) => !isThis)
			.map((one) =>
				entry(
					[one.number, one.atText],
					lines([
						labelsOf('form', one.forms),
						one.reasons.map((code) => m[`links_why_${code}`]({}, swedish)).join(', '),
						one.isMerged ? m.merged_tag({}, swedish) : labelOf('status', one.status)
					])
				)
			),
		...it.links.flatMap((link) => [
			entry(
				[
					m[`links_why_${link.kind}`]({}, swedish),
					link.other.number,
					link.kind === 'duplicate' && !link.isMergedAway && !link.ended
						? m.links_merged_here({}, swedish)
						: null,
					written(link.atText, link.by)
				],
				lines([
					`${m.links_reason({}, swedish)}: ${link.reason}`,
					link.ended && m.links_ended({ name: personText(link.ended.by), when: link.ended.atText }, swedish),
					link.ended && `${m.links_end_reason({}, swedish)}: ${link.ended.reason}`
				])
			)
		])
	];
}

/** What was reminded of, when, and who was told. */
export const reminders = ({ reminders: { reminders: found } }: CaseFile): PaperBlock[] =>
	list(
		found.map((reminder) =>
			[
				`${reminder.atText}, ${reminderText(reminder, swedish)}.`,
				`${reminderToText(reminder, swedish)}.`,
				reminderTimeText(reminder, swedish)
			].join(' ')
		)
	);

/** Who can see the case, what changed of that, who never can, and who has read it. */
export function audience({ view: { audience: it } }: CaseFile): PaperBlock[] {
	return [
		...fieldsBlock(
			it.members.map((member) => [
				personText(member),
				lines([
					...member.reasons.map((reason) => reasonText(reason, swedish)),
					member.readsNotes ? null : m.audience_no_notes({}, swedish),
					member.seesReporterName ? null : m.audience_no_name({}, swedish)
				])
			])
		),
		...list([
			m.case_audience_reporter({}, swedish),
			...(it.isNameHidden ? [m.case_audience_hidden({}, swedish)] : []),
			...(it.excludedCount === 0
				? []
				: [
						it.excluded
							? m.case_audience_excluded({ names: it.excluded.map(personText).join(', ') }, swedish)
							: m.case_audience_excluded_count({ count: it.excludedCount }, swedish)
					])
		]),
		...(it.changes.length > 0
			? [
					entry([m.audience_changes({}, swedish)]),
					...list(it.changes.map((change) => `${change.atText}, ${changeText(change, swedish)}`))
				]
			: []),
		...(it.readings.length > 0
			? [
					entry([m.case_readings({}, swedish)]),
					...list(
						it.readings.map(({ person, role, onBehalfOf, atText }) =>
							[atText, personText(person), capacityText(role, onBehalfOf?.name, swedish)]
								.filter(Boolean)
								.join(', ')
						)
					)
				]
			: [])
	];
}
