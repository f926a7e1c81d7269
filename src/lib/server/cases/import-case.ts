/** What an imported row says about the handling of its case. Pure: no database, no clock. */
import type { Temporal } from 'temporal-polyfill';
import type { ImportRow } from '../incidents/import-file.ts';
import {
	assessedForms,
	contactDue,
	formOfSubform,
	type AssessedForm,
	type Subform
} from '../incidents/index.ts';
import { addWorkingDays, dateIn, endOfDay } from '../platform/working-days.ts';
import type { Motive, Severity, UndueInfluence } from './assessment.ts';
import type { CaseStatus } from './status.ts';

/** The part of a case that the row decides. */
export interface ImportedCase {
	status: Extract<CaseStatus, 'received' | 'assessing' | 'closed'>;
	contactDueAt: Temporal.Instant;
	firstContactAt: Temporal.Instant | null;
	nextDueAt: Temporal.Instant | null;
	undueInfluence: UndueInfluence | null;
	form: AssessedForm | null;
	subform: Subform | null;
	severity: Severity | null;
	motive: Motive | null;
	assessedAt: Temporal.Instant | null;
	closedAt: Temporal.Instant | null;
}

/**
 * A row with a day of closing is closed. Any other is open: received while nothing is known of its handling, else being assessed.
 *
 * What is open is promised anew from today, since nobody in this system broke a promise that was made in another one. Where only the
 * outcome of an assessment is known, it was made when the case was closed, or else at the contact or the report.
 */
export function importedCase(
	row: ImportRow,
	{
		contactWorkingDays,
		assessmentWorkingDays
	}: { contactWorkingDays: number; assessmentWorkingDays: number },
	now: Temporal.Instant
): ImportedCase {
	const { reportedAt, contactedAt, closedAt, undueInfluence, severity, motive } = row;
	const isOpen = closedAt === null;
	const hasBegun = contactedAt !== null || undueInfluence !== null || severity !== null || motive !== null;
	const nothingUrgent = { inDanger: null, wantsContactToday: null };
	const contactDueAt = contactDue(
		isOpen && contactedAt === null ? now : reportedAt,
		nothingUrgent,
		contactWorkingDays
	);
	const isAssessed = undueInfluence !== null;
	const form = isAssessed ? assessedFormOf(row) : null;
	return {
		status: closedAt !== null ? 'closed' : hasBegun ? 'assessing' : 'received',
		contactDueAt,
		firstContactAt: contactedAt,
		nextDueAt: !isOpen
			? null
			: contactedAt === null
				? contactDueAt
				: endOfDay(addWorkingDays(dateIn(now), assessmentWorkingDays)),
		undueInfluence,
		form,
		subform: form && (row.subforms.find((subform) => formOfSubform(subform) === form) ?? null),
		severity,
		motive,
		assessedAt: isAssessed ? (closedAt ?? contactedAt ?? reportedAt) : null,
		closedAt
	};
}

/** The old system assessed whether it was undue influence; which form, the row's first one says, unless it says 'unsure'. */
function assessedFormOf({ forms }: ImportRow): AssessedForm | null {
	return assessedForms.find((form) => form === forms.find((code) => code !== 'unsure')) ?? null;
}
