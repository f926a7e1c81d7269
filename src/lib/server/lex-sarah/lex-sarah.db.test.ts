/** A record from the hand-over to its end, and who reads it, on the real database. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, LexSarahRecordId, PersonId } from '../../../../database/column-types.ts';
import { contextFor, type Context } from '../access/index.ts';
import { viewCase } from '../cases/index.ts';
import { Forbidden } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import * as lexSarah from './index.ts';
import { buildDecision, buildEntry, buildHandOver } from './test-data.ts';

describe.skipIf(!hasServer)('lex Sarah', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let caseId: CaseId;
	let id: LexSarahRecordId;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
	});
	afterAll(() => db.close());

	beforeEach(async () => {
		// somebody new each time, since nobody reports this often
		const reporter = newId<PersonId>();
		await db.asOwner((tx) =>
			tx
				.insertInto('person')
				.values({ id: reporter, municipalityId: home.id, unitId: home.unit('alpha').id, name: 'rapportör' })
				.execute()
		);
		const { actor } = home.as('reporter');
		const incident = await report(contextFor({ db, clock: home.clock }, { ...actor, personId: reporter }));
		caseId = await db.asOwner(async (tx) => {
			const row = await tx
				.selectFrom('caseFile')
				.select('id')
				.where('incidentId', '=', incident)
				.executeTakeFirstOrThrow();
			return row.id;
		});
	});

	const manager = () => home.as('manager');
	const officer = () => home.as('lexSarahOfficer');
	async function handedOver() {
		const form = buildHandOver(manager());
		expect(await lexSarah.handOver(manager(), caseId, form, 'Överlämnat')).toEqual({ ok: true });
		id = lexSarah.recordIdOf(caseId, form);
		return form;
	}
	const view = (who = officer()) => lexSarah.viewRecord(who, id, 'sv');
	const versionNow = async () => (await view()).version;
	/** An officer who stands in for somebody. */
	const deputyOf = (personId: PersonId): Context => {
		const { actor } = home.as('lexSarahOfficer');
		return contextFor(
			{ db, clock: home.clock },
			{ ...actor, roles: actor.roles.map((role) => ({ ...role, deputyForId: personId })) }
		);
	};
	const keepOut = (...people: PersonId[]) =>
		db.asOwner((tx) =>
			sql`update case_file set excluded_person_ids = ${`{${people.join(',')}}`}::uuid[] where id = ${caseId}`.execute(
				tx
			)
		);
	/** What the database itself gives somebody of each table. */
	const seenBy = (context: Context) =>
		context.transaction(async (tx) => ({
			records: (await tx.selectFrom('lexSarahRecord').select('id').where('caseId', '=', caseId).execute())
				.length,
			reports: (await tx.selectFrom('lexSarahReport').select('recordId').where('recordId', '=', id).execute())
				.length,
			entries: (await tx.selectFrom('lexSarahEntry').select('id').where('recordId', '=', id).execute())
				.length,
			decisions: (await tx.selectFrom('lexSarahDecision').select('id').where('recordId', '=', id).execute())
				.length
		}));

	test('the manager hands over, and the case goes on', async () => {
		await handedOver();
		const file = await viewCase(manager(), caseId, 'sv');
		expect(file.isEnded).toBe(false);
		expect(file.history.map(({ action }) => action)).toContain('lexSarah.handedOver');
		const page = await lexSarah.viewLexSarahOfCase(manager(), caseId, 'sv');
		expect(page.records).toMatchObject([{ id, status: 'received' }]);
		expect(page.hasOfficer).toBe(true);
	});

	test('the form starts with the incident’s words, and names nobody', async () => {
		const { start } = await lexSarah.viewLexSarahOfCase(manager(), caseId, 'sv');
		expect(start.whatHappened).toContain('Brukaren ringde');
		expect(JSON.stringify(start)).not.toContain('rapportör');
	});

	test('the same form sent twice is one record, and a second record waits until the first is closed', async () => {
		const form = await handedOver();
		expect(await lexSarah.handOver(manager(), caseId, form, 'Överlämnat')).toEqual({ ok: true });
		expect(await lexSarah.handOver(manager(), caseId, buildHandOver(manager()), 'Överlämnat')).toEqual({
			ok: false,
			problem: 'alreadyOpen'
		});
	});

	test('the officer reads what was handed over; who handed it over knows only that it is there', async () => {
		await handedOver();
		expect((await view()).report.clientHarm).toBe('Ett barn kan ha blivit utan skydd.');
		await expect(view(manager())).rejects.toThrow(/not found/i);
		expect(await seenBy(manager())).toEqual({ records: 1, reports: 0, entries: 0, decisions: 0 });
		expect(await seenBy(officer())).toMatchObject({ records: 1, reports: 1 });
	});

	test.each([
		'reporter',
		'colleague',
		'safetyRepresentative',
		'hrPartner',
		'securityCoordinator',
		'administrator',
		'auditor',
		'dataProtectionOfficer',
		'gammaManager'
	])('%s neither knows of the record nor may hand over', async (key) => {
		await handedOver();
		await expect(view(home.as(key))).rejects.toThrow();
		await expect(
			lexSarah.handOver(home.as(key), caseId, buildHandOver(home.as(key)), 'Överlämnat')
		).rejects.toThrow();
		expect(await seenBy(home.as(key))).toEqual({ records: 0, reports: 0, entries: 0, decisions: 0 });
	});

	test('an officer whom the case is about, and who stands in for one, find nothing', async () => {
		await handedOver();
		await keepOut(home.person('lexSarahOfficer'));
		await expect(view()).rejects.toThrow(/not found/i);
		expect(await seenBy(officer())).toEqual({ records: 0, reports: 0, entries: 0, decisions: 0 });
		await keepOut(home.person('colleague'));
		expect((await view()).id).toBe(id);
		const deputy = deputyOf(home.person('colleague'));
		await expect(view(deputy)).rejects.toThrow(/not found/i);
		expect(await seenBy(deputy)).toEqual({ records: 0, reports: 0, entries: 0, decisions: 0 });
		expect(await seenBy(deputyOf(home.person('head')))).toMatchObject({ records: 1, reports: 1 });
	});

	test('from hand-over to decision, IVO and the end', async () => {
		await handedOver();
		expect(await lexSarah.start(officer(), id, { version: 1 })).toEqual({ ok: true });
		await lexSarah.document(officer(), id, buildEntry());
		await lexSarah.document(
			officer(),
			id,
			buildEntry({ entryKind: 'measure', entryText: 'Barnet har fått en ny plats.' })
		);
		const decision = buildDecision({
			version: String(await versionNow()),
			assessment: 'serious',
			ivo: 'yes'
		});
		expect(await lexSarah.decide(officer(), id, decision)).toEqual({ ok: true });
		const close = async () =>
			lexSarah.closeRecord(officer(), id, {
				key: newId<string>(),
				version: await versionNow(),
				closingText: 'Klart.'
			});
		expect(await close()).toEqual({ ok: false, problem: 'missing', missing: ['ivoSent'] });
		const sent = { version: await versionNow(), ivoSentOn: '2026-03-04', ivoReference: 'IVO-1' };
		expect(await lexSarah.recordIvo(officer(), id, sent)).toEqual({ ok: true });
		expect(await close()).toEqual({ ok: true });
		expect(await view()).toMatchObject({ status: 'closed', missing: [] });
		expect(await lexSarah.document(officer(), id, buildEntry())).toEqual({ ok: false, problem: 'ended' });
		expect((await lexSarah.viewLexSarahOfCase(manager(), caseId, 'sv')).records[0]?.status).toBe('closed');
	});

	test.each([
		['director', ['lexSarahOfficer']],
		['head', null],
		['manager', null],
		['lexSarahOfficer', null],
		['administrator', null],
		['securityCoordinator', null]
	] as const)(
		'%s: of what waits too long, a manager of the administration sees whom to ask, and nothing else',
		async (key, officers) => {
			await handedOver();
			const page = lexSarah.viewUnattended(home.as(key));
			if (officers === null) await expect(page).rejects.toThrow(Forbidden);
			else {
				const names = officers.map((name) => ({ name }));
				expect(await page).toEqual([
					{ id: home.unit('social').id, name: 'Socialförvaltningen', officers: names }
				]);
			}
		}
	);

	test('two officers at once: the second one is told, and nothing is overwritten', async () => {
		await handedOver();
		await lexSarah.decide(officer(), id, buildDecision());
		expect(await lexSarah.decide(officer(), id, buildDecision())).toEqual({ ok: false, problem: 'changed' });
		expect((await view()).decisions).toHaveLength(1);
	});

	test('more from who handed over reaches the officer, and the manager does not read it back', async () => {
		await handedOver();
		const more = { key: newId<string>(), supplementText: 'Mötet var klockan tio.' };
		expect(await lexSarah.supplement(manager(), caseId, more)).toEqual({ ok: true });
		await lexSarah.supplement(manager(), caseId, more);
		expect((await view()).entries).toMatchObject([{ kind: 'supplement', text: 'Mötet var klockan tio.' }]);
		expect(await seenBy(manager())).toMatchObject({ entries: 0 });
	});

	test('who handles the case cannot decide or change the record, whatever they send', async () => {
		await handedOver();
		await expect(lexSarah.decide(manager(), id, buildDecision())).rejects.toThrow(/not found/i);
		await expect(
			manager().transaction((tx) =>
				tx
					.insertInto('lexSarahDecision')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						recordId: id,
						assessment: 'noShortcoming',
						reason: 'x',
						reportToIvo: false,
						ivoReason: 'x',
						decidedBy: home.person('manager'),
						decidedAt: home.clock.now().toString()
					})
					.execute()
			)
		).rejects.toThrow(/row-level security/);
		const changed = await manager().transaction((tx) =>
			tx.updateTable('lexSarahRecord').set({ status: 'decided' }).where('id', '=', id).executeTakeFirst()
		);
		expect(changed.numUpdatedRows).toBe(0n);
	});

	test('the log of a record says nothing to a data protection officer whom the case is about', async () => {
		await handedOver();
		await view();
		const lines = () =>
			home
				.as('dataProtectionOfficer')
				.transaction((tx) =>
					tx.selectFrom('activity').select('action').where('subjectId', '=', id).execute()
				);
		expect(await lines()).toEqual([{ action: 'lexSarah.read' }]);
		await keepOut(home.person('dataProtectionOfficer'));
		expect(await lines()).toEqual([]);
	});

	test('the package holds everything, each time it is taken out is in the log', async () => {
		await handedOver();
		await lexSarah.document(officer(), id, buildEntry());
		await lexSarah.decide(officer(), id, buildDecision({ version: String(await versionNow()) }));
		const packed = JSON.parse(lexSarah.packageJson(await lexSarah.viewPackage(officer(), id, 'sv'))) as {
			report: { clientHarm: string };
			documentation: unknown[];
			decisions: unknown[];
		};
		expect(packed.report.clientHarm).toBe('Ett barn kan ha blivit utan skydd.');
		expect([packed.documentation.length, packed.decisions.length]).toEqual([1, 1]);
		const exported = await db.asOwner((tx) =>
			tx
				.selectFrom('activity')
				.select('role')
				.where('subjectId', '=', id)
				.where('action', '=', 'lexSarah.exported')
				.execute()
		);
		expect(exported).toEqual([{ role: 'lexSarahOfficer' }]);
	});

	test('when a unit moves, the record moves with its case', async () => {
		await handedOver();
		const { path } = home.unit('gamma');
		await db.asOwner((tx) =>
			sql`update case_file set unit_path = ${`{${path.join(',')}}`}::uuid[] where id = ${caseId}`.execute(tx)
		);
		await expect(view()).rejects.toThrow(/not found/i);
	});
});
