import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { nobody } from '../platform/database.ts';
import { enqueue, startJobs, type Jobs } from './index.ts';

/** Until something is so, or ten seconds have passed. */
async function until(isSo: () => boolean): Promise<void> {
	for (let tries = 0; tries < 200 && !isSo(); tries++) {
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	expect(isSo()).toBe(true);
}

describe.each(engines.filter(({ available }) => available))('the queue, $engine', ({ open }) => {
	let db: TestDatabase;
	beforeAll(async () => {
		db = await open();
		await db.run(`select pgboss.create_queue('test.work', '{"policy": "standard", "retryLimit": 3}')`);
		await db.run(`select pgboss.create_queue('test.minute', '{"policy": "standard", "retryLimit": 0}')`);
	});
	afterAll(() => db.close());

	test('a job is there if and only if what caused it is, and is done once', async () => {
		await db.transaction(nobody, (tx) => enqueue(tx, 'test.work', { id: 'kept' }));
		const undone = db.transaction(nobody, async (tx) => {
			await enqueue(tx, 'test.work', { id: 'undone' });
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		const seen: unknown[] = [];
		const jobs = await startJobs({ db });
		await jobs.handle('test.work', async (data) => void seen.push(...data));
		await until(() => seen.length > 0);
		await jobs.stop();
		expect(seen).toEqual([{ id: 'kept' }]);
	});

	test('several processes share the work: each job is done by one, each minute’s once', async () => {
		const seen: unknown[] = [];
		const minutes: string[] = [];
		const processes: Jobs[] = [await startJobs({ db }), await startJobs({ db })];
		for (const [at, jobs] of processes.entries()) {
			await jobs.handle('test.work', async (data) => void seen.push(...data), { atOnce: 5 });
			await jobs.everyMinute('test.minute', async () => void minutes.push(`${at}`));
		}
		await db.transaction(nobody, async (tx) => {
			for (let id = 0; id < 40; id++) await enqueue(tx, 'test.work', { id });
		});
		await until(() => seen.length >= 40 && minutes.length > 0);
		await Promise.all(processes.map((jobs) => jobs.stop()));
		expect(seen).toHaveLength(40);
		expect(new Set(seen.map((one) => (one as { id: number }).id)).size).toBe(40);
		// two, if a minute ended just then
		expect(minutes.length).toBeLessThanOrEqual(2);
	});

	test('a queue that no migration made is an error at once, not a job that nobody does', async () => {
		await expect(db.transaction(nobody, (tx) => enqueue(tx, 'test.unknown'))).rejects.toThrow(/no queue/);
	});

	test('the application’s role puts jobs in and takes them out, and changes no table', async () => {
		await db.transaction(nobody, (tx) => enqueue(tx, 'test.work', { id: 'x' }));
		const { rows } = await db.run('select current_user as me');
		expect(rows).toHaveLength(1);
		const asApp = (text: string) =>
			db.run(`begin; set local role opaverkad_app; ${text}; commit`).catch((error: unknown) => {
				throw error;
			});
		await asApp(`delete from pgboss.job where name = 'test.work'`);
		for (const text of [
			'create table pgboss.mine (id int)',
			'alter table pgboss.job add column mine int',
			`delete from pgboss.queue`,
			`select pgboss.create_queue('mine', '{"policy": "standard"}')`
		]) {
			await expect(asApp(text), text).rejects.toThrow(/permission denied|must be owner/);
			await db.run('rollback');
		}
	});
});
