/**
 * The second lock: what a forgotten `where`, or a statement that somebody slipped in, gets from the database itself.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nobody } from '../src/lib/server/platform/database.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

describe.skipIf(!hasServer)('row-level security', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let away: TestMunicipality;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		away = await makeMunicipality(db, '-away');
		await report(home.as('reporter'));
		await report(home.as('reporter'), { values: { influencer: 'manager' } });
		await report(home.as('betaReporter'));
		await report(home.as('gammaReporter'));
		await report(away.as('reporter'));
	});
	afterAll(() => db.close());

	const tables = async () => {
		const { rows } = await db.askAsOwner((ask) =>
			sql<{ name: string; secured: boolean }>`select relname as name, relrowsecurity as secured
				from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`.execute(ask)
		);
		return rows;
	};
	const casesSeenBy = (key: string) =>
		home.as(key).transaction((tx) => tx.selectFrom('caseFile').select(['unitId', 'reporterId']).execute());

	test('is on for every table but the list of migrations and the counter of numbers, which the application cannot read', async () => {
		const open = (await tables()).filter(({ secured }) => !secured).map(({ name }) => name);
		expect(open).toEqual(['migration']);
	});

	test('without an actor nothing is visible in any table', async () => {
		for (const { name } of await tables()) {
			if (name === 'migration' || name === 'incident_number') continue;
			const seen = await db.transaction(nobody, (tx) =>
				sql<{ count: number }>`select count(*)::integer as count from ${sql.table(name)}`.execute(tx)
			);
			expect(seen.rows[0]?.count, name).toBe(0);
		}
	});

	test('the application cannot become somebody else by giving up its role', async () => {
		const role = await db.transaction(nobody, async (tx) => {
			const { rows } = await sql<{ bypass: boolean; super: boolean }>`
				select rolbypassrls as bypass, rolsuper as super from pg_roles where rolname = current_user`.execute(tx);
			return rows[0];
		});
		expect(role).toEqual({ bypass: false, super: false });
	});

	test('a person without a role sees their own report and no other', async () => {
		const seen = await casesSeenBy('reporter');
		expect(seen).toHaveLength(2);
		expect(await casesSeenBy('colleague')).toEqual([]);
	});

	test('a manager sees the unit, but not the report about the manager', async () => {
		const seen = await casesSeenBy('manager');
		expect(seen).toHaveLength(1);
		expect(seen[0]?.unitId).toBe(home.unit('alpha').id);
	});

	test('a manager further up sees everything below, and nothing beside or of another municipality', async () => {
		expect(await casesSeenBy('head')).toHaveLength(3);
		expect(await casesSeenBy('director')).toHaveLength(3);
		expect(await casesSeenBy('gammaManager')).toHaveLength(1);
	});

	test.each([
		'controller',
		'analyst',
		'auditor',
		'electedRepresentative',
		'unionRepresentative',
		'administrator',
		'archivist',
		'dataProtectionOfficer',
		'lexSarahOfficer',
		'whistleblowingOfficer'
	])('the role of %s sees no case at all', async (key) => {
		expect(await casesSeenBy(key)).toEqual([]);
	});

	test('what hangs on a case follows it: incident, number, activity', async () => {
		const incidents = (key: string) =>
			home.as(key).transaction((tx) => tx.selectFrom('incident').select(['number', 'text']).execute());
		expect(await incidents('manager')).toHaveLength(1);
		expect(await incidents('colleague')).toEqual([]);
		const activities = (key: string) =>
			home.as(key).transaction((tx) => tx.selectFrom('activity').select('id').execute());
		expect(await activities('manager')).toHaveLength(1);
		expect(await activities('reporter')).toEqual([]);
		expect(await activities('dataProtectionOfficer')).toHaveLength(4);
	});

	test('nobody can write in somebody else’s name', async () => {
		const context = home.as('colleague');
		await expect(
			context.transaction((tx) =>
				tx
					.insertInto('activity')
					.values({
						id: crypto.randomUUID(),
						municipalityId: home.id,
						at: context.now().toString(),
						actorId: home.person('manager'),
						action: 'case.closed',
						subjectKind: 'case',
						subjectId: null
					})
					.execute()
			)
		).rejects.toThrow(/row-level security/);
	});

	test('the activity log can be neither changed nor emptied, not even by the owner', async () => {
		for (const statement of ['update activity set at = now()', 'delete from activity', 'truncate activity']) {
			await expect(
				db.askAsOwner((ask) => sql.raw(statement).execute(ask)),
				statement
			).rejects.toThrow(/append-only/);
			await expect(
				home.as('dataProtectionOfficer').transaction((tx) => sql.raw(statement).execute(tx)),
				statement
			).rejects.toThrow(/permission denied/);
		}
	});
});
