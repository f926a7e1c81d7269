/** How many entries the log takes while it is kept, what keeping it costs those who report, and how long a check takes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import type { SessionId, UnitId } from '../database/column-types.ts';
import {
	exportLog,
	exportText,
	integrate,
	logKeeper,
	record,
	verifyLog,
	type FoundLine
} from '../src/lib/server/activity-log/index.ts';
import { adoptKey, makeCheckpoint } from '../src/lib/server/activity-log/checkpoints.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { nobody, openDatabase, type Database } from '../src/lib/server/platform/database.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';
import { figure, ms, percent, quantile, type Figure, type Measurement } from './figures.ts';
import { loadFromProcess } from './load.ts';
import { makeBenchMunicipality } from './municipality.ts';
import { startSystem } from './system.ts';

export const log: Measurement = {
	title: 'log: entries with places in the Merkle tree, on a durable PostgreSQL, all on this machine',
	async measure({ quick }) {
		const cluster = await startTestCluster({ durable: true });
		if ('unavailable' in cluster) return { figures: [], broken: [cluster.unavailable] };
		try {
			const broken: string[] = [];
			const figures = [
				...(await measureRecording(await createDatabase(cluster, 'bench_log'), quick, broken)),
				...(await measureSubmit(await createDatabase(cluster, 'bench_log_submit'), quick)),
				...(await measureCheck(await createDatabase(cluster, 'bench_log_check'), quick, broken))
			];
			return { figures, broken };
		} finally {
			await cluster.stop();
		}
	}
};

/** Eight who record, one entry a transaction, each as the application does it; and the integrator beside them, every second. */
async function measureRecording(url: string, quick: boolean, broken: string[]): Promise<Figure[]> {
	const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
	try {
		const { id, reporters } = await makeBenchMunicipality(db);
		const seconds = quick ? 4 : 15;
		const run = async (isKept: boolean) => {
			const child = fork(fileURLToPath(import.meta.url));
			const ended = once(child, 'exit');
			child.send({ url, municipalityId: id, personId: reporters[0]!.personId, seconds, clients: 8 });
			const memory = { seen: null };
			let placed = 0;
			let longest = 0;
			let isRunning = true;
			const keeping = (async () => {
				while (isRunning && isKept) {
					await new Promise((resolve) => setTimeout(resolve, 1_000));
					const began = performance.now();
					placed += await integrate({ db }, memory);
					longest = Math.max(longest, performance.now() - began);
				}
			})();
			const [recorded] = (await once(child, 'message')) as [number];
			isRunning = false;
			await keeping;
			await ended;
			const began = performance.now();
			const rest = await integrate({ db }, memory);
			return {
				perSecond: recorded / seconds,
				recorded,
				placed,
				rest,
				restMs: performance.now() - began,
				longest
			};
		};
		await run(true);
		const without = await run(false);
		const kept = await run(true);
		const { rows } = await db.askAsOwner((ask) =>
			sql<{
				entries: number;
				leaves: number;
				last: number;
			}>`select (select count(*) from activity) as entries,
				(select count(*) from log_leaf) as leaves, (select max(leaf_index) from log_leaf) as last`.execute(ask)
		);
		const { entries, leaves, last } = rows[0]!;
		if (entries !== leaves || last !== leaves - 1) {
			broken.push(`${entries} entries have ${leaves} places, the last of which is ${last}`);
		}
		return [
			figure(
				'8 clients: recorded while places are given',
				`${Math.round(kept.perSecond)} /s`,
				'≥ 1500 /s',
				`${Math.round(without.perSecond)} /s without: ${percent(kept.perSecond / without.perSecond)}`
			),
			figure('longest round of the integrator', ms(kept.longest), '', `${kept.placed} placed during the run`),
			figure(
				'places for what waits',
				`${Math.round((without.rest / without.restMs) * 1000)} /s`,
				'',
				`${without.rest} in one go`
			)
		];
	} finally {
		await db.close();
	}
}

/** The report's submit, with the log kept and without, by turns. */
async function measureSubmit(url: string, quick: boolean): Promise<Figure[]> {
	const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
	const { reporters } = await makeBenchMunicipality(db);
	await db.close();
	const directory = mkdtempSync(join(tmpdir(), 'opaverkad-bench-log-'));
	const results: Record<'on' | 'off', { perSecond: number[]; latencies: number[] }> = {
		on: { perSecond: [], latencies: [] },
		off: { perSecond: [], latencies: [] }
	};
	try {
		for (const how of ['on', 'off', 'off', 'on'] as const) {
			const system = await startSystem({
				DATABASE_URL: url,
				DATA_DIRECTORY: directory,
				LOG_CHECKPOINT_SECONDS: '5'
			});
			// who holds the lock keeps the integrator out
			const holder = new pg.Client({ connectionString: url });
			await holder.connect();
			if (how === 'off') await holder.query('select pg_advisory_lock(7702028)');
			await loadFromProcess({ url: system.url, people: reporters, clients: 8, seconds: 2 });
			const load = await loadFromProcess({
				url: system.url,
				people: reporters,
				clients: 8,
				seconds: quick ? 3 : 10
			});
			results[how].perSecond.push(load.latencies.length / load.seconds);
			results[how].latencies.push(...load.latencies);
			await holder.end();
			await system.stop();
		}
	} finally {
		rmSync(directory, { recursive: true });
	}
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [on, off] = [mean(results.on.perSecond), mean(results.off.perSecond)];
	const within = (how: 'on' | 'off') => ms(quantile(results[how].latencies, 0.99));
	return [
		figure(
			'8 clients: reports while the log is kept',
			`${Math.round(on)} /s`,
			'',
			`${percent(on / off)} of ${Math.round(off)} /s without; 99 % within ${within('on')}, ${within('off')} without`
		)
	];
}

/** The export and the check of many entries. */
async function measureCheck(url: string, quick: boolean, broken: string[]): Promise<Figure[]> {
	const count = quick ? 100_000 : 1_000_000;
	const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
	const directory = mkdtempSync(join(tmpdir(), 'opaverkad-bench-log-'));
	try {
		const { id, reporters } = await makeBenchMunicipality(db);
		await insertEntries(db, id, reporters[0]!.personId, count);
		const application = { db, clock: systemClock };
		const key = await adoptKey(application, null);
		let began = performance.now();
		await integrate(application, { seen: null });
		const integratedMs = performance.now() - began;
		began = performance.now();
		await makeCheckpoint(application, key, 0);
		const checkpointMs = performance.now() - began;

		const file = join(directory, 'log.jsonl');
		const asKeeper = {
			now: () => systemClock.now(),
			transaction: <T>(work: Parameters<typeof db.transaction<T>>[1]) => db.transaction(logKeeper, work)
		};
		began = performance.now();
		const out = createWriteStream(file);
		for await (const text of exportText(exportLog(asKeeper, 'everything'))) {
			if (!out.write(text)) await once(out, 'drain');
		}
		out.end();
		await once(out, 'close');
		const exportMs = performance.now() - began;
		began = performance.now();
		let memory = 0;
		const { findings } = await verifyLog(linesOf(file), {
			onProgress: () => {
				memory = Math.max(memory, process.memoryUsage().rss);
			}
		});
		const verifyMs = performance.now() - began;
		if (findings.length > 0)
			broken.push(`a log that nobody changed does not hold: ${JSON.stringify(findings[0])}`);
		const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
		return [
			figure(`${count} entries: all get places at once`, seconds(integratedMs)),
			figure(`${count} entries: a checkpoint`, ms(checkpointMs)),
			figure(
				`${count} entries: export`,
				seconds(exportMs),
				'',
				`${Math.round(statSync(file).size / 1e6)} MB`
			),
			figure(
				`${count} entries: verify`,
				seconds(verifyMs),
				'',
				`${Math.round(memory / 1e6)} MB resident, highest`
			)
		];
	} finally {
		await db.close();
		rmSync(directory, { recursive: true });
	}
}

async function insertEntries(db: Database, municipalityId: string, personId: string, count: number) {
	await db.asOwner(async (tx) => {
		await sql`set local statement_timeout = 0`.execute(tx);
		await sql`insert into activity (id, municipality_id, at, actor_id, action, subject_kind, subject_id, details)
			select gen_random_uuid(), ${municipalityId}, now() - interval '1 day' + n * interval '50 milliseconds', ${personId},
				'case.read', 'case', gen_random_uuid(), jsonb_build_object('n', n)
			from generate_series(1, ${sql.lit(count)}) as n`.execute(tx);
		await sql`analyze activity`.execute(tx);
	});
}

async function* linesOf(file: string): AsyncGenerator<FoundLine> {
	for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
		yield JSON.parse(text) as FoundLine;
	}
}

/** What the process that records is told. */
interface Recording {
	url: string;
	municipalityId: UnitId;
	personId: string;
	seconds: number;
	clients: number;
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
	process.once('message', (work: Recording) => {
		void recordAll(work).then((recorded) => process.send!(recorded, () => process.disconnect()));
	});
}

async function recordAll({ url, municipalityId, personId, seconds, clients }: Recording): Promise<number> {
	const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
	const actor = { municipalityId, personId: personId as never, sessionId: newId<SessionId>() as never };
	const context = { actor, address: '192.0.2.1', now: () => systemClock.now() };
	const until = performance.now() + seconds * 1000;
	let recorded = 0;
	await Promise.all(
		Array.from({ length: clients }, async () => {
			while (performance.now() < until) {
				await db.transaction({ ...nobody, personId, municipalityId }, (tx) =>
					record(tx, context, {
						action: 'case.read',
						subjectKind: 'unit',
						subjectId: newId<string>(),
						details: { from: 'bench' }
					})
				);
				recorded++;
			}
		})
	);
	await db.close();
	return recorded;
}
