import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId, MeasureId } from '../../../../database/column-types.ts';
import { report } from '../../../../tests/support/reports.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { contextFor, type Actor } from '../access/index.ts';
import * as cases from '../cases/index.ts';
import { newId } from '../platform/ids.ts';
import * as threats from './index.ts';
import { buildProtection, buildRequest, buildThreatAssessment } from './test-data.ts';

const words = (kind: string, text: string | null) => `${kind}: ${text}`;

describe.each(engines.filter(({ available }) => available))('threat assessments ($engine)', ({ open }) => {
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
		incidentId = await report(home.as('reporter'));
		id = await caseOf(incidentId);
	});

	const caseOf = (incident: IncidentId) =>
		db.askAsOwner(async (tx) => {
			const query = tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident);
			return (await query.executeTakeFirstOrThrow()).id;
		});
	const view = (as: string) => threats.viewProtection(home.as(as), id, 'sv');
	const assess = (values = {}, as = 'securityCoordinator') =>
		threats.assessThreat(home.as(as), id, buildThreatAssessment(values));
	const protect = (as: string, owner: string, values = {}) =>
		threats.protect(home.as(as), id, buildProtection({ ownerId: home.person(owner), ...values }), words);

	test('the manager asks, the coordinator answers, and both read it', async () => {
		await threats.requestAssessment(home.as('manager'), id, buildRequest());
		expect((await view('securityCoordinator')).request?.question).toBe('Hur allvarligt är hotet?');
		const waiting = await threats.viewThreatWork(home.as('securityCoordinator'), 'sv');
		expect(waiting.map(({ caseId, kind }) => [caseId, kind])).toContainEqual([id, 'request']);

		expect(await assess()).toEqual({ ok: true });
		const seen = await view('manager');
		expect(seen.request).toBeNull();
		expect(seen.current).toMatchObject({ level: 'elevated', state: 'valid', sequence: 1 });
		expect(seen.current?.factors.map(({ factor }) => factor)).toEqual([
			'overall',
			'capacity',
			'intent',
			'opportunity',
			'history'
		]);
		const left = await threats.viewThreatWork(home.as('securityCoordinator'), 'sv');
		expect(left.map(({ caseId }) => caseId)).not.toContain(id);
	});

	test('one request at a time, and the same form twice is one', async () => {
		const request = buildRequest();
		expect(await threats.requestAssessment(home.as('manager'), id, request)).toEqual({ ok: true });
		expect(await threats.requestAssessment(home.as('manager'), id, request)).toEqual({ ok: true });
		expect(await threats.requestAssessment(home.as('head'), id, buildRequest())).toMatchObject({ ok: false });
		await threats.withdrawRequest(home.as('manager'), id, { request: request.key });
		expect((await view('manager')).request).toBeNull();
		expect(await threats.requestAssessment(home.as('head'), id, buildRequest())).toEqual({ ok: true });
	});

	test('a new assessment replaces the one before, which stays readable as it was', async () => {
		await assess();
		home.clock.set('2026-04-20T08:00:00Z');
		expect((await view('manager')).current?.state).toBe('reviewDue');
		expect(
			await assess({ version: '1', overallLevel: 'low', reviewDate: '', validUntil: '2026-12-31' })
		).toEqual({ ok: true });
		const { current, older } = await view('manager');
		expect(current).toMatchObject({ level: 'low', sequence: 2, reviewDate: null });
		expect(older).toMatchObject([{ level: 'elevated', sequence: 1 }]);
		expect(older[0]?.factors).toHaveLength(5);
		const waiting = await threats.viewThreatWork(home.as('securityCoordinator'), 'sv');
		expect(waiting.map(({ caseId }) => caseId)).not.toContain(id);
	});

	test('against an assessment that another has replaced: nothing is written, and what they did is told', async () => {
		await assess();
		const late = await assess({ overallLevel: 'high' });
		expect(late).toMatchObject({ ok: false, because: 'changed' });
		expect(late).toHaveProperty('changes.0.action', 'threat.assessed');
		expect((await view('manager')).older).toEqual([]);
		expect(await assess({ version: '7' })).toMatchObject({ because: 'changed' });
	});

	test('the same form sent twice is one assessment', async () => {
		const input = buildThreatAssessment();
		for (let times = 0; times < 2; times++) {
			expect(await threats.assessThreat(home.as('securityCoordinator'), id, input)).toEqual({ ok: true });
		}
		expect((await view('manager')).older).toEqual([]);
	});

	test('what looks like personal data is asked about once, and kept when it is needed', async () => {
		const values = { historyReason: 'Ringde från 070-123 45 67 och är född 19800101-1234.' };
		expect(await assess(values)).toEqual({
			ok: false,
			because: 'personalData',
			found: { historyReason: ['070-123 45 67', '19800101-1234'] }
		});
		expect((await view('manager')).current).toBeNull();
		expect(await assess({ ...values, keepPersonalData: 'yes' })).toEqual({ ok: true });
	});

	test('dates that cannot be are refused with which and why', async () => {
		expect(await assess({ validUntil: '2026-03-03', reviewDate: '' })).toEqual({
			ok: false,
			because: 'dates',
			problems: { validUntil: 'inPast', reviewDate: 'reviewNeeded' }
		});
	});

	test('protection becomes a measure that its owner sees, and the case knows when it is due', async () => {
		await assess();
		expect(await protect('securityCoordinator', 'colleague')).toEqual({ ok: true });
		const { protections } = await view('manager');
		expect(protections).toMatchObject([
			{ kind: 'twoOfficers', measure: { description: 'twoOfficers: Vid alla möten.', kind: 'preventive' } }
		]);
		const measure = await cases.viewMeasure(home.as('colleague'), protections[0]!.measure.id, 'sv');
		expect(measure.caseLink).toBeNull();
		const history = (await cases.viewCase(home.as('manager'), id, 'sv')).history.map(({ action }) => action);
		expect(history).toEqual(expect.arrayContaining(['threat.assessed', 'measure.added', 'threat.protected']));
	});

	test('the manager decides on protection too, also before an assessment; the same form twice is one', async () => {
		const input = buildProtection({ ownerId: home.person('manager') });
		for (let times = 0; times < 2; times++) {
			expect(await threats.protect(home.as('manager'), id, input, words)).toEqual({ ok: true });
		}
		expect((await view('manager')).protections).toHaveLength(1);
	});

	test('two clicks at once, or another tab, decide on one protection; another day is another one', async () => {
		const input = buildProtection({ ownerId: home.person('colleague') });
		const send = (values = {}) =>
			threats.protect(home.as('securityCoordinator'), id, { ...input, ...values }, words);
		for (const outcome of await Promise.all([send(), send(), send({ key: newId<string>() })])) {
			expect(outcome).toEqual({ ok: true });
		}
		expect((await view('manager')).protections).toHaveLength(1);
		expect(await send({ dueDate: '2026-04-01' })).toEqual({ ok: true });
		expect((await view('manager')).protections).toHaveLength(2);
	});

	test('protection in the past, or by whom it is about, is refused', async () => {
		expect(await protect('manager', 'colleague', { dueDate: '2026-03-03' })).toMatchObject({
			field: 'dueDate'
		});
		await db.asOwner((tx) =>
			sql`update case_file set excluded_person_ids = ${`{${home.person('colleague')}}`}::uuid[] where id = ${id}`.execute(
				tx
			)
		);
		expect(await protect('manager', 'colleague')).toMatchObject({ field: 'ownerId' });
		expect(await protect('securityCoordinator', 'colleague')).toMatchObject({ field: 'ownerId' });
		await expect(view('colleague')).rejects.toThrow();
	});

	test('the coordinator does not change the measure afterwards; the manager does', async () => {
		await protect('securityCoordinator', 'colleague');
		const measureId: MeasureId = (await view('manager')).protections[0]!.measure.id;
		const cancelled = { version: 1, cancelReason: 'Behövs inte.' };
		await expect(cases.cancelMeasure(home.as('securityCoordinator'), measureId, cancelled)).rejects.toThrow();
		expect(await cases.cancelMeasure(home.as('manager'), measureId, cancelled)).toEqual({ ok: true });
	});

	describe('who may what', () => {
		test('only the coordinator assesses, only who handles asks', async () => {
			for (const as of [
				'manager',
				'head',
				'hrPartner',
				'safetyRepresentative',
				'reporter',
				'administrator'
			]) {
				await expect(assess({}, as), as).rejects.toThrow();
			}
			for (const as of [
				'securityCoordinator',
				'hrPartner',
				'safetyRepresentative',
				'reporter',
				'gammaManager'
			]) {
				await expect(threats.requestAssessment(home.as(as), id, buildRequest()), as).rejects.toThrow();
			}
			for (const as of ['hrPartner', 'safetyRepresentative', 'colleague']) {
				await expect(protect(as, 'colleague'), as).rejects.toThrow();
			}
		});

		test('the safety representative reads the level, the dates and the protection, not the words', async () => {
			await threats.requestAssessment(home.as('manager'), id, buildRequest());
			await assess();
			await protect('manager', 'manager');
			await threats.requestAssessment(home.as('manager'), id, buildRequest());
			const seen = await view('safetyRepresentative');
			expect(seen.current).toMatchObject({ level: 'elevated', factors: [] });
			expect(seen.protections).toHaveLength(1);
			expect(seen.request).toBeNull();
		});

		test('the exposed person, the reporter and who is beside know nothing of it as staff', async () => {
			for (const as of ['reporter', 'colleague', 'gammaManager', 'lexSarahOfficer', 'administrator']) {
				await expect(view(as), as).rejects.toThrow();
			}
			await expect(threats.viewThreatWork(home.as('manager'), 'sv')).rejects.toThrow();
		});

		test('the database says the same of each table', async () => {
			await threats.requestAssessment(home.as('manager'), id, buildRequest());
			await assess();
			await threats.requestAssessment(home.as('manager'), id, buildRequest());
			await protect('manager', 'manager');
			const seen = (as: string) =>
				home.as(as).transaction(async (tx) => {
					const of = (table: 'threatRequest' | 'threatAssessment' | 'threatFactor' | 'threatProtection') =>
						tx.selectFrom(table).select('caseId').where('caseId', '=', id).execute();
					return [
						(await of('threatRequest')).length,
						(await of('threatAssessment')).length,
						(await of('threatFactor')).length,
						(await of('threatProtection')).length
					];
				});
			for (const as of ['manager', 'head', 'securityCoordinator', 'hrPartner']) {
				expect(await seen(as), as).toEqual([2, 1, 5, 1]);
			}
			expect(await seen('safetyRepresentative')).toEqual([0, 1, 0, 1]);
			for (const as of ['reporter', 'colleague', 'gammaManager', 'administrator', 'dataProtectionOfficer']) {
				expect(await seen(as), as).toEqual([0, 0, 0, 0]);
			}
		});

		test('a coordinator whom the case is about cannot assess it, in the database either', async () => {
			await db.asOwner((tx) =>
				sql`update case_file set excluded_person_ids = ${`{${home.person('securityCoordinator')}}`}::uuid[]
					where id = ${id}`.execute(tx)
			);
			await expect(assess()).rejects.toThrow();
			const { rows } = await home.as('securityCoordinator').transaction((tx) =>
				sql<{ coordinates: boolean }>`select app_coordinates_case(case_file) as coordinates from case_file
					where id = ${id}`.execute(tx)
			);
			expect(rows).toEqual([]);
		});

		test('an HR partner who coordinates elsewhere does not assess here', async () => {
			const context = home.as('hrPartner');
			const actor: Actor = {
				...context.actor,
				roles: [
					...context.actor.roles,
					{ ...context.actor.roles[0]!, role: 'securityCoordinator', unitId: home.unit('labour').id }
				]
			};
			const elsewhere = contextFor({ db, clock: home.clock }, actor);
			await expect(threats.assessThreat(elsewhere, id, buildThreatAssessment())).rejects.toThrow();
			expect((await threats.viewProtection(elsewhere, id, 'sv')).allowsThreat.assess).toBe(false);
		});
	});

	test('who asked and who assesses are told that something waits, and nobody else', async () => {
		const told = (as: string) =>
			home.as(as).transaction(async (tx) => {
				const query = tx.selectFrom('notice').select('kind').where('subjectId', '=', id);
				return (await query.execute()).map(({ kind }) => kind).filter((kind) => kind.startsWith('threat'));
			});
		await threats.requestAssessment(home.as('manager'), id, buildRequest());
		expect(await told('securityCoordinator')).toEqual(['threatAssessmentWanted']);
		await assess();
		expect(await told('manager')).toEqual(['threatAssessed']);
		for (const as of ['hrPartner', 'safetyRepresentative', 'reporter', 'head']) {
			expect(await told(as), as).toEqual([]);
		}
	});

	test('the duty to assess the threat is done by the assessment', async () => {
		const severe = await report(home.as('reporter'), { values: { inDanger: 'yes', forms: ['threat'] } });
		id = await caseOf(severe);
		const state = () =>
			db.askAsOwner(async (tx) => {
				const query = tx.selectFrom('duty').select('state').where('caseId', '=', id);
				return (await query.where('key', '=', 'threatAssessment').executeTakeFirst())?.state;
			});
		expect(await state()).toBe('open');
		await assess();
		expect(await state()).toBe('done');
	});
});
