/** The database's superuser changes what was logged, with triggers off; the export tells what, and where. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { adoptKey, makeCheckpoint } from './checkpoints.ts';
import { exportLog, exportText, type ExportLine, type ExportScope } from './export.ts';
import { describeFinding } from './finding-text.ts';
import { record } from './index.ts';
import { integrate } from './integrate.ts';
import { commitmentOf, saltLength } from './leaf.ts';
import { findNotes, signNote, type SigningKey } from './note.ts';
import { countLeaves, listCheckpointsAfter, listLeaves, logKeeper } from './proof-queries.ts';
import { rotateKey } from './rotate-key.ts';
import { verifyLog, type FoundLine, type VerifyOptions } from './verify.ts';

describe.skipIf(!hasServer)('a log that somebody has changed', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let key: SigningKey;
	let directory: string;
	let superuser: pg.Client;
	/** What the receiver has. */
	let kept: string;

	const application = () => ({ db, clock: home.clock });
	const keeper = () => ({
		now: () => home.clock.now(),
		transaction: <T>(work: Parameters<typeof db.transaction<T>>[1]) => db.transaction(logKeeper, work)
	});
	/** Some entries, a minute later; with their places and a checkpoint. */
	async function happens(count: number): Promise<void> {
		home.clock.set(home.clock.now().add({ minutes: 1 }).toString());
		const context = home.as('reporter');
		await context.transaction(async (tx) => {
			for (let time = 0; time < count; time++) {
				await record(tx, context, {
					action: 'case.read',
					subjectKind: 'unit',
					subjectId: newId<string>(),
					details: { time }
				});
			}
		});
		await integrate(application(), { seen: null });
		await makeCheckpoint(application(), key, 60);
	}
	async function linesOf(scope: ExportScope = 'everything'): Promise<ExportLine[]> {
		const lines: ExportLine[] = [];
		for await (const line of exportLog(keeper(), scope)) lines.push(line);
		return lines;
	}
	async function* stream(lines: readonly FoundLine[]): AsyncGenerator<FoundLine> {
		yield* lines;
	}
	const check = async (options?: VerifyOptions, scope?: ExportScope) =>
		verifyLog(stream(await linesOf(scope)), options);
	/** The same, with what the receiver has. */
	const checkWithReceiver = () => check({ receivers: [{ receiver: 'arkivet', notes: findNotes(kept) }] });
	const placeOf = async (index: number) =>
		(await db.transaction(logKeeper, (tx) => listLeaves(tx, index, 1, true)))[0]!;

	beforeEach(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-verify-'));
		key = await adoptKey(application(), join(directory, 'key.pem'));
		for (let round = 0; round < 5; round++) await happens(20);
		const checkpoints = await db.transaction(logKeeper, (tx) => listCheckpointsAfter(tx, 0, 100));
		kept = checkpoints.map(({ note }) => `${note}\n`).join('');
		superuser = new pg.Client({ connectionString: db.url! });
		await superuser.connect();
		// no trigger of ours stands in the way from here
		await superuser.query('set session_replication_role = replica');
	});
	afterEach(async () => {
		await superuser.end();
		await db.close();
		rmSync(directory, { recursive: true });
	});

	test('an untouched log holds, with and without what the receiver has', async () => {
		const { findings, remarks, leaves, checkpoints, last } = await checkWithReceiver();
		expect(findings).toEqual([]);
		expect({ leaves, checkpoints, size: last?.size }).toEqual({ leaves: 100, checkpoints: 5, size: 100 });
		expect(remarks).toEqual([{ what: 'receiverAgrees', receiver: 'arkivet', count: 5, size: 100 }]);
	});

	test('a changed entry is found, with its place', async () => {
		const { activityId } = await placeOf(42);
		await superuser.query(`update activity set details = '{"time": 99}' where id = $1`, [activityId]);
		const { findings } = await check();
		expect(findings).toEqual([{ what: 'changedEntry', from: 42, to: 42, about: activityId }]);
		expect(describeFinding(findings[0]!, 'sv')).toContain('Plats 42: posten');
	});

	test.each([
		'actor_id = null',
		"at = at - interval '1 second'",
		"action = 'case.noted'",
		"address = '192.0.2.1'",
		'subject_id = null',
		"role = 'lineManager'",
		'session_id = null',
		"subject_kind = 'case'"
	])('so is every kind of change: %s', async (change) => {
		const { activityId } = await placeOf(7);
		await superuser.query(`update activity set ${change} where id = $1`, [activityId]);
		expect((await check()).findings).toMatchObject([{ what: 'changedEntry', from: 7, to: 7 }]);
	});

	test('an entry that was changed together with its commitment is found between two checkpoints', async () => {
		const { activityId, entry } = await placeOf(50);
		const changed = { ...entry!, details: { time: 99 } };
		const salt = Buffer.alloc(saltLength, 1);
		await superuser.query('update activity set details = $1 where id = $2', [changed.details, activityId]);
		await superuser.query('update log_leaf set salt = $1, commitment = $2 where leaf_index = 50', [
			salt,
			commitmentOf(salt, changed)
		]);
		const { findings } = await check();
		expect(findings).toEqual([{ what: 'wrongRoot', from: 40, to: 60 }]);
		expect(describeFinding(findings[0]!, 'sv')).toContain('plats 40–59');
	});

	test('a removed entry, a removed place, and both', async () => {
		const ids = [await placeOf(10), await placeOf(30), await placeOf(31)].map(({ activityId }) => activityId);
		await superuser.query('delete from activity where id = $1', [ids[0]]);
		expect((await check()).findings).toEqual([{ what: 'missingEntry', from: 10, to: 10 }]);
		await superuser.query('delete from log_leaf where leaf_index in (30, 31)');
		await superuser.query('delete from activity where id = any ($1)', [ids]);
		expect((await check()).findings).toEqual([
			{ what: 'missingEntry', from: 10, to: 10 },
			{ what: 'missingPlace', from: 30, to: 31 }
		]);
	});

	test('a removed entry whose place is closed up behind it', async () => {
		await superuser.query(
			'delete from activity where id = (select activity_id from log_leaf where leaf_index = 65)'
		);
		await superuser.query('delete from log_leaf where leaf_index = 65');
		await superuser.query('update log_leaf set leaf_index = leaf_index + 1000000 where leaf_index > 65');
		await superuser.query('update log_leaf set leaf_index = leaf_index - 1000001 where leaf_index > 1000000');
		const { findings } = await check();
		expect(findings).toEqual([
			{ what: 'wrongRoot', from: 60, to: 80 },
			{ what: 'removedEnd', from: 99, to: 100 }
		]);
	});

	test('entries that changed places: only the entries, and with their commitments', async () => {
		const [one, other] = [await placeOf(3), await placeOf(77)];
		const swap = (column: string, cast: string) =>
			superuser.query(
				`update log_leaf set ${column} = case leaf_index when 3 then $1::${cast} else $2::${cast} end where leaf_index in (3, 77)`,
				column === 'activity_id'
					? [other.activityId, one.activityId]
					: column === 'salt'
						? [other.salt, one.salt]
						: [other.commitment, one.commitment]
			);
		await superuser.query('alter table log_leaf drop constraint log_leaf_activity_id_key');
		await swap('activity_id', 'uuid');
		expect((await check()).findings).toMatchObject([
			{ what: 'changedEntry', from: 3, to: 3 },
			{ what: 'changedEntry', from: 77, to: 77 }
		]);
		await swap('salt', 'bytea');
		await swap('commitment', 'bytea');
		const { findings } = await check();
		expect(findings).toMatchObject([{ what: 'wrongRoot', from: 0, to: 20 }]);
	});

	test('an old row that is put in beside the system: found by its time, or by having no place', async () => {
		const insert = (at: string, recordedIn: string) =>
			superuser.query(
				`insert into activity (id, municipality_id, at, action, subject_kind, recorded_in)
				values ($1, $2, $3, 'case.read', 'unit', ${recordedIn})`,
				[newId<string>(), home.id, at]
			);
		await insert('2026-03-04T08:02:30Z', 'default');
		await integrate(application(), { seen: null });
		const [backwards] = (await check()).findings;
		// 100 entries within 5 minutes: within the time that a long transaction may take
		expect(backwards).toBeUndefined();
		await insert('2026-01-20T10:00:00Z', 'default');
		await integrate(application(), { seen: null });
		await insert('2026-02-01T12:00:00Z', "'3'::xid8");
		const { findings } = await check();
		expect(findings).toMatchObject([
			{ what: 'backwards', from: 101, to: 101, about: '2026-01-20T10:00:00.000000Z' },
			{ what: 'unplaced', than: '2026-02-01T12:00:00.000000Z' }
		]);
	});

	test('a place that is put in front of others', async () => {
		await superuser.query('update log_leaf set leaf_index = leaf_index + 1000000 where leaf_index >= 25');
		await superuser.query('update log_leaf set leaf_index = leaf_index - 999999 where leaf_index >= 1000000');
		const entry = { ...(await placeOf(24)).entry!, id: newId<string>() };
		const salt = Buffer.alloc(saltLength, 2);
		await superuser.query(
			`insert into activity (id, municipality_id, at, actor_id, session_id, role, action, subject_kind, subject_id, details)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			[
				entry.id,
				entry.municipalityId,
				entry.at,
				entry.actorId,
				entry.sessionId,
				entry.role,
				entry.action,
				entry.subjectKind,
				entry.subjectId,
				entry.details
			]
		);
		await superuser.query('insert into log_leaf values (25, $1, $2, $3)', [
			entry.id,
			salt,
			commitmentOf(salt, entry)
		]);
		expect((await check()).findings).toEqual([{ what: 'wrongRoot', from: 20, to: 40 }]);
	});

	test('the end of the log, cut off with its checkpoints: nothing here shows it, what the receiver has does', async () => {
		await superuser.query(
			'delete from activity where id in (select activity_id from log_leaf where leaf_index >= 80)'
		);
		await superuser.query('delete from log_leaf where leaf_index >= 80');
		expect((await check()).findings).toEqual([{ what: 'removedEnd', from: 80, to: 100 }]);
		await superuser.query('delete from log_checkpoint where size > 80');
		await superuser.query('delete from log_node where level = 4 and node_index >= 5');
		expect((await check()).findings).toEqual([]);
		expect((await checkWithReceiver()).findings).toEqual([
			{ what: 'receiverAhead', from: 80, to: 100, about: 'arkivet' }
		]);
	});

	test('who also has the key can sign another history; only what the receiver has shows it', async () => {
		await superuser.query(
			`update activity set action = 'case.noted' where id = (select activity_id from log_leaf where leaf_index = 55)`
		);
		await superuser.query('delete from log_leaf');
		await superuser.query('delete from log_node');
		await superuser.query('delete from log_checkpoint');
		await integrate(application(), { seen: null });
		home.clock.set('2026-03-04T09:00:00Z');
		await makeCheckpoint(application(), key, 60);
		expect((await check()).findings).toEqual([]);
		expect((await checkWithReceiver()).findings).toEqual([
			{ what: 'receiverDiffers', from: 0, to: 20, about: 'arkivet' }
		]);
	});

	test('a checkpoint with a changed root, a false signature, or an unknown key', async () => {
		const { rows } = await superuser.query<{ note: string }>(
			'select note from log_checkpoint where size = 60'
		);
		const note = rows[0]!.note;
		const set = (text: string) =>
			superuser.query('update log_checkpoint set note = $1 where size = 60', [text]);
		await set(signNote(key, 60, Buffer.alloc(32, 3)));
		expect((await check()).findings).toEqual([{ what: 'wrongRoot', from: 40, to: 60 }]);
		await set(note.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${Buffer.alloc(32, 3).toString('base64')}\n`));
		expect((await check()).findings).toEqual([{ what: 'badSignature', to: 60 }]);
		await set(signNote({ ...key, keyId: '01020304' }, 60, Buffer.alloc(32, 3)));
		expect((await check()).findings).toEqual([{ what: 'unknownKey', to: 60, about: '01020304' }]);
		await set('hello');
		expect((await check()).findings).toEqual([{ what: 'badCheckpoint', to: 60 }]);
	});

	test('the export file itself: a line changed, removed or cut off', async () => {
		const lines: FoundLine[] = await linesOf();
		const leafAt = lines.findIndex((line) => line.type === 'leaf' && line.index === 50);
		const run = async (changed: FoundLine[]) =>
			(await verifyLog(stream(changed))).findings.map(({ what }) => what);
		expect(await run(lines.slice(0, -1))).toEqual(['cutOff']);
		expect(await run(lines.slice(0, 60))).toEqual(['cutOff']);
		expect(await run(lines.toSpliced(leafAt, 1))).toEqual(['missingPlace']);
		expect(await run(lines.toSpliced(leafAt, 1, { type: 'unreadable', line: leafAt + 1 }))).toEqual([
			'unreadableLine',
			'missingPlace'
		]);
		expect(await run(lines.toSpliced(leafAt, 0, lines[leafAt - 1]!))).toEqual(['repeatedPlace']);
		expect(await run(lines.toSpliced(leafAt, 1, { type: 'leaf', index: 50 } as FoundLine))).toEqual([
			'unreadableLine',
			'missingPlace'
		]);
		expect(await run(lines.slice(1))).toEqual(['notAnExport']);
		expect(await run([])).toEqual(['notAnExport']);
	});

	test('the inclusion of one entry is shown, by id and by place', async () => {
		const { activityId } = await placeOf(33);
		for (const entry of [activityId, '33']) {
			const { inclusion, findings } = await check({ entry });
			expect(findings).toEqual([]);
			expect(inclusion).toMatchObject({ index: 33, size: 100, holds: true });
			expect(inclusion!.proof).toHaveLength(7);
		}
		expect((await check({ entry: newId<string>() })).findings).toMatchObject([{ what: 'entryNotFound' }]);
		expect((await check({ entry: '100' })).findings).toMatchObject([{ what: 'entryNotFound' }]);
	});

	test('proofs without entries show a rewritten log, and say what they do not show', async () => {
		const untouched = await check({}, 'proofs');
		expect(untouched.findings).toEqual([]);
		expect(untouched.remarks).toEqual([{ what: 'withoutEntries' }]);
		expect((await linesOf('proofs')).some((line) => 'entry' in line || 'salt' in line)).toBe(false);
		await superuser.query(
			`update log_leaf set commitment = decode(repeat('00', 32), 'hex') where leaf_index = 1`
		);
		expect((await check({}, 'proofs')).findings).toEqual([{ what: 'wrongRoot', from: 0, to: 20 }]);
	});

	describe('a new key', () => {
		const file = () => join(directory, 'key.pem');

		test('takes over with the signature of the old one, and the log goes on', async () => {
			home.clock.set('2026-03-04T09:00:00Z');
			const line = await rotateKey(application(), file(), false);
			const old = key;
			key = await adoptKey(application(), file());
			expect(key.keyId).not.toBe(old.keyId);
			expect(line).toContain(`+${key.keyId}+`);
			await happens(10);
			const { findings, keys, leaves } = await checkWithReceiver();
			expect({ findings, leaves }).toEqual({ findings: [], leaves: 111 });
			expect(keys).toEqual([old.keyId, key.keyId]);
			expect((await check({ knownKey: old })).findings).toEqual([]);
			expect((await check({ knownKey: { ...old, publicKey: Buffer.alloc(32) } })).findings).toMatchObject([
				{ what: 'otherKeys' }
			]);
			// with the old key, nobody signs for what came later
			await superuser.query('update log_checkpoint set note = $1 where size = 111', [
				signNote(old, 111, Buffer.alloc(32))
			]);
			expect((await check()).findings.map(({ what }) => what)).toContain('keyOutOfTime');
		});

		test('that was interrupted in the middle goes on where it was', async () => {
			home.clock.set('2026-03-04T09:00:00Z');
			await expect(
				rotateKey(
					{
						...application(),
						db: {
							...db,
							transaction: (scope, work) =>
								db.transaction(scope, async (tx) => {
									const done = await work(tx);
									const { rows } = await sql<{ keys: number }>`select count(*) as keys from log_key`.execute(
										tx
									);
									if (rows[0]!.keys > 1) throw new Error('the power is gone');
									return done;
								})
						}
					},
					file(),
					false
				)
			).rejects.toThrow('the power is gone');
			await rotateKey(application(), file(), false);
			key = await adoptKey(application(), file());
			expect((await check()).findings).toEqual([]);
			expect(await db.transaction(logKeeper, countLeaves)).toBe(101);
		});

		test('that replaces a lost one is told to whoever checks', async () => {
			rmSync(file());
			home.clock.set('2026-03-04T09:00:00Z');
			await rotateKey(application(), file(), true);
			key = await adoptKey(application(), file());
			const { findings, remarks } = await check();
			expect(findings).toEqual([]);
			expect(remarks).toContainEqual({ what: 'keyReplaced', key: key.keyId, index: 100 });
		});

		test('that was put in beside the system is found', async () => {
			await superuser.query(
				`insert into log_key (key_id, name, public_key, from_size, added_at) values ('0a0b0c0d', $1, decode(repeat('0c', 32), 'hex'), 100, now())`,
				[key.name]
			);
			const { findings } = await check();
			expect(findings.map(({ what }) => what)).toEqual(['badCheckpoint']);
		});
	});

	test('on the terminal: what holds ends with 0, what does not with 1 and where', async () => {
		const run = (...parameters: string[]) =>
			promisify(execFile)(process.execPath, ['scripts/log-verify.ts', ...parameters], {
				env: { ...process.env, LANG: 'sv_SE.UTF-8', LC_ALL: '' }
			}).then(
				({ stdout }) => ({ code: 0, stdout }),
				(error: { code: number; stdout: string; stderr: string }) => ({
					code: error.code,
					stdout: error.stdout + error.stderr
				})
			);
		const write = async (file: string) => {
			let text = '';
			for await (const part of exportText(exportLog(keeper(), 'everything'))) text += part;
			writeFileSync(join(directory, file), text);
			return join(directory, file);
		};
		const receiver = join(directory, 'arkiv.txt');
		writeFileSync(receiver, kept);
		const good = await run(await write('good.jsonl'), '--receiver', receiver, '--entry', '12');
		expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('Allt stämmer.') as string });
		expect(good.stdout).toContain('Posten står på plats 12 av 100. Beviset håller');
		await superuser.query(
			`update activity set action = 'case.noted' where id = (select activity_id from log_leaf where leaf_index = 42)`
		);
		const bad = await run(await write('bad.jsonl'));
		expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining('- Plats 42: posten') as string });
		expect(await run(join(directory, 'none.jsonl'))).toMatchObject({
			code: 1,
			stdout: expect.stringContaining('går inte att läsa (ENOENT)') as string
		});
		expect(await run()).toMatchObject({
			code: 1,
			stdout: expect.stringContaining('Skriv vilken export') as string
		});
	});
});
