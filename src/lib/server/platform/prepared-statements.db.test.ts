import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { nobody } from './database.ts';

describe.skipIf(!hasServer)('prepared statements', () => {
	let db: TestDatabase;
	let admin: pg.Client;

	beforeAll(async () => {
		db = await serverDatabase();
		admin = new pg.Client({ connectionString: db.url! });
		await admin.connect();
		await admin.query('create table probe (id integer); insert into probe values (1)');
	});
	afterAll(async () => {
		await admin.end();
		await db.close();
	});

	const ask = (text: string) => db.asOwner(async (tx) => (await sql.raw<object>(text).execute(tx)).rows);
	const askProbe = () =>
		db.asOwner(async (tx) => (await sql<object>`select * from probe where id = ${1}`.execute(tx)).rows);

	test('a statement is prepared once and found again', async () => {
		await askProbe();
		await askProbe();
		const prepared = await ask(
			"select calls from (select generic_plans + custom_plans as calls from pg_prepared_statements where statement like '%from probe%') s"
		);
		expect(prepared).toEqual([{ calls: 2 }]);
	});

	test('when a table gets a column while we run, at most one request fails', async () => {
		await askProbe();
		await admin.query('alter table probe add column word text');
		await expect(askProbe()).rejects.toThrow('cached plan');
		expect(await askProbe()).toEqual([{ id: 1, word: null }]);
	});

	test('what somebody asks with row-level security is not compiled first, which takes seconds', async () => {
		const setting = await db.transaction(nobody, async (tx) => (await sql`show jit`.execute(tx)).rows);
		expect(setting).toEqual([{ jit: 'off' }]);
	});

	test('many different statements do not fill the memory of the server', async () => {
		for (let count = 1; count <= 250; count++) {
			const list = Array.from({ length: count }, (_, index) => sql`${index}::integer`);
			await db.asOwner((tx) => sql`select ${sql.join(list)}`.execute(tx));
		}
		const [kept] = await ask('select count(*) as count from pg_prepared_statements');
		expect(kept).toEqual({ count: 200 });
	});
});
