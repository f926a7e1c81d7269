/** What a merge does to what the law asks for, and to looking after who was exposed: nothing is lost, nothing is asked twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { CaseId, IncidentId, ThreatAssessmentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import * as cases from '../cases/index.ts';
import { buildContact, buildDutyDecision } from '../cases/test-data.ts';
import { listDutiesOf, type DutyKey } from '../duties/index.ts';
import { newId } from '../platform/ids.ts';
import { remindAll } from '../reminders/remind.ts';
import { mergeCase, mergeSchema, unmergeCase } from './index.ts';

describe.each(engines)('a merge, on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of reports of one event', () => {
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

		interface Told {
			incident: IncidentId;
			id: CaseId;
			number: string;
		}
		const reported = async (
			who: string,
			values: Record<string, string | string[]>,
			overrides: Parameters<typeof report>[1] = {}
		): Promise<Told> => {
			const incident = await report(home.as(who), { ...overrides, values });
			return db.asOwner(async (tx) => {
				const row = await tx
					.selectFrom('caseFile')
					.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
					.select(['caseFile.id', 'incident.number'])
					.where('incidentId', '=', incident)
					.executeTakeFirstOrThrow();
				return { incident, id: row.id, number: `2026-${String(row.number).padStart(4, '0')}` };
			});
		};
		const manager = () => home.as('manager');
		const versionOf = ({ id }: Told) => cases.viewCase(manager(), id, 'sv').then(({ version }) => version);
		const merge = async (twin: Told, main: Told) => {
			await cases.recordContact(manager(), twin.id, buildContact(manager()));
			const input = {
				key: newId<string>(),
				version: String(await versionOf(twin)),
				mergeNumber: main.number,
				mergeReason: 'Samma samtal.',
				mergeFeedback: 'Vi handlägger er rapport tillsammans.'
			};
			expect(await mergeCase(manager(), twin.id, v.parse(mergeSchema, input))).toEqual({ ok: true });
		};
		const unmerge = async (twin: Told) =>
			expect(
				await unmergeCase(manager(), twin.id, {
					key: newId<string>(),
					version: await versionOf(twin),
					unmergeReason: 'Det var två samtal.'
				})
			).toEqual({ ok: true });
		const viewOf = ({ id }: Told, who = 'manager') => cases.viewDuties(home.as(who), id, 'sv');
		const dutyOf = async (subject: Told, key: DutyKey) =>
			(await manager().transaction((tx) => listDutiesOf(tx, subject.id))).find((duty) => duty.key === key);
		const say = async (subject: Told, key: DutyKey) => {
			const duty = (await dutyOf(subject, key))!;
			const decision = { version: String(duty.version), duty: key, dutyOutcome: 'done', dutyHow: 'Gjort.' };
			return cases.decideDuty(manager(), subject.id, buildDutyDecision(manager(), decision));
		};
		/** 'kind step → whom', of one case. */
		const remindedOf = async (subject: Told, like: string) => {
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('reminder')
					.select(['kind', 'subject', 'recipientIds'])
					.where('caseId', '=', subject.id)
					.where('kind', 'like', like)
					.where('step', '=', 'told')
					.execute()
			);
			const nameOf = (id: string) =>
				['manager', 'reporter', 'colleague'].find((key) => home.person(key) === id) ?? id;
			return rows.map((row) => `${row.kind} ${row.subject} → ${row.recipientIds.map(nameOf).join()}`).sort();
		};
		const remindAt = async (now: string) => {
			home.clock.set(now);
			await remindAll({ db, clock: home.clock });
		};

		test('judges the facts of all of them for the main case, and says which are another report’s', async () => {
			const main = await reported('reporter', { forms: ['harassment'], purpose: 'yes' });
			const twin = await reported('colleague', { forms: ['threat'], weapon: 'yes' });
			expect(await dutyOf(main, 'emergency')).toBeUndefined();
			const raisedFirst = (await dutyOf(twin, 'emergency'))!.startedAt;
			home.clock.set(home.clock.now().add({ hours: 3 }).toString());
			await merge(twin, main);

			const emergency = (await viewOf(main)).undecided.find(({ key }) => key === 'emergency')!;
			expect(emergency.reasons).toContain('weapon');
			expect(emergency.othersReasons).toContain('weapon');
			// what the law asks for is not put off by the merge
			expect((await dutyOf(main, 'emergency'))!.startedAt).toEqual(raisedFirst);
			const support = (await viewOf(main)).undecided.find(({ key }) => key === 'support')!;
			expect(support.othersReasons).toEqual([]);
		});

		test('leaves what is one thing to the main case, and what is another person’s with their report', async () => {
			const main = await reported('reporter', { forms: ['threat'], weapon: 'yes' });
			const twin = await reported('colleague', { forms: ['threat'], weapon: 'yes', injury: 'yes' });
			await merge(twin, main);
			const view = await viewOf(twin);
			expect(view.main).toEqual({ id: main.id, number: main.number });
			expect(view.carried.map(({ key }) => key)).toEqual(expect.arrayContaining(['avSerious', 'police']));
			expect(view.undecided.map(({ key }) => key).sort()).toEqual(['fkInjury', 'support']);
			// nobody was injured in the main case
			expect(await dutyOf(main, 'fkInjury')).toBeUndefined();
			expect(await say(twin, 'police')).toMatchObject({ because: 'notPossible' });
			expect(await say(twin, 'fkInjury')).toEqual({ ok: true });
			expect((await cases.viewCase(manager(), main.id, 'sv')).merged).toEqual([
				{ id: twin.id, number: twin.number, waiting: 1, isOfOther: true }
			]);
			await remindAt('2026-03-20T11:00:00Z');
			expect(await remindedOf(twin, 'dutyLate')).toEqual(['dutyLate support → manager']);
			expect(await remindedOf(main, 'dutyLate')).toContain('dutyLate police → manager');
		});

		test('keeps a duty with its report when the main case has decided the same one before', async () => {
			const main = await reported('reporter', { forms: ['threat'] });
			const twin = await reported('colleague', { forms: ['threat'] });
			expect(await say(main, 'police')).toEqual({ ok: true });
			await merge(twin, main);
			expect((await viewOf(twin)).undecided.map(({ key }) => key)).toContain('police');
			expect(await say(twin, 'police')).toEqual({ ok: true });
		});

		test('of one person’s two reports asks everything once', async () => {
			const main = await reported('reporter', { forms: ['threat'] });
			const twin = await reported('reporter', { forms: ['threat'], injury: 'yes' });
			await merge(twin, main);
			expect((await viewOf(twin)).undecided).toEqual([]);
			expect((await dutyOf(main, 'fkInjury'))?.reasons).toContain('injury');
			await remindAt('2026-03-13T06:00:00Z');
			expect(await remindedOf(main, 'aftercare%')).not.toEqual([]);
			expect(await remindedOf(twin, '%')).toEqual([]);
		});

		test('goes on looking after each exposed person: contact, the question to them, and their threat', async () => {
			const main = await reported('reporter', {});
			const twin = await reported('colleague', {});
			await merge(twin, main);
			await db.asOwner((tx) =>
				tx
					.insertInto('threatAssessment')
					.values({
						id: newId<ThreatAssessmentId>(),
						municipalityId: home.id,
						caseId: twin.id,
						sequence: 1,
						level: 'high',
						validUntil: '2026-04-30',
						reviewDate: '2026-03-11',
						madeBy: home.person('securityCoordinator'),
						madeAt: '2026-03-04T10:00:00Z'
					})
					.execute()
			);
			for (const now of ['2026-03-11T06:00:00Z', '2026-03-12T06:00:00Z']) await remindAt(now);
			const expected = (who: string) => [
				'aftercareDue week → manager',
				'aftercareLate week → manager',
				`supportAsked week → ${who}`
			];
			expect(await remindedOf(twin, 'aftercare%')).toEqual(expected('').slice(0, 2));
			expect(await remindedOf(twin, 'reviewDue')).toHaveLength(1);
			expect(await remindedOf(main, 'supportAsked')).toEqual(expected('reporter').slice(2));
			expect(await remindedOf(twin, 'supportAsked')).toEqual(expected('colleague').slice(2));
		});

		test('what a reporter adds later to one of the reports counts for the event, whoever may know of the other', async () => {
			const main = await reported('reporter', { forms: ['harassment'], purpose: 'yes' });
			const twin = await reported('colleague', { forms: ['harassment'], purpose: 'yes' });
			await merge(twin, main);
			expect(await dutyOf(main, 'emergency')).toBeUndefined();
			await db.asOwner((tx) =>
				tx.updateTable('incident').set({ weapon: 'yes' }).where('id', '=', twin.incident).execute()
			);
			const { raiseDutiesOfIncident } = await import('../cases/duty-facts.ts');
			const reporter = home.as('colleague');
			await reporter.transaction((tx) => raiseDutiesOfIncident(tx, reporter, twin.incident));
			expect((await dutyOf(main, 'emergency'))?.reasons).toContain('weapon');
			expect((await dutyOf(twin, 'emergency'))?.carriedBy).toBe(main.id);
			// and what the other one’s reporter adds takes nothing of it back
			const other = home.as('reporter');
			await other.transaction((tx) => raiseDutiesOfIncident(tx, other, main.incident));
			expect((await dutyOf(main, 'emergency'))?.ceasedAt).toBeNull();
		});

		test('undone gives each its own again: nothing decided is lost, nothing undecided disappears', async () => {
			const main = await reported('reporter', { forms: ['harassment'], purpose: 'yes' });
			const twin = await reported('colleague', { forms: ['threat'], weapon: 'yes' });
			await merge(twin, main);
			expect(await say(main, 'police')).toEqual({ ok: true });
			await unmerge(twin);
			const own = await viewOf(twin);
			expect(own.carried).toEqual([]);
			expect(own.undecided.map(({ key }) => key)).toEqual(expect.arrayContaining(['emergency', 'police']));
			expect(own.undecided.every(({ mayDecide }) => mayDecide)).toBe(true);
			expect((await dutyOf(main, 'emergency'))?.ceasedAt).not.toBeNull();
			expect((await dutyOf(main, 'police'))?.state).toBe('done');
			expect((await dutyOf(main, 'support'))?.ceasedAt).toBeNull();
		});

		test('tells nobody of a report that they may not read', async () => {
			const main = await reported('reporter', { forms: ['harassment'], purpose: 'yes' });
			const twin = await reported('colleague', { forms: ['threat'], weapon: 'yes' });
			await merge(twin, main);
			// the other report is now at a unit that the manager's safety representative does not see
			await db.asOwner((tx) =>
				tx
					.updateTable('caseFile')
					.set({ unitId: home.unit('gamma').id, unitPath: home.unit('gamma').path })
					.where('id', '=', twin.id)
					.execute()
			);
			const seen = await viewOf(main, 'safetyRepresentative');
			expect(seen.merged).toEqual([]);
			expect(seen.undecided.flatMap(({ othersReasons }) => othersReasons)).toEqual([]);
			expect((await cases.viewCase(home.as('safetyRepresentative'), main.id, 'sv')).merged).toEqual([]);
		});
	});
});
