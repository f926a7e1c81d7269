import type { AttachmentId, CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Context } from '../access/index.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { findCaseOf, readCase, type CaseHead } from '../cases/index.ts';
import * as documents from '../documents/index.ts';
import type { AttachmentRow, AttachmentState, CopyProblem, CustodyStep } from '../documents/index.ts';
import { findIncident, formatNumber, mayIncident, type IncidentId } from '../incidents/index.ts';
import { peopleOf, type ShownPerson } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { may } from './access.ts';

/** A file as a list shows it. */
export interface FileLine {
	id: AttachmentId;
	/** Null: it had none, or it is sealed and the name may be the mistake. */
	name: string | null;
	kind: documents.AttachmentKind;
	mediaType: documents.MediaType;
	/** '2,3 MB' */
	sizeText: string;
	/** Of the original, as 64 hexadecimal digits. */
	sha256: string;
	addedBy: ShownPerson;
	fromReporter: boolean;
	addedAt: string;
	addedText: string;
	state: AttachmentState;
	scan: AttachmentRow['scan'];
	hasPicture: boolean;
	hasCopy: boolean;
	copyProblem: CopyProblem | null;
	/** What was said about it, when it was seen in social media. */
	source: { url: string | null; seenText: string | null; note: string | null } | null;
	sealed: { by: ShownPerson; atText: string; reason: string } | null;
}

function lineOf(row: AttachmentRow, person: (id: PersonId) => ShownPerson, locale: DateLocale): FileLine {
	const isOpen = row.state === 'ready';
	const isSealed = row.state === 'sealed';
	const hasSource = !isSealed && (row.sourceUrl ?? row.sourceNote ?? row.sourceSeenAt) !== null;
	return {
		id: row.id,
		name: isSealed ? null : row.name,
		kind: documents.typeOf(row.mediaType).kind,
		mediaType: row.mediaType,
		sizeText: sizeText(row.sizeBytes, locale),
		sha256: Buffer.from(row.sha256).toString('hex'),
		addedBy: person(row.addedBy),
		fromReporter: row.fromReporter,
		addedAt: row.addedAt.toString(),
		addedText: formatDateTime(row.addedAt, locale),
		state: row.state,
		scan: row.scan,
		hasPicture: isOpen && (row.copyType?.startsWith('image/') ?? false),
		hasCopy: isOpen && row.copyFile !== null,
		copyProblem: row.copyProblem,
		source: hasSource
			? {
					url: row.sourceUrl,
					seenText: row.sourceSeenAt && formatDateTime(row.sourceSeenAt, locale),
					note: row.sourceNote
				}
			: null,
		sealed: isSealed
			? {
					by: person(row.sealedBy!),
					atText: formatDateTime(row.sealedAt!, locale),
					reason: row.sealReason!
				}
			: null
	};
}

/** '812 kB' or '2,3 MB', as people in that language write it. */
export function sizeText(bytes: number, locale: DateLocale): string {
	const [amount, unit] =
		bytes < 1_000_000 ? [Math.max(1, bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
	return new Intl.NumberFormat(locale === 'sv' ? 'sv-SE' : 'en-GB', {
		style: 'unit',
		unit: unit as string,
		maximumFractionDigits: unit === 'megabyte' ? 1 : 0
	}).format(amount as number);
}

/** The files of a case, for its page. */
export interface EvidenceView {
	head: CaseHead;
	files: FileLine[];
	/** Files of a reporter who hid their name, which the actor does not see. */
	hiddenCount: number;
}

/** @throws NotFound, Forbidden unless the actor reads the case's notes */
export async function viewEvidence(
	context: Context,
	caseId: CaseId,
	locale: DateLocale
): Promise<EvidenceView> {
	return context.transaction(async (tx) => {
		const { head, row, by } = await readCase(tx, context, caseId, 'readNotes');
		require(may(context.actor, 'list', row));
		const files = await documents.listAttachments(tx, caseId);
		const shown = files.flatMap(({ addedBy, sealedBy }) => [addedBy, sealedBy]);
		const person = await peopleOf(tx, shown);
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		return {
			head,
			files: files.map((file) => lineOf(file, person, locale)),
			hiddenCount: (await documents.countAttachments(tx, caseId)) - files.length
		};
	});
}

/** Somebody who has had a file. */
export interface CustodyLine {
	/** Null: the system itself. */
	person: ShownPerson | null;
	role: string | null;
	/** Undefined: as themselves. */
	onBehalfOf: string | null | undefined;
	at: string;
	atText: string;
	what: CustodyStep;
}

/** One file of a case, and who has had it. */
export interface EvidenceFileView {
	head: CaseHead;
	file: FileLine;
	custody: CustodyLine[];
	maySeal: boolean;
}

/** @throws NotFound, Forbidden */
export async function viewEvidenceFile(
	context: Context,
	caseId: CaseId,
	id: AttachmentId,
	locale: DateLocale
): Promise<EvidenceFileView> {
	return context.transaction(async (tx) => {
		const { head, row, by } = await readCase(tx, context, caseId, 'readNotes');
		const file = await documents.findAttachment(tx, id);
		if (file?.caseId !== caseId) throw new NotFound();
		require(may(context.actor, 'open', row, file));
		const custody = await documents.listCustody(tx, id);
		const shown = [
			file.addedBy,
			file.sealedBy,
			...custody.flatMap(({ personId, onBehalfOfId }) => [personId, onBehalfOfId])
		];
		const person = await peopleOf(tx, shown);
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		return {
			head,
			file: lineOf(file, person, locale),
			custody: custody.map(({ personId, role, onBehalfOfId, at, what }) => ({
				person: person(personId),
				role,
				onBehalfOf: onBehalfOfId ? person(onBehalfOfId).name : undefined,
				at: at.toString(),
				atText: formatDateTime(at, locale),
				what
			})),
			maySeal: file.state !== 'sealed' && may(context.actor, 'seal', row, file).yes
		};
	});
}

/** What the one who reported, or was exposed, has added to their own report. They see that it arrived; they have it themselves. */
export async function viewOwnFiles(
	context: Context,
	id: IncidentId,
	locale: DateLocale
): Promise<{ number: string; files: FileLine[] }> {
	return context.transaction(async (tx) => {
		const incident = await findIncident(tx, id);
		require(mayIncident(context.actor, 'readOwn', incident));
		const me = context.actor.personId;
		const caseId = await findCaseOf(tx, id);
		if (!caseId) throw new NotFound();
		const files = (await documents.listAttachments(tx, caseId)).filter(
			({ fromReporter, addedBy }) => fromReporter && addedBy === me
		);
		const person = await peopleOf(
			tx,
			files.flatMap(({ addedBy, sealedBy }) => [addedBy, sealedBy])
		);
		return {
			number: formatNumber(incident!.year!, incident!.number!),
			files: files.map((file) => lineOf(file, person, locale))
		};
	});
}

/** A file as a printed list of evidence names it. */
export interface EvidenceLine {
	id: AttachmentId;
	name: string | null;
	kind: documents.AttachmentKind;
	mediaType: documents.MediaType;
	sizeBytes: number;
	/** Of the original, as 64 hexadecimal digits: whoever gets the original can check that it is the same. */
	sha256: string;
	addedBy: ShownPerson;
	/** Added by the reporter or the exposed person: the name may tell who they are. */
	fromReporter: boolean;
	addedAt: AttachmentRow['addedAt'];
	state: AttachmentState;
	source: { url: string | null; seenAt: AttachmentRow['sourceSeenAt']; note: string | null };
}

/** The files of a case that can be handed over, in the order in which they came: not what is waiting, quarantined or sealed. */
export async function evidenceList(tx: Tx, caseId: CaseId): Promise<EvidenceLine[]> {
	const files = (await documents.listAttachments(tx, caseId)).filter(({ state }) => state === 'ready');
	const person = await peopleOf(
		tx,
		files.map(({ addedBy }) => addedBy)
	);
	return files.map((file) => ({
		id: file.id,
		name: file.name,
		kind: documents.typeOf(file.mediaType).kind,
		mediaType: file.mediaType,
		sizeBytes: file.sizeBytes,
		sha256: Buffer.from(file.sha256).toString('hex'),
		addedBy: person(file.addedBy),
		fromReporter: file.fromReporter,
		addedAt: file.addedAt,
		state: file.state,
		source: { url: file.sourceUrl, seenAt: file.sourceSeenAt, note: file.sourceNote }
	}));
}
