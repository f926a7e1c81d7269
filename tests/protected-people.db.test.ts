/**
 * Protected personal data (skyddade personuppgifter): name, unit and contact are seen by the person and by named roles at their unit and
 * above, and by nobody else: not from any table, not on any page, not in any choice, and not through who stands in for whom.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId } from '../database/column-types.ts';
import type { Context } from '../src/lib/server/access/index.ts';
import {
	addMeasure,
	listOwnReports,
	messageReporter,
	recordContact,
	shareCase,
	viewCase,
	viewInbox,
	viewMeasure,
	viewOwnReport,
	viewReportForm,
	writeNote,
	writeToHandler
} from '../src/lib/server/cases/index.ts';
import { buildContact, buildMeasure } from '../src/lib/server/cases/test-data.ts';
import { nameDeputy, viewDeputies } from '../src/lib/server/deputies/index.ts';
import { viewMyTasks } from '../src/lib/server/measures/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { engines, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

/** Who may see a protected person of unit Alpha: the person, and these roles at the unit and above. */
const named = ['colleague', 'manager', 'head', 'director', 'hrPartner', 'securityCoordinator'];
const others = [
	'reporter',
	'safetyRepresentative',
	'betaReporter',
	'controller',
	'lexSarahOfficer',
	'unionRepresentative',
	'gammaManager',
	'gammaReporter',
	'analyst',
	'auditor',
	'electedRepresentative',
	'archivist',
	'dataProtectionOfficer',
	'legalAdviser',
	'administrator',
	'whistleblowingOfficer'
];

describe.each(engines)('protected personal data on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('a protected person', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		const protect = (...keys: string[]) =>
			db.asOwner((tx) =>
				tx
					.updateTable('person')
					.set({ isProtected: true })
					.where(
						'id',
						'in',
						keys.map((key) => home.person(key))
					)
					.execute()
			);
		const caseOf = (incidentId: IncidentId): Promise<CaseId> =>
			db.asOwner(async (tx) => {
				const file = tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId);
				return (await file.executeTakeFirstOrThrow()).id;
			});
		const tables = async () => {
			const { rows } = await db.askAsOwner((ask) =>
				sql<{ name: string }>`select c.relname as name from pg_class c
					where c.relkind in ('r', 'p', 'v') and c.relnamespace = 'public'::regnamespace
						and has_table_privilege('opaverkad_app', c.oid, 'select')`.execute(ask)
			);
			return rows.map(({ name }) => name);
		};
		/** Everything that somebody gets from every table, as text. */
		const everythingFor = async (context: Context) => {
			const names = await tables();
			return context.transaction(async (tx) => {
				const texts: [string, string][] = [];
				for (const table of names) {
					const { rows } = await sql<{
						row: unknown;
					}>`select to_jsonb(t) as row from ${sql.table(table)} t`.execute(tx);
					texts.push([table, JSON.stringify(rows)]);
				}
				return texts;
			});
		};

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			await protect('colleague', 'manager');
		});
		afterAll(() => db.close());

		test.each(others)('%s finds neither name nor contact in any table, nor who works where', async (key) => {
			for (const [table, text] of await everythingFor(home.as(key))) {
				expect(text, table).not.toMatch(/"colleague@|"name":"colleague"|"manager@|"name":"manager"/);
				// who administers knows that there is somebody in post, and the one concerned knows themselves
				if (table === 'person' || (table === 'assignment' && key !== 'administrator')) {
					expect(text, table).not.toContain(home.person('manager'));
				}
			}
		});

		test.each(named)('%s may see the protected person of the unit', async (key) => {
			const person = await home
				.as(key)
				.transaction((tx) =>
					tx.selectFrom('person').select('name').where('id', '=', home.person('colleague')).executeTakeFirst()
				);
			expect(person).toEqual({ name: 'colleague' });
		});

		test('a manager who is protected still receives: the form says the role, not the name', async () => {
			const form = await viewReportForm(home.as('reporter'), { unitId: null, forColleague: true }, 'sv');
			expect(form.routes.usual.handler).toMatchObject({
				name: null,
				role: 'lineManager',
				unitName: 'Enhet Alfa'
			});
			expect(form.colleagues.map(({ name }) => name)).not.toContain('colleague');
			expect(form.audience[0]).toMatchObject({
				name: null,
				reasons: [{ kind: 'handler' }, { kind: 'role' }]
			});
			expect(JSON.stringify(form.audience)).not.toContain(home.person('manager'));
			const id = await caseOf(await report(home.as('reporter')));
			expect((await viewCase(home.as('manager'), id, 'sv')).isMine).toBe(true);
		});

		describe('in a case', () => {
			let incident: IncidentId;
			let id: CaseId;
			const words = 'Skrivet av någon.';
			beforeAll(async () => {
				// reported by somebody protected, handled by somebody protected
				incident = await report(home.as('colleague'));
				id = await caseOf(incident);
				const manager = home.as('manager');
				await recordContact(manager, id, buildContact(manager));
				await writeNote(manager, id, { key: newId<string>(), noteText: words });
				await messageReporter(manager, id, { key: newId<string>(), messageText: words });
				await writeToHandler(home.as('colleague'), incident, { key: newId<string>(), message: words });
				await addMeasure(manager, id, buildMeasure(manager, { ownerId: home.person('colleague') }));
				const { version } = await viewCase(manager, id, 'sv');
				await shareCase(manager, id, {
					key: newId<string>(),
					version,
					shareWith: home.person('lexSarahOfficer'),
					shareReason: words
				});
			});
			const nowhere = (view: unknown, what: string) => {
				const text = JSON.stringify(view);
				expect(text, what).not.toMatch(/"(colleague|manager)"|(colleague|manager)@/);
				for (const key of ['colleague', 'manager']) expect(text, what).not.toContain(home.person(key));
			};

			test.each(['safetyRepresentative', 'lexSarahOfficer'])(
				'%s reads it without a name or an id',
				async (key) => {
					const view = await viewCase(home.as(key), id, 'sv');
					nowhere(view, 'the case');
					expect(view).toMatchObject({
						handler: { name: null },
						unitName: 'Enhet Alfa',
						incident: { reporter: { name: null } }
					});
					expect(view.measures).toMatchObject([{ owner: { name: null } }]);
					expect(view.history.map(({ by }) => by)).toContainEqual({ name: null });
					const { rows } = await viewInbox(home.as(key), new URLSearchParams('tab=all'), 'sv');
					expect(rows.filter((row) => row.id === id)).toMatchObject([{ handler: { name: null } }]);
				}
			);

			test('those named see the names', async () => {
				const view = await viewCase(home.as('head'), id, 'sv');
				expect(view).toMatchObject({
					handler: { name: 'manager' },
					incident: { reporter: { name: 'colleague' } }
				});
				expect(view.measures).toMatchObject([{ owner: { name: 'colleague' } }]);
				expect(view.audience.members.map(({ name }) => name)).toContain('manager');
			});

			test('the one who reported follows their report, does their measure, and is not told who the manager is', async () => {
				const own = await viewOwnReport(home.as('colleague'), incident, 'sv');
				expect(own.messages).toHaveLength(2);
				expect(own.handler).toEqual({ name: null });
				expect(JSON.stringify(own)).not.toContain(home.person('manager'));
				expect((await listOwnReports(home.as('colleague'), 1)).reports).toMatchObject([{ reporter: null }]);
				const tasks = await viewMyTasks(home.as('colleague'), 'sv', 1);
				expect(tasks.openMeasures).toHaveLength(1);
				const measure = await viewMeasure(home.as('colleague'), tasks.openMeasures[0]!.id, 'sv');
				expect(measure).toMatchObject({ isMine: true, owner: { name: 'colleague' } });
				expect(JSON.stringify(measure)).not.toContain(home.person('manager'));
			});
		});

		test('is not found by colleagues who look for a deputy, but by their own manager; who they stand in for is not told', async () => {
			await db.asOwner((tx) =>
				tx
					.insertInto('assignment')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						personId: home.person('betaReporter'),
						unitId: home.unit('beta').id,
						role: 'lineManager',
						validFrom: '2020-01-01'
					})
					.execute()
			);
			const found = async (key: string) =>
				(await viewDeputies(home.as(key), 'colleague', 'sv')).choices.flatMap(({ choices }) => choices);
			expect(await found('gammaManager')).toEqual([]);
			expect(await found('manager')).toMatchObject([{ name: 'colleague' }]);
			expect(
				await nameDeputy(home.as('gammaManager'), {
					person: home.person('colleague'),
					unit: home.unit('gamma').id,
					from: '2026-03-04',
					to: '2026-03-05'
				})
			).toMatchObject({ problem: 'notActive' });
			await nameDeputy(home.as('manager'), {
				person: home.person('reporter'),
				unit: home.unit('alpha').id,
				from: '2026-03-04',
				to: '2026-03-05'
			});
			const view = await viewReportForm(
				home.as('gammaReporter'),
				{ unitId: home.unit('alpha').id, forColleague: false },
				'sv'
			);
			const deputy = view.audience.find(({ name }) => name === 'reporter');
			expect(deputy?.reasons).toMatchObject([{ kind: 'deputy', standsInFor: { name: null } }]);
		});
	});
});
