/** What else than the steps, duties and measures of a case is due for somebody, for their calendar. Read with their own rights. */
import { Temporal } from 'temporal-polyfill';
import { daysOf, planOf } from '../aftercare/index.ts';
import { answersFor } from '../cases/index.ts';
import { localDueOf } from '../duties/index.ts';
import { listLexSarahDeadlines } from '../lex-sarah/index.ts';
import { listRoleHoldersAlong, type PersonId, type Settings } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import type { CalendarReader } from './calendar-feed.ts';
import type { CalendarEntry } from './calendar.ts';
import { threatRequestDay } from './deadlines.ts';
import * as queries from './queries.ts';
import { answerersOf } from './recipients.ts';

interface Asked {
	reader: CalendarReader;
	settings: Settings;
	now: Temporal.Instant;
	/** Whose work it is: the reader's own, and of those whom they stand in for. */
	people: readonly PersonId[];
	most: number;
}

/** Contacts after a week and a month, threats, statements, lex Sarah records and safety representatives' requests. */
export async function entriesBesideCases(tx: Tx, asked: Asked): Promise<CalendarEntry[]> {
	return [
		...(await aftercareEntries(tx, asked)),
		...(await threatEntries(tx, asked)),
		...(await statementEntries(tx, asked)),
		...(await lexSarahEntries(tx, asked)),
		...(await requestEntries(tx, asked))
	];
}

/** The contacts that are left, also after the case is closed. The one of the first day is the promise of contact. */
async function aftercareEntries(tx: Tx, { reader, now, people, most }: Asked): Promise<CalendarEntry[]> {
	const cared = await queries.listCasesToCareFor(tx, people, now, most);
	const mine = cared.filter((row) => answersFor(reader, { ...row, hideName: true }));
	const recorded = await queries.listAftercare(
		tx,
		mine.map(({ id }) => id)
	);
	return mine.flatMap(({ id, reportedAt }) =>
		planOf(
			reportedAt,
			recorded.filter(({ caseId }) => caseId === id),
			daysOf(reportedAt).sameDay.toString()
		)
			.filter(({ step, state }) => step !== 'sameDay' && state !== 'done' && state !== 'declined')
			.map(({ step, day }): CalendarEntry => {
				return {
					kind: 'aftercare',
					subject: `${id} ${step}`,
					day: queries.dayOf(day),
					path: `/cases/${id}/aftercare`
				};
			})
	);
}

async function threatEntries(tx: Tx, { reader, most }: Asked): Promise<CalendarEntry[]> {
	if (!reader.roles.some(({ role }) => role === 'securityCoordinator')) return [];
	const threats = await queries.listThreatsToSee(tx, most);
	return threats.map(({ id, caseId, requestedAt, reviewDate }): CalendarEntry => {
		const path = `/cases/${caseId}/protection`;
		return reviewDate === null
			? { kind: 'threat', subject: id, day: threatRequestDay(requestedAt), path }
			: { kind: 'threatReview', subject: id, day: queries.dayOf(reviewDate), path };
	});
}

async function statementEntries(tx: Tx, { reader, most }: Asked): Promise<CalendarEntry[]> {
	const statements = await queries.listStatementsAskedOf(tx, reader.personId, most);
	return statements.map(({ id, dueDate }): CalendarEntry => {
		return {
			kind: 'statement',
			subject: id,
			day: queries.dayOf(dueDate),
			path: `/my-tasks/statements/${id}`
		};
	});
}

/** Where nobody has begun, each officer's. */
async function lexSarahEntries(tx: Tx, { reader, settings, now, people }: Asked): Promise<CalendarEntry[]> {
	if (!reader.roles.some(({ role }) => role === 'lexSarahOfficer')) return [];
	const records = await listLexSarahDeadlines(tx, settings, now);
	return records
		.filter(({ officerId }) => officerId === null || people.includes(officerId))
		.map(({ id, key, localDueAt }): CalendarEntry => {
			return { kind: 'lexSarah', subject: `${id} ${key}`, day: dateIn(localDueAt), path: `/lex-sarah/${id}` };
		});
}

/** About a case: who handles it, unless the duty to answer says so already. About a workplace: its nearest managers. */
async function requestEntries(
	tx: Tx,
	{ reader, settings, now, people, most }: Asked
): Promise<CalendarEntry[]> {
	const requests = await queries.listUnansweredRequests(tx, most);
	const caseIds = requests.flatMap(({ caseId }) => caseId ?? []);
	const cases = await queries.listCasesById(tx, caseIds);
	const duties = await queries.listWaitingDuties(tx, caseIds);
	const isDuty = new Set(
		duties.filter(({ key }) => key === 'safetyRepresentativeRequest').map(({ caseId }) => caseId)
	);
	const entries: CalendarEntry[] = [];
	for (const { id, caseId, unitPath, requestedBy, requestedAt } of requests) {
		if (requestedBy === reader.personId || (caseId !== null && isDuty.has(caseId))) continue;
		if (caseId === null) {
			const holders = await listRoleHoldersAlong(tx, unitPath, ['lineManager'], now);
			const answerers = answerersOf({ unitPath, requestedBy }, 'handler', holders);
			if (!answerers.some((person) => people.includes(person))) continue;
		} else {
			const about = cases.find((row) => row.id === caseId);
			if (!about || !answersFor(reader, { ...about, hideName: true })) continue;
		}
		const day = dateIn(localDueOf('safetyRepresentativeRequest', requestedAt, settings));
		entries.push({ kind: 'safetyRequest', subject: id, day, path: `/safety-requests/${id}` });
	}
	return entries;
}
