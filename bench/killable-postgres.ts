/** A durable PostgreSQL that can be killed like a machine that loses power, and started again over the same files. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostgresBinaries } from '../scripts/machine.ts';
import { runningCluster, unprivilegedOwner, type RunningCluster } from '../tests/support/postgres-cluster.ts';

/** A server of our own; its files end with it. */
export interface KillablePostgres extends RunningCluster {
	/** Starts it, and waits until it has recovered and answers. */
	start(): Promise<void>;
	/** kill -9 of the server and of each of its processes. */
	kill(): Promise<void>;
	/** Kills it for good, and removes its files. */
	remove(): Promise<void>;
}

/** Makes the server's files in a temporary folder; it is not started yet. @returns null when the machine has none */
export async function makeKillablePostgres(): Promise<KillablePostgres | null> {
	const binaries = findPostgresBinaries();
	const owner = unprivilegedOwner();
	if (binaries === null || owner === null) return null;
	// the path of a socket has at most 103 bytes
	const folder = mkdtempSync('/tmp/opaverkad-kill-');
	if ('uid' in owner) chownSync(folder, owner.uid, owner.gid);
	const data = join(folder, 'data');
	await promisify(execFile)(
		join(binaries, 'initdb'),
		['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--no-locale'],
		{ ...owner, cwd: folder }
	);
	const cluster = runningCluster(`postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`);
	const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=100'];
	let server: number | null = null;

	const killNow = () => {
		if (server === null) return [];
		const all = [server, ...childrenOf(server)];
		server = null;
		for (const pid of all) fallibleKill(pid);
		return all;
	};
	const remove = () => {
		killNow();
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', remove);
	return {
		...cluster,
		start: async () => {
			const child = spawn(
				join(binaries, 'postgres'),
				['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
				{ ...owner, cwd: folder, detached: true, stdio: 'ignore' }
			);
			child.unref();
			server = child.pid!;
			await untilItAnswers(cluster.adminUrl);
		},
		kill: async () => {
			const all = killNow();
			// a new server refuses to start while one of them still holds the shared memory
			while (all.some(isAlive)) await pause(5);
		},
		remove: async () => {
			process.off('exit', remove);
			remove();
		}
	};
}

function childrenOf(parent: number): number[] {
	return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
		.filter(([, parentPid]) => parentPid === parent)
		.map(([pid]) => pid);
}

/** One that has ended already is as good. */
function fallibleKill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// see above
	}
}

function isAlive(pid: number): boolean {
	try {
		const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
		// a dead process that nobody has asked about yet holds nothing
		return !state.startsWith('Z');
	} catch {
		return false;
	}
}

async function untilItAnswers(url: string): Promise<void> {
	for (let attempt = 0; ; attempt++) {
		const client = new pg.Client({ connectionString: url });
		try {
			await client.connect();
			await client.query('select 1');
			return;
		} catch (error) {
			if (attempt >= 1200) throw error;
			await pause(25);
		} finally {
			await client.end().catch(() => undefined);
		}
	}
}
