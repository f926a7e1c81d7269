import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, ThreatAssessmentId } from '../../../../database/column-types.ts';
import * as cases from '../cases/index.ts';
import { buildAssessment, buildContact, buildMeasure } from '../cases/test-data.ts';
import { listNotices } from '../notifications/index.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { newId } from '../platform/ids.ts';
import { remindAll } from './remind.ts';

describe.each(engines)('reminding, on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('what is due', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		/** Reported on Wednesday 4 March 2026: contact is promised by Thursday. */
		let caseId: CaseId;

		let tests = 0;
		beforeAll(async () => {
			db = await open();
		});
		afterAll(() => db.close());
		// each test has a municipality of its own
		beforeEach(async () => {
			home = await makeMunicipality(db, `-${++tests}`);
			caseId = await reported();
		});

		const application = () => ({ db, clock: home.clock });
		const reported = async () => {
			const incident = await report(home.as('reporter'));
			const { id } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			return id;
		};
		/** Only what is about promises: duties and aftercare have their own times. */
		const made = async () => {
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('reminder')
					.select(['kind', 'step', 'recipientIds'])
					.where('municipalityId', '=', home.id)
					.where('kind', 'not like', 'duty%')
					.where('kind', 'not like', 'aftercare%')
					.orderBy('madeAt')
					.orderBy(sql`array_position(array['told', 'escalated', 'escalatedAgain'], step)`)
					.execute()
			);
			return rows.map(({ kind, step, recipientIds }) => [kind, step, ...recipientIds.map(keyOf)].join(' '));
		};
		const keyOf = (id: string) =>
			['manager', 'head', 'director', 'securityCoordinator', 'colleague'].find(
				(key) => home.person(key) === id
			) ?? id;
		const told = async (key: string) =>
			(await listNotices(home.as(key))).map(({ kind }) => kind).filter((kind) => !kind.startsWith('duty'));

		test('is told to the handler, then one step up at a time, and shown in the case', async () => {
			await remindAll(application());
			expect(await made()).toEqual([]);
			home.clock.set('2026-03-05T23:00:00Z');
			await remindAll(application());
			expect(await made()).toEqual(['contactLate told manager']);
			expect(await told('manager')).toContain('contactLate');
			expect(await told('head')).not.toContain('escalated');
			home.clock.set('2026-03-06T11:00:00Z');
			await remindAll(application());
			home.clock.set('2026-03-09T11:00:00Z');
			await remindAll(application());
			expect(await made()).toEqual([
				'contactLate told manager',
				'contactLate escalated head',
				'contactLate escalatedAgain director'
			]);
			expect(await told('head')).toContain('escalated');
			expect(await told('director')).toContain('escalated');
			const seen = (key: string) =>
				home
					.as(key)
					.transaction((tx) =>
						tx.selectFrom('reminder').select('step').where('kind', '=', 'contactLate').execute()
					);
			expect(await seen('manager')).toHaveLength(3);
			expect(await seen('colleague')).toEqual([]);
			expect(await seen('reporter')).toEqual([]);
			expect(await seen('gammaManager')).toEqual([]);
			expect(await seen('administrator')).toEqual([]);
		});

		test('during five days of standstill is made afterwards, in order, each step once', async () => {
			home.clock.set('2026-03-10T08:00:00Z');
			await remindAll(application());
			await remindAll(application());
			expect(await made()).toEqual([
				'contactLate told manager',
				'contactLate escalated head',
				'contactLate escalatedAgain director'
			]);
		});

		test('is told once by several processes, whatever their clocks say', async () => {
			home.clock.set('2026-03-06T11:00:00Z');
			const ahead = { db, clock: { now: () => Temporal.Instant.from('2026-03-06T12:00:00Z') } };
			await Promise.all([remindAll(application()), remindAll(ahead), remindAll(application())]);
			home.clock.set('2026-03-04T11:00:00Z');
			await remindAll(application());
			home.clock.set('2026-03-06T11:01:00Z');
			await remindAll(application());
			expect(await made()).toEqual(['contactLate told manager', 'contactLate escalated head']);
		});

		test('stops when somebody keeps the promise', async () => {
			home.clock.set('2026-03-05T23:00:00Z');
			await remindAll(application());
			await cases.recordContact(home.as('manager'), caseId, buildContact(home.as('manager')));
			home.clock.set('2026-03-06T12:00:00Z');
			await remindAll(application());
			expect(await made()).toEqual(['contactLate told manager']);
		});

		test('never reaches whom it is about, nor who was exposed, nor who stands in for them', async () => {
			// the head reports something that happened to the director, about the manager
			const about = await report(home.as('head'), {
				affectedPersonId: home.person('director'),
				involvedPersonIds: [home.person('manager')],
				unitId: home.unit('alpha').id
			});
			await db.asOwner(async (tx) => {
				const names = ['manager', 'director'].map((key) => ({
					id: newId<string>(),
					municipalityId: home.id,
					personId: home.person('colleague'),
					unitId: home.unit(key === 'manager' ? 'alpha' : 'social').id,
					role: 'lineManager' as const,
					validFrom: '2026-01-01',
					validTo: '2026-12-31',
					deputyForId: home.person(key)
				}));
				await tx.insertInto('assignment').values(names).execute();
			});
			home.clock.set('2026-03-20T11:00:00Z');
			await remindAll(application());
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('reminder')
					.innerJoin('caseFile', 'caseFile.id', 'reminder.caseId')
					.select('recipientIds')
					.where('caseFile.incidentId', '=', about)
					.execute()
			);
			const reached = [...new Set(rows.flatMap(({ recipientIds }) => recipientIds))].map(keyOf);
			expect(rows.length).toBeGreaterThan(2);
			expect(reached).not.toContain('manager');
			expect(reached).not.toContain('director');
			const notices = await db.asOwner((tx) =>
				tx
					.selectFrom('notice')
					.innerJoin('caseFile', 'caseFile.id', 'notice.subjectId')
					.select('recipientId')
					.where('caseFile.incidentId', '=', about)
					.execute()
			);
			const people = notices.map(({ recipientId }) => keyOf(recipientId));
			for (const key of ['manager', 'director', 'colleague']) expect(people).not.toContain(key);
		});

		test('of a measure is told to its owner, and then to who handles the case', async () => {
			await cases.recordContact(home.as('manager'), caseId, buildContact(home.as('manager')));
			await cases.assess(home.as('manager'), caseId, buildAssessment({ version: '2' }));
			await cases.addMeasure(
				home.as('manager'),
				caseId,
				buildMeasure(home.as('manager'), { ownerId: home.person('colleague'), dueDate: '2026-03-20' })
			);
			for (const now of ['2026-03-19T06:00:00Z', '2026-03-23T06:00:00Z', '2026-03-24T06:00:00Z']) {
				home.clock.set(now);
				await remindAll(application());
			}
			expect(await made()).toEqual([
				'measureSoon told colleague',
				'measureLate told colleague',
				'measureLate escalated manager'
			]);
			expect(await told('colleague')).toEqual(expect.arrayContaining(['taskSoon', 'taskLate']));
			expect(await told('manager')).toContain('measureLate');
		});

		test('of a duty is told with the case', async () => {
			home.clock.set('2026-03-20T11:00:00Z');
			await remindAll(application());
			const duties = await db.asOwner((tx) =>
				tx
					.selectFrom('reminder')
					.select(['subject', 'step'])
					.where('kind', '=', 'dutyLate')
					.where('municipalityId', '=', home.id)
					.execute()
			);
			expect(duties.map(({ subject }) => subject)).toContain('support');
			expect((await listNotices(home.as('manager'))).map(({ kind }) => kind)).toContain('dutyLate');
		});

		test('after the case is closed: the exposed person is still to be contacted, and a threat to be looked at', async () => {
			await db.asOwner(async (tx) => {
				await tx.updateTable('caseFile').set({ status: 'closed' }).where('id', '=', caseId).execute();
				await tx
					.insertInto('threatAssessment')
					.values({
						id: newId<ThreatAssessmentId>(),
						municipalityId: home.id,
						caseId,
						sequence: 1,
						level: 'high',
						validUntil: '2026-04-30',
						reviewDate: '2026-03-11',
						madeBy: home.person('securityCoordinator'),
						madeAt: '2026-03-04T10:00:00Z'
					})
					.execute();
			});
			home.clock.set('2026-03-11T07:00:00Z');
			await remindAll(application());
			expect(await told('manager')).toContain('aftercareDue');
			expect(await told('securityCoordinator')).toContain('threatWaits');
			home.clock.set('2026-03-12T07:00:00Z');
			await remindAll(application());
			expect(await made()).toEqual([
				'reviewDue told securityCoordinator',
				'reviewLate told securityCoordinator'
			]);
		});

		test('nobody but the system reminds', async () => {
			const insert = home.as('manager').transaction((tx) =>
				tx
					.insertInto('reminder')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						caseId,
						kind: 'contactLate',
						step: 'told',
						dueAt: '2026-03-05T00:00Z',
						recipientIds: sql`'{}'`,
						madeAt: '2026-03-05T00:00Z'
					})
					.execute()
			);
			await expect(insert).rejects.toThrow(/row-level security/);
			const { rows } = await home
				.as('administrator')
				.transaction((tx) => sql`select * from cases_to_remind('2026-03-20')`.execute(tx));
			expect(rows).toEqual([]);
		});
	});
});
