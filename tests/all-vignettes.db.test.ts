/** Every example event can be reported, reaches the right person, can be assessed, and moves the figures by exactly one. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assess, insteadKinds, type InsteadKind } from '../src/lib/server/cases/index.ts';
import { buildAssessment } from '../src/lib/server/cases/test-data.ts';
import type { Context } from '../src/lib/server/access/index.ts';
import { viewStatistics, type Dimension, type StatisticsView } from '../src/lib/server/statistics/index.ts';
import { engines, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

/** A fictional event, with what a reporter would choose and what an employer would find; tests/fixtures/vignettes.json. */
interface Vignette {
	id: string;
	text: string;
	report: { forms: string[]; channel: string; influencer: string; purpose: string };
	assessment: {
		undueInfluence: string;
		form: string | null;
		subform: string | null;
		severity: number;
		motive: string | null;
		decisionAffected: string;
	};
	/** What it was instead, when it was not undue influence. */
	instead: InsteadKind | null;
}

const vignettes = JSON.parse(
	readFileSync(new URL('./fixtures/vignettes.json', import.meta.url), 'utf8')
) as Vignette[];

/** Every number that is not zero, as 'dimension code' → count. */
function countsOf({ figures }: StatisticsView): Map<string, number> {
	const counts = new Map<string, number>([['total', figures!.total]]);
	for (const [dimension, codes] of Object.entries(figures!.byCode) as [
		Dimension,
		{ code: string; count: number }[]
	][]) {
		for (const { code, count } of codes) if (count !== 0) counts.set(`${dimension} ${code}`, count);
	}
	return counts;
}

/** What is more, and what is fewer, in one view than in another. */
function movement(before: StatisticsView, after: StatisticsView): Record<string, number> {
	const [was, is] = [countsOf(before), countsOf(after)];
	const keys = new Set([...was.keys(), ...is.keys()]);
	return Object.fromEntries(
		[...keys].flatMap((key) => {
			const difference = (is.get(key) ?? 0) - (was.get(key) ?? 0);
			return difference === 0 ? [] : [[key, difference]];
		})
	);
}

describe.each(engines)('the example events on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('each', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());

		const figures = () =>
			viewStatistics(home.as('director'), home.unit('social').id, new URLSearchParams('period=last30Days'));
		const keys = ['manager', 'head', 'director', 'securityCoordinator'];
		const handlerOf = (handlerId: string | null): { key: string; context: Context } => {
			const key = keys.find((one) => home.person(one) === handlerId)!;
			return { key, context: home.as(key) };
		};

		test.each(vignettes)('$id is reported, routed, assessed and counted', async (vignette) => {
			const { text, report: reported, assessment } = vignette;
			const start = await figures();

			const incidentId = await report(home.as('reporter'), {
				values: {
					text,
					...reported,
					...(reported.influencer === 'colleague' ? { whichColleague: home.person('colleague') } : {})
				}
			});
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').selectAll().where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
			);
			const involved = { manager: ['manager'], colleague: ['colleague'] }[reported.influencer] ?? [];
			expect(row.excludedPersonIds).toEqual(involved.map((key) => home.person(key)));
			const { key, context } = handlerOf(row.handlerId);
			expect(key).toBe(reported.influencer === 'manager' ? 'head' : 'manager');

			const afterReport = await figures();
			expect(movement(start, afterReport)).toEqual({
				total: 1,
				'undueInfluence notAssessed': 1,
				[`form ${reported.forms[0]!}`]: 1,
				[`channel ${reported.channel}`]: 1,
				[`influencer ${reported.influencer}`]: 1,
				'firstContact notYet': 1,
				'closing open': 1
			});

			const codes = Object.fromEntries(
				Object.entries(assessment).map(([field, code]) => [field, String(code ?? '')])
			);
			expect(await assess(context, row.id, buildAssessment(codes))).toMatchObject({ ok: true });
			const afterAssessment = await figures();
			const countedAs = assessment.form ?? reported.forms[0]!;
			expect(movement(afterReport, afterAssessment)).toEqual({
				'undueInfluence notAssessed': -1,
				[`undueInfluence ${assessment.undueInfluence}`]: 1,
				...(countedAs === reported.forms[0]
					? {}
					: { [`form ${reported.forms[0]!}`]: -1, [`form ${countedAs}`]: 1 })
			});
			if (vignette.instead !== null) expect(insteadKinds).toContain(vignette.instead);
		});

		test('all of them are in the figures, and no more', async () => {
			const { figures: shown } = await figures();
			expect(shown?.total).toBe(vignettes.length);
			const assessed = new Map(shown?.byCode.undueInfluence.map(({ code, count }) => [code, count]));
			expect(assessed.get('yes')).toBe(vignettes.filter(({ instead }) => instead === null).length);
			expect(assessed.get('no')).toBe(vignettes.filter(({ instead }) => instead !== null).length);
		});
	});
});
