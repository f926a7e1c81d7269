import { sql, type RawBuilder } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId, UnitId } from '../../../../database/column-types.ts';
import { readingActions } from '../activity-log/index.ts';
import type { Tx } from '../platform/database.ts';
import { actionsOf, capacities, everyAction, startOf, type Days, type LogFilter } from './filter.ts';

/** An entry of the log with the names that the actor may know. */
export interface LogRow {
	id: string;
	at: Temporal.Instant;
	actorId: PersonId | null;
	/** Null also when their personal data are protected. */
	actorName: string | null;
	action: string;
	role: string | null;
	onBehalfOfId: PersonId | null;
	onBehalfOfName: string | null;
	address: string | null;
	subjectKind: string;
	subjectId: string | null;
	/** Of a unit or a person that it was done to. */
	subjectName: string | null;
	details: Record<string, unknown>;
}

const ids = (values: readonly string[]) => sql`${`{${values.join(',')}}`}::uuid[]`;
const texts = (values: readonly string[]) =>
	sql`${`{${values.map((value) => `"${value}"`).join(',')}}`}::text[]`;

/**
 * For the rest of the transaction: no compiling of queries. Row-level security makes them look dearer than they are, and compiling
 * one takes longer than running it.
 */
export async function withoutCompiling(tx: Tx): Promise<void> {
	await sql`select set_config('jit', 'off', true)`.execute(tx);
}

/** '' for null, written as in the index that serves it (migration 0014). */
const roleText = sql`(case when a.role is null then '' else a.role end)`;

/** The conditions on time, written so that every index that ends in `at` serves. */
function during({ from, to, before }: Pick<LogFilter, 'from' | 'to' | 'before'>): RawBuilder<unknown> {
	return sql.join(
		[
			sql`true`,
			...(from ? [sql`a.at >= ${startOf(from).toString()}`] : []),
			...(to ? [sql`a.at < ${startOf(to.add({ days: 1 })).toString()}`] : []),
			...(before ? [sql`(a.at, a.id) < (${before.at}, ${before.id}::uuid)`] : [])
		],
		sql` and `
	);
}

/**
 * The newest entries that a filter lets through. Each combination of action and capacity is one short walk along an index,
 * so that what is rare is found as fast as what is common.
 * @param subjects the ids that a case has in the log; null: any
 */
export async function findEntries(
	tx: Tx,
	municipalityId: UnitId,
	filter: LogFilter,
	subjects: readonly string[] | null,
	limit: number
): Promise<string[]> {
	const actions = actionsOf(filter);
	const { capacity, personId } = filter;
	const when = during(filter);
	const newest = sql`order by a.at desc, a.id desc limit ${limit}`;
	const isFew = personId !== null || subjects !== null;
	if (isFew || (actions === null && capacity === null)) {
		const { rows } = await sql<{ id: string }>`
			select a.id from activity a
			where a.municipality_id = ${municipalityId}
				${personId === null ? sql`` : sql`and a.actor_id = ${personId}`}
				${subjects === null ? sql`` : sql`and a.subject_id = any (${ids(subjects)})`}
				${actions === null ? sql`` : sql`and a.action = any (${texts(actions)})`}
				${capacity === null ? sql`` : sql`and ${roleText} = ${capacity}`}
				and ${when} ${newest}`.execute(tx);
		return rows.map(({ id }) => id);
	}
	const { rows } = await sql<{ id: string }>`
		select a.id
		from unnest(${texts(actions ?? everyAction)}) as wanted (action)
			cross join unnest(${texts(capacity === null ? capacities : [capacity])}) as capacity (role)
			cross join lateral (
				select a.id, a.at from activity a
				where a.municipality_id = ${municipalityId} and a.action = wanted.action
					and ${roleText} = capacity.role and ${when} ${newest}
			) as a
		${newest}`.execute(tx);
	return rows.map(({ id }) => id);
}

/** Entries by id, newest first. */
export async function readEntries(tx: Tx, entries: readonly string[]): Promise<LogRow[]> {
	if (entries.length === 0) return [];
	const rows = await tx
		.selectFrom('activity as a')
		.leftJoin('person as actor', 'actor.id', 'a.actorId')
		.leftJoin('person as principal', 'principal.id', 'a.onBehalfOfId')
		.leftJoin('unit as subjectUnit', 'subjectUnit.id', 'a.subjectId')
		.leftJoin('person as subjectPerson', 'subjectPerson.id', 'a.subjectId')
		.select([
			'a.id',
			'a.at',
			'a.actorId',
			'actor.name as actorName',
			'a.action',
			'a.role',
			'a.onBehalfOfId',
			'principal.name as onBehalfOfName',
			'a.address',
			'a.subjectKind',
			'a.subjectId',
			'a.details'
		])
		.select(sql<string | null>`coalesce(subject_unit.name, subject_person.name)`.as('subjectName'))
		.where('a.id', 'in', [...entries])
		.orderBy('a.at', 'desc')
		.orderBy('a.id', 'desc')
		.execute();
	return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
}

/** The case numbers behind subjects of the log: of cases, incidents and measures. Only numbers. */
export async function numbersOf(
	tx: Tx,
	subjects: readonly string[]
): Promise<Map<string, { caseId: CaseId; year: number; number: number }>> {
	if (subjects.length === 0) return new Map();
	const { rows } = await sql<{ subjectId: string; caseId: CaseId; year: number; number: number }>`
		select * from log_numbers(${ids([...new Set(subjects)])})`.execute(tx);
	return new Map(rows.map(({ subjectId, ...found }) => [subjectId, found]));
}

/** The cases that have a number; of every year when only the number was given. */
export async function casesNumbered(
	tx: Tx,
	{ year, number }: { year: number | null; number: number }
): Promise<CaseId[]> {
	const { rows } = await sql<{ id: CaseId }>`select log_cases(${year}, ${number}) as id`.execute(tx);
	return rows.map(({ id }) => id);
}

/** What the log may say of some cases: their own ids, those of their incidents and of their measures. */
export async function subjectsOf(tx: Tx, cases: readonly CaseId[]): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select log_subjects(${ids(cases)}) as id`.execute(tx);
	return rows.map(({ id }) => id);
}

/** People whose name contains some words, by name. */
export async function peopleNamed(
	tx: Tx,
	municipalityId: UnitId,
	words: string,
	limit: number
): Promise<{ id: PersonId; name: string; unitName: string }[]> {
	const pattern = `%${words.replace(/[\\%_]/g, String.raw`\$&`)}%`;
	return tx
		.selectFrom('person')
		.innerJoin('unit', 'unit.id', 'person.unitId')
		.select(['person.id', 'person.name', 'unit.name as unitName'])
		.where('person.municipalityId', '=', municipalityId)
		.where('person.name', 'ilike', pattern)
		.orderBy('person.name')
		.orderBy('person.id')
		.limit(limit)
		.execute();
}

const readings = texts(readingActions);

/**
 * A random sample of the readings during some days: the same seed gives the same ones, as long as nothing more is read in
 * those days.
 */
export async function sampleReadings(
	tx: Tx,
	municipalityId: UnitId,
	{ from, to }: Days,
	seed: string,
	size: number
): Promise<{ entries: string[]; total: number }> {
	const { rows } = await sql<{ id: string; total: number }>`
		select a.id, count(*) over ()::integer as total from activity a
		where a.municipality_id = ${municipalityId} and a.action = any (${readings})
			and ${during({ from, to, before: null })}
		order by md5(${seed} || a.id::text) limit ${size}`.execute(tx);
	return { entries: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
}
