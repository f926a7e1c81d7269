/** What belongs together, and who is told of it: nobody of more than they may see. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId, PersonId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { recordContact, reopen, repeatReport, viewCase, viewOwnReport, writeNote } from '../cases/index.ts';
import { buildContact } from '../cases/test-data.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { rebuildStatistics } from '../statistics/rebuild.ts';
import {
	listPattern,
	mergeCase,
	mergeSchema,
	relateCases,
	relateSchema,
	unlinkCases,
	unmergeCase,
	viewLinks,
	viewPatternLine
} from './index.ts';

interface Told {
	incident: IncidentId;
	id: CaseId;
	number: string;
}

describe.each(engines)('on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('cases that belong together', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let references = 0;
		let reference: string;

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());
		beforeEach(() => {
			home.clock.set(home.clock.now().add({ hours: 1 }).toString());
			reference = `EB 2026-${1000 + ++references}`;
		});

		const told = async (incident: IncidentId): Promise<Told> =>
			db.asOwner(async (tx) => {
				const row = await tx
					.selectFrom('caseFile')
					.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
					.select(['caseFile.id', 'incident.number'])
					.where('incidentId', '=', incident)
					.executeTakeFirstOrThrow();
				return { incident, id: row.id, number: `2026-${String(row.number).padStart(4, '0')}` };
			});
		const reported = async (
			who: string,
			values: Record<string, string> = {},
			overrides: Parameters<typeof report>[1] = {}
		) => told(await report(home.as(who), { ...overrides, values: { caseReference: reference, ...values } }));
		/** As if the reporter had named them. */
		const keepOut = (subject: Told, ...people: PersonId[]) =>
			db.asOwner(async (tx) => {
				const list = `{${people.join(',')}}`;
				await sql`update incident set excluded_person_ids = ${list}::uuid[] where id = ${subject.incident}`.execute(
					tx
				);
				await sql`update case_file set excluded_person_ids = ${list}::uuid[] where id = ${subject.id}`.execute(
					tx
				);
			});
		const patternFor = (who: string, { id }: Told) =>
			home.as(who).transaction((tx) => listPattern(tx, home.as(who), id));
		const numbersFor = async (who: string, subject: Told) =>
			(await patternFor(who, subject)).cases.map(({ number }) => number).sort();

		describe('by their reference', () => {
			test('are four events to who may see all four, and fewer to who may see fewer', async () => {
				const [one, two, three] = [
					await reported('reporter'),
					await reported('reporter', { caseReference: reference.toLowerCase().replace('-', ' ') }),
					await reported('betaReporter', { caseReference: `Dnr ${reference}` })
				];
				const four = await reported('gammaReporter');
				const all = [one, two, three, four].map(({ number }) => number).sort();

				expect(await numbersFor('head', one)).toEqual(all.slice(0, 3));
				expect(await numbersFor('manager', one)).toEqual(all.slice(0, 2));
				expect((await viewPatternLine(home.as('manager'), one.id))?.sameReference).toEqual({
					count: 2,
					days: 30
				});
				expect((await viewPatternLine(home.as('head'), one.id))?.sameReference).toEqual({
					count: 3,
					days: 30
				});
				// the only one that they may see: nothing says that there are others
				expect(await viewPatternLine(home.as('gammaManager'), four.id)).toBeNull();
				const alone = await viewLinks(home.as('gammaManager'), four.id, 'sv');
				expect(alone).toMatchObject({
					cases: [],
					links: [],
					repeats: 1,
					sameReference: { events: 1, withinDays: 1 }
				});
				expect(JSON.stringify(alone)).not.toContain(one.number);
			});

			test('leave out the case that is about the one who looks, and count without it', async () => {
				const [one, about] = [await reported('reporter'), await reported('reporter')];
				await keepOut(about, home.person('manager'));
				expect(await numbersFor('manager', one)).toEqual([one.number]);
				expect(await viewPatternLine(home.as('manager'), one.id)).toBeNull();
				expect(await numbersFor('head', one)).toEqual([one.number, about.number].sort());
			});

			test('are nothing to the reporter as such, to a colleague or to another municipality', async () => {
				const one = await reported('reporter');
				await reported('reporter');
				for (const who of ['reporter', 'colleague', 'controller', 'dataProtectionOfficer']) {
					await expect(patternFor(who, one), who).rejects.toThrow(NotFound);
				}
			});

			test('follow a correction of the reference, and count calls beside events', async () => {
				const one = await reported('reporter');
				const other = await reported('reporter', { caseReference: '' });
				expect(await numbersFor('manager', one)).toEqual([one.number]);
				const { correctIncident, correctionSchema, listFields } = await import('../incidents/index.ts');
				const empty = Object.fromEntries(listFields.map((name) => [name, []]));
				const form = v.parse(correctionSchema, {
					...empty,
					seen: '',
					text: 'Rättat.',
					caseReference: ` ${reference} `,
					occurrences: '12'
				});
				expect(await correctIncident(home.as('reporter'), other.incident, form)).toEqual({
					done: 'corrected'
				});
				const pattern = await patternFor('manager', one);
				expect(pattern.sameReference).toMatchObject({ events: 2, occurrences: 13 });
			});
		});

		test('‘Samma person igen’ is a chain, as far as each step may be read', async () => {
			const first = await reported('reporter', { caseReference: '' });
			const again = async (of: Told) => {
				const receipt = await repeatReport(home.as('reporter'), of.incident, {
					key: newId<string>(),
					text: (number) => `Igen, se ${number}.`
				});
				return told((receipt as { incidentId: IncidentId }).incidentId);
			};
			const second = await again(first);
			const third = await again(second);
			expect((await patternFor('manager', first)).repeats).toBe(3);
			expect(await numbersFor('manager', third)).toEqual(
				[first, second, third].map(({ number }) => number).sort()
			);
			await keepOut(second, home.person('manager'));
			expect((await patternFor('manager', third)).repeats).toBe(1);
		});

		describe('by a link that somebody made', () => {
			const relate = (who: string, from: Told, to: string, key = newId<string>()) =>
				relateCases(
					home.as(who),
					from.id,
					v.parse(relateSchema, { key, relateNumber: to, relateReason: 'Samma familj hör av sig.' })
				);

			test('are shown with the reason to who may read the notes of both, and to nobody else', async () => {
				const [one, other] = [
					await reported('reporter'),
					await reported('betaReporter', { caseReference: '' })
				];
				expect(await relate('head', one, other.number)).toEqual({ ok: true });
				const seen = async (who: string, subject: Told) =>
					(await viewLinks(home.as(who), subject.id, 'sv')).links.map(({ reason }) => reason);
				expect(await seen('head', one)).toEqual(['Samma familj hör av sig.']);
				expect(await seen('hrPartner', other)).toEqual(['Samma familj hör av sig.']);
				expect(await seen('manager', one)).toEqual([]);
				expect(await seen('safetyRepresentative', one)).toEqual([]);
				const historyOf = async (who: string) =>
					(await viewCase(home.as(who), one.id, 'sv')).history.map(({ action }) => action);
				expect(await historyOf('head')).toContain('case.linked');
				// who may not see the other case is not told that there is one
				expect(await historyOf('manager')).not.toContain('case.linked');
			});

			test('is made once, however often it is sent', async () => {
				const [one, other] = [await reported('reporter'), await reported('reporter')];
				const key = newId<string>();
				expect(await relate('manager', one, other.number, key)).toEqual({ ok: true });
				expect(await relate('manager', one, other.number, key)).toEqual({ ok: true });
				expect(await relate('manager', other, one.number)).toMatchObject({ problem: 'already' });
				expect(await relate('manager', one, one.number)).toMatchObject({ problem: 'sameCase' });
			});

			test('answers the same for a case that is not there and for one that the actor may not see', async () => {
				const [one, hidden] = [await reported('reporter'), await reported('gammaReporter')];
				const expected = { ok: false, problem: 'noSuchCase' };
				for (const number of [hidden.number, '2026-99999', '1999-0001', 'inte ett nummer']) {
					expect(await relate('manager', one, number), number).toMatchObject(expected);
				}
				await expect(relate('hrPartner', one, hidden.number)).rejects.toThrow(Forbidden);
				await expect(relate('gammaManager', one, hidden.number)).rejects.toThrow(NotFound);
			});

			test('is taken away with a reason, and stays readable', async () => {
				const [one, other] = [await reported('reporter'), await reported('reporter')];
				await relate('manager', one, other.number);
				const [link] = (await viewLinks(home.as('manager'), one.id, 'sv')).links;
				const input = { link: link!.id, unlinkReason: 'Fel ärende.' };
				await expect(unlinkCases(home.as('hrPartner'), one.id, input)).rejects.toThrow(Forbidden);
				expect(await unlinkCases(home.as('manager'), other.id, input)).toEqual({ ok: true });
				expect(await unlinkCases(home.as('manager'), other.id, input)).toEqual({ ok: true });
				const after = await viewLinks(home.as('manager'), one.id, 'sv');
				expect(after.links[0]!.ended).toMatchObject({ reason: 'Fel ärende.' });
				expect(after.cases.flatMap(({ reasons }) => reasons)).not.toContain('related');
			});
		});

		describe('because they are one event, reported twice', () => {
			const versionOf = (who: string, { id }: Told) =>
				viewCase(home.as(who), id, 'sv').then(({ version }) => version);
			const merge = async (
				who: string,
				from: Told,
				to: Told | string,
				key = newId<string>(),
				version?: number
			) =>
				mergeCase(
					home.as(who),
					from.id,
					v.parse(mergeSchema, {
						key,
						version: String(version ?? (await versionOf(who, from))),
						mergeNumber: typeof to === 'string' ? to : to.number,
						mergeReason: 'Samma samtal.',
						mergeFeedback: 'Vi handlägger er rapport tillsammans.'
					})
				);
			const unmerge = async (who: string, of: Told) =>
				unmergeCase(home.as(who), of.id, {
					key: newId<string>(),
					version: await versionOf(who, of),
					unmergeReason: 'Det var två samtal.'
				});
			const contacted = async (who: string, subject: Told) => {
				await recordContact(home.as(who), subject.id, buildContact(home.as(who)));
				return subject;
			};
			const counted = async () => {
				const { rows } = await db.askAsOwner((ask) =>
					sql<{ count: number }>`select coalesce((select sum(count) from statistic_cell
							where unit_id = ${home.id} and dimension = 'all'), 0)::integer
						+ coalesce((select sum(sign) from statistic_entry), 0)::integer as count`.execute(ask)
				);
				return rows[0]!.count;
			};
			const reads = (who: string, { id }: Told) =>
				viewCase(home.as(who), id, 'sv').then(
					() => true,
					() => false
				);

			test('end as one case, count once, and each reporter keeps their own and follows the main one', async () => {
				const main = await reported('reporter');
				const twin = await contacted('manager', await reported('colleague'));
				await writeNote(home.as('manager'), twin.id, {
					key: newId<string>(),
					noteText: 'Bara i tvillingen.'
				});
				const before = await counted();
				expect(await merge('manager', twin, main)).toEqual({ ok: true });
				expect(await counted()).toBe(before - 1);
				await rebuildStatistics({ db });
				expect(await counted()).toBe(before - 1);

				const ended = await viewCase(home.as('manager'), twin.id, 'sv');
				expect(ended).toMatchObject({ status: 'closed', isMerged: true, isEnded: true });
				expect(ended.notes.map(({ text }) => text)).toContain('Bara i tvillingen.');
				expect((await viewCase(home.as('manager'), main.id, 'sv')).notes).toEqual([]);
				const own = await viewOwnReport(home.as('colleague'), twin.incident, 'sv');
				expect(own).toMatchObject({ isMerged: true, status: 'received' });
				expect(own.messages.at(-1)?.text).toBe('Vi handlägger er rapport tillsammans.');
				await contacted('manager', main);
				expect(await viewOwnReport(home.as('reporter'), main.incident, 'sv')).toMatchObject({
					isMerged: false
				});
				// neither reporter is shown the other one's report
				await expect(viewOwnReport(home.as('colleague'), main.incident, 'sv')).rejects.toThrow(NotFound);
				await expect(viewOwnReport(home.as('reporter'), twin.incident, 'sv')).rejects.toThrow(NotFound);
				const together = await patternFor('manager', main);
				expect(together.sameReference.events).toBe(1);
			});

			test('undone, are as they were, and count twice again', async () => {
				const main = await reported('reporter');
				const twin = await contacted('manager', await reported('colleague'));
				const before = await counted();
				await merge('manager', twin, main);
				expect(await unmerge('manager', twin)).toEqual({ ok: true });
				expect(await counted()).toBe(before);
				expect(await viewCase(home.as('manager'), twin.id, 'sv')).toMatchObject({
					isMerged: false,
					isEnded: false
				});
				expect(await viewOwnReport(home.as('colleague'), twin.incident, 'sv')).toMatchObject({
					isMerged: false
				});
				expect(await unmerge('manager', twin)).toMatchObject({ because: 'notPossible' });
				// and can be merged again
				expect(await merge('manager', twin, main)).toEqual({ ok: true });
			});

			test('keep out of both whoever is kept out of one: whom it is about and who was exposed, until it is undone', async () => {
				const main = await reported('reporter');
				const twin = await contacted('head', await reported('colleague'));
				await keepOut(twin, home.person('hrPartner'));
				const exposed = await contacted(
					'head',
					await reported('colleague', {}, { affectedPersonId: home.person('securityCoordinator') })
				);
				expect(await reads('hrPartner', main)).toBe(true);
				expect(await reads('securityCoordinator', main)).toBe(true);
				expect(await merge('head', twin, main)).toEqual({ ok: true });
				expect(await merge('head', exposed, main)).toEqual({ ok: true });
				for (const subject of [main, twin, exposed]) {
					expect(await reads('hrPartner', subject), subject.number).toBe(false);
					expect(await reads('securityCoordinator', subject), subject.number).toBe(false);
					expect(await reads('head', subject), subject.number).toBe(true);
				}
				// and it is not said who they are
				const seen = JSON.stringify(await viewCase(home.as('manager'), main.id, 'sv'));
				expect(seen).not.toContain('"excludedCount":1');
				expect(await unmerge('head', twin)).toEqual({ ok: true });
				expect(await reads('hrPartner', main)).toBe(true);
				expect(await reads('hrPartner', exposed)).toBe(true);
				expect(await reads('securityCoordinator', main)).toBe(false);
				expect(await reads('hrPartner', twin)).toBe(false);
			});

			test('are not merged when the main case would be left with a handler who may not see it', async () => {
				const main = await reported('reporter');
				const about = await contacted('head', await reported('colleague', { influencer: 'manager' }));
				expect(await merge('head', about, main)).toMatchObject({ problem: 'handlerKeptOut' });
				// nor learn by merging of a case that they may not see
				expect(await merge('manager', main, about)).toMatchObject({ problem: 'noSuchCase' });
			});

			test('are merged by who handles both, and after the reporter was contacted', async () => {
				const main = await reported('reporter');
				const twin = await reported('colleague');
				expect(await merge('manager', twin, main)).toMatchObject({ problem: 'contactFirst' });
				await contacted('manager', twin);
				await expect(merge('hrPartner', twin, main)).rejects.toThrow(Forbidden);
				await expect(merge('safetyRepresentative', twin, main)).rejects.toThrow(Forbidden);
				const beside = await reported('betaReporter');
				expect(await merge('manager', twin, beside)).toMatchObject({ problem: 'noSuchCase' });
				expect(await merge('manager', twin, twin)).toMatchObject({ problem: 'sameCase' });
			});

			test('of one reporter who sent it twice need no second contact', async () => {
				const [main, twin] = [await reported('reporter'), await reported('reporter')];
				expect(await merge('manager', twin, main)).toEqual({ ok: true });
			});

			test('are merged once: by a double click, by an old page, and never in a row or a circle', async () => {
				const [main, twin, third] = [
					await reported('reporter'),
					await reported('reporter'),
					await reported('reporter')
				];
				const key = newId<string>();
				const version = await versionOf('manager', twin);
				expect(await merge('manager', twin, main, key, version)).toEqual({ ok: true });
				expect(await merge('manager', twin, main, key, version)).toEqual({ ok: true });
				expect(await merge('manager', twin, main, newId<string>(), version)).toMatchObject({
					because: 'changed'
				});
				expect(await merge('manager', twin, third)).toMatchObject({ problem: 'notPossible' });
				expect(await merge('manager', main, third)).toMatchObject({ problem: 'notPossible' });
				expect(await merge('manager', third, twin)).toMatchObject({ problem: 'notPossible' });
				const reopened = await reopen(home.as('manager'), twin.id, {
					key: newId<string>(),
					version: await versionOf('manager', twin),
					reopenReason: 'Öppna.'
				});
				expect(reopened).toMatchObject({ because: 'notPossible' });
			});
		});
	});
});
