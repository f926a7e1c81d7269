/** How many reports are received per second, beside how many bare inserts of the same rows the same PostgreSQL takes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';
import { figure, ms, percent, quantile, times, type Figure, type Measurement } from './figures.ts';
import { loadFromProcess, type LoadResult } from './load.ts';
import { makeBenchMunicipality } from './municipality.ts';
import { startSystem } from './system.ts';

export const submit: Measurement = {
	title: 'submit: reports received, by the built system on a durable PostgreSQL, all on this machine',
	async measure({ quick }) {
		const cluster = await startTestCluster({ durable: true });
		if ('unavailable' in cluster) return { figures: [], broken: [cluster.unavailable] };
		try {
			const url = await createDatabase(cluster, 'bench_submit');
			const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
			const { reporters } = await makeBenchMunicipality(db);
			await db.close();
			const seconds = quick ? 5 : 15;
			const system = await startSystem({ DATABASE_URL: url }, { node: profiling() });
			const figures: Figure[] = [];
			const broken: string[] = [];
			try {
				await loadFromProcess({ url: system.url, people: reporters, clients: 8, seconds: quick ? 2 : 5 });
				let memory = 0;
				const watch = setInterval(() => (memory = Math.max(memory, system.memoryMb())), 500);
				for (const clients of [8, 32]) {
					const load = await loadFromProcess({ url: system.url, people: reporters, clients, seconds });
					const bare = await insertsPerSecond(url, clients, quick ? 3 : 8);
					figures.push(...figuresOf(load, clients, bare));
					const failed = Object.entries(load.statuses).filter(
						([status]) => status >= '500' || status === '0'
					);
					if (failed.length > 0) {
						broken.push(
							`${clients} clients: ${failed.map(([status, count]) => `${count} × ${status}`).join(', ')}`
						);
					}
				}
				clearInterval(watch);
				figures.push(
					figure('server memory under load', `${Math.round(memory)} MB`, '≤ 250 MB', 'resident, highest')
				);
			} finally {
				await system.stop();
			}
			return { figures, broken };
		} finally {
			await cluster.stop();
		}
	}
};

/** BENCH_PROFILE=folder: the server writes a CPU profile there when it ends. */
function profiling(): string[] {
	const folder = process.env.BENCH_PROFILE;
	return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

function figuresOf({ latencies, statuses, seconds }: LoadResult, clients: number, bare: number): Figure[] {
	const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
	const perSecond = latencies.length / seconds;
	const name = (what: string) => `${clients} clients: ${what}`;
	return [
		figure(
			name('received'),
			`${Math.round(perSecond)} /s`,
			'≥ 500 /s',
			`${latencies.length} in ${Math.round(seconds)} s`
		),
		figure(
			name('of bare inserts'),
			percent(perSecond / bare),
			'',
			`${Math.round(bare)} /s, ${times(bare / perSecond)}`
		),
		figure(name('half within'), ms(quantile(latencies, 0.5))),
		figure(name('99 % within'), ms(quantile(latencies, 0.99)), '< 100 ms'),
		figure(
			name('answers that are receipts'),
			percent(latencies.length / answers),
			'100 %',
			Object.entries(statuses)
				.map(([status, count]) => `${count} × ${status}`)
				.join(', ')
		)
	];
}

/** How many reports' rows are inserted per second without the application, from a process of its own. */
async function insertsPerSecond(databaseUrl: string, connections: number, seconds: number): Promise<number> {
	const child = fork(fileURLToPath(import.meta.url));
	child.send({ databaseUrl, connections, seconds });
	const [perSecond] = (await once(child, 'message')) as [number];
	await once(child, 'exit');
	return perSecond;
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
	process.once('message', (work: { databaseUrl: string; connections: number; seconds: number }) => {
		void insertRows(work).then((perSecond) => process.send!(perSecond, () => process.disconnect()));
	});
}

/** The three rows that a report writes, in one transaction, by prepared statements, as the owner of the tables. */
async function insertRows(work: {
	databaseUrl: string;
	connections: number;
	seconds: number;
}): Promise<number> {
	const clients = await Promise.all(
		Array.from({ length: work.connections }, async () => {
			const client = new pg.Client({ connectionString: work.databaseUrl });
			await client.connect();
			return client;
		})
	);
	// the rows that the application wrote last are the model; so many that nobody seems to report too often
	const { rows } = await clients[0]!.query<{ incident: Row; caseFile: Row; activity: Row }>(
		`select to_jsonb(i) - '{id,number,year,idempotency_key}'::text[] as incident,
			to_jsonb(c) - '{id,incident_id}'::text[] as "caseFile", to_jsonb(a) - '{id,subject_id,recorded_in}'::text[] as activity
		from incident i join case_file c on c.incident_id = i.id join activity a on a.subject_id = c.id
		order by i.id desc limit 2000`
	);
	const began = performance.now();
	const until = began + work.seconds * 1000;
	let inserted = 0;
	await Promise.all(
		clients.map(async (client) => {
			while (performance.now() < until) {
				const { incident, caseFile, activity } = rows[inserted % rows.length]!;
				const incidentId = newId<string>();
				const caseId = newId<string>();
				await client.query('begin');
				await client.query(
					insertOf('incident', { ...incident, id: incidentId, idempotency_key: newId<string>() })
				);
				await client.query(insertOf('case_file', { ...caseFile, id: caseId, incident_id: incidentId }));
				await client.query(insertOf('activity', { ...activity, id: newId<string>(), subject_id: caseId }));
				await client.query('commit');
				inserted++;
			}
		})
	);
	const seconds = (performance.now() - began) / 1000;
	await Promise.all(clients.map((client) => client.end()));
	return inserted / seconds;
}

type Row = Record<string, unknown>;

/** A prepared insert of one row. */
function insertOf(table: string, row: Row): pg.QueryConfig {
	const columns = Object.keys(row);
	const places = columns.map((_, index) => `$${index + 1}`);
	return {
		name: table,
		text: `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
		values: Object.values(row)
	};
}
