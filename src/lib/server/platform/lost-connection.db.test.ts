import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { nobody } from './database.ts';

describe.skipIf(!hasServer)('a PostgreSQL that goes away', () => {
	let db: TestDatabase;
	beforeAll(async () => {
		db = await serverDatabase();
	});
	afterAll(() => db.close());

	test('between two statements of a request fails that request, and neither the process nor the next one', async () => {
		const request = db.transaction(nobody, async (tx) => {
			const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
			await db.asOwner((other) => sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`.execute(other));
			// the bad news arrives while nobody waits for an answer
			await new Promise((resolve) => setTimeout(resolve, 50));
			await sql`select 1`.execute(tx);
		});
		await expect(request).rejects.toThrow();
		await expect(db.ping()).resolves.toBeUndefined();
	});
});
