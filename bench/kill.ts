/** kill -9 of the system and of PostgreSQL, in the middle of load: is every report there whose receipt arrived? */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase, type Database } from '../src/lib/server/platform/database.ts';
import { createDatabase } from '../tests/support/postgres-cluster.ts';
import { figure, type Figure, type Measurement, type Outcome } from './figures.ts';
import { makeKillablePostgres } from './killable-postgres.ts';
import { startLoad } from './load.ts';
import { makeBenchMunicipality, type SignedIn } from './municipality.ts';
import { startSystem, untilWell, type RunningSystem } from './system.ts';

const clients = 8;

export const kill: Measurement = {
	title:
		'kill: kill -9 in the middle of load with 8 clients, then every report is looked for whose receipt arrived',
	async measure({ quick }) {
		const outcomes = [await onServer(quick ? 2 : 10), await onEmbedded(quick ? 2 : 5)];
		return {
			figures: outcomes.flatMap(({ figures }) => figures),
			broken: outcomes.flatMap(({ broken }) => broken)
		};
	}
};

/** The system killed, then PostgreSQL killed under the system, which must find back to it by itself. */
async function onServer(rounds: number): Promise<Outcome> {
	const postgres = await makeKillablePostgres();
	if (!postgres)
		return { figures: [], broken: ['No PostgreSQL server programs (initdb, postgres) were found.'] };
	try {
		await postgres.start();
		const url = await createDatabase(postgres, 'bench_kill');
		const db = await openDatabase({ databaseUrl: url, dataDirectory: '' });
		const { reporters } = await makeBenchMunicipality(db);
		await db.close();
		const env = { DATABASE_URL: url };

		let system = await startSystem(env, { quiet: true });
		const bySystem = new Tally('system killed, PostgreSQL stays');
		for (let round = 0; round < rounds; round++) {
			const known = await loadUntil(system, reporters, () => system.kill());
			system = await startSystem(env, { quiet: true });
			await bySystem.look(known, url);
		}
		const byPostgres = new Tally('PostgreSQL killed, system stays');
		for (let round = 0; round < rounds; round++) {
			const known = await loadUntil(system, reporters, () => postgres.kill());
			await postgres.start();
			await untilWell(system.url);
			await byPostgres.look(known, url);
		}
		await system.stop();
		return together([bySystem, byPostgres]);
	} finally {
		await postgres.remove();
	}
}

async function onEmbedded(rounds: number): Promise<Outcome> {
	const directory = mkdtempSync(join(tmpdir(), 'opaverkad-kill-'));
	try {
		const db = await openDatabase({ databaseUrl: null, dataDirectory: directory });
		const { reporters } = await makeBenchMunicipality(db);
		await db.close();
		const tally = new Tally('system killed, embedded database');
		for (let round = 0; round < rounds; round++) {
			const system = await startSystem({ DATA_DIRECTORY: directory }, { quiet: true });
			const known = await loadUntil(system, reporters, () => system.kill());
			await tally.look(known, null, directory);
		}
		return together([tally]);
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

/** Reports until the kill, which comes when nobody expects it. @returns the reports whose receipt arrived */
async function loadUntil(
	{ url }: RunningSystem,
	people: readonly SignedIn[],
	strike: () => Promise<void>
): Promise<string[]> {
	const load = await startLoad({ url, people, clients, seconds: 60 });
	await pause(1_500 + Math.random() * 2_000);
	await strike();
	load.stop();
	return (await load.result).acknowledged;
}

/** What was acknowledged and found, round by round. */
class Tally {
	readonly name: string;
	#rounds = 0;
	#acknowledged = 0;
	#found = 0;
	readonly #contradictions = new Set<string>();

	constructor(name: string) {
		this.name = name;
	}

	async look(acknowledged: readonly string[], databaseUrl: string | null, dataDirectory = ''): Promise<void> {
		const db = await openDatabase({ databaseUrl, dataDirectory });
		try {
			this.#rounds++;
			this.#acknowledged += acknowledged.length;
			this.#found += await countFound(db, acknowledged);
			for (const contradiction of await contradictionsIn(db)) this.#contradictions.add(contradiction);
		} finally {
			await db.close();
		}
	}

	get figures(): Figure[] {
		return [
			figure(
				this.name,
				`${this.#found} of ${this.#acknowledged}`,
				'all',
				`found, with their cases, in ${this.#rounds} rounds; ${[...this.#contradictions].join('; ') || 'numbers gapless, figures agree'}`
			)
		];
	}

	get broken(): string[] {
		const lost = this.#acknowledged - this.#found;
		return [
			...(lost > 0 ? [`${this.name}: ${lost} acknowledged reports are lost`] : []),
			...[...this.#contradictions].map((contradiction) => `${this.name}: ${contradiction}`)
		];
	}
}

function together(tallies: readonly Tally[]): Outcome {
	return {
		figures: tallies.flatMap(({ figures }) => figures),
		broken: tallies.flatMap(({ broken }) => broken)
	};
}

/** How many of the reports are there, each with its case. */
async function countFound(db: Database, ids: readonly string[]): Promise<number> {
	const { rows } = await db.askAsOwner((ask) =>
		sql<{ found: number }>`select count(*)::integer as found
			from incident i join case_file c on c.incident_id = i.id where i.id = any (${ids}::uuid[])`.execute(ask)
	);
	return rows[0]!.found;
}

/** What cannot be true of a database in which each transaction happened or did not. */
async function contradictionsIn(db: Database): Promise<string[]> {
	const { rows } = await db.askAsOwner((ask) =>
		sql<{ incidents: number; cases: number; withoutNumber: number; gaps: number; counted: number }>`
			select count(*)::integer as incidents,
				(select count(*)::integer from case_file) as cases,
				(count(*) filter (where number is null))::integer as without_number,
				(select coalesce(sum(n.last), 0)::integer from incident_number n) - count(*)::integer as gaps,
				(select coalesce(sum(count), 0)::integer from (
					select unit_id, dimension, count from statistic_cell
					union all select unit_id, dimension, count from statistic_entry_cell
				) all_cells join unit u on u.id = unit_id
				where u.level = 'municipality' and dimension = 'all') as counted
			from incident`.execute(ask)
	);
	const { incidents, cases, withoutNumber, gaps, counted } = rows[0]!;
	return [
		...(cases !== incidents ? [`${incidents} incidents but ${cases} cases`] : []),
		...(withoutNumber > 0 ? [`${withoutNumber} incidents without a number`] : []),
		...(gaps !== 0 ? [`${gaps} numbers are missing`] : []),
		...(counted !== incidents ? [`${incidents} incidents but the figures say ${counted}`] : [])
	];
}
