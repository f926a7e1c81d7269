import { Temporal } from 'temporal-polyfill';
import type { CaseId, StatementId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { readCase } from '../cases/index.ts';
import { peopleOf } from '../organisation/index.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { addWorkingDays, dateIn } from '../platform/working-days.ts';
import { may, mayAnswer } from './access.ts';
import * as queries from './queries.ts';
import { statementSteps, statusOf, usualWorkingDays } from './statement.ts';

function versionView({ id, sequence, words, writtenAt }: queries.VersionRow, locale: DateLocale) {
	return { id, sequence, words, at: writtenAt.toString(), atText: formatDateTime(writtenAt, locale) };
}

const dayText = (day: string, locale: DateLocale) => formatDate(Temporal.PlainDate.from(day), locale);

/**
 * The page of a case with what colleagues have told. The reading is logged.
 * @param name whom the handler looks for
 * @throws NotFound, Forbidden
 */
export async function viewStatements(context: Context, id: CaseId, locale: DateLocale, name = '') {
	return context.transaction(async (tx) => {
		const { row, head, by } = await readCase(tx, context, id);
		require(may(context.actor, 'read', row));
		const mayHandle = may(context.actor, 'handle', row).yes;
		const today = dateIn(context.now());
		const requests = await queries.listRequests(tx, id);
		const versions = await queries.listVersions(
			tx,
			requests.map((request) => request.id)
		);
		const choices = mayHandle ? await queries.listPossiblePeople(tx, context, row, name) : null;
		const involved = requests.flatMap(({ personId, askedBy }) => [personId, askedBy]);
		const person = await peopleOf(tx, involved);
		await activityLog.recordProtectedPeople(
			tx,
			context,
			[...involved, ...(choices ?? []).map((choice) => choice.id)],
			by
		);
		return {
			head,
			mayHandle,
			statements: requests.map((request) => {
				const status = statusOf(request, today.toString());
				const [latest = null, ...earlier] = versions
					.filter(({ requestId }) => requestId === request.id)
					.map((version) => versionView(version, locale));
				return {
					id: request.id,
					version: request.version,
					status,
					steps: statementSteps[status] as readonly string[],
					person: person(request.personId),
					askedBy: person(request.askedBy),
					question: request.question,
					askedText: formatDate(request.askedAt, locale),
					dueText: dayText(request.dueDate, locale),
					remindedText: request.remindedAt && formatDate(request.remindedAt, locale),
					declineReason: request.declineReason,
					latest,
					earlier
				};
			}),
			name,
			choices,
			today: today.toString(),
			usualDue: addWorkingDays(today, usualWorkingDays).toString(),
			key: newId<string>()
		};
	});
}
export type StatementsView = Awaited<ReturnType<typeof viewStatements>>;

/** What somebody is asked, and what they have told: nothing else of the case. @throws NotFound unless it is the actor who was asked */
export async function viewOwnStatement(context: Context, id: StatementId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const found = await queries.findRequest(tx, id);
		require(mayAnswer(context.actor, found));
		const request = found!;
		const versions = (await queries.listVersions(tx, [id])).map((version) => versionView(version, locale));
		const person = await peopleOf(tx, [request.askedBy]);
		const status = statusOf(request, dateIn(context.now()).toString());
		return {
			id,
			version: request.version,
			status,
			steps: statementSteps[status] as readonly string[],
			askedBy: person(request.askedBy),
			question: request.question,
			dueText: dayText(request.dueDate, locale),
			declineReason: request.declineReason,
			versions,
			key: newId<string>()
		};
	});
}

/** What the actor is asked to tell and has not finished, for 'Mina uppgifter'. */
export async function viewMyStatements(context: Context, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const requests = await queries.listOpenRequestsOf(tx, context.actor.personId);
		const today = dateIn(context.now()).toString();
		const person = await peopleOf(
			tx,
			requests.map(({ askedBy }) => askedBy)
		);
		return requests.map((request) => ({
			id: request.id,
			status: statusOf(request, today),
			askedBy: person(request.askedBy),
			dueText: dayText(request.dueDate, locale)
		}));
	});
}
