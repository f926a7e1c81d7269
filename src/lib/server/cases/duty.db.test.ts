/** The duties of a case from report to decision, on both engines: raised, read, decided, reviewed, never lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { fulfilDuty, listDutiesOf, raiseByHand, type DutyKey } from '../duties/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	addToReport,
	assess,
	countForNavigation,
	decideDuty,
	judgeNotUndueInfluence,
	recordContact,
	reopen,
	reviewDuty,
	viewCase,
	viewDuties,
	viewInbox
} from './index.ts';
import { buildAssessment, buildContact, buildDutyDecision, buildDutyReview } from './test-data.ts';

describe.each(engines)('duties on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of a case', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());

		const reported = async (values: Record<string, string | string[]> = {}, by = 'reporter') => {
			const incident: IncidentId = await report(home.as(by), { values });
			const { id } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			return { incident, id };
		};
		const seenBy = (who: string, id: CaseId) => home.as(who).transaction((tx) => listDutiesOf(tx, id));
		const keysOf = async (id: CaseId) => (await seenBy('manager', id)).map(({ key }) => key);
		const dutyOf = async (id: CaseId, key: DutyKey) =>
			(await seenBy('manager', id)).find((duty) => duty.key === key)!;
		const sayNotNeeded = (id: CaseId, version = '1') =>
			decideDuty(
				home.as('manager'),
				id,
				buildDutyDecision(home.as('manager'), { version, dutyOutcome: 'notNeeded', dutyReason: 'Lindrigt.' })
			);
		const nothingAdded = {
			moreText: null,
			occurrences: null,
			lastDate: null,
			lastTime: null,
			subforms: [],
			place: null,
			matter: null,
			witnesses: null,
			consequences: [],
			childConcerned: null,
			injury: null,
			weapon: null,
			fearedForLife: null,
			knownRepeat: null,
			gender: null,
			caseReference: null,
			hideName: false
		};

		test('several hurt in an accident is notified, also when it ends as something else than undue influence', async () => {
			const { id } = await reported({ text: 'Hyllan föll.', forms: ['unsure'], purpose: 'no' });
			const manager = home.as('manager');
			const accident = { undueInfluence: 'no', form: '', subform: '', severity: '1' };
			const withHarm = { ...buildAssessment(accident), harm: ['severalInjured' as const] };
			expect(await assess(manager, id, withHarm)).toEqual({ ok: true });
			expect((await dutyOf(id, 'avSerious')).reasons).toEqual(['severalInjured']);
			const read = await viewCase(manager, id, 'sv');
			expect(read.assessment).toMatchObject({ harm: ['severalInjured'] });

			const other = await reported({ text: 'Hyllan föll igen.', forms: ['unsure'], purpose: 'no' });
			await recordContact(manager, other.id, buildContact(manager));
			const ended = await judgeNotUndueInfluence(manager, other.id, {
				key: newId(),
				version: 2,
				insteadKind: 'accident',
				insteadHarm: ['death'],
				insteadReason: 'En olycka.',
				insteadFeedback: 'Olyckan utreds.'
			});
			expect(ended).toEqual({ ok: true });
			expect((await dutyOf(other.id, 'avSerious')).reasons).toEqual(['death']);
		});

		test('who answers for a duty by a role is told when it is raised, once, and who cannot open cases is not', async () => {
			const { incident, id } = await reported({ text: 'Han var arg.', forms: ['harassment'] });
			const told = () =>
				db.asOwner((tx) =>
					tx
						.selectFrom('notice')
						.select(['kind', 'recipientId'])
						.where('subjectId', '=', id)
						.where('kind', '=', 'dutyToAnswer')
						.execute()
				);
			expect(await told()).toEqual([]);
			const add = (text: string) =>
				addToReport(home.as('reporter'), incident, {
					...nothingAdded,
					moreText: text
				});
			await add('Han sa att han vet var min dotter går i skolan.');
			const toCoordinator = [{ kind: 'dutyToAnswer', recipientId: home.person('securityCoordinator') }];
			expect(await told()).toEqual(toCoordinator);
			await db.asOwner((tx) =>
				tx.updateTable('notice').set({ readAt: home.clock.now().toString() }).execute()
			);
			await add('Vi utreder felaktiga utbetalningar, och han frågade om min son.');
			expect(await told()).toEqual(toCoordinator);
		});

		test('the report raises them at once, each with its reason and the version of its rule', async () => {
			const { id } = await reported({ forms: ['threat'], fearedForLife: 'yes' });
			expect(await keysOf(id)).toEqual([
				'avSerious',
				'police',
				'support',
				'threatAssessment',
				'riskAssessment',
				'twoOfficers',
				'investigate'
			]);
			const serious = await dutyOf(id, 'avSerious');
			expect(serious).toMatchObject({ state: 'open', ruleVersion: 1, reasons: ['fearedForLife', 'threat'] });
			expect((await dutyOf(id, 'support')).rule.citation).toBe('AFS 2023:2');
		});

		test('the page says why, what the law says and when, without a number that the law does not give', async () => {
			const { id } = await reported({ forms: ['threat'], fearedForLife: 'yes' });
			const { undecided } = await viewDuties(home.as('manager'), id, 'sv');
			const serious = undecided.find(({ key }) => key === 'avSerious')!;
			expect(serious).toMatchObject({
				citation: 'Arbetsmiljölagen 3 kap. 3 a §',
				checkedText: '21 november 2026'
			});
			expect(serious.clock).toMatchObject({ words: 'withoutDelay', dueIs: 'local', tone: 'warning' });
			const police = undecided.find(({ key }) => key === 'police')!;
			expect(police.offences).toEqual([
				{ code: 'threatAgainstOfficial', citation: 'BrB 17:1', source: 'statuteCopy' },
				{ code: 'unlawfulThreat', citation: 'BrB 4:5', source: 'secondary' }
			]);
		});

		test('who may read the case reads them; the reporter, and whom it is about, do not', async () => {
			const { id } = await reported();
			for (const who of ['manager', 'head', 'safetyRepresentative', 'hrPartner', 'securityCoordinator']) {
				expect((await seenBy(who, id)).length, who).toBeGreaterThan(0);
			}
			for (const who of [
				'reporter',
				'colleague',
				'controller',
				'lexSarahOfficer',
				'gammaManager',
				'administrator'
			]) {
				expect(await seenBy(who, id), who).toEqual([]);
				await expect(viewDuties(home.as(who), id, 'sv'), who).rejects.toThrow(NotFound);
			}
			const about = await reported({ influencer: 'manager' });
			expect(await seenBy('manager', about.id)).toEqual([]);
			expect((await seenBy('head', about.id)).length).toBeGreaterThan(0);
		});

		test('the database lets nobody write them but through its two functions, and only on one’s own', async () => {
			const { id } = await reported();
			const change = (text: string) => home.as('manager').transaction((tx) => sql.raw(text).execute(tx));
			await expect(change(`update duty set state = 'done'`)).rejects.toThrow(/permission denied/);
			await expect(change('delete from duty_decision')).rejects.toThrow(/permission denied/);
			const settle = (who: string) =>
				home
					.as(who)
					.transaction((tx) =>
						sql`select settle_duty(${id}, 'support', 1, 'done', ${JSON.stringify({ id: newId(), step: 'done', at: '2026-03-04T08:00:00Z', happenedAt: '2026-03-04T08:00:00Z' })}::jsonb)`.execute(
							tx
						)
					);
			for (const who of [
				'reporter',
				'safetyRepresentative',
				'colleague',
				'gammaManager',
				'lexSarahOfficer'
			]) {
				await expect(settle(who), who).rejects.toThrow('not a duty of the actor');
			}
			const raise = (who: string) =>
				home
					.as(who)
					.transaction((tx) =>
						sql`select raise_duties(${id}, '[]'::jsonb, '2026-03-04T08:00:00Z', false)`.execute(tx)
					);
			await expect(raise('colleague')).rejects.toThrow('not a case of the actor');
		});

		test('a named person says that it is done, when, how and with which number', async () => {
			const { id } = await reported({ forms: ['threat'] });
			const manager = home.as('manager');
			const decision = buildDutyDecision(manager, {
				dutyDate: '2026-03-04',
				dutyTime: '08.30',
				dutyReference: '0400-K1'
			});
			expect(await decideDuty(manager, id, decision)).toEqual({ ok: true });
			expect(await decideDuty(manager, id, decision)).toEqual({ ok: true });
			const { state, decisions } = await dutyOf(id, 'police');
			expect(state).toBe('done');
			expect(decisions).toMatchObject([
				{ step: 'done', byId: home.person('manager'), how: 'Ringde 114 14.', reference: '0400-K1' }
			]);
			expect(decisions[0]!.happenedAt?.toString()).toBe('2026-03-04T07:30:00Z');
		});

		test('done says how, and shows a number or a receipt, or why there is neither', async () => {
			const { id } = await reported({ forms: ['threat'] });
			const manager = home.as('manager');
			const say = (values: Record<string, string>) =>
				decideDuty(manager, id, buildDutyDecision(manager, { dutyReference: '', ...values }));
			expect(await say({ dutyHow: '' })).toEqual({
				ok: false,
				because: 'field',
				field: 'dutyHow',
				problem: 'howNeeded'
			});
			expect(await say({})).toMatchObject({ field: 'dutyReference', problem: 'receiptNeeded' });
			expect(await dutyOf(id, 'police')).toMatchObject({ state: 'open', decisions: [] });
			expect(await say({ dutyNoReceipt: 'De ringer upp med numret.' })).toEqual({ ok: true });
			expect(await dutyOf(id, 'police')).toMatchObject({
				state: 'done',
				decisions: [{ how: 'Ringde 114 14.', reference: null, reason: 'De ringer upp med numret.' }]
			});
			// nobody gives a receipt for support
			expect(await say({ duty: 'support', dutyHow: 'Samtal i dag.' })).toEqual({ ok: true });
		});

		test('done has its day; not needed has none', () => {
			const manager = home.as('manager');
			expect(() => buildDutyDecision(manager, { dutyDate: '' })).toThrow('required');
			const notNeeded = { dutyOutcome: 'notNeeded', dutyReason: 'Lindrigt.', dutyDate: '' };
			expect(() => buildDutyDecision(manager, notNeeded)).not.toThrow();
		});

		test('that the police need not be told counts when another person agrees, not the same', async () => {
			const { id } = await reported({ forms: ['threat'] });
			expect(await sayNotNeeded(id)).toEqual({ ok: true });
			expect((await dutyOf(id, 'police')).state).toBe('awaitingSecond');
			const told = await db.asOwner((tx) =>
				tx
					.selectFrom('notice')
					.select('recipientId')
					.where('subjectId', '=', id)
					.where('kind', '=', 'dutyToReview')
					.execute()
			);
			const others = ['head', 'director', 'securityCoordinator'].map((key) => home.person(key));
			expect(told.map(({ recipientId }) => recipientId as string).sort()).toEqual(others.sort());
			expect(await reviewDuty(home.as('manager'), id, buildDutyReview())).toEqual({
				ok: false,
				because: 'notPossible'
			});
			await expect(reviewDuty(home.as('hrPartner'), id, buildDutyReview())).rejects.toThrow(Forbidden);
			await expect(reviewDuty(home.as('safetyRepresentative'), id, buildDutyReview())).rejects.toThrow(
				Forbidden
			);
			expect(await reviewDuty(home.as('securityCoordinator'), id, buildDutyReview())).toEqual({ ok: true });
			expect((await dutyOf(id, 'police')).state).toBe('notNeeded');
		});

		test('the second person sends it back with what speaks against it', async () => {
			const { id } = await reported({ forms: ['threat'] });
			await sayNotNeeded(id);
			const against = buildDutyReview({ dutyAgrees: 'no', dutyComment: 'Det är tredje gången.' });
			expect(await reviewDuty(home.as('head'), id, against)).toEqual({ ok: true });
			const { state, decisions } = await dutyOf(id, 'police');
			expect(state).toBe('open');
			expect(decisions.map(({ step }) => step)).toEqual(['notNeeded', 'returned']);
		});

		test('a municipality may do without the second person', async () => {
			const away = await makeMunicipality(db, '-alone');
			await db.asOwner((tx) =>
				tx
					.insertInto('setting')
					.values({ municipalityId: away.id, key: 'dutySecondPerson', value: 'false' })
					.execute()
			);
			const incident = await report(away.as('reporter'), { values: { forms: ['threat'] } });
			const { id } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			const manager = away.as('manager');
			await decideDuty(
				manager,
				id,
				buildDutyDecision(manager, { dutyOutcome: 'notNeeded', dutyReason: 'Lindrigt.' })
			);
			const police = (await manager.transaction((tx) => listDutiesOf(tx, id))).find(
				({ key }) => key === 'police'
			);
			expect(police?.state).toBe('notNeeded');
		});

		test('two who decide at once: the slower one is told what the other said', async () => {
			const { id } = await reported({ forms: ['threat'] });
			await decideDuty(home.as('head'), id, buildDutyDecision(home.as('head')));
			const slow = await decideDuty(home.as('manager'), id, buildDutyDecision(home.as('manager')));
			expect(slow).toMatchObject({ because: 'changed', changes: [{ action: 'duty.decided' }] });
		});

		test('what the reporter adds raises more, and opens anew what was said not to be needed', async () => {
			const { id, incident } = await reported({ forms: ['threat'] });
			await sayNotNeeded(id);
			await reviewDuty(home.as('head'), id, buildDutyReview());
			const outcome = await addToReport(home.as('reporter'), incident, {
				...nothingAdded,
				weapon: 'yes',
				injury: 'yes'
			});
			expect(outcome).toBe('added');
			expect(await keysOf(id)).toEqual(expect.arrayContaining(['emergency', 'fkInjury']));
			const police = await dutyOf(id, 'police');
			expect(police).toMatchObject({ state: 'open', reasons: ['weapon', 'threat'] });
			expect(police.decisions).toHaveLength(2);
		});

		test('what the facts no longer call for stays, marked, until somebody decides', async () => {
			const { id } = await reported({ forms: ['threat'] });
			await assess(
				home.as('manager'),
				id,
				buildAssessment({ form: 'harassment', subform: 'guiltTripping', severity: '1' })
			);
			const police = await dutyOf(id, 'police');
			expect(police).toMatchObject({ state: 'open', reasons: ['threat'] });
			expect(police.ceasedAt).not.toBeNull();
			expect((await viewCase(home.as('manager'), id, 'sv')).actions.close).toEqual(['contact']);
			await assess(home.as('manager'), id, buildAssessment({ version: '2' }));
			expect((await dutyOf(id, 'police')).ceasedAt).toBeNull();
		});

		test('a duty keeps the rule under which it was raised', async () => {
			const { id } = await reported({ consequences: ['decisionChanged'] });
			await db.asOwner((tx) =>
				tx
					.updateTable('duty')
					.set({ ruleVersion: 1 })
					.where('caseId', '=', id)
					.where('key', '=', 'lexSarah')
					.execute()
			);
			await assess(home.as('manager'), id, buildAssessment({ decisionAffected: 'yes' }));
			const lexSarah = await dutyOf(id, 'lexSarah');
			expect(lexSarah.rule.citation).toBe('Socialtjänstlagen (2001:453) 14 kap. 3 §');
			expect(lexSarah.reasons).toEqual(['workChanged', 'decisionAffected']);
		});

		test('what was something else goes the other way, and comes back when the case is opened again', async () => {
			const { id } = await reported({ forms: ['unsure'] });
			const manager = home.as('manager');
			await recordContact(manager, id, buildContact(manager));
			await judgeNotUndueInfluence(manager, id, {
				key: newId(),
				version: 2,
				insteadKind: 'complaint',
				insteadHarm: [],
				insteadReason: 'Ett klagomål.',
				insteadFeedback: 'Tack.'
			});
			expect((await dutyOf(id, 'complaintRoute')).reasons).toEqual(['insteadComplaint']);
			expect((await dutyOf(id, 'investigate')).ceasedAt).not.toBeNull();
			await reopen(manager, id, { key: newId(), version: 3, reopenReason: 'Nya uppgifter.' });
			expect((await dutyOf(id, 'complaintRoute')).ceasedAt).not.toBeNull();
			expect((await dutyOf(id, 'investigate')).ceasedAt).toBeNull();
		});

		test('a case that ended with duties left says so to its handler, in the menu, the list and the case, until they are decided', async () => {
			const manager = home.as('manager');
			const { id } = await reported({ forms: ['unsure'] });
			await recordContact(manager, id, buildContact(manager));
			const left = async (who = 'manager') => {
				const { counts, rows } = await viewInbox(home.as(who), new URLSearchParams({ tab: 'left' }), 'sv');
				return { count: counts.left, found: rows.find((row) => row.id === id)?.hasDutiesLeft ?? false };
			};
			const before = await left();
			const { cases: waited } = await countForNavigation(manager);
			await judgeNotUndueInfluence(manager, id, {
				key: newId(),
				version: 2,
				insteadKind: 'complaint',
				insteadHarm: [],
				insteadReason: 'Ett klagomål.',
				insteadFeedback: 'Tack.'
			});
			expect(await left()).toEqual({ count: before.count + 1, found: true });
			expect((await countForNavigation(manager)).cases).toBe(waited + 1);
			// who reads it does not decide
			expect((await left('hrPartner')).found).toBe(false);
			const seen = await viewCase(manager, id, 'sv');
			expect(seen).toMatchObject({ isEnded: true });
			expect(seen.duties.waiting).toBeGreaterThan(0);
			for (const { key, version, mayDecide, ceasedText } of (await viewDuties(manager, id, 'sv')).undecided) {
				expect(mayDecide, key).toBe(true);
				if (ceasedText) continue;
				const decision = { version: String(version), duty: key, dutyOutcome: 'done', dutyHow: 'Gjort.' };
				expect(await decideDuty(manager, id, buildDutyDecision(manager, decision)), key).toEqual({
					ok: true
				});
			}
			expect(await left()).toEqual({ count: before.count, found: false });
			expect((await countForNavigation(manager)).cases).toBe(waited);
		});

		test('work on another page fulfils its duty, once, and only one that was raised', async () => {
			const { id } = await reported({ forms: ['threat'] });
			const coordinator = home.as('securityCoordinator');
			const fulfil = (key: DutyKey) =>
				coordinator.transaction((tx) =>
					fulfilDuty(tx, coordinator, { caseId: id, key, how: 'Hotbedömning skriven' })
				);
			expect(await fulfil('threatAssessment')).toBe(true);
			expect(await fulfil('threatAssessment')).toBe(false);
			expect(await fulfil('giftDecline')).toBe(false);
			expect(await dutyOf(id, 'threatAssessment')).toMatchObject({
				state: 'done',
				decisions: [{ byId: home.person('securityCoordinator'), how: 'Hotbedömning skriven' }]
			});
		});

		test('what a person asks for is not taken back by the facts', async () => {
			const { id } = await reported();
			const representative = home.as('safetyRepresentative');
			await representative.transaction((tx) =>
				raiseByHand(tx, representative, id, 'safetyRepresentativeRequest')
			);
			await assess(home.as('manager'), id, buildAssessment());
			expect(await dutyOf(id, 'safetyRepresentativeRequest')).toMatchObject({
				state: 'open',
				ceasedAt: null
			});
		});

		test('the safety representative and HR read, and decide nothing', async () => {
			const { id } = await reported({ forms: ['threat'] });
			for (const who of ['safetyRepresentative', 'hrPartner', 'securityCoordinator']) {
				await expect(decideDuty(home.as(who), id, buildDutyDecision(home.as(who))), who).rejects.toThrow(
					Forbidden
				);
			}
			const view = await viewDuties(home.as('safetyRepresentative'), id, 'sv');
			expect(view.undecided.some(({ mayDecide, mayReview }) => mayDecide || mayReview)).toBe(false);
		});
	});
});
