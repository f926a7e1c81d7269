/** The figures, from the change to the page, on both engines; folding while others write, on a real PostgreSQL. */
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { assess, importIncidents, recordContact, viewInbox } from '../cases/index.ts';
import { buildAssessment, buildContact } from '../cases/test-data.ts';
import { readImportFile } from '../incidents/import-file.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	exportStatistics,
	foldStatistics,
	rebuildStatistics,
	viewStatistics,
	type Dimension,
	type StatisticsView
} from './index.ts';

const view = (home: TestMunicipality, who: string, unit: string, query = 'period=thisYear') =>
	viewStatistics(home.as(who), home.unit(unit).id, new URLSearchParams(query));

const count = ({ figures }: StatisticsView, dimension: Dimension, code: string) =>
	(figures?.byCode[dimension] as { code: string; count: unknown }[]).find((each) => each.code === code)
		?.count;

/** Every cell that is not zero, in an order that can be compared. */
const cells = (db: TestDatabase) =>
	db.asOwner(async (tx) => {
		const { rows } = await sql`select unit_id, day, dimension, code, count from statistic_cell
			where count <> 0 order by 1, 2, 3, 4`.execute(tx);
		return rows;
	});

/** Twelve lines as the file of an older system has them, and imports them. */
async function importLines(db: TestDatabase, home: TestMunicipality, lines: readonly string[]) {
	const file = ['referens;inträffat;enhet;typ;otillåten_påverkan;kontakt;avslutat', ...lines].join('\n');
	const { rows, problems } = readImportFile(new TextEncoder().encode(file), home.clock.now());
	expect(problems).toEqual([]);
	const outcome = await importIncidents({ db, clock: home.clock }, rows, { municipalityId: home.id });
	expect(outcome.ok).toBe(true);
}

describe.each(engines)('the figures on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of a municipality', () => {
		let db: TestDatabase;
		beforeAll(async () => {
			db = await open();
		});
		afterAll(() => db.close());

		test('a report counts at once, at its unit and at every unit above it, and nowhere else', async () => {
			const home = await makeMunicipality(db, '-at-once');
			await report(home.as('reporter'));
			for (const [who, unit] of [
				['manager', 'alpha'],
				['head', 'division'],
				['director', 'social'],
				['hrPartner', 'social']
			] as const) {
				expect((await view(home, who, unit)).figures?.total).toBe(1);
			}
			expect((await view(home, 'head', 'beta')).figures?.total).toBe(0);
			expect((await view(home, 'gammaManager', 'gamma')).figures?.total).toBe(0);
		});

		test('a case is not counted for the manager whom it is about, folded or not', async () => {
			const home = await makeMunicipality(db, '-about');
			await report(home.as('reporter'));
			await report(home.as('reporter'), { values: { influencer: 'manager' } });
			for (const folded of [false, true]) {
				if (folded) await foldStatistics({ db });
				const ofManager = await view(home, 'manager', 'alpha');
				expect(ofManager.figures?.total).toBe(1);
				expect(count(ofManager, 'influencer', 'manager')).toBe(0);
				const ofHead = await view(home, 'head', 'alpha');
				expect(ofHead.figures?.total).toBe(2);
				expect(count(ofHead, 'influencer', 'manager')).toBe(1);
			}
		});

		test('what has been done with a case moves it between the codes, folded or not', async () => {
			const home = await makeMunicipality(db, '-moves');
			await report(home.as('reporter'), { values: { forms: ['harassment'] } });
			const manager = home.as('manager');
			const { rows } = await viewInbox(manager, new URLSearchParams(), 'sv');
			const id = rows[0]!.id;
			await foldStatistics({ db });
			await recordContact(manager, id, buildContact(manager));
			const shown = await view(home, 'manager', 'alpha');
			expect([count(shown, 'firstContact', 'notYet'), count(shown, 'firstContact', 'within4h')]).toEqual([
				0, 1
			]);

			const version = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('version').where('id', '=', id).executeTakeFirstOrThrow()
			);
			await assess(manager, id, buildAssessment({ version: String(version.version) }));
			for (const fold of [false, true]) {
				if (fold) await foldStatistics({ db });
				const after = await view(home, 'manager', 'alpha');
				expect(after.figures).toMatchObject({ total: 1, undueShare: 1, contactedWithinDay: 1 });
				expect([count(after, 'form', 'harassment'), count(after, 'form', 'threat')]).toEqual([0, 1]);
				expect(count(after, 'undueInfluence', 'notAssessed')).toBe(0);
			}
		});

		test('the letter: 45 events from 1 January to 21 December 2021, of which 25 are undue influence', async () => {
			const home = await makeMunicipality(db, '-letter');
			const start = Temporal.PlainDate.from('2021-01-02');
			const inside = Array.from({ length: 43 }, (_, n) => {
				const day = start.add({ days: n * 8 });
				return `L-${n};${day};Enhet Alfa;${n % 3 === 0 ? 'Hot' : 'Trakasserier'};${n < 24 ? 'Ja' : 'Nej'};;2022-01-10`;
			});
			await importLines(db, home, [
				...inside,
				'L-first;2021-01-01 00:05;Enhet Beta;Hot;Ja;;2022-01-10',
				'L-last;2021-12-21 23:55;Avdelningen;Hot;Nej;;2022-01-10',
				'L-before;2020-12-31 23:55;Enhet Alfa;Hot;Ja;;2022-01-10',
				'L-after;2021-12-22 00:05;Enhet Alfa;Hot;Ja;;2022-01-10',
				'L-elsewhere;2021-06-01;Enhet Gamma;Hot;Ja;;2022-01-10'
			]);
			for (const fold of [false, true]) {
				if (fold) await foldStatistics({ db });
				const shown = await view(home, 'controller', 'social', 'period=own&from=2021-01-01&to=2021-12-21');
				expect(shown.figures?.total).toBe(45);
				expect(count(shown, 'undueInfluence', 'yes')).toBe(25);
				expect(shown.figures?.undueShare).toBeCloseTo(25 / 45, 10);
			}
		});

		test('per 100 employees, where the headcount of the year is known', async () => {
			const home = await makeMunicipality(db, '-hundred');
			await report(home.as('reporter'));
			expect((await view(home, 'manager', 'alpha')).figures?.perHundred).toEqual({
				incidents: 5,
				headcount: 20
			});
			const early = await view(home, 'manager', 'alpha', 'period=own&from=2023-01-01&to=2023-12-31');
			expect(early.figures?.perHundred).toBeNull();
			expect((await view(home, 'head', 'beta')).figures?.perHundred).toBeNull();
		});

		test('whoever sees aggregates sees no small numbers, and none that gives one away', async () => {
			const home = await makeMunicipality(db, '-small');
			const lines = (unit: string, howMany: number, form: string) =>
				Array.from(
					{ length: howMany },
					(_, n) => `${unit}-${form}-${n};2026-02-0${(n % 9) + 1};${unit};${form};Ja;2026-02-10;`
				);
			await importLines(db, home, [
				...lines('Enhet Alfa', 7, 'Hot'),
				...lines('Enhet Beta', 2, 'Våld'),
				...lines('Enhet Gamma', 12, 'Hot')
			]);
			const division = await view(home, 'controller', 'division');
			expect(division.figures?.total).toBe(9);
			expect(division.figures?.units.map((each) => each.count)).toEqual(['withheld', 'withheld']);
			expect([count(division, 'form', 'threat'), count(division, 'form', 'violence')]).toEqual([
				'withheld',
				'withheld'
			]);
			expect(count(division, 'form', 'corruption')).toBe(0);
			// seven is not small, but nine minus seven is
			expect((await view(home, 'controller', 'alpha')).figures).toBeNull();
			expect((await view(home, 'controller', 'beta')).figures).toBeNull();
			expect((await view(home, 'analyst', 'gamma')).figures?.total).toBe(12);
			// those who may see the cases see the numbers
			expect((await view(home, 'director', 'beta')).figures?.total).toBe(2);
		});

		test('outside the scope there is no such unit, nor in another municipality', async () => {
			const home = await makeMunicipality(db, '-scope');
			const away = await makeMunicipality(db, '-scope-away');
			await expect(view(home, 'manager', 'division')).rejects.toThrow(NotFound);
			await expect(view(home, 'gammaManager', 'alpha')).rejects.toThrow(NotFound);
			await expect(view(home, 'reporter', 'alpha')).rejects.toThrow(NotFound);
			const query = new URLSearchParams();
			await expect(viewStatistics(home.as('analyst'), away.id, query)).rejects.toThrow(NotFound);
			await expect(viewStatistics(home.as('analyst'), newId(), query)).rejects.toThrow(NotFound);
			await expect(viewStatistics(home.as('analyst'), "'; drop", query)).rejects.toThrow(NotFound);
		});

		test('the way to the unit begins where the actor’s figures begin', async () => {
			const home = await makeMunicipality(db, '-way');
			const names = ({ path }: StatisticsView) => path.map(({ name }) => name);
			expect(names(await view(home, 'controller', 'alpha'))).toEqual([
				'Socialförvaltningen',
				'Avdelningen',
				'Enhet Alfa'
			]);
			expect(names(await view(home, 'manager', 'alpha'))).toEqual(['Enhet Alfa']);
		});

		test('taking the figures home is logged, with the period and without any number', async () => {
			const home = await makeMunicipality(db, '-export');
			await exportStatistics(
				home.as('controller'),
				home.unit('social').id,
				new URLSearchParams('from=2026-01-01')
			);
			const log = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['actorId', 'subjectId', 'details'])
					.where('action', '=', 'statistics.exported')
					.where('municipalityId', '=', home.id)
					.execute()
			);
			expect(log).toEqual([
				{
					actorId: home.person('controller'),
					subjectId: home.unit('social').id,
					details: { from: '2026-01-01', to: '2026-03-04', organisation: 'then' }
				}
			]);
		});

		test('folded change by change gives the same cells as counting everything anew', async () => {
			await foldStatistics({ db });
			const folded = await cells(db);
			expect(folded.length).toBeGreaterThan(100);
			await rebuildStatistics({ db });
			expect(await cells(db)).toEqual(folded);
			expect(await foldStatistics({ db })).toBe(0);
		});
	});
});

describe.skipIf(!hasServer)('while others report', () => {
	test('two processes fold, and every reader sees figures that agree with each other', async () => {
		const db = await serverDatabase();
		try {
			const home = await makeMunicipality(db);
			let writing = true;
			const writers = ['reporter', 'colleague', 'betaReporter', 'manager'].map(async (who) => {
				for (let n = 0; n < 25; n++) {
					await report(home.as(who), { values: { forms: [n % 2 === 0 ? 'threat' : 'harassment'] } });
				}
			});
			const folders = [1, 2].map(async () => {
				while (writing) await foldStatistics({ db });
			});
			const totals: number[] = [];
			const reader = (async () => {
				while (writing) {
					const { figures } = await view(home, 'director', 'social');
					for (const counts of Object.values(figures!.byCode)) {
						const sum = (counts as { count: number }[]).reduce((all, each) => all + each.count, 0);
						expect(sum).toBe(figures!.total);
					}
					totals.push(figures!.total);
				}
			})();
			await Promise.all(writers);
			writing = false;
			await Promise.all([...folders, reader]);

			expect(totals).toEqual(totals.toSorted((one, other) => one - other));
			expect((await view(home, 'director', 'social')).figures?.total).toBe(100);
			await foldStatistics({ db });
			const folded = await cells(db);
			await rebuildStatistics({ db });
			expect(await cells(db)).toEqual(folded);
		} finally {
			await db.close();
		}
	});

	test('reports that come while everything is counted anew are neither lost nor counted twice', async () => {
		const db = await serverDatabase();
		try {
			const home = await makeMunicipality(db);
			const writers = ['reporter', 'colleague', 'betaReporter'].map(async (who) => {
				for (let n = 0; n < 15; n++) await report(home.as(who));
			});
			const rebuilder = (async () => {
				for (let n = 0; n < 5; n++) await rebuildStatistics({ db });
			})();
			const folder = (async () => {
				for (let n = 0; n < 20; n++) await foldStatistics({ db });
			})();
			await Promise.all([...writers, rebuilder, folder]);
			expect((await view(home, 'director', 'social')).figures?.total).toBe(45);
		} finally {
			await db.close();
		}
	});
});
