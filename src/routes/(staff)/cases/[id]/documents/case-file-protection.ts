/** What protects and looks after people, on paper: the threat, the support, and what colleagues told. */
import { m } from '#lib/paraglide/messages.js';
import type { PaperBlock } from '#lib/server/case-documents/index.ts';
import type { ProtectionView } from '#lib/server/threat-assessments/index.ts';
import type { CaseFile } from './case-file.ts';
import { entry, fieldsBlock, labelOf, lines, list, paragraph, personText, swedish } from './paper-words.ts';

/** What was asked, every version of the assessment, the one that holds first, and what was decided to protect. */
export function protection({ protection: it }: CaseFile): PaperBlock[] {
	return [
		...it.requests.map(({ question, by, atText, answeredText, withdrawnText }) =>
			entry(
				[m.threat_requested_by({ name: personText(by), date: atText }, swedish).replace(/\.$/u, '')],
				lines([
					question,
					answeredText
						? m.documents_threat_answered({ when: answeredText }, swedish)
						: withdrawnText
							? m.documents_threat_withdrawn({ when: withdrawnText }, swedish)
							: m.threat_requested({}, swedish)
				])
			)
		),
		...[it.current ?? [], it.older].flat().flatMap((one) => assessment(it, one)),
		...it.protections.map(({ measure, by, atText }) =>
			entry(
				[
					m.documents_protection({}, swedish),
					m.documents_written({ when: atText, name: personText(by) }, swedish)
				],
				`${measure.description} (${labelOf('measureStatus', measure.status)})`
			)
		)
	];
}

function assessment({ current }: ProtectionView, one: NonNullable<ProtectionView['current']>): PaperBlock[] {
	const state =
		one === current ? m[`threat_state_${one.state}`]({}, swedish) : m.threat_state_replaced({}, swedish);
	return [
		entry([
			m.documents_threat_version({ version: one.sequence, when: one.atText }, swedish),
			personText(one.by)
		]),
		...fieldsBlock([
			[m.documents_threat_level({}, swedish), m[`threat_level_${one.level}`]({}, swedish)],
			[m.documents_status({}, swedish), state],
			[m.threat_valid_until({}, swedish), one.validUntilText],
			[m.threat_review({}, swedish), one.reviewText ?? m.threat_no_review({}, swedish)],
			...one.factors.map(({ factor, level, types, reason }) => {
				const before = types.map((code) => m[`threat_history_${code}`]({}, swedish)).join(', ');
				const said = m[`threat_factor_level_${level}`]({}, swedish);
				return [
					m[`threat_factor_${factor}`]({}, swedish),
					lines([before ? `${said} (${before})` : said, reason])
				] as const;
			})
		])
	];
}

/** Every step of the plan with what came of it, and what the exposed person answered themself. */
export function aftercare({ aftercare: it }: CaseFile): PaperBlock[] {
	return [
		...paragraph(it.affected && m.aftercare_for({ name: personText(it.affected) }, swedish)),
		...it.steps.flatMap(({ step, dayText, isPostponed, state, records }) => [
			entry([
				m[`aftercare_step_${step}`]({}, swedish),
				m[`aftercare_state_${state}`]({}, swedish),
				dayText &&
					(isPostponed
						? m.aftercare_postponed_to({ date: dayText }, swedish)
						: m.aftercare_day({ date: dayText }, swedish))
			]),
			...list(
				records.map(({ outcome, note, postponedText, by, atText }) =>
					lines([
						[
							atText,
							m[`aftercare_outcome_${outcome}`]({}, swedish),
							postponedText && m.aftercare_postponed_to({ date: postponedText }, swedish),
							personText(by)
						]
							.filter(Boolean)
							.join(', '),
						note
					])
				)
			)
		]),
		...it.answers.map(({ step, answer, wantsContact, words, atText }) =>
			entry(
				[
					m.aftercare_answers({}, swedish),
					m[`aftercare_step_${step}`]({}, swedish),
					m[`aftercare_answer_${answer}`]({}, swedish),
					wantsContact ? m.aftercare_wants_contact({}, swedish) : null,
					atText
				],
				words
			)
		),
		...(it.answers.length === 0
			? paragraph(m.aftercare_answers_none({ week: it.weekText, month: it.monthText }, swedish))
			: [])
	];
}

/** Whom the handler asked, what, and every version of what they told. */
export function statements({ statements: { statements: list_ } }: CaseFile): PaperBlock[] {
	return list_.flatMap((one) => [
		entry(
			[personText(one.person), m[`statement_status_${one.status}`]({}, swedish)],
			lines([
				m.statements_asked({ date: one.askedText, due: one.dueText }, swedish),
				one.remindedText && m.statements_reminded({ date: one.remindedText }, swedish)
			])
		),
		...fieldsBlock([
			[m.documents_statement_asked_by({}, swedish), personText(one.askedBy)],
			[m.documents_statement_question({}, swedish), one.question],
			[m.statements_decline_reason({}, swedish), one.declineReason],
			...[one.latest ?? [], one.earlier]
				.flat()
				.map(
					({ sequence, atText, words }) =>
						[m.statements_version({ version: sequence, date: atText }, swedish), words] as const
				)
		])
	]);
}
