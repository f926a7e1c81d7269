/** Importing earlier incidents, on both engines. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { readImportFile } from '../incidents/import-file.ts';
import { NotFound } from '../platform/errors.ts';
import { importIncidents, viewCase, viewInbox, type ImportOptions } from './index.ts';

const header =
	'referens;inträffat;enhet;händelse;typ;påverkare;otillåten_påverkan;allvarlighet;kontakt;avslutat';

describe.each(engines)('an import on the $engine engine', ({ engine, open, available }) => {
	describe.skipIf(!available)('of a file', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let municipalities = 0;
		beforeAll(async () => {
			db = await open();
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			home = await makeMunicipality(db, `-${engine}-${municipalities++}`);
		});

		const importFile = (lines: readonly string[], options: Partial<ImportOptions> = {}) => {
			const { rows, problems } = readImportFile(
				new TextEncoder().encode([header, ...lines].join('\n')),
				home.clock.now()
			);
			expect(problems).toEqual([]);
			return importIncidents({ db, clock: home.clock }, rows, { municipalityId: home.id, ...options });
		};
		const stored = () =>
			db.asOwner((tx) =>
				tx
					.selectFrom('incident')
					.innerJoin('caseFile', 'caseFile.incidentId', 'incident.id')
					.selectAll('incident')
					.select([
						'caseFile.id as caseId',
						'caseFile.status',
						'caseFile.handlerId',
						'caseFile.undueInfluence',
						'caseFile.form'
					])
					.where('incident.municipalityId', '=', home.id)
					.orderBy('incident.externalReference')
					.execute()
			);

		test('gives every incident a number of its year, and a case as far as the old system had come', async () => {
			const outcome = await importFile([
				'A;2021-03-05;Enhet Alfa;Ringde och skrek.;Hot;Brukare;Ja;3;2021-03-06;2021-04-01',
				'B;2021-05-05;enhet  alfa;;Våld;Brukare;;;;',
				'C;2020-01-05;Avdelningen;;Osäker;;Nej;;;'
			]);
			expect(outcome).toMatchObject({ ok: true, summary: { imported: 3, open: 2, already: 0 } });
			const rows = await stored();
			expect(rows.map(({ status, year, number, handlerId }) => [status, year, number, handlerId])).toEqual([
				['closed', 2021, 1, null],
				['received', 2021, 2, home.person('manager')],
				['assessing', 2020, 1, home.person('head')]
			]);
			expect(rows[0]).toMatchObject({
				origin: 'import',
				undueInfluence: 'yes',
				form: 'threat',
				text: 'Ringde och skrek.'
			});
		});

		test('of one bad unit changes nothing at all, and names every such row', async () => {
			const outcome = await importFile([
				'A;2021-03-05;Enhet Alfa;;Hot;;;;;',
				'B;2021-03-05;Enhet Omega;;Hot;;;;;',
				'C;2021-03-05;Enhet Sigma;;Hot;;;;;'
			]);
			expect(outcome).toMatchObject({
				ok: false,
				problems: [
					{ line: 3, column: 'enhet', reason: 'unknownUnit', value: 'Enhet Omega' },
					{ line: 4, column: 'enhet', reason: 'unknownUnit', value: 'Enhet Sigma' }
				]
			});
			expect(await stored()).toEqual([]);
		});

		test('given twice, stores each incident once and tells what has changed', async () => {
			await importFile(['A;2021-03-05;Enhet Alfa;Först.;Hot;;;;;', 'B;2021-03-05;Enhet Alfa;;Hot;;;;;']);
			const again = await importFile([
				'A;2021-03-05;Enhet Alfa;Sedan.;Hot;;;;;',
				'B;2021-03-05;Enhet Alfa;;Hot;;;;;',
				'D;2021-03-05;Enhet Alfa;;Hot;;;;;'
			]);
			expect(again).toMatchObject({
				ok: true,
				summary: { imported: 1, already: 2, changed: [{ line: 2, externalReference: 'A' }] }
			});
			expect((await stored()).map(({ text }) => text)).toEqual(['Först.', null, null]);
		});

		test('a unit is found by the id of the organisation too; a name that two units share is asked about', async () => {
			await db.asOwner(async (tx) => {
				await tx
					.updateTable('unit')
					.set({ name: 'Enhet Dubbel' })
					.where('id', 'in', [home.unit('alpha').id, home.unit('beta').id])
					.execute();
				await tx
					.updateTable('unit')
					.set({ externalId: 'A-100' })
					.where('id', '=', home.unit('alpha').id)
					.execute();
			});
			expect(await importFile(['A;2021-03-05;Enhet Dubbel;;Hot;;;;;'])).toMatchObject({
				ok: false,
				problems: [{ reason: 'ambiguousUnit' }]
			});
			expect(await importFile(['A;2021-03-05;a-100;;Hot;;;;;'])).toMatchObject({ ok: true });
			expect((await stored())[0]?.unitId).toBe(home.unit('alpha').id);
		});

		test('tried only, leaves nothing behind and says what it would have done', async () => {
			const lines = ['A;2021-03-05;Enhet Alfa;Ring 070-123 45 67;Hot;;;;;'];
			expect(await importFile(lines, { dryRun: true })).toMatchObject({
				ok: true,
				summary: { imported: 1, withPersonalData: [{ line: 2, externalReference: 'A' }] }
			});
			expect(await stored()).toEqual([]);
		});

		test('never gives a report about the manager to the manager', async () => {
			await importFile([
				'A;2026-02-05;Enhet Alfa;;Annan press;Chef;;;;',
				'B;2026-02-05;Enhet Alfa;;Annan press;Chef;;;;2026-02-20'
			]);
			const rows = await stored();
			expect(rows.map(({ excludedPersonIds }) => excludedPersonIds)).toEqual([
				[home.person('manager')],
				[home.person('manager')]
			]);
			expect(rows[0]?.handlerId).toBe(home.person('head'));
			for (const { caseId } of rows) {
				await expect(viewCase(home.as('manager'), caseId, 'sv')).rejects.toThrow(NotFound);
			}
		});

		test('what is open can be handled: it lies in the inbox and opens', async () => {
			await importFile(['A;2021-03-05;Enhet Alfa;Ringde.;Hot;Brukare;;;;']);
			const { rows } = await viewInbox(home.as('manager'), new URLSearchParams(), 'sv');
			expect(rows).toHaveLength(1);
			await expect(viewCase(home.as('manager'), rows[0]!.id, 'sv')).resolves.toBeDefined();
		});

		test('nobody can sign in as the one who stands as reporter, or choose them as a colleague', async () => {
			await importFile(['A;2021-03-05;Enhet Alfa;;Hot;;;;;']);
			const person = await db.asOwner((tx) =>
				tx
					.selectFrom('person')
					.selectAll()
					.where('name', '=', 'Import')
					.where('municipalityId', '=', home.id)
					.executeTakeFirstOrThrow()
			);
			expect([person.isActive, person.email]).toEqual([false, null]);
		});

		test('is told in the activity log once, with counts alone', async () => {
			await importFile([
				'A;2021-03-05;Enhet Alfa;Hemligt.;Hot;;;;;',
				'B;2021-03-05;Enhet Alfa;;Hot;;;;;2021-04-01'
			]);
			const log = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['actorId', 'details'])
					.where('action', '=', 'incident.imported')
					.where('municipalityId', '=', home.id)
					.execute()
			);
			expect(log).toEqual([{ actorId: null, details: { imported: 2, already: 0, open: 1 } }]);
		});

		test('beside reports made here, the numbers of a year go on without a gap', async () => {
			await report(home.as('reporter'));
			await importFile(
				Array.from({ length: 600 }, (_, n) => `A-${n};2026-02-05;Enhet Alfa;;Hot;;;;;2026-02-06`)
			);
			await report(home.as('reporter'));
			const numbers = (await stored()).map(({ number }) => number!).sort((one, other) => one - other);
			expect(numbers).toEqual(Array.from({ length: 602 }, (_, n) => n + 1));
		});
	});
});
