import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import { readCase } from '../cases/index.ts';
import { ruleOfVersion, type DutyKey } from '../duties/index.ts';
import { peopleOf } from '../organisation/index.ts';
import { formatDateTime, formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import type { ReminderKind } from './deadlines.ts';
import type { ReminderStep } from './ladder.ts';
import { listReminders, listRuleVersions } from './queries.ts';

const ofDuty = ['dutyNear', 'dutyLate'];

/** What was reminded of in a case, when, and who was told, the latest first. @throws NotFound */
export async function viewReminders(context: Context, id: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { head, by } = await readCase(tx, context, id);
		const rows = await listReminders(tx, id);
		const versions = await listRuleVersions(tx, id);
		// who was exposed may have wished for their name to be hidden here: that they were asked is enough
		const named = (row: Pick<(typeof rows)[number], 'kind' | 'recipientIds'>) =>
			row.kind === 'supportAsked' ? [] : row.recipientIds;
		const told = rows.flatMap(named);
		const person = await peopleOf(tx, told);
		await activityLog.recordProtectedPeople(tx, context, told, by);
		return {
			head,
			reminders: rows.map(({ kind, subject, step, dueAt, madeAt, recipientIds }) => ({
				kind: kind as ReminderKind,
				step: step as ReminderStep,
				/** Which duty, where it is one. */
				duty: ofDuty.includes(kind) ? (subject as DutyKey) : null,
				/** Whether the day is the law's own, and not the municipality's level. */
				isLegalTime:
					ofDuty.includes(kind) &&
					ruleOfVersion(subject as DutyKey, versions.get(subject)!).clock.kind === 'count',
				at: madeAt.toString(),
				atText: formatDateTime(madeAt, locale),
				dueText: formatDate(dueAt, locale),
				/** Beside them, who stands in for them was told. */
				recipients: named({ kind, recipientIds }).map((recipientId) => person(recipientId))
			}))
		};
	});
}
