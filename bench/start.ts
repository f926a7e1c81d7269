/** How long a start takes on a database that is in use, and how much memory the system then holds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';
import { figure, median, ms, type Figure, type Measurement } from './figures.ts';
import { loadFromProcess } from './load.ts';
import { makeBenchMunicipality } from './municipality.ts';
import { startSystem } from './system.ts';

export const start: Measurement = {
	title: 'start: from the start of the process until it answers on a database that is in use, and its memory',
	async measure({ quick }) {
		const figures: Figure[] = [];
		const directory = mkdtempSync(join(tmpdir(), 'opaverkad-start-'));
		try {
			figures.push(...(await measureOn('embedded database', { DATA_DIRECTORY: directory }, quick)));
		} finally {
			rmSync(directory, { recursive: true, force: true });
		}
		const cluster = await startTestCluster({ durable: true });
		if ('unavailable' in cluster) return { figures, broken: [cluster.unavailable] };
		try {
			const url = await createDatabase(cluster, 'bench_start');
			figures.push(...(await measureOn('PostgreSQL', { DATABASE_URL: url }, quick)));
		} finally {
			await cluster.stop();
		}
		return { figures, broken: [] };
	}
};

async function measureOn(name: string, env: Record<string, string>, quick: boolean): Promise<Figure[]> {
	const db = await openDatabase({
		databaseUrl: env.DATABASE_URL ?? null,
		dataDirectory: env.DATA_DIRECTORY ?? ''
	});
	const { reporters } = await makeBenchMunicipality(db);
	await db.close();

	const startTimes: number[] = [];
	for (let round = 0; round < (quick ? 2 : 5); round++) {
		const system = await startSystem(env);
		startTimes.push(system.startedInMs);
		await system.stop();
	}
	const system = await startSystem(env);
	const before = system.memoryMb();
	const { latencies } = await loadFromProcess({
		url: system.url,
		people: reporters,
		clients: 8,
		seconds: quick ? 3 : 10
	});
	const after = system.memoryMb();
	await system.stop();
	const isServer = env.DATABASE_URL !== undefined;
	return [
		figure(`${name}: start`, ms(median(startTimes)), '≤ 2 s', `median of ${startTimes.length}`),
		figure(
			`${name}: memory`,
			`${Math.round(after)} MB`,
			isServer ? '≤ 250 MB' : '',
			`resident, after ${latencies.length} reports by 8 clients; ${Math.round(before)} MB when started`
		)
	];
}
