import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { findPersonalData, findTopics, type PersonalDataFinding } from '../../text-hints/index.ts';
import type { Context } from '../access/index.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	adviceFor,
	capacityOnOwn,
	findIncident,
	formatNumber,
	listAdditions,
	listCorrections,
	mayIncident,
	personalDataInKept,
	type AdviceCode,
	type Correction,
	type Form,
	type IncidentDetails,
	type IncidentId,
	type IncidentRow,
	type Origin,
	type RoutedBecause
} from '../incidents/index.ts';
import { seeNotices } from '../notifications/index.ts';
import { findUnit, peopleOf, type PersonId, type ShownPerson } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import type { DateLocale } from '../platform/swedish-dates.ts';
import { answersFor } from './access.ts';
import type { InsteadKind, TransferTarget } from './assessment.ts';
import { standInFor } from './audience.ts';
import { readAudience, viewAudience, type AudienceView } from './audience-view.ts';
import { listMessages } from './queries.ts';
import type { CaseStatus } from './status.ts';

/** One line of 'Mina rapporter'. */
export interface OwnReportLine {
	id: IncidentId;
	/** '2026-0123' */
	number: string;
	reportedAt: Temporal.Instant;
	occurredAt: Temporal.Instant;
	forms: Form[];
	status: CaseStatus;
	/** Who was exposed, when it was somebody else; null when it was the actor. */
	affected: ShownPerson | null;
	/** Who reported, when it was somebody else; null when it was the actor. */
	reporter: ShownPerson | null;
	unreadMessages: number;
}

/** Reports on one page of 'Mina rapporter'. */
export const ownReportsPerPage = 20;

/** What the actor has reported, and what others reported that the actor was exposed to; newest first. @param page from 1 */
export async function listOwnReports(
	context: Context,
	page: number
): Promise<{ reports: OwnReportLine[]; pageCount: number }> {
	const me = context.actor.personId;
	return context.transaction(async (tx) => {
		const own = tx
			.selectFrom('incident')
			.innerJoin('caseFile', 'caseFile.incidentId', 'incident.id')
			.where((eb) => eb.or([eb('incident.reporterId', '=', me), eb('incident.affectedPersonId', '=', me)]));
		const { total } = await own
			.select((eb) => eb.fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow();
		const rows = await own
			.select([
				'incident.id',
				'incident.year',
				'incident.number',
				'incident.reportedAt',
				'incident.occurredAt',
				'incident.forms',
				'incident.reporterId',
				'incident.affectedPersonId',
				sql<CaseStatus>`case when case_file.merged_into_id is null then case_file.status
					else (select status from main_of_own_report(incident.id)) end`.as('status'),
				sql<number>`(select count(*) from case_message m where m.case_id = case_file.id
					and not m.from_reporter and m.read_at is null and m.author_id <> ${me})`.as('unreadMessages')
			])
			.orderBy('incident.reportedAt', 'desc')
			.orderBy('incident.id', 'desc')
			.limit(ownReportsPerPage)
			.offset((page - 1) * ownReportsPerPage)
			.execute();
		const person = await peopleOf(
			tx,
			rows.flatMap(({ reporterId, affectedPersonId }) => [reporterId, affectedPersonId])
		);
		return {
			pageCount: Math.max(1, Math.ceil(total / ownReportsPerPage)),
			reports: rows.map(({ year, number, reporterId, affectedPersonId, ...row }) => ({
				...row,
				number: formatNumber(year!, number!),
				affected: affectedPersonId === me ? null : person(affectedPersonId),
				reporter: reporterId === me ? null : person(reporterId)
			}))
		};
	});
}

/** A report as the one who reported it, or was exposed, sees it: receipt, status and everything said to them. */
export interface OwnReport {
	id: IncidentId;
	number: string;
	reportedAt: Temporal.Instant;
	occurredAt: Temporal.Instant;
	unitName: string;
	origin: Origin;
	/** Null: the actor. */
	reporter: ShownPerson | null;
	affected: ShownPerson | null;
	details: IncidentDetails;
	/** What looks like personal data in the words, and in what they were before; only for who wrote them, who alone may take it away. */
	findings: PersonalDataFinding[];
	advice: AdviceCode[];
	additions: {
		id: string;
		/** The actor wrote it. */
		isOwn: boolean;
		createdAt: Temporal.Instant;
		author: ShownPerson;
		text: string | null;
		changedFields: string[];
	}[];
	/** The actor reported it, and may correct it. */
	mayCorrect: boolean;
	/** What was corrected, oldest first. */
	corrections: Correction[];
	/** How many times it happened. */
	occurrences: number;
	lastOccurredAt: Temporal.Instant | null;
	/** Of the case in which it is handled. */
	status: CaseStatus;
	/** It is handled together with another report of the same event. */
	isMerged: boolean;
	routedBecause: RoutedBecause;
	/** Null: nobody. */
	handler: ShownPerson | null;
	/** Who acts in the handler's place now. */
	standIn: ShownPerson | null;
	/** The actor handles it: a manager who registered what they were told. */
	isHandler: boolean;
	contactDueAt: Temporal.Instant;
	firstContactAt: Temporal.Instant | null;
	messages: {
		createdAt: Temporal.Instant;
		author: ShownPerson;
		fromReporter: boolean;
		text: string;
		isNew: boolean;
	}[];
	/** What the handler says at the end. */
	feedback: string | null;
	/** Why it was handed over, or was judged not to be undue influence. */
	decisionReason: string | null;
	transferredTo: TransferTarget | null;
	insteadKind: InsteadKind | null;
	closedAt: Temporal.Instant | null;
	/** Who may read it as staff, and since when. */
	audience: AudienceView;
	/** Whom it is about: they cannot read it. */
	keptOut: ShownPerson[];
	/** The key of the form that it came with, for the one who sent it: their draft can be thrown away. */
	formKey: string | null;
	/** The report that this one repeats. */
	repeats: { id: IncidentId; number: string } | null;
}

/**
 * The receipt and status page of the actor's own report. Messages count as read when they have been shown.
 *
 * @throws NotFound unless the actor reported it or was exposed
 */
export async function viewOwnReport(
	context: Context,
	id: IncidentId,
	locale: DateLocale
): Promise<OwnReport> {
	const { actor, now } = context;
	const me = actor.personId;
	return context.transaction(async (tx) => {
		const incident = await findIncident(tx, id);
		require(mayIncident(actor, 'readOwn', incident));
		const row = incident!;
		const by = capacityOnOwn(actor, row);
		// one's own words are one's own to read; what somebody else wrote about one is not
		if (by) {
			await activityLog.recordReading(tx, context, {
				action: 'incident.read',
				subjectKind: 'incident',
				subjectId: id,
				by
			});
		}
		await seeNotices(tx, context, id);
		const file = await tx
			.selectFrom('caseFile')
			.select([
				'id',
				'status',
				'municipalityId',
				'unitPath',
				'handlerId',
				'affectedPersonId',
				'excludedPersonIds',
				'keptOutByMerge',
				'mergedIntoId',
				'sharedWith',
				'reportedAt',
				'routedBecause',
				'contactDueAt',
				'firstContactAt',
				'feedback',
				'decisionReason',
				'transferredTo',
				'insteadKind',
				'closedAt'
			])
			.where('incidentId', '=', id)
			.executeTakeFirstOrThrow();
		const messages = await listMessages(tx, file.id);
		const isNew = (message: (typeof messages)[number]) =>
			!message.fromReporter && message.readAt === null && message.authorId !== me;
		if (messages.some(isNew)) {
			await tx
				.updateTable('caseMessage')
				.set({ readAt: now().toString() })
				.where('caseId', '=', file.id)
				.where('fromReporter', '=', false)
				.where('readAt', 'is', null)
				.where('authorId', '<>', me)
				.execute();
		}
		const unit = await findUnit(tx, row.unitId);
		const additions = await listAdditions(tx, id);
		const corrections = await listCorrections(tx, id);
		const main = file.mergedIntoId ? await findMain(tx, id) : undefined;
		const repeated = row.repeatsIncidentId && (await findIncident(tx, row.repeatsIncidentId));
		const person = await peopleOf(tx, [
			row.reporterId,
			row.affectedPersonId,
			...row.excludedPersonIds,
			file.handlerId
		]);
		const subject = { ...file, hideName: row.hideName };
		const { holders, members } = await readAudience(tx, subject, now());
		const standIn = standInFor(subject, holders);
		const shown = [
			row.reporterId,
			row.affectedPersonId,
			...row.excludedPersonIds,
			...members.map(({ personId }) => personId)
		];
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		return {
			id,
			number: formatNumber(row.year!, row.number!),
			reportedAt: row.reportedAt,
			occurredAt: row.occurredAt,
			unitName: unit?.name ?? '',
			origin: row.origin,
			reporter: row.reporterId === me ? null : person(row.reporterId),
			affected: row.affectedPersonId === me ? null : person(row.affectedPersonId),
			details: detailsOf(row),
			findings: findingsOf(actor.personId, row, additions, corrections),
			advice: adviceFor({ ...row, topics: findTopics(row.text ?? '') }),
			additions: additions.map(({ authorId, ...addition }) => ({ ...addition, isOwn: authorId === me })),
			mayCorrect: mayIncident(actor, 'correct', row).yes,
			corrections,
			occurrences: row.occurrences,
			lastOccurredAt: row.lastOccurredAt,
			status: main?.status ?? file.status,
			isMerged: main !== undefined,
			routedBecause: file.routedBecause as RoutedBecause,
			handler: person(file.handlerId),
			standIn: standIn ? { name: standIn.name } : null,
			isHandler: row.affectedPersonId !== me && answersFor(actor, subject),
			contactDueAt: file.contactDueAt,
			firstContactAt: file.firstContactAt,
			// the feedback of an ended case stands above the messages; the message that told of it would repeat it
			messages: messages
				.filter(
					({ text, fromReporter }) =>
						fromReporter || file.closedAt === null || main !== undefined || text !== file.feedback
				)
				.map((message) => ({
					createdAt: message.createdAt,
					author: message.author,
					fromReporter: message.fromReporter,
					text: message.text,
					isNew: isNew(message)
				})),
			feedback: main ? null : file.feedback,
			decisionReason: file.decisionReason,
			transferredTo: file.transferredTo,
			insteadKind: file.insteadKind,
			closedAt: main ? main.closedAt : file.closedAt,
			audience: await viewAudience(tx, subject, members, locale),
			keptOut: row.excludedPersonIds.map((excluded) => person(excluded)),
			formKey: row.reporterId === me ? row.idempotencyKey : null,
			repeats: repeated ? { id: repeated.id, number: formatNumber(repeated.year!, repeated.number!) } : null
		};
	});
}

/** Of the case in which a merged report is handled: how it goes, and nothing else of it. */
async function findMain(
	tx: Tx,
	id: IncidentId
): Promise<{ status: CaseStatus; closedAt: Temporal.Instant | null } | undefined> {
	const { rows } = await sql<{ status: CaseStatus; closedAt: Temporal.Instant | null }>`
		select * from main_of_own_report(${id})`.execute(tx);
	return rows[0];
}

/** What looks like personal data in what one wrote oneself; of what was added and of older versions, each once. */
function findingsOf(
	me: PersonId,
	row: IncidentRow,
	additions: readonly { authorId: PersonId; text: string | null }[],
	corrections: readonly Correction[]
): PersonalDataFinding[] {
	const inText = row.reporterId === me ? findPersonalData(row.text ?? '') : [];
	const elsewhere = [
		...additions.flatMap(({ authorId, text }) => (authorId === me ? findPersonalData(text ?? '') : [])),
		...corrections.flatMap(({ authorId, field, oldValue, newValue }) =>
			authorId === me ? personalDataInKept(field, oldValue, newValue) : []
		)
	];
	const seen = new Set(inText.map(({ text }) => text));
	const more = elsewhere.filter(({ text }) => !seen.has(text) && seen.add(text));
	return [...inText, ...more];
}

/** The answers of the form, without what only the system needs to know. */
function detailsOf(row: IncidentRow): IncidentDetails {
	return {
		text: row.text,
		forms: row.forms,
		subforms: row.subforms,
		channel: row.channel,
		influencer: row.influencer,
		purpose: row.purpose,
		inDanger: row.inDanger,
		wantsContactToday: row.wantsContactToday,
		place: row.place,
		matter: row.matter,
		witnesses: row.witnesses,
		consequences: row.consequences,
		childConcerned: row.childConcerned,
		injury: row.injury,
		weapon: row.weapon,
		fearedForLife: row.fearedForLife,
		knownRepeat: row.knownRepeat,
		gender: row.gender,
		caseReference: row.caseReference,
		hideName: row.hideName
	};
}
