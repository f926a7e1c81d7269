import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, ConflictQuestionId, DecisionReviewId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { viewDuties } from '../cases/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import * as reviews from './index.ts';

describe.each(engines)('decisions that may have been influenced, on the $engine engine', (engine) => {
	describe.skipIf(!engine.available)('of a case', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let id: CaseId;

		const decision = (concernsChild: boolean, decisionReference = 'TEST-BESLUT-1') => ({
			key: newId<string>(),
			reference: decisionReference,
			decision: 'Avslag på ansökan',
			influence: 'Beslutet ändrades dagen efter hotet.',
			concernsChild
		});
		const pointOut = (key: string, concernsChild: boolean, decisionReference?: string) =>
			reviews.pointOutDecision(home.as(key), id, decision(concernsChild, decisionReference));
		const outcome = {
			version: 1,
			reviewOutcome: 'remade' as const,
			outcomeText: 'Handläggs om av en annan handläggare.',
			childInterest: null as string | null,
			reviewedBy: 'En annan enhetschef',
			reviewedOn: '2026-03-04',
			isLast: true
		};
		const finish = (key: string, review: DecisionReviewId, said: Partial<typeof outcome> = {}) =>
			reviews.finishReview(home.as(key), id, { ...outcome, ...said, review }, words);
		const words = { reviews: 'Besluten är granskade.', child: 'Barnets bästa är beskrivet.' };
		const raise = (key: string, circumstance = 'De är kusiner.') =>
			reviews.raiseQuestion(home.as(key), id, {
				key: newId<string>(),
				circumstance,
				conflictReference: null
			});
		const examine = (key: string, question: ConflictQuestionId, version = 1) =>
			reviews.recordExamination(
				home.as(key),
				id,
				{
					question,
					version,
					conflictOutcome: 'conflict',
					conflictReason: 'Nära släkt. En annan handläggare tar över.',
					examinedBy: 'Förvaltningschefen'
				},
				'Frågan om jäv är prövad.'
			);
		const view = (key = 'manager') => reviews.viewDecisions(home.as(key), id, 'sv');
		/** The duty of the case, if it has one: its state in the words of the page, and how it was done. */
		const duty = async (key: string) => {
			const { undecided, decided } = await viewDuties(home.as('manager'), id, 'sv');
			const found = [...undecided, ...decided].find((one) => one.key === key);
			return found && { state: found.state, how: found.decisions.map(({ how }) => how) };
		};
		const open = { state: 'open', how: [] };

		beforeAll(async () => {
			db = await engine.open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			const incident = await report(home.as('reporter'));
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			id = row.id;
		});

		test('a decision that concerns a child is not finished without words on the child’s best interest', async () => {
			await pointOut('manager', true);
			const [review] = (await view()).reviews;
			expect(await finish('manager', review!.id)).toEqual({ ok: false, problem: 'childInterest' });
			expect((await view()).reviews).toMatchObject([{ outcome: null, version: 1 }]);
			expect(await duty('decisionReview')).toEqual(open);
			expect(await duty('childBestInterest')).toEqual(open);

			const childInterest = 'Barnet behöver en ny och opåverkad bedömning.';
			expect(await finish('manager', review!.id, { childInterest })).toEqual({ ok: true });
			expect((await view()).reviews).toMatchObject([{ outcome: { code: 'remade', childInterest } }]);
			expect(await duty('decisionReview')).toEqual({ state: 'done', how: [words.reviews] });
			expect(await duty('childBestInterest')).toEqual({ state: 'done', how: [words.child] });
		});

		test('the table too refuses a finished review of a child’s decision without them', async () => {
			await pointOut('manager', true);
			const [review] = (await view()).reviews;
			const finished = home.as('manager').transaction((tx) =>
				tx
					.updateTable('decisionReview')
					.set({
						outcome: 'remade',
						outcomeText: 'x',
						reviewedByText: 'x',
						reviewedOn: '2026-03-04',
						finishedBy: home.person('manager'),
						finishedAt: '2026-03-04T09:00:00Z'
					})
					.where('id', '=', review!.id)
					.execute()
			);
			await expect(finished).rejects.toThrow(/check/);
		});

		test('words on a child are not kept with a decision that concerns none', async () => {
			await pointOut('manager', false);
			const [review] = (await view()).reviews;
			expect(await finish('manager', review!.id, { childInterest: 'Fel ruta.' })).toEqual({ ok: true });
			expect((await view()).reviews[0]!.outcome!.childInterest).toBeNull();
			expect(await duty('childBestInterest')).toBeUndefined();
		});

		test('the duty to review is done when all are reviewed, and a person says that there are no more', async () => {
			await pointOut('manager', false, 'TEST-BESLUT-1');
			await pointOut('manager', false, 'TEST-BESLUT-2');
			const [first, second] = (await view()).reviews;
			await finish('manager', first!.id);
			expect(await duty('decisionReview')).toEqual(open);
			await finish('manager', second!.id, { isLast: false });
			expect(await duty('decisionReview')).toEqual(open);

			await pointOut('manager', false, 'TEST-BESLUT-3');
			await finish('manager', (await view()).reviews[2]!.id);
			expect(await duty('decisionReview')).toEqual({ state: 'done', how: [words.reviews] });
		});

		test('the same form twice is one decision, and one outcome', async () => {
			const form = decision(false);
			await reviews.pointOutDecision(home.as('manager'), id, form);
			await reviews.pointOutDecision(home.as('manager'), id, form);
			const [review, ...others] = (await view()).reviews;
			expect(others).toEqual([]);
			expect(await finish('manager', review!.id)).toEqual({ ok: true });
			expect(await finish('manager', review!.id)).toEqual({ ok: true });
			expect(await finish('manager', review!.id, { outcomeText: 'Något annat.' })).toEqual({
				ok: false,
				problem: 'changed'
			});
			expect((await view()).reviews[0]!.outcome!.text).toBe(outcome.outcomeText);
			expect((await duty('decisionReview'))!.how).toEqual([words.reviews]);
		});

		test('a question of conflict of interest raises its duty, and examining all of them fulfils it', async () => {
			expect(await duty('conflictOfInterest')).toBeUndefined();
			expect(await raise('manager')).toEqual({ ok: true });
			expect(await raise('hrPartner', 'De är grannar.')).toEqual({ ok: true });
			expect(await duty('conflictOfInterest')).toEqual(open);
			const [first, second] = (await view()).questions;
			expect(await examine('manager', first!.id)).toEqual({ ok: true });
			expect(await duty('conflictOfInterest')).toEqual(open);
			expect(await examine('manager', second!.id)).toEqual({ ok: true });
			expect(await duty('conflictOfInterest')).toEqual({ state: 'done', how: ['Frågan om jäv är prövad.'] });
			expect(await examine('manager', second!.id)).toEqual({ ok: true });
			expect((await view()).questions).toMatchObject([
				{ circumstance: 'De är kusiner.', outcome: { code: 'conflict', by: 'Förvaltningschefen' } },
				{ circumstance: 'De är grannar.', outcome: { code: 'conflict' } }
			]);
		});

		test('an outcome against an older version is not recorded', async () => {
			await raise('manager');
			const [question] = (await view()).questions;
			expect(await examine('manager', question!.id, 0)).toEqual({ ok: false, problem: 'changed' });
			expect((await view()).questions[0]!.outcome).toBeNull();
		});

		test('who handles the case records outcomes; who does not read it, knows of nothing', async () => {
			await raise('manager');
			await pointOut('hrPartner', false);
			const { questions, reviews: decisions } = await view();
			const [question, review] = [questions[0]!.id, decisions[0]!.id];
			await expect(examine('hrPartner', question)).rejects.toThrow(Forbidden);
			await expect(finish('hrPartner', review)).rejects.toThrow(Forbidden);
			for (const key of ['gammaManager', 'colleague', 'legalAdviser', 'reporter']) {
				await expect(raise(key), key).rejects.toThrow(NotFound);
				await expect(pointOut(key, true), key).rejects.toThrow(NotFound);
				await expect(examine(key, question), key).rejects.toThrow(NotFound);
				await expect(finish(key, review), key).rejects.toThrow(NotFound);
			}
			expect(await view()).toMatchObject({ questions: [{ outcome: null }], reviews: [{ outcome: null }] });
		});

		test('an outcome is never recorded on a decision of another case', async () => {
			await pointOut('manager', false);
			const [review] = (await view()).reviews;
			const incident = await report(home.as('reporter'));
			const other = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			const tried = reviews.finishReview(
				home.as('manager'),
				other.id,
				{ ...outcome, review: review!.id },
				words
			);
			await expect(tried).rejects.toThrow(NotFound);
		});
	});
});
