/**
 * The page of figures at a million incidents, against the same figures counted straight from incidents and cases; and what
 * row-level security costs: the same statements as the application's role and as the owner of the tables.
 */
import { sql } from 'kysely';
import { findSession, type Context } from '../src/lib/server/access/index.ts';
import { scopeOf } from '../src/lib/server/access/actor.ts';
import { contextFor } from '../src/lib/server/access/context.ts';
import { viewInbox } from '../src/lib/server/cases/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { enterScope, openDatabase, type Database, type Tx } from '../src/lib/server/platform/database.ts';
import {
	rebuildStatistics,
	viewStatistics,
	type StatisticsView
} from '../src/lib/server/statistics/index.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';
import { figure, median, ms, percent, quantile, times, type Figure, type Measurement } from './figures.ts';
import { makeBenchMunicipality, type BenchMunicipality, type SignedIn } from './municipality.ts';

export const statistics: Measurement = {
	title:
		'statistics: a page of figures and an inbox over a million incidents of three years, 200 units in four levels',
	async measure({ quick }) {
		const cluster = await startTestCluster({ durable: true });
		if ('unavailable' in cluster) return { figures: [], broken: [cluster.unavailable] };
		const url = await createDatabase(cluster, 'bench_statistics');
		const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
		try {
			const municipality = await makeBenchMunicipality(db);
			await loadIncidents(db, municipality, quick ? 100_000 : 1_000_000);
			const began = performance.now();
			await rebuildStatistics({ db });
			const rebuiltInMs = performance.now() - began;
			await db.askAsOwner((ask) => sql`vacuum (analyze)`.execute(ask));
			// connections of its own, as in operation: one that changes between the two roles plans each statement anew at each change
			const ownerDb = await openDatabase({ databaseUrl: url, dataDirectory: '' });
			try {
				return await measureViews(db, ownerDb, municipality, rebuiltInMs);
			} finally {
				await ownerDb.close();
			}
		} finally {
			await db.close();
			await cluster.stop();
		}
	}
};

const rounds = 50;
/** For the cost of row-level security: as often both ways before it counts, and when it counts. */
const warmUps = 15;
const pairs = 300;

async function measureViews(
	db: Database,
	ownerDb: Database,
	municipality: BenchMunicipality,
	rebuiltInMs: number
) {
	const application = { db, clock: systemClock };
	const contextOf = async ({ token }: SignedIn) =>
		contextFor(application, (await findSession(application, token))!.actor);
	const analyst = await contextOf(municipality.analyst);
	const manager = await contextOf(municipality.manager);
	const head = await contextOf(municipality.head);

	const lastYear = new URLSearchParams();
	const threeYears = new URLSearchParams({ period: 'own', from: dayBefore(3), to: dayBefore(0) });
	const figures: Figure[] = [];
	const broken: string[] = [];
	for (const [name, period] of [
		['twelve months', lastYear],
		['three years', threeYears]
	] as const) {
		const view = () => viewStatistics(analyst, municipality.id, period);
		const shown = await view();
		const withRollup = await timesOf(rounds, view);
		const straight = () => db.asOwner((tx) => countStraight(tx, municipality.id, shown));
		const total = await straight();
		const without = await timesOf(5, straight);
		const shownTotal = shown.figures?.total;
		if (total !== shownTotal)
			broken.push(`${name}: the page says ${shownTotal}, incidents and cases ${total}`);
		figures.push(
			figure(
				`page of figures, ${name}`,
				ms(quantile(withRollup, 0.95)),
				'≤ 50 ms',
				`95 % of ${rounds} within; half within ${ms(median(withRollup))}; ${shownTotal} incidents`
			),
			figure(
				'  counted without cells',
				times(median(without) / median(withRollup)),
				'',
				`as long: ${ms(median(without))}`
			)
		);
	}
	const pageOfUnit = () => viewStatistics(manager, municipality.manager.managesUnitId, lastYear);
	figures.push(
		figure(
			'page of figures, one unit',
			ms(quantile(await timesOf(rounds, pageOfUnit), 0.95)),
			'≤ 50 ms',
			'twelve months'
		)
	);
	figures.push(
		figure(
			'all cells counted anew',
			`${Math.round(rebuiltInMs / 1000)} s`,
			'',
			'only should a figure be doubted'
		)
	);

	for (const [name, context, run] of [
		['inbox of a unit', manager, (as: Context) => viewInbox(as, new URLSearchParams(), 'sv')],
		['inbox of everything', head, (as: Context) => viewInbox(as, new URLSearchParams({ tab: 'all' }), 'sv')],
		['page of figures', analyst, (as: Context) => viewStatistics(as, municipality.id, lastYear)]
	] as const) {
		const owner = asOwner(ownerDb, context);
		const secured: number[] = [];
		const open: number[] = [];
		// a connection plans a statement at its first five executions, and then knows whether it must; that is no part of this
		for (let round = 0; round < warmUps; round++) {
			await run(context);
			await run(owner);
		}
		// in turns, so that both meet the same machine; fewer where each takes long
		const until = performance.now() + 60_000;
		while (secured.length < 5 || (secured.length < pairs && performance.now() < until)) {
			secured.push(await timeOf(() => run(context)));
			open.push(await timeOf(() => run(owner)));
		}
		const overhead = median(secured) / median(open) - 1;
		figures.push(
			figure(
				`row-level security, ${name}`,
				`${overhead < 0 ? '' : '+'}${percent(overhead)}`,
				'≤ 20 %',
				`${ms(median(secured))} against ${ms(median(open))} as the owner, median of ${secured.length}`
			)
		);
	}
	return { figures, broken };
}

/** The same actor, settings and statements, but as the owner of the tables, whom row-level security lets past. */
function asOwner(db: Database, { actor, address, referenceKey, now }: Context): Context {
	return {
		actor,
		address,
		referenceKey,
		now,
		transaction: (work) =>
			db.asOwner(async (tx) => {
				await enterScope(tx, scopeOf(actor), 'none');
				return work(tx);
			})
	};
}

/** The page's numbers in one statement without cells: what a system without a rollup would ask. @returns the total */
async function countStraight(tx: Tx, unitId: string, { period }: StatisticsView): Promise<number> {
	const { rows } = await sql<{ isTotal: boolean; count: number }>`
		with counted as (
			select coalesce(c.undue_influence, 'notAssessed') as undue_influence,
				coalesce(c.form, i.forms[1], 'notStated') as form,
				coalesce(i.channel, 'notStated') as channel,
				coalesce(i.influencer, 'notStated') as influencer,
				contact_bucket(c.reported_at, c.first_contact_at) as first_contact,
				closing_bucket(c.reported_at, c.closed_at) as closing,
				date_trunc('month', i.occurred_at at time zone 'Europe/Stockholm') as month,
				i.unit_path[2] as below,
				i.occurred_at >= ${period.from.toString()}::timestamp at time zone 'Europe/Stockholm' as is_now
			from incident i join case_file c on c.incident_id = i.id
			where i.unit_path @> array[${unitId}::uuid]
				and i.occurred_at >= ${period.previous.from.toString()}::timestamp at time zone 'Europe/Stockholm'
				and i.occurred_at < (${period.to.toString()}::timestamp + interval '1 day') at time zone 'Europe/Stockholm'
				and (i.occurred_at >= ${period.from.toString()}::timestamp at time zone 'Europe/Stockholm'
					or i.occurred_at < (${period.previous.to.toString()}::timestamp + interval '1 day') at time zone 'Europe/Stockholm')
		)
		select is_now and grouping(undue_influence, form, channel, influencer, first_contact, closing, month, below) = 255
				as is_total, count(*) as count
		from counted
		group by grouping sets ((is_now), (is_now, undue_influence), (is_now, form), (is_now, channel), (is_now, influencer),
			(is_now, first_contact), (is_now, closing), (is_now, month), (is_now, below))`.execute(tx);
	return rows.find(({ isTotal }) => isTotal)?.count ?? 0;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
	const all: number[] = [];
	for (let round = 0; round < count; round++) all.push(await timeOf(work));
	return all;
}

function dayBefore(years: number): string {
	return systemClock
		.now()
		.toZonedDateTimeISO('Europe/Stockholm')
		.toPlainDate()
		.subtract({ years })
		.toString();
}

/**
 * Incidents and their cases, evenly over three years and all units without units below them. Set-based, without triggers: as if
 * they had come in one by one, and the figures had been counted afterwards.
 */
export async function loadIncidents(db: Database, { id }: BenchMunicipality, count: number): Promise<void> {
	const one = (...codes: string[]) =>
		sql`(array[${sql.join(codes)}])[1 + floor(random() * ${codes.length})::integer]`;
	await db.asOwner(async (tx) => {
		await sql`set local statement_timeout = 0`.execute(tx);
		await sql`set local session_replication_role = replica`.execute(tx);
		await sql`
			insert into incident (id, municipality_id, year, number, unit_id, unit_path, reporter_id, affected_person_id, origin,
				idempotency_key, reported_at, occurred_at, text, forms, channel, influencer, purpose, in_danger)
			with leaf as (
				select row_number() over () - 1 as place, u.id, u.path,
					(select array_agg(p.id) from person p where p.unit_id = u.id) as people
				from unit u where u.level = 'unit'
			), leaves as (select count(*) as count from leaf), made as (
				select n, now() - interval '3 years' * (1 - n::float8 / ${count}::float8) as at, floor(random() * leaves.count) as place
				from generate_series(1, ${count}::integer) n, leaves
			)
			select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
					|| '8' || substr(md5(n::text), 4, 15))::uuid,
				${id}, extract(year from at at time zone 'Europe/Stockholm'),
				row_number() over (partition by extract(year from at at time zone 'Europe/Stockholm') order by n),
				leaf.id, leaf.path, leaf.people[1 + n % cardinality(leaf.people)], leaf.people[1 + n % cardinality(leaf.people)], 'self',
				gen_random_uuid(), at, at - interval '2 days' * random(), 'Brukaren ringde och skrek att jag måste ändra beslutet, annars',
				array[${one('harassment', 'harassment', 'threat', 'violence', 'propertyDamage', 'corruption', 'unduePressure')}],
				${one('phone', 'phone', 'email', 'officeVisit', 'homeVisit', 'socialMedia')},
				${one('serviceUser', 'serviceUser', 'relative', 'socialNetwork', 'representative', 'unknown')},
				${one('yes', 'maybe', 'no', 'doNotKnow')}, random() < 0.02
			from made join leaf using (place) order by n`.execute(tx);
		await sql`
			insert into case_file (id, municipality_id, incident_id, unit_id, unit_path, reporter_id, affected_person_id, handler_id,
				routed_because, status, reported_at, contact_due_at, first_contact_at, next_due_at, undue_influence, form, severity,
				assessed_at, closed_at, updated_at)
			select gen_random_uuid(), i.municipality_id, i.id, i.unit_id, i.unit_path, i.reporter_id, i.affected_person_id,
				a.person_id, 'nearestManager', s.status, i.reported_at, i.reported_at + interval '1 day',
				case when s.status <> 'received' then i.reported_at + interval '5 days' * random() * random() end,
				case when s.status <> 'closed' then i.reported_at + interval '3 days' end,
				case when s.status in ('acting', 'closed') then ${one('yes', 'yes', 'yes', 'unclear', 'no')} end,
				case when s.status in ('acting', 'closed') then i.forms[1] end,
				case when s.status in ('acting', 'closed') then 1 + floor(random() * 4) end,
				case when s.status in ('acting', 'closed') then i.reported_at + interval '5 days' end,
				case when s.status = 'closed' then i.reported_at + interval '60 days' * random() end,
				i.reported_at
			from incident i
				join assignment a on a.unit_id = i.unit_id and a.role = 'lineManager'
				cross join lateral (select case
					when random() < 0.98 - 0.5 * (i.reported_at > now() - interval '30 days')::integer then 'closed'
					when random() < 0.4 then 'acting' when random() < 0.5 then 'assessing' else 'received' end as status
					where i.id is not null) s
			order by i.id`.execute(tx);
		await sql`insert into incident_number (municipality_id, year, last)
			select municipality_id, year, max(number) from incident group by 1, 2`.execute(tx);
	});
	await db.askAsOwner((ask) => sql`vacuum (analyze) incident, case_file`.execute(ask));
}
