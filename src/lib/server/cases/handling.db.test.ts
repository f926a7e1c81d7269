/** Handling a case, on both engines; what two people do at the same moment, on a real PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId, MeasureId } from '../../../../database/column-types.ts';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { doEveryDuty } from '../../../../tests/support/duties.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { viewMyTasks } from '../measures/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	addMeasure,
	assess,
	cancelMeasure,
	changeMeasure,
	close,
	evaluateMeasure,
	finishMeasure,
	judgeNotUndueInfluence,
	messageReporter,
	recordContact,
	reopen,
	takeOver,
	viewCase,
	viewInbox,
	viewMeasure,
	writeNote
} from './index.ts';
import { buildAssessment, buildClosing, buildContact, buildEvaluation, buildMeasure } from './test-data.ts';

/** A municipality of its own for each test file part, so that counts are only about the test. */
async function start(db: TestDatabase, suffix = '') {
	const home = await makeMunicipality(db, suffix);
	const caseOf = async (...[by, overrides]: [string, Parameters<typeof report>[1]?]): Promise<CaseId> => {
		const incidentId = await report(home.as(by), overrides);
		const row = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
		);
		return row.id;
	};
	const stored = (id: CaseId) =>
		db.asOwner((tx) => tx.selectFrom('caseFile').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
	const rowsOf = (table: 'caseNote' | 'caseMessage' | 'measure', id: CaseId) =>
		db.asOwner((tx) => tx.selectFrom(table).selectAll().where('caseId', '=', id).execute());
	const logged = (id: CaseId, action: string) =>
		db.asOwner((tx) =>
			tx.selectFrom('activity').selectAll().where('subjectId', '=', id).where('action', '=', action).execute()
		);
	return { home, caseOf, stored, rowsOf, logged };
}

const inbox = (home: TestMunicipality, who: string, query = '') =>
	viewInbox(home.as(who), new URLSearchParams(query), 'sv');
const numbers = ({ rows }: Awaited<ReturnType<typeof viewInbox>>) => rows.map(({ number }) => number);

describe.each(engines)('handling on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('a case', () => {
		let db: TestDatabase;
		let at: Awaited<ReturnType<typeof start>>;
		beforeAll(async () => {
			db = await open();
			at = await start(db);
		});
		afterAll(() => db.close());

		test('goes from contact to feedback, and the promise moves with it', async () => {
			const { home, caseOf, stored, rowsOf } = at;
			const manager = home.as('manager');
			const id = await caseOf('reporter');
			const promised = (await stored(id)).contactDueAt;
			expect((await stored(id)).nextDueAt).toEqual(promised);

			expect(await recordContact(manager, id, buildContact(manager))).toEqual({ ok: true });
			expect(await stored(id)).toMatchObject({ status: 'assessing', version: 2 });
			expect((await stored(id)).nextDueAt?.toString()).toBe('2026-03-09T22:59:59Z');

			expect(await assess(manager, id, buildAssessment({ version: '2' }))).toEqual({ ok: true });
			const measure = buildMeasure(manager);
			expect(await addMeasure(manager, id, measure)).toEqual({ ok: true });
			expect(await stored(id)).toMatchObject({ status: 'acting', form: 'threat', severity: 3 });
			expect((await stored(id)).nextDueAt?.toString()).toBe('2026-04-10T21:59:59Z');

			const tooEarly = await close(manager, id, buildClosing({ version: '4' }));
			expect(tooEarly).toEqual({ ok: false, because: 'missing', missing: ['duties', 'openMeasures'] });
			expect(await finishMeasure(manager, measure.key as MeasureId, { version: 1 })).toEqual({ ok: true });
			const unjudged = await close(manager, id, buildClosing({ version: '4' }));
			expect(unjudged).toEqual({ ok: false, because: 'missing', missing: ['duties', 'evaluation'] });
			const evaluation = buildEvaluation({ version: '2' });
			expect(await evaluateMeasure(manager, measure.key as MeasureId, evaluation)).toEqual({ ok: true });

			const undecided = await close(manager, id, buildClosing({ version: '4' }));
			expect(undecided).toEqual({ ok: false, because: 'missing', missing: ['duties'] });
			await doEveryDuty(manager, id);

			const closing = buildClosing({ version: '4' });
			expect(await close(manager, id, closing)).toEqual({ ok: true });
			expect(await stored(id)).toMatchObject({
				status: 'closed',
				nextDueAt: null,
				feedback: closing.feedback,
				closedBy: home.person('manager')
			});
			// the reporter is told where they look
			expect(await rowsOf('caseMessage', id)).toMatchObject([
				{ text: closing.feedback, fromReporter: false }
			]);
			// the same form again is not an error
			expect(await close(manager, id, closing)).toEqual({ ok: true });
		});

		test('cannot be closed before anybody has spoken with the reporter', async () => {
			const { home, caseOf, stored } = at;
			const manager = home.as('manager');
			const id = await caseOf('reporter');
			await assess(manager, id, buildAssessment());
			await doEveryDuty(manager, id);
			const result = await close(manager, id, buildClosing({ version: '2' }));
			expect(result).toEqual({ ok: false, because: 'missing', missing: ['contact'] });
			expect((await stored(id)).status).toBe('assessing');
		});

		test('was not contacted before it was reported', async () => {
			const { home, caseOf } = at;
			const manager = home.as('manager');
			const id = await caseOf('reporter');
			const result = await recordContact(manager, id, buildContact(manager, { contactDate: '2026-03-03' }));
			expect(result).toMatchObject({ because: 'field', problem: 'contactBeforeReport' });
		});

		test('that was something else is ended with an explanation, and can be opened again', async () => {
			const { home, caseOf, stored, rowsOf } = at;
			const manager = home.as('manager');
			const id = await caseOf('reporter');
			await recordContact(manager, id, buildContact(manager));
			const judged = await judgeNotUndueInfluence(manager, id, {
				key: newId(),
				version: 2,
				insteadKind: 'complaint',
				insteadHarm: [],
				insteadReason: 'Ett klagomål på handläggningstiden.',
				insteadFeedback: 'Klagomålet besvaras av enheten.'
			});
			expect(judged).toEqual({ ok: true });
			expect(await stored(id)).toMatchObject({
				status: 'notUndueInfluence',
				undueInfluence: 'no',
				insteadKind: 'complaint'
			});

			const again = { key: newId<string>(), version: 3, reopenReason: 'Det har hänt igen.' };
			expect(await reopen(manager, id, again)).toEqual({ ok: true });
			expect(await stored(id)).toMatchObject({
				status: 'assessing',
				closedAt: null,
				assessedAt: null,
				insteadKind: null
			});
			const reasons = (await rowsOf('caseNote', id)).flatMap((note) =>
				'kind' in note && note.kind === 'decision' ? [note.text] : []
			);
			expect(reasons).toEqual(['Ett klagomål på handläggningstiden.', 'Det har hänt igen.']);
		});

		test('that changed since the form was made is a conflict that says what happened, and nothing is written', async () => {
			const { home, caseOf, stored } = at;
			const id = await caseOf('reporter');
			await assess(home.as('head'), id, buildAssessment());
			const result = await assess(
				home.as('manager'),
				id,
				buildAssessment({ severity: '1', rationale: 'Lindrigt.' })
			);
			expect(result).toMatchObject({
				ok: false,
				because: 'changed',
				changes: [{ actor: { name: 'head' }, action: 'case.assessed', details: { severity: 3, version: 2 } }]
			});
			expect(await stored(id)).toMatchObject({ severity: 3, version: 2, assessedBy: home.person('head') });
		});

		test('gets one note, one message, one contact and one measure from a form that is sent twice', async () => {
			const { home, caseOf, rowsOf, logged } = at;
			const manager = home.as('manager');
			const id = await caseOf('reporter');
			const note = { key: newId<string>(), noteText: 'Ringt HR.' };
			const message = { key: newId<string>(), messageText: 'Hur går det?' };
			const contact = buildContact(manager);
			const measure = buildMeasure(manager);
			for (let times = 0; times < 2; times += 1) {
				expect(await writeNote(manager, id, note)).toEqual({ ok: true });
				expect(await messageReporter(manager, id, message)).toEqual({ ok: true });
				expect(await recordContact(manager, id, contact)).toEqual({ ok: true });
				expect(await addMeasure(manager, id, measure)).toEqual({ ok: true });
			}
			expect(await rowsOf('caseNote', id)).toHaveLength(2);
			expect(await rowsOf('caseMessage', id)).toHaveLength(1);
			expect(await rowsOf('measure', id)).toHaveLength(1);
			for (const action of ['case.noted', 'case.messaged', 'case.contacted', 'measure.added']) {
				expect(await logged(id, action), action).toHaveLength(1);
			}
		});

		test('loses nothing typed when a key comes again with other words, or comes from another case', async () => {
			const { home, caseOf, rowsOf } = at;
			const manager = home.as('manager');
			const [one, other] = [await caseOf('reporter'), await caseOf('reporter')];
			const key = newId<string>();
			for (const [id, words] of [
				[one, 'Först.'],
				[one, 'Sedan.'],
				[other, 'Först.']
			] as const) {
				await writeNote(manager, id, { key, noteText: words });
				await messageReporter(manager, id, { key, messageText: words });
				await addMeasure(manager, id, buildMeasure(manager, { key, description: words }));
			}
			const texts = async (...[table, id]: Parameters<typeof rowsOf>) =>
				(await rowsOf(table, id)).map(
					(row: { text?: unknown; description?: unknown }) => row.text ?? row.description
				);
			for (const table of ['caseNote', 'caseMessage', 'measure'] as const) {
				expect((await texts(table, one)).sort(), table).toEqual(['Först.', 'Sedan.']);
				expect(await texts(table, other), table).toEqual(['Först.']);
			}
		});

		test('is read with a line in the log, once for each errand', async () => {
			const { home, caseOf, logged } = at;
			const id = await caseOf('reporter');
			await viewCase(home.as('manager'), id, 'sv');
			await viewCase(home.as('manager'), id, 'sv');
			await viewCase(home.as('hrPartner'), id, 'sv');
			expect(await logged(id, 'case.read')).toHaveLength(2);
			home.clock.set('2026-03-04T08:11:00Z');
			await viewCase(home.as('manager'), id, 'sv');
			home.clock.set('2026-03-04T08:00:00Z');
			expect(await logged(id, 'case.read')).toHaveLength(3);
		});

		test('is taken over by a manager above, and by nobody who only reads', async () => {
			const { home, caseOf, stored } = at;
			const id = await caseOf('reporter');
			const step = { key: newId<string>(), version: 1 };
			await expect(takeOver(home.as('hrPartner'), id, step)).rejects.toThrow(Forbidden);
			expect(await takeOver(home.as('director'), id, step)).toEqual({ ok: true });
			expect((await stored(id)).handlerId).toBe(home.person('director'));
		});

		test('does not exist for a manager beside, for who may not read cases, and for its own reporter as staff', async () => {
			const { home, caseOf } = at;
			const id = await caseOf('reporter');
			for (const who of ['gammaManager', 'controller', 'administrator', 'colleague', 'reporter']) {
				await expect(viewCase(home.as(who), id, 'sv'), who).rejects.toThrow(NotFound);
				await expect(writeNote(home.as(who), id, { key: newId(), noteText: 'x' }), who).rejects.toThrow(
					NotFound
				);
			}
		});
	});
});

describe.skipIf(!hasServer)('on a real PostgreSQL', () => {
	let db: TestDatabase;
	beforeAll(async () => {
		db = await serverDatabase();
	});
	afterAll(() => db.close());

	test('two managers assess at the same moment: one counts, the other is told, and nothing is lost', async () => {
		const { home, caseOf, stored, logged } = await start(db, ' A');
		const id = await caseOf('reporter');
		const [first, second] = await Promise.all([
			assess(home.as('manager'), id, buildAssessment({ rationale: 'Chefens skäl.' })),
			assess(home.as('head'), id, buildAssessment({ severity: '1', rationale: 'Avdelningschefens skäl.' }))
		]);
		expect([first.ok, second.ok].sort()).toEqual([false, true]);
		const [winner, loser, refused] = first.ok
			? (['manager', 'head', second] as const)
			: (['head', 'manager', first] as const);
		expect(refused).toMatchObject({ because: 'changed', changes: [{ actor: { name: `${winner} A` } }] });
		expect(await stored(id)).toMatchObject({ assessedBy: home.person(winner), version: 2 });
		expect(await logged(id, 'case.assessed')).toHaveLength(1);

		// read what changed, and save again
		expect(await assess(home.as(loser), id, buildAssessment({ version: '2' }))).toEqual({ ok: true });
		expect(await logged(id, 'case.assessed')).toHaveLength(2);
	});

	test('a double click at the same moment is one of each, and not a conflict with oneself', async () => {
		const { home, caseOf, rowsOf, logged } = await start(db, ' B');
		const manager = home.as('manager');
		const id = await caseOf('reporter');
		const assessment = buildAssessment();
		const measure = buildMeasure(manager);
		const twice = <T>(work: () => Promise<T>) => Promise.all([work(), work()]);
		expect(await twice(() => assess(manager, id, assessment))).toEqual([{ ok: true }, { ok: true }]);
		expect(await twice(() => addMeasure(manager, id, measure))).toEqual([{ ok: true }, { ok: true }]);
		const finish = () => finishMeasure(manager, measure.key as MeasureId, { version: 1 });
		expect(await twice(finish)).toEqual([{ ok: true }, { ok: true }]);
		expect(await rowsOf('measure', id)).toHaveLength(1);
		for (const action of ['case.assessed', 'measure.added', 'measure.done']) {
			expect(await logged(id, action), action).toHaveLength(1);
		}
	});

	test('a measure form gone back to, with another owner or day, is another measure', async () => {
		const { home, caseOf, rowsOf } = await start(db, ' E2');
		const manager = home.as('manager');
		const id = await caseOf('reporter');
		const measure = buildMeasure(manager);
		const { personId: ownerId } = home.as('gammaReporter').actor;
		for (const form of [measure, { ...measure, ownerId }, { ...measure, dueDate: '2026-12-24' }]) {
			expect(await addMeasure(manager, id, form)).toEqual({ ok: true });
		}
		expect(await rowsOf('measure', id)).toHaveLength(3);
	});

	test('a measure added while another closes: never a closed case with an open measure', async () => {
		const { home, caseOf, stored, rowsOf } = await start(db, ' C');
		const manager = home.as('manager');
		for (let round = 0; round < 5; round += 1) {
			const id = await caseOf('reporter');
			await recordContact(manager, id, buildContact(manager));
			await assess(manager, id, buildAssessment({ version: '2' }));
			await doEveryDuty(manager, id);
			await Promise.all([
				close(manager, id, buildClosing({ version: '3' })),
				addMeasure(home.as('head'), id, buildMeasure(home.as('head')))
			]);
			const isClosed = (await stored(id)).status === 'closed';
			expect(await rowsOf('measure', id)).toHaveLength(isClosed ? 0 : 1);
		}
	});

	test('the owner of a measure does it without knowing the case, and the next step moves', async () => {
		const { home, caseOf, stored } = await start(db, ' D');
		const manager = home.as('manager');
		const owner = home.as('gammaReporter');
		const id = await caseOf('reporter');
		await recordContact(manager, id, buildContact(manager));
		await assess(manager, id, buildAssessment({ version: '2' }));
		const measure = buildMeasure(manager, { ownerId: owner.actor.personId });
		await addMeasure(manager, id, measure);
		const measureId = measure.key as MeasureId;

		const seen = await viewMeasure(owner, measureId, 'sv');
		expect(seen).toMatchObject({ caseLink: null, ownerChoices: null, steps: ['finish'] });
		await expect(viewCase(owner, id, 'sv')).rejects.toThrow(NotFound);
		expect((await viewMyTasks(owner, 'sv', 1)).openMeasures.map((task) => task.id)).toEqual([measureId]);
		await expect(viewMeasure(home.as('colleague'), measureId, 'sv')).rejects.toThrow(NotFound);
		await expect(
			cancelMeasure(owner, measureId, { version: 1, cancelReason: 'Hinner inte' })
		).rejects.toThrow(Forbidden);

		expect(await finishMeasure(owner, measureId, { version: 1 })).toEqual({ ok: true });
		expect((await stored(id)).nextDueAt?.toString()).toBe('2026-03-18T22:59:59Z');
		expect(await evaluateMeasure(owner, measureId, buildEvaluation({ version: '2' }))).toEqual({ ok: true });
		expect((await stored(id)).nextDueAt?.toString()).toBe('2026-03-09T22:59:59Z');
	});

	test('a measure is not given to whom the case is about, nor moved to a day that has passed', async () => {
		const { home, caseOf } = await start(db, ' E');
		const head = home.as('head');
		const id = await caseOf('reporter', { involvedPersonIds: [home.person('manager')] });
		const excluded = buildMeasure(head, { ownerId: home.person('manager') });
		expect(await addMeasure(head, id, excluded)).toMatchObject({
			field: 'ownerId',
			problem: 'ownerNotPossible'
		});
		const measure = buildMeasure(head);
		await addMeasure(head, id, measure);
		const change = { version: 1, ownerId: head.actor.personId, dueDate: '2026-03-03' };
		expect(await changeMeasure(head, measure.key as MeasureId, change)).toMatchObject({ field: 'dueDate' });
	});

	test('a manager whom it is about sees, counts and finds nothing of it', async () => {
		const { home, caseOf } = await start(db, ' F');
		const id = await caseOf('reporter', { involvedPersonIds: [home.person('manager')] });
		const ordinary = await caseOf('reporter');
		const manager = home.as('manager');

		const seen = await inbox(home, 'manager');
		expect(seen.counts).toEqual({ mine: 1, all: 1, ended: 0, left: 0, overdue: 0, shared: 0 });
		expect(seen.rows.map((row) => row.id)).toEqual([ordinary]);
		const ofHead = await inbox(home, 'head', 'tab=all');
		expect(ofHead.counts.all).toBe(2);
		const hiddenNumber = ofHead.rows.find((row) => row.id === id)!.number;
		expect(numbers(await inbox(home, 'manager', `number=${hiddenNumber}`))).toEqual([]);
		expect(numbers(await inbox(home, 'head', `number=${hiddenNumber}`))).toEqual([hiddenNumber]);
		expect(numbers(await inbox(home, 'manager', 'tab=all&form=harassment'))).not.toContain(hiddenNumber);

		await expect(viewCase(manager, id, 'sv')).rejects.toThrow(NotFound);
		await expect(assess(manager, id, buildAssessment())).rejects.toThrow(NotFound);
		await expect(takeOver(manager, id, { key: newId(), version: 1 })).rejects.toThrow(NotFound);
	});

	test('a manager who was exposed does not handle their own case, nor find it in the inbox', async () => {
		const { home, caseOf } = await start(db, ' G');
		const id = await caseOf('manager');
		expect((await inbox(home, 'manager')).counts).toEqual({
			mine: 0,
			all: 0,
			ended: 0,
			left: 0,
			overdue: 0,
			shared: 0
		});
		await expect(viewCase(home.as('manager'), id, 'sv')).rejects.toThrow(NotFound);
		expect((await inbox(home, 'head')).rows.map((row) => row.id)).toEqual([id]);
	});

	test('a reporter who hid their name is named to who handles, and to nobody else', async () => {
		const { home, caseOf } = await start(db, ' H');
		const id = await caseOf('reporter', { hideName: true });
		await viewCase(home.as('manager'), id, 'sv');
		const name = 'reporter H';
		expect((await viewCase(home.as('manager'), id, 'sv')).incident.reporter).toEqual({ name });
		expect((await viewCase(home.as('director'), id, 'sv')).incident.reporter).toEqual({ name });
		for (const who of ['hrPartner', 'securityCoordinator', 'safetyRepresentative']) {
			const view = await viewCase(home.as(who), id, 'sv');
			expect(view.incident.reporter, who).toBeNull();
			expect(JSON.stringify(view), who).not.toContain(name);
		}
	});

	test('a safety representative reads the case and its measures, not notes and messages: not even past the application', async () => {
		const { home, caseOf } = await start(db, ' I');
		const manager = home.as('manager');
		const safety = home.as('safetyRepresentative');
		const id = await caseOf('reporter');
		await writeNote(manager, id, { key: newId(), noteText: 'Hemligt för skyddsombudet' });
		await messageReporter(manager, id, { key: newId(), messageText: 'Mellan oss' });
		await addMeasure(manager, id, buildMeasure(manager));
		const view = await viewCase(safety, id, 'sv');
		expect(view).toMatchObject({ notes: [], messages: [], measures: [{ description: 'Byt telefonnummer' }] });
		expect(view.incident.text).not.toBeNull();
		const past = await safety.transaction(async (tx) => [
			...(await tx.selectFrom('caseNote').select('id').execute()),
			...(await tx.selectFrom('caseMessage').select('id').execute())
		]);
		expect(past).toEqual([]);
		await expect(writeNote(safety, id, { key: newId(), noteText: 'x' })).rejects.toThrow(Forbidden);
		expect((await viewCase(home.as('hrPartner'), id, 'sv')).notes).toHaveLength(1);
	});

	test('the inbox has the oldest promise first, and says what is overdue', async () => {
		const { home, caseOf } = await start(db, ' J');
		const later = await caseOf('reporter');
		const today = await caseOf('colleague', { values: { contactToday: 'yes' } });
		const before = await inbox(home, 'manager');
		expect(before.rows.map(({ id, next }) => [id, next?.kind, next?.urgency])).toEqual([
			[today, 'contact', 'today'],
			[later, 'contact', 'later']
		]);
		home.clock.set('2026-03-05T08:00:00Z');
		const after = await inbox(home, 'manager', 'overdue=yes');
		expect(after.rows.map(({ id }) => id)).toEqual([today]);
		expect(after.counts).toEqual({ mine: 2, all: 2, ended: 0, left: 0, overdue: 1, shared: 0 });
	});
});
