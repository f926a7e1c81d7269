/** What a reporter can count on, on the engine that a newcomer gets and on a real PostgreSQL. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { buildReport, report } from '../../../../tests/support/reports.ts';
import type { Context } from '../access/index.ts';
import { mostTimes, perMinutes } from '../activity-log/index.ts';
import {
	additionSchema,
	addToIncident,
	maskIncident,
	reportSchema,
	type IncidentId
} from '../incidents/index.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	listOwnReports,
	messageReporter,
	receiveReport,
	repeatReport,
	reportIncident,
	viewOwnReport,
	viewReportForm,
	writeToHandler
} from './index.ts';

/** Sends the form as the page does. */
async function send(context: Context, values: Record<string, string | string[]>) {
	const form = v.parse(reportSchema(context.now()), { key: newId<string>(), text: 'Ord', ...values });
	return reportIncident(context, form);
}

async function sendAndGet(context: Context, values: Record<string, string | string[]>): Promise<IncidentId> {
	const receipt = await send(context, values);
	if (!receipt.ok) throw new Error(`not received: ${receipt.problem}`);
	return receipt.incidentId;
}

describe.each(engines.filter(({ available }) => available))('reporting ($engine)', ({ open }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	let away: TestMunicipality;

	beforeAll(async () => {
		db = await open();
		home = await makeMunicipality(db);
		away = await makeMunicipality(db, '-away');
	});
	afterAll(() => db.close());

	/** Each test has a day of its own, so that nobody is slowed down by the tests before. */
	let day = 5;
	const nextDay = () => home.clock.set(`2026-03-${String(day++).padStart(2, '0')}T08:00:00Z`);

	const storedCase = async (id: IncidentId) => {
		const { rows } = await db.askAsOwner((ask) =>
			sql<{ handler: string | null; origin: string; affectedPersonId: string; unitId: string }>`
				select p.name as handler, i.origin, i.affected_person_id, i.unit_id
				from case_file c join incident i on i.id = c.incident_id left join person p on p.id = c.handler_id
				where i.id = ${id}`.execute(ask)
		);
		return rows[0]!;
	};

	test('the same form again gives the same incident', async () => {
		nextDay();
		const input = buildReport(home.as('reporter'));
		const first = await receiveReport(home.as('reporter'), input);
		const second = await receiveReport(home.as('reporter'), input);
		expect(first).toMatchObject({ ok: true, alreadyReceived: false });
		expect(second).toEqual({ ...first, alreadyReceived: true });
	});

	test('the same form with other words keeps them as one addition, however often it comes', async () => {
		nextDay();
		const reporter = home.as('reporter');
		const input = buildReport(reporter);
		const first = await receiveReport(reporter, input);
		if (!first.ok) throw new Error('not received');
		for (let times = 0; times < 3; times++) {
			await receiveReport(reporter, { ...input, text: 'Jag glömde: han hade en kniv.' });
		}
		const { details, additions } = await viewOwnReport(reporter, first.incidentId, 'sv');
		expect(details.text).toBe(input.text);
		expect(additions.map(({ text }) => text)).toEqual(['Jag glömde: han hade en kniv.']);
		const told = await db.asOwner((tx) =>
			tx.selectFrom('notice').select('recipientId').where('kind', '=', 'reportAdded').execute()
		);
		expect(told).toEqual([{ recipientId: home.person('manager') }]);
	});

	test('the same key from two people is two incidents', async () => {
		nextDay();
		const input = buildReport(home.as('reporter'));
		const mine = await receiveReport(home.as('reporter'), input);
		const theirs = await receiveReport(home.as('colleague'), {
			...buildReport(home.as('colleague')),
			idempotencyKey: input.idempotencyKey
		});
		expect(theirs).toMatchObject({ ok: true, alreadyReceived: false });
		expect(theirs).not.toEqual(mine);
	});

	test('whoever sends very many is slowed down, is told for how long, and can go on afterwards', async () => {
		nextDay();
		const colleague = home.as('colleague');
		for (let count = 0; count < mostTimes; count++) await report(colleague);
		expect(await receiveReport(colleague, buildReport(colleague))).toEqual({
			ok: false,
			problem: 'tooMany',
			minutes: 10
		});
		await report(home.as('reporter'));
		home.clock.set(home.clock.now().add({ minutes: 11 }).toString());
		await report(colleague);
	});

	test('a unit or a person of another municipality does not exist here', async () => {
		nextDay();
		const reporter = home.as('reporter');
		expect(await send(reporter, { unit: away.unit('alpha').id })).toEqual({
			ok: false,
			problem: 'unknownUnit'
		});
		expect(await send(reporter, { affected: away.person('colleague') })).toMatchObject({ field: 'affected' });
		expect(
			await send(reporter, { influencer: 'manager', whichManager: away.person('manager') })
		).toMatchObject({ field: 'whichManager' });
		expect(await send(reporter, { influencer: 'colleague', whichColleague: newId<string>() })).toMatchObject({
			field: 'whichColleague'
		});
	});

	test('an earlier report that is not the reporter’s own is not referred to', async () => {
		nextDay();
		const theirs = await report(home.as('betaReporter'));
		const mine = await sendAndGet(home.as('reporter'), { repeats: theirs });
		expect((await viewOwnReport(home.as('reporter'), mine, 'sv')).repeats).toBeNull();
	});

	describe('whom it is about', () => {
		test('"chef": the next one up handles it, and the nearest one cannot find it', async () => {
			nextDay();
			const id = await sendAndGet(home.as('reporter'), { influencer: 'manager' });
			expect((await storedCase(id)).handler).toBe('head');
			const seen = await home
				.as('manager')
				.transaction((tx) => tx.selectFrom('incident').select('id').where('id', '=', id).execute());
			expect(seen).toEqual([]);
			await expect(viewOwnReport(home.as('manager'), id, 'sv')).rejects.toThrow(NotFound);
			const own = await viewOwnReport(home.as('reporter'), id, 'sv');
			expect(own.keptOut).toEqual([{ name: 'manager' }]);
			expect(own.audience.members.map(({ name }) => name)).not.toContain('manager');
		});

		test('a manager higher up by name: the nearest handles it, and the one higher up cannot find it', async () => {
			nextDay();
			const id = await sendAndGet(home.as('reporter'), {
				influencer: 'manager',
				whichManager: home.person('head')
			});
			expect((await storedCase(id)).handler).toBe('manager');
			const seen = await home
				.as('head')
				.transaction((tx) => tx.selectFrom('caseFile').select('id').where('incidentId', '=', id).execute());
			expect(seen).toEqual([]);
		});

		test('some other manager: nobody in the line is kept out', async () => {
			nextDay();
			const id = await sendAndGet(home.as('reporter'), { influencer: 'manager', whichManager: 'other' });
			expect((await storedCase(id)).handler).toBe('manager');
			expect((await viewOwnReport(home.as('reporter'), id, 'sv')).keptOut).toEqual([]);
		});

		test('a colleague who is the safety representative cannot find it', async () => {
			nextDay();
			const id = await sendAndGet(home.as('reporter'), {
				influencer: 'colleague',
				whichColleague: home.person('safetyRepresentative')
			});
			const seen = await home
				.as('safetyRepresentative')
				.transaction((tx) => tx.selectFrom('incident').select('id').where('id', '=', id).execute());
			expect(seen).toEqual([]);
		});

		test('what the form says beforehand is what happens', async () => {
			nextDay();
			for (const key of ['reporter', 'betaReporter', 'manager', 'head', 'gammaReporter', 'analyst']) {
				const { routes } = await viewReportForm(home.as(key), { unitId: null, forColleague: false }, 'sv');
				const usual = await storedCase(await sendAndGet(home.as(key), {}));
				const about = await storedCase(await sendAndGet(home.as(key), { influencer: 'manager' }));
				expect([key, routes.usual.handler?.name ?? null]).toEqual([key, usual.handler]);
				expect([key, routes.aboutNearestManager.handler?.name ?? null]).toEqual([key, about.handler]);
				for (const { id, name } of routes.managers) {
					const named = await storedCase(
						await sendAndGet(home.as(key), { influencer: 'manager', whichManager: id })
					);
					expect(named.handler).not.toBe(name);
				}
			}
		});
	});

	describe('for somebody else', () => {
		test('a colleague reports: the exposed colleague finds it among their own, and may add to it', async () => {
			nextDay();
			const id = await sendAndGet(home.as('reporter'), { affected: home.person('betaReporter') });
			expect(await storedCase(id)).toMatchObject({ origin: 'onBehalf', unitId: home.unit('beta').id });
			const { reports } = await listOwnReports(home.as('betaReporter'), 1);
			expect(reports[0]).toMatchObject({ id, reporter: { name: 'reporter' }, affected: null });
			await writeToHandler(home.as('betaReporter'), id, { key: newId<string>(), message: 'Jag är orolig.' });
			await expect(viewOwnReport(home.as('colleague'), id, 'sv')).rejects.toThrow(NotFound);
		});

		test('their manager registers what they were told, and handles it', async () => {
			nextDay();
			const id = await sendAndGet(home.as('manager'), {
				affected: home.person('reporter'),
				wordOfMouth: 'yes'
			});
			expect(await storedCase(id)).toMatchObject({ origin: 'wordOfMouth', handler: 'manager' });
			const own = await viewOwnReport(home.as('manager'), id, 'sv');
			expect(own).toMatchObject({ isHandler: true, affected: { name: 'reporter' } });
		});

		test('whoever says to be their manager but is not, has reported on behalf', async () => {
			nextDay();
			const id = await sendAndGet(home.as('gammaManager'), {
				affected: home.person('reporter'),
				wordOfMouth: 'yes'
			});
			expect(await storedCase(id)).toMatchObject({ origin: 'onBehalf', handler: 'manager' });
		});

		test('a manager who registers must say whom', async () => {
			nextDay();
			expect(await send(home.as('manager'), { wordOfMouth: 'yes' })).toMatchObject({ field: 'affected' });
		});
	});

	describe('afterwards', () => {
		test('"the same person again" repeats it once, with the same choices and the same people kept out', async () => {
			nextDay();
			const reporter = home.as('reporter');
			const first = await sendAndGet(reporter, {
				forms: ['unduePressure'],
				channel: 'internal',
				influencer: 'manager',
				hideName: 'yes'
			});
			home.clock.set(home.clock.now().add({ hours: 1 }).toString());
			const form = { key: newId<string>(), text: (number: string) => `Igen, se ${number}.` };
			const [one, two] = [
				await repeatReport(reporter, first, form),
				await repeatReport(reporter, first, form)
			];
			expect(two).toEqual({ ...one, alreadyReceived: true });
			if (!one.ok) throw new Error('not received');
			const before = await viewOwnReport(reporter, first, 'sv');
			const again = await viewOwnReport(reporter, one.incidentId, 'sv');
			expect(again.details).toMatchObject({
				text: `Igen, se ${before.number}.`,
				forms: ['unduePressure'],
				channel: 'internal',
				influencer: 'manager',
				hideName: true
			});
			expect(again.keptOut).toEqual([{ name: 'manager' }]);
			expect(again.repeats).toEqual({ id: first, number: before.number });
			expect(again.occurredAt.toString()).toBe(home.clock.now().toString());
			await expect(repeatReport(home.as('colleague'), first, form)).rejects.toThrow(NotFound);
		});

		test('a message is sent once, however often the form comes, and only by those whose report it is', async () => {
			nextDay();
			const reporter = home.as('reporter');
			const id = await report(reporter);
			const form = { key: newId<string>(), message: 'När hör ni av er?' };
			await writeToHandler(reporter, id, form);
			await writeToHandler(reporter, id, form);
			expect((await viewOwnReport(reporter, id, 'sv')).messages.map(({ text }) => text)).toEqual([
				form.message
			]);
			await expect(writeToHandler(home.as('colleague'), id, form)).rejects.toThrow(NotFound);

			const another = () => writeToHandler(reporter, id, { key: newId<string>(), message: 'En till.' });
			for (let count = 1; count < mostTimes; count++) expect(await another()).toBe(true);
			expect(await another()).toBe(false);
			home.clock.set(home.clock.now().add({ minutes: perMinutes, seconds: 1 }).toString());
			expect(await another()).toBe(true);
		});

		test('an answer counts as new until it has been shown', async () => {
			nextDay();
			const reporter = home.as('reporter');
			const id = await report(reporter);
			const { id: caseId } = await home
				.as('manager')
				.transaction((tx) =>
					tx.selectFrom('caseFile').select('id').where('incidentId', '=', id).executeTakeFirstOrThrow()
				);
			await messageReporter(home.as('manager'), caseId, {
				key: newId<string>(),
				messageText: 'Jag ringer kl. 15.'
			});
			const unread = async () =>
				(await listOwnReports(reporter, 1)).reports.find((one) => one.id === id)!.unreadMessages;
			expect(await unread()).toBe(1);
			expect((await viewOwnReport(reporter, id, 'sv')).messages).toMatchObject([
				{ isNew: true, fromReporter: false }
			]);
			expect(await unread()).toBe(0);
			expect((await viewOwnReport(reporter, id, 'sv')).messages).toMatchObject([{ isNew: false }]);
		});

		test('what is added stands beside the words, which do not change', async () => {
			nextDay();
			const reporter = home.as('reporter');
			const id = await sendAndGet(reporter, { text: 'Först.', place: 'Receptionen' });
			const empty = {
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
				occurrences: null,
				lastDate: null,
				lastTime: null,
				hideName: false
			};
			expect(await addToIncident(reporter, id, { ...empty, moreText: null })).toBe('nothing');
			expect(await addToIncident(reporter, id, { ...empty, weapon: 'no', moreText: 'Sedan.' })).toBe('added');
			const { details, additions } = await viewOwnReport(reporter, id, 'sv');
			expect(details).toMatchObject({ text: 'Först.', place: 'Receptionen', weapon: 'no' });
			expect(additions).toMatchObject([
				{ text: 'Sedan.', changedFields: ['weapon'], author: { name: 'reporter' } }
			]);
		});

		test('a wish not to be named is withdrawn by the reporter, not by whoever was exposed', async () => {
			nextDay();
			const reporter = home.as('reporter');
			const id = await sendAndGet(reporter, { affected: home.person('betaReporter'), hideName: 'yes' });
			const withdrawing = v.parse(additionSchema, { moreText: 'Jag var där.', hideName: '' });
			const isHidden = async () => (await viewOwnReport(reporter, id, 'sv')).details.hideName;
			expect(await addToIncident(home.as('betaReporter'), id, withdrawing)).toBe('added');
			expect(await isHidden()).toBe(true);
			expect(await addToIncident(reporter, id, withdrawing)).toBe('added');
			expect(await isHidden()).toBe(false);
		});

		test('personal data can be masked by the one who wrote it, also where the text is as long as it may be', async () => {
			nextDay();
			const reporter = home.as('reporter');
			const phone = ' 070-123 45 67';
			const text = 'å'.repeat(10_000 - 3 * phone.length) + phone.repeat(3);
			const id = await sendAndGet(reporter, { text, affected: home.person('betaReporter') });
			expect((await viewOwnReport(reporter, id, 'sv')).findings).toHaveLength(3);
			expect((await viewOwnReport(home.as('betaReporter'), id, 'sv')).findings).toEqual([]);
			await expect(maskIncident(home.as('betaReporter'), id, () => '')).rejects.toThrow(NotFound);
			await maskIncident(reporter, id, () => '[telefonnummer borttaget]');
			const after = await viewOwnReport(reporter, id, 'sv');
			expect(after.findings).toEqual([]);
			expect(after.details.text).not.toContain('070');
		});

		test('the list has the newest first, a page at a time, and nothing of anybody else', async () => {
			nextDay();
			const reader = home.as('archivist');
			const sent: IncidentId[] = [];
			for (let count = 0; count < 21; count++) {
				home.clock.set(home.clock.now().add({ minutes: 1 }).toString());
				sent.unshift(await report(reader));
			}
			const [first, second] = [await listOwnReports(reader, 1), await listOwnReports(reader, 2)];
			expect(first.pageCount).toBe(2);
			expect([...first.reports, ...second.reports].map(({ id }) => id)).toEqual(sent);
			expect(await listOwnReports(home.as('auditor'), 1)).toEqual({ reports: [], pageCount: 1 });
		});
	});
});

describe.skipIf(!hasServer)('many at once (server)', () => {
	let db: TestDatabase;
	let home: TestMunicipality;

	beforeAll(async () => {
		db = await serverDatabase();
		home = await makeMunicipality(db);
	});
	afterAll(() => db.close());

	const stored = async () => {
		const { rows } = await db.askAsOwner((ask) =>
			sql<{ number: number }>`select number from incident order by number`.execute(ask)
		);
		return rows.map(({ number }) => number);
	};

	test('twenty taps at the same moment give one incident, and all of them are told the same', async () => {
		const reporter = home.as('reporter');
		const input = buildReport(reporter);
		const receipts = await Promise.all(Array.from({ length: 20 }, () => receiveReport(reporter, input)));
		expect(new Set(receipts.map((receipt) => receipt.ok && receipt.incidentId)).size).toBe(1);
		expect(receipts.filter((receipt) => receipt.ok && !receipt.alreadyReceived)).toHaveLength(1);
		expect(await stored()).toEqual([1]);
	});

	test('fifty reporters at the same moment get fifty numbers without a gap', async () => {
		const keys = ['reporter', 'colleague', 'betaReporter', 'gammaReporter', 'head'];
		const before = (await stored()).length;
		await Promise.all(Array.from({ length: 50 }, (_, index) => report(home.as(keys[index % keys.length]!))));
		const numbers = await stored();
		expect(numbers).toEqual(Array.from({ length: before + 50 }, (_, index) => index + 1));
	});

	test('twenty taps with two different texts: one incident, and no words lost', async () => {
		const reporter = home.as('colleague');
		const input = buildReport(reporter);
		const receipts = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				receiveReport(reporter, index % 2 === 0 ? input : { ...input, text: 'Andra ord.' })
			)
		);
		const ids = new Set(receipts.map((receipt) => (receipt.ok ? receipt.incidentId : null)));
		expect(ids.size).toBe(1);
		const own = await viewOwnReport(reporter, [...ids][0]!, 'sv');
		expect(new Set([own.details.text, ...own.additions.map(({ text }) => text)])).toEqual(
			new Set([input.text, 'Andra ord.'])
		);
	});
});
