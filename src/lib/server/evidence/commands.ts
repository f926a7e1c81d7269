import { setTimeout as pause } from 'node:timers/promises';
import type { AttachmentId, CaseId } from '../../../../database/column-types.ts';
import type { Capacity, Context } from '../access/index.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { findCaseOf, openCase, openCaseToChange, tellHandler } from '../cases/index.ts';
import * as documents from '../documents/index.ts';
import type { Bytes, Refusal, Vault } from '../documents/index.ts';
import {
	capacityOnOwn,
	findIncident,
	formatNumber,
	mayIncident,
	type IncidentId
} from '../incidents/index.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { describeError, logError } from '../platform/log.ts';
import { may } from './access.ts';
import type { AboutFile, SealInput } from './forms.ts';

/** Where a file goes: into a case, by staff; or to one's own report, and so into its case. */
export type Place = { case: CaseId } | { report: IncidentId };

/** `tooOften`: the actor has added so much lately that they must wait. */
export type AddProblem = Refusal | 'tooOften';
export type Added = { ok: true; id: AttachmentId } | { ok: false; problem: AddProblem };

interface OpenPlace {
	caseId: CaseId;
	fromReporter: boolean;
	by: Capacity | undefined;
	/** What it is logged on: what staff do is the case's history, what a reporter does is the report's. */
	subject: { subjectKind: 'case' | 'incident'; subjectId: string };
}

/** The place, if the actor may add files there. @throws NotFound, Forbidden */
async function mayAddAt(tx: Tx, context: Context, place: Place): Promise<OpenPlace> {
	if ('case' in place) {
		const { row, by } = await openCase(tx, context, place.case, 'note');
		require(may(context.actor, 'add', row));
		return {
			caseId: place.case,
			fromReporter: false,
			by,
			subject: { subjectKind: 'case', subjectId: place.case }
		};
	}
	const incident = await findIncident(tx, place.report);
	require(mayIncident(context.actor, 'add', incident));
	const caseId = await findCaseOf(tx, place.report);
	if (!caseId) throw new NotFound();
	return {
		caseId,
		fromReporter: true,
		by: capacityOnOwn(context.actor, incident!),
		subject: { subjectKind: 'incident', subjectId: place.report }
	};
}

/** Why nothing more can be added right now, or null. @throws NotFound, Forbidden when the actor may not add there at all */
export async function whyNotAdd(context: Context, place: Place): Promise<AddProblem | null> {
	return context.transaction(async (tx) => {
		const { caseId } = await mayAddAt(tx, context, place);
		if (await activityLog.isTooOften(tx, context, 'evidence.added')) return 'tooOften';
		return (await documents.countAttachments(tx, caseId)) >= documents.mostFiles ? 'tooMany' : null;
	});
}

/** How long the one who sends waits until their file was looked through, in milliseconds; it goes on after that. */
const waitMs = 20_000;

/**
 * Adds a file. It is sealed while it comes; when everything has come, the row, the custody and the log are one transaction; then it is
 * looked through and copied. The same file by the same person in the same case is the one that is there already.
 *
 * @throws NotFound, Forbidden when the actor may not add there
 */
export async function addFile(
	context: Context,
	vault: Vault,
	place: Place,
	file: { fileName: string | null; content: Bytes },
	about: AboutFile
): Promise<Added> {
	const problem = await whyNotAdd(context, place);
	if (problem) return { ok: false, problem };
	const name = documents.shownName(file.fileName);
	// never an id from outside: what lies in the storage is not written over
	const fresh = newId<AttachmentId>();
	const result = await documents.takeIn(vault, { id: fresh, name, content: file.content });
	if (!result.ok) return { ok: false, problem: result.refusal };
	let id: AttachmentId;
	try {
		id = await context.transaction((tx) =>
			insert(tx, context, vault, place, result.taken, { name, ...about })
		);
	} catch (error) {
		await documents.discard(vault, fresh);
		throw error;
	}
	if (id !== fresh) await documents.discard(vault, fresh);
	const finished = documents.finish(vault, id).catch((error: unknown) => {
		// it waits, opened by nobody, and is tried again
		logError('files.finish', { attachment: id, ...describeError(error) });
	});
	await Promise.race([finished, pause(waitMs, undefined, { ref: false })]);
	return { ok: true, id };
}

async function insert(
	tx: Tx,
	context: Context,
	vault: Vault,
	place: Place,
	taken: documents.TakenIn,
	{ name, sourceUrl, seenAt, sourceNote }: AboutFile & { name: string | null }
): Promise<AttachmentId> {
	const { caseId, fromReporter, by, subject } = await mayAddAt(tx, context, place);
	const me = context.actor.personId;
	const same = (await documents.listAttachments(tx, caseId)).find(
		({ addedBy, state, sha256 }) =>
			addedBy === me && state !== 'sealed' && Buffer.from(sha256).equals(taken.sha256)
	);
	if (same) return same.id;
	const addedAt = context.now().toString();
	await documents.insertTaken(tx, vault, taken, {
		municipalityId: context.actor.municipalityId,
		caseId,
		fromReporter,
		addedBy: me,
		addedAt,
		name,
		sourceUrl,
		sourceSeenAt: seenAt?.toString() ?? null,
		sourceNote
	});
	await hold(tx, context, taken.id, 'added', by);
	await activityLog.record(tx, context, {
		action: 'evidence.added',
		...subject,
		by,
		details: { attachmentId: taken.id, mediaType: taken.mediaType }
	});
	if (fromReporter) await tellHandler(tx, context, caseId, 'fileAdded');
	return taken.id;
}

/** Writes down that the actor has had a file in hand. */
async function hold(
	tx: Tx,
	{ actor, now }: Context,
	attachmentId: AttachmentId,
	what: documents.CustodyStep,
	by: Capacity | undefined
): Promise<void> {
	await documents.insertCustody(tx, {
		municipalityId: actor.municipalityId,
		attachmentId,
		at: now().toString(),
		personId: actor.personId,
		role: by?.role ?? null,
		onBehalfOfId: by?.deputyForId ?? null,
		what
	});
}

/**
 * picture: looked at in the page · copy: taken out without metadata · original: taken out as it arrived, e.g. for the police.
 */
export const openings = ['picture', 'copy', 'original'] as const;
export type Opening = (typeof openings)[number];

/** A file in the open, for the one who asked. */
export interface OpenedFile {
	content: Bytes;
	mediaType: documents.MediaType;
	sha256: string;
	/** Of the case: '2026-0123'. */
	number: string;
}

/**
 * Opens a file of a case. Who did, and what for, is written down first: on the file, and in the activity log.
 * @throws NotFound also when the file waits, is quarantined or sealed, or has no such copy
 */
export async function openFile(
	context: Context,
	vault: Vault,
	caseId: CaseId,
	id: AttachmentId,
	how: Opening
): Promise<OpenedFile> {
	const { file, number } = await context.transaction(async (tx) => {
		const { row: subject, by } = await openCase(tx, context, caseId, 'readNotes');
		const found = await documents.findAttachment(tx, id);
		if (found?.caseId !== caseId) throw new NotFound();
		require(may(context.actor, 'open', subject, found));
		const isPicture = found.copyType?.startsWith('image/') ?? false;
		if (found.state !== 'ready' || (how === 'picture' && !isPicture)) throw new NotFound();
		if (how === 'copy' && found.copyType === null) throw new NotFound();
		const isExport = how !== 'picture';
		const incident = (await findIncident(tx, subject.incidentId))!;
		const result = { file: found, number: formatNumber(incident.year!, incident.number!) };
		if (!isExport && (await openedLately(tx, context, id))) return result;
		const what = how === 'picture' ? 'opened' : how === 'copy' ? 'exportedCopy' : 'exportedOriginal';
		await hold(tx, context, id, what, by);
		await activityLog.record(tx, context, {
			action: isExport ? 'evidence.exported' : 'evidence.opened',
			subjectKind: 'case',
			subjectId: caseId,
			by,
			details: { attachmentId: id, what: how }
		});
		return result;
	});
	const content = how === 'original' ? documents.openOriginal(vault, file) : documents.openCopy(vault, file);
	const mediaType = how === 'original' ? file.mediaType : file.copyType!;
	return { content: content!, mediaType, sha256: Buffer.from(file.sha256).toString('hex'), number };
}

/** Whether the actor opened the file a moment ago: a page shown twice is one look. */
async function openedLately(tx: Tx, { actor, now }: Context, id: AttachmentId): Promise<boolean> {
	const since = now().subtract({ minutes: activityLog.readingMinutes });
	return (await documents.listCustody(tx, id)).some(
		({ personId, what, at }) =>
			personId === actor.personId && what === 'opened' && at.epochMilliseconds > since.epochMilliseconds
	);
}

/**
 * Seals a file that was added by mistake: nobody opens it any more, and nothing of it is erased.
 * @returns false when it was sealed already
 * @throws NotFound, Forbidden
 */
export async function sealFile(
	context: Context,
	caseId: CaseId,
	id: AttachmentId,
	{ sealReason }: SealInput
): Promise<boolean> {
	return context.transaction(async (tx) => {
		const { row: subject, by } = await openCaseToChange(tx, context, caseId, 'readNotes');
		const found = await documents.findAttachment(tx, id);
		if (found?.caseId !== caseId) throw new NotFound();
		require(may(context.actor, 'seal', subject, found));
		const sealed = { sealedBy: context.actor.personId, sealedAt: context.now().toString(), sealReason };
		if (!(await documents.saveSealed(tx, id, sealed))) return false;
		await hold(tx, context, id, 'sealed', by);
		await activityLog.record(tx, context, {
			action: 'evidence.sealed',
			subjectKind: 'case',
			subjectId: caseId,
			by,
			details: { attachmentId: id }
		});
		return true;
	});
}
