/** What follows when a unit gets another place: who reads its cases, and the figures by the organisation of then and of now. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { contextFor, type Context } from '../access/index.ts';
import { viewReportForm } from '../cases/index.ts';
import { makeChange, undoChange, type ChangeId, type Wish } from '../organisation-changes/index.ts';
import { foldStatistics, rebuildStatistics, viewStatistics } from './index.ts';

const today = '2026-03-04';

async function change(home: TestMunicipality, wish: Wish, from = today): Promise<ChangeId> {
	const made = await makeChange(home.as('administrator'), { wish, from, note: null }, null);
	if (!made.ok) throw new Error(JSON.stringify(made));
	return made.id;
}

/** Somebody who sees every number of the whole municipality. */
function citywide(db: TestDatabase, home: TestMunicipality): Context {
	const { actor } = home.as('securityCoordinator');
	const roles = actor.roles.map((role) => ({ ...role, unitId: home.id }));
	return contextFor({ db, clock: home.clock }, { ...actor, roles });
}

const figures = async (
	home: TestMunicipality,
	context: Context,
	unit: string,
	organisation: 'then' | 'now'
) =>
	(
		await viewStatistics(
			context,
			home.unit(unit).id,
			new URLSearchParams({ period: 'thisYear', organisation })
		)
	).figures!;

/** Totals by both organisations, [then, now], of one unit after another. */
async function totals(db: TestDatabase, home: TestMunicipality): Promise<Record<string, [number, number]>> {
	const everywhere = citywide(db, home);
	const found: Record<string, [number, number]> = {};
	for (const unit of ['social', 'division', 'alpha', 'beta', 'labour', 'gamma']) {
		found[unit] = [
			(await figures(home, everywhere, unit, 'then')).total,
			(await figures(home, everywhere, unit, 'now')).total
		];
	}
	return found;
}

const allNumbers = (db: TestDatabase) =>
	db.asOwner(async (tx) => {
		const { rows } =
			await sql`select 'cell' as kind, unit_id, day, dimension, code, count from statistic_cell where count <> 0
			union all select 'shift', unit_id, day, dimension, code, count from statistic_shift where count <> 0
			order by 1, 2, 3, 4, 5`.execute(tx);
		return rows;
	});

describe.each(engines)('a unit gets another place ($engine)', ({ open, available }) => {
	if (!available) return test.skip('no PostgreSQL here');
	let db: TestDatabase;
	beforeAll(async () => {
		db = await open();
	});
	afterAll(() => db.close());

	/** Three reports from Alpha, one from Beta, two from Gamma. */
	async function town(suffix: string): Promise<TestMunicipality> {
		const home = await makeMunicipality(db, suffix);
		for (let n = 0; n < 3; n++) await report(home.as('reporter'));
		await report(home.as('betaReporter'));
		for (let n = 0; n < 2; n++) await report(home.as('gammaReporter'));
		return home;
	}

	const moveAlpha = (home: TestMunicipality): Wish => ({
		kind: 'unitMoved',
		unitId: home.unit('alpha').id,
		parentId: home.unit('labour').id
	});

	const before = {
		social: [4, 4],
		division: [4, 4],
		alpha: [3, 3],
		beta: [1, 1],
		labour: [2, 2],
		gamma: [2, 2]
	};
	const moved = {
		social: [4, 1],
		division: [4, 1],
		alpha: [3, 3],
		beta: [1, 1],
		labour: [2, 5],
		gamma: [2, 2]
	};

	test.each([
		['folded before', true],
		['not folded before', false]
	])(
		'the figures of then stay, those of now move along; taken back, they are as before (%s)',
		async (_, fold) => {
			const home = await town(`-figures-${fold}`);
			if (fold) await foldStatistics({ db });
			expect(await totals(db, home)).toEqual(before);
			const id = await change(home, moveAlpha(home));
			expect(await totals(db, home)).toEqual(moved);
			// what is reported after the move counts at the new place, then and now
			await report(home.as('reporter'));
			const after = { ...moved, labour: [3, 6], alpha: [4, 4] };
			expect(await totals(db, home)).toEqual(after);
			await foldStatistics({ db });
			expect(await totals(db, home)).toEqual(after);
			await undoChange(home.as('administrator'), id);
			expect(await totals(db, home)).toEqual({
				...before,
				social: [4, 5],
				division: [4, 5],
				alpha: [4, 4],
				labour: [3, 2]
			});
		}
	);

	test('counting everything anew gives the same as following each change', async () => {
		const home = await town('-anew');
		await change(home, moveAlpha(home));
		await report(home.as('reporter'));
		await change(home, {
			kind: 'unitMerged',
			unitId: home.unit('beta').id,
			intoId: home.unit('alpha').id
		});
		await foldStatistics({ db });
		const followed = await allNumbers(db);
		expect(followed.some((row) => (row as { kind: string }).kind === 'shift')).toBe(true);
		await rebuildStatistics({ db });
		expect(await allNumbers(db)).toEqual(followed);
	});

	test('a unit and the one above it may get other places at the same time', async () => {
		const home = await town('-both');
		await foldStatistics({ db });
		const { alpha, division, labour } = {
			alpha: home.unit('alpha').id,
			division: home.unit('division').id,
			labour: home.unit('labour').id
		};
		// as an import does it: the division goes to labour, and alpha leaves it for social
		await db.asOwner((tx) =>
			sql`update unit u set parent_id = r.parent, path = r.path from (values
				(${division}::uuid, ${labour}::uuid, array[${home.id}, ${labour}, ${division}]::uuid[]),
				(${alpha}::uuid, ${home.unit('social').id}::uuid, array[${home.id}, ${home.unit('social').id}, ${alpha}]::uuid[]),
				(${home.unit('beta').id}::uuid, ${division}::uuid, array[${home.id}, ${labour}, ${division}, ${home.unit('beta').id}]::uuid[])
			) as r (id, parent, path) where u.id = r.id`.execute(tx)
		);
		expect(await totals(db, home)).toEqual({
			social: [4, 3],
			division: [4, 1],
			alpha: [3, 3],
			beta: [1, 1],
			labour: [2, 3],
			gamma: [2, 2]
		});
		const followed = await allNumbers(db);
		await rebuildStatistics({ db });
		expect(await allNumbers(db)).toEqual(followed);
	});

	test('by the organisation of then, a unit counts at the one above it only since it came there', async () => {
		const home = await town('-parts');
		await change(home, moveAlpha(home));
		const partOf = async (unit: string, organisation: 'then' | 'now') => {
			const { units, here } = await figures(home, citywide(db, home), unit, organisation);
			return [units.find((each) => each.unit.id === home.unit('alpha').id)?.count, here];
		};
		// what happened today counts from the day of the move, at the unit and above it
		await db.asOwner((tx) =>
			tx
				.updateTable('incident')
				.set({ occurredAt: '2026-02-01T10:00:00Z' })
				.where('unitId', '=', home.unit('alpha').id)
				.execute()
		);
		expect(await partOf('labour', 'then')).toEqual([0, 0]);
		expect(await partOf('labour', 'now')).toEqual([3, 0]);
		expect((await figures(home, citywide(db, home), 'division', 'then')).here).toBe(3);
	});

	test('cases are read by those above the unit now, and no longer by those above it then; the place of the incident stays', async () => {
		const home = await town('-access');
		const seen = async (who: string) =>
			home.as(who).transaction(async (tx) => (await tx.selectFrom('caseFile').select('id').execute()).length);
		expect([await seen('head'), await seen('hrPartner'), await seen('manager')]).toEqual([4, 4, 3]);
		const id = await change(home, moveAlpha(home));
		expect([await seen('head'), await seen('hrPartner'), await seen('manager')]).toEqual([1, 1, 3]);
		const incidents = await db.askAsOwner((ask) =>
			ask
				.selectFrom('incident')
				.select('unitPath')
				.where('unitId', '=', home.unit('alpha').id)
				.distinct()
				.execute()
		);
		expect(incidents).toEqual([{ unitPath: home.unit('alpha').path }]);
		await undoChange(home.as('administrator'), id);
		expect([await seen('head'), await seen('hrPartner'), await seen('manager')]).toEqual([4, 4, 3]);
	});

	test('a link to a unit that went up in another leads there, and it is offered no more', async () => {
		const home = await town('-link');
		const form = (unit: string) =>
			viewReportForm(home.as('betaReporter'), { unitId: home.unit(unit).id, forColleague: false }, 'sv');
		await change(home, {
			kind: 'unitMerged',
			unitId: home.unit('alpha').id,
			intoId: home.unit('gamma').id
		});
		const { unit, units, isPreset } = await form('alpha');
		expect(unit).toEqual({ id: home.unit('gamma').id, name: 'Enhet Gamma' });
		expect(isPreset).toBe(true);
		expect(units.map(({ name }) => name)).not.toContain('Enhet Alfa');
		expect((await form('beta')).unit.id).toBe(home.unit('beta').id);
	});

	test('the administrator who moves units still reads no case, and nobody else counts cases', async () => {
		const home = await town('-administrator');
		await change(home, moveAlpha(home));
		const read = (who: string) =>
			home.as(who).transaction(async (tx) => ({
				cases: (await tx.selectFrom('caseFile').select('id').execute()).length,
				incidents: (await tx.selectFrom('incident').select('id').execute()).length,
				cells: (await tx.selectFrom('statisticCell').select('count').execute()).length,
				shifts: (await tx.selectFrom('statisticShift').select('count').execute()).length,
				counted: (
					await sql<{ cases: number }>`
						select cases from cases_at_units(array[${home.unit('alpha').id}]::uuid[])`.execute(tx)
				).rows
			}));
		expect(await read('administrator')).toEqual({
			cases: 0,
			incidents: 0,
			cells: 0,
			shifts: 0,
			counted: [{ cases: 3 }]
		});
		expect((await read('director')).counted).toEqual([]);
		const beside = home.as('gammaManager');
		const shifts = await beside.transaction((tx) =>
			tx.selectFrom('statisticShift').select('unitId').distinct().execute()
		);
		expect(shifts).toEqual([]);
	});

	test('a case is not counted for the manager whom it is about, by neither organisation', async () => {
		const home = await makeMunicipality(db, '-about');
		await report(home.as('reporter'));
		await report(home.as('reporter'), { values: { influencer: 'manager' } });
		await change(home, {
			kind: 'unitMoved',
			unitId: home.unit('alpha').id,
			parentId: home.unit('labour').id
		});
		for (const folded of [false, true]) {
			if (folded) await foldStatistics({ db });
			for (const organisation of ['then', 'now'] as const) {
				expect((await figures(home, home.as('manager'), 'alpha', organisation)).total).toBe(1);
			}
		}
	});

	test('nor for somebody who sees the figures only since the unit came below theirs', async () => {
		const home = await town('-about-now');
		const kept = home.person('securityCoordinator');
		await db.asOwner((tx) =>
			sql`update incident set excluded_person_ids = array[${kept}::uuid] where unit_id = ${home.unit('gamma').id}`.execute(
				tx
			)
		);
		await db.asOwner((tx) =>
			sql`update case_file set excluded_person_ids = array[${kept}::uuid] where unit_id = ${home.unit('gamma').id}`.execute(
				tx
			)
		);
		await change(home, {
			kind: 'unitMoved',
			unitId: home.unit('gamma').id,
			parentId: home.unit('social').id
		});
		for (const folded of [false, true]) {
			if (folded) await foldStatistics({ db });
			expect((await figures(home, home.as('securityCoordinator'), 'social', 'now')).total).toBe(4);
			expect((await figures(home, home.as('director'), 'social', 'now')).total).toBe(6);
		}
	});

	test('who sees aggregates only sees one of the two, since the difference could point at somebody', async () => {
		const home = await town('-aggregate');
		await change(home, moveAlpha(home));
		const view = (who: string, organisation: string) =>
			viewStatistics(home.as(who), home.unit('social').id, new URLSearchParams({ organisation }));
		expect(await view('controller', 'now')).toMatchObject({
			organisation: 'then',
			organisations: 'thenOnly'
		});
		expect(await view('director', 'now')).toMatchObject({ organisation: 'now', organisations: 'choice' });
		const quiet = await makeMunicipality(db, '-quiet');
		await report(quiet.as('reporter'));
		expect(
			await viewStatistics(quiet.as('director'), quiet.unit('social').id, new URLSearchParams())
		).toMatchObject({ organisation: 'then', organisations: 'same' });
	});
});

describe.skipIf(!hasServer)('while others report', () => {
	test('a report that comes while its unit moves is read by those above the new place, and counted once', async () => {
		const db = await serverDatabase();
		try {
			const home = await makeMunicipality(db);
			await Promise.all([
				...Array.from({ length: 5 }, () => report(home.as('reporter'))),
				change(home, {
					kind: 'unitMoved',
					unitId: home.unit('alpha').id,
					parentId: home.unit('labour').id
				}),
				...Array.from({ length: 5 }, () => report(home.as('reporter'))),
				foldStatistics({ db })
			]);
			const paths = await db.askAsOwner((ask) =>
				ask.selectFrom('caseFile').select('unitPath').distinct().execute()
			);
			expect(paths).toEqual([{ unitPath: [home.id, home.unit('labour').id, home.unit('alpha').id] }]);
			await foldStatistics({ db });
			const followed = await allNumbers(db);
			await rebuildStatistics({ db });
			expect(await allNumbers(db)).toEqual(followed);
		} finally {
			await db.close();
		}
	});
});
