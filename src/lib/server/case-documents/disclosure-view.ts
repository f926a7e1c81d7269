import { sql } from 'kysely';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { findIncident, formatNumber } from '../incidents/index.ts';
import { peopleOf, type RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { Conflict } from '../platform/errors.ts';
import { canRenderPdf } from '../platform/pdf.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { mayDisclosure, openDisclosure } from './disclosure-access.ts';
import { deciderRoles } from './disclosure-commands.ts';
import { textsOfCase, type DisclosureTextKind } from './disclosure-texts.ts';
import { maskedParts, type MaskKind, type MaskWords, type PossibleGround } from './disclosure.ts';
import { listOutsiders, numberOf } from './secrecy.ts';

async function readTexts(tx: Tx, id: string) {
	const texts = await tx
		.selectFrom('disclosureText')
		.selectAll()
		.where('disclosureId', '=', id)
		.orderBy('position')
		.execute();
	const masks = await tx
		.selectFrom('disclosureMask')
		.innerJoin('disclosureText', 'disclosureText.id', 'disclosureMask.textId')
		.selectAll('disclosureMask')
		.where('disclosureText.disclosureId', '=', id)
		.orderBy('disclosureMask.startsAt')
		.orderBy('disclosureMask.endsAt')
		.execute();
	const byText = Map.groupBy(masks, ({ textId }) => textId);
	return texts.map((text) => ({ ...text, masks: byText.get(text.id) ?? [] }));
}

/** A disclosure to be decided, or as it was decided. Reading it is logged as reading the case. @throws NotFound */
export async function viewDisclosure(context: Context, id: string, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const { disclosure: found, row, by, subject } = await openDisclosure(tx, context, id);
		require(mayDisclosure(context.actor, 'read', subject));
		const disclosure = found!;
		await activityLog.recordReading(tx, context, {
			action: 'case.read',
			subjectKind: 'case',
			subjectId: disclosure.caseId,
			by
		});
		const incident = row && (await findIncident(tx, row.incidentId));
		const texts = await readTexts(tx, id);
		const person = await peopleOf(tx, [disclosure.givenTo, disclosure.decidedBy]);
		const isOpen = disclosure.decidedAt === null;
		const now = isOpen && row ? await textsOfCase(tx, row) : [];
		const isHere = ({ kind, text }: (typeof now)[number]) =>
			texts.some((one) => one.kind === kind && one.text === text);
		return {
			id,
			/** Null: the actor sees the disclosure only. */
			caseId: row ? disclosure.caseId : null,
			number: incident
				? formatNumber(incident.year!, incident.number!)
				: await numberOf(tx, disclosure.caseId),
			version: disclosure.version,
			registryNumber: disclosure.registryNumber,
			isOpen,
			begunText: formatDateTime(disclosure.begunAt, locale),
			/** Texts of the case that were written, or became a part of disclosures, after this one was begun; for who handles it. */
			notHere: now.filter((text) => !isHere(text)).length,
			canPdf: canRenderPdf(),
			given: disclosure.givenTo && {
				...person(disclosure.givenTo),
				role: disclosure.givenRole as RoleCode,
				atText: formatDate(disclosure.givenAt!, locale)
			},
			decided: disclosure.decidedBy && {
				...person(disclosure.decidedBy),
				atText: formatDateTime(disclosure.decidedAt!, locale)
			},
			deciders: isOpen && row ? await listOutsiders(tx, context, row, deciderRoles) : [],
			undecided: texts
				.filter(({ isIncluded }) => isIncluded)
				.flatMap(({ masks }) => masks)
				.filter(({ decision }) => decision === null).length,
			texts: texts.map((text) => ({
				id: text.id,
				kind: text.kind as DisclosureTextKind,
				atText: text.writtenAt && formatDate(text.writtenAt, locale),
				isIncluded: text.isIncluded,
				parts: shownParts(text.text, text.masks),
				masks: text.masks.map((mask, index) => ({
					id: mask.id,
					place: index + 1,
					words: text.text.slice(mask.startsAt, mask.endsAt),
					kind: mask.kind as MaskKind,
					possibleGround: mask.possibleGround as PossibleGround,
					decision: mask.decision as 'masked' | 'shown' | null
				}))
			}))
		};
	});
}
export type DisclosureView = Awaited<ReturnType<typeof viewDisclosure>>;

/** A text in pieces, each with the number of its first mask or none, for the page on which they are decided. */
function shownParts(
	text: string,
	masks: readonly { startsAt: number; endsAt: number; decision: string | null }[]
) {
	const parts: { text: string; place: number | null; decision: string | null }[] = [];
	let at = 0;
	masks.forEach(({ startsAt, endsAt, decision }, index) => {
		if (endsAt <= at) return;
		const start = Math.max(at, startsAt);
		if (start > at) parts.push({ text: text.slice(at, start), place: null, decision: null });
		parts.push({ text: text.slice(start, endsAt), place: index + 1, decision });
		at = endsAt;
	});
	if (at < text.length) parts.push({ text: text.slice(at), place: null, decision: null });
	return parts;
}

/**
 * A decided disclosure with the masked places taken out, to be handed over. Logged as an export first.
 * @throws NotFound; Conflict while it is not decided
 */
export async function exportDisclosure(context: Context, id: string, words: MaskWords) {
	return context.transaction(async (tx) => {
		const { disclosure: found, row, by, subject } = await openDisclosure(tx, context, id);
		require(mayDisclosure(context.actor, 'read', subject));
		const disclosure = found!;
		if (disclosure.decidedAt === null) throw new Conflict();
		await activityLog.record(tx, context, {
			action: 'case.exported',
			subjectKind: 'case',
			subjectId: disclosure.caseId,
			by,
			details: { document: 'disclosure', disclosureId: id }
		});
		const incident = row && (await findIncident(tx, row.incidentId));
		const person = await peopleOf(tx, [disclosure.decidedBy]);
		return {
			number: incident
				? formatNumber(incident.year!, incident.number!)
				: await numberOf(tx, disclosure.caseId),
			registryNumber: disclosure.registryNumber,
			decidedBy: person(disclosure.decidedBy),
			decidedText: formatDate(disclosure.decidedAt, 'sv'),
			texts: (await readTexts(tx, id))
				.filter(({ isIncluded }) => isIncluded)
				.map(({ kind, writtenAt, text, masks }) => ({
					kind: kind as DisclosureTextKind,
					atText: writtenAt && formatDate(writtenAt, 'sv'),
					parts: maskedParts(
						text,
						masks
							.filter(({ decision }) => decision !== 'shown')
							.map(({ startsAt, endsAt, possibleGround }) => ({
								start: startsAt,
								end: endsAt,
								possibleGround: possibleGround as PossibleGround
							})),
						words
					)
				}))
		};
	});
}
export type ExportedDisclosure = Awaited<ReturnType<typeof exportDisclosure>>;

/** The disclosures of a case, the latest first, for who handles it. */
export async function listDisclosures(tx: Tx, caseId: CaseId, locale: DateLocale) {
	const rows = await tx
		.selectFrom('disclosure')
		.select(['id', 'registryNumber', 'begunAt', 'decidedAt'])
		.where('caseId', '=', caseId)
		.orderBy('begunAt', 'desc')
		.execute();
	return rows.map(({ id, registryNumber, begunAt, decidedAt }) => ({
		id,
		registryNumber,
		begunText: formatDate(begunAt, locale),
		decidedText: decidedAt && formatDate(decidedAt, locale)
	}));
}

/** The disclosures that the actor was given, what waits first. */
export async function listGivenDisclosures(tx: Tx, { actor }: Context, locale: DateLocale) {
	const rows = await tx
		.selectFrom('disclosure')
		.select(['id', 'caseId', 'givenAt', 'decidedAt'])
		.where('givenTo', '=', actor.personId)
		.orderBy(sql`decided_at is not null`)
		.orderBy('givenAt', 'desc')
		.limit(200)
		.execute();
	const lines = [];
	for (const { id, caseId, givenAt, decidedAt } of rows) {
		lines.push({
			id,
			number: await numberOf(tx, caseId),
			givenText: formatDate(givenAt!, locale),
			isDecided: decidedAt !== null
		});
	}
	return lines;
}
