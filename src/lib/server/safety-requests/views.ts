import { Temporal } from 'temporal-polyfill';
import type { CaseId, SafetyRequestId, UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { holds, safetyRoles, unitsWithRole } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { readCase } from '../cases/index.ts';
import { ruleOn, wordedClock } from '../duties/index.ts';
import { getSettings, listUnits, peopleOf, type Settings } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { capacityOn, may, mayAsk, mayList } from './access.ts';
import { subjectOf } from './place.ts';
import * as queries from './queries.ts';
import { nextForRepresentative, safetyAnswers } from './request.ts';

const dayText = (day: string | null, locale: DateLocale) =>
	day === null ? null : formatDate(Temporal.PlainDate.from(day), locale);

const clockOf = (
	{ requestedAt, answeredAt }: Pick<queries.RequestRow, 'requestedAt' | 'answeredAt'>,
	settings: Settings,
	now: Temporal.Instant
) =>
	wordedClock(
		'safetyRepresentativeRequest',
		{ startedAt: requestedAt, stoppedAt: answeredAt },
		settings,
		now
	);

async function linesOf(
	tx: Tx,
	context: Context,
	rows: readonly queries.RequestRow[],
	settings: Settings,
	locale: DateLocale
) {
	const numbers = await queries.numbersOf(
		tx,
		rows.flatMap(({ caseId }) => caseId ?? [])
	);
	const person = await peopleOf(
		tx,
		rows.map(({ requestedBy }) => requestedBy)
	);
	await activityLog.recordProtectedPeople(
		tx,
		context,
		rows.map(({ requestedBy }) => requestedBy)
	);
	return rows.map((row) => ({
		id: row.id,
		unitName: row.unitName,
		number: row.caseId && (numbers.get(row.caseId) ?? null),
		requestedText: formatDate(row.requestedAt, locale),
		requestedBy: person(row.requestedBy),
		answer: row.answer,
		wentOn: row.authorityOn !== null,
		clock: clockOf(row, settings, context.now()).state
	}));
}
export type RequestLine = Awaited<ReturnType<typeof linesOf>>[number];

/** The list for both parties. @throws Forbidden unless the actor is a safety representative or a manager */
export async function listSafetyRequests(context: Context, page: number, locale: DateLocale) {
	require(mayList(context.actor));
	return context.transaction(async (tx) => {
		const settings = await getSettings(tx, context.actor.municipalityId);
		const rows = await queries.listRequests(tx, { caseId: null, page });
		return {
			page,
			pageCount: Math.max(1, Math.ceil((await queries.countRequests(tx)) / queries.pageSize)),
			isRepresentative: holds(context.actor, ...safetyRoles),
			requests: await linesOf(tx, context, rows, settings, locale)
		};
	});
}

/** The page of a case about requests. @throws NotFound unless the actor reads the case */
export async function viewRequestsOfCase(context: Context, caseId: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, head } = await readCase(tx, context, caseId);
		const settings = await getSettings(tx, row.municipalityId);
		const rows = await queries.listRequests(tx, { caseId, page: 1 });
		const mayMake = mayAsk(context.actor, { ...row, caseFile: row }).yes;
		return { head, mayMake, requests: await linesOf(tx, context, rows, settings, locale) };
	});
}

/** The form: about a case, or about one of the representative's units. @throws NotFound, Forbidden */
export async function viewNewRequest(context: Context, caseId: CaseId | null) {
	return context.transaction(async (tx) => {
		const key = newId<string>();
		const today = dateIn(context.now()).toString();
		if (caseId) {
			const { row, head } = await readCase(tx, context, caseId);
			require(mayAsk(context.actor, { ...row, caseFile: row }));
			return { head, units: [], key, today };
		}
		const own = unitsWithRole(context.actor, safetyRoles);
		const units = (await listUnits(tx, context.now())).filter(({ path }) =>
			path.some((id: UnitId) => own.includes(id))
		);
		const first = units[0];
		require(
			mayAsk(
				context.actor,
				first && {
					municipalityId: context.actor.municipalityId,
					unitPath: first.path,
					caseFile: null
				}
			)
		);
		return { head: null, units: units.map(({ id, name }) => ({ id, name })), key, today };
	});
}

/** A request, with its confirmation and its answer. That it is read is logged. @throws NotFound */
export async function viewSafetyRequest(context: Context, id: SafetyRequestId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const found = await queries.findRequest(tx, id);
		const subject = await subjectOf(tx, context, found);
		require(may(context.actor, 'read', subject));
		const row = found!;
		const by = capacityOn(context.actor, subject!);
		await activityLog.recordReading(tx, context, {
			action: 'safetyRequest.read',
			...(row.caseId
				? { subjectKind: 'case', subjectId: row.caseId }
				: { subjectKind: 'unit', subjectId: row.unitId }),
			by
		});
		const settings = await getSettings(tx, row.municipalityId);
		const { state, localDueAt } = clockOf(row, settings, context.now());
		const shown = [row.requestedBy, row.answeredBy];
		const person = await peopleOf(tx, shown);
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		const numbers = await queries.numbersOf(tx, row.caseId ? [row.caseId] : []);
		const rule = ruleOn('safetyRepresentativeRequest', dateIn(row.requestedAt));
		return {
			id,
			version: row.version,
			municipalityName: context.actor.municipalityName,
			unitName: row.unitName,
			caseLink: row.caseId && { id: row.caseId, number: numbers.get(row.caseId)! },
			demand: row.demand,
			background: row.background,
			wantedText: dayText(row.wantedAnswerOn, locale),
			requestedBy: person(row.requestedBy),
			requestedAt: row.requestedAt.toString(),
			requestedText: formatDateTime(row.requestedAt, locale),
			answer: row.answer && {
				code: row.answer,
				text: row.answerText!,
				by: person(row.answeredBy!),
				atText: formatDateTime(row.answeredAt!, locale)
			},
			authorityText: dayText(row.authorityOn, locale),
			clock: {
				state,
				localDueText: formatDateTime(localDueAt, locale)
			},
			/** Where the act that the pages cite was read, and when that was checked. */
			law: {
				source: rule.source,
				checkedText: formatDate(Temporal.PlainDate.from(rule.checkedOn), locale)
			},
			next: nextForRepresentative(row),
			isOwn: row.requestedBy === context.actor.personId,
			mayAnswer: may(context.actor, 'answer', subject).yes && row.answer === null,
			mayGoOn: may(context.actor, 'goOn', subject).yes,
			answers: safetyAnswers,
			today: dateIn(context.now()).toString()
		};
	});
}
export type SafetyRequestView = Awaited<ReturnType<typeof viewSafetyRequest>>;

/** Every request about a case with its words, oldest first, for the file of the case. @throws NotFound unless the actor reads the case */
export async function viewWholeRequestsOfCase(
	context: Context,
	caseId: CaseId,
	locale: DateLocale
): Promise<SafetyRequestView[]> {
	const requests = await context.transaction(async (tx) => {
		await readCase(tx, context, caseId);
		return queries.listRequestsOf(tx, caseId);
	});
	const views = [];
	for (const { id } of requests) views.push(await viewSafetyRequest(context, id, locale));
	return views;
}
