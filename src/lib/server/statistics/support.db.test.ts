/** 'Fick du stöd?' counted, from the answer to the page and the file, on both engines. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { tabulateStatistics } from '../../../routes/(staff)/statistics/tabulate.ts';
import { answerSchema, answerSupport } from '../aftercare/index.ts';
import { contextFor } from '../access/index.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { exportStatistics, viewStatistics, type Organisation } from './index.ts';
import { countSupport } from './queries.ts';

const year = 'period=thisYear';
const view = (home: TestMunicipality, who: string, unit: string, query = year) =>
	viewStatistics(home.as(who), home.unit(unit).id, new URLSearchParams(query));

/** 'yes 1, notAnswered 2': what is not zero. Null: withheld as a whole. */
async function counted(home: TestMunicipality, who: string, unit: string, query = year) {
	const { figures } = await view(home, who, unit, query);
	return (
		figures?.support?.counts
			.filter(({ count }) => count !== 0)
			.map(({ code, count }) => `${code} ${count}`)
			.join(', ') ?? null
	);
}

async function say(home: TestMunicipality, who: string, id: IncidentId, supportAnswer: string) {
	const input = v.parse(answerSchema, { key: newId<string>(), supportAnswer });
	expect(await answerSupport(home.as(who), id, input)).toBe('sent');
}

const aWeekLater = '2026-03-11T08:00:00Z';

describe.each(engines.filter(({ available }) => available))('answers on the $engine engine', ({ open }) => {
	let db: TestDatabase;
	beforeAll(async () => {
		db = await open();
	}, 60_000);
	afterAll(() => db.close());

	test('not asked, then asked, then answered: the latest answer of each incident, at every unit above', async () => {
		const home = await makeMunicipality(db, '-counts');
		const first = await report(home.as('reporter'));
		const second = await report(home.as('betaReporter'));
		expect(await counted(home, 'head', 'division')).toBe('notAsked 2');
		home.clock.set(aWeekLater);
		expect(await counted(home, 'head', 'division')).toBe('notAnswered 2');
		await say(home, 'reporter', first, 'no');
		await say(home, 'betaReporter', second, 'yes');
		expect(await counted(home, 'head', 'division')).toBe('yes 1, no 1');
		home.clock.set('2026-04-07T08:00:00Z');
		await say(home, 'reporter', first, 'partly');
		expect(await counted(home, 'head', 'division')).toBe('yes 1, partly 1');
		expect(await counted(home, 'manager', 'alpha')).toBe('partly 1');
		expect(await counted(home, 'gammaManager', 'gamma')).toBe('');
		expect((await view(home, 'manager', 'alpha')).figures?.support).toMatchObject({ asked: 1 });
	});

	test('it is the day of the incident that counts, as for every other figure', async () => {
		const home = await makeMunicipality(db, '-period');
		const id = await report(home.as('reporter'));
		home.clock.set(aWeekLater);
		await say(home, 'reporter', id, 'yes');
		expect(await counted(home, 'manager', 'alpha', 'from=2026-03-04&to=2026-03-04')).toBe('yes 1');
		expect(await counted(home, 'manager', 'alpha', 'from=2026-03-05&to=2026-03-11')).toBe('');
		expect(await counted(home, 'manager', 'alpha', 'from=2026-02-01&to=2026-03-03')).toBe('');
	});

	test('the file says the same as the page', async () => {
		const home = await makeMunicipality(db, '-file');
		const first = await report(home.as('reporter'));
		await report(home.as('reporter'));
		home.clock.set(aWeekLater);
		await say(home, 'reporter', first, 'yes');
		const lines = async (who: string) => {
			const taken = await exportStatistics(home.as(who), home.unit('alpha').id, new URLSearchParams(year));
			return tabulateStatistics(taken, 'sv')
				.filter((row) => row[4] === 'Fick du stöd?')
				.map((row) => row.slice(5).join(' '));
		};
		expect(await lines('manager')).toEqual([
			'Ja 1 händelser',
			'Ja 50,0 procent',
			'Delvis 0 händelser',
			'Delvis 0,0 procent',
			'Nej 0 händelser',
			'Nej 0,0 procent',
			'Har inte svarat 1 händelser',
			'Har inte svarat 50,0 procent',
			'Inte tillfrågade 0 händelser'
		]);
		expect(await lines('safetyRepresentative')).toEqual(['Alla Visas inte händelser']);
	});

	test('who may not read an answer finds no small number of them', async () => {
		const home = await makeMunicipality(db, '-small');
		const ids: IncidentId[] = [];
		for (let n = 0; n < 9; n++) ids.push(await report(home.as('reporter')));
		home.clock.set(aWeekLater);
		await say(home, 'reporter', ids[0]!, 'no');
		const small = 'no withheld, notAnswered withheld';
		expect(await counted(home, 'manager', 'alpha')).toBe('no 1, notAnswered 8');
		expect(await counted(home, 'hrPartner', 'alpha')).toBe('no 1, notAnswered 8');
		expect(await counted(home, 'controller', 'social')).toBe(small);
		// sees every other number, since they read the cases; but not the answers
		expect((await view(home, 'safetyRepresentative', 'alpha')).figures?.total).toBe(9);
		expect(await counted(home, 'safetyRepresentative', 'alpha')).toBe(small);
		for (const id of ids.slice(1, 5)) await say(home, 'reporter', id, 'no');
		// five said no, but then the four who did not answer are few
		expect(await counted(home, 'controller', 'social')).toBe(small);
	});

	test('a manager who is kept out of a case learns nothing of it from the answers', async () => {
		const home = await makeMunicipality(db, '-about');
		const others = await report(home.as('reporter'));
		const about = await report(home.as('colleague'), { values: { influencer: 'manager' } });
		home.clock.set(aWeekLater);
		await say(home, 'reporter', others, 'yes');
		const before = (await view(home, 'manager', 'alpha')).figures;
		await say(home, 'colleague', about, 'no');
		const after = (await view(home, 'manager', 'alpha')).figures;
		expect(after).toEqual(before);
		expect(await counted(home, 'manager', 'alpha')).toBe('yes 1');
		expect(await counted(home, 'head', 'alpha')).toBe('yes 1, no 1');
		// nor of a case that they are kept out of since another was merged into it
		await db.asOwner((tx) =>
			tx
				.updateTable('caseFile')
				.set({ keptOutByMerge: [home.person('manager')] })
				.where('incidentId', '=', others)
				.execute()
		);
		expect(await counted(home, 'manager', 'alpha')).toBe('');
	});

	test('whoever was exposed themself, or stands in for who was, is told nothing of that incident', async () => {
		const home = await makeMunicipality(db, '-own');
		const own = await report(home.as('manager'));
		const others = await report(home.as('reporter'));
		home.clock.set(aWeekLater);
		await say(home, 'manager', own, 'no');
		await say(home, 'reporter', others, 'yes');
		expect(await counted(home, 'manager', 'alpha')).toBe('yes 1');
		expect(await counted(home, 'head', 'alpha')).toBe('yes 1, no 1');

		const { actor } = home.as('gammaManager');
		const deputy = contextFor(
			{ db, clock: home.clock },
			{
				...actor,
				roles: home
					.as('manager')
					.actor.roles.map((role) => ({ ...role, deputyForId: home.person('manager') }))
			}
		);
		const { figures } = await viewStatistics(deputy, home.unit('alpha').id, new URLSearchParams(year));
		expect(figures?.support?.asked).toBe(1);
		expect(figures?.support?.counts).toContainEqual({ code: 'no', count: 0, share: 0 });
	});

	test('by the organisation of then and of now, when the unit has moved', async () => {
		const home = await makeMunicipality(db, '-moved');
		const id = await report(home.as('reporter'));
		home.clock.set(aWeekLater);
		await say(home, 'reporter', id, 'partly');
		await db.asOwner((tx) =>
			tx
				.updateTable('unit')
				.set({
					parentId: home.unit('labour').id,
					path: [...home.unit('labour').path, home.unit('alpha').id]
				})
				.where('id', '=', home.unit('alpha').id)
				.execute()
		);
		const answers = (unit: string, organisation: Organisation) =>
			home.as('analyst').transaction(async (tx) => {
				const today = dateIn(home.clock.now());
				const period = { from: today.subtract({ days: 30 }), to: today };
				const asked = { unitId: home.unit(unit).id, organisation, period };
				return [...(await countSupport(tx, asked, home.clock.now()))];
			});
		expect(await answers('social', 'then')).toEqual([['partly', 1]]);
		expect(await answers('social', 'now')).toEqual([]);
		expect(await answers('labour', 'then')).toEqual([]);
		expect(await answers('labour', 'now')).toEqual([['partly', 1]]);
	});

	test('an event that was merged away counts no answer, and what was imported was never asked', async () => {
		const home = await makeMunicipality(db, '-merged');
		const kept = await report(home.as('reporter'));
		const gone = await report(home.as('colleague'));
		const old = await report(home.as('reporter'));
		home.clock.set(aWeekLater);
		await say(home, 'reporter', kept, 'yes');
		await say(home, 'colleague', gone, 'no');
		await db.asOwner(async (tx) => {
			const { id } = await tx
				.selectFrom('caseFile')
				.select('id')
				.where('incidentId', '=', kept)
				.executeTakeFirstOrThrow();
			await tx.updateTable('caseFile').set({ mergedIntoId: id }).where('incidentId', '=', gone).execute();
			await tx.updateTable('incident').set({ origin: 'import' }).where('id', '=', old).execute();
		});
		expect(await counted(home, 'head', 'alpha')).toBe('yes 1, notAsked 1');
	});

	test('nothing of a unit out of reach, asked of the database itself', async () => {
		const home = await makeMunicipality(db, '-reach');
		await report(home.as('reporter'));
		const asked = (who: string, unit: string) =>
			home.as(who).transaction(async (tx) => {
				const today = dateIn(home.clock.now());
				const period = { from: today, to: today };
				const found = await countSupport(
					tx,
					{ unitId: home.unit(unit).id, organisation: 'then', period },
					home.clock.now().subtract({ hours: 24 })
				);
				return [...found];
			});
		expect(await asked('manager', 'alpha')).toEqual([['notAsked', 1]]);
		expect(await asked('manager', 'division')).toEqual([]);
		expect(await asked('gammaManager', 'alpha')).toEqual([]);
		expect(await asked('reporter', 'alpha')).toEqual([]);
	});
});
