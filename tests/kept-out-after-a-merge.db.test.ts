/**
 * Whoever is kept out of one of two reports of an event is kept out of both when they are merged (case-links), and of everything that
 * hangs on either: until it is undone, and whichever came first.
 */
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId, LexSarahRecordId, PersonId } from '../database/column-types.ts';
import { contextFor, type Context } from '../src/lib/server/access/index.ts';
import { beginDisclosure, decideDisclosure, giveDisclosure } from '../src/lib/server/case-documents/index.ts';
import {
	mergeCase,
	mergeSchema,
	relateCases,
	relateSchema,
	unmergeCase
} from '../src/lib/server/case-links/index.ts';
import { viewCase, viewInbox } from '../src/lib/server/cases/index.ts';
import * as lexSarah from '../src/lib/server/lex-sarah/index.ts';
import { buildHandOver } from '../src/lib/server/lex-sarah/test-data.ts';
import { NotFound } from '../src/lib/server/platform/errors.ts';
import { idOfForm, newId } from '../src/lib/server/platform/ids.ts';
import { engines, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';

describe.each(engines)('on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('who is kept out by a merge', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		/** What everything hangs on, and the report that is about somebody. */
		let main: { id: CaseId; incident: IncidentId; number: string };
		let twin: typeof main;
		let reporter: Context;

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db.close());

		const reported = async (
			who: Context,
			overrides: Parameters<typeof report>[1] = {}
		): Promise<typeof main> => {
			const incident = await report(who, overrides);
			const { id } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			return { id, incident, number: (await viewCase(head(), id, 'sv')).number };
		};
		beforeEach(async () => {
			home.clock.set(home.clock.now().add({ hours: 1 }).toString());
			// somebody new each time, since nobody reports this often
			const personId = newId<PersonId>();
			await db.asOwner((tx) =>
				tx
					.insertInto('person')
					.values({ id: personId, municipalityId: home.id, unitId: home.unit('alpha').id, name: 'rapportör' })
					.execute()
			);
			reporter = contextFor(
				{ db, clock: home.clock, referenceKey: head().referenceKey },
				{ ...home.as('reporter').actor, personId }
			);
			main = await reported(reporter);
			twin = await reported(reporter);
		});

		const head = () => home.as('head');
		const officer = () => home.as('lexSarahOfficer');
		/** Somebody in their role, standing in for somebody else. */
		const deputyOf = (who: string, forWhom: string): Context => {
			const { actor } = home.as(who);
			const roles = actor.roles.map((role) => ({ ...role, deputyForId: home.person(forWhom) }));
			return contextFor({ db, clock: home.clock }, { ...actor, roles });
		};
		const versionOf = (id: CaseId) => viewCase(head(), id, 'sv').then(({ version }) => version);
		/** As if the reporter had named them. */
		const about = (subject: typeof main, ...people: string[]) =>
			db.asOwner(async (tx) => {
				const list = `{${people.map((key) => home.person(key)).join(',')}}`;
				await sql`update incident set excluded_person_ids = ${list}::uuid[] where id = ${subject.incident}`.execute(
					tx
				);
				await sql`update case_file set excluded_person_ids = ${list}::uuid[] where id = ${subject.id}`.execute(
					tx
				);
			});
		const merge = async () => {
			const merged = await mergeCase(
				head(),
				twin.id,
				v.parse(mergeSchema, {
					key: newId<string>(),
					version: String(await versionOf(twin.id)),
					mergeNumber: main.number,
					mergeReason: 'Samma samtal.',
					mergeFeedback: 'Vi handlägger rapporterna tillsammans.'
				})
			);
			expect(merged).toEqual({ ok: true });
		};
		const unmerge = async () => {
			const input = {
				key: newId<string>(),
				version: await versionOf(twin.id),
				unmergeReason: 'Det var två.'
			};
			expect(await unmergeCase(head(), twin.id, input)).toEqual({ ok: true });
		};

		describe('of a lex Sarah record', () => {
			const handOver = async () => {
				const form = buildHandOver(head());
				expect(await lexSarah.handOver(head(), main.id, form, 'Överlämnat')).toEqual({ ok: true });
				return lexSarah.recordIdOf(main.id, form);
			};
			/** Whether the rules and the database say yes: they say the same. */
			const reads = async (who: Context, id: LexSarahRecordId) => {
				const byRule = await lexSarah.viewRecord(who, id, 'sv').then(
					() => true,
					(error: unknown) => {
						expect(error).toBeInstanceOf(NotFound);
						return false;
					}
				);
				const byDatabase = await who.transaction(async (tx) => ({
					records: await tx.selectFrom('lexSarahRecord').select('id').where('id', '=', id).execute(),
					reports: await tx
						.selectFrom('lexSarahReport')
						.select('recordId')
						.where('recordId', '=', id)
						.execute()
				}));
				expect(byDatabase.records.length === 1).toBe(byRule);
				expect(byDatabase.reports.length === 1).toBe(byRule);
				return byRule;
			};

			test('does not read it when the merge came after the hand-over, and does when it is undone', async () => {
				const id = await handOver();
				await about(twin, 'lexSarahOfficer');
				expect(await reads(officer(), id)).toBe(true);
				await merge();
				expect(await reads(officer(), id)).toBe(false);
				await unmerge();
				expect(await reads(officer(), id)).toBe(true);
			});

			test('does not read it when the merge came first, nor is told of it', async () => {
				await about(twin, 'lexSarahOfficer');
				await merge();
				expect((await lexSarah.viewLexSarahOfCase(head(), main.id, 'sv')).hasOfficer).toBe(false);
				const id = await handOver();
				expect(await reads(officer(), id)).toBe(false);
				const more = { key: newId<string>(), supplementText: 'Mötet var klockan tio.' };
				expect(await lexSarah.supplement(head(), main.id, more)).toEqual({ ok: true });
				// of the notices themselves, not of what is shown of them: each is mailed
				const told = await db.asOwner((tx) =>
					tx.selectFrom('notice').select('recipientId').where('subjectId', '=', id).execute()
				);
				expect(told).toEqual([]);
				await unmerge();
				expect(await reads(officer(), id)).toBe(true);
			});

			test('does not read it through who stands in for them', async () => {
				const id = await handOver();
				await about(twin, 'colleague');
				await merge();
				expect(await reads(officer(), id)).toBe(true);
				expect(await reads(deputyOf('lexSarahOfficer', 'colleague'), id)).toBe(false);
				expect(await reads(deputyOf('lexSarahOfficer', 'director'), id)).toBe(true);
			});
		});

		test('does not find their own report among the cases that they read as staff', async () => {
			const coordinator = home.as('securityCoordinator');
			// what they reported themselves row-level security shows them, as its reporter
			main = await reported(coordinator, {
				unitId: home.unit('alpha').id,
				affectedPersonId: home.person('reporter')
			});
			twin = await reported(home.as('colleague'), {
				affectedPersonId: home.person('securityCoordinator')
			});
			await head().transaction((tx) =>
				tx
					.updateTable('caseFile')
					.set({ firstContactAt: home.clock.now().toString() })
					.where('id', '=', twin.id)
					.execute()
			);
			const inbox = async () =>
				(await viewInbox(coordinator, new URLSearchParams('tab=all'), 'sv')).rows.map(({ number }) => number);
			expect(await inbox()).toContain(main.number);
			await merge();
			expect(await inbox()).not.toContain(main.number);
			await unmerge();
			expect(await inbox()).toContain(main.number);
		});

		describe('of what leaves the case in writing', () => {
			const refused = /row-level security|kept out/;
			const ask = (adviser: string) =>
				head().transaction((tx) =>
					tx
						.insertInto('caseSecrecyQuestion')
						.values({
							id: newId<string>(),
							municipalityId: home.id,
							caseId: main.id,
							askedBy: home.person('head'),
							askedAt: home.clock.now().toString(),
							adviserId: home.person(adviser),
							question: 'Får det lämnas ut?',
							package: '{}'
						})
						.execute()
				);
			const copy = (recipient: string) =>
				head().transaction((tx) =>
					tx
						.insertInto('caseNotificationCopy')
						.values({
							id: newId<string>(),
							municipalityId: home.id,
							caseId: main.id,
							kind: 'workInjury',
							version: 1,
							recipientId: home.person(recipient),
							recipientAs: 'safetyRepresentative',
							content: '{}',
							givenBy: home.person('head'),
							givenAt: home.clock.now().toString()
						})
						.execute()
				);
			const give = (id: string, to: string) =>
				head().transaction((tx) =>
					tx
						.updateTable('disclosure')
						.set({ givenTo: home.person(to), givenRole: 'archivist', givenAt: home.clock.now().toString() })
						.where('id', '=', id)
						.execute()
				);

			test('is neither asked nor given anything, even by who goes past the pages', async () => {
				const key = newId<string>();
				const disclosure = idOfForm<string>(key, main.id, null);
				await beginDisclosure(head(), main.id, { key, registryNumber: null });
				await about(twin, 'legalAdviser', 'safetyRepresentative', 'archivist');
				await merge();
				await expect(ask('legalAdviser')).rejects.toThrow(refused);
				await expect(copy('safetyRepresentative')).rejects.toThrow(refused);
				await expect(give(disclosure, 'archivist')).rejects.toThrow(refused);
				await unmerge();
				await ask('legalAdviser');
				await copy('safetyRepresentative');
				await give(disclosure, 'archivist');
			});

			test('no longer decides what was given to them before, and the handler does', async () => {
				const key = newId<string>();
				const disclosure = idOfForm<string>(key, main.id, null);
				await beginDisclosure(head(), main.id, { key, registryNumber: null });
				const decider = { role: 'archivist', id: home.person('archivist') } as const;
				expect(await giveDisclosure(head(), disclosure, { version: 1, decider })).toMatchObject({ ok: true });
				await about(twin, 'archivist');
				await merge();
				await expect(decideDisclosure(home.as('archivist'), disclosure, { version: 2 })).rejects.toThrow(
					NotFound
				);
				await db.asOwner((tx) =>
					sql`update disclosure_text set is_included = false where disclosure_id = ${disclosure}`.execute(tx)
				);
				expect(await decideDisclosure(head(), disclosure, { version: 2 })).toMatchObject({ ok: true });
			});
		});

		describe('of the log, as data protection officer', () => {
			/** Everything that the log says to them, by each way to it. */
			const log = () =>
				home.as('dataProtectionOfficer').transaction(async (tx) => {
					const entries = await sql`select to_jsonb(a) as row from activity a`.execute(tx);
					const unplaced = await sql`select to_jsonb(e) as row from log_unplaced(null, 1000000) e`.execute(
						tx
					);
					return [entries, unplaced].map(({ rows }) => JSON.stringify(rows));
				});
			const finds = async (id: string) => (await log()).map((text) => text.includes(id));

			test('finds neither the case, nor its lex Sarah record, nor what else names them', async () => {
				const form = buildHandOver(head());
				await lexSarah.handOver(head(), main.id, form, 'Överlämnat');
				await lexSarah.viewRecord(officer(), lexSarah.recordIdOf(main.id, form), 'sv');
				const key = newId<string>();
				const disclosure = idOfForm<string>(key, main.id, null);
				await beginDisclosure(head(), main.id, { key, registryNumber: null });
				// a search that found both this and another case, and a link to another case
				const other = await reported(home.as('betaReporter'));
				const found = { found: 2, caseIds: [main.id, other.id] };
				const search = newId<string>();
				await db.asOwner((tx) =>
					tx
						.insertInto('activity')
						.values({
							id: search,
							municipalityId: home.id,
							at: home.clock.now().toString(),
							actorId: home.person('head'),
							action: 'case.searched',
							subjectKind: 'search',
							subjectId: null,
							details: JSON.stringify(found)
						})
						.execute()
				);
				const related = v.parse(relateSchema, {
					key: newId<string>(),
					relateNumber: other.number,
					relateReason: 'Samma familj.'
				});
				expect(await relateCases(head(), main.id, related)).toEqual({ ok: true });

				const link = idOfForm<string>(related.key, main.id, other.id, related.relateReason);
				const secrets = [main.id, lexSarah.recordIdOf(main.id, form), disclosure, search, link];
				for (const id of secrets) expect(await finds(id), id).toEqual([true, true]);
				await about(twin, 'dataProtectionOfficer');
				await merge();
				for (const id of [...secrets, twin.id]) expect(await finds(id), id).toEqual([false, false]);
				expect(await finds(other.id)).toEqual([true, true]);
				await unmerge();
				// what it was merged with stays what it is about
				for (const id of secrets) expect(await finds(id), id).toEqual([true, true]);
				expect(await finds(twin.id)).toEqual([false, false]);
				const { id: merged } = await db.asOwner((tx) =>
					tx.selectFrom('caseLink').select('id').where('caseId', '=', twin.id).executeTakeFirstOrThrow()
				);
				expect(await finds(merged)).toEqual([false, false]);
			});

			test('finds no case that they are exposed in, nor who stands in for the exposed person', async () => {
				const numbers = (who: Context, subject: typeof main) =>
					who.transaction(async (tx) => {
						const { rows } = await sql`select * from log_numbers(array[${subject.id}::uuid])
							union all select null, id, null, null from log_cases(null, ${Number(subject.number.slice(5))}) id`.execute(
							tx
						);
						return rows.length;
					});
				const all = home.as('dataProtectionOfficer');
				expect(await finds(main.id)).toEqual([true, true]);
				expect(await numbers(all, main)).toBe(2);
				expect(await numbers(deputyOf('dataProtectionOfficer', 'colleague'), main)).toBe(2);
				const expose = (key: string) =>
					db.asOwner((tx) =>
						tx
							.updateTable('caseFile')
							.set({ affectedPersonId: home.person(key) })
							.where('id', '=', main.id)
							.execute()
					);
				await expose('colleague');
				expect(await numbers(all, main)).toBe(2);
				expect(await numbers(deputyOf('dataProtectionOfficer', 'colleague'), main)).toBe(0);
				await expose('dataProtectionOfficer');
				expect(await finds(main.id)).toEqual([false, false]);
				expect(await finds(main.incident)).toEqual([false, false]);
				expect(await finds(twin.id)).toEqual([true, true]);
				expect(await numbers(all, main)).toBe(0);
			});

			test('gets it as another municipality’s in their copy of the log', async () => {
				const form = buildHandOver(head());
				await lexSarah.handOver(head(), main.id, form, 'Överlämnat');
				const recordId = lexSarah.recordIdOf(main.id, form);
				await lexSarah.viewRecord(officer(), recordId, 'sv');
				await db.asOwner((tx) =>
					sql`insert into log_leaf (leaf_index, activity_id, salt, commitment)
						select (select coalesce(max(leaf_index), -1) from log_leaf) + row_number() over (order by at), id,
							decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex')
						from activity where not exists (select from log_leaf l where l.activity_id = activity.id)`.execute(tx)
				);
				const leaves = async () =>
					home.as('dataProtectionOfficer').transaction(async (tx) => {
						const { rows } = await sql<{ elsewhere: boolean; salt: Buffer | null; subjectId: string | null }>`
							select l.elsewhere, l.salt, l.subject_id from log_leaves(0, 1000000) l
								where l.activity_id in (select unnest(${`{${ids.join(',')}}`}::uuid[]))`.execute(tx);
						return rows;
					});
				const ids = await db.asOwner(async (tx) =>
					(await tx.selectFrom('activity').select('id').where('subjectId', '=', recordId).execute()).map(
						({ id }) => id
					)
				);
				expect(await leaves()).toMatchObject([{ elsewhere: false, subjectId: recordId }]);
				await about(twin, 'dataProtectionOfficer');
				await merge();
				expect(await leaves()).toEqual([{ elsewhere: true, salt: null, subjectId: null }]);
			});
		});
	});
});
