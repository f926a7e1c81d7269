/** The log, searched at a million entries: each kind of search, the last page as well as the first, a sample, unusual reading. */
import { sql } from 'kysely';
import { findSession, type Actor, type Context } from '../src/lib/server/access/index.ts';
import { contextFor } from '../src/lib/server/access/context.ts';
import { sampleLog, searchLog, viewUnusual } from '../src/lib/server/log-review/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { openDatabase, type Database } from '../src/lib/server/platform/database.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';
import { figure, median, ms, quantile, type Figure, type Measurement } from './figures.ts';
import { makeBenchMunicipality, type BenchMunicipality } from './municipality.ts';
import { loadIncidents } from './statistics.ts';

export const logReview: Measurement = {
	title:
		'log review: search, sample and unusual reading over a million entries of a year, 2,000 people, 20,000 cases',
	async measure({ quick }) {
		const cluster = await startTestCluster({ durable: true });
		if ('unavailable' in cluster) return { figures: [], broken: [cluster.unavailable] };
		const url = await createDatabase(cluster, 'bench_log_review');
		const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
		try {
			const municipality = await makeBenchMunicipality(db);
			await loadIncidents(db, municipality, 20_000);
			const entries = quick ? 100_000 : 1_000_000;
			await loadEntries(db, municipality, entries);
			await db.askAsOwner((ask) => sql`vacuum (analyze)`.execute(ask));
			return await measureViews(db, municipality, entries);
		} finally {
			await db.close();
			await cluster.stop();
		}
	}
};

/** Reads and writes as a municipality does: most by managers, by day, a few at night; some kinds of act very seldom. */
async function loadEntries(db: Database, { id }: BenchMunicipality, count: number): Promise<void> {
	await db.asOwner(async (tx) => {
		await sql`set local statement_timeout = 0`.execute(tx);
		await sql`set local session_replication_role = replica`.execute(tx);
		await sql`
			insert into activity (id, municipality_id, at, actor_id, action, subject_kind, subject_id, role, address)
			with people as (select array_agg(id) as ids from person),
				cases as (select array_agg(id) as ids from case_file),
				made as (
					select n, case when random() < 0.99
							then date_trunc('day', day) + interval '7 hours' + interval '10 hours' * random() else day end as at,
						random() as kind, random() as capacity, random() as who, random() as subject
					from generate_series(1, ${count}::integer) n
						cross join lateral (select now() - interval '365 days' * (1 - n::float8 / ${count}::float8) as day) as given)
			select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
					|| '8' || substr(md5(n::text), 4, 15))::uuid,
				${id}, at, people.ids[1 + floor(who * cardinality(people.ids))::integer],
				case when kind < 0.6 then 'case.read' when kind < 0.75 then 'session.began' when kind < 0.85 then 'case.noted'
					when kind < 0.95 then 'incident.reported' when kind < 0.998 then 'case.assessed'
					when kind < 0.9995 then 'statistics.exported' else 'log.searched' end,
				case when kind < 0.6 or kind between 0.75 and 0.998 then 'case' when kind < 0.75 then 'session' else 'unit' end,
				case when kind < 0.6 or kind between 0.75 and 0.998
					then cases.ids[1 + floor(subject * cardinality(cases.ids))::integer] end,
				case when kind between 0.6 and 0.75 or kind between 0.85 and 0.95 then null
					when capacity < 0.8 then 'lineManager' when capacity < 0.9 then 'safetyRepresentative'
					when capacity < 0.95 then 'hrPartner' when capacity < 0.999 then 'handler' else 'sharedReader' end,
				'10.0.0.1'
			from made, people, cases`.execute(tx);
	});
}

const rounds = 30;

async function measureViews(db: Database, municipality: BenchMunicipality, entries: number) {
	const officer = await officerOf(db, municipality);
	const search = (query: string) => searchLog(officer, new URLSearchParams(query), 'sv');
	const { rows } = await db.askAsOwner((ask) =>
		sql<{ number: string; middle: string; id: string }>`
			select (select year || '-' || number from incident order by id limit 1) as number,
				(select at::text from activity order by at offset ${entries / 2} limit 1) as middle,
				(select id from activity order by at offset ${entries / 2} limit 1) as id`.execute(ask)
	);
	const { number, middle, id } = rows[0]!;
	const month = 'from=' + dayBefore(60) + '&to=' + dayBefore(30);
	const before = encodeURIComponent(`${new Date(middle).toISOString()}_${id}`);
	const searches: Record<string, () => Promise<{ lines: unknown[] }>> = {
		'the latest': () => search(''),
		'a page in the middle of everything': () => search(`before=${before}`),
		'readings only': () => search('readings=yes'),
		'what is seldom done': () => search('group=exporting'),
		'a role that did nothing': () => search('role=archivist'),
		'what is common, in a role that seldom did it': () => search('group=reading&role=sharedReader'),
		'one person': () => search(`person=${municipality.head.personId}`),
		'one person, what they never did': () => search(`person=${municipality.head.personId}&group=reviewing`),
		'a name to choose among': () => search('name=a'),
		'one case': () => search(`number=${number}`),
		'readings of a month': () => search(`readings=yes&${month}`)
	};
	const figures: Figure[] = [];
	for (const [name, look] of Object.entries(searches)) {
		const times = await timesOf(rounds, look);
		const { lines } = await look();
		figures.push(
			figure(
				`search: ${name}`,
				ms(quantile(times, 0.95)),
				'≤ 50 ms',
				`95 % of ${rounds} within; half within ${ms(median(times))}; ${lines.length} lines`
			)
		);
	}
	const slow: Record<string, () => Promise<unknown>> = {
		'sample of 25 from a month': () =>
			sampleLog(officer, new URLSearchParams(`${month}&n=25&seed=abc`), 'sv'),
		'sample of 25 from the whole year': () =>
			sampleLog(officer, new URLSearchParams(`from=${dayBefore(365)}&n=25&seed=abc`), 'sv'),
		'unusual reading of 31 days': () => viewUnusual(officer, new URLSearchParams(month), 'sv')
	};
	for (const [name, look] of Object.entries(slow)) {
		const times = await timesOf(5, look);
		figures.push(figure(name, ms(median(times)), '', 'half of 5 within'));
	}
	return { figures, broken: [] };
}

/** The head of the municipality as its data protection officer: the role is what counts. */
async function officerOf(db: Database, { head }: BenchMunicipality): Promise<Context> {
	const application = { db, clock: systemClock };
	const { actor } = (await findSession(application, head.token))!;
	const role = { ...actor.roles[0]!, role: 'dataProtectionOfficer' } as const;
	const officer: Actor = { ...actor, roles: [role] };
	return contextFor(application, officer);
}

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
	const all: number[] = [];
	for (let round = 0; round < count; round++) {
		const began = performance.now();
		await work();
		all.push(performance.now() - began);
	}
	return all;
}

function dayBefore(days: number): string {
	return systemClock.now().toZonedDateTimeISO('Europe/Stockholm').toPlainDate().subtract({ days }).toString();
}
