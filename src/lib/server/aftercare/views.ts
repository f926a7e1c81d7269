import { Temporal } from 'temporal-polyfill';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { readCase } from '../cases/index.ts';
import { capacityOnOwn, findIncident, formatNumber } from '../incidents/index.ts';
import { peopleOf } from '../organisation/index.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, mayOwn } from './access.ts';
import * as queries from './queries.ts';
import { aftercareSteps, daysOf, openQuestion, planOf } from './steps.ts';

/** The page of a case about how the exposed person is looked after. The reading is logged. @throws NotFound, Forbidden */
export async function viewAftercare(context: Context, id: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, head, by } = await readCase(tx, context, id);
		require(may(context.actor, 'read', row));
		const today = dateIn(context.now()).toString();
		const recorded = await queries.listSteps(tx, id);
		const answers = await queries.listAnswers(tx, id);
		const person = await peopleOf(tx, [
			row.affectedPersonId,
			...recorded.map(({ recordedBy }) => recordedBy)
		]);
		const readsName = head.allows.readReporterName;
		const shown = [...(readsName ? [row.affectedPersonId] : []), ...recorded.map((one) => one.recordedBy)];
		await activityLog.recordProtectedPeople(tx, context, shown, by);

		const dayText = (day: string) => formatDate(Temporal.PlainDate.from(day), locale);
		const days = daysOf(row.reportedAt);
		const plan = planOf(row.reportedAt, recorded, today);
		const latestAnswer = answers[0];
		const lastDone = recorded.findLast(({ outcome }) => outcome === 'done');
		return {
			head,
			mayRecord: may(context.actor, 'record', row).yes,
			/** Null: the actor may not know who. */
			affected: readsName ? person(row.affectedPersonId) : null,
			weekText: formatDate(days.week, locale),
			monthText: formatDate(days.month, locale),
			steps: aftercareSteps.map((step) => {
				const planned = plan.find((one) => one.step === step);
				const own = recorded.filter((one) => one.step === step);
				const last = own.at(-1);
				return {
					step,
					/** Null: the step has no day of its own. */
					dayText: planned ? dayText(planned.day) : null,
					isPostponed: planned?.isPostponed ?? false,
					state: planned?.state ?? (last ? (last.outcome === 'declined' ? 'declined' : 'done') : 'open'),
					records: own.map((one) => ({
						id: one.id,
						outcome: one.outcome,
						note: one.note,
						postponedText: one.postponedTo && dayText(one.postponedTo),
						by: person(one.recordedBy),
						at: one.recordedAt.toString(),
						atText: formatDateTime(one.recordedAt, locale)
					}))
				} as const;
			}),
			answers: answers.map((one) => ({
				id: one.id,
				step: one.step,
				answer: one.answer,
				wantsContact: one.wantsContact,
				words: one.words,
				at: one.answeredAt.toString(),
				atText: formatDateTime(one.answeredAt, locale)
			})),
			/** The latest answer asks for more contact, and there has been none since. */
			waitsForContact:
				latestAnswer?.wantsContact === true &&
				!(lastDone && Temporal.Instant.compare(lastDone.recordedAt, latestAnswer.answeredAt) > 0),
			today,
			key: newId<string>()
		};
	});
}
export type AftercareView = Awaited<ReturnType<typeof viewAftercare>>;

/** The exposed person's own page. @throws NotFound unless it is the actor who was exposed */
export async function viewSupport(context: Context, id: IncidentId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const incident = await findIncident(tx, id);
		require(mayOwn(context.actor, incident));
		const by = capacityOnOwn(context.actor, incident!);
		if (by) {
			await activityLog.recordReading(tx, context, {
				action: 'incident.read',
				subjectKind: 'incident',
				subjectId: id,
				by
			});
		}
		const own = (await queries.findOwnCase(tx, id))!;
		const today = dateIn(context.now()).toString();
		const answers = await queries.listAnswers(tx, own.id);
		const days = daysOf(own.reportedAt);
		const person = await peopleOf(tx, [own.handlerId]);
		return {
			number: formatNumber(incident!.year!, incident!.number!),
			handler: person(own.handlerId),
			days: {
				sameDay: formatDate(days.sameDay, locale),
				week: formatDate(days.week, locale),
				month: formatDate(days.month, locale)
			},
			/** Null: the question is not open yet. */
			question: openQuestion(own.reportedAt, today),
			answers: answers.map((one) => ({
				id: one.id,
				answer: one.answer,
				wantsContact: one.wantsContact,
				words: one.words,
				at: one.answeredAt.toString(),
				atText: formatDateTime(one.answeredAt, locale)
			})),
			key: newId<string>()
		};
	});
}
