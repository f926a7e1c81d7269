import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import type { PersonId } from '../../../../database/column-types.ts';
import { ruleOfVersion, type DutyKey } from '../duties/index.ts';
import { planOf } from '../aftercare/index.ts';
import { missingForClosing } from '../lex-sarah/index.ts';
import { remindAll } from '../reminders/index.ts';
import { supportFigures } from '../statistics/support.ts';
import { stateOf } from '../threat-assessments/index.ts';
import { loadDemo } from './load.ts';

const now = Temporal.Instant.from('2026-11-18T09:00:00Z');
const today = '2026-11-18';

describe('the fictional municipality in the database', () => {
	let db: TestDatabase;
	const at = (hours: number) => ({ db, clock: { now: () => now.add({ hours }) } });
	const all = <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
		db.asOwner(async (tx) => (await query.execute(tx)).rows);
	beforeAll(async () => {
		db = await engines.find(({ engine }) => engine === 'embedded')!.open();
		await loadDemo(at(0));
	}, 120_000);
	afterAll(() => db.close());

	test('lex Sarah: one is investigated, one was told to IVO, one is closed with nothing missing', async () => {
		const records = await db.asOwner((tx) =>
			tx.selectFrom('lexSarahRecord').selectAll().orderBy('handedOverAt', 'desc').execute()
		);
		expect(records.map(({ status }) => status)).toEqual(['investigating', 'decided', 'closed']);
		for (const record of records) {
			const [decision = null] = await db.asOwner((tx) =>
				tx.selectFrom('lexSarahDecision').selectAll().where('recordId', '=', record.id).execute()
			);
			const kinds = await db.asOwner((tx) =>
				tx.selectFrom('lexSarahEntry').select('kind').where('recordId', '=', record.id).execute()
			);
			if (record.status === 'investigating') continue;
			expect(missingForClosing({ ...record, decision, entryKinds: kinds.map(({ kind }) => kind) })).toEqual(
				[]
			);
			expect(decision!.ivoSentOn !== null).toBe(record.status === 'decided');
		}
	});

	test('threats: one assessment is valid and protects, the other is to be looked at again', async () => {
		const assessments = await db.asOwner((tx) =>
			tx.selectFrom('threatAssessment').selectAll().orderBy('madeAt', 'desc').execute()
		);
		expect(assessments.map((one) => stateOf(one, today))).toEqual(['valid', 'reviewDue']);
		const protections = await all(
			sql<{ kind: string; isDone: boolean; isLate: boolean }>`
				select p.kind, m.done_at is not null as is_done, m.done_at is null and m.due_date < ${today} as is_late
				from threat_protection p join measure m on m.id = p.measure_id order by p.kind`
		);
		expect(protections).toEqual([
			{ kind: 'escort', isDone: true, isLate: false },
			{ kind: 'twoOfficers', isDone: false, isLate: false }
		]);
	});

	test('statements: one is waited for, one has come, one is accepted', async () => {
		const requests = await db.asOwner((tx) => tx.selectFrom('statementRequest').selectAll().execute());
		const status = ({ sentAt, acceptedAt }: (typeof requests)[number]) =>
			acceptedAt ? 'accepted' : sentAt ? 'sent' : 'asked';
		expect(requests.map(status).sort()).toEqual(['accepted', 'asked', 'sent']);
		expect(requests.every(({ dueDate }) => dueDate > today)).toBe(true);
	});

	test('what belongs together: two events are linked, and two reports of one event are merged', async () => {
		const links = await all(
			sql<{ kind: string; isMerged: boolean; status: string }>`
				select l.kind, c.merged_into_id is not null as is_merged, c.status
				from case_link l join case_file c on c.id = l.case_id order by l.kind`
		);
		expect(links).toEqual([
			{ kind: 'duplicate', isMerged: true, status: 'closed' },
			{ kind: 'related', isMerged: false, status: 'acting' }
		]);
	});

	test('a report was corrected, and what stood there is kept', async () => {
		const corrections = await db.asOwner((tx) =>
			tx.selectFrom('incidentCorrection').select(['field', 'oldValue', 'newValue']).execute()
		);
		expect(corrections.map(({ field }) => field).sort()).toEqual(['occurrences', 'subforms', 'text']);
		const words = corrections.find(({ field }) => field === 'text')!;
		expect(words.oldValue).toContain('två gånger');
		expect(words.newValue).toContain('tre gånger');
	});

	test('the safety representative has one answer and waits for one', async () => {
		const requests = await db.asOwner((tx) =>
			tx.selectFrom('safetyRequest').select(['caseId', 'answer', 'wantedAnswerOn']).execute()
		);
		expect(requests.find(({ caseId }) => caseId !== null)?.answer).toBe('partly');
		const waiting = requests.find(({ caseId }) => caseId === null)!;
		expect(waiting.answer).toBeNull();
		expect(waiting.wantedAnswerOn! > today).toBe(true);
	});

	test('decisions are reviewed; a work injury and a police report are begun, and their duties still open', async () => {
		const reviews = await db.asOwner((tx) =>
			tx.selectFrom('decisionReview').select(['outcome', 'concernsChild', 'childInterest']).execute()
		);
		expect(reviews.map(({ outcome }) => outcome).sort()).toEqual(['noInfluence', 'unchanged']);
		for (const { concernsChild, childInterest } of reviews)
			expect(childInterest !== null).toBe(concernsChild);
		const begun = await all(
			sql<{ key: string; state: string }>`
				select d.key, d.state from duty d
				where (d.key = 'fkInjury' and exists (select from case_notification n where n.case_id = d.case_id
						and n.kind = 'workInjury' and n.submitted_on is null))
					or (d.key = 'police' and exists (select from case_police_report p where p.case_id = d.case_id
						and p.reported_on is null))
				order by d.key`
		);
		expect(begun).toEqual([
			{ key: 'fkInjury', state: 'open' },
			{ key: 'police', state: 'open' }
		]);
	});

	test('what a module did fulfils its duty', async () => {
		const duties = await all(
			sql<{ key: string; state: string }>`
				select distinct d.key, d.state from duty d
				where (d.key = 'lexSarah' and exists (select from lex_sarah_record r where r.case_id = d.case_id))
					or (d.key = 'threatAssessment' and exists (select from threat_assessment a where a.case_id = d.case_id))
					or (d.key = 'twoOfficers' and exists (select from threat_protection p where p.case_id = d.case_id
						and p.kind = 'twoOfficers'))
					or (d.key = 'safetyRepresentativeRequest')
					or (d.key in ('decisionReview', 'childBestInterest')
						and exists (select from decision_review r where r.case_id = d.case_id))
				order by d.key`
		);
		expect(duties.map(({ key }) => key)).toEqual(
			expect.arrayContaining([
				'decisionReview',
				'lexSarah',
				'safetyRepresentativeRequest',
				'threatAssessment',
				'twoOfficers'
			])
		);
		expect(duties.every(({ state }) => state === 'done')).toBe(true);
	});

	test('every duty that is decided says how or why, who and when, and two people said that a law’s duty is not needed', async () => {
		const decided = await db.asOwner((tx) =>
			tx
				.selectFrom('duty')
				.innerJoin('dutyDecision as d', (join) =>
					join.onRef('d.caseId', '=', 'duty.caseId').onRef('d.key', '=', 'duty.key')
				)
				.select(['duty.caseId', 'duty.key', 'duty.ruleVersion', 'duty.state', 'duty.raisedAt'])
				.select(['d.step', 'd.at', 'd.happenedAt', 'd.reason', 'd.byId'])
				.where('duty.state', 'in', ['done', 'notNeeded'])
				.execute()
		);
		const states = new Set(decided.map(({ state }) => state));
		expect(states).toEqual(new Set(['done', 'notNeeded']));
		const by = new Map<string, Set<PersonId>>();
		for (const { caseId, key, step, at: decidedAt, happenedAt, reason, raisedAt, byId } of decided) {
			if (step === 'done') expect(happenedAt).not.toBeNull();
			if (step === 'notNeeded') expect(reason).not.toBeNull();
			expect(decidedAt.epochMilliseconds).toBeGreaterThanOrEqual(raisedAt.epochMilliseconds);
			expect(decidedAt.epochMilliseconds).toBeLessThan(now.epochMilliseconds);
			const id = `${caseId} ${key}`;
			by.set(id, (by.get(id) ?? new Set()).add(byId));
		}
		for (const { caseId, key, ruleVersion, state } of decided) {
			const needsTwo = ruleOfVersion(key as DutyKey, ruleVersion).needsSecondPerson;
			if (state === 'notNeeded' && needsTwo) expect(by.get(`${caseId} ${key}`)!.size).toBe(2);
		}
	});

	test('those who were threatened are looked after by the plan, and nothing is late', async () => {
		const steps = await all(
			sql<{
				caseId: string;
				step: 'sameDay' | 'week' | 'month';
				outcome: 'done';
				reportedAt: Temporal.Instant;
			}>`
				select s.case_id, s.step, s.outcome, c.reported_at from aftercare_step s join case_file c on c.id = s.case_id
				order by s.recorded_at`
		);
		for (const id of new Set(steps.map(({ caseId }) => caseId))) {
			const own = steps.filter(({ caseId }) => caseId === id).map((step) => ({ ...step, postponedTo: null }));
			const plan = planOf(own[0]!.reportedAt, own, today);
			expect(plan.map(({ state }) => state)).not.toContain('late');
		}
	});

	test('so many say whether they got support that a controller is shown the figures of a year', async () => {
		const counted = await all(
			sql<{ said: 'yes' | 'partly' | 'no'; count: number }>`
				select a.answer as said, count(distinct a.case_id)::integer as count
				from support_answer a join case_file c on c.id = a.case_id join unit u on u.id = c.unit_path[2]
				where u.name = 'Socialförvaltningen' and c.reported_at >= ${now.subtract({ hours: 365 * 24 }).toString()}
				group by a.answer`
		);
		const total = counted.reduce((sum, { count }) => sum + count, 0);
		const figures = supportFigures(new Map(counted.map(({ said, count }) => [said, count])), total * 2, 5);
		expect(figures!.counts.map(({ count }) => count)).not.toContain('withheld');
	});

	test('nobody begins with notices of what was late before anybody came, and a day later has a handful', async () => {
		const mostNotices = async () =>
			(
				await all(
					sql<{ count: number }>`select count(*)::integer as count from notice group by recipient_id
						order by 1 desc limit 1`
				)
			)[0]?.count ?? 0;
		expect(await mostNotices()).toBe(0);
		expect(await remindAll(at(24))).toBeGreaterThan(0);
		expect(await mostNotices()).toBeLessThan(10);
	}, 60_000);
});
