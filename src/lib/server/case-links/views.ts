import type { Temporal } from 'temporal-polyfill';
import type { CaseId, CaseStatus } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import { openCase, readCase, type CaseHead } from '../cases/index.ts';
import { formatNumber, type Form } from '../incidents/index.ts';
import { peopleOf, type ShownPerson } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, formatDays, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { distinctEvents, mostWithin, patternDays } from './pattern.ts';
import * as queries from './queries.ts';

/** Why a case is in the pattern of another one. */
export const patternReasons = ['sameReference', 'repeat', 'related', 'duplicate'] as const;
export type PatternReason = (typeof patternReasons)[number];

/** A case that belongs together with the one that is looked at, or that one itself. */
export interface PatternCase {
	id: CaseId;
	/** '2026-0123' */
	number: string;
	occurredAt: Temporal.Instant;
	lastOccurredAt: Temporal.Instant | null;
	/** How many times it happened, as that report says. */
	occurrences: number;
	forms: Form[];
	status: CaseStatus;
	isMerged: boolean;
	reasons: PatternReason[];
}

/** What belongs together with a case, of what the actor may read as staff. What they may not read is not in it, nor in a number. */
export interface Pattern {
	/** The case itself and the others, the latest first. Only itself: nothing belongs together with it. */
	cases: PatternCase[];
	/** Events with the same reference: all of them, and the most within `days` in a row, this one among them. */
	sameReference: { events: number; withinDays: number; days: number; occurrences: number };
	/** Reports that repeat each other, this one among them; 1: none. */
	repeats: number;
}

/** The most cases that a list shows. */
const mostShown = 100;

/**
 * The pattern that a case is part of. For pages and papers of other modules as well; the caller logs that the case was read.
 * @throws NotFound when the actor may not know of the case
 */
export async function listPattern(tx: Tx, context: Context, caseId: CaseId): Promise<Pattern> {
	const { row } = await openCase(tx, context, caseId);
	const same = await queries.listSameReference(tx, caseId);
	const repeats = await queries.listRepeats(tx, caseId);
	const links = (await queries.listLinks(tx, caseId)).filter(({ endedAt }) => endedAt === null);
	const otherOf = (link: queries.LinkRow) => (link.caseId === caseId ? link.otherCaseId : link.caseId);
	const linked = await queries.listEvents(tx, links.map(otherOf));
	const own = await queries.listEvents(tx, [caseId]);

	const found = new Map<CaseId, queries.EventRow>();
	const reasons = new Map<CaseId, Set<PatternReason>>();
	const add = (
		events: readonly queries.EventRow[],
		reasonOf: (event: queries.EventRow) => PatternReason | null
	) => {
		for (const event of events) {
			found.set(event.id, event);
			const reason = event.id === caseId ? null : reasonOf(event);
			const known = reasons.get(event.id) ?? new Set();
			if (reason) known.add(reason);
			reasons.set(event.id, known);
		}
	};
	add(own, () => null);
	add(same, () => 'sameReference');
	add(repeats, () => 'repeat');
	for (const link of links) {
		add(
			linked.filter(({ id }) => id === otherOf(link)),
			() => (link.kind === 'duplicate' ? 'duplicate' : 'related')
		);
	}

	const distinct = distinctEvents(
		same.map((event) => ({ ...event, day: dateIn(event.occurredAt), mergedInto: event.mergedIntoId }))
	);
	const around = own[0] ? dateIn(own[0].occurredAt) : dateIn(row.reportedAt);
	return {
		cases: [...found.values()]
			.sort((a, b) => b.occurredAt.epochMilliseconds - a.occurredAt.epochMilliseconds)
			.slice(0, mostShown)
			.map((event) => ({
				id: event.id,
				number: formatNumber(event.year, event.number),
				occurredAt: event.occurredAt,
				lastOccurredAt: event.lastOccurredAt,
				occurrences: event.occurrences,
				forms: event.forms,
				status: event.status,
				isMerged: event.mergedIntoId !== null,
				reasons: patternReasons.filter((reason) => reasons.get(event.id)?.has(reason))
			})),
		sameReference: {
			events: distinct.length,
			withinDays: mostWithin(
				distinct.map(({ day }) => day),
				around
			),
			days: patternDays,
			occurrences: distinct.reduce((sum, { occurrences }) => sum + occurrences, 0)
		},
		repeats: Math.max(1, repeats.length)
	};
}

/** The line on the case itself; null when there is nothing to say. */
export interface PatternLine {
	sameReference: { count: number; days: number } | null;
	/** Reports that repeat each other, this one among them. */
	repeats: number | null;
}

/** What the overview of a case says of its pattern. The page itself logs that the case was read. @throws NotFound */
export async function viewPatternLine(context: Context, caseId: CaseId): Promise<PatternLine | null> {
	return context.transaction(async (tx) => {
		const { sameReference, repeats } = await listPattern(tx, context, caseId);
		const isSame = sameReference.withinDays > 1;
		if (!isSame && repeats < 2) return null;
		return {
			sameReference: isSame ? { count: sameReference.withinDays, days: sameReference.days } : null,
			repeats: repeats > 1 ? repeats : null
		};
	});
}

/** A link that somebody made, for the page. */
export interface LinkView {
	id: string;
	kind: 'related' | 'duplicate';
	other: { id: CaseId; number: string };
	/** Of a duplicate: this case is the one that ended. */
	isMergedAway: boolean;
	reason: string;
	by: ShownPerson;
	at: string;
	atText: string;
	ended: { by: ShownPerson; atText: string; reason: string } | null;
}

/** The page of a case with what belongs together. That the case was read is logged. */
export interface LinksView {
	head: CaseHead;
	reference: string | null;
	/** References are compared in this installation. */
	isCompared: boolean;
	sameReference: Pattern['sameReference'];
	repeats: number;
	/** This case among them, the first that happened last. Empty: nothing belongs together with it. */
	cases: (Omit<PatternCase, 'occurredAt' | 'lastOccurredAt'> & {
		isThis: boolean;
		at: string;
		atText: string;
	})[];
	links: LinkView[];
	/** The link by which this case is merged into another one; null: it is not. */
	mergedBy: LinkView | null;
	isMerged: boolean;
	keys: Record<'relate' | 'merge' | 'unmerge', string>;
}

/** Everything that belongs together with a case and that the actor may see. @throws NotFound when they may not know of the case */
export async function viewLinks(context: Context, caseId: CaseId, locale: DateLocale): Promise<LinksView> {
	return context.transaction(async (tx) => {
		const { head, incident, row, by } = await readCase(tx, context, caseId);
		const pattern = await listPattern(tx, context, caseId);
		const rows = await queries.listLinks(tx, caseId);
		const others = await queries.listEvents(
			tx,
			rows.map((link) => (link.caseId === caseId ? link.otherCaseId : link.caseId))
		);
		const people = rows.flatMap(({ createdBy, endedBy }) => [createdBy, endedBy]);
		const person = await peopleOf(tx, people);
		await activityLog.recordProtectedPeople(tx, context, people, by);
		const links = rows.flatMap((link): LinkView[] => {
			const other = others.find(({ id }) => id !== caseId && (id === link.caseId || id === link.otherCaseId));
			if (!other) return [];
			return [
				{
					id: link.id,
					kind: link.kind === 'duplicate' ? 'duplicate' : 'related',
					other: { id: other.id, number: formatNumber(other.year, other.number) },
					isMergedAway: link.caseId === caseId,
					reason: link.reason,
					by: person(link.createdBy),
					at: link.createdAt.toString(),
					atText: formatDate(link.createdAt, locale),
					ended:
						link.endedAt && link.endedBy
							? {
									by: person(link.endedBy),
									atText: formatDate(link.endedAt, locale),
									reason: link.endReason!
								}
							: null
				}
			];
		});
		return {
			head,
			reference: incident.caseReference,
			isCompared: context.referenceKey !== null,
			sameReference: pattern.sameReference,
			repeats: pattern.repeats,
			cases:
				pattern.cases.length < 2
					? []
					: pattern.cases.map(({ occurredAt, lastOccurredAt, ...one }) => ({
							...one,
							isThis: one.id === caseId,
							at: occurredAt.toString(),
							atText:
								one.occurrences > 1 && lastOccurredAt
									? formatDays(occurredAt, lastOccurredAt, locale)
									: formatDateTime(occurredAt, locale)
						})),
			links,
			mergedBy:
				links.find(({ kind, isMergedAway, ended }) => kind === 'duplicate' && isMergedAway && !ended) ?? null,
			isMerged: row.mergedIntoId !== null,
			keys: { relate: newId<string>(), merge: newId<string>(), unmerge: newId<string>() }
		};
	});
}
