import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, PGliteDialect } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openEmbedded, tidy } from './embedded-database.ts';
import { ConfigurationError } from './errors.ts';

/** An empty database, made once: making one takes two seconds, copying it a tenth of one. */
let made: string;
let temporary: string;
let directory: string;
let writers: Writer[] = [];

beforeAll(async () => {
	made = join(mkdtempSync(join(tmpdir(), 'opaverkad-embedded-')), 'data');
	await (await openEmbedded(made)).close();
});
afterAll(() => rmSync(dirname(made), { recursive: true, force: true }));
beforeEach(() => {
	temporary = mkdtempSync(join(tmpdir(), 'opaverkad-embedded-'));
	directory = join(temporary, 'data');
});
afterEach(async () => {
	await Promise.all(writers.map((writer) => writer.kill()));
	writers = [];
	rmSync(temporary, { recursive: true, force: true });
});

function putMadeDatabase(): void {
	cpSync(made, directory, { recursive: true });
}

interface Writer {
	/** What it has printed: 'open', then acknowledged numbers. */
	lines: string[];
	/** The sentence with which it ended, if it could not open the database. */
	refusal(): Promise<string>;
	isOpen(): Promise<void>;
	pid: number;
	kill(): Promise<void>;
}

/** Starts another process that writes to the database until it is killed. */
function startWriter(round = 1, environment: Record<string, string> = {}): Writer {
	const script = join(import.meta.dirname, '../../../../tests/support/embedded-writer.ts');
	const child: ChildProcess = spawn(process.execPath, [script, directory, String(round)], {
		env: { ...process.env, NODE_OPTIONS: '', ...environment }
	});
	const ended = once(child, 'close');
	let output = '';
	let errors = '';
	child.stdout?.on('data', (text: Buffer) => (output += text));
	child.stderr?.on('data', (text: Buffer) => (errors += text));
	const writer: Writer = {
		get lines() {
			return output.split('\n').filter((line) => line !== '');
		},
		async refusal() {
			await ended;
			return errors.trim();
		},
		async isOpen() {
			while (!output.includes('open')) {
				if (child.exitCode !== null) throw new Error(`the writer ended: ${errors}`);
				await pause(10);
			}
		},
		pid: child.pid ?? 0,
		async kill() {
			child.kill('SIGKILL');
			await ended;
		}
	};
	writers.push(writer);
	return writer;
}

describe('what was acknowledged is on the disk', () => {
	test('each commit has synced the write-ahead log before it is acknowledged', async () => {
		putMadeDatabase();
		const synced: string[] = [];
		const { pglite, close } = await openEmbedded(directory, { onSync: (file) => synced.push(file) });
		await pglite.exec('create table incident (id int)');
		for (let id = 1; id <= 25; id++) {
			synced.length = 0;
			await pglite.query('insert into incident values ($1)', [id]);
			expect(synced.some((file) => file.includes('/pg_wal/'))).toBe(true);
		}
		await close();
	});

	test('a transaction syncs once, however much it writes', async () => {
		putMadeDatabase();
		const synced: string[] = [];
		const { pglite, close } = await openEmbedded(directory, { onSync: (file) => synced.push(file) });
		const db = new Kysely<{ incident: { id: number } }>({ dialect: new PGliteDialect({ pglite }) });
		await db.schema.createTable('incident').addColumn('id', 'integer').execute();
		synced.length = 0;
		await db.transaction().execute(async (tx) => {
			for (let id = 1; id <= 25; id++) await tx.insertInto('incident').values({ id }).execute();
		});
		expect(synced.filter((file) => file.includes('/pg_wal/'))).toHaveLength(1);
		await close();
	});

	test('nobody can switch syncing off in the configuration file', async () => {
		putMadeDatabase();
		const configuration = join(directory, 'postgresql', 'postgresql.conf');
		writeFileSync(configuration, 'fsync = off\nwal_sync_method = open_sync\nallow_system_table_mods = on\n');
		const { pglite, close } = await openEmbedded(directory);
		const { rows } = await pglite.query(
			"select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method"
		);
		expect(rows).toEqual([{ fsync: 'on', method: 'fsync' }]);
		await expect(pglite.exec('create table pg_catalog.intruder (id int)')).rejects.toThrow(
			'permission denied'
		);
		await close();
	});

	test('nothing that was acknowledged is lost when the process is killed, again and again', async () => {
		putMadeDatabase();
		const acknowledged = new Map<number, number>();
		for (let round = 1; round <= 5; round++) {
			const writer = startWriter(round);
			await writer.isOpen();
			await pause(50 + round * 70);
			await writer.kill();
			acknowledged.set(round, Number(writer.lines.at(-1)));
		}
		const { pglite, close } = await openEmbedded(directory);
		for (const [round, last] of acknowledged) {
			expect(last).toBeGreaterThan(0);
			const { rows } = await pglite.query<{ found: number }>(
				'select count(*)::int as found from row_written where round = $1 and number <= $2',
				[round, last]
			);
			expect(rows).toEqual([{ found: last }]);
		}
		await close();
	}, 60_000);

	test('a creation that was interrupted leaves no half database behind', async () => {
		const writer = startWriter();
		while (!existsSync(join(directory, 'postgresql.unfinished', 'PG_VERSION'))) await pause(5);
		await writer.kill();
		expect(existsSync(join(directory, 'postgresql'))).toBe(false);
		const { pglite, close } = await openEmbedded(directory);
		expect((await pglite.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
		await close();
		expect(readdirSync(directory).sort()).toEqual(['postgresql', 'postgresql.lock']);
	}, 30_000);
});

describe('one process at a time', () => {
	test('a second process is refused with one sentence', async () => {
		putMadeDatabase();
		const { close } = await openEmbedded(directory);
		expect(await startWriter().refusal()).toBe(
			`The database in ${directory} is already in use by another process (pid ${process.pid}). Stop it first, or choose another directory with DATA_DIRECTORY.`
		);
		await close();
	}, 30_000);

	test('of many that start at the same moment on an empty directory, exactly one gets in', async () => {
		const starting = [1, 2, 3, 4].map((round) => startWriter(round));
		await Promise.any(starting.map((writer) => writer.isOpen()));
		const [winner, ...others] = starting.filter((writer) => writer.lines.includes('open'));
		expect(others).toEqual([]);
		for (const writer of starting) {
			if (writer !== winner)
				expect(await writer.refusal()).toContain(`already in use by another process (pid ${winner?.pid})`);
		}
	}, 60_000);

	test('the same process is told that it has the database open already', async () => {
		putMadeDatabase();
		const { close } = await openEmbedded(directory);
		await expect(openEmbedded(directory)).rejects.toThrow('is already open in this process.');
		await close();
	}, 30_000);

	test('a process that was killed leaves no lock behind', async () => {
		putMadeDatabase();
		const writer = startWriter();
		await writer.isOpen();
		await writer.kill();
		const { close } = await openEmbedded(directory);
		await close();
	}, 30_000);

	test('a process id that was left behind and now belongs to another program locks nobody out', async () => {
		putMadeDatabase();
		writeFileSync(join(directory, 'postgresql.pid'), `${process.ppid} ${hostname()}\n`);
		writeFileSync(join(directory, 'postgresql.lock'), '');
		const { close } = await openEmbedded(directory);
		await close();
	}, 30_000);

	test('after closing, by close or by Kysely, another process may open', async () => {
		putMadeDatabase();
		const first = await openEmbedded(directory);
		await first.close();
		await first.close();
		const second = await openEmbedded(directory);
		const db = new Kysely<Record<string, never>>({ dialect: new PGliteDialect({ pglite: second.pglite }) });
		await db.introspection.getTables();
		await db.destroy();
		await startWriter().isOpen();
		await second.close();
	}, 30_000);
});

describe('the directory', () => {
	test('can be entered only by its owner, and so can the database in it', async () => {
		const { close } = await openEmbedded(directory);
		const mode = (path: string) => statSync(path).mode & 0o777;
		expect(mode(directory)).toBe(0o700);
		expect(mode(join(directory, 'postgresql'))).toBe(0o700);
		expect(mode(join(directory, 'postgresql.lock'))).toBe(0o600);
		await close();
	}, 30_000);

	test('a file in its place is named', async () => {
		writeFileSync(directory, '');
		await expect(openEmbedded(directory)).rejects.toThrow(
			`${directory} is a file, but the database needs a directory.`
		);
	});

	test('that may not be written to is named', async () => {
		mkdirSync(directory);
		chmodSync(directory, 0o500);
		// root may write everywhere, so the other process gives root up
		const isRoot = process.getuid?.() === 0;
		chmodSync(temporary, 0o755);
		const writer = startWriter(1, isRoot ? { UNPRIVILEGED_UID: '65534' } : {});
		expect(await writer.refusal()).toContain(
			`The directory ${directory} cannot be used by this user (EACCES).`
		);
	});

	test('with something else where the database should be is refused, not overwritten', async () => {
		mkdirSync(join(directory, 'postgresql'), { recursive: true });
		await expect(openEmbedded(directory)).rejects.toThrow('is not a database. Restore it from a backup');
	});

	test('with a database of another PostgreSQL version says which version it needs', async () => {
		mkdirSync(join(directory, 'postgresql'), { recursive: true });
		writeFileSync(join(directory, 'postgresql', 'PG_VERSION'), '17\n');
		await expect(openEmbedded(directory)).rejects.toThrow('was made with PostgreSQL 17');
	});

	test('with a damaged database says what PostgreSQL says, and can be opened again when it is mended', async () => {
		putMadeDatabase();
		const control = join(directory, 'postgresql', 'global', 'pg_control');
		writeFileSync(control, 'damaged');
		const refused = openEmbedded(directory);
		await expect(refused).rejects.toThrow(ConfigurationError);
		await expect(refused).rejects.toThrow(
			`The database in ${directory} cannot be opened: could not read file "global/pg_control"`
		);
		rmSync(join(directory, 'postgresql'), { recursive: true });
		const second = await openEmbedded(directory);
		await second.close();
	}, 30_000);
});

test('tidying writes a checkpoint and clears what was deleted, as a server would do by itself', async () => {
	putMadeDatabase();
	const { pglite, close } = await openEmbedded(directory);
	const checkpoint = async () =>
		(await pglite.query('select redo_lsn::text as at from pg_control_checkpoint()')).rows;
	await pglite.exec(
		'create table incident as select repeat(md5(n::text), 30) as text from generate_series(1, 20000) n'
	);
	await pglite.exec('delete from incident');
	// the counters that tidying reads are written at most once a second
	await pause(1100);
	await pglite.query('select 1');
	const before = await checkpoint();
	await tidy(pglite);
	expect(await checkpoint()).not.toEqual(before);
	expect((await pglite.query("select pg_relation_size('incident')::int as bytes")).rows).toEqual([
		{ bytes: 0 }
	]);
	const after = await checkpoint();
	await pause(1100);
	await tidy(pglite);
	expect(await checkpoint()).toEqual(after);
	await close();
}, 30_000);

test('a database in memory needs no directory and is forgotten at close', async () => {
	const first = await openEmbedded(':memory:');
	await first.pglite.exec('create table incident (id int)');
	await first.close();
	const second = await openEmbedded(':memory:');
	await expect(second.pglite.query('select * from incident')).rejects.toThrow('does not exist');
	await second.close();
	expect(existsSync(':memory:')).toBe(false);
}, 30_000);
