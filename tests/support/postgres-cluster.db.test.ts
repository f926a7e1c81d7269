import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { findPostgresBinaries } from '../../scripts/machine.ts';
import { createDatabase, runningCluster } from './postgres-cluster.ts';
import { templateDatabase } from './template-database.ts';

const adminUrl = inject('adminUrl');

async function ask(url: string, sql: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(sql)).rows;
	} finally {
		await client.end();
	}
}

describe.skipIf(adminUrl === null)('the test cluster', () => {
	const cluster = runningCluster(adminUrl ?? 'postgres://unavailable/');

	test('gives each test file a migrated database of its own', async () => {
		const one = await createDatabase(cluster, 'support_one', templateDatabase);
		const two = await createDatabase(cluster, 'support_two', templateDatabase);
		await ask(one, 'create table only_here (id int)');
		expect(await ask(two, "select to_regclass('only_here') as found")).toEqual([{ found: null }]);
		expect(await ask(two, 'select count(*) > 0 as migrated from migration')).toEqual([{ migrated: true }]);
	});

	test('makes a database anew when one of that name is left from an earlier run', async () => {
		const first = await createDatabase(cluster, 'support_again');
		await ask(first, 'create table left_over (id int)');
		const again = await createDatabase(cluster, 'support_again');
		expect(await ask(again, "select to_regclass('left_over') as found")).toEqual([{ found: null }]);
	});

	test('folds Swedish letters like the embedded database', async () => {
		expect(await ask(cluster.adminUrl, "select lower('ÅÄÖ') as folded")).toEqual([{ folded: 'åäö' }]);
	});
});

describe.skipIf(findPostgresBinaries() === null || process.platform === 'win32')(
	'a throw-away cluster',
	() => {
		test('listens on no network port, and is gone when the process that started it was killed', async () => {
			const program = `
			import { startTestCluster } from ${JSON.stringify(join(import.meta.dirname, 'postgres-cluster.ts'))};
			console.log(JSON.stringify(await startTestCluster()));
			setInterval(() => {}, 1000);`;
			const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
				env: { ...process.env, NODE_OPTIONS: '', TEST_DATABASE_URL: '' },
				stdio: ['ignore', 'pipe', 'inherit']
			});
			const [printed] = (await once(starter.stdout, 'data')) as [Buffer];
			const started = JSON.parse(printed.toString()) as { adminUrl: string };
			expect(await ask(started.adminUrl, "select current_setting('listen_addresses') as network")).toEqual([
				{ network: '' }
			]);

			const folder = new URL(started.adminUrl).searchParams.get('host') ?? '';
			expect(existsSync(folder)).toBe(true);
			starter.kill('SIGKILL');
			for (let waited = 0; existsSync(folder) && waited < 10_000; waited += 50) await pause(50);
			expect(existsSync(folder)).toBe(false);
			await expect(ask(started.adminUrl, 'select 1')).rejects.toThrow('ENOENT');
		}, 30_000);
	}
);
