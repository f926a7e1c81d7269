/**
 * The second lock: what a forgotten `where`, or a statement that somebody slipped in, gets from the database itself.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentId, PersonId } from '../database/column-types.ts';
import { insertMeasure } from '../src/lib/server/measures/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
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
			const seen = await db
				.transaction(nobody, (tx) =>
					sql<{ count: number }>`select count(*)::integer as count from ${sql.table(name)}`.execute(tx)
				)
				// some tables are asked through functions only
				.catch((error: { code?: string }) => ({ rows: [{ count: error.code === '42501' ? 0 : -1 }] }));
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
		'legalAdviser',
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

	describe('what somebody has no reason to write, the database refuses', () => {
		const refused = /row-level security|permission denied|only the reporter/;
		/** Runs a statement as somebody and takes it back. @returns how many rows it changed */
		const changedBy = async (key: string, statement: string) => {
			let changed = -1;
			const undone = new Error('undone');
			const attempt = home.as(key).transaction(async (tx) => {
				changed = Number((await sql.raw(statement).execute(tx)).numAffectedRows ?? 0);
				throw undone;
			});
			await attempt.catch((error: unknown) => {
				if (error !== undone) throw error;
			});
			return changed;
		};
		const insert = (table: string, row: Record<string, string | boolean>) => {
			const values = Object.values(row).map((value) => `'${value}'`);
			return `insert into ${table} (id, municipality_id, ${Object.keys(row).join()})
				values ('${crypto.randomUUID()}', '${home.id}', ${values.join()})`;
		};
		let incident: IncidentId;
		let caseId: string;
		const measureId = newId<string>();

		beforeAll(async () => {
			incident = await report(home.as('reporter'), {
				affectedPersonId: home.person('betaReporter'),
				hideName: true
			});
			await home.as('manager').transaction(async (tx) => {
				const file = tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident);
				const { id } = await file.executeTakeFirstOrThrow();
				caseId = id;
				await insertMeasure(
					tx,
					home.as('manager'),
					{
						key: measureId,
						measureKind: 'immediate',
						description: 'Byt nummer',
						ownerId: home.person('colleague'),
						dueDate: '2026-04-10'
					},
					{ caseId: id, at: home.clock.now() }
				);
			});
		});

		test('a message in the other’s name', async () => {
			const message = (by: string, fromReporter: boolean) =>
				changedBy(
					by,
					insert('case_message', {
						case_id: caseId,
						author_id: home.person(by),
						from_reporter: fromReporter,
						text: 'x',
						created_at: 'now'
					})
				);
			expect(await message('reporter', true)).toBe(1);
			expect(await message('betaReporter', true)).toBe(1);
			expect(await message('manager', false)).toBe(1);
			await expect(message('reporter', false)).rejects.toThrow(refused);
			await expect(message('manager', true)).rejects.toThrow(refused);
		});

		test('a report at a unit, or for a person, of another municipality; or at a place that the unit does not have', async () => {
			const alpha = home.unit('alpha');
			const reported = (changes: Record<string, string>) =>
				changedBy(
					'reporter',
					insert('incident', {
						unit_id: alpha.id,
						unit_path: `{${alpha.path.join()}}`,
						reporter_id: home.person('reporter'),
						affected_person_id: home.person('reporter'),
						origin: 'self',
						idempotency_key: crypto.randomUUID(),
						reported_at: 'now',
						occurred_at: 'now',
						text: 'x',
						...changes
					})
				);
			expect(await reported({})).toBe(1);
			const elsewhere = away.unit('alpha');
			const wrong: Record<string, string>[] = [
				{ unit_path: `{${away.id}}` },
				{ unit_path: `{${home.id}}` },
				{ unit_id: elsewhere.id, unit_path: `{${elsewhere.path.join()}}` },
				{ affected_person_id: away.person('reporter') }
			];
			for (const changes of wrong) await expect(reported(changes)).rejects.toThrow(refused);
		});

		test('a case that says something else than its report, or about somebody else’s report', async () => {
			const opened = (incidentId: string) =>
				changedBy(
					'reporter',
					insert('case_file', {
						incident_id: incidentId,
						unit_id: home.unit('alpha').id,
						unit_path: `{${home.id}}`,
						reporter_id: home.person('reporter'),
						affected_person_id: home.person('reporter'),
						handler_id: home.person('reporter'),
						routed_because: 'nearestManager',
						status: 'received',
						reported_at: 'now',
						contact_due_at: 'now',
						updated_at: 'now'
					})
				);
			await expect(opened(incident)).rejects.toThrow(refused);
			await expect(opened(await report(home.as('betaReporter')))).rejects.toThrow(refused);
		});

		test('who reported a case, whom it is about and where it is', async () => {
			for (const change of [
				`reporter_id = '${home.person('manager')}'`,
				`affected_person_id = '${home.person('manager')}'`,
				`excluded_person_ids = '{}'`,
				`unit_path = '{${home.id}}'`,
				`incident_id = id`
			]) {
				const statement = `update case_file set ${change} where id = '${caseId}'`;
				await expect(changedBy('manager', statement), change).rejects.toThrow(/permission denied/);
			}
		});

		test('the reporter’s words, and their wish not to be named', async () => {
			const update = (change: string) => `update incident set ${change} where id = '${incident}'`;
			expect(await changedBy('reporter', update(`text = 'x', hide_name = false`))).toBe(1);
			expect(await changedBy('betaReporter', update(`place = 'x'`))).toBe(1);
			await expect(changedBy('betaReporter', update(`text = 'x'`))).rejects.toThrow(refused);
			await expect(changedBy('betaReporter', update('hide_name = false'))).rejects.toThrow(refused);
			expect(await changedBy('manager', update(`text = 'x'`))).toBe(0);
		});

		test('what a measure says and what it comes from, and by the reporter anything of it', async () => {
			const update = (change: string) => `update measure set ${change} where id = '${measureId}'`;
			expect(await changedBy('colleague', update('done_at = now()'))).toBe(1);
			for (const change of [`description = 'x'`, 'case_id = null']) {
				await expect(changedBy('colleague', update(change)), change).rejects.toThrow(/permission denied/);
			}
			const seen = await home
				.as('reporter')
				.transaction((tx) => tx.selectFrom('measure').select('id').execute());
			expect(seen).toEqual([]);
		});

		test('a correction of what somebody else wrote, and a link of cases that they do not handle', async () => {
			const correction = (by: string) =>
				changedBy(
					by,
					insert('incident_correction', {
						incident_id: incident,
						author_id: home.person(by),
						corrected_at: 'now',
						field: 'place',
						old_value: '"a"',
						new_value: '"b"'
					})
				);
			for (const by of ['reporter', 'betaReporter']) expect(await correction(by), by).toBe(1);
			for (const by of ['manager', 'colleague']) await expect(correction(by), by).rejects.toThrow(refused);

			const { id: other } = await home.as('head').transaction((tx) =>
				tx
					.selectFrom('caseFile')
					.select('id')
					.where('id', '<>', caseId as never)
					.where('unitId', '=', home.unit('beta').id)
					.executeTakeFirstOrThrow()
			);
			const link = (by: string, kind = 'related') =>
				changedBy(
					by,
					insert('case_link', {
						kind,
						case_id: caseId,
						other_case_id: other,
						reason: 'x',
						created_by: home.person(by),
						created_at: 'now',
						...(kind === 'duplicate' && { status_before: 'received' })
					})
				);
			expect(await link('head')).toBe(1);
			expect(await link('head', 'duplicate')).toBe(1);
			// reads one of them only, reads without handling, handles nothing
			for (const by of ['manager', 'hrPartner', 'safetyRepresentative', 'reporter', 'gammaManager']) {
				await expect(link(by), by).rejects.toThrow(refused);
			}
		});

		test('who is kept out by a merge: neither list nor merge is theirs to set', async () => {
			const keptOut = `update case_file set kept_out_by_merge = '{}' where id = '${caseId}'`;
			await expect(changedBy('manager', keptOut)).rejects.toThrow(/permission denied/);
			const call = `select keep_out_merged('${caseId}')`;
			for (const by of ['reporter', 'hrPartner', 'gammaManager']) {
				await expect(changedBy(by, call), by).rejects.toThrow(/not the actor/);
			}
			const merged = `update case_file set merged_into_id = id where id = '${caseId}'`;
			expect(await changedBy('reporter', merged)).toBe(0);
			expect(await changedBy('hrPartner', merged)).toBe(0);
		});

		test('the history of a case that they have nothing to do with', async () => {
			const done = (by: string) =>
				changedBy(
					by,
					insert('activity', {
						at: 'now',
						actor_id: home.person(by),
						action: 'case.closed',
						subject_kind: 'case',
						subject_id: caseId
					})
				);
			for (const by of ['manager', 'reporter', 'colleague']) expect(await done(by), by).toBe(1);
			await expect(done('gammaReporter')).rejects.toThrow(refused);
		});

		test('a notice to another municipality, and a session that never ends', async () => {
			const notice = (to: PersonId) =>
				changedBy(
					'reporter',
					insert('notice', {
						recipient_id: to,
						kind: 'unitWithoutManager',
						subject_kind: 'unit',
						subject_id: home.unit('alpha').id,
						created_at: 'now'
					})
				);
			expect(await notice(home.person('administrator'))).toBe(1);
			await expect(notice(away.person('administrator'))).rejects.toThrow(refused);
			const longer = `update session set created_at = now() + interval '1 year'`;
			await expect(changedBy('reporter', longer)).rejects.toThrow(refused);
		});
	});

	test('functions with the owner’s rights look at our tables first, and only the application may call them', async () => {
		const { rows } = await db.askAsOwner((ask) =>
			sql<{ name: string; path: string; open: boolean }>`
				select proname as name, proconfig[1] as path,
					has_function_privilege('public', oid, 'execute') and prorettype <> 'trigger'::regtype as open
				from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`.execute(ask)
		);
		expect(rows.length).toBeGreaterThan(5);
		for (const { name, path, open } of rows) {
			expect({ name, path, open }).toEqual({ name, path: 'search_path=public, pg_temp', open: false });
		}
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
