import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, SafetyRequestId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { viewDuties } from '../cases/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import * as requests from './index.ts';

describe.each(engines)('a safety representative’s request on the $engine engine', (engine) => {
	describe.skipIf(!engine.available)('to the employer', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let id: CaseId;
		const dutyDone = 'Begäran är besvarad.';

		const form = (demand = 'Larm i besöksrummen.', caseId: CaseId | null = id) => ({
			key: newId<string>(),
			case: caseId,
			unit: caseId === null ? home.unit('alpha').id : null,
			demand,
			background: null,
			wantedAnswerOn: '2026-03-11'
		});
		const ask = (key = 'safetyRepresentative', said = form()) => requests.askEmployer(home.as(key), said);
		const answer = (
			key: string,
			request: SafetyRequestId,
			said: 'accepted' | 'partly' | 'declined' = 'declined',
			version = 1
		) =>
			requests.answerRequest(
				home.as(key),
				request,
				{ version, answer: said, answerText: 'Vi har redan larm.' },
				dutyDone
			);
		const view = (request: SafetyRequestId, key = 'safetyRepresentative') =>
			requests.viewSafetyRequest(home.as(key), request, 'sv');
		const duty = async () => {
			const { undecided, decided } = await viewDuties(home.as('manager'), id, 'sv');
			const found = [...undecided, ...decided].find(({ key }) => key === 'safetyRepresentativeRequest');
			return found && { state: found.state, how: found.decisions.map(({ how }) => how) };
		};
		const notices = async (key: string, request: SafetyRequestId) =>
			db.asOwner((tx) =>
				tx
					.selectFrom('notice')
					.select('kind')
					.where('subjectId', '=', request)
					.where('recipientId', '=', home.person(key))
					.orderBy('kind')
					.execute()
			);

		beforeAll(async () => {
			db = await engine.open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			home.clock.set('2026-03-04T08:00:00Z');
			const incident = await report(home.as('reporter'));
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			id = row.id;
		});

		test('is confirmed with the time at which it was made, whenever the confirmation is read', async () => {
			home.clock.set('2026-03-04T14:07:00Z');
			const request = await ask();
			home.clock.set('2026-03-09T08:00:00Z');
			for (const key of ['safetyRepresentative', 'manager']) {
				const confirmation = await view(request, key);
				expect(confirmation.requestedAt, key).toBe('2026-03-04T14:07:00Z');
				expect(confirmation.requestedText, key).toMatch(/4 mars 2026.*15[.:]07/);
				expect(confirmation.wantedText, key).toMatch(/11 mars 2026/);
			}
		});

		test('the same form sent twice is one request, with the time of the first', async () => {
			const said = form();
			const first = await ask('safetyRepresentative', said);
			home.clock.set('2026-03-04T10:00:00Z');
			expect(await ask('safetyRepresentative', said)).toBe(first);
			expect((await view(first)).requestedAt).toBe('2026-03-04T08:00:00Z');
			expect((await requests.viewRequestsOfCase(home.as('manager'), id, 'sv')).requests).toHaveLength(1);
			expect(await notices('manager', first)).toEqual([{ kind: 'safetyRequestReceived' }]);
		});

		test('raises the duty to answer, and the answer fulfils it', async () => {
			expect(await duty()).toBeUndefined();
			const request = await ask();
			expect(await duty()).toEqual({ state: 'open', how: [] });
			expect(await answer('manager', request)).toEqual({ ok: true });
			expect(await duty()).toEqual({ state: 'done', how: [dutyDone] });
			expect(await view(request)).toMatchObject({
				answer: { code: 'declined', text: 'Vi har redan larm.', by: { name: 'manager' } }
			});
			expect(await notices('safetyRepresentative', request)).toEqual([{ kind: 'safetyRequestAnswered' }]);
		});

		test('with two requests, the duty is done when both are answered', async () => {
			const [first, second] = [await ask(), await ask('safetyRepresentative', form('Två vid hembesök.'))];
			await answer('manager', first);
			expect(await duty()).toEqual({ state: 'open', how: [] });
			await answer('manager', second);
			expect(await duty()).toEqual({ state: 'done', how: [dutyDone] });
		});

		test('a second request after an answer waits for its own, and the first answer stands', async () => {
			const first = await ask();
			await answer('manager', first);
			home.clock.set('2026-03-20T08:00:00Z');
			const second = await ask('safetyRepresentative', form('Då begär vi två vid hembesök.'));
			expect(await view(second)).toMatchObject({
				answer: null,
				next: 'waiting',
				requestedAt: '2026-03-20T08:00:00Z',
				clock: { state: 'running' }
			});
			expect(await view(first)).toMatchObject({ answer: { code: 'declined' }, next: 'mayGoOn' });
			expect(await notices('manager', second)).toEqual([{ kind: 'safetyRequestReceived' }]);
			// unanswered first, for both parties
			for (const key of ['manager', 'safetyRepresentative']) {
				const { requests: lines } = await requests.viewRequestsOfCase(home.as(key), id, 'sv');
				expect(
					lines.map((line) => line.id),
					key
				).toEqual([second, first]);
			}
			expect(await answer('manager', second, 'accepted')).toEqual({ ok: true });
			expect(await view(second)).toMatchObject({ next: 'heeded' });
		});

		test('an answer is given once, and by the employer', async () => {
			const request = await ask();
			await expect(answer('safetyRepresentative', request)).rejects.toThrow(Forbidden);
			await expect(answer('hrPartner', request)).rejects.toThrow(Forbidden);
			for (const key of ['gammaManager', 'colleague']) {
				await expect(answer(key, request), key).rejects.toThrow(NotFound);
			}
			expect(await answer('manager', request)).toEqual({ ok: true });
			expect(await answer('manager', request)).toEqual({ ok: true });
			expect(await answer('manager', request, 'accepted', 2)).toEqual({ ok: false, problem: 'changed' });
			expect((await view(request)).answer!.code).toBe('declined');
		});

		test('what is next is in words: wait, then go on or not, then that one did', async () => {
			const request = await ask();
			const next = async () => (await view(request)).next;
			expect(await next()).toBe('waiting');
			await answer('manager', request, 'partly');
			expect(await next()).toBe('mayGoOn');
			const goOn = (key: string) =>
				requests.recordGoingOn(home.as(key), request, { version: 2, authorityOn: '2026-03-04' });
			await expect(goOn('manager')).rejects.toThrow(Forbidden);
			expect(await goOn('safetyRepresentative')).toEqual({ ok: true });
			expect(await next()).toBe('wentOn');
			expect((await view(request, 'manager')).authorityText).toMatch(/4 mars 2026/);
			expect(await notices('manager', request)).toEqual([
				{ kind: 'safetyRequestReceived' },
				{ kind: 'safetyRequestWentOn' }
			]);
		});

		test('going on needs no answer first', async () => {
			const request = await ask();
			expect(
				await requests.recordGoingOn(home.as('safetyRepresentative'), request, {
					version: 1,
					authorityOn: '2026-03-04'
				})
			).toEqual({ ok: true });
			expect((await view(request)).next).toBe('wentOn');
			expect(await duty()).toEqual({ state: 'open', how: [] });
		});

		test('only a safety representative asks; about a workplace, its managers answer', async () => {
			for (const key of ['manager', 'hrPartner']) await expect(ask(key), key).rejects.toThrow(Forbidden);
			for (const key of ['reporter', 'colleague', 'gammaManager']) {
				await expect(ask(key), key).rejects.toThrow(NotFound);
			}
			const request = await ask('safetyRepresentative', form('Bättre belysning.', null));
			expect(await view(request, 'manager')).toMatchObject({ caseLink: null, mayAnswer: true });
			await expect(view(request, 'gammaManager')).rejects.toThrow(NotFound);
			expect(await answer('manager', request, 'accepted')).toEqual({ ok: true });
			expect(await view(request)).toMatchObject({ next: 'heeded', answer: { by: { name: 'manager' } } });
		});
	});
});
