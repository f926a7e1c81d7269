import * as v from 'valibot';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import * as cases from '../cases/index.ts';
import { newId } from '../platform/ids.ts';
import * as aftercare from './index.ts';

const step = (values: Record<string, string> = {}) =>
	v.parse(aftercare.stepSchema, { key: newId<string>(), step: 'sameDay', outcome: 'done', ...values });
const answer = (values: Record<string, string> = {}) =>
	v.parse(aftercare.answerSchema, { key: newId<string>(), supportAnswer: 'partly', ...values });

describe.each(engines.filter(({ available }) => available))('aftercare ($engine)', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let id: CaseId;
	let incidentId: IncidentId;

	beforeAll(async () => {
		db = await open();
		home = await makeMunicipality(db);
	}, 60_000);
	afterAll(() => db.close());
	beforeEach(async () => {
		home.clock.set('2026-03-04T08:00:00Z');
		// the reporter tells of what happened to a colleague
		incidentId = await report(home.as('reporter'), { affectedPersonId: home.person('colleague') });
		id = await db.askAsOwner(async (tx) => {
			const query = tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId);
			return (await query.executeTakeFirstOrThrow()).id;
		});
	});
	const record = (values: Record<string, string> = {}, as = 'manager') =>
		aftercare.recordStep(home.as(as), id, step(values));
	const say = (values: Record<string, string> = {}, as = 'colleague') =>
		aftercare.answerSupport(home.as(as), incidentId, answer(values));
	const view = (as = 'manager') => aftercare.viewAftercare(home.as(as), id, 'sv');

	test('the plan is there from the report on, and each step is recorded with who and when', async () => {
		expect((await view()).steps.map(({ state }) => state)).toEqual(['due', 'coming', 'coming', 'open']);
		expect(await record({ note: 'Vi talades vid.' })).toEqual({ ok: true });
		expect(await record({ step: 'privacy' })).toEqual({ ok: true });
		const { steps } = await view();
		expect(steps.map(({ state }) => state)).toEqual(['done', 'coming', 'coming', 'done']);
		expect(steps[0]?.records).toMatchObject([{ note: 'Vi talades vid.', by: { name: 'manager' } }]);
	});

	test('a step is moved with a reason to a day that comes, and the checklist has no day to move', async () => {
		const moved = { outcome: 'postponed', note: 'Ledig i dag.' };
		expect(await record({ ...moved, postponedTo: '2026-03-03' })).toMatchObject({ problem: 'inPast' });
		expect(await record({ ...moved, step: 'privacy', postponedTo: '2026-03-09' })).toMatchObject({
			problem: 'notPostponable'
		});
		expect(await record({ ...moved, postponedTo: '2026-03-06' })).toEqual({ ok: true });
		expect((await view()).steps[0]).toMatchObject({ state: 'coming', isPostponed: true });
		expect(
			v.safeParse(aftercare.stepSchema, { key: newId(), step: 'week', outcome: 'declined' }).success
		).toBe(false);
	});

	test('the same form twice is one record; the key with other words is another', async () => {
		const input = step({ note: 'Ett samtal.' });
		await aftercare.recordStep(home.as('manager'), id, input);
		await aftercare.recordStep(home.as('manager'), id, input);
		home.clock.set('2026-03-04T08:01:00Z');
		await aftercare.recordStep(home.as('manager'), id, { ...input, note: 'Två samtal.' });
		expect((await view()).steps[0]?.records.map(({ note }) => note)).toEqual(['Ett samtal.', 'Två samtal.']);
	});

	test('the exposed person is asked after a week, says it again after a month, and the manager reads both', async () => {
		expect(await say()).toBe('notOpen');
		home.clock.set('2026-03-11T08:00:00Z');
		expect((await aftercare.viewSupport(home.as('colleague'), incidentId, 'sv')).question).toBe('week');
		expect(await say({ supportAnswer: 'no', supportWords: 'Ingen hörde av sig.', wantsContact: 'yes' })).toBe(
			'sent'
		);
		expect((await view()).waitsForContact).toBe(true);
		home.clock.set('2026-03-12T08:00:00Z');
		await record({ step: 'week', note: 'Ringde upp.' });
		expect((await view()).waitsForContact).toBe(false);
		home.clock.set('2026-04-07T08:00:00Z');
		expect(await say({ supportAnswer: 'yes' })).toBe('sent');
		expect((await view()).answers).toMatchObject([
			{ step: 'month', answer: 'yes', wantsContact: false },
			{ step: 'week', answer: 'no', words: 'Ingen hörde av sig.', wantsContact: true }
		]);
	});

	test('it is the exposed person who is asked, not who reported for them', async () => {
		home.clock.set('2026-03-11T08:00:00Z');
		for (const as of ['reporter', 'manager', 'hrPartner', 'gammaReporter']) {
			await expect(aftercare.viewSupport(home.as(as), incidentId, 'sv'), as).rejects.toThrow();
			await expect(say({}, as), as).rejects.toThrow();
		}
		await say();
		const seen = (as: string) =>
			home
				.as(as)
				.transaction((tx) => tx.selectFrom('supportAnswer').select('id').where('caseId', '=', id).execute());
		expect(await seen('colleague')).toHaveLength(1);
		for (const as of ['manager', 'head', 'hrPartner', 'securityCoordinator'])
			expect(await seen(as), as).toHaveLength(1);
		for (const as of [
			'reporter',
			'safetyRepresentative',
			'gammaManager',
			'dataProtectionOfficer',
			'administrator'
		]) {
			expect(await seen(as), as).toEqual([]);
		}
	});

	test('nobody answers in another’s name, in the database either', async () => {
		const context = home.as('manager');
		const insert = context.transaction((tx) =>
			tx
				.insertInto('supportAnswer')
				.values({
					id: newId<string>(),
					municipalityId: home.id,
					caseId: id,
					personId: home.person('colleague'),
					step: 'week',
					answer: 'yes',
					wantsContact: false,
					answeredAt: context.now().toString()
				})
				.execute()
		);
		await expect(insert).rejects.toThrow(/row-level security/);
	});

	test('only who handles the case records; HR reads; the safety representative and the exposed person do neither', async () => {
		await record({ note: 'Mår bra.' });
		for (const as of ['hrPartner', 'securityCoordinator', 'safetyRepresentative', 'colleague', 'reporter']) {
			await expect(record({}, as), as).rejects.toThrow();
		}
		expect((await view('hrPartner')).mayRecord).toBe(false);
		for (const as of ['safetyRepresentative', 'colleague', 'reporter', 'gammaManager']) {
			await expect(view(as), as).rejects.toThrow();
		}
		const steps = (as: string) =>
			home
				.as(as)
				.transaction((tx) => tx.selectFrom('aftercareStep').select('id').where('caseId', '=', id).execute());
		expect(await steps('hrPartner')).toHaveLength(1);
		for (const as of ['safetyRepresentative', 'colleague', 'reporter'])
			expect(await steps(as), as).toEqual([]);
	});

	test('the history tells that they answered, but neither who they are nor what they said', async () => {
		home.clock.set('2026-03-11T08:00:00Z');
		await say();
		const { history } = await cases.viewCase(home.as('safetyRepresentative'), id, 'sv');
		const line = history.find(({ action }) => action === 'aftercare.answered');
		expect(line).toMatchObject({ by: null, details: { step: 'week' } });
		expect(line?.details).not.toHaveProperty('answer');
	});

	test('the handler is told that the exposed person answered, and that more contact is wanted', async () => {
		home.clock.set('2026-03-11T08:00:00Z');
		await say({ wantsContact: 'yes' });
		const told = (as: string) =>
			home.as(as).transaction(async (tx) => {
				const query = tx.selectFrom('notice').select('kind').where('subjectId', '=', id);
				return (await query.execute()).map(({ kind }) => kind).filter((kind) => kind.startsWith('support'));
			});
		expect(await told('manager')).toEqual(['supportWished']);
		for (const as of ['reporter', 'safetyRepresentative', 'hrPartner'])
			expect(await told(as), as).toEqual([]);
	});

	test('a month is kept also when the case is closed before', async () => {
		await db.asOwner((tx) =>
			tx
				.updateTable('caseFile')
				.set({ status: 'closed', closedAt: Temporal.Instant.from('2026-03-10T08:00:00Z').toString() })
				.where('id', '=', id)
				.execute()
		);
		home.clock.set('2026-04-07T08:00:00Z');
		expect((await view()).steps[2]?.state).toBe('due');
		expect(await record({ step: 'month' })).toEqual({ ok: true });
	});
});
