import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { UnitId, UnitLevel } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import type { Dimension } from './dimensions.ts';
import type { Days } from './period.ts';
import type { SupportCounted } from './support.ts';

/** A unit near the one whose figures are read: itself, one above it, or right below one of these. */
export interface NearUnit {
	id: UnitId;
	parentId: UnitId | null;
	level: UnitLevel;
	name: string;
	path: UnitId[];
	/** Last day, ÅÅÅÅ-MM-DD; null: still there. */
	validTo: string | null;
	/** From which day it has been right below the same unit as now; null: always. */
	hereSince: string | null;
}

/**
 * By which organisation incidents are counted: `then`, where the unit was when it happened; `now`, where it is today.
 */
export type Organisation = 'then' | 'now';

/** The unit, those above it, what is right below each of these, and some more. Empty when there is no such unit. */
export async function listNearUnits(tx: Tx, unitId: UnitId, more: readonly UnitId[]): Promise<NearUnit[]> {
	const { rows } = await sql<NearUnit>`
		select near.id, near.parent_id, near.level, near.name, near.path, near.valid_to,
			(select max(v.valid_to) + 1 from unit_version v
				where v.unit_id = near.id and v.parent_id is distinct from near.parent_id) as here_since
		from unit here join unit near
			on near.id = any (here.path) or near.parent_id = any (here.path) or near.id = any (${more}::uuid[])
		where here.id = ${unitId}`.execute(tx);
	return rows;
}

/** Whether what lies below a unit may count differently by the organisation of now than of then. */
export async function differsByOrganisation(tx: Tx, unitId: UnitId): Promise<boolean> {
	const { rows } = await sql<{ differs: boolean }>`
		select exists (select from unit u join unit_version v on v.unit_id = u.id and v.path <> u.path
			where u.path @> array[${unitId}::uuid] or v.path @> array[${unitId}::uuid])
			or exists (select from statistic_shift s join unit u on u.id = s.unit_id
				where u.path @> array[${unitId}::uuid]) as differs`.execute(tx);
	return rows[0]?.differs ?? false;
}

/** What one statement over the cells answers. Counts of incidents, by the day they happened. */
export interface Numbers {
	/** The unit and below, in the period. Codes that nothing happened with are absent. */
	byCode: Map<Dimension, Map<string, number>>;
	/** The unit and below, per month ('2026-03') of the period; months without incidents are absent. */
	byMonth: Map<string, number>;
	/** Per unit asked for, itself and below, in the period and in the one before. Absent: none. */
	totals: Map<UnitId, number>;
	previousTotals: Map<UnitId, number>;
	/** The same, but only what also counts at the unit right above it. Less than the total when the unit lay elsewhere then. */
	parts: Map<UnitId, number>;
	previousParts: Map<UnitId, number>;
}

interface NumberRow {
	part: 'code' | 'month' | 'total' | 'previousTotal' | 'part' | 'previousPart';
	unitId: UnitId;
	dimension: Dimension;
	/** The code, or the month. */
	code: string;
	count: number;
}

/** What to count. */
export interface NumbersAsked {
	unitId: UnitId;
	organisation: Organisation;
	period: Days;
	previous: Days;
	/** Units whose totals in the period, and in the one before, are wanted as well. */
	totalsOf: readonly UnitId[];
	/** Those of them that have lain elsewhere. */
	moved: readonly { id: UnitId; since: string }[];
}

/**
 * Everything that a page of figures needs, in one statement, so that all of it is from the same moment.
 *
 * Cells and what is not folded into them yet are added, so the answer includes what was reported a second ago. Its cost follows
 * the number of cells (days × codes), not of incidents. Units that the actor may not see give nothing (row-level security).
 */
export async function readNumbers(
	tx: Tx,
	{ unitId, organisation, period, previous, totalsOf, moved }: NumbersAsked
): Promise<Numbers> {
	const during = ({ from, to }: Days) => sql`day between ${from.toString()} and ${to.toString()}`;
	const source =
		organisation === 'then'
			? sql`select unit_id, dimension, day, code, count from statistic_cell
				union all select unit_id, dimension, day, code, count from statistic_entry_cell`
			: sql`select unit_id, dimension, day, code, count from statistic_cell
				union all select unit_id, dimension, day, code, count from statistic_shift
				union all select unit_id, dimension, day, code, count from statistic_entry_cell_now`;
	const partOf = (part: 'part' | 'previousPart', days: Days) => sql`
			union all
			select ${sql.lit(part)}, unit_id, dimension, code, count from number
				join unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ since }) => since)}::date[])
					as moved (id, since) on moved.id = unit_id and day >= moved.since
			where dimension = 'all' and ${during(days)}`;
	// by the organisation of now, and for a unit that never moved, all of it counts where it lies
	const parts =
		organisation === 'then' && moved.length > 0
			? sql`${partOf('part', period)} ${partOf('previousPart', previous)}`
			: sql``;
	// planned once, for any days at all, the cells seem few enough to be sorted; that takes twice as long as hashing them
	await sql`set local enable_sort = off`.execute(tx);
	const { rows } = await sql<NumberRow>`
		with number as not materialized (
			${source}
		), counted as (
			select case when dimension = 'all' then 'month' else 'code' end as part, unit_id, dimension,
				case when dimension = 'all' then to_char(day, 'YYYY-MM') else code end as code, count
			from number
			where unit_id = ${unitId} and ${during(period)}
				and dimension in ('all', 'undueInfluence', 'form', 'channel', 'influencer', 'firstContact', 'closing')
			union all
			-- the one before lies wholly before the period
			select case when ${during(period)} then 'total' else 'previousTotal' end, unit_id, dimension, code, count
			from number
			where unit_id = any (${totalsOf}::uuid[]) and dimension = 'all'
				and ${during({ from: previous.from, to: period.to })} and (${during(period)} or ${during(previous)})
			${parts}
		)
		select part, unit_id, dimension, code, sum(count) as count from counted
		group by part, unit_id, dimension, code having sum(count) <> 0`.execute(tx);

	const numbers: Numbers = {
		byCode: new Map(),
		byMonth: new Map(),
		totals: new Map(),
		previousTotals: new Map(),
		parts: new Map(),
		previousParts: new Map()
	};
	for (const { part, unitId: unit, dimension, code, count } of rows) {
		if (part === 'total') numbers.totals.set(unit, count);
		else if (part === 'previousTotal') numbers.previousTotals.set(unit, count);
		else if (part === 'part') numbers.parts.set(unit, count);
		else if (part === 'previousPart') numbers.previousParts.set(unit, count);
		else if (part === 'month') numbers.byMonth.set(code, count);
		else {
			const ofDimension = numbers.byCode.get(dimension) ?? new Map<string, number>();
			numbers.byCode.set(dimension, ofDimension.set(code, count));
		}
	}
	const hasMoved = new Set(organisation === 'then' ? moved.map(({ id }) => id) : []);
	for (const [unit, count] of numbers.totals) if (!hasMoved.has(unit)) numbers.parts.set(unit, count);
	for (const [unit, count] of numbers.previousTotals) {
		if (!hasMoved.has(unit)) numbers.previousParts.set(unit, count);
	}
	return numbers;
}

/**
 * How the exposed people of a unit's incidents answered 'Fick du stöd?', by the day it happened (migration 0037). What is not in it
 * was asked and did not answer. Empty for a unit whose figures the actor may not see.
 *
 * Its cost follows the answers and the imported incidents, not all incidents.
 * @param notAskedSince see aftercare
 */
export async function countSupport(
	tx: Tx,
	{ unitId, organisation, period }: Pick<NumbersAsked, 'unitId' | 'organisation' | 'period'>,
	notAskedSince: Temporal.Instant
): Promise<Map<SupportCounted, number>> {
	const { rows } = await sql<{ code: SupportCounted; count: number }>`
		select * from count_support_answers(${unitId}, ${organisation === 'now'}, ${period.from.toString()},
			${period.to.toString()}, ${notAskedSince.toString()})`.execute(tx);
	return new Map(rows.map(({ code, count }) => [code, count]));
}
