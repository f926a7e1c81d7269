/**
 * The second lock of everything that builds on a case: one case of the division with a row in every table, and everybody who has
 * nothing to do with it. Nothing comes back, nothing can be written, in nobody's name.
 */
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId, PersonId } from '../database/column-types.ts';
import { contextFor, type Context, type HeldRole } from '../src/lib/server/access/index.ts';
import type { RoleCode } from '../src/lib/server/organisation/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

const refused =
	/row-level security|permission denied|not a duty of the actor|not a case of the actor|only the asked/;
const at = '2026-03-04T08:00:00Z';
const word = 'x';

/** The tables, in the order in which their rows can be written. */
const tables = [
	'attachment',
	'attachment_custody',
	'aftercare_step',
	'support_answer',
	'statement_request',
	'statement_version',
	'threat_request',
	'threat_assessment',
	'threat_factor',
	'threat_protection',
	'conflict_question',
	'decision_review',
	'safety_request',
	'lex_sarah_record',
	'lex_sarah_report',
	'lex_sarah_entry',
	'lex_sarah_decision',
	'case_notification',
	'case_notification_copy',
	'case_police_report',
	'case_external_reference',
	'case_secrecy_question',
	'disclosure',
	'disclosure_text',
	'disclosure_mask',
	'case_link',
	'duty',
	'duty_decision',
	'reminder',
	'notice',
	'notice_mail'
] as const;
type Table = (typeof tables)[number];
type Row = Record<string, unknown>;

describe.skipIf(!hasServer)('row-level security of what builds on a case', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let away: TestMunicipality;
	let caseId: CaseId;
	let other: CaseId;
	const rows = new Map<Table, Row>();

	/** A case that belongs to the division: below it are Alpha and Beta, beside it the other administration. */
	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
		away = await makeMunicipality(db, '-away');
		caseId = await caseOf(await report(home.as('head'), { hideName: true }));
		other = await caseOf(await report(home.as('head')));
		const of = (key: string) => home.person(key);
		await db.asOwner((tx) =>
			sql`update case_file set handler_id = ${of('director')},
				excluded_person_ids = ${`{${of('hrPartner')}}`}::uuid[],
				kept_out_by_merge = ${`{${of('securityCoordinator')}}`}::uuid[]`.execute(tx)
		);
		const ids = Object.fromEntries(tables.map((table) => [table, newId<string>()])) as Record<Table, string>;
		const measureId = newId<string>();
		await put('measure' as Table, {
			id: measureId,
			case_id: caseId,
			kind: 'immediate',
			description: word,
			owner_id: of('director'),
			due_date: '2026-04-01',
			created_by: of('director'),
			created_at: at,
			version: 1
		});
		const filled: Record<Table, Row> = {
			attachment: {
				from_reporter: false,
				added_by: of('director'),
				added_at: at,
				media_type: 'text/plain',
				size_bytes: 1,
				sha256: `\\x${'00'.repeat(32)}`,
				original_key: '\\x00',
				state: 'scanning'
			},
			attachment_custody: {
				attachment_id: ids.attachment,
				at,
				person_id: of('director'),
				what: 'added'
			},
			aftercare_step: { step: 'privacy', outcome: 'done', recorded_by: of('director'), recorded_at: at },
			support_answer: {
				person_id: of('head'),
				step: 'week',
				answer: 'yes',
				wants_contact: false,
				answered_at: at
			},
			statement_request: {
				person_id: of('colleague'),
				question: word,
				due_date: '2026-04-01',
				asked_by: of('director'),
				asked_at: at,
				version: 1
			},
			statement_version: {
				request_id: ids.statement_request,
				sequence: 1,
				words: word,
				written_by: of('colleague'),
				written_at: at
			},
			threat_request: { question: word, requested_by: of('director'), requested_at: at },
			threat_assessment: {
				sequence: 1,
				level: 'low',
				valid_until: '2026-12-31',
				made_by: of('director'),
				made_at: at
			},
			threat_factor: {
				assessment_id: ids.threat_assessment,
				factor: 'intent',
				level: 'low',
				types: [],
				reason: word
			},
			threat_protection: {
				kind: 'alarm',
				measure_id: measureId,
				decided_by: of('director'),
				decided_at: at
			},
			conflict_question: { circumstance: word, raised_by: of('director'), raised_at: at, version: 1 },
			decision_review: {
				reference: word,
				decision: word,
				influence: word,
				concerns_child: false,
				created_by: of('director'),
				created_at: at,
				version: 1
			},
			safety_request: {
				unit_id: home.unit('division').id,
				demand: word,
				requested_by: of('director'),
				requested_at: at,
				version: 1
			},
			lex_sarah_record: {
				unit_id: home.unit('division').id,
				unit_path: home.unit('division').path,
				affected_person_id: of('head'),
				excluded_person_ids: [],
				status: 'received',
				handed_over_by: of('director'),
				handed_over_at: at,
				version: 1
			},
			lex_sarah_report: {
				record_id: ids.lex_sarah_record,
				case_number: '2026-0001',
				what_happened: word,
				client_harm: word
			},
			lex_sarah_entry: {
				record_id: ids.lex_sarah_record,
				kind: 'documentation',
				text: word,
				author_id: of('lexSarahOfficer'),
				created_at: at
			},
			lex_sarah_decision: {
				record_id: ids.lex_sarah_record,
				assessment: 'shortcoming',
				reason: word,
				report_to_ivo: false,
				ivo_reason: word,
				decided_by: of('lexSarahOfficer'),
				decided_at: at
			},
			case_notification: {
				kind: 'workInjury',
				version: 1,
				answers: {},
				updated_by: of('director'),
				updated_at: at
			},
			case_notification_copy: {
				kind: 'workInjury',
				version: 1,
				recipient_id: of('head'),
				recipient_as: 'injuredPerson',
				content: {},
				given_by: of('director'),
				given_at: at
			},
			case_police_report: {
				version: 1,
				answers: {},
				offences: [],
				updated_by: of('director'),
				updated_at: at
			},
			case_external_reference: {
				system: 'ia',
				reference: word,
				added_by: of('director'),
				added_at: at
			},
			case_secrecy_question: {
				asked_by: of('director'),
				asked_at: at,
				adviser_id: of('legalAdviser'),
				question: word,
				package: {}
			},
			disclosure: {
				version: 1,
				begun_by: of('director'),
				begun_at: at,
				given_to: of('archivist'),
				given_role: 'archivist',
				given_at: at
			},
			disclosure_text: {
				disclosure_id: ids.disclosure,
				position: 1,
				kind: 'report',
				text: word,
				is_included: true
			},
			disclosure_mask: {
				text_id: ids.disclosure_text,
				starts_at: 0,
				ends_at: 1,
				kind: 'own',
				possible_ground: 'other'
			},
			case_link: {
				kind: 'related',
				other_case_id: other,
				reason: word,
				created_by: of('director'),
				created_at: at
			},
			duty: {
				key: 'giftDecline',
				rule_version: 1,
				raised_by_hand: false,
				reasons: [],
				raised_at: at,
				started_at: at,
				state: 'open',
				version: 1
			},
			duty_decision: { key: 'giftDecline', step: 'done', by_id: of('director'), at, happened_at: at },
			reminder: {
				kind: 'contact',
				subject: '',
				step: 'told',
				due_at: at,
				recipient_ids: [of('director')],
				made_at: at
			},
			notice: {
				recipient_id: of('director'),
				kind: 'reminderContact',
				subject_kind: 'case',
				subject_id: caseId,
				created_at: at
			},
			notice_mail: {
				recipient_id: of('director'),
				created_at: at,
				state: 'waiting',
				is_danger: false,
				next_at: at,
				attempts: 0
			}
		};
		for (const table of tables) await put(table, { id: ids[table], case_id: caseId, ...filled[table] });
	});
	afterAll(() => db.close());

	async function caseOf(incident: IncidentId): Promise<CaseId> {
		const row = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
		);
		return row.id;
	}
	const known = new Map<string, string[]>();
	const columnsOf = async (table: string): Promise<string[]> => {
		const before = known.get(table);
		if (before) return before;
		const { rows: found } = await db.askAsOwner((ask) =>
			sql<{ name: string }>`select column_name as name from information_schema.columns
				where table_schema = 'public' and table_name = ${table}`.execute(ask)
		);
		const names = found.map(({ name }) => name);
		known.set(table, names);
		return names;
	};
	/** An insert of those fields of a row that the table has. */
	async function insertOf(table: string, row: Row) {
		const columns = (await columnsOf(table)).filter((name) => name in row).map((name) => sql.ref(name));
		return sql`insert into ${sql.table(table)} (${sql.join(columns)}) select ${sql.join(columns)}
			from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb)`;
	}
	/** Writes a row as the owner, and remembers it. */
	async function put(table: Table, row: Row) {
		const whole = { municipality_id: home.id, ...row };
		const insert = await insertOf(table, whole);
		await db.asOwner((tx) => insert.execute(tx));
		rows.set(table, whole);
	}

	/** How many rows of the case somebody gets from a table. */
	const seenBy = async (who: Context, table: Table): Promise<number> => {
		const row = rows.get(table)!;
		const columns = (await columnsOf(table)).includes('id') ? ['id'] : Object.keys(keyOf(table, row));
		const is = columns.map((name) => sql`${sql.ref(name)} = ${row[name]}`);
		return who.transaction(async (tx) => {
			const { rows: found } = await sql<{ count: number }>`select count(*)::integer as count
				from ${sql.table(table)} where ${sql.join(is, sql` and `)}`.execute(tx);
			return found[0]!.count;
		});
	};
	const keyOf = (table: Table, row: Row): Row =>
		({
			duty: { case_id: row.case_id, key: row.key },
			threat_factor: { assessment_id: row.assessment_id },
			lex_sarah_report: { record_id: row.record_id }
		})[table as string] ?? { id: row.id };

	/** Runs a statement as somebody, and takes it back. @returns how many rows it changed or answered; 0 when it was refused */
	async function changedBy(who: Context, statement: RawBuilder<unknown>): Promise<number> {
		let changed = -1;
		const undone = new Error('undone');
		await who
			.transaction(async (tx) => {
				const { numAffectedRows, rows: answered } = await statement.execute(tx);
				changed = Number(numAffectedRows ?? answered.length);
				throw undone;
			})
			.catch((error: unknown) => {
				if (error === undone) return;
				if (!(error instanceof Error) || !refused.test(error.message)) throw error;
				changed = 0;
			});
		return changed;
	}
	/** What the application may change in a table. */
	const changeableIn = async (table: Table): Promise<string[]> => {
		const { rows: found } = await db.askAsOwner((ask) =>
			sql<{ name: string }>`select column_name as name from information_schema.columns
				where table_schema = 'public' and table_name = ${table}
				and has_column_privilege('opaverkad_app', table_name, column_name, 'update')`.execute(ask)
		);
		return found.map(({ name }) => name);
	};
	/** The same row once more, as if somebody wrote it in their own name. */
	async function copyBy(who: Context, table: Table) {
		const mine = who.actor.personId;
		const people = /_by$|^person_id$|^author_id$|^by_id$|^begun_by$/;
		const copy = Object.fromEntries(
			Object.entries(rows.get(table)!).map(([name, value]) => [name, people.test(name) ? mine : value])
		);
		// what only another step sets
		if (table === 'disclosure') Object.assign(copy, { given_to: null, given_role: null, given_at: null });
		return insertOf(table, { ...copy, id: newId<string>() });
	}

	/** Somebody in a role that the small municipality has nobody in. */
	function withRole(key: string, role: RoleCode, unitKey: string, deputyFor?: string): Context {
		const { actor } = home.as(key);
		const held: HeldRole = {
			role,
			unitId: home.unit(unitKey).id,
			unitName: unitKey,
			level: 'unit',
			deputyForId: deputyFor ? home.person(deputyFor) : null
		};
		return contextFor({ db, clock: home.clock }, { ...actor, roles: [held] });
	}

	const outsiders: Record<string, () => Context> = {
		'a director of another municipality': () => away.as('director'),
		'an administrator of another municipality': () => away.as('administrator'),
		'a reporter of another municipality': () => away.as('reporter'),
		'the manager of a unit below': () => home.as('manager'),
		'a manager of the other unit below': () => withRole('betaReporter', 'lineManager', 'beta'),
		'the safety representative of a unit below': () => home.as('safetyRepresentative'),
		'a coordinator of a unit below': () => withRole('reporter', 'securityCoordinator', 'alpha'),
		'a manager beside': () => home.as('gammaManager'),
		'a lex Sarah officer beside': () => withRole('gammaReporter', 'lexSarahOfficer', 'labour'),
		'the one whom the case is about, who reads cases': () => home.as('hrPartner'),
		'who is kept out by a merge, and coordinates security': () => home.as('securityCoordinator'),
		'who stands in for the one whom it is about': () =>
			withRole('reporter', 'lineManager', 'social', 'hrPartner'),
		'who stands in for the affected manager': () => withRole('reporter', 'lineManager', 'division', 'head'),
		'an administrator': () => home.as('administrator'),
		'a colleague’s colleague without a role': () => home.as('reporter'),
		'a controller': () => home.as('controller'),
		'the analyst': () => home.as('analyst'),
		'the auditor': () => home.as('auditor'),
		'an elected representative': () => home.as('electedRepresentative'),
		'the union representative': () => home.as('unionRepresentative'),
		'the data protection officer': () => home.as('dataProtectionOfficer'),
		'the whistleblowing officer': () => home.as('whistleblowingOfficer')
	};
	/** Whose part of it is theirs, and what the rest is to them: nothing. */
	const partly: Record<string, { who: () => Context; own: Table[] }> = {
		'the affected manager': { who: () => home.as('head'), own: ['support_answer', 'case_notification_copy'] },
		'the colleague who was asked': {
			who: () => home.as('colleague'),
			own: ['statement_request', 'statement_version']
		},
		'the lawyer who was asked': { who: () => home.as('legalAdviser'), own: ['case_secrecy_question'] },
		'the archivist to whom it was given': {
			who: () => home.as('archivist'),
			own: ['disclosure', 'disclosure_text', 'disclosure_mask']
		},
		'the lex Sarah officer': {
			who: () => home.as('lexSarahOfficer'),
			own: ['lex_sarah_record', 'lex_sarah_report', 'lex_sarah_entry', 'lex_sarah_decision']
		}
	};
	const everybody = [
		...Object.entries(outsiders).map(([name, who]) => ({ name, who, own: [] as Table[] })),
		...Object.entries(partly).map(([name, one]) => ({ name, ...one }))
	];

	test('who handles the case gets it all, but for what is the officer’s and what waits to be sent', async () => {
		const hidden: Table[] = ['lex_sarah_report', 'lex_sarah_entry', 'lex_sarah_decision', 'notice_mail'];
		for (const table of tables) {
			expect(await seenBy(home.as('director'), table), table).toBe(hidden.includes(table) ? 0 : 1);
		}
	});

	test.each(everybody)('$name gets nothing of it but what is theirs', async ({ who, own }) => {
		for (const table of tables) {
			expect(await seenBy(who(), table), table).toBe(own.includes(table) ? 1 : 0);
		}
	});

	test.each(everybody)('$name changes and removes nothing of it', async ({ who, own }) => {
		for (const table of tables) {
			if (own.includes(table)) continue;
			const key = Object.entries(keyOf(table, rows.get(table)!));
			const isIt = sql.join(
				key.map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
				sql` and `
			);
			const columns = await changeableIn(table);
			if (columns.length > 0) {
				const same = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(name)}`));
				const update = sql`update ${sql.table(table)} set ${same}`;
				expect(await changedBy(who(), sql`${update} where ${isIt}`), table).toBe(0);
				// without a condition on what one would have to see
				expect(await changedBy(who(), update), `every ${table}`).toBe(0);
			}
			const remove = sql`delete from ${sql.table(table)} where ${isIt}`;
			expect(await changedBy(who(), remove), table).toBe(0);
		}
	});

	test.each(everybody)('$name adds nothing to it, in their own name or another’s', async ({ who, own }) => {
		for (const table of tables) {
			// a notice says nothing, and is read only by who sees what it is about: tests/row-level-security.db.test.ts
			if (own.includes(table) || table === 'notice') continue;
			// the exposed person answers, and who was asked writes
			if (own.length > 0 && (table === 'statement_version' || table === 'support_answer')) continue;
			expect(await changedBy(who(), await copyBy(who(), table)), table).toBe(0);
			const inAnothersName = await insertOf(table, { ...rows.get(table)!, id: newId<string>() });
			expect(await changedBy(who(), inAnothersName), `${table} as another`).toBe(0);
		}
	});

	test.each(everybody)('$name neither raises nor settles a duty of it', async ({ name, who }) => {
		const settled = await changedBy(who(), settle(caseId, 'giftDecline', 'done'));
		expect(settled).toBe(0);
		// whoever reported it raises what their own words call for
		if (name === 'the affected manager') return;
		const called = sql`select raise_duties(${caseId}, '[]'::jsonb, ${at}, true)`;
		expect(await changedBy(who(), called)).toBe(0);
	});

	function settle(id: CaseId, key: string, step: string) {
		const decision = { id: newId<string>(), step, at, happenedAt: at, reason: word };
		return sql`select settle_duty(${id}, ${key}, 1, 'done', ${JSON.stringify(decision)}::jsonb)`;
	}

	describe('in a case of their own administration', () => {
		let own: CaseId;
		beforeAll(async () => {
			own = await caseOf(await report(home.as('reporter')));
			const shared = `{${home.person('colleague')}}`;
			await db.asOwner((tx) =>
				sql`update case_file set shared_with = ${shared}::uuid[] where id = ${own}`.execute(tx)
			);
			await put('duty', { ...rows.get('duty')!, case_id: own, key: 'lexSarah' });
		});

		test.each([
			['manager', ['done', 'notNeeded', 'agreed']],
			['securityCoordinator', ['done', 'agreed']],
			['hrPartner', []],
			['safetyRepresentative', []],
			['lexSarahOfficer', []],
			['colleague', []]
		])('a duty is settled by %s: %j', async (key, steps) => {
			for (const step of ['done', 'notNeeded', 'agreed']) {
				const changed = await changedBy(home.as(key), settle(own, 'lexSarah', step));
				expect(changed, step).toBe(steps.includes(step) ? 1 : 0);
			}
		});

		test('who is kept out by a merge is given nothing of it, and reads no record of it', async () => {
			const recordId = newId<string>();
			await put('lex_sarah_record', { ...rows.get('lex_sarah_record')!, id: recordId, case_id: own });
			expect(await seenBy(home.as('lexSarahOfficer'), 'lex_sarah_record')).toBe(1);
			const people = ['legalAdviser', 'archivist', 'safetyRepresentative', 'lexSarahOfficer'];
			const given = async (key: string) => {
				const manager = home.as('manager');
				const to = home.person(key);
				const mine = { case_id: own, municipality_id: home.id };
				const question = { ...rows.get('case_secrecy_question')!, ...mine, adviser_id: to };
				const copy = {
					...rows.get('case_notification_copy')!,
					...mine,
					recipient_as: 'safetyRepresentative',
					recipient_id: to
				};
				const by = manager.actor.personId;
				const asks = await insertOf('case_secrecy_question', {
					...question,
					id: newId(),
					asked_by: by
				});
				const gives = await insertOf('case_notification_copy', { ...copy, id: newId(), given_by: by });
				return [await changedBy(manager, asks), await changedBy(manager, gives)];
			};
			for (const key of people) expect(await given(key), key).toEqual([1, 1]);
			const list = `{${people.map((key): PersonId => home.person(key)).join()}}`;
			await db.asOwner((tx) =>
				sql`update case_file set kept_out_by_merge = ${list}::uuid[] where id = ${own}`.execute(tx)
			);
			for (const key of people) expect(await given(key), key).toEqual([0, 0]);
			expect(await seenBy(home.as('lexSarahOfficer'), 'lex_sarah_record')).toBe(0);
		});
	});
});
