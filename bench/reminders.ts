/** The round of reminders that runs every minute, over open cases with three open duties each: after a loss of memory, and when nothing is due. */
import { sql } from 'kysely';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { openDatabase, type Database } from '../src/lib/server/platform/database.ts';
import { remindAll } from '../src/lib/server/reminders/index.ts';
import { createDatabase, startTestCluster } from '../tests/support/postgres-cluster.ts';
import { figure, median, ms, type Figure, type Measurement } from './figures.ts';
import { makeBenchMunicipality } from './municipality.ts';
import { loadIncidents } from './statistics.ts';

export const reminders: Measurement = {
	title: 'reminders: a round over open cases, 2,000 people',
	async measure({ quick }) {
		const cluster = await startTestCluster({ durable: true });
		if ('unavailable' in cluster) return { figures: [], broken: [cluster.unavailable] };
		const figures: Figure[] = [];
		try {
			for (const cases of quick ? [1_000] : [1_000, 10_000]) {
				const url = await createDatabase(cluster, `bench_reminders_${cases}`);
				const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
				try {
					await loadIncidents(db, await makeBenchMunicipality(db), cases);
					await openAll(db);
					figures.push(...(await measureRounds(db, cases)));
				} finally {
					await db.close();
				}
			}
			return { figures, broken: [] };
		} finally {
			await cluster.stop();
		}
	}
};

/** Every case is open, reported within a month, and has duties that wait: the most that a round can have to do. */
async function openAll(db: Database): Promise<void> {
	await db.asOwner(async (tx) => {
		await sql`set local statement_timeout = 0`.execute(tx);
		await sql`set local session_replication_role = replica`.execute(tx);
		await sql`update case_file set status = 'acting', closed_at = null, reported_at = now() - interval '30 days' * random(),
			next_due_at = now() - interval '10 days' * random(), contact_due_at = now() - interval '10 days' * random(), first_contact_at = null`.execute(
			tx
		);
		await sql`insert into duty (case_id, key, rule_version, reasons, state, started_at, raised_at)
			select c.id, given.key, 1, '{threat}', 'open', c.reported_at, c.reported_at
			from case_file c cross join unnest(array['police', 'avSerious', 'investigate']) as given (key)`.execute(tx);
	});
	await db.askAsOwner((ask) => sql`vacuum (analyze)`.execute(ask));
}

async function measureRounds(db: Database, cases: number): Promise<Figure[]> {
	const application = { db, clock: systemClock };
	const round = async () => {
		const began = performance.now();
		const made = await remindAll(application);
		return { made, took: performance.now() - began };
	};
	const first = await round();
	const idle: number[] = [];
	for (let times = 0; times < 5; times++) idle.push((await round()).took);
	const name = `${cases.toLocaleString('en')} open cases`;
	return [
		figure(
			`${name}: everything late at once`,
			ms(first.took),
			'',
			`${first.made} steps made and told of, ${((first.made / first.took) * 1000).toFixed(0)} /s`
		),
		figure(`${name}: nothing new`, ms(median(idle)), '', 'half of 5 within; runs every minute')
	];
}
