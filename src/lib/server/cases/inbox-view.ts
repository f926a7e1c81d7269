import { sql, type RawBuilder } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import { caseHandlingRoles, caseReadingRoles, holds, unitsWithRole, type Actor } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import { listStandingIn } from '../deputies/index.ts';
import { formatNumber } from '../incidents/index.ts';
import { listMeasuresOf } from '../measures/index.ts';
import { getSettings, listUnits, peopleOf, type ShownPerson, type Unit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { Forbidden } from '../platform/errors.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { answersFor } from './access.ts';
import { isNarrowed, parseNumber, readInboxFilter, type InboxFilter, type InboxTab } from './inbox-filter.ts';
import { nextStep, type StepKind } from './next-step.ts';
import { measureFacts } from './queries.ts';
import { endedStatuses, isEnded, type CaseStatus } from './status.ts';

const pageSize = 25;
/** Beyond this nobody counts or turns pages: they narrow the list. */
const mostCounted = 1_000;
/** How many units are looked up one by one rather than read past. */
const fewUnits = 20;

/** When something is promised, compared with now. */
export type Urgency = 'overdue' | 'today' | 'later';

/** How urgent a promise is. @param dueAt last instant of the promised day in Sweden */
export function urgencyOf(dueAt: Temporal.Instant, now: Temporal.Instant): Urgency {
	if (dueAt.epochMilliseconds < now.epochMilliseconds) return 'overdue';
	return dateIn(dueAt).equals(dateIn(now)) ? 'today' : 'later';
}

export interface InboxRow {
	id: CaseId;
	/** '2026-0123' */
	number: string;
	status: CaseStatus;
	unitName: string;
	handlerId: PersonId | null;
	/** Null: nobody. */
	handler: ShownPerson | null;
	/** Theirs to act on, as the handler or standing in for the handler. */
	isMine: boolean;
	/** Somebody gave the actor this one case to read. */
	isShared: boolean;
	/** As assessed; before that, as reported. */
	form: string | null;
	severity: number | null;
	reportedText: string;
	wantsContactToday: boolean;
	inDanger: boolean;
	/** The reporter has written something that nobody who handles the case has opened. */
	hasNewMessage: boolean;
	/** It has ended, and duties of it wait for a decision. */
	hasDutiesLeft: boolean;
	next: { kind: StepKind; dueText: string; urgency: Urgency } | null;
}

/**
 * The list of cases: for who handles, what needs them now, the oldest promise first; for others, the cases they may see.
 * Neither shown nor counted: what the actor is kept out of, and their own reports.
 */
export async function viewInbox(context: Context, parameters: URLSearchParams, locale: DateLocale) {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const units = await listUnits(tx, now());
		const counts = await countTabs(tx, context, units);
		// who may read no case has no list of them either; a former manager keeps what is still theirs
		if (!holds(actor, ...caseReadingRoles) && counts.mine === 0 && counts.left === 0 && counts.shared === 0)
			throw new Forbidden();
		const handles = holds(actor, ...caseHandlingRoles) || counts.mine > 0 || counts.left > 0;
		const start = handles ? 'mine' : holds(actor, ...caseReadingRoles) ? 'all' : 'shared';
		const filter = readInboxFilter(parameters, start);
		const total = isNarrowed(filter) ? await countFiltered(tx, context, filter) : counts[filter.tab];
		const pageCount = Math.max(1, Math.ceil(Math.min(total, mostCounted) / pageSize));
		const page = Math.min(filter.page, pageCount);
		const ids = await listIds(tx, context, { ...filter, page });
		const scope = unitsWithRole(actor, caseReadingRoles);
		const rows = await readRows(tx, context, ids, locale);
		if (filter.numberText !== '') await logSearch(tx, context, ids);
		await activityLog.recordProtectedPeople(
			tx,
			context,
			rows.map(({ handlerId }) => handlerId)
		);
		return {
			filter: { ...filter, page },
			isNarrowed: isNarrowed(filter),
			handles,
			standsInFor: await listStandingIn(tx, context, locale),
			counts,
			mostCounted,
			total,
			pageCount,
			rows,
			unitChoices: units
				.filter(({ path }) => path.some((id) => scope.includes(id)))
				.map(({ id, name, path }) => ({ id, name, depth: path.length }))
		};
	});
}

/** That cases were looked for by number, and which were found. Never what was typed. The list itself is no reading of a case. */
async function logSearch(tx: Tx, context: Context, found: readonly CaseId[]): Promise<void> {
	await activityLog.record(tx, context, {
		action: 'case.searched',
		subjectKind: 'search',
		subjectId: found.length === 1 ? found[0]! : null,
		details: { found: found.length, caseIds: found.length === 1 ? [] : [...found] }
	});
}

/**
 * As staff, and not as the reporter: row-level security also lets people see their own. The meaning of `may(…, 'read', …)`;
 * what is the same for every row is asked once.
 */
const readsAsStaff = sql<boolean>`(
	case_file.affected_person_id <> (select app_person())
	and not ((select app_person()) = any (case_file.excluded_person_ids))
	and not ((select app_person()) = any (case_file.kept_out_by_merge))
	and (case_file.handler_id = (select app_person())
		or case_file.unit_path && (select app_case_units())
		or ((select app_person()) = any (case_file.shared_with)
			or case_file.unit_path && (select app_units('deputy_case_units')))
			and not case_file.excluded_person_ids && (select app_units('deputised'))
			and not case_file.kept_out_by_merge && (select app_units('deputised'))
			and case_file.affected_person_id <> all ((select app_units('deputised'))::uuid[])))`;
/** Theirs to act on. The first line lets the index of handlers serve. */
const isMine = sql<boolean>`(
	case_file.handler_id = any ((select array[app_person()] || app_units('deputised'))::uuid[])
	and app_answers_for_case(case_file))`;
const isShared = sql<boolean>`case_file.id = any ((select app_shared_cases())::uuid[])`;
/** Written out as in the partial indexes, so that they serve. */
const isOpen = sql<boolean>`case_file.status not in ('closed', 'transferred', 'notUndueInfluence')`;
const isEndedCase = sql<boolean>`case_file.status in ('closed', 'transferred', 'notUndueInfluence')`;
/** The case does not close its duties: somebody is to decide them. */
const isLeft = sql<boolean>`(${isEndedCase} and has_duties_waiting(case_file.id))`;

/** What waits in each tab; a number above `mostCounted` means 'more than that'. */
async function countTabs(
	tx: Tx,
	{ actor, now }: Context,
	units: readonly Unit[]
): Promise<Record<InboxTab | 'overdue', number>> {
	const { place, isWide } = placeToCount(actor, units);
	const cases = (condition: RawBuilder<boolean>) => sql`from case_file
		where ${condition} and municipality_id = ${actor.municipalityId} and ${readsAsStaff}`;
	const atMost = sql`limit ${mostCounted + 1}`;
	// what is overdue comes first, so that the first are enough to count both; at few units, finding all is less work than sorting
	const { rows } = await sql<Record<InboxTab | 'overdue', number>>`
		with open as materialized (
			select next_due_at ${cases(sql`${isOpen} and ${place}`)} ${isWide ? sql`order by next_due_at ${atMost}` : sql``}
		)
		select
			${countUpTo(sql`select ${cases(sql`${isOpen} and ${isMine}`)} ${atMost}`)} as mine,
			${countUpTo(sql`select ${cases(sql`${isLeft} and ${isMine}`)} ${atMost}`)} as "left",
			${countUpTo(sql`select from open`)} as "all",
			${countUpTo(sql`select ${cases(sql`${isEndedCase} and ${place}`)} ${atMost}`)} as ended,
			${countUpTo(sql`select ${cases(isShared)} ${atMost}`)} as shared,
			${countUpTo(sql`select from open where next_due_at < ${now().toString()}`)} as overdue`.execute(tx);
	return rows[0]!;
}

/**
 * Where the cases of an actor lie, as a condition that indexes answer: at few units each is looked up; who sees much of the
 * municipality finds enough to count wherever one looks. Only where to look: what may be seen is asked as well.
 */
function placeToCount(actor: Actor, units: readonly Unit[]): { place: RawBuilder<boolean>; isWide: boolean } {
	const scope = unitsWithRole(actor, caseReadingRoles);
	const below = units.filter(({ path }) => path.some((id) => scope.includes(id))).map(({ id }) => id);
	if (below.length > fewUnits) return { place: sql<boolean>`true`, isWide: true };
	return {
		place: sql<boolean>`(case_file.unit_id = any (${`{${below.join(',')}}`}::uuid[])
			or case_file.handler_id = ${actor.personId} or ${isShared})`,
		isWide: false
	};
}

/** Counts no further than anybody reads: one number more than `mostCounted` is the last. */
function countUpTo(found: RawBuilder<unknown>) {
	return sql<number>`(select least(count(*), ${mostCounted + 1})::integer from (${found}) as found)`;
}

function filtered(tx: Tx, { actor, now }: Context, filter: InboxFilter) {
	const { tab, status, unitId, form, overdueOnly, numberText } = filter;
	let query = tx
		.selectFrom('caseFile')
		.where('caseFile.municipalityId', '=', actor.municipalityId)
		.where(readsAsStaff);
	if (numberText !== '') {
		const wanted = parseNumber(numberText);
		if (!wanted) return query.where(sql<boolean>`false`);
		return query.where('caseFile.incidentId', 'in', (eb) => {
			const incidents = eb
				.selectFrom('incident')
				.select('incident.id')
				.where('incident.municipalityId', '=', actor.municipalityId)
				.where('incident.number', '=', wanted.number);
			return wanted.year === null ? incidents : incidents.where('incident.year', '=', wanted.year);
		});
	}
	// what was shared stays in its list also when it has ended
	if (tab === 'shared') query = query.where(isShared);
	else if (tab === 'left') query = query.where(isLeft);
	else query = tab === 'ended' ? query.where('caseFile.status', 'in', endedStatuses) : query.where(isOpen);
	if (tab === 'mine' || tab === 'left') query = query.where(isMine);
	if (status) query = query.where('caseFile.status', '=', status);
	if (unitId) query = query.where(sql<boolean>`case_file.unit_path @> array[${unitId}::uuid]`);
	if (overdueOnly) query = query.where(sql<boolean>`case_file.next_due_at < ${now().toString()}`);
	if (form) {
		query = query.where((eb) =>
			eb.or([
				eb('caseFile.form', '=', form),
				eb.and([
					eb('caseFile.form', 'is', null),
					eb.exists(
						eb
							.selectFrom('incident')
							.select('incident.id')
							.whereRef('incident.id', '=', 'caseFile.incidentId')
							.where(sql<boolean>`incident.forms[1] = ${form}`)
					)
				])
			])
		);
	}
	return query;
}

async function countFiltered(tx: Tx, context: Context, filter: InboxFilter): Promise<number> {
	const found = filtered(tx, context, filter)
		.select('caseFile.id')
		.limit(mostCounted + 1);
	const { count } = await tx
		.selectFrom(found.as('found'))
		.select(sql<number>`count(*)::integer`.as('count'))
		.executeTakeFirstOrThrow();
	return count;
}

async function listIds(tx: Tx, context: Context, filter: InboxFilter): Promise<CaseId[]> {
	const query = filtered(tx, context, filter)
		.select('caseFile.id')
		.limit(pageSize)
		.offset((filter.page - 1) * pageSize);
	const rows = await (
		filter.tab === 'ended' || filter.tab === 'left' || filter.numberText !== ''
			? query.orderBy('caseFile.reportedAt', 'desc').orderBy('caseFile.id')
			: query.orderBy('caseFile.nextDueAt').orderBy('caseFile.id')
	).execute();
	return rows.map(({ id }) => id);
}

async function readRows(
	tx: Tx,
	{ actor, now }: Context,
	ids: readonly CaseId[],
	locale: DateLocale
): Promise<InboxRow[]> {
	if (ids.length === 0) return [];
	const settings = await getSettings(tx, actor.municipalityId);
	const measures = await listMeasuresOf(tx, ids);
	const cases = await tx
		.selectFrom('caseFile')
		.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
		.innerJoin('unit', 'unit.id', 'caseFile.unitId')
		.selectAll('caseFile')
		.select([
			'incident.year',
			'incident.number',
			'incident.forms',
			'incident.wantsContactToday',
			'incident.inDanger',
			'incident.hideName',
			'unit.name as unitName',
			sql<boolean>`exists (select from case_message m
				where m.case_id = case_file.id and m.from_reporter and m.read_at is null)`.as('hasNewMessage'),
			isLeft.as('hasDutiesLeft')
		])
		.where('caseFile.id', 'in', ids)
		.execute();
	const person = await peopleOf(
		tx,
		cases.map(({ handlerId }) => handlerId)
	);
	const rows = cases.map((row): InboxRow => {
		const own = measures.filter(({ caseId }) => caseId === row.id).map(measureFacts);
		const next = nextStep({ ...row, measures: own }, settings);
		return {
			id: row.id,
			number: formatNumber(row.year!, row.number!),
			status: row.status,
			unitName: row.unitName,
			handlerId: row.handlerId,
			handler: person(row.handlerId),
			isMine: answersFor(actor, row),
			isShared: row.sharedWith.includes(actor.personId),
			form: row.form ?? row.forms[0] ?? null,
			severity: row.severity,
			reportedText: formatDate(row.reportedAt, locale),
			// a promise that has been kept needs no flag
			wantsContactToday: row.wantsContactToday === true && !row.firstContactAt && !isEnded(row.status),
			inDanger: row.inDanger === true && !isEnded(row.status),
			hasNewMessage: row.hasNewMessage,
			hasDutiesLeft: row.hasDutiesLeft,
			next: next && {
				kind: next.kind,
				dueText: formatDate(next.dueAt, locale),
				urgency: urgencyOf(next.dueAt, now())
			}
		};
	});
	return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}
