/** What those who check the log see on the page, what a check says, and what they may take with them. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { adoptKey, makeCheckpoint } from './checkpoints.ts';
import type { ExportLine } from './export.ts';
import { startFullCheck } from './full-check.ts';
import { record } from './index.ts';
import { integrate } from './integrate.ts';
import { logKeeper } from './proof-queries.ts';
import { checkProof, downloadLog, viewProofs } from './proofs-view.ts';
import { readProofsConfig } from './proofs-config.ts';
import { deliverCheckpoints } from './receivers.ts';
import { verifyLog } from './verify.ts';

const idle = { problem: () => null, receivers: [] };

describe.skipIf(!hasServer)('the log’s proofs on the page', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let superuser: pg.Client;
	const sizes = [10, 30, 60];

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		const empty = await viewProofs(home.as('auditor'), idle);
		expect(empty).toMatchObject({
			entries: 0,
			last: null,
			checkpoints: [],
			receivers: [],
			keys: [],
			check: null
		});
		const key = await adoptKey({ db, clock: home.clock }, null);
		for (const [at, size] of sizes.entries()) {
			const context = home.as('reporter');
			await context.transaction(async (tx) => {
				for (let n = sizes[at - 1] ?? 0; n < size; n++) {
					await record(tx, context, { action: 'case.read', subjectKind: 'unit', subjectId: newId<string>() });
				}
			});
			await integrate({ db }, { seen: null });
			await makeCheckpoint({ db, clock: home.clock }, key, 1);
			home.clock.set(home.clock.now().add({ minutes: 2 }).toString());
		}
		superuser = new pg.Client({ connectionString: db.url! });
		await superuser.connect();
		await superuser.query('set session_replication_role = replica');
	});
	afterAll(async () => {
		await superuser.end();
		await db.close();
	});

	test('shows how much is covered, by which key, and who may do what', async () => {
		const view = await viewProofs(home.as('auditor'), idle);
		expect(view).toMatchObject({
			entries: 60,
			last: { size: 60, ageSeconds: 120 },
			may: { check: true, exportProofs: true, exportEntries: false }
		});
		expect(view.checkpoints.map(({ size }) => size)).toEqual([60, 30, 10]);
		expect(view.keys).toHaveLength(1);
		await expect(viewProofs(home.as('director'), idle)).rejects.toThrow(NotFound);
		await expect(viewProofs(home.as('controller'), idle)).rejects.toThrow(NotFound);
	});

	test('shows each receiver: who has it, who does not answer, whom nobody has asked yet, and who is gone', async () => {
		const config = readProofsConfig({ LOG_RECEIVERS: 'file:/nonexistent/kept.txt,http://127.0.0.1:1/a' }, '');
		const [file, address] = config.receivers;
		await deliverCheckpoints({ db, clock: home.clock }, { ...config, receivers: [file!] });
		const states = async (receivers = config.receivers) =>
			Object.fromEntries(
				(await viewProofs(home.as('administrator'), { ...idle, receivers })).receivers.map((one) => [
					one.kind,
					one.state
				])
			);
		expect(await states()).toEqual({ file: 'failing', https: 'never' });
		expect(await states([address!])).toEqual({ file: 'retired', https: 'never' });
	});

	test('one checkpoint continues another, and an entry is in it: for whoever sees entries also what it says', async () => {
		const ask = (who: string, entry: string | null) => checkProof(home.as(who), { from: 10, to: 60, entry });
		expect(await ask('auditor', null)).toEqual({ from: 10, to: 60, consistency: 'holds', entry: null });
		expect(await ask('auditor', '12')).toMatchObject({
			entry: { index: 12, inclusion: 'holds', isUnchanged: null }
		});
		expect(await ask('dataProtectionOfficer', '12')).toMatchObject({
			entry: { index: 12, inclusion: 'holds', isUnchanged: true }
		});
		expect(await checkProof(home.as('auditor'), { from: 30, to: 10, entry: '59' })).toMatchObject({
			from: 10,
			to: 30,
			consistency: 'holds',
			entry: { inclusion: 'notCovered' }
		});
		for (const entry of ['99999', 'no', '-1', newId<string>()])
			expect(await ask('auditor', entry)).toEqual({ notFound: 'entry' });
		expect(await checkProof(home.as('auditor'), { from: 11, to: 60, entry: null })).toEqual({
			notFound: 'checkpoint'
		});
		await expect(ask('manager', null)).rejects.toThrow(NotFound);
	});

	test('the whole log is checked beside other work, once at a time, and everybody who may sees the outcome', async () => {
		const application = { db, clock: home.clock };
		const [{ ended }] = await Promise.all([
			startFullCheck(application, home.as('auditor')),
			viewProofs(home.as('auditor'), idle)
		]);
		await ended;
		const { check } = await viewProofs(home.as('administrator'), idle);
		expect(check).toMatchObject({ state: 'finished', findings: [] });
		expect(check!.done).toBeGreaterThanOrEqual(60);
		await expect(startFullCheck(application, home.as('manager'))).rejects.toThrow(NotFound);
	});

	test('a check whose process ended is not under way for ever', async () => {
		await db.transaction(logKeeper, (tx) =>
			tx
				.insertInto('logCheck')
				.values({
					id: newId<string>(),
					startedBy: home.person('auditor'),
					startedAt: home.clock.now().add({ minutes: 1 }).toString(),
					seenAt: home.clock.now().add({ minutes: 1 }).toString(),
					total: 60
				})
				.execute()
		);
		home.clock.set(home.clock.now().add({ minutes: 2 }).toString());
		expect((await viewProofs(home.as('auditor'), idle)).check?.state).toBe('running');
		home.clock.set(home.clock.now().add({ minutes: 5 }).toString());
		expect((await viewProofs(home.as('auditor'), idle)).check?.state).toBe('stopped');
	});

	describe('downloads', () => {
		const download = async (who: string, scope: 'proofs' | 'municipality') => {
			let text = '';
			for await (const part of await downloadLog(home.as(who), scope)) text += part;
			return text
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line) as ExportLine);
		};
		const check = async (lines: ExportLine[]) =>
			verifyLog(
				(async function* () {
					yield* lines;
				})()
			);

		test('the auditor’s holds no entry, and checks', async () => {
			const lines = await download('auditor', 'proofs');
			expect(JSON.stringify(lines)).not.toMatch(/case\.read|salt|actorId/);
			expect((await check(lines)).findings).toEqual([]);
			await expect(downloadLog(home.as('auditor'), 'municipality')).rejects.toThrow(Forbidden);
			await expect(downloadLog(home.as('administrator'), 'proofs')).rejects.toThrow(Forbidden);
		});

		test('the data protection officer’s holds the entries, of the own municipality only', async () => {
			const away = await makeMunicipality(db, '-away');
			const context = away.as('reporter');
			await context.transaction((tx) =>
				record(tx, context, { action: 'case.closed', subjectKind: 'unit', subjectId: newId<string>() })
			);
			await integrate({ db }, { seen: null });
			const lines = await download('dataProtectionOfficer', 'municipality');
			expect(JSON.stringify(lines)).toContain('case.read');
			expect(JSON.stringify(lines)).not.toContain('case.closed');
			const { findings, remarks } = await check(lines);
			expect(findings).toEqual([]);
			expect(remarks).toContainEqual({ what: 'elsewhere', count: 1 });
		});

		test('nor what is about the officer, and the rest still checks', async () => {
			const incidentId = await report(home.as('gammaReporter'));
			const { id } = await db.askAsOwner((ask) =>
				ask
					.updateTable('caseFile')
					.set({ excludedPersonIds: [home.person('dataProtectionOfficer')] })
					.where('incidentId', '=', incidentId)
					.returning('id')
					.executeTakeFirstOrThrow()
			);
			const context = home.as('gammaManager');
			const reading = { action: 'case.read', subjectKind: 'case', subjectId: id } as const;
			await context.transaction((tx) => record(tx, context, reading));
			const unplaced = JSON.stringify(await download('dataProtectionOfficer', 'municipality'));
			await integrate({ db }, { seen: null });
			const lines = await download('dataProtectionOfficer', 'municipality');
			for (const text of [unplaced, JSON.stringify(lines)]) {
				expect(text).not.toContain(id);
				expect(text).not.toContain(incidentId);
			}
			expect((await check(lines)).findings).toEqual([]);
		});

		test('that they were taken is in the log', async () => {
			const { rows } = await db.askAsOwner((ask) =>
				sql<{
					action: string;
					role: string;
				}>`select distinct action, role from activity where subject_kind = 'log' order by 1, 2`.execute(ask)
			);
			expect(rows).toEqual([
				{ action: 'log.checked', role: 'auditor' },
				{ action: 'log.checked', role: 'dataProtectionOfficer' },
				{ action: 'log.exported', role: 'dataProtectionOfficer' },
				{ action: 'log.proofsExported', role: 'auditor' }
			]);
		});
	});

	test('what somebody changed is found here too', async () => {
		await superuser.query(
			`update activity set action = 'case.noted' where id = (select activity_id from log_leaf where leaf_index = 12)`
		);
		expect(
			await checkProof(home.as('dataProtectionOfficer'), { from: 10, to: 60, entry: '12' })
		).toMatchObject({
			consistency: 'holds',
			entry: { inclusion: 'holds', isUnchanged: false }
		});
		await superuser.query(
			`update log_leaf set commitment = decode(repeat('00', 32), 'hex') where leaf_index = 33`
		);
		expect(await checkProof(home.as('auditor'), { from: 10, to: 30, entry: '33' })).toMatchObject({
			entry: { inclusion: 'notCovered' }
		});
		expect(await checkProof(home.as('auditor'), { from: 30, to: 60, entry: '33' })).toMatchObject({
			entry: { inclusion: 'fails' }
		});
		const { ended } = await startFullCheck({ db, clock: home.clock }, home.as('auditor'));
		await ended;
		expect((await viewProofs(home.as('auditor'), idle)).check?.findings).toMatchObject([
			{ what: 'changedEntry', from: 12, to: 12 },
			{ what: 'changedEntry', from: 33, to: 33 },
			{ what: 'wrongRoot', from: 30, to: 60 }
		]);
		await superuser.query('update log_node set hash = $1 where level = 4 and node_index = 1', [
			Buffer.alloc(32)
		]);
		expect(await checkProof(home.as('auditor'), { from: 10, to: 60, entry: null })).toMatchObject({
			consistency: 'fails'
		});
		await superuser.query('delete from log_node');
		expect(await checkProof(home.as('auditor'), { from: 10, to: 60, entry: null })).toMatchObject({
			consistency: 'damaged'
		});
		await superuser.query(`update log_checkpoint set root = decode(repeat('00', 32), 'hex') where size = 60`);
		expect(await checkProof(home.as('auditor'), { from: 10, to: 60, entry: null })).toMatchObject({
			consistency: 'badSignature'
		});
	});
});
