import * as v from 'valibot';
import { Temporal } from 'temporal-polyfill';
import { hasPersonnummer } from '../../text-hints/index.ts';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { done, openCaseToChange, type Outcome } from '../cases/index.ts';
import { fulfilDuty, type DutyKey } from '../duties/index.ts';
import { tell } from '../notifications/index.ts';
import type { Tx } from '../platform/database.ts';
import { localInstant } from '../platform/form-parts.ts';
import { line, longText } from '../platform/http-form.ts';
import { newId } from '../platform/ids.ts';
import { may, neededPermission } from './access.ts';
import { changedSince } from './changed-since.ts';
import { pastDay, versionSchema } from './forms.ts';
import { listCopyRecipients } from './notification-recipients.ts';
import {
	answersFrom,
	copyFor,
	fieldsFor,
	type NotificationAnswers,
	type NotificationKind
} from './notification.ts';

const answer = (isLong: boolean): v.GenericSchema<string | undefined, string | null> =>
	v.pipe(
		isLong ? longText(10_000) : line(200),
		v.check((text) => !hasPersonnummer(text), 'personnummer')
	);

/** The fields of one kind. */
export function notificationSchema(kind: NotificationKind) {
	const entries: v.ObjectEntries = {
		version: versionSchema,
		...Object.fromEntries(fieldsFor(kind).map(({ name, isLong }) => [name, answer(isLong)]))
	};
	return v.pipe(
		v.object(entries),
		v.transform((values: Record<string, unknown>) => ({
			version: values.version as number,
			answers: answersFrom(kind, values as Record<string, string | null>)
		}))
	);
}
export type NotificationInput = v.InferOutput<ReturnType<typeof notificationSchema>>;

/** That it was sent to the authority. */
export const submittedSchema = (now: Temporal.Instant) =>
	v.object({ version: versionSchema, submittedOn: pastDay(now), receipt: line(100) });
export type SubmittedInput = v.InferOutput<ReturnType<typeof submittedSchema>>;

/** That copies are given. */
export const copiesSchema = v.object({ version: versionSchema });

async function findNotification(tx: Tx, caseId: CaseId, kind: NotificationKind) {
	return tx
		.selectFrom('caseNotification')
		.selectAll()
		.where('caseId', '=', caseId)
		.where('kind', '=', kind)
		.executeTakeFirst();
}

/** Keeps what the notification will say. @throws NotFound, Forbidden */
export async function saveNotification(
	context: Context,
	id: CaseId,
	kind: NotificationKind,
	{ version, answers }: NotificationInput
): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const before = await findNotification(tx, id, kind);
		if ((before?.version ?? 0) !== version) {
			return JSON.stringify(before?.answers) === JSON.stringify(answers)
				? done
				: changedSince(tx, id, 'case.notification', { kind, version });
		}
		const written = {
			answers: JSON.stringify(answers),
			version: version + 1,
			updatedBy: actor.personId,
			updatedAt: now().toString()
		};
		if (before) {
			await tx.updateTable('caseNotification').set(written).where('id', '=', before.id).execute();
		} else {
			await tx
				.insertInto('caseNotification')
				.values({ ...written, id: newId<string>(), municipalityId: actor.municipalityId, caseId: id, kind })
				.execute();
		}
		await activityLog.record(tx, context, {
			action: 'case.notificationPrepared',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { kind, version: version + 1 }
		});
		return done;
	});
}

/** Records that the notification was sent to the authority, when and with what receipt number. @throws NotFound, Forbidden */
export async function recordSubmitted(
	context: Context,
	id: CaseId,
	kind: NotificationKind,
	{ version, submittedOn, receipt }: SubmittedInput
): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const before = await findNotification(tx, id, kind);
		const isSame = before?.submittedOn === submittedOn && before.reference === receipt;
		if (isSame) return done;
		if ((before?.version ?? 0) !== version) {
			return changedSince(tx, id, 'case.notification', { kind, version });
		}
		const written = {
			version: version + 1,
			submittedOn,
			reference: receipt,
			submittedBy: actor.personId,
			updatedBy: actor.personId,
			updatedAt: now().toString()
		};
		if (before) {
			await tx.updateTable('caseNotification').set(written).where('id', '=', before.id).execute();
		} else {
			// sent without having been prepared here: the number is worth keeping all the same
			await tx
				.insertInto('caseNotification')
				.values({
					...written,
					answers: '{}',
					id: newId<string>(),
					municipalityId: actor.municipalityId,
					caseId: id,
					kind
				})
				.execute();
		}
		await activityLog.record(tx, context, {
			action: 'case.notificationSubmitted',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { kind, version: version + 1, submittedOn }
		});
		const at = localInstant(Temporal.PlainDate.from(submittedOn), null, context.now());
		await fulfilDuty(tx, context, { caseId: id, ...fulfilled[kind], reference: receipt, at, by });
		return done;
	});
}

/** The duty that a notification is, and how it was done, in the municipality's own language. */
const fulfilled = {
	workInjury: { key: 'fkInjury', how: 'Anmäld som arbetsskada på anmalarbetsskada.se' },
	seriousIncident: { key: 'avSerious', how: 'Anmält som allvarligt tillbud på anmalarbetsskada.se' }
} as const satisfies Record<NotificationKind, { key: DutyKey; how: string }>;

/**
 * Gives the injured person and the safety representative their copy, as it stands now; the same version only once.
 * @throws NotFound, Forbidden
 */
export async function giveCopies(
	context: Context,
	id: CaseId,
	kind: NotificationKind,
	{ version }: { version: number }
): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const notification = await findNotification(tx, id, kind);
		if (!notification) return { ok: false, because: 'notPossible' };
		if (notification.version !== version) {
			return changedSince(tx, id, 'case.notification', { kind, version });
		}
		const recipients = await listCopyRecipients(tx, row, now());
		const given: PersonId[] = [];
		for (const { personId, as } of recipients) {
			const content = copyFor(as, notification.answers as NotificationAnswers, row);
			const { numInsertedOrUpdatedRows } = await tx
				.insertInto('caseNotificationCopy')
				.values({
					id: newId<string>(),
					municipalityId: actor.municipalityId,
					caseId: id,
					kind,
					version,
					recipientId: personId,
					recipientAs: as,
					content: JSON.stringify(content),
					givenBy: actor.personId,
					givenAt: now().toString()
				})
				.onConflict((conflict) => conflict.doNothing())
				.executeTakeFirstOrThrow();
			if (numInsertedOrUpdatedRows !== 1n) continue;
			given.push(personId);
			await tell(
				tx,
				context,
				as === 'injuredPerson'
					? { kind: 'ownNotificationCopied', subjectId: row.incidentId }
					: { kind: 'notificationCopied', subjectId: id },
				[personId]
			);
		}
		if (given.length === 0) return done;
		await activityLog.record(tx, context, {
			action: 'case.notificationCopied',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { kind, version, recipients: given }
		});
		return done;
	});
}
