/** The duties of a case on paper: what, by which law, what was decided of each, when, how or why not, by whom. */
import { m } from '#lib/paraglide/messages.js';
import type { PaperBlock } from '#lib/server/case-documents/index.ts';
import type { DutyView } from '#lib/server/cases/index.ts';
import { answererText, clockText, offenceText, sourceText } from '../duties/duty-text.ts';
import type { CaseFile } from './case-file.ts';
import { entry, fieldsBlock, labelOf, lines, list, paragraph, personText, swedish } from './paper-words.ts';

export const duties = ({ duties: { undecided, decided, handler } }: CaseFile): PaperBlock[] =>
	[...undecided, ...decided].flatMap((duty) => dutyBlocks(duty, handler));

function dutyBlocks(duty: DutyView, handler: CaseFile['duties']['handler']): PaperBlock[] {
	const { key, state, decisions, offences } = duty;
	const isUndecided = state === 'open' || state === 'awaitingSecond';
	return [
		entry([`${m[`duty_${key}_title`]({}, swedish)}: ${m[`duty_state_${state}`]({}, swedish)}`]),
		...fieldsBlock([
			[m.duty_why({}, swedish), duty.reasons.map((code) => `${labelOf('duty_reason', code)}.`).join(' ')],
			[
				m.documents_duty_basis({}, swedish),
				[m[`duty_basis_${duty.basis}`]({}, swedish), duty.citation].filter(Boolean).join(': ')
			],
			[m.duty_law({}, swedish), m[`duty_${key}_law`]({}, swedish)],
			[m.duty_clock({}, swedish), clockText(duty, swedish)],
			[m.duty_answers({}, swedish), answererText(duty, handler, swedish)],
			[
				m.duty_evidence({}, swedish),
				duty.evidence.map((code) => m[`duty_evidence_${code}`]({}, swedish)).join(', ')
			],
			[m.documents_duty_raised({}, swedish), duty.raisedText],
			[m.documents_duty_ceased({}, swedish), duty.ceasedText],
			[m.duty_source({}, swedish), sourceText(duty, swedish)]
		]),
		...(offences.length > 0
			? [
					...paragraph(`${m.duty_offences({}, swedish)}. ${m.duty_offences_help({}, swedish)}`),
					...list(offences.map((offence) => offenceText(offence, swedish)))
				]
			: []),
		...decisions.map((step) =>
			entry(
				[
					step.step === 'done'
						? m.duty_step_done({ date: step.happenedText ?? '' }, swedish)
						: m[`documents_duty_${step.step}`]({}, swedish),
					m.documents_duty_by({ when: step.atText, name: personText(step.by) }, swedish)
				],
				lines([
					step.how && m.duty_step_how({ how: step.how }, swedish),
					step.reference && m.duty_step_reference({ reference: step.reference }, swedish),
					step.receipt && m.documents_duty_receipt({ file: step.receipt.name }, swedish),
					step.step === 'done' && step.reason ? m.duty_step_no_receipt({}, swedish) : null,
					step.reason && m.documents_duty_reason({ reason: step.reason }, swedish)
				])
			)
		),
		...(decisions.length === 0 ? paragraph(m.documents_duty_undecided({}, swedish)) : []),
		...(state === 'awaitingSecond' ? paragraph(m.duty_waits_for_other({}, swedish)) : []),
		...(isUndecided && duty.ceasedText ? paragraph(m.duty_ceased({ date: duty.ceasedText }, swedish)) : [])
	];
}
