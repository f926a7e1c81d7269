import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, PersonId, StatementId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import * as cases from '../cases/index.ts';
import { newId } from '../platform/ids.ts';
import { viewCase } from '../cases/index.ts';
import * as statements from './index.ts';

describe.each(engines.filter(({ available }) => available))('statements ($engine)', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let id: CaseId;

	beforeAll(async () => {
		db = await open();
		home = await makeMunicipality(db);
	}, 60_000);
	afterAll(() => db.close());
	beforeEach(async () => {
		home.clock.set('2026-03-04T08:00:00Z');
		const incidentId = await report(home.as('reporter'));
		id = await db.askAsOwner(async (tx) => {
			const query = tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId);
			return (await query.executeTakeFirstOrThrow()).id;
		});
	});

	const question = (values: Record<string, string> = {}) =>
		v.parse(statements.askSchema, {
			key: newId<string>(),
			statementPerson: home.person('colleague'),
			statementQuestion: 'Vad hörde du i receptionen i tisdags?',
			statementDue: '2026-03-11',
			...values
		});
	const ask = (values: Record<string, string> = {}, as = 'manager') =>
		statements.askForStatement(home.as(as), id, question(values));
	const asked = async () => {
		const input = question();
		expect(await statements.askForStatement(home.as('manager'), id, input)).toEqual({ ok: true });
		return input.key as StatementId;
	};
	const send = (
		to: StatementId,
		version: number,
		words = 'Jag hörde skrik.',
		as = 'colleague',
		key = newId<string>()
	) => statements.sendStatement(home.as(as), to, { key, version, statementWords: words });
	const view = (as = 'manager') => statements.viewStatements(home.as(as), id, 'sv');
	const handled = (statement: StatementId, version: number) => ({ statement, version });

	test('that somebody was asked is in the history of who reads the notes, and of nobody else', async () => {
		await asked();
		const history = async (key: string) =>
			(await viewCase(home.as(key), id, 'sv')).history.map(({ action }) => action);
		expect(await history('manager')).toContain('statement.requested');
		expect(await history('hrPartner')).toContain('statement.requested');
		expect(await history('safetyRepresentative')).not.toContain('statement.requested');
		const inDatabase = (key: string) =>
			home
				.as(key)
				.transaction((tx) =>
					tx
						.selectFrom('activity')
						.select('id')
						.where('subjectId', '=', id)
						.where('action', '=', 'statement.requested')
						.execute()
				);
		expect(await inDatabase('manager')).toHaveLength(1);
		expect(await inDatabase('safetyRepresentative')).toEqual([]);
	});

	test('a colleague is asked, tells, and the handler receives it', async () => {
		const it = await asked();
		expect((await statements.viewMyStatements(home.as('colleague'), 'sv')).map((one) => one.id)).toContain(
			it
		);
		expect(await statements.viewOwnStatement(home.as('colleague'), it, 'sv')).toMatchObject({
			status: 'waiting',
			askedBy: { name: 'manager' },
			question: 'Vad hörde du i receptionen i tisdags?',
			dueText: '11 mars 2026'
		});
		expect(await send(it, 1)).toEqual({ ok: true });
		expect((await view()).statements[0]).toMatchObject({
			status: 'sent',
			latest: { words: 'Jag hörde skrik.' }
		});
		expect(await statements.handleStatement(home.as('manager'), id, 'accept', handled(it, 2))).toEqual({
			ok: true
		});
		expect((await view()).statements[0]?.status).toBe('accepted');
		expect(
			(await statements.viewMyStatements(home.as('colleague'), 'sv')).map((one) => one.id)
		).not.toContain(it);
	});

	test('two clicks at once, or two tabs, ask a colleague once', async () => {
		// so that nobody waits for a connection of their own
		await Promise.all([view(), view(), view(), view()]);
		const input = question();
		const clicks = [input, input, question(), question()].map((form) =>
			statements.askForStatement(home.as('manager'), id, form)
		);
		const outcomes = await Promise.all(clicks);
		for (const outcome of outcomes.filter(({ ok }) => !ok))
			expect(outcome).toMatchObject({ problem: 'asked' });
		expect(outcomes.some(({ ok }) => ok)).toBe(true);
		expect((await view()).statements).toHaveLength(1);
	});

	test('it can be corrected until it is accepted, and every version is kept', async () => {
		const it = await asked();
		await send(it, 1, 'Jag hörde skrik.');
		expect(await send(it, 2, 'Jag hörde skrik, och en dörr.')).toEqual({ ok: true });
		const [seen] = (await view()).statements;
		expect([seen?.latest, ...(seen?.earlier ?? [])].map((version) => version?.words)).toEqual([
			'Jag hörde skrik, och en dörr.',
			'Jag hörde skrik.'
		]);
		// the handler saw the first version only
		expect(await statements.handleStatement(home.as('manager'), id, 'accept', handled(it, 2))).toMatchObject({
			because: 'changed',
			changes: [{ action: 'statement.sent' }]
		});
		await statements.handleStatement(home.as('manager'), id, 'accept', handled(it, 3));
		expect(await send(it, 4, 'Något annat.')).toMatchObject({ because: 'notPossible' });
	});

	test('the same form sent twice is one version', async () => {
		const it = await asked();
		const key = newId<string>();
		await send(it, 1, 'En gång.', 'colleague', key);
		expect(await send(it, 1, 'En gång.', 'colleague', key)).toEqual({ ok: true });
		expect((await view()).statements[0]?.earlier).toEqual([]);
	});

	test('the asked person may decline with a reason, and then asks nothing more of them', async () => {
		const it = await asked();
		const reason = { version: 1, declineReason: 'Jag var inte där.' };
		expect(await statements.declineStatement(home.as('colleague'), it, reason)).toEqual({ ok: true });
		expect(await statements.declineStatement(home.as('colleague'), it, reason)).toEqual({ ok: true });
		expect((await view()).statements[0]).toMatchObject({
			status: 'declined',
			declineReason: 'Jag var inte där.'
		});
		expect(await send(it, 2)).toMatchObject({ because: 'notPossible' });
	});

	test('a question is taken back, and what was written is kept', async () => {
		const it = await asked();
		await send(it, 1);
		expect(await statements.handleStatement(home.as('manager'), id, 'withdraw', handled(it, 2))).toEqual({
			ok: true
		});
		expect((await view()).statements[0]).toMatchObject({ status: 'withdrawn', latest: { sequence: 1 } });
	});

	test('who cannot be asked: the exposed person, whom it is about, who stands in for them, oneself, who is asked already', async () => {
		const problem = async (person: PersonId) => {
			const result = await ask({ statementPerson: person });
			return result.ok ? null : 'problem' in result && result.problem;
		};
		expect(await problem(home.person('reporter'))).toBe('person');
		expect(await problem(home.person('manager'))).toBe('person');
		await db.asOwner((tx) =>
			sql`update case_file set excluded_person_ids = ${`{${home.person('gammaManager')}}`}::uuid[] where id = ${id}`.execute(
				tx
			)
		);
		expect(await problem(home.person('gammaManager'))).toBe('person');
		await db.asOwner((tx) =>
			tx
				.insertInto('assignment')
				.values({
					id: newId<string>(),
					municipalityId: home.id,
					personId: home.person('gammaReporter'),
					unitId: home.unit('gamma').id,
					role: 'lineManager',
					validFrom: '2026-03-01',
					validTo: '2026-03-31',
					deputyForId: home.person('gammaManager')
				})
				.execute()
		);
		expect(await problem(home.person('gammaReporter'))).toBe('person');
		await asked();
		expect(await problem(home.person('colleague'))).toBe('asked');
		const names = async (name: string) =>
			(await statements.viewStatements(home.as('manager'), id, 'sv', name)).choices?.map((one) => one.name);
		expect(await names('gamma')).toEqual([]);
		expect(await names('')).toEqual(['colleague', 'safetyRepresentative']);
		expect(
			await ask({ statementPerson: home.person('betaReporter'), statementDue: '2026-03-03' })
		).toMatchObject({
			problem: 'inPast'
		});
	});

	test('the asked person sees the question and nothing of the case, in the database either', async () => {
		const it = await asked();
		const context = home.as('colleague');
		await expect(cases.viewCase(context, id, 'sv')).rejects.toThrow();
		await expect(view('colleague')).rejects.toThrow();
		const seen = await context.transaction(async (tx) => ({
			cases: await tx.selectFrom('caseFile').select('id').where('id', '=', id).execute(),
			requests: await tx.selectFrom('statementRequest').select('id').where('caseId', '=', id).execute(),
			history: await tx.selectFrom('activity').select('id').where('subjectId', '=', id).execute()
		}));
		expect(seen).toEqual({ cases: [], requests: [{ id: it }], history: [] });
	});

	test('nobody else reads or answers it; who reads the notes of the case reads what was told', async () => {
		const it = await asked();
		await send(it, 1);
		for (const as of ['manager', 'reporter', 'betaReporter', 'securityCoordinator']) {
			await expect(statements.viewOwnStatement(home.as(as), it, 'sv'), as).rejects.toThrow();
			await expect(send(it, 2, 'x', as), as).rejects.toThrow();
		}
		for (const as of ['hrPartner', 'safetyRepresentative', 'reporter', 'securityCoordinator']) {
			await expect(ask({ statementPerson: home.person('betaReporter') }, as), as).rejects.toThrow();
			await expect(
				statements.handleStatement(home.as(as), id, 'accept', handled(it, 2)),
				as
			).rejects.toThrow();
		}
		const words = (as: string) =>
			home
				.as(as)
				.transaction((tx) =>
					tx.selectFrom('statementVersion').select('id').where('requestId', '=', it).execute()
				);
		for (const as of ['colleague', 'manager', 'head', 'hrPartner', 'securityCoordinator']) {
			expect(await words(as), as).toHaveLength(1);
		}
		for (const as of [
			'reporter',
			'safetyRepresentative',
			'betaReporter',
			'gammaManager',
			'dataProtectionOfficer'
		]) {
			expect(await words(as), as).toEqual([]);
		}
	});

	test('in the database, the asked person cannot accept their own words, nor the handler write or decline for them', async () => {
		const it = await asked();
		await send(it, 1);
		const update = (as: string, change: string) =>
			home
				.as(as)
				.transaction((tx) =>
					sql.raw(`update statement_request set ${change} where id = '${it}'`).execute(tx)
				);
		const accepted = (by: string) => `accepted_at = now(), accepted_by = '${home.person(by)}'`;
		await expect(update('colleague', accepted('colleague'))).rejects.toThrow(/only who handles/);
		await expect(update('manager', `declined_at = now(), decline_reason = 'x'`)).rejects.toThrow(
			/only the asked/
		);
		await expect(update('manager', `question = 'x'`)).rejects.toThrow(/permission denied/);
		const write = home.as('manager').transaction((tx) =>
			tx
				.insertInto('statementVersion')
				.values({
					id: newId<string>(),
					municipalityId: home.id,
					requestId: it,
					sequence: 2,
					words: 'x',
					writtenBy: home.person('manager'),
					writtenAt: home.clock.now().toString()
				})
				.execute()
		);
		await expect(write).rejects.toThrow(/row-level security/);
	});

	test('the history says what happened, by whom in what capacity', async () => {
		const it = await asked();
		await statements.handleStatement(home.as('manager'), id, 'remind', handled(it, 1));
		// a reminder makes nobody's form old
		expect(await send(it, 1)).toEqual({ ok: true });
		const rows = await db.askAsOwner((tx) =>
			tx
				.selectFrom('activity')
				.select(['action', 'role', 'details'])
				.where('subjectId', '=', id)
				.orderBy('at')
				.orderBy('id')
				.execute()
		);
		expect(
			rows.filter(({ action }) => action.startsWith('statement.')).map(({ action, role }) => [action, role])
		).toEqual([
			['statement.requested', 'lineManager'],
			['statement.reminded', 'lineManager'],
			['statement.sent', 'askedPerson']
		]);
		expect(JSON.stringify(rows)).not.toMatch(/skrik|receptionen/);
	});

	test('the asked person and the handler are told that something waits', async () => {
		const it = await asked();
		const told = (as: string, subject: string) =>
			home.as(as).transaction(async (tx) => {
				const query = tx.selectFrom('notice').select('kind').where('subjectId', '=', subject);
				return (await query.execute()).map(({ kind }) => kind).filter((kind) => kind.startsWith('statement'));
			});
		expect(await told('colleague', it)).toEqual(['statementWanted']);
		await send(it, 1);
		expect(await told('manager', id)).toEqual(['statementAnswered']);
		expect(await told('reporter', id)).toEqual([]);
	});
});
