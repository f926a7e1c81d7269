/** Entries get their places: every one, once, in order, whoever runs and whatever ends in the middle. */
import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { fixedClock, systemClock } from '../platform/clock.ts';
import { nobody } from '../platform/database.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { adoptKey, makeCheckpoint, NotContinued, OtherKey } from './checkpoints.ts';
import { record } from './index.ts';
import { integrate } from './integrate.ts';
import { commitmentOf } from './leaf.ts';
import { GrowingTree, leafHash, rootOf, withStored } from './merkle.ts';
import { findNotes, isSignedBy } from './note.ts';
import { countLeaves, findLastCheckpoint, listLeaves, listSubtrees, logKeeper } from './proof-queries.ts';

/** Something happened. */
function happens(municipality: TestMunicipality, who = 'reporter', times = 1): Promise<void> {
	const context = municipality.as(who);
	return context.transaction(async (tx) => {
		for (let time = 0; time < times; time++) {
			await record(tx, context, {
				action: 'case.read',
				subjectKind: 'unit',
				subjectId: newId<string>(),
				details: { time, codes: ['ä', 'b'] }
			});
		}
	});
}

const leavesOf = (db: TestDatabase) => db.transaction(logKeeper, (tx) => listLeaves(tx, 0, 100_000, true));
const fresh = () => ({ seen: null });

describe.each(engines.filter(({ available }) => available))('on the $engine engine', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let directory: string;

	beforeEach(async () => {
		db = await open();
		home = await makeMunicipality(db);
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-log-'));
		return async () => {
			await db.close();
			rmSync(directory, { recursive: true });
		};
	});

	test('every entry gets one place, in the order of time, and its commitment can be computed again', async () => {
		home.clock.set('2026-03-04T10:00:00Z');
		await happens(home, 'reporter', 20);
		home.clock.set('2026-03-04T09:00:00.123456Z');
		await happens(home, 'manager', 3);
		const memory = fresh();
		expect(await integrate({ db }, memory)).toBe(23);
		expect(await integrate({ db }, memory)).toBe(0);
		await happens(home, 'reporter', 2);
		expect(await integrate({ db }, memory)).toBe(2);

		const leaves = await leavesOf(db);
		expect(leaves.map(({ leafIndex }) => leafIndex)).toEqual(Array.from({ length: 25 }, (_, index) => index));
		expect(leaves[0]!.entry!.at).toBe('2026-03-04T09:00:00.123456Z');
		expect(leaves[3]!.entry!.at).toBe('2026-03-04T10:00:00.000000Z');
		for (const { salt, entry, commitment } of leaves) expect(commitmentOf(salt!, entry!)).toEqual(commitment);
		const tree = new GrowingTree();
		for (const { commitment } of leaves) tree.add(leafHash(commitment));
		const root = await db.transaction(logKeeper, (tx) =>
			withStored(
				(wanted) => listSubtrees(tx, wanted),
				(subtree) => rootOf(subtree, 25)
			)
		);
		expect(root).toEqual(tree.root());
	});

	test('a checkpoint is made when something is new and the last one is old enough, and each continues the one before', async () => {
		const clock = fixedClock('2026-03-04T10:00:00Z');
		const application = { db, clock };
		const key = await adoptKey(application, join(directory, 'key.pem'));
		expect(await makeCheckpoint(application, key, 60)).toBeNull();
		await happens(home, 'reporter', 40);
		await integrate({ db }, fresh());
		expect(await makeCheckpoint(application, key, 60)).toBe(40);
		await happens(home, 'reporter', 300);
		await integrate({ db }, fresh());
		clock.set('2026-03-04T10:00:59Z');
		expect(await makeCheckpoint(application, key, 60)).toBeNull();
		clock.set('2026-03-04T10:01:00Z');
		expect(await makeCheckpoint(application, key, 60)).toBe(340);
		clock.set('2026-03-04T11:01:00Z');
		expect(await makeCheckpoint(application, key, 60)).toBeNull();
		const last = await db.transaction(logKeeper, findLastCheckpoint);
		const [note] = findNotes(last!.note);
		expect(note).toMatchObject({ origin: key.name, size: 340, root: last!.root });
		expect(isSignedBy(note!, key)).toBe(true);
	});

	test('the key is made once, readable by this user only, and found again', async () => {
		const application = { db, clock: systemClock };
		const file = join(directory, 'sub', 'key.pem');
		const key = await adoptKey(application, file);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect((await adoptKey(application, file)).keyId).toBe(key.keyId);
	});

	test('another key, a lost one, or a file that is none, is said in one sentence', async () => {
		const application = { db, clock: systemClock };
		const file = join(directory, 'key.pem');
		const key = await adoptKey(application, file);
		const other = join(directory, 'other.pem');
		writeFileSync(other, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
		await expect(adoptKey(application, other)).rejects.toThrow(
			new RegExp(`but the activity log is signed with ${key.keyId}: another process uses another key`)
		);
		const lost = adoptKey(application, join(directory, 'lost.pem'));
		await expect(lost).rejects.toThrow(/log:rotate-key -- --lost/);
		await expect(lost).rejects.toThrow(ConfigurationError);
		expect(existsSync(join(directory, 'lost.pem'))).toBe(false);
		writeFileSync(other, 'hello');
		await expect(adoptKey(application, other)).rejects.toThrow(/does not hold the log's signing key/);
	});

	test('a process with another key cannot sign, even when it already runs', async () => {
		const application = { db, clock: systemClock };
		const key = await adoptKey(application, join(directory, 'key.pem'));
		await happens(home);
		await integrate({ db }, fresh());
		await expect(makeCheckpoint(application, { ...key, keyId: '00000000' }, 60)).rejects.toThrow(OtherKey);
	});

	test('what does not continue the last checkpoint is not signed', async () => {
		const clock = fixedClock('2026-03-04T10:00:00Z');
		const key = await adoptKey({ db, clock }, join(directory, 'key.pem'));
		await happens(home, 'reporter', 40);
		await integrate({ db }, fresh());
		await makeCheckpoint({ db, clock }, key, 60);
		await happens(home);
		await integrate({ db }, fresh());
		await db.asOwner(async (tx) => {
			await sql`alter table log_node disable trigger all`.execute(tx);
			await sql`update log_node set hash = decode(repeat('ab', 32), 'hex') where node_index = 1`.execute(tx);
		});
		clock.set('2026-03-04T11:00:00Z');
		await expect(makeCheckpoint({ db, clock }, key, 60)).rejects.toThrow(NotContinued);
	});
});

describe.skipIf(!hasServer)('several at once, on a server', () => {
	let db: TestDatabase;
	let home: TestMunicipality;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
	});
	afterAll(() => db.close());

	/** Places are 0, 1, 2 …, and every entry has exactly one. */
	async function expectWhole(): Promise<number> {
		const { rows } = await db.askAsOwner((ask) =>
			sql<{ leaves: number; last: number; entries: number; placed: number; nodes: number }>`select
				(select count(*) from log_leaf) as leaves, (select coalesce(max(leaf_index), -1) from log_leaf) as last,
				(select count(*) from activity) as entries,
				(select count(*) from activity a join log_leaf l on l.activity_id = a.id) as placed,
				(select count(*) from log_node) as nodes`.execute(ask)
		);
		const { leaves, last, entries, placed, nodes } = rows[0]!;
		expect({ leaves, last, placed }).toEqual({ leaves: entries, last: entries - 1, placed: entries });
		expect(nodes).toBe([16, 256, 4096, 65536].reduce((sum, size) => sum + Math.floor(entries / size), 0));
		return entries;
	}

	test('an entry whose transaction ends late is not forgotten, and later ones do not wait for it', async () => {
		const memory = fresh();
		await integrate({ db }, memory);
		const slow = new pg.Client({ connectionString: db.url! });
		await slow.connect();
		try {
			await slow.query('begin');
			await slow.query(
				`insert into activity (id, municipality_id, at, action, subject_kind) values ($1, $2, now(), 'case.read', 'unit')`,
				[newId<string>(), home.id]
			);
			await happens(home, 'reporter', 5);
			expect(await integrate({ db }, memory)).toBe(5);
			await happens(home, 'reporter', 5);
			expect(await integrate({ db }, memory)).toBe(5);
			await slow.query('commit');
			expect(await integrate({ db }, memory)).toBe(1);
		} finally {
			await slow.end();
		}
		await expectWhole();
	});

	test('integrators that run at once do not disturb each other, while people work', async () => {
		let working = true;
		const before = await expectWhole();
		const integrators = Array.from({ length: 4 }, async () => {
			const memory = fresh();
			let added = 0;
			while (working) added += await integrate({ db }, memory);
			return added;
		});
		await Promise.all(Array.from({ length: 100 }, (_, index) => happens(home, 'reporter', (index % 5) + 1)));
		working = false;
		const added = (await Promise.all(integrators)).reduce((sum, count) => sum + count, 0);
		const rest = await integrate({ db }, fresh());
		expect(before + added + rest).toBe(await expectWhole());
		expect(added + rest).toBe(300);
	});

	/** So fast that the integrator is in the middle of it. */
	async function muchHappens(times: number): Promise<void> {
		await db.askAsOwner((ask) =>
			sql`insert into activity (id, municipality_id, at, action, subject_kind)
				select gen_random_uuid(), ${home.id}, now(), 'case.read', 'unit'
				from generate_series(1, ${sql.lit(times)})`.execute(ask)
		);
	}

	test('kill -9 in the middle leaves neither a gap nor a second place', async () => {
		const startIntegrator = async (): Promise<ChildProcess> => {
			const child = fork(join(import.meta.dirname, '../../../../tests/support/log-integrator.ts'), [db.url!]);
			await once(child, 'message');
			return child;
		};
		let entries = 0;
		for (let round = 0; round < 6; round++) {
			const child = await startIntegrator();
			const work = muchHappens(3_000);
			await pause(40 + round * 35);
			await work;
			await pause(round * 9);
			const ended = once(child, 'exit');
			child.kill('SIGKILL');
			await ended;
			const { leaves, last } = await db.transaction(logKeeper, async (tx) => {
				const { rows } = await sql<{ leaves: number }>`select count(*) as leaves from log_leaf`.execute(tx);
				return { leaves: rows[0]!.leaves, last: await countLeaves(tx) };
			});
			expect(leaves).toBe(last);
		}
		// what a killed process had asked the database for may still be under way there, and then nobody else integrates
		await expect
			.poll(
				async () => {
					await integrate({ db }, fresh());
					return db.transaction(logKeeper, countLeaves);
				},
				{ timeout: 30_000 }
			)
			.toBeGreaterThan(18_000);
		entries = await expectWhole();
		const tree = new GrowingTree();
		for (const { commitment, salt, entry } of await leavesOf(db)) {
			expect(commitmentOf(salt!, entry!).equals(commitment)).toBe(true);
			tree.add(leafHash(commitment));
		}
		const root = await db.transaction(logKeeper, (tx) =>
			withStored(
				(wanted) => listSubtrees(tx, wanted),
				(subtree) => rootOf(subtree, entries)
			)
		);
		expect(root).toEqual(tree.root());
	});
});

describe.skipIf(!hasServer)('who may do what with the log, in the database', () => {
	let db: TestDatabase;
	let home: TestMunicipality;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		await happens(home, 'reporter', 20);
		await integrate({ db }, fresh());
		const key = await adoptKey({ db, clock: systemClock }, null);
		await makeCheckpoint({ db, clock: systemClock }, key, 1);
	});
	afterAll(() => db.close());

	const tables = ['log_leaf', 'log_node', 'log_key', 'log_checkpoint', 'log_receiver', 'log_check'];
	const provedTables = tables.slice(0, 4);

	test.each(provedTables)('%s: the application changes and removes nothing, whoever acts', async (table) => {
		for (const scope of [nobody, logKeeper]) {
			for (const statement of [`update ${table} set `, `delete from ${table}`, `truncate ${table}`]) {
				const text = statement.startsWith('update')
					? `${statement} ${{ log_leaf: 'commitment = commitment', log_node: 'hash = hash', log_key: 'name = name', log_checkpoint: 'note = note' }[table]}`
					: statement;
				const tried = db.transaction(scope, (tx) => sql.raw(text).execute(tx));
				await expect(tried, text).rejects.toThrow(/permission denied/);
			}
			const inserted = db.transaction(scope, (tx) =>
				sql.raw(`insert into ${table} default values`).execute(tx)
			);
			await expect(inserted).rejects.toThrow(/permission denied/);
		}
	});

	test.each(provedTables)('%s: the owner does not by accident either', async (table) => {
		await expect(db.asOwner((tx) => sql.raw(`delete from ${table}`).execute(tx))).rejects.toThrow(
			/append-only/
		);
		await expect(db.asOwner((tx) => sql.raw(`truncate ${table} cascade`).execute(tx))).rejects.toThrow(
			/append-only/
		);
	});

	test('those who check the log see places and commitments; nobody else sees anything', async () => {
		const seenBy = (who: string, table: string) =>
			home.as(who).transaction(async (tx) => {
				const { rows } = await sql<{
					count: number;
				}>`select count(*) as count from ${sql.table(table)}`.execute(tx);
				return rows[0]!.count;
			});
		for (const who of ['auditor', 'dataProtectionOfficer', 'administrator']) {
			expect(await seenBy(who, 'log_leaf'), who).toBe(20);
			expect(await seenBy(who, 'log_checkpoint'), who).toBe(1);
		}
		for (const who of ['reporter', 'manager', 'director', 'analyst', 'archivist', 'securityCoordinator']) {
			for (const table of tables) expect(await seenBy(who, table), `${who} ${table}`).toBe(0);
		}
	});

	test('the salt goes with the entry: to the data protection officer, not to the auditor', async () => {
		const leavesFor = (who: string) => home.as(who).transaction((tx) => listLeaves(tx, 0, 5, true));
		for (const { salt, entry } of await leavesFor('auditor'))
			expect({ salt, entry }).toEqual({ salt: null, entry: null });
		for (const { salt, entry } of await leavesFor('administrator')) {
			expect({ salt, entry }).toEqual({ salt: null, entry: null });
		}
		for (const { salt, entry, commitment } of await leavesFor('dataProtectionOfficer')) {
			expect(commitmentOf(salt!, entry!)).toEqual(commitment);
		}
		expect(await leavesFor('manager')).toEqual([]);
		await expect(
			home.as('dataProtectionOfficer').transaction((tx) => sql`select salt from log_leaf`.execute(tx))
		).rejects.toThrow(/permission denied/);
	});

	test('another municipality’s data protection officer gets the commitments only', async () => {
		const away = await makeMunicipality(db, '-away');
		const leaves = await away.as('dataProtectionOfficer').transaction((tx) => listLeaves(tx, 0, 5, true));
		expect(leaves).toHaveLength(5);
		for (const { salt, entry, elsewhere } of leaves) {
			expect({ salt, entry, elsewhere }).toEqual({ salt: null, entry: null, elsewhere: true });
		}
	});

	test('a person cannot append, whatever role they say that they have', async () => {
		const calls = [
			`select log_append(20, '', '{}', '{}', '')`,
			`select log_add_key(null, '00000000', 'x', '', 0, now())`,
			`select log_add_checkpoint(20, '', '00000000', 'x', now())`,
			`select log_record_key('log.keyRotated', '{}', now())`
		];
		for (const call of calls) {
			const scope = {
				...nobody,
				personId: home.person('administrator'),
				roles: ['logKeeper', 'systemAdministrator']
			};
			await expect(
				db.transaction(scope, (tx) => sql.raw(call).execute(tx)),
				call
			).rejects.toThrow(/only the keeper/);
			await expect(
				db.transaction(nobody, (tx) => sql.raw(call).execute(tx)),
				call
			).rejects.toThrow(/only the keeper/);
		}
	});

	test('the keeper appends only what comes next', async () => {
		const append = (first: number) =>
			db.transaction(logKeeper, (tx) =>
				sql`select log_append(${first}, ${Buffer.alloc(64)}, '{}', '{}', '')`.execute(tx)
			);
		await expect(append(19)).rejects.toThrow(/continues elsewhere/);
		await expect(append(21)).rejects.toThrow(/continues elsewhere/);
	});
});
