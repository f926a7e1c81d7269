/**
 * One process at a time in a directory.
 *
 * The lock is a real lock in the kernel: fcntl on Linux and macOS, LockFileEx on Windows. Node has no call for it, but
 * its built-in SQLite takes exactly such a lock on its file, so an empty SQLite file held in `BEGIN EXCLUSIVE` is the lock;
 * no row is ever written. Compared with what else was possible:
 *
 * - A file with a process id must be judged when it is left behind by `kill -9`. The id may belong to another program by
 *   then, and two processes that judge at the same moment both win. Here the kernel releases the lock when the process
 *   ends, however it ends, and the id (in a file beside it) is only for the message.
 * - A Unix socket in the directory stays behind too; a named or abstract one is not seen by a container that shares the
 *   directory. A kernel lock belongs to the file itself, so it also holds between containers on the same machine.
 *
 * Where a file system cannot lock, opening is refused rather than unsafe. One thing to know: on Linux and macOS a process
 * loses its lock when it opens and closes the lock file itself. Nothing here does that; copy the database, not its lock.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from './errors.ts';

/** How long a process that is just ending may keep the next one waiting. */
const patienceMs = 1000;

const sqliteBusy = 5;

/** Locks that this process holds. Kept here, since a lock that nobody refers to would be collected and thereby released. */
const held = new Set<DatabaseSync>();

/**
 * Takes the exclusive lock `<directory>/<name>.lock`, and keeps it until released or the process ends.
 *
 * @param shown the directory as the operator wrote it, for the messages, e.g. './data'
 * @returns releases the lock; may be called again without effect
 * @throws ConfigurationError when another process has it, or the file system cannot lock
 */
export async function lockDirectory(directory: string, name: string, shown: string): Promise<() => void> {
	const lockFile = join(directory, `${name}.lock`);
	const holderFile = join(directory, `${name}.pid`);
	const { DatabaseSync } = await import('node:sqlite');
	const lock = openLockFile(() => new DatabaseSync(lockFile), shown);
	const deadline = performance.now() + patienceMs;
	while (!tryLock(lock, shown)) {
		if (performance.now() > deadline) {
			lock.close();
			throw new ConfigurationError(inUse(shown, holderFile));
		}
		// not in step with others that wait, or they could keep refusing each other
		await pause(20 + Math.random() * 30);
	}
	held.add(lock);
	chmodSync(lockFile, 0o600);
	writeFileSync(holderFile, `${process.pid} ${hostname()}\n`, { mode: 0o600 });
	return () => {
		if (!held.delete(lock)) return;
		rmSync(holderFile, { force: true });
		lock.close();
	};
}

function openLockFile(open: () => DatabaseSync, shown: string): DatabaseSync {
	try {
		return open();
	} catch (error) {
		throw cannotLock(shown, error);
	}
}

function tryLock(lock: DatabaseSync, shown: string): boolean {
	try {
		// a journal in memory: nothing is ever written, neither into the lock file nor beside it
		lock.exec('pragma journal_mode = memory; begin exclusive');
		return true;
	} catch (error) {
		// extended codes keep the main code in the lowest byte
		if ((sqliteCode(error) & 0xff) === sqliteBusy) return false;
		lock.close();
		throw cannotLock(shown, error);
	}
}

function sqliteCode(error: unknown): number {
	return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}

function cannotLock(shown: string, cause: unknown): ConfigurationError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new ConfigurationError(
		`The database in ${shown} cannot be locked against a second process (${reason}). Choose a directory on a local disk with DATA_DIRECTORY.`,
		{ cause }
	);
}

function inUse(shown: string, holderFile: string): string {
	const { pid, host } = readHolder(holderFile);
	if (pid === process.pid && host === hostname()) {
		return `The database in ${shown} is already open in this process.`;
	}
	const where = host && host !== hostname() ? ` on ${host}` : '';
	const who = pid ? ` (pid ${pid}${where})` : '';
	return `The database in ${shown} is already in use by another process${who}. Stop it first, or choose another directory with DATA_DIRECTORY.`;
}

/** Who says that it holds the lock. Empty in the moment before it has said so. */
function readHolder(holderFile: string): { pid?: number; host?: string } {
	try {
		const [pid, host] = readFileSync(holderFile, 'utf8').trim().split(' ');
		return { pid: Number(pid), host };
	} catch {
		return {};
	}
}
