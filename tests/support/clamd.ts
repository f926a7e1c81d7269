/**
 * A virus scanner of its own for a test: real ClamAV, on a Unix socket in a temporary folder, with one signature that we wrote (the
 * EICAR test file, which is harmless and which every scanner is to find). Nothing is fetched from anywhere.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram } from '../../scripts/machine.ts';
import { unprivilegedOwner } from './postgres-cluster.ts';

/** The test file of the European Institute for Computer Antivirus Research, put together here so that no scanner takes this file. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(
	''
);

const program = findProgram('clamd');
/** Whether this machine has ClamAV. Without it, tests that need it are skipped; with CI set that is a failure of the set-up. */
export const hasClamd = program !== null;

export interface TestScanner {
	address: { path: string };
	stop(): Promise<void>;
}

export async function startClamd(): Promise<TestScanner> {
	if (program === null) throw new Error('no clamd: guard the test with hasClamd');
	const owner = unprivilegedOwner() ?? {};
	const folder = mkdtempSync(join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'opaverkad-clamd-'));
	const database = join(folder, 'db');
	mkdirSync(database);
	// name, any type of file, anywhere in it, these bytes
	writeFileSync(join(database, 'test.ndb'), `Opaverkad.Test:0:*:${Buffer.from(eicar).toString('hex')}\n`);
	const socket = join(folder, 'clamd.sock');
	const settings = [
		`DatabaseDirectory ${database}`,
		`LocalSocket ${socket}`,
		'Foreground yes',
		'StreamMaxLength 60M',
		'MaxThreads 2',
		'SelfCheck 0'
	];
	const config = join(folder, 'clamd.conf');
	writeFileSync(config, `${settings.join('\n')}\n`);
	if ('uid' in owner) chownSync(folder, owner.uid, owner.gid);
	const server: ChildProcess = spawn(program, ['-c', config], { ...owner, cwd: folder, stdio: 'ignore' });
	const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
	for (let attempt = 0; !existsSync(socket); attempt++) {
		if (attempt > 400 || server.exitCode !== null) throw new Error('clamd did not start');
		await pause(50);
	}
	return {
		address: { path: socket },
		stop: async () => {
			server.kill('SIGKILL');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
