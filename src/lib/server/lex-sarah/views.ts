import type { CaseId, LexSarahRecordId } from '../../../../database/column-types.ts';
import { Temporal } from 'temporal-polyfill';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { holds, lexSarahRoles } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { keptOutOf, readCase } from '../cases/index.ts';
import type { WordedClockState } from '../duties/index.ts';
import { yesNoUnsure } from '../incidents/index.ts';
import { seeNotices } from '../notifications/index.ts';
import {
	findUnit,
	getSettings,
	listRoleHoldersAlong,
	listUnits,
	peopleOf,
	type Settings
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { capacityOn, may, mayList, mayUnattended, unitsAboveOfficers } from './access.ts';
import * as queries from './queries.ts';
import {
	assessments,
	clocksOf,
	missingForClosing,
	writtenKinds,
	type ClockKey,
	type DecisionFacts
} from './record.ts';

/** A clock as a page shows it: which, how it stands, and when the municipality's own service level ends. */
export interface ClockView {
	key: ClockKey;
	state: WordedClockState;
	localDueText: string;
}

const dayText = (day: string | Temporal.PlainDate, locale: DateLocale) =>
	formatDate(typeof day === 'string' ? Temporal.PlainDate.from(day) : day, locale);

/**
 * The page of a case about lex Sarah: that there is a record and how far it has come, and the form that hands over. Nothing of
 * what a record says.
 * @throws NotFound, Forbidden unless the actor handles the case
 */
export async function viewLexSarahOfCase(context: Context, caseId: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, incident, head } = await readCase(tx, context, caseId, 'move');
		const records = await queries.listRecordsOf(tx, caseId);
		const person = await peopleOf(
			tx,
			records.map(({ handedOverBy }) => handedOverBy)
		);
		const officers = await queries.listOfficers(tx, context, row.unitPath, keptOutOf(row));
		return {
			head,
			hasOfficer: officers.length > 0,
			records: records.map((record) => ({
				id: record.id,
				status: record.status,
				handedOverText: formatDateTime(record.handedOverAt, locale),
				handedOverBy: person(record.handedOverBy),
				startedText: record.startedAt && formatDate(record.startedAt, locale),
				decidedText: record.decidedAt && formatDate(record.decidedAt, locale),
				closedText: record.closedAt && formatDate(record.closedAt, locale)
			})),
			hasOpen: records.some(({ closedAt }) => closedAt === null),
			/** What the form starts with: the incident's own words, to be looked through, and no names of staff. */
			start: {
				whatHappened: incident.text ?? '',
				clientReference: incident.caseReference ?? '',
				occurredOn: dateIn(incident.occurredAt).toString(),
				childConcerned: incident.childConcerned ?? ''
			},
			childChoices: yesNoUnsure,
			keys: { handOver: newId<string>(), supplement: newId<string>() },
			today: dateIn(context.now()).toString()
		};
	});
}

/** The officer's list. @throws Forbidden unless the actor is a lex Sarah officer */
export async function listLexSarah(
	context: Context,
	{ isClosed, page }: { isClosed: boolean; page: number },
	locale: DateLocale
) {
	require(mayList(context.actor));
	return context.transaction(async (tx) => {
		const counts = await queries.countReadable(tx);
		const settings = await getSettings(tx, context.actor.municipalityId);
		const rows = await queries.listReadable(tx, { isClosed, page });
		const person = await peopleOf(
			tx,
			rows.map(({ officerId }) => officerId)
		);
		await activityLog.recordProtectedPeople(
			tx,
			context,
			rows.map(({ officerId }) => officerId)
		);
		return {
			counts,
			page,
			pageCount: Math.max(1, Math.ceil((isClosed ? counts.closed : counts.open) / queries.pageSize)),
			records: rows.map((row) => {
				const decision = decisionOf(row);
				return {
					id: row.id,
					number: row.caseNumber,
					unitName: row.unitName,
					status: row.status,
					handedOverText: formatDate(row.handedOverAt, locale),
					officer: person(row.officerId),
					/** The clock that needs somebody now; null when none does. */
					clock: isClosed
						? null
						: (clocksOf({ ...row, decision }, settings, context.now()).find(
								({ state }) => state !== 'stopped'
							) ?? null),
					assessment: row.assessment
				};
			})
		};
	});
}

/**
 * What a manager above the officers may know when they are told that a record waits: who the officers are, so that somebody can ask them
 * or see that there is none. Nothing of any record. What they were told is read.
 * @throws Forbidden unless the actor is a manager of an administration or of the municipality
 */
export async function viewUnattended(context: Context) {
	require(mayUnattended(context.actor));
	const own = unitsAboveOfficers(context.actor);
	return context.transaction(async (tx) => {
		const units = await listUnits(tx, context.now());
		const shown = [];
		for (const { id, name, path } of units.filter((unit) => own.includes(unit.id))) {
			await seeNotices(tx, context, id);
			const below = units.filter((unit) => unit.path.includes(id)).map((unit) => unit.id);
			const holders = await listRoleHoldersAlong(tx, [...path, ...below], lexSarahRoles, context.now());
			shown.push({ id, name, officerIds: [...new Set(holders.map(({ personId }) => personId))] });
		}
		const officerIds = shown.flatMap((unit) => unit.officerIds);
		const person = await peopleOf(tx, officerIds);
		await activityLog.recordProtectedPeople(tx, context, officerIds);
		return shown.map(({ id, name, officerIds: ids }) => ({
			id,
			name,
			officers: ids.map((one) => person(one))
		}));
	});
}

/** More open records than anybody keeps an eye on. */
const mostDeadlines = 300;

/** What waits of the open records that somebody may read as an officer, by the municipality's own levels. With their own rights. */
export async function listLexSarahDeadlines(tx: Tx, settings: Settings, now: Temporal.Instant) {
	const rows = await queries.listReadable(tx, { isClosed: false, page: 1, size: mostDeadlines });
	return rows.flatMap(({ id, officerId, ...row }) =>
		clocksOf({ ...row, decision: decisionOf(row) }, settings, now)
			.filter(({ state }) => state !== 'stopped')
			.map(({ key, localDueAt }) => ({ id, officerId, key, localDueAt }))
	);
}

/** The decision that holds, of a row of the list. */
function decisionOf({
	decidedAt,
	assessment,
	reportToIvo,
	ivoSentOn
}: Pick<
	Awaited<ReturnType<typeof queries.listReadable>>[number],
	'decidedAt' | 'assessment' | 'reportToIvo' | 'ivoSentOn'
>): DecisionFacts | null {
	return decidedAt && assessment
		? { decidedAt, assessment, reportToIvo: reportToIvo ?? false, ivoSentOn }
		: null;
}

/** How many records no officer has begun with, for the number in the menu. */
export async function countReceived(context: Context): Promise<number> {
	if (!holds(context.actor, ...lexSarahRoles)) return 0;
	return context.transaction(async (tx) => (await queries.countReadable(tx)).received);
}

/**
 * A record, whole. That the actor reads it is logged in the same transaction.
 * @throws NotFound unless they are an officer for it
 */
export async function viewRecord(context: Context, id: LexSarahRecordId, locale: DateLocale) {
	return context.transaction((tx) => readRecord(tx, context, id, 'lexSarah.read', locale));
}
export type RecordView = Awaited<ReturnType<typeof viewRecord>>;

/** The same, for taking it out of the system as one document. @throws NotFound unless they are an officer for it */
export async function viewPackage(context: Context, id: LexSarahRecordId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const record = await readRecord(tx, context, id, 'lexSarah.exported', locale);
		return { ...record, madeText: formatDateTime(context.now(), locale), madeAt: context.now().toString() };
	});
}
export type PackageView = Awaited<ReturnType<typeof viewPackage>>;

async function readRecord(
	tx: Tx,
	context: Context,
	id: LexSarahRecordId,
	action: 'lexSarah.read' | 'lexSarah.exported',
	locale: DateLocale
) {
	const found = await queries.findRecord(tx, id);
	require(may(context.actor, found));
	const row = found!;
	const by = capacityOn(context.actor, row);
	const reading = { action, subjectKind: 'lexSarah', subjectId: id, by } as const;
	// each time that it leaves the system is a line of its own
	if (action === 'lexSarah.exported') await activityLog.record(tx, context, reading);
	else await activityLog.recordReading(tx, context, reading);

	const report = (await queries.findReport(tx, id))!;
	const entries = await queries.listEntries(tx, id);
	const decisions = await queries.listDecisions(tx, id);
	const decision = decisions.at(-1) ?? null;
	const unit = (await findUnit(tx, row.unitId))!;
	const settings = await getSettings(tx, row.municipalityId);
	const shown = [
		row.handedOverBy,
		row.officerId,
		...entries.map(({ authorId }) => authorId),
		...decisions.map(({ decidedBy }) => decidedBy)
	];
	const person = await peopleOf(tx, shown);
	await activityLog.recordProtectedPeople(tx, context, shown, by);
	const when = (at: Temporal.Instant) => ({ at: at.toString(), atText: formatDateTime(at, locale) });
	const facts = { ...row, decision, entryKinds: entries.map(({ kind }) => kind) };

	return {
		id,
		version: row.version,
		number: report.caseNumber,
		status: row.status,
		unitName: unit.name,
		handedOver: { ...when(row.handedOverAt), by: person(row.handedOverBy) },
		officer: person(row.officerId),
		isMine: row.officerId === context.actor.personId,
		startedText: row.startedAt && formatDateTime(row.startedAt, locale),
		closedText: row.closedAt && formatDateTime(row.closedAt, locale),
		report: {
			whatHappened: report.whatHappened,
			clientHarm: report.clientHarm,
			doneAlready: report.doneAlready,
			clientReference: report.clientReference,
			occurredOn: report.occurredOn,
			occurredText: report.occurredOn && dayText(report.occurredOn, locale),
			childConcerned: report.childConcerned
		},
		entries: entries.map(({ id: entryId, kind, text, authorId, createdAt }) => ({
			id: entryId,
			kind,
			text,
			by: person(authorId),
			...when(createdAt)
		})),
		decisions: decisions.map((one) => ({
			id: one.id,
			assessment: one.assessment,
			reason: one.reason,
			reportToIvo: one.reportToIvo,
			ivoReason: one.ivoReason,
			ivoSentOn: one.ivoSentOn,
			ivoSentText: one.ivoSentOn && dayText(one.ivoSentOn, locale),
			ivoReference: one.ivoReference,
			by: person(one.decidedBy),
			...when(one.decidedAt)
		})),
		clocks: clocksOf(facts, settings, context.now()).map(({ key, state, localDueAt }): ClockView => ({
			key,
			state,
			localDueText: formatDateTime(localDueAt, locale)
		})),
		missing: missingForClosing(facts),
		choices: { writtenKinds, assessments },
		keys: { document: newId<string>(), decide: newId<string>(), close: newId<string>() },
		today: dateIn(context.now()).toString()
	};
}
