import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
	CaseId,
	LexSarahRecordId,
	SafetyRequestId,
	StatementId,
	ThreatAssessmentId
} from '../../../../database/column-types.ts';
import { contextFor } from '../access/index.ts';
import * as cases from '../cases/index.ts';
import type { Context } from '../access/context.ts';
import * as lexSarah from '../lex-sarah/index.ts';
import { buildDecision, buildEntry } from '../lex-sarah/test-data.ts';
import { buildAssessment, buildContact, buildDutyDecision, buildMeasure } from '../cases/test-data.ts';
import { listNotices } from '../notifications/index.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { newId } from '../platform/ids.ts';
import { remindAll, settleReminders } from './remind.ts';
import { viewReminders } from './views.ts';

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
		/** What was made of some kinds, and to whom. */
		const madeOf = async (like: string) => {
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('reminder')
					.select(['kind', 'subject', 'step', 'recipientIds'])
					.where('municipalityId', '=', home.id)
					.where('kind', 'like', like)
					.orderBy('dueAt')
					.orderBy(sql`array_position(array['told', 'escalated', 'escalatedAgain'], step)`)
					.execute()
			);
			return rows.map(({ kind, step, recipientIds }) => [kind, step, ...recipientIds.map(keyOf)].join(' '));
		};
		const remindAt = async (now: string) => {
			home.clock.set(now);
			await remindAll(application());
		};
		/** A lex Sarah record of the case, handed over an hour after the report. */
		const handedOver = async () => {
			const id = newId<LexSarahRecordId>();
			await db.asOwner((tx) =>
				tx
					.insertInto('lexSarahRecord')
					.values({
						id,
						municipalityId: home.id,
						caseId,
						unitId: home.unit('alpha').id,
						unitPath: sql`'{}'`,
						affectedPersonId: home.person('reporter'),
						excludedPersonIds: sql`'{}'`,
						handedOverBy: home.person('manager'),
						handedOverAt: '2026-03-04T09:00:00Z'
					})
					.execute()
			);
			return id;
		};
		/** Only what is about promises: the rest has its own times. */
		const made = async () => {
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('reminder')
					.select(['kind', 'step', 'recipientIds'])
					.where('municipalityId', '=', home.id)
					.where('kind', 'not like', 'duty%')
					.where('kind', 'not like', 'aftercare%')
					.where('kind', '<>', 'supportAsked')
					.orderBy('madeAt')
					.orderBy(sql`array_position(array['told', 'escalated', 'escalatedAgain'], step)`)
					.execute()
			);
			return rows.map(({ kind, step, recipientIds }) => [kind, step, ...recipientIds.map(keyOf)].join(' '));
		};
		const keyOf = (id: string) =>
			['manager', 'head', 'director', 'securityCoordinator', 'lexSarahOfficer', 'colleague', 'reporter'].find(
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
					// asked to the exposed person themselves, of their own report
					.where('kind', '<>', 'supportAsked')
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
			// the day is the local level's: no law gives one
			const { reminders } = await viewReminders(home.as('manager'), caseId, 'sv');
			expect(reminders.find(({ duty }) => duty === 'support')).toMatchObject({ isLegalTime: false });
		});

		test.each([
			[
				'handed over',
				(manager: Context) =>
					cases.transfer(manager, caseId, {
						key: newId<string>(),
						version: 2,
						transferTarget: 'hr',
						transferReason: 'HR utreder.',
						transferFeedback: 'HR tar vid.'
					})
			],
			[
				'found not to be undue influence',
				(manager: Context) =>
					cases.judgeNotUndueInfluence(manager, caseId, {
						key: newId<string>(),
						version: 2,
						insteadKind: 'complaint',
						insteadHarm: [],
						insteadReason: 'Ett klagomål.',
						insteadFeedback: 'Tack.'
					})
			]
		] as const)(
			'of a duty goes on when the case is %s, one step up as well, until somebody decides it',
			async (_, end) => {
				const manager = home.as('manager');
				await cases.recordContact(manager, caseId, buildContact(manager));
				expect(await end(manager)).toEqual({ ok: true });
				const late = async () => {
					const rows = await db.asOwner((tx) =>
						tx
							.selectFrom('reminder')
							.select(['subject', 'step'])
							.where('kind', '=', 'dutyLate')
							.where('caseId', '=', caseId)
							.execute()
					);
					return rows.map(({ subject, step }) => `${subject} ${step}`).sort();
				};
				const waiting = (await cases.viewDuties(manager, caseId, 'sv')).undecided.filter(
					({ ceasedText }) => ceasedText === null
				);
				expect(waiting.length).toBeGreaterThan(0);
				const [first, ...rest] = waiting;
				for (const { key, version } of rest) {
					const decision = {
						version: String(version),
						duty: key,
						dutyOutcome: 'notNeeded',
						dutyReason: 'Gjort i annat.'
					};
					await cases.decideDuty(manager, caseId, buildDutyDecision(manager, decision));
				}
				await remindAt('2026-03-20T11:00:00Z');
				expect(await late()).toEqual([`${first!.key} escalated`, `${first!.key} told`]);
				expect((await listNotices(home.as('head'))).map(({ kind }) => kind)).toContain('escalated');
			}
		);

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
			await remindAt('2026-03-13T07:00:00Z');
			await remindAt('2026-03-16T07:00:00Z');
			expect((await made()).toSorted()).toEqual([
				'reviewDue told securityCoordinator',
				'reviewLate escalated manager',
				'reviewLate escalatedAgain head',
				'reviewLate told securityCoordinator'
			]);
			expect(await told('manager')).toContain('threatLate');
			expect(await told('head')).toContain('escalated');
		});

		test('the exposed person is asked on the week’s and on the month’s day, unless they answered; staff see no name', async () => {
			await remindAt('2026-03-11T05:59:00Z');
			expect(await madeOf('supportAsked')).toEqual([]);
			await remindAt('2026-03-11T06:00:00Z');
			await remindAt('2026-03-12T06:00:00Z');
			expect(await madeOf('supportAsked')).toEqual(['supportAsked told reporter']);
			expect(await told('reporter')).toContain('supportAsked');
			const seen = await viewReminders(home.as('manager'), caseId, 'sv');
			expect(seen.reminders.find(({ kind }) => kind === 'supportAsked')?.recipients).toEqual([]);
			const ofRepresentative = await viewReminders(home.as('safetyRepresentative'), caseId, 'sv');
			expect(ofRepresentative.reminders.map(({ kind }) => kind)).not.toContain('supportAsked');
			await db.asOwner((tx) =>
				tx
					.insertInto('supportAnswer')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						caseId,
						personId: home.person('reporter'),
						step: 'month',
						answer: 'yes',
						wantsContact: false,
						answeredAt: '2026-04-07T05:00:00Z'
					})
					.execute()
			);
			await remindAt('2026-04-07T06:00:00Z');
			expect(await madeOf('supportAsked')).toEqual(['supportAsked told reporter']);
		});

		describe('a statement', () => {
			const ask = () =>
				db.asOwner((tx) =>
					tx
						.insertInto('statementRequest')
						.values({
							id: newId<StatementId>(),
							municipalityId: home.id,
							caseId,
							personId: home.person('colleague'),
							question: 'Vad såg du?',
							dueDate: '2026-03-11',
							askedBy: home.person('manager'),
							askedAt: '2026-03-04T08:00:00Z'
						})
						.execute()
				);
			const change = (values: { sentAt?: string | null; withdrawnAt?: string | null }) =>
				db.asOwner((tx) =>
					tx.updateTable('statementRequest').set(values).where('caseId', '=', caseId).execute()
				);

			test('is reminded of after some working days and when it is late, and then its handler', async () => {
				await ask();
				await remindAt('2026-03-06T12:00:00Z');
				expect(await madeOf('statement%')).toEqual([]);
				await remindAt('2026-03-09T06:00:00Z');
				expect(await told('colleague')).toContain('statementReminded');
				await remindAt('2026-03-13T06:00:00Z');
				expect(await madeOf('statement%')).toEqual([
					'statementSoon told colleague',
					'statementLate told colleague',
					'statementLate escalated manager'
				]);
				expect(await told('manager')).toContain('statementLate');
			});

			test('that was answered or withdrawn, or whose case has ended, is left alone', async () => {
				await ask();
				await change({ sentAt: '2026-03-05T08:00:00Z' });
				await remindAt('2026-03-13T06:00:00Z');
				await change({ sentAt: null, withdrawnAt: '2026-03-05T08:00:00Z' });
				await remindAll(application());
				await change({ withdrawnAt: null });
				await db.asOwner((tx) =>
					tx.updateTable('caseFile').set({ status: 'closed' }).where('id', '=', caseId).execute()
				);
				await remindAll(application());
				expect(await madeOf('statement%')).toEqual([]);
			});

			test('is not asked for of a colleague whom the case turned out to be about', async () => {
				await ask();
				await db.asOwner((tx) =>
					tx
						.updateTable('caseFile')
						.set({ excludedPersonIds: sql`array[${home.person('colleague')}::uuid]` })
						.where('id', '=', caseId)
						.execute()
				);
				await remindAt('2026-03-09T06:00:00Z');
				expect(await madeOf('statement%')).toEqual([]);
				expect(await told('colleague')).not.toContain('statementReminded');
			});
		});

		describe('that nobody can be told of', () => {
			const change = (key: string, isActive: boolean) =>
				db.asOwner((tx) =>
					tx.updateTable('person').set({ isActive }).where('id', '=', home.person(key)).execute()
				);

			test('is not written down as told, and is made when somebody holds the role', async () => {
				const recordId = await handedOver();
				await change('lexSarahOfficer', false);
				await remindAt('2026-03-05T09:00:00Z');
				await remindAt('2026-03-05T09:01:00Z');
				expect(await madeOf('lexSarah%')).toEqual([]);
				await db.asOwner((tx) =>
					tx
						.insertInto('assignment')
						.values({
							id: newId<string>(),
							municipalityId: home.id,
							personId: home.person('colleague'),
							unitId: home.unit('social').id,
							role: 'lexSarahOfficer',
							validFrom: '2026-03-05'
						})
						.execute()
				);
				await remindAt('2026-03-05T09:02:00Z');
				await remindAt('2026-03-05T09:03:00Z');
				expect(await madeOf('lexSarah%')).toEqual(['lexSarahStartLate told colleague']);
				const { roles } = home.as('lexSarahOfficer').actor;
				const appointed = contextFor(application(), { ...home.as('colleague').actor, roles });
				const notices = await listNotices(appointed);
				expect(notices.map(({ path }) => path)).toContain(`/lex-sarah/${recordId}`);
			});

			test('because they have left, goes on to the next one up and comes back with the successor', async () => {
				await cases.recordContact(home.as('manager'), caseId, buildContact(home.as('manager')));
				await cases.assess(home.as('manager'), caseId, buildAssessment({ version: '2' }));
				const measure = buildMeasure(home.as('manager'), {
					ownerId: home.person('colleague'),
					dueDate: '2026-03-20'
				});
				await cases.addMeasure(home.as('manager'), caseId, measure);
				await change('colleague', false);
				await remindAt('2026-03-24T06:00:00Z');
				expect(await madeOf('measure%')).toEqual(['measureLate escalated manager']);
				await db.asOwner((tx) =>
					tx
						.updateTable('measure')
						.set({ ownerId: home.person('reporter') })
						.where('caseId', '=', caseId)
						.execute()
				);
				await remindAt('2026-03-24T06:01:00Z');
				expect(await madeOf('measure%')).toEqual([
					'measureLate told reporter',
					'measureLate escalated manager'
				]);
			});
		});

		test('a lex Sarah record that nobody has begun is its officers’, and no other reader of the case sees it', async () => {
			const recordId = await handedOver();
			await remindAt('2026-03-05T08:59:00Z');
			expect(await madeOf('lexSarah%')).toEqual([]);
			await remindAt('2026-03-05T09:00:00Z');
			await remindAt('2026-03-05T12:00:00Z');
			expect(await madeOf('lexSarah%')).toEqual(['lexSarahStartLate told lexSarahOfficer']);
			expect(await told('lexSarahOfficer')).toContain('lexSarahWaits');
			const seen = (key: string) =>
				home.as(key).transaction(async (tx) => {
					const query = tx.selectFrom('reminder').select('id').where('kind', 'like', 'lexSarah%');
					return (await query.execute()).length;
				});
			expect(await seen('manager')).toBe(1);
			expect(await seen('safetyRepresentative')).toBe(0);
			await db.asOwner(async (tx) => {
				await tx
					.updateTable('lexSarahRecord')
					.set({ status: 'decided', startedAt: '2026-03-05T12:00:00Z', decidedAt: '2026-03-09T09:00:00Z' })
					.where('id', '=', recordId)
					.execute();
				await tx
					.insertInto('lexSarahDecision')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						recordId,
						assessment: 'serious',
						reason: 'Grund.',
						reportToIvo: true,
						ivoReason: 'Grund.',
						decidedBy: home.person('lexSarahOfficer'),
						decidedAt: '2026-03-09T09:00:00Z'
					})
					.execute();
			});
			await remindAt('2026-03-10T09:00:00Z');
			expect(await madeOf('lexSarahIvo%')).toEqual(['lexSarahIvoLate told lexSarahOfficer']);
		});

		test('a lex Sarah record that is begun goes on until it is decided: officer, then the administration, who learns only that', async () => {
			const recordId = await handedOver();
			const officer = home.as('lexSarahOfficer');
			home.clock.set('2026-03-04T10:00:00Z');
			await lexSarah.start(officer, recordId, { version: 1 });
			await remindAt('2026-03-06T12:00:00Z');
			expect(await madeOf('lexSarah%')).toEqual([]);
			for (const now of [
				'2026-03-09T06:00:00Z',
				'2026-03-11T23:00:00Z',
				'2026-03-12T11:00:00Z',
				'2026-03-13T11:00:00Z'
			]) {
				await remindAt(now);
			}
			// there is no other officer, and no manager above the director
			const expected = [
				'lexSarahInvestigateNear told lexSarahOfficer',
				'lexSarahInvestigateLate told lexSarahOfficer',
				'lexSarahInvestigateLate escalated director'
			];
			expect((await madeOf('lexSarah%')).toSorted()).toEqual(expected.toSorted());
			expect(await told('lexSarahOfficer')).toEqual(
				expect.arrayContaining(['lexSarahNear', 'lexSarahWaits'])
			);
			const unattended = async () =>
				(await listNotices(home.as('director'))).filter(({ kind }) => kind === 'lexSarahUnattended');
			expect(await unattended()).toMatchObject([
				{ path: '/lex-sarah-unattended', unitName: 'Socialförvaltningen', number: null, readAt: null }
			]);
			expect(await told('manager')).not.toContain('lexSarahUnattended');
			const [notice] = await db.asOwner((tx) =>
				tx
					.selectFrom('notice')
					.select('subjectId')
					.where('kind', '=', 'lexSarahUnattended')
					.where('municipalityId', '=', home.id)
					.execute()
			);
			expect(notice).toEqual({ subjectId: home.unit('social').id });
			await lexSarah.viewUnattended(home.as('director'));
			expect((await unattended())[0]?.readAt).not.toBeNull();

			// who handed over sees that it went on; nobody who does not know of the record does, nor the director
			const seen = (key: string) =>
				home
					.as(key)
					.transaction((tx) =>
						tx.selectFrom('reminder').select('id').where('kind', 'like', 'lexSarah%').execute()
					);
			expect(await seen('manager')).toHaveLength(3);
			expect(await seen('safetyRepresentative')).toEqual([]);

			await lexSarah.document(officer, recordId, buildEntry());
			await lexSarah.decide(officer, recordId, buildDecision({ version: '2', assessment: 'noShortcoming' }));
			await db.asOwner((tx) =>
				tx.updateTable('person').set({ isActive: false }).where('id', '=', home.person('director')).execute()
			);
			await remindAt('2026-04-01T11:00:00Z');
			expect(await madeOf('lexSarah%')).toHaveLength(3);
		});

		test('a request about a workplace: who should answer, then the manager above, once each', async () => {
			await db.asOwner((tx) =>
				tx
					.insertInto('safetyRequest')
					.values({
						id: newId<SafetyRequestId>(),
						municipalityId: home.id,
						unitId: home.unit('alpha').id,
						demand: 'Larm i receptionen.',
						requestedBy: home.person('safetyRepresentative'),
						requestedAt: '2026-03-04T09:00:00Z'
					})
					.execute()
			);
			await remindAt('2026-03-05T08:59:00Z');
			expect(await madeOf('safetyRequest%')).toEqual([]);
			await remindAt('2026-03-05T09:00:00Z');
			await remindAt('2026-03-06T11:00:00Z');
			await remindAt('2026-03-06T11:01:00Z');
			expect(await madeOf('safetyRequest%')).toEqual([
				'safetyRequestLate told manager',
				'safetyRequestLate escalated head'
			]);
			for (const key of ['manager', 'head']) expect(await told(key), key).toContain('safetyRequestWaits');
			await db.asOwner((tx) =>
				tx
					.updateTable('safetyRequest')
					.set({
						answer: 'accepted',
						answerText: 'Ja.',
						answeredBy: home.person('manager'),
						answeredAt: '2026-03-06T12:00:00Z'
					})
					.where('municipalityId', '=', home.id)
					.execute()
			);
			await remindAt('2026-03-09T11:00:00Z');
			expect(await madeOf('safetyRequest%')).toHaveLength(2);
		});

		test('a history that was loaded is settled: written down as reminded of, and told to nobody', async () => {
			home.clock.set('2026-03-12T11:00:00Z');
			const before = (await told('manager')).length;
			expect(await settleReminders(application())).toBeGreaterThan(3);
			await remindAll(application());
			expect(await told('manager')).toHaveLength(before);
			expect(await made()).toContain('contactLate told manager');
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
			const others = await home
				.as('administrator')
				.transaction(async (tx) => [
					...(await sql`select * from records_to_remind()`.execute(tx)).rows,
					...(await sql`select * from requests_to_remind()`.execute(tx)).rows
				]);
			expect(others).toEqual([]);
		});
	});
});
