/** The readings that a rule needs to look at: the database leaves out what cannot be a hit, the rule itself is pure. */
import { sql, type RawBuilder } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { UnitId } from '../../../../database/column-types.ts';
import type { Tx } from '../platform/database.ts';
import { startOf, type Days } from './filter.ts';
import { night, quickMinutes, type Limits, type Reading } from './unusual.ts';

const columns = sql`a.id, a.at, a.actor_id, a.subject_id as case_id, a.role, a.on_behalf_of_id`;

function readingsIn(municipalityId: UnitId, { from, to }: Days): RawBuilder<unknown> {
	return sql`from activity a where a.municipality_id = ${municipalityId} and a.action = 'case.read'
		and a.actor_id is not null
		and a.at >= ${startOf(from).toString()} and a.at < ${startOf(to.add({ days: 1 })).toString()}`;
}

/** Of those who, at some moment, had read more often within the short time than the limit: the same case or different ones. */
export async function busyReaders(
	tx: Tx,
	municipalityId: UnitId,
	days: Days,
	limits: Limits
): Promise<Reading[]> {
	const sinceThen = sql`a.at - lag(a.at, ${limits.logReviewQuickCases}::integer) over (partition by a.actor_id order by a.at)`;
	const { rows } = await sql<Reading>`
		select ${columns} ${readingsIn(municipalityId, days)} and a.actor_id in (
			select actor_id from (select a.actor_id, ${sinceThen} as gap ${readingsIn(municipalityId, days)}) as paced
			where gap <= ${`${quickMinutes} minutes`}::interval)
		order by a.at`.execute(tx);
	return rows;
}

/** Reached without a role of one's own and without handling the case; the same meaning as isOutside. */
export async function outsideReadings(tx: Tx, municipalityId: UnitId, days: Days): Promise<Reading[]> {
	const { rows } = await sql<Reading>`
		select ${columns} ${readingsIn(municipalityId, days)}
			and (a.role = 'sharedReader' or a.on_behalf_of_id is not null)
		order by a.at`.execute(tx);
	return rows;
}

/** Of those who read more often at night in all these days than the limit for a week. */
export async function nightReadings(
	tx: Tx,
	municipalityId: UnitId,
	days: Days,
	limits: Limits
): Promise<Reading[]> {
	const hour = sql`extract(hour from a.at at time zone 'Europe/Stockholm')`;
	const atNight = sql`${readingsIn(municipalityId, days)} and (${hour} >= ${night.from} or ${hour} < ${night.to})`;
	const { rows } = await sql<Reading>`
		select ${columns} ${atNight} and a.actor_id in (
			select a.actor_id ${atNight} group by a.actor_id having count(*) > ${limits.logReviewNightReadings})
		order by a.at`.execute(tx);
	return rows;
}

/** Of cases that were handed over before they were read, and not reopened in between; the log itself says when. */
export async function readingsAfterTransfer(
	tx: Tx,
	municipalityId: UnitId,
	days: Days
): Promise<(Reading & { transferredAt: Temporal.Instant })[]> {
	const transferred = sql`
		select t.at from activity t
		where t.municipality_id = ${municipalityId} and t.action = 'case.transferred' and t.subject_id = a.subject_id
			and t.at < a.at
			and not exists (select from activity r where r.municipality_id = ${municipalityId}
				and r.action = 'case.reopened' and r.subject_id = a.subject_id and r.at > t.at and r.at < a.at)
		order by t.at desc limit 1`;
	const { rows } = await sql<Reading & { transferredAt: Temporal.Instant }>`
		select ${columns}, t.at as transferred_at
		from activity a cross join lateral (${transferred}) as t
		where a.id in (select a.id ${readingsIn(municipalityId, days)} and a.subject_id in (
			select subject_id from activity
			where municipality_id = ${municipalityId} and action = 'case.transferred'))
		order by a.at`.execute(tx);
	return rows;
}

/** In somebody's stead, on a day for which no deputy period is entered now. */
export async function readingsWithoutPeriod(tx: Tx, municipalityId: UnitId, days: Days): Promise<Reading[]> {
	const { rows } = await sql<Reading>`
		select ${columns} ${readingsIn(municipalityId, days)} and a.on_behalf_of_id is not null
			and not exists (select from assignment d
				where d.person_id = a.actor_id and d.deputy_for_id = a.on_behalf_of_id
					and (a.at at time zone 'Europe/Stockholm')::date
						between d.valid_from and coalesce(d.valid_to, 'infinity'))
		order by a.at`.execute(tx);
	return rows;
}
