/** 'Vem har läst mitt ärende?': what the reporter and the affected person are told, what is left out, and that nobody else asks. */
import { sql } from 'kysely';
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId, MeasureId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import type { Context } from '../access/context.ts';
import { scopeOf } from '../access/actor.ts';
import { searchLog } from '../log-review/index.ts';
import { NotFound } from '../platform/errors.ts';
import { addMeasure, viewCase, viewInbox, viewMeasure, viewOwnReport, viewReaders } from './index.ts';
import { buildMeasure } from './test-data.ts';

describe.each(engines)('who has read one’s case, on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('a case reported for a colleague', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let incident: IncidentId;
		let id: CaseId;
		const readers = async (who: string) => (await viewReaders(home.as(who), incident, 'sv')).readers;
		const later = (minutes: number) => home.clock.set(home.clock.now().add({ minutes }).toString());
		const protect = (who: string, isProtected: boolean) =>
			db.asOwner((tx) =>
				tx.updateTable('person').set({ isProtected }).where('id', '=', home.person(who)).execute()
			);

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			home.clock.set('2026-03-04T08:00:00Z');
			incident = await report(home.as('reporter'), { values: { affected: home.person('colleague') } });
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			id = row.id;
		});

		test('nobody has read yet', async () => {
			expect(await readers('reporter')).toEqual([]);
			expect(await readers('colleague')).toEqual([]);
		});

		test('each reader is there once in each role, with the first time, the latest and how many', async () => {
			await viewCase(home.as('manager'), id, 'sv');
			await viewCase(home.as('manager'), id, 'sv');
			later(60);
			await viewCase(home.as('manager'), id, 'sv');
			later(60);
			await viewCase(home.as('hrPartner'), id, 'sv');
			expect(await readers('reporter')).toMatchObject([
				{ name: 'hrPartner', role: 'hrPartner', times: 1, lastText: '4 mars 2026 kl. 11.00' },
				{
					name: 'manager',
					role: 'lineManager',
					times: 2,
					firstText: '4 mars 2026 kl. 09.00',
					lastText: '4 mars 2026 kl. 10.00'
				}
			]);
		});

		test('on whose behalf is said', async () => {
			const context = home.as('controller');
			const role = { ...home.as('director').actor.roles[0]!, deputyForId: home.person('director') };
			const actor = { ...context.actor, roles: [role] };
			const deputy: Context = {
				...context,
				actor,
				transaction: (work) => db.transaction(scopeOf(actor), work)
			};
			await viewCase(deputy, id, 'sv');
			expect(await readers('reporter')).toMatchObject([
				{ name: 'controller', role: 'lineManager', onBehalfOf: 'director' }
			]);
		});

		test('of who has protected personal data, only the role is shown', async () => {
			await viewCase(home.as('manager'), id, 'sv');
			await protect('manager', true);
			try {
				expect(await readers('colleague')).toMatchObject([{ name: null, role: 'lineManager' }]);
				expect(JSON.stringify(await readers('colleague'))).not.toContain('manager');
			} finally {
				await protect('manager', false);
			}
		});

		test('the affected person and the reporter see each other’s readings where the words are the other’s, not their own', async () => {
			await viewOwnReport(home.as('reporter'), incident, 'sv');
			await viewOwnReport(home.as('colleague'), incident, 'sv');
			expect(await readers('reporter')).toMatchObject([
				{ name: 'colleague', role: 'affectedPerson', what: 'case' }
			]);
			expect(await readers('colleague')).toEqual([]);
		});

		test('who only was to do a measure is told apart from who read the case', async () => {
			const measure = buildMeasure(home.as('manager'), { ownerId: home.person('gammaReporter') });
			await addMeasure(home.as('manager'), id, measure);
			await viewMeasure(home.as('gammaReporter'), measure.key as MeasureId, 'sv');
			expect(await readers('reporter')).toMatchObject([
				{ name: 'gammaReporter', what: 'measure', role: 'measureOwner' }
			]);
		});

		test('that the log was reviewed for this case is shown as a function, without a name', async () => {
			const officer = home.as('dataProtectionOfficer');
			await searchLog(officer, new URLSearchParams({ case: id }), 'sv');
			await searchLog(officer, new URLSearchParams(), 'sv');
			const [only, ...more] = await readers('reporter');
			expect(more).toEqual([]);
			expect(only).toMatchObject({ what: 'log', name: null, times: 1 });
		});

		test('a list in which the case stands is not a reading of it', async () => {
			await viewInbox(home.as('manager'), new URLSearchParams(), 'sv');
			expect(await readers('reporter')).toEqual([]);
		});

		test.each(['manager', 'head', 'administrator', 'dataProtectionOfficer', 'gammaReporter'])(
			'the %s cannot ask, on the page or in the database',
			async (who) => {
				await viewCase(home.as('hrPartner'), id, 'sv');
				await expect(readers(who)).rejects.toBeInstanceOf(NotFound);
				const { rows } = await home
					.as(who)
					.transaction((tx) => sql`select * from readers_of_own_incident(${incident})`.execute(tx));
				expect(rows).toEqual([]);
			}
		);
	});
});
