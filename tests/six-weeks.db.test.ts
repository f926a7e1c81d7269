/**
 * Six weeks of simulated time: reports come, promises are broken, threats, statements, lex Sarah records and requests are left, the mail server is down for a day, two workers remind and mail beside
 * each other and are killed twenty times, the clock goes to summer time, and once it is put back a day. No reminder is lost, and
 * none is made or sent twice.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../database/column-types.ts';
import * as cases from '../src/lib/server/cases/index.ts';
import { buildAssessment, buildContact, buildMeasure } from '../src/lib/server/cases/test-data.ts';
import { localDueOf } from '../src/lib/server/duties/index.ts';
import * as lexSarah from '../src/lib/server/lex-sarah/index.ts';
import { buildHandOver } from '../src/lib/server/lex-sarah/test-data.ts';
import { defaultSettings } from '../src/lib/server/organisation/index.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { zone } from '../src/lib/server/platform/working-days.ts';
import { deadlineOf, deadlinesOfRecord } from '../src/lib/server/reminders/deadlines.ts';
import { duesOfCase, keysUntil } from '../src/lib/server/reminders/test-data.ts';
import * as safetyRequests from '../src/lib/server/safety-requests/index.ts';
import * as statements from '../src/lib/server/statements/index.ts';
import { remindedFrom } from '../src/lib/server/statements/index.ts';
import * as threats from '../src/lib/server/threat-assessments/index.ts';
import { buildRequest, buildThreatAssessment } from '../src/lib/server/threat-assessments/test-data.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { startMailServer, type TestMailServer } from './support/mail-server.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

const begin = Temporal.Instant.from('2027-03-01T00:00:00Z');
const stepHours = 3;
const stepsOfDays = (days: number) => (days * 24) / stepHours;
const lastStep = stepsOfDays(42);
/** A Tuesday, the whole day. */
const isMailServerDown = (step: number) => step >= stepsOfDays(15) && step < stepsOfDays(16);
const kills = 20;
const isKill = (step: number) => step % Math.floor(lastStep / kills) === 3;

describe.skipIf(!hasServer)('six weeks', () => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let mail: TestMailServer;
	const workers: ChildProcess[] = [];
	let killed = 0;
	/** How many reports were looked after. */
	let looked = 0;

	beforeAll(async () => {
		db = await serverDatabase();
		mail = await startMailServer();
		home = await makeMunicipality(db);
		workers.push(await startWorker(), await startWorker());
	});
	afterAll(async () => {
		for (const worker of workers) worker.kill('SIGKILL');
		await mail.stop();
		await db.close();
	});

	const startWorker = async () => {
		const worker = fork('tests/support/reminder-worker.ts', [db.url!, mail.server.url]);
		await once(worker, 'message');
		return worker;
	};
	const say = async (worker: ChildProcess, now: string) => {
		const answered = once(worker, 'message');
		worker.send(now);
		await answered;
	};
	/** One of them dies at what it is at, and another takes its place. */
	const kill = async (which: number, now: string) => {
		const worker = workers[which]!;
		worker.send(now);
		await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
		const gone = once(worker, 'exit');
		worker.kill('SIGKILL');
		await gone;
		killed += 1;
		workers[which] = await startWorker();
	};

	/**
	 * What goes on beside the steps of a case, and nobody sees to: a threat that is asked about, one that is to be looked at again, a colleague
	 * who is asked, a lex Sarah record that nobody begins and one that is begun and left, requests by a safety representative. The
	 * exposed person's contacts after a week and a month are there in every case.
	 */
	const beside = async (caseId: CaseId, turn: number) => {
		const manager = home.as('manager');
		const day = (days: number) =>
			home.clock.now().toZonedDateTimeISO(zone).toPlainDate().add({ days }).toString();
		switch (turn) {
			case 0: {
				const coordinator = home.as('securityCoordinator');
				const dates = { reviewDate: day(9), validUntil: day(60) };
				await threats.assessThreat(coordinator, caseId, buildThreatAssessment(dates));
				await lexSarah.handOver(
					manager,
					caseId,
					buildHandOver(manager, { occurredOn: day(0) }),
					'Överlämnat'
				);
				return;
			}
			case 1:
				await threats.requestAssessment(manager, caseId, buildRequest());
				await statements.askForStatement(manager, caseId, {
					key: newId<string>(),
					statementPerson: home.person('colleague'),
					statementQuestion: 'Vad såg du?',
					statementDue: day(9)
				});
				return;
			case 2: {
				const form = buildHandOver(manager, { occurredOn: day(0) });
				await lexSarah.handOver(manager, caseId, form, 'Överlämnat');
				await lexSarah.start(home.as('lexSarahOfficer'), lexSarah.recordIdOf(caseId, form), { version: 1 });
				return;
			}
			case 3:
				await safetyRequests.askEmployer(home.as('safetyRepresentative'), {
					key: newId<string>(),
					case: null,
					unit: home.unit('alpha').id,
					demand: 'Larm i receptionen.',
					background: null,
					wantedAnswerOn: null
				});
		}
	};

	/** Reported every other morning. Every third report is looked after at once, and gives somebody a measure that they do not do. */
	const act = async (step: number) => {
		if (step % stepsOfDays(2) !== 3 || step > stepsOfDays(35)) return;
		const incident = await report(home.as('reporter'));
		if (step % stepsOfDays(6) !== 3) return;
		looked += 1;
		const { id } = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
		);
		const manager = home.as('manager');
		await cases.recordContact(manager, id, buildContact(manager));
		await cases.assess(manager, id, buildAssessment({ version: '2' }));
		const dueDate = home.clock.now().toZonedDateTimeISO(zone).toPlainDate().add({ days: 8 }).toString();
		await cases.addMeasure(
			manager,
			id,
			buildMeasure(manager, { ownerId: home.person('colleague'), dueDate })
		);
		await beside(id, looked - 1);
	};

	test('lose no reminder, and make and send none twice', async () => {
		for (let step = 0; step <= lastStep; step++) {
			const now = begin.add({ hours: step * stepHours });
			home.clock.set(now.toString());
			await act(step);
			if (isMailServerDown(step) && !isMailServerDown(step - 1)) await mail.stop();
			if (!isMailServerDown(step) && isMailServerDown(step - 1)) await mail.start();
			if (isKill(step) && killed < kills) await kill(step % 2, now.toString());
			// the machine's clock is put right after it had gone a day wrong
			if (step === stepsOfDays(20))
				await Promise.all(workers.map((worker) => say(worker, now.subtract({ hours: 24 }).toString())));
			const before = mail.accepted.length;
			await Promise.all(workers.map((worker) => say(worker, now.toString())));
			// the day without a mail server is over: one mail for all that came meanwhile, to each
			if (!isMailServerDown(step) && isMailServerDown(step - 1)) {
				const caughtUp = mail.accepted.slice(before).map(({ to }) => String(to));
				expect(caughtUp.length).toBeGreaterThan(0);
				expect(new Set(caughtUp).size).toBe(caughtUp.length);
			}
		}
		// what is uncertain comes with the next day's mail
		const end = begin.add({ hours: lastStep * stepHours });
		for (let hours = stepHours; hours <= 96; hours += stepHours)
			await say(workers[0]!, end.add({ hours }).toString());
		expect(killed).toBe(kills);

		// every step of every deadline is there, once
		const made = await db.asOwner((tx) =>
			tx
				.selectFrom('reminder')
				.select(['caseId', 'kind', 'subject', 'step', 'dueAt', 'recipientIds'])
				.execute()
		);
		const keys = made.map(({ caseId, kind, subject, step, dueAt }) =>
			[caseId, kind, subject, step, dueAt].join(' ')
		);
		const expected = await expectedBy(end.add({ hours: 96 }));
		expect(keys.toSorted()).toEqual(expected.toSorted());
		expect(keys.length).toBeGreaterThan(100);
		// of every kind that has something to be reminded of here; nobody does what is late
		const kinds = new Set(made.map(({ kind }) => kind));
		for (const kind of [
			'contactLate',
			'measureLate',
			'dutyLate',
			'aftercareDue',
			'aftercareLate',
			'supportAsked',
			'reviewDue',
			'reviewLate',
			'requestLate',
			'statementSoon',
			'statementLate',
			'lexSarahStartLate',
			'lexSarahInvestigateNear',
			'lexSarahInvestigateLate',
			'safetyRequestLate'
		]) {
			expect(kinds, kind).toContain(kind);
		}

		// each was told to whom it should be, once
		const notices = await db.asOwner((tx) =>
			tx
				.selectFrom('notice')
				.select([
					'recipientId',
					'kind',
					'subjectId',
					'mailId',
					sql<boolean>`mail_at = 'infinity'`.as('isNeverMailed')
				])
				.execute()
		);
		const told = notices.map(({ recipientId, kind, subjectId }) => [recipientId, kind, subjectId].join(' '));
		expect(new Set(told).size).toBe(told.length);
		const files = await db.asOwner((tx) => tx.selectFrom('caseFile').select(['id', 'incidentId']).execute());
		const incidentOf = new Map<string, string>(files.map(({ id, incidentId }) => [id, incidentId]));
		for (const { kind, caseId, subject, recipientIds } of made) {
			expect(recipientIds.length, kind).toBeGreaterThan(0);
			// above the officers one learns only where a lex Sarah record waits
			const about = kind.startsWith('lexSarah')
				? [subject, home.unit('social').id]
				: [subject, caseId, incidentOf.get(caseId ?? '')];
			for (const id of recipientIds) {
				expect(
					notices.some(({ recipientId, subjectId }) => recipientId === id && about.includes(subjectId))
				).toBe(true);
			}
		}

		// and each was mailed: no Message-ID twice, and nothing that no server has said yes to
		const ids = mail.accepted.map(({ messageId }) => messageId);
		expect(new Set(ids).size).toBe(ids.length);
		const accepted = new Set(ids.map((id) => id.split('@')[0]));
		const lost = notices.filter(({ mailId, isNeverMailed }) => !isNeverMailed && !accepted.has(mailId ?? ''));
		expect(lost).toEqual([]);
		// a mail that was under way at a kill may be followed by another that tells of the same; no other may
		const uncertain = await db.asOwner((tx) =>
			tx.selectFrom('noticeMail').select('id').where('state', '=', 'uncertain').execute()
		);
		expect(uncertain.length).toBeLessThanOrEqual(kills);
		const mailsWithNotices = new Set(notices.map(({ mailId }) => mailId));
		const superfluous = [...accepted].filter((id) => !mailsWithNotices.has(id!));
		expect(superfluous.every((id) => uncertain.some((one) => one.id === id))).toBe(true);
	}, 600_000);

	/** The same rules for an undisturbed system: nothing more and nothing less. That they are right is `ladder.test.ts`. */
	async function expectedBy(end: Temporal.Instant): Promise<string[]> {
		const files = await db.asOwner((tx) => tx.selectFrom('caseFile').selectAll().execute());
		const measures = await db.asOwner((tx) => tx.selectFrom('measure').selectAll().execute());
		const duties = await db.asOwner((tx) =>
			tx
				.selectFrom('duty')
				.selectAll()
				.where('state', 'in', ['open', 'awaitingSecond'])
				.where('ceasedAt', 'is', null)
				.execute()
		);
		const of = <Row extends { caseId: CaseId | null }>(rows: Row[], id: CaseId) =>
			rows.filter(({ caseId }) => caseId === id);
		const threatsOf = await threatsByCase();
		const statementsOf = await statementsByCase();
		const ofCases = files.flatMap((file) => {
			const facts = { ...file, threats: threatsOf(file.id), statements: statementsOf(file.id) };
			return duesOfCase(facts, of(measures, file.id), of(duties, file.id), defaultSettings, end).map(
				(key) => `${file.id} ${key}`
			);
		});
		return [...ofCases, ...(await ofRecords(end)), ...(await ofRequests(end))];
	}

	async function threatsByCase() {
		const requests = await db.asOwner((tx) => tx.selectFrom('threatRequest').selectAll().execute());
		const assessments = await db.asOwner((tx) => tx.selectFrom('threatAssessment').selectAll().execute());
		const all = [
			...requests.map(({ id, caseId, requestedAt }) => ({ id, caseId, requestedAt, reviewDate: null })),
			...assessments.map(({ id, caseId, madeAt, reviewDate }) => ({
				id,
				caseId,
				requestedAt: madeAt,
				reviewDate: Temporal.PlainDate.from(reviewDate!)
			}))
		];
		return (id: CaseId) => all.filter(({ caseId }) => caseId === id);
	}

	async function statementsByCase() {
		const rows = await db.asOwner((tx) => tx.selectFrom('statementRequest').selectAll().execute());
		const all = rows.map(({ id, caseId, personId, askedAt, dueDate: due }) => {
			const dueDate = Temporal.PlainDate.from(due);
			const from = remindedFrom({ askedAt, dueDate }, defaultSettings.statementReminderWorkingDays);
			return { id, caseId, personId, askedAt, dueDate, remindedFrom: from };
		});
		return (id: CaseId) => all.filter(({ caseId }) => caseId === id);
	}

	/** There is one officer, and one manager above: a third step has nobody to go to, and is not made. */
	async function ofRecords(end: Temporal.Instant): Promise<string[]> {
		const records = await db.asOwner((tx) => tx.selectFrom('lexSarahRecord').selectAll().execute());
		return records.flatMap(({ id, caseId, handedOverAt, startedAt }) => {
			const facts = { handedOverAt, startedAt, decision: null, entryKinds: [] };
			const [clock] = lexSarah.clocksOf(facts, defaultSettings, end);
			const kind = startedAt === null ? 'lexSarahStartLate' : 'lexSarahInvestigateLate';
			const work = { kind, id, startedAt: handedOverAt, localDueAt: clock!.localDueAt } as const;
			return keysUntil(deadlinesOfRecord(work), end)
				.filter((key) => !key.includes(' escalatedAgain '))
				.map((key) => `${caseId} ${key}`);
		});
	}

	/** About a workplace: of no case. */
	async function ofRequests(end: Temporal.Instant): Promise<string[]> {
		const requests = await db.asOwner((tx) => tx.selectFrom('safetyRequest').selectAll().execute());
		return requests.flatMap(({ id, requestedAt: startedAt }) => {
			const localDueAt = localDueOf('safetyRepresentativeRequest', startedAt, defaultSettings);
			const deadline = deadlineOf({ kind: 'safetyRequestLate', id, startedAt, localDueAt });
			return keysUntil([deadline], end).map((key) => ` ${key}`);
		});
	}
});
