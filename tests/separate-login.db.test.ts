/** The system with a database login of its own: it works, and whatever is slipped into a statement stays locked in. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findSession } from '../src/lib/server/access/index.ts';
import { startJobs } from '../src/lib/server/jobs/index.ts';
import { deliverDue, deliveryQueue } from '../src/lib/server/notifications/index.ts';
import { beginSession } from '../src/lib/server/sign-in/index.ts';
import { openDatabase, nobody, type Database } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { startMailServer } from './support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

describe.skipIf(!hasServer)('a login that owns nothing', () => {
	let ownerDatabase: TestDatabase;
	let db: Database;
	let home: TestMunicipality;
	const login = `web_${process.pid}`;
	const urlAs = (name: string) => {
		const url = new URL(ownerDatabase.url!);
		// a server on a socket is named in the query, and trusts whoever comes
		if (url.searchParams.has('host')) url.searchParams.set('user', name);
		url.username = name;
		url.password = 'only-for-this-test';
		return url.href;
	};
	const asAdmin = async (statement: string) => {
		const client = new pg.Client({ connectionString: inject('adminUrl')! });
		await client.connect();
		await client.query(statement);
		await client.end();
	};

	beforeAll(async () => {
		ownerDatabase = await serverDatabase();
		await asAdmin(`create role ${login} login password 'only-for-this-test'`);
		db = await openDatabase({
			databaseUrl: urlAs(login),
			databaseOwnerUrl: ownerDatabase.url,
			dataDirectory: ''
		});
		home = await makeMunicipality(db);
		await report(home.as('reporter'));
		await db.forgetOwner();
	});
	afterAll(async () => {
		await db.close();
		await ownerDatabase.askAsOwner((ask) => sql.raw(`drop owned by ${login}`).execute(ask));
		await ownerDatabase.close();
		await asAdmin(`drop role ${login}`);
	});

	test('works off the queues, and mails who has to know', async () => {
		const mail = await startMailServer();
		const jobs = await startJobs({ db });
		const room = { server: mail.server, link: 'https://opaverkad.example/notices' };
		await jobs.everyMinute(deliveryQueue, async () => deliverDue({ db, clock: home.clock }, room));
		for (let tries = 0; tries < 200 && mail.accepted.length === 0; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		await jobs.stop();
		await mail.stop();
		expect(mail.accepted.map(({ to }) => to)).toContain('manager@test.example');
	});

	test('does what the system does: signs in, reports, reads', async () => {
		const token = await beginSession(
			{ db, clock: home.clock },
			{
				personId: home.person('manager'),
				municipalityId: home.id,
				method: 'demo',
				address: null,
				device: null
			}
		);
		const found = await findSession({ db, clock: home.clock }, token);
		expect(found?.actor.roles.map(({ role }) => role)).toEqual(['lineManager']);
		await report(home.as('reporter'));
		const seen = await home
			.as('manager')
			.transaction((tx) => tx.selectFrom('caseFile').select('id').execute());
		expect(seen).toHaveLength(2);
	});

	test('sees nothing without an actor, also after giving up its role', async () => {
		const count = (name: string) =>
			db.transaction(nobody, async (tx) => {
				await sql`reset role`.execute(tx);
				const { rows } = await sql<{ count: number }>`
					select count(*)::integer as count from ${sql.table(name)}`.execute(tx);
				return rows[0]?.count;
			});
		for (const table of ['case_file', 'incident', 'person', 'session', 'activity']) {
			expect(await count(table), table).toBe(0);
		}
	});

	test.each([
		'set role postgres',
		'set session authorization postgres',
		'alter table incident disable row level security',
		'alter role current_user bypassrls',
		'create table mine (id integer)',
		'drop policy own on incident',
		'delete from incident',
		'truncate activity',
		'update activity set action = null'
	])('is refused: %s', async (statement) => {
		await expect(
			db.transaction(nobody, async (tx) => {
				await sql`reset role`.execute(tx);
				await sql.raw(statement).execute(tx);
			})
		).rejects.toThrow(/permission|must be|denied|not permitted|append-only/);
	});

	test('has no way to the owner once the system has started', async () => {
		await expect(db.asOwner(() => Promise.resolve())).rejects.toThrow('the owner has left');
	});

	test('is refused when it may do more than it needs', async () => {
		await expect(
			openDatabase({ databaseUrl: ownerDatabase.url, databaseOwnerUrl: ownerDatabase.url, dataDirectory: '' })
		).rejects.toThrow(ConfigurationError);
	});
});
