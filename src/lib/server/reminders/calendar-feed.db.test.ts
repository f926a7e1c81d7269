import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
	CaseId,
	PersonId,
	SafetyRequestId,
	StatementId,
	ThreatAssessmentId
} from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import * as cases from '../cases/index.ts';
import { buildAssessment, buildContact, buildDutyDecision, buildMeasure } from '../cases/test-data.ts';
import * as lexSarah from '../lex-sarah/index.ts';
import { buildHandOver } from '../lex-sarah/test-data.ts';
import { newId } from '../platform/ids.ts';
import { newSecret } from '../platform/secrets.ts';
import { closeFeed, findFeed, mostPerMinute, openFeed, readFeed } from './calendar-feed.ts';

describe.each(engines)('a calendar’s address, on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('answers', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let tests = 0;
		beforeAll(async () => {
			db = await open();
		});
		afterAll(() => db.close());
		beforeEach(async () => {
			home = await makeMunicipality(db, `-${++tests}`);
		});

		const ask = (secret: string) =>
			readFeed({ db, clock: home.clock }, secret, {
				origin: 'https://opaverkad.example',
				address: '192.0.2.1'
			});
		/** The summaries in somebody's calendar, with the path that each leads to. */
		const seenBy = async (key: string) => {
			const answer = await ask(await openFeed(home.as(key)));
			if (answer.outcome !== 'calendar') throw new Error(answer.outcome);
			const text = answer.text.replaceAll('\r\n ', '');
			return text
				.split('BEGIN:VEVENT')
				.slice(1)
				.map((event) => {
					const path = /^URL[^:]*:https:\/\/opaverkad\.example(\S+)/m.exec(event)![1]!;
					return `${/^SUMMARY:(.*)$/m.exec(event)![1]!.trim()} ${path}`;
				});
		};
		const caseOf = async (incidentId: Awaited<ReturnType<typeof report>>): Promise<CaseId> => {
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
			);
			return row.id;
		};
		const actions = async () => {
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select('action')
					.where('municipalityId', '=', home.id)
					.where('action', 'like', 'calendar.%')
					.orderBy('at')
					.orderBy('action')
					.execute()
			);
			return rows.map(({ action }) => action);
		};

		test('with what its owner answers for: the promise of a case, its duties, a task; and nothing that others do', async () => {
			const id = await caseOf(await report(home.as('reporter')));
			expect(await seenBy('manager')).toContain(`Ett löfte om kontakt /cases/${id}`);
			expect(await seenBy('manager')).toContain(`En skyldighet (lokal gräns) /cases/${id}`);
			// who may read it does not answer for it
			for (const key of ['head', 'safetyRepresentative', 'reporter', 'colleague', 'administrator']) {
				expect(await seenBy(key), key).toEqual([]);
			}
			await cases.recordContact(home.as('manager'), id, buildContact(home.as('manager')));
			await cases.assess(home.as('manager'), id, buildAssessment({ version: '2' }));
			const measure = buildMeasure(home.as('manager'), { ownerId: home.person('colleague') });
			await cases.addMeasure(home.as('manager'), id, measure);
			expect(await seenBy('colleague')).toEqual([`En åtgärd som du ska göra /my-tasks/${measure.key}`]);
			expect(await seenBy('manager')).toContain(`En åtgärd ska vara klar /cases/${id}`);
		});

		test('with the contacts that are left after a week and a month, also when the case is closed, until they are kept', async () => {
			const id = await caseOf(await report(home.as('reporter')));
			const contacts = async () =>
				(await seenBy('manager')).filter(
					(entry) => entry === `En kontakt att följa upp /cases/${id}/aftercare`
				);
			expect(await contacts()).toHaveLength(2);
			expect((await seenBy('head')).join()).not.toContain(id);
			await db.asOwner(async (tx) => {
				await tx.updateTable('caseFile').set({ status: 'closed' }).where('id', '=', id).execute();
				await tx
					.insertInto('aftercareStep')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						caseId: id,
						step: 'week',
						outcome: 'done',
						recordedBy: home.person('manager'),
						recordedAt: '2026-03-04T09:00:00Z'
					})
					.execute();
			});
			expect(await contacts()).toHaveLength(1);
			await db.asOwner((tx) =>
				tx.updateTable('caseFile').set({ status: 'transferred' }).where('id', '=', id).execute()
			);
			expect(await contacts()).toEqual([]);
		});

		test('with the threats of its coordinator: asked for, and to be looked at again', async () => {
			const asked = await caseOf(await report(home.as('reporter')));
			const assessed = await caseOf(await report(home.as('reporter')));
			await db.asOwner(async (tx) => {
				await tx
					.insertInto('threatRequest')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						caseId: asked,
						question: 'Hur allvarligt är det?',
						requestedBy: home.person('manager'),
						requestedAt: '2026-03-04T08:00:00Z'
					})
					.execute();
				await tx
					.insertInto('threatAssessment')
					.values({
						id: newId<ThreatAssessmentId>(),
						municipalityId: home.id,
						caseId: assessed,
						sequence: 1,
						level: 'high',
						validUntil: '2026-06-30',
						reviewDate: '2026-04-15',
						madeBy: home.person('securityCoordinator'),
						madeAt: '2026-03-04T08:00:00Z'
					})
					.execute();
			});
			expect(await seenBy('securityCoordinator')).toEqual([
				`En hotbedömning /cases/${asked}/protection`,
				`En hotbedömning att se över /cases/${assessed}/protection`
			]);
			expect((await seenBy('manager')).join()).not.toContain('hotbedömning');
		});

		test('with what a colleague is asked to tell, until they have told it', async () => {
			const id = newId<StatementId>();
			const caseId = await caseOf(await report(home.as('reporter')));
			await db.asOwner((tx) =>
				tx
					.insertInto('statementRequest')
					.values({
						id,
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
			expect(await seenBy('colleague')).toEqual([
				`En fråga till dig att svara på /my-tasks/statements/${id}`
			]);
			expect((await seenBy('manager')).join()).not.toContain(id);
			await db.asOwner((tx) =>
				tx
					.updateTable('statementRequest')
					.set({ sentAt: '2026-03-05T08:00:00Z' })
					.where('id', '=', id)
					.execute()
			);
			expect(await seenBy('colleague')).toEqual([]);
		});

		test('with the lex Sarah records of its officer, never of whoever is kept out of one', async () => {
			const caseId = await caseOf(await report(home.as('reporter')));
			const form = buildHandOver(home.as('manager'));
			await lexSarah.handOver(home.as('manager'), caseId, form, 'Överlämnat');
			const id = lexSarah.recordIdOf(caseId, form);
			expect(await seenBy('lexSarahOfficer')).toEqual([`Lex Sarah (lokal gräns) /lex-sarah/${id}`]);
			for (const key of ['manager', 'head', 'director', 'securityCoordinator']) {
				expect((await seenBy(key)).join(), key).not.toContain('/lex-sarah/');
			}
			await lexSarah.start(home.as('lexSarahOfficer'), id, { version: 1 });
			expect(await seenBy('lexSarahOfficer')).toEqual([`Lex Sarah (lokal gräns) /lex-sarah/${id}`]);
			// taken over by another officer
			const take = (officerId: PersonId) =>
				db.asOwner((tx) =>
					tx.updateTable('lexSarahRecord').set({ officerId }).where('id', '=', id).execute()
				);
			await take(home.person('head'));
			expect(await seenBy('lexSarahOfficer')).toEqual([]);
			await take(home.person('lexSarahOfficer'));
			await db.asOwner((tx) =>
				sql`update case_file set excluded_person_ids = array[${home.person('lexSarahOfficer')}::uuid]
					where id = ${caseId}`.execute(tx)
			);
			expect(await seenBy('lexSarahOfficer')).toEqual([]);
		});

		test('with the requests that its owner is to answer: the nearest manager’s, not who asked, nor the one above', async () => {
			const id = newId<SafetyRequestId>();
			const ask = (about: { caseId?: CaseId; requestId: SafetyRequestId }) =>
				db.asOwner((tx) =>
					tx
						.insertInto('safetyRequest')
						.values({
							id: about.requestId,
							municipalityId: home.id,
							unitId: home.unit('alpha').id,
							caseId: about.caseId ?? null,
							demand: 'Larm i receptionen.',
							requestedBy: home.person('safetyRepresentative'),
							requestedAt: '2026-03-04T08:00:00Z'
						})
						.execute()
				);
			await ask({ requestId: id });
			const entry = `Ett svar till ett skyddsombud (lokal gräns) /safety-requests/${id}`;
			expect(await seenBy('manager')).toEqual([entry]);
			for (const key of ['safetyRepresentative', 'head', 'director', 'colleague']) {
				expect(await seenBy(key), key).toEqual([]);
			}
			const caseId = await caseOf(await report(home.as('reporter')));
			const ofCase = newId<SafetyRequestId>();
			await ask({ requestId: ofCase, caseId });
			expect((await seenBy('manager')).join()).toContain(ofCase);
			expect((await seenBy('head')).join()).not.toContain(ofCase);
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
			expect((await seenBy('manager')).join()).not.toContain('/safety-requests/');
		});

		test('with the duties that are left in a case that ended, until they are decided', async () => {
			const manager = home.as('manager');
			const id = await caseOf(await report(home.as('reporter')));
			await cases.recordContact(manager, id, buildContact(manager));
			await cases.transfer(manager, id, {
				key: newId<string>(),
				version: 2,
				transferTarget: 'hr',
				transferReason: 'HR utreder.',
				transferFeedback: 'HR tar vid.'
			});
			const left = await seenBy('manager');
			expect(left.length).toBeGreaterThan(0);
			for (const entry of left) expect(entry).toMatch(new RegExp(`^En skyldighet.* /cases/${id}$`));
			for (const { key, version } of (await cases.viewDuties(manager, id, 'sv')).undecided) {
				const decision = { version: String(version), duty: key, dutyOutcome: 'done', dutyHow: 'Gjort.' };
				await cases.decideDuty(manager, id, buildDutyDecision(manager, decision));
			}
			expect(await seenBy('manager')).toEqual([]);
		});

		test('with the rights of its owner: not of whom a case is about, also when they stand in for its handler', async () => {
			const about = await caseOf(
				await report(home.as('reporter'), { involvedPersonIds: [home.person('gammaManager')] })
			);
			const other = await caseOf(await report(home.as('reporter')));
			const standIn = (key: string) =>
				db.asOwner((tx) =>
					tx
						.insertInto('assignment')
						.values({
							id: newId<string>(),
							municipalityId: home.id,
							personId: home.person(key),
							unitId: home.unit('alpha').id,
							role: 'lineManager',
							validFrom: '2026-01-01',
							validTo: '2026-12-31',
							deputyForId: home.person('manager')
						})
						.execute()
				);
			await standIn('gammaManager');
			await standIn('colleague');
			const seen = (await seenBy('gammaManager')).join();
			expect(seen).toContain(other);
			expect(seen).not.toContain(about);
			expect((await seenBy('colleague')).join()).toContain(about);
		});

		test('nobody who has not got it: unknown, closed, replaced, or of somebody who has left', async () => {
			const first = await openFeed(home.as('manager'));
			expect((await ask(first)).outcome).toBe('calendar');
			const second = await openFeed(home.as('manager'));
			expect((await ask(first)).outcome).toBe('unknown');
			expect((await ask(second)).outcome).toBe('calendar');
			await closeFeed(home.as('head'));
			expect((await ask(second)).outcome).toBe('calendar');
			await closeFeed(home.as('manager'));
			expect((await ask(second)).outcome).toBe('unknown');
			expect(await findFeed(home.as('manager'))).toBeUndefined();
			for (const wrong of [newSecret(), '', 'x', `${newSecret()}'`, second.slice(1)]) {
				expect((await ask(wrong)).outcome).toBe('unknown');
			}
			const left = await openFeed(home.as('colleague'));
			await db.asOwner((tx) =>
				tx.updateTable('person').set({ isActive: false }).where('id', '=', home.person('colleague')).execute()
			);
			expect((await ask(left)).outcome).toBe('unknown');
		});

		test('with the roles of today, not of the day when it was made', async () => {
			const id = await caseOf(await report(home.as('reporter')));
			const secret = await openFeed(home.as('manager'));
			await db.asOwner((tx) =>
				tx
					.updateTable('caseFile')
					.set({ handlerId: home.person('head') })
					.where('id', '=', id)
					.execute()
			);
			const answer = await ask(secret);
			expect(answer.outcome === 'calendar' && answer.text).not.toContain(id);
		});

		test('not more often than a calendar program needs', async () => {
			const secret = await openFeed(home.as('manager'));
			const outcomes: string[] = [];
			for (let count = 0; count <= mostPerMinute; count++) outcomes.push((await ask(secret)).outcome);
			expect(outcomes).toEqual([...Array.from({ length: mostPerMinute }, () => 'calendar'), 'tooOften']);
			home.clock.set('2026-03-04T08:01:00Z');
			expect((await ask(secret)).outcome).toBe('calendar');
		});

		test('and is logged once a day', async () => {
			const secret = await openFeed(home.as('manager'));
			for (const now of ['2026-03-04T08:00:01Z', '2026-03-04T22:00:00Z', '2026-03-04T23:30:00Z']) {
				home.clock.set(now);
				await ask(secret);
			}
			home.clock.set('2026-03-05T10:00:00Z');
			await closeFeed(home.as('manager'));
			await closeFeed(home.as('manager'));
			// half past eleven at night in UTC is the next day in Sweden
			expect(await actions()).toEqual([
				'calendar.opened',
				'calendar.read',
				'calendar.read',
				'calendar.closed'
			]);
		});

		test('nobody reads another’s address, nor gives them one', async () => {
			await openFeed(home.as('manager'));
			const seen = await home
				.as('administrator')
				.transaction((tx) => tx.selectFrom('calendarFeed').selectAll().execute());
			expect(seen).toEqual([]);
			const insert = home.as('administrator').transaction((tx) =>
				tx
					.insertInto('calendarFeed')
					.values({
						personId: home.person('head'),
						municipalityId: home.id,
						tokenHash: Buffer.alloc(32),
						createdAt: '2026-03-04T08:00:00Z'
					})
					.execute()
			);
			await expect(insert).rejects.toThrow(/row-level security/);
		});
	});
});
