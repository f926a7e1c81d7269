/** What the fields of a case and of a measure are called, for the list of what is wrong first on the page. */
import { m } from '#lib/paraglide/messages.js';
import type { FormErrors } from '#lib/components/form-contract.ts';

const names: Record<string, () => string> = {
	contactHow: m.case_contact_how,
	contact: m.case_contact_when,
	contactDate: m.case_contact_when,
	contactTime: m.case_contact_when,
	contactText: m.case_contact_text,
	supportText: m.case_support_text,
	undueInfluence: m.case_undue,
	form: m.case_form,
	subform: m.case_subform,
	severity: m.case_severity,
	motive: m.case_motive,
	decisionAffected: m.case_decision_affected,
	rationale: m.case_rationale,
	measureKind: m.case_measure_kind,
	description: m.case_measure_description,
	ownerId: m.case_measure_who,
	dueDate: m.case_measure_when,
	feedback: m.case_feedback,
	insteadKind: m.case_instead,
	insteadReason: m.case_reason,
	insteadFeedback: m.case_feedback,
	transferTarget: m.case_transfer_target,
	threatQuestion: m.threat_question,
	...Object.fromEntries(
		(['capacity', 'intent', 'opportunity', 'history', 'overall'] as const).flatMap((factor) => [
			[`${factor}Level`, () => m.threat_factor_level({ factor: m[`threat_factor_${factor}`]() })],
			[`${factor}Reason`, () => m.threat_factor_reason({ factor: m[`threat_factor_${factor}`]() })]
		])
	),
	historyTypes: m.threat_history_types,
	validUntil: m.threat_valid_until,
	reviewDate: m.threat_review,
	keepPersonalData: m.threat_keep,
	outcome: m.aftercare_outcome,
	postponedTo: m.aftercare_postpone_day,
	note: m.aftercare_note,
	supportAnswer: m.support_answer,
	supportWords: m.support_words,
	statementPerson: m.statements_person,
	statementQuestion: m.statements_question,
	statementDue: m.statements_due,
	statementWords: m.statement_words,
	declineReason: m.statement_decline_reason,
	protectionKind: m.threat_protect_kind,
	protectionText: m.threat_protect_text,
	transferReason: m.case_reason,
	transferFeedback: m.case_feedback,
	reopenReason: m.case_reason,
	shareWith: m.case_share_person,
	shareReason: m.case_share_reason,
	messageText: m.case_message_text,
	noteText: m.case_note_text,
	dutyOutcome: m.duty_outcome,
	dutyDate: m.duty_when,
	dutyTime: m.duty_when,
	dutyHow: m.duty_how,
	dutyReference: m.duty_reference,
	dutyReason: m.duty_reason,
	dutyAgrees: m.duty_agrees,
	dutyComment: m.duty_comment,
	relateNumber: m.links_number_field,
	relateReason: m.links_reason_field,
	unlinkReason: m.links_unlink_reason,
	mergeNumber: m.links_merge_number,
	mergeReason: m.links_merge_reason,
	mergeFeedback: m.case_feedback,
	unmergeReason: m.links_unmerge_reason,
	effect: m.measure_effect,
	effectText: m.measure_effect_text,
	cancelReason: m.measure_cancel_reason
};

/** The errors with the question first, e.g. 'Hur allvarligt? Fyll i det här.', since 'Fyll i det här' alone says nothing. */
export function withFieldNames(errors: FormErrors): FormErrors {
	return Object.fromEntries(
		Object.entries(errors).map(([field, message]) => {
			const name = names[field]?.();
			if (!name) return [field, message];
			return [field, name.endsWith('?') ? `${name} ${message}` : `${name}: ${message}`];
		})
	);
}
