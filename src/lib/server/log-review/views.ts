import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { record, type Activity } from '../activity-log/index.ts';
import { getSettings, namesOf, type Settings } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, officerRoleOf } from './access.ts';
import {
	actionsOf,
	addressOf,
	addressOfFilter,
	capacities,
	groups,
	readDays,
	readLogFilter,
	type Days
} from './filter.ts';
import { logAddress, reviewMethods, reviewOutcomes, type ReviewMethod, type ReviewOutcome } from './forms.ts';
import * as queries from './queries.ts';
import * as unusual from './unusual.ts';
import * as unusualQueries from './unusual-queries.ts';

/** Somebody in the log. `name` null: protected personal data. */
export interface LoggedPerson {
	id: PersonId;
	name: string | null;
}

/** One line of the log, in codes, ids and names; the page puts it into words. Never what a case says. */
export interface LogLine {
	id: string;
	at: string;
	atText: string;
	/** Null: the system itself, or somebody who was not signed in. */
	actor: LoggedPerson | null;
	action: string;
	role: string | null;
	onBehalfOf: LoggedPerson | null;
	address: string | null;
	subject:
		| { kind: 'case'; caseId: CaseId; number: string }
		| { kind: 'unit' | 'person'; name: string | null }
		/** How many were found, by a search that did not find one. */
		| { kind: 'found'; count: number }
		| { kind: 'none' };
}

const pageSize = 50;
const numberText = (year: number, number: number) => `${year}-${String(number).padStart(4, '0')}`;

async function linesOf(tx: Tx, entries: readonly string[], locale: DateLocale): Promise<LogLine[]> {
	const rows = await queries.readEntries(tx, entries);
	const numbers = await queries.numbersOf(
		tx,
		rows.flatMap(({ subjectId }) => subjectId ?? [])
	);
	const subjectOf = (row: queries.LogRow): LogLine['subject'] => {
		const found = row.subjectId === null ? undefined : numbers.get(row.subjectId);
		if (found) return { kind: 'case', caseId: found.caseId, number: numberText(found.year, found.number) };
		if (row.subjectKind === 'unit' || row.subjectKind === 'person') {
			return { kind: row.subjectKind, name: row.subjectName };
		}
		if (row.subjectKind === 'search') return { kind: 'found', count: Number(row.details.found ?? 0) };
		return { kind: 'none' };
	};
	return rows.map((row) => ({
		id: row.id,
		at: row.at.toString(),
		atText: formatDateTime(row.at, locale),
		actor: row.actorId && { id: row.actorId, name: row.actorName },
		action: row.action,
		role: row.role,
		onBehalfOf: row.onBehalfOfId && { id: row.onBehalfOfId, name: row.onBehalfOfName },
		address: row.address,
		subject: subjectOf(row)
	}));
}

/** That the log itself was looked at, and for what: in codes and ids. */
function recordLook(
	tx: Tx,
	context: Context,
	action: 'log.searched' | 'log.sampled' | 'log.unusualRead' | 'log.reviewsRead',
	details: Activity['details'] = {},
	caseId: CaseId | null = null
): Promise<void> {
	return record(tx, context, {
		action,
		subjectKind: 'log',
		subjectId: caseId,
		by: officerRoleOf(context.actor),
		details
	});
}

/** How many people are offered to choose among. */
const mostNames = 20;

/**
 * The log, searched: newest first. Names and numbers that were typed are looked up; only the ids that they led to are logged.
 * @throws NotFound unless the actor reviews the log
 */
export async function searchLog(context: Context, parameters: URLSearchParams, locale: DateLocale) {
	require(may(context.actor, 'read'));
	const { municipalityId } = context.actor;
	const filter = readLogFilter(parameters);
	return context.transaction(async (tx) => {
		await queries.withoutCompiling(tx);
		const named =
			filter.personText === '' || filter.personId
				? []
				: await queries.peopleNamed(tx, municipalityId, filter.personText, mostNames + 1);
		const personId = filter.personId ?? (named.length === 1 ? named[0]!.id : null);
		const wanted = parseNumber(filter.numberText);
		const cases = filter.caseId ? [filter.caseId] : wanted ? await queries.casesNumbered(tx, wanted) : null;
		const asksForPerson = filter.personText !== '' && personId === null;
		const asksForCase = filter.numberText !== '' && !cases?.length;
		const narrowed = { ...filter, personId, caseId: cases?.length === 1 ? cases[0]! : null };

		// what was typed and leads to nobody, or to several, shows no entries that were not asked for
		const subjects = cases && (await queries.subjectsOf(tx, cases));
		const found =
			asksForPerson || asksForCase || filter.wrong.length > 0
				? []
				: await queries.findEntries(tx, municipalityId, narrowed, subjects, pageSize + 1);
		const lines = await linesOf(tx, found.slice(0, pageSize), locale);
		const last = lines.at(-1);
		await recordLook(
			tx,
			context,
			'log.searched',
			{
				personId,
				group: filter.group,
				role: filter.capacity,
				readingsOnly: filter.readingsOnly,
				from: filter.from?.toString() ?? null,
				to: filter.to?.toString() ?? null,
				before: filter.before?.at ?? null,
				cases: cases?.length ?? null
			},
			narrowed.caseId
		);
		const names = personId ? await namesOf(tx, [personId]) : new Map<PersonId, string>();
		const numbers = narrowed.caseId
			? await queries.numbersOf(tx, [narrowed.caseId])
			: new Map<string, never>();
		const number = narrowed.caseId && numbers.get(narrowed.caseId);
		return {
			filter: { ...narrowed, from: narrowed.from?.toString() ?? null, to: narrowed.to?.toString() ?? null },
			isNarrowed:
				addressOfFilter(narrowed) !== '/log' || filter.personText !== '' || filter.numberText !== '',
			person: personId && { id: personId, name: names.get(personId) ?? null },
			caseNumber: number ? numberText(number.year, number.number) : null,
			/** Whom the typed name may mean; empty when it is known. */
			namesakes: (asksForPerson ? named.slice(0, mostNames) : []).map((person) => ({
				...person,
				address: addressOfFilter({ ...narrowed, personId: person.id })
			})),
			hasMoreNamesakes: asksForPerson && named.length > mostNames,
			isNobody: asksForPerson && named.length === 0,
			isNoCase: asksForCase,
			hasNoActions: actionsOf(filter)?.length === 0,
			lines,
			address: addressOfFilter(narrowed),
			older:
				found.length > pageSize && last
					? addressWith(addressOfFilter(narrowed), `${last.at}_${last.id}`)
					: null,
			isFirst: filter.before === null,
			groups,
			roles: capacities,
			review: reviewAddress('search', {
				from: narrowed.from ?? (last ? dateIn(Temporal.Instant.from(last.at)) : dateIn(context.now())),
				to: narrowed.to ?? dateIn(lines[0] ? Temporal.Instant.from(lines[0].at) : context.now()),
				count: lines.length,
				link: addressOfFilter(narrowed)
			})
		};
	});
}

function addressWith(address: string, before: string): string {
	return `${address}${address.includes('?') ? '&' : '?'}before=${encodeURIComponent(before)}`;
}

/** '2026-0123', '2026 123' or only '123'. */
function parseNumber(text: string): { year: number | null; number: number } | null {
	const found = /^(?:(?<year>\d{4})\s*[-–/ ]\s*)?(?<number>\d{1,7})$/u.exec(text)?.groups;
	return found ? { year: found.year ? Number(found.year) : null, number: Number(found.number) } : null;
}

/** Where a review of what is on the page is written down, with everything about it filled in. */
function reviewAddress(
	method: ReviewMethod,
	{ from, to, count, link }: Days & { count: number; link: string }
): string {
	return addressOf('/log/reviews', {
		method,
		from: from.toString(),
		to: to.toString(),
		count: String(count),
		link
	});
}

export const sampleSizes = [10, 25, 50, 100] as const;
/** A sample is drawn from at most this many days: all of them are looked at. */
const mostSampleDays = 366;

/**
 * A random sample of readings. Everybody who is given its address (period, size and seed) and may see the log gets the same
 * one, so that a review can be done again.
 * @throws NotFound unless the actor reviews the log
 */
export async function sampleLog(context: Context, parameters: URLSearchParams, locale: DateLocale) {
	require(may(context.actor, 'read'));
	const today = dateIn(context.now());
	const { wrong, isCut, ...days } = readDays(parameters, today, mostSampleDays);
	const size = sampleSizes.find((each) => each === Number(parameters.get('n'))) ?? 25;
	const seed = /^[0-9a-zA-Z]{1,32}$/.exec(parameters.get('seed') ?? '')?.[0] ?? null;
	const isDrawn = seed !== null && wrong.length === 0;
	const [from, to] = [days.from.toString(), days.to.toString()];
	const link = addressOf('/log/sample', { from, to, n: String(size), seed });
	return context.transaction(async (tx) => {
		await queries.withoutCompiling(tx);
		const drawn = isDrawn
			? await queries.sampleReadings(tx, context.actor.municipalityId, days, seed, size)
			: { entries: [], total: 0 };
		const lines = await linesOf(tx, drawn.entries, locale);
		if (isDrawn) await recordLook(tx, context, 'log.sampled', { from, to, size, seed, drawn: lines.length });
		return {
			from,
			to,
			wrong,
			isCut,
			size,
			seed: seed ?? randomBytes(4).toString('hex'),
			isDrawn,
			fromText: formatDate(days.from, locale),
			toText: formatDate(days.to, locale),
			includesToday: Temporal.PlainDate.compare(days.to, today) >= 0,
			total: drawn.total,
			lines,
			review: reviewAddress('sample', { ...days, count: lines.length, link })
		};
	});
}

/** Unusual reading is looked for in at most this many days at a time. */
export const mostUnusualDays = 31;
/** How many hits are shown at most: more than anybody asks about one by one. */
const mostHits = 50;
/** How many lines are shown behind a hit; the rest is in the log. */
const mostLinesOfHit = 20;

/**
 * What the rules of unusual reading find in some days, the latest first.
 * @throws NotFound unless the actor reviews the log
 */
export async function viewUnusual(context: Context, parameters: URLSearchParams, locale: DateLocale) {
	require(may(context.actor, 'read'));
	const { municipalityId } = context.actor;
	const { wrong, isCut, ...days } = readDays(parameters, dateIn(context.now()), mostUnusualDays);
	const [from, to] = [days.from.toString(), days.to.toString()];
	const link = addressOf('/log/unusual', { from, to });
	return context.transaction(async (tx) => {
		await queries.withoutCompiling(tx);
		const settings = await getSettings(tx, municipalityId);
		const found = wrong.length > 0 ? [] : await findHits(tx, municipalityId, days, settings);
		const hits = found.slice(0, mostHits);
		const names = await namesOf(tx, [...new Set(hits.map(({ actorId }) => actorId))]);
		const lines = new Map(
			(
				await linesOf(
					tx,
					hits.flatMap(({ readings }) => readings.slice(-mostLinesOfHit).map(({ id }) => id)),
					locale
				)
			).map((line) => [line.id, line])
		);
		await recordLook(tx, context, 'log.unusualRead', { from, to, hits: found.length });
		return {
			from,
			to,
			wrong,
			isCut,
			mostDays: mostUnusualDays,
			fromText: formatDate(days.from, locale),
			toText: formatDate(days.to, locale),
			limits: limitsOf(settings),
			total: found.length,
			hits: hits.map(({ rule, actorId, count, readings }) => {
				const [first, last] = [readings[0]!.at, readings.at(-1)!.at];
				return {
					rule,
					person: { id: actorId, name: names.get(actorId) ?? null },
					count,
					readings: readings.length,
					firstText: formatDateTime(first, locale),
					lastText: formatDateTime(last, locale),
					lines: readings.slice(-mostLinesOfHit).flatMap(({ id }) => lines.get(id) ?? []),
					all: addressOf('/log', {
						person: actorId,
						group: 'reading',
						from: dateIn(first).toString(),
						to: dateIn(last).toString()
					})
				};
			}),
			review: reviewAddress('unusual', { ...days, count: hits.length, link })
		};
	});
}

async function findHits(
	tx: Tx,
	municipalityId: UnitId,
	days: Days,
	settings: Settings
): Promise<unusual.Hit[]> {
	return unusual.latestFirst([
		...unusual.manyQuickly(await unusualQueries.busyReaders(tx, municipalityId, days, settings), settings),
		...unusual.outside(await unusualQueries.outsideReadings(tx, municipalityId, days), settings),
		...unusual.atNight(await unusualQueries.nightReadings(tx, municipalityId, days, settings), settings),
		...unusual.afterTransfer(await unusualQueries.readingsAfterTransfer(tx, municipalityId, days), settings),
		...unusual.deputyWithoutPeriod(await unusualQueries.readingsWithoutPeriod(tx, municipalityId, days))
	]);
}

function limitsOf(settings: Settings) {
	const { logReviewQuickCases, logReviewOutsideCases, logReviewNightReadings } = settings;
	const { logReviewDaysAfterTransfer, logReviewMonths } = settings;
	return {
		logReviewQuickCases,
		logReviewOutsideCases,
		logReviewNightReadings,
		logReviewDaysAfterTransfer,
		logReviewMonths
	};
}

/** Reviews on one page. */
const reviewsPerPage = 20;

/**
 * The reviews, newest first, and whether the next one is due by the municipality's own wish.
 * @throws NotFound unless the actor reviews the log
 */
export async function viewReviews(context: Context, parameters: URLSearchParams, locale: DateLocale) {
	require(may(context.actor, 'read'));
	const { municipalityId } = context.actor;
	return context.transaction(async (tx) => {
		const { logReviewMonths } = await getSettings(tx, municipalityId);
		const all = tx.selectFrom('logReview').where('logReview.municipalityId', '=', municipalityId);
		const { total, latest } = await all
			.select((eb) => [eb.fn.countAll<number>().as('total'), eb.fn.max('reviewedAt').as('latest')])
			.executeTakeFirstOrThrow();
		const pageCount = Math.max(1, Math.ceil(total / reviewsPerPage));
		const asked = Number(parameters.get('page'));
		const page = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, pageCount) : 1;
		const rows = await all
			.leftJoin('person', 'person.id', 'logReview.reviewerId')
			.selectAll('logReview')
			.select('person.name as reviewerName')
			.orderBy('logReview.reviewedAt', 'desc')
			.orderBy('logReview.id', 'desc')
			.limit(reviewsPerPage)
			.offset((page - 1) * reviewsPerPage)
			.execute();
		await recordLook(tx, context, 'log.reviewsRead', { page });
		const dueDate = latest && dateIn(latest).add({ months: logReviewMonths });
		return {
			page,
			pageCount,
			total,
			months: logReviewMonths,
			isDue: dueDate === null || Temporal.PlainDate.compare(dueDate, dateIn(context.now())) < 0,
			latestText: latest && formatDate(latest, locale),
			reviews: rows.map((row) => ({
				id: row.id,
				at: row.reviewedAt.toString(),
				atText: formatDateTime(row.reviewedAt, locale),
				/** Null: protected personal data. */
				reviewerName: row.reviewerName,
				method: row.method as ReviewMethod,
				fromText: formatDate(Temporal.PlainDate.from(row.periodFrom), locale),
				toText: formatDate(Temporal.PlainDate.from(row.periodTo), locale),
				entryCount: row.entryCount,
				link: row.link,
				outcome: row.outcome as ReviewOutcome,
				reason: row.reason
			})),
			outcomes: reviewOutcomes,
			draft: draftFrom(parameters, locale)
		};
	});
}

/** A review to be written, as a page of the log filled it in; null: nothing has been looked at. */
function draftFrom(parameters: URLSearchParams, locale: DateLocale) {
	const method = reviewMethods.find((code) => code === parameters.get('method'));
	const { from, to, wrong } = readDays(parameters, Temporal.PlainDate.from('2000-01-01'), 10_000);
	const link = parameters.get('link') ?? '';
	if (!method || wrong.length > 0 || !parameters.has('from') || !logAddress.test(link)) return null;
	return {
		method,
		periodFrom: from.toString(),
		periodTo: to.toString(),
		fromText: formatDate(from, locale),
		toText: formatDate(to, locale),
		entryCount: String(Number(parameters.get('count')) || 0),
		link
	};
}
