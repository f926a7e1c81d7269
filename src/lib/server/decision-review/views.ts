import { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import { readCase } from '../cases/index.ts';
import { wordedClock } from '../duties/index.ts';
import { getSettings, peopleOf } from '../organisation/index.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { casePermissionFor, may } from './access.ts';
import * as queries from './queries.ts';
import { conflictOutcomes, reviewOutcomes } from './review.ts';

/**
 * The page of a case about decisions: questions of conflict of interest, and decisions that may have been influenced.
 * @throws NotFound, Forbidden unless the actor reads the notes of the case
 */
export async function viewDecisions(context: Context, caseId: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, incident, head, by } = await readCase(tx, context, caseId, casePermissionFor('read'));
		const questions = await queries.listQuestions(tx, caseId);
		const reviews = await queries.listReviews(tx, caseId);
		const settings = await getSettings(tx, row.municipalityId);
		const shown = [
			...questions.map(({ raisedBy }) => raisedBy),
			...reviews.map(({ createdBy }) => createdBy)
		];
		const person = await peopleOf(tx, shown);
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		const dayText = (day: string) => formatDate(Temporal.PlainDate.from(day), locale);
		return {
			head,
			mayAdd: may(context.actor, 'add', row).yes,
			mayFinish: may(context.actor, 'finish', row).yes,
			questions: questions.map((question) => {
				const { state, localDueAt } = wordedClock(
					'conflictOfInterest',
					{ startedAt: question.raisedAt, stoppedAt: question.examinedAt },
					settings,
					context.now()
				);
				return {
					id: question.id,
					version: question.version,
					circumstance: question.circumstance,
					reference: question.decisionReference,
					raisedBy: person(question.raisedBy),
					raisedText: formatDateTime(question.raisedAt, locale),
					clock: { state, localDueText: formatDateTime(localDueAt, locale) },
					outcome: question.outcome && {
						code: question.outcome,
						reason: question.outcomeReason!,
						by: question.examinedByText!,
						atText: formatDate(question.examinedAt!, locale)
					}
				};
			}),
			reviews: reviews.map((review) => ({
				id: review.id,
				version: review.version,
				reference: review.reference,
				decision: review.decision,
				influence: review.influence,
				concernsChild: review.concernsChild,
				createdBy: person(review.createdBy),
				createdText: formatDate(review.createdAt, locale),
				outcome: review.outcome && {
					code: review.outcome,
					text: review.outcomeText!,
					childInterest: review.childInterest,
					by: review.reviewedByText!,
					onText: dayText(review.reviewedOn!)
				}
			})),
			/** What the form starts with. */
			start: {
				reference: incident.caseReference ?? '',
				concernsChild: incident.childConcerned === 'yes' ? 'yes' : ''
			},
			choices: { conflictOutcomes, reviewOutcomes },
			me: context.actor.name,
			keys: { raise: newId<string>(), pointOut: newId<string>() },
			today: dateIn(context.now()).toString()
		};
	});
}
export type DecisionsView = Awaited<ReturnType<typeof viewDecisions>>;
