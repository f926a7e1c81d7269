/**
 * A real PostgreSQL for the tests that need more than one session: concurrency, row-level security, jobs, performance.
 *
 * Never the one that somebody works with: a throw-away cluster in a temporary folder, or what TEST_DATABASE_URL names.
 */
import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostgresBinaries } from '../../scripts/machine.ts';

/** A PostgreSQL server that tests may make databases in. */
export interface TestCluster {
	/** Address of one of its databases, for `pg`, Kysely, psql and DATABASE_URL. */
	url(database: string): string;
	/** Address of the database `postgres`, as somebody who may do everything. */
	adminUrl: string;
	/** Ends the server and removes its files; a server from TEST_DATABASE_URL is left alone. */
	stop(): Promise<void>;
}

/** What is needed to make databases in a cluster that somebody else started. */
export type RunningCluster = Pick<TestCluster, 'url' | 'adminUrl'>;

/** The cluster behind an address that `tests/support/global-setup.ts` has provided. */
export function runningCluster(adminUrl: string): RunningCluster {
	return {
		adminUrl,
		url(database) {
			const url = new URL(adminUrl);
			url.pathname = `/${database}`;
			return url.href;
		}
	};
}

/**
 * TEST_DATABASE_URL when it is set, else a new cluster made with the server programs found on the machine: on a Unix socket that
 * only this user can reach, without a network port, and under an unprivileged user when started by root.
 *
 * It ends with this process, however that ends.
 *
 * @param options `durable`: with syncing to disk, for tests of durability and for measurements (default: without, for speed)
 */
export async function startTestCluster(
	options: { durable?: boolean } = {}
): Promise<TestCluster | { unavailable: string }> {
	const given = process.env.TEST_DATABASE_URL?.trim();
	if (given) {
		const reason = await whyUnusable(given);
		return reason === null
			? { ...runningCluster(given), stop: async () => {} }
			: { unavailable: `The server in TEST_DATABASE_URL cannot be used: ${reason}` };
	}
	if (process.platform === 'win32') {
		return { unavailable: 'On Windows the tests need a PostgreSQL server in TEST_DATABASE_URL.' };
	}
	const binaries = findPostgresBinaries();
	if (!binaries) return { unavailable: 'No PostgreSQL server programs (initdb, postgres) were found.' };
	const owner = unprivilegedOwner();
	if (owner === null) return { unavailable: 'PostgreSQL does not run as root, and there is no user nobody.' };

	// root's temporary folder may be closed to others, and the path of a socket has at most 103 bytes
	const parent = process.getuid?.() === 0 || tmpdir().length > 60 ? '/tmp' : tmpdir();
	const folder = mkdtempSync(join(parent, 'opaverkad-postgres-'));
	if ('uid' in owner) chownSync(folder, owner.uid, owner.gid);
	try {
		return await startIn(folder, binaries, owner, options.durable ?? false);
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		return { unavailable: `No PostgreSQL could be started: ${reasonOf(error)}` };
	}
}

/**
 * Makes a database, and removes one of the same name that an earlier run left behind.
 *
 * @param name lower case, digits and _
 * @param template a database to clone, e.g. `templateDatabase`
 * @returns its address
 */
export async function createDatabase(
	cluster: RunningCluster,
	name: string,
	template = 'template1'
): Promise<string> {
	const client = new pg.Client({ connectionString: cluster.adminUrl });
	await client.connect();
	try {
		const [database, original] = [name, template].map((text) => client.escapeIdentifier(text));
		await client.query(`drop database if exists ${database} with (force)`);
		await client.query(`create database ${database} template ${original}`);
	} finally {
		await client.end();
	}
	return cluster.url(name);
}

/** As whom the server runs; empty: as this user. */
type Owner = { uid: number; gid: number } | Record<never, never>;

/** PostgreSQL refuses to run as root. @returns null when root has nobody to become */
export function unprivilegedOwner(): Owner | null {
	if (process.getuid?.() !== 0) return {};
	const users = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'));
	const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
	return user ? { uid: Number(user[2]), gid: Number(user[3]) } : null;
}

async function startIn(
	folder: string,
	binaries: string,
	owner: Owner,
	durable: boolean
): Promise<TestCluster> {
	const data = join(folder, 'data');
	const log = join(folder, 'log');
	// the same character rules as the embedded database, so that å ä ö sort and fold alike; macOS has no C.UTF-8
	const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
	await promisify(execFile)(
		join(binaries, 'initdb'),
		[
			'--pgdata',
			data,
			'--username',
			'postgres',
			'--auth',
			'trust',
			'--encoding',
			'UTF8',
			'--locale',
			locale
		].concat(durable ? [] : ['--no-sync']),
		{ ...owner, cwd: folder }
	);

	const settings = [
		'listen_addresses=',
		`unix_socket_directories=${folder}`,
		'max_connections=200',
		'timezone=UTC',
		...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'])
	];
	const server = spawn(
		'/bin/sh',
		['-c', watchdog, 'opaverkad-test-cluster', folder, log, join(binaries, 'postgres'), '-D', data].concat(
			settings.flatMap((setting) => ['-c', setting])
		),
		// a session of its own, so that Ctrl+C ends the tests first and the watchdog can still clear up
		{ ...owner, cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] }
	);
	const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	// neither the watchdog nor its pipe keeps a process alive that has nothing else to do
	server.unref();
	(server.stdin as unknown as { unref(): void }).unref();

	const stop = async () => {
		server.ref();
		server.stdin.end();
		await ended;
	};
	const cluster = runningCluster(`postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`);
	for (let attempt = 0; ; attempt++) {
		const reason = await whyUnusable(cluster.adminUrl);
		if (reason === null) return { ...cluster, stop };
		if (attempt >= 600 || server.exitCode !== null) {
			const said = fallibleRead(log).trim().split('\n').at(-1);
			await stop();
			throw new Error(said || reason);
		}
		await pause(25);
	}
}

/**
 * Runs the server, waits until the pipe to its stdin is closed, which the kernel does when the test process ends, also by kill -9,
 * and then ends the server and removes its folder. Ends by itself when the server does.
 */
const watchdog = `
folder=$1; log=$2; shift 2
"$@" >"$log" 2>&1 </dev/null &
server=$!
exec 3<&0
(cat <&3 >/dev/null; kill -QUIT $server 2>/dev/null) &
reader=$!
exec 3<&- 0</dev/null
wait $server
kill $reader 2>/dev/null
rm -rf "$folder"
`;

/** @returns null when the server answers and is new enough */
async function whyUnusable(url: string): Promise<string | null> {
	const client = new pg.Client({ connectionString: url });
	try {
		await client.connect();
		const { rows } = await client.query<{ version: number }>(
			"select current_setting('server_version_num')::int as version"
		);
		const version = rows[0]?.version ?? 0;
		return version >= 150_000
			? null
			: `PostgreSQL 15 or newer is needed, it is ${Math.floor(version / 10_000)}.`;
	} catch (error) {
		return reasonOf(error);
	} finally {
		await client.end().catch(() => {});
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error && error.message ? error.message.trim() : String(error);
}

/** @returns empty when there is nothing to read */
function fallibleRead(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
