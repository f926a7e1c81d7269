/** A migrated, empty database for a test file: on the real PostgreSQL of this run, or on the embedded engine. */
import { openAsBlob } from 'node:fs';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../src/lib/server/platform/database.ts';
import { newId } from '../../src/lib/server/platform/ids.ts';
import { createDatabase, runningCluster } from './postgres-cluster.ts';
import { templateDatabase } from './template-database.ts';

export interface TestDatabase extends Database {
	/** The address, for tests that need a connection of their own; null for the embedded engine. */
	url: string | null;
}

/** Whether this run has a real PostgreSQL. Without one, tests that need it are skipped, and the run says so. */
export const hasServer = inject('adminUrl') !== null;

/** Concurrency, row-level security, speed: what only a real server shows. Cloned from the migrated template. */
export async function serverDatabase(): Promise<TestDatabase> {
	const adminUrl = inject('adminUrl');
	if (adminUrl === null) throw new Error('no PostgreSQL server: guard the test with hasServer');
	const name = `test_${newId<string>().replaceAll('-', '')}`;
	const url = await createDatabase(runningCluster(adminUrl), name, templateDatabase);
	return { ...(await openDatabase({ databaseUrl: url, dataDirectory: '' })), url };
}

/** What one session can show, on the engine that a newcomer gets. Begins with a copy of the migrated one. */
export async function embeddedDatabase(): Promise<TestDatabase> {
	const beginWith = await openAsBlob(inject('embeddedTemplate'));
	return {
		...(await openDatabase({ databaseUrl: null, dataDirectory: ':memory:' }, { beginWith })),
		url: null
	};
}

/** Both engines, for `describe.each`: the same SQL must mean the same. */
export const engines = [
	{ engine: 'embedded', open: embeddedDatabase, available: true },
	{ engine: 'server', open: serverDatabase, available: hasServer }
] as const;
