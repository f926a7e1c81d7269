import { sql } from 'kysely';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { readCase, type CaseHead, type CaseRow } from '../cases/index.ts';
import {
	capacityOnOwn,
	findIncident,
	formatNumber,
	mayIncident,
	type IncidentRow
} from '../incidents/index.ts';
import { listMeasuresOf } from '../measures/index.ts';
import { peopleOf } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn, zone } from '../platform/working-days.ts';
import { Temporal } from 'temporal-polyfill';
import { may } from './access.ts';
import {
	fieldsFor,
	filledFields,
	lastingFields,
	type NotificationAnswers,
	type NotificationField,
	type NotificationKind
} from './notification.ts';
import { listCopyRecipients } from './notification-recipients.ts';

/** What the case already knows of what the authority's form asks for. */
async function answersOfCase(
	tx: Tx,
	context: Context,
	row: CaseRow,
	incident: IncidentRow,
	unitName: string
): Promise<NotificationAnswers> {
	const measures = await listMeasuresOf(tx, [row.id]);
	const recipients = await listCopyRecipients(tx, row, context.now());
	const person = await peopleOf(tx, [row.affectedPersonId, ...recipients.map(({ personId }) => personId)]);
	const representatives = recipients.flatMap(({ personId, as }) =>
		as === 'safetyRepresentative' ? (person(personId).name ?? []) : []
	);
	const last = await tx
		.selectFrom('caseNotification')
		.select('answers')
		.where('caseId', '<>', row.id)
		.where(sql<boolean>`answers ?| ${`{${lastingFields.join()}}`}::text[]`)
		.orderBy('updatedAt', 'desc')
		.limit(1)
		.executeTakeFirst();
	const lasting = (last?.answers ?? {}) as NotificationAnswers;
	const occurred = incident.occurredAt.toZonedDateTimeISO(zone);
	const known: Partial<Record<NotificationField, string | null | undefined>> = {
		...Object.fromEntries(lastingFields.map((field) => [field, lasting[field]])),
		employerName: context.actor.municipalityName,
		contactName: context.actor.name,
		workplaceName: unitName,
		injuredName: person(row.affectedPersonId).name,
		happenedOn: dateIn(incident.occurredAt).toString(),
		happenedAt: occurred.toPlainTime().toString({ smallestUnit: 'minute' }),
		place: incident.place,
		event: incident.text,
		measures: measures
			.filter(({ cancelledAt }) => cancelledAt === null)
			.map(({ description }) => description)
			.join('\n'),
		safetyRepresentative: representatives.join(', ')
	};
	return Object.fromEntries(Object.entries(known).filter(([, text]) => text)) as NotificationAnswers;
}

/** Without the name of the injured person, for who may not know it: mostly they are the reporter, who can ask for that. */
function shownTo<Answers extends NotificationAnswers | undefined>(
	{ allows }: CaseHead,
	answers: Answers
): Answers {
	if (answers === undefined || allows.readReporterName) return answers;
	const { injuredName: _name, ...rest } = answers;
	return rest as Answers;
}

/** What is stored of one notification, for who reads the notes of the case. */
async function findStored(tx: Tx, caseId: CaseId, kind: NotificationKind) {
	return tx
		.selectFrom('caseNotification')
		.selectAll()
		.where('caseId', '=', caseId)
		.where('kind', '=', kind)
		.executeTakeFirst();
}

const dayText = (day: string, locale: DateLocale) => formatDate(Temporal.PlainDate.from(day), locale);

/** The copies of a notification that the actor may see: all of them, or their own. */
async function listCopies(tx: Tx, caseId: CaseId, kind: NotificationKind, locale: DateLocale) {
	const rows = await tx
		.selectFrom('caseNotificationCopy')
		.select(['recipientId', 'recipientAs', 'givenAt', 'readAt', 'content', 'version'])
		.where('caseId', '=', caseId)
		.where('kind', '=', kind)
		.orderBy('givenAt')
		.orderBy('id')
		.execute();
	const person = await peopleOf(
		tx,
		rows.map(({ recipientId }) => recipientId)
	);
	return rows.map((row) => ({
		recipientId: row.recipientId,
		name: person(row.recipientId).name,
		as: row.recipientAs as 'injuredPerson' | 'safetyRepresentative',
		givenText: formatDateTime(row.givenAt, locale),
		readText: row.readAt && formatDateTime(row.readAt, locale),
		version: row.version,
		content: row.content as NotificationAnswers
	}));
}

/** A copy as its recipient reads it, and that they have. */
async function readOwnCopy(
	tx: Tx,
	context: Context,
	caseId: CaseId,
	kind: NotificationKind,
	locale: DateLocale
) {
	const copies = await listCopies(tx, caseId, kind, locale);
	const own = copies.filter(({ recipientId }) => recipientId === context.actor.personId).at(-1);
	if (!own) return null;
	await tx
		.updateTable('caseNotificationCopy')
		.set({ readAt: context.now().toString() })
		.where('caseId', '=', caseId)
		.where('kind', '=', kind)
		.where('recipientId', '=', context.actor.personId)
		.where('readAt', 'is', null)
		.execute();
	return {
		givenText: own.givenText,
		fields: fieldsFor(kind).map((field) => ({ ...field, value: own.content[field.name] ?? null }))
	};
}

/**
 * One notification of a case, to be prepared, copied field by field and followed; for a safety representative, the copy that they
 * were given.
 * @throws NotFound
 */
export async function viewNotification(
	context: Context,
	id: CaseId,
	kind: NotificationKind,
	locale: DateLocale
) {
	return context.transaction(async (tx) => {
		const { row, incident, head, by } = await readCase(tx, context, id);
		require(may(context.actor, 'look', row));
		const canPrint = may(context.actor, 'print', row).yes;
		const stored = canPrint ? await findStored(tx, id, kind) : undefined;
		const canPrepare = may(context.actor, 'prepare', row).yes;
		const fields = canPrint
			? filledFields(
					kind,
					shownTo(head, stored?.answers as NotificationAnswers | undefined) ?? null,
					shownTo(head, await answersOfCase(tx, context, row, incident, head.unitName))
				)
			: [];
		const recipients = canPrepare ? await listCopyRecipients(tx, row, context.now()) : [];
		const person = await peopleOf(tx, [
			stored?.submittedBy ?? null,
			...recipients.map(({ personId }) => personId)
		]);
		const copies = canPrint ? await listCopies(tx, id, kind, locale) : [];
		if (canPrint) {
			const shown = [row.affectedPersonId, ...copies.map(({ recipientId }) => recipientId)];
			await activityLog.recordProtectedPeople(tx, context, shown, by);
		}
		return {
			head,
			kind,
			version: stored?.version ?? 0,
			fields,
			canPrint,
			canPrepare,
			ownCopy: await readOwnCopy(tx, context, id, kind, locale),
			submitted: stored?.submittedOn
				? {
						onText: dayText(stored.submittedOn, locale),
						reference: stored.reference,
						by: person(stored.submittedBy)
					}
				: null,
			copies: copies.map(({ recipientId: _id, content: _content, ...copy }) =>
				copy.as === 'injuredPerson' && !head.allows.readReporterName ? { ...copy, name: null } : copy
			),
			recipients: recipients.map(({ personId, as }) => ({ ...person(personId), as })),
			hidesName: row.hideName
		};
	});
}

/** How far the notifications of a case have come, for the list of its documents. */
export async function listNotifications(tx: Tx, caseId: CaseId, locale: DateLocale) {
	const rows = await tx
		.selectFrom('caseNotification')
		.select(['kind', 'submittedOn', 'reference'])
		.where('caseId', '=', caseId)
		.execute();
	return rows.map(({ kind, submittedOn, reference }) => ({
		kind: kind as NotificationKind,
		submittedText: submittedOn && dayText(submittedOn, locale),
		reference
	}));
}

/** The kinds of which the actor was given a copy. */
export async function listOwnCopyKinds(
	tx: Tx,
	context: Context,
	caseId: CaseId
): Promise<NotificationKind[]> {
	const rows = await tx
		.selectFrom('caseNotificationCopy')
		.select('kind')
		.distinct()
		.where('caseId', '=', caseId)
		.where('recipientId', '=', context.actor.personId)
		.orderBy('kind')
		.execute();
	return rows.map(({ kind }) => kind as NotificationKind);
}

/** A notification to be printed. Logged as an export first. @throws NotFound, Forbidden */
export async function exportNotification(context: Context, id: CaseId, kind: NotificationKind) {
	return context.transaction(async (tx) => {
		const { row, incident, head, by } = await readCase(tx, context, id);
		require(may(context.actor, 'print', row));
		await activityLog.record(tx, context, {
			action: 'case.exported',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { document: kind }
		});
		const stored = await findStored(tx, id, kind);
		const fromCase = await answersOfCase(tx, context, row, incident, head.unitName);
		return {
			number: head.number,
			unitName: head.unitName,
			kind,
			fields: filledFields(
				kind,
				shownTo(head, stored?.answers as NotificationAnswers | undefined) ?? null,
				shownTo(head, fromCase)
			),
			reference: stored?.reference ?? null,
			submittedText: stored?.submittedOn ? dayText(stored.submittedOn, 'sv') : null
		};
	});
}
export type ExportedNotification = Awaited<ReturnType<typeof exportNotification>>;

/** The actor's own copies of a report that they were exposed in. @throws NotFound unless it is theirs */
export async function viewOwnCopies(context: Context, id: IncidentId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { row, file } = await ownReport(tx, context, id);
		const by = capacityOnOwn(context.actor, row);
		if (by) {
			await activityLog.recordReading(tx, context, {
				action: 'incident.read',
				subjectKind: 'incident',
				subjectId: id,
				by
			});
		}
		const copies = [];
		for (const kind of await listOwnCopyKinds(tx, context, file.id)) {
			const copy = await readOwnCopy(tx, context, file.id, kind, locale);
			if (copy) copies.push({ kind, ...copy });
		}
		return { number: formatNumber(row.year!, row.number!), copies };
	});
}

/** Whether the actor has a copy to read in one of their own reports. @throws NotFound unless it is theirs */
export async function hasOwnCopies(context: Context, id: IncidentId): Promise<boolean> {
	return context.transaction(async (tx) => {
		const { file } = await ownReport(tx, context, id);
		return (await listOwnCopyKinds(tx, context, file.id)).length > 0;
	});
}

async function ownReport(tx: Tx, context: Context, id: IncidentId) {
	const incident = await findIncident(tx, id);
	require(mayIncident(context.actor, 'readOwn', incident));
	const file = await tx
		.selectFrom('caseFile')
		.select('id')
		.where('incidentId', '=', id)
		.executeTakeFirstOrThrow();
	return { row: incident!, file };
}
