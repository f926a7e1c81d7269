import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { viewDuties } from '../cases/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { idOfForm, newId } from '../platform/ids.ts';
import * as documents from './index.ts';

describe.each(engines)('the police report on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('and the question of secrecy', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let id: CaseId;
		const form = newId<string>();
		let question: string;
		/** What the form says when nothing was left out. */
		const everything = { included: ['report'], maskedWords: [] };
		const words = 'Får vi nämna brukaren?';
		const caseOf = async (incidentId: string) =>
			(
				await db.asOwner((tx) =>
					tx
						.selectFrom('caseFile')
						.select('id')
						.where('incidentId', '=', incidentId as never)
						.executeTakeFirstOrThrow()
				)
			).id;
		const ask = (key: string, formKey: string = newId(), caseId = id, secrecyQuestion = words) =>
			documents.askAdviser(home.as(key), caseId, {
				key: formKey,
				adviser: home.person('legalAdviser'),
				secrecyQuestion
			});
		const give = (key: string) =>
			documents.answerQuestion(home.as(key), question, { answer: 'mayLeave', reason: 'OSL 10 kap.' });

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			id = await caseOf(
				await report(home.as('reporter'), {
					values: { text: 'Han sa att han skulle slå mig.', forms: ['threat'] }
				})
			);
			question = idOfForm(form, id, home.person('legalAdviser'), words);
		});
		afterAll(() => db.close());

		test('starts with the workplace and the manager, and proposes nothing private', async () => {
			const { fields, offences, package: content } = await documents.viewPolice(home.as('manager'), id, 'sv');
			const value = (name: string) => fields.find((field) => field.name === name)!.value;
			expect(value('reporterName')).toBe('manager');
			expect(value('workplaceName')).toBe('Testköpings kommun, Enhet Alfa');
			expect(value('workPhone')).toBeNull();
			expect(value('workAddress')).toBeNull();
			expect(offences.map(({ citation }) => citation)).toContain('BrB 17:1');
			expect(offences.every(({ isChosen }) => !isChosen)).toBe(true);
			expect(content.facts.map(({ text }) => text)).toEqual(['Han sa att han skulle slå mig.']);
		});

		test('is printed with what the page says, also before anything is saved', async () => {
			const { fields } = await documents.viewPolice(home.as('manager'), id, 'sv');
			const said = fields.flatMap(({ name, value }) => (value === null ? [] : [[name, value]]));
			expect(await documents.exportPolice(home.as('manager'), id, false)).toMatchObject({
				ok: true,
				package: { answers: Object.fromEntries(said) }
			});
			expect(said).toContainEqual(['workplaceName', 'Testköpings kommun, Enhet Alfa']);
		});

		test('is prepared and asked about by who handles the case only', async () => {
			const input = { ...everything, version: 0, offences: [], answers: { workPhone: '08-123 45 67' } };
			for (const key of ['hrPartner', 'safetyRepresentative']) {
				await expect(documents.savePolice(home.as(key), id, input), key).rejects.toThrow(Forbidden);
				await expect(ask(key), key).rejects.toThrow(Forbidden);
			}
			for (const key of ['legalAdviser', 'reporter', 'gammaManager']) {
				await expect(documents.viewPolice(home.as(key), id, 'sv'), key).rejects.toThrow(NotFound);
				await expect(ask(key), key).rejects.toThrow(NotFound);
			}
			expect(await documents.savePolice(home.as('manager'), id, input)).toEqual({ ok: true });
		});

		test('only somebody with the role can be asked', async () => {
			const other = await documents.askAdviser(home.as('manager'), id, {
				key: newId(),
				adviser: home.person('archivist'),
				secrecyQuestion: 'x'
			});
			expect(other).toMatchObject({ ok: false, field: 'adviser' });
		});

		test('the lawyer sees the question and the package as it was then, and nothing else of the case', async () => {
			expect(await ask('manager', form)).toEqual({ ok: true });
			expect(await ask('manager', form)).toEqual({ ok: true });
			await documents.savePolice(home.as('manager'), id, {
				...everything,
				version: 1,
				offences: ['threatAgainstOfficial'],
				answers: { workPhone: '08-765 43 21' }
			});
			const lawyer = home.as('legalAdviser');
			const view = await documents.viewQuestion(lawyer, question, 'sv');
			expect(view).toMatchObject({ question: 'Får vi nämna brukaren?', answer: null, number: '2026-0001' });
			expect(view.package.answers.workPhone).toBe('08-123 45 67');
			expect(await documents.viewRequests(lawyer, 'sv')).toMatchObject({
				questions: [{ id: question, isAnswered: false }]
			});
			expect(await documents.countRequests(lawyer)).toBe(1);
			const tables = ['caseFile', 'incident', 'casePoliceReport', 'caseNote', 'caseNotification'] as const;
			for (const table of tables) {
				const seen = await lawyer.transaction((tx) => tx.selectFrom(table).select('id').execute());
				expect(seen, table).toEqual([]);
			}
		});

		test('nobody else finds the question, and nobody answers for the lawyer', async () => {
			for (const key of ['archivist', 'dataProtectionOfficer', 'colleague', 'administrator', 'manager']) {
				await expect(documents.viewQuestion(home.as(key), question, 'sv'), key).rejects.toThrow(NotFound);
				await expect(give(key), key).rejects.toThrow(NotFound);
			}
			const changed = await home
				.as('manager')
				.transaction((tx) =>
					tx
						.updateTable('caseSecrecyQuestion')
						.set({ answer: 'mayLeave', reason: 'x', answeredAt: '2026-03-04T09:00:00Z' })
						.executeTakeFirst()
				);
			expect(changed.numUpdatedRows).toBe(0n);
		});

		test('while the answer waits, it is taken out only by who says that they know, and the package says so', async () => {
			const take = (isConfirmed: boolean) => documents.exportPolice(home.as('manager'), id, isConfirmed);
			expect(await take(false)).toEqual({ ok: false, state: 'waiting' });
			expect(await take(true)).toMatchObject({
				ok: true,
				secrecy: { state: 'waiting', answer: null, isConfirmed: true }
			});
			const exports = await db.asOwner((tx) =>
				tx.selectFrom('activity').select('details').where('action', '=', 'case.exported').execute()
			);
			expect(exports.map(({ details }) => details)).toContainEqual({
				document: 'police',
				secrecy: 'waiting'
			});
			expect(await give('legalAdviser')).toEqual({ ok: true });
			expect(await give('legalAdviser')).toEqual({ ok: true });
			expect(await take(false)).toMatchObject({
				ok: true,
				secrecy: { state: 'answered', answer: 'mayLeave', isConfirmed: false }
			});
			const other = { answer: 'mayNotLeave', reason: 'Ångrade mig.' } as const;
			expect(await documents.answerQuestion(home.as('legalAdviser'), question, other)).toMatchObject({
				ok: false
			});
		});

		test('a reporter who hid their name is in neither the lawyer’s package nor what HR reads', async () => {
			const hidden = await caseOf(await report(home.as('reporter'), { hideName: true }));
			const exposed = { exposedName: 'Den Utsatta', exposedReached: 'Ringer själv' };
			await documents.savePolice(home.as('manager'), hidden, {
				...everything,
				version: 0,
				offences: [],
				answers: exposed
			});
			const hiddenForm = newId<string>();
			expect(await ask('manager', hiddenForm, hidden)).toEqual({ ok: true });
			const asked = idOfForm<string>(hiddenForm, hidden, home.person('legalAdviser'), words);
			const lawyers = await documents.viewQuestion(home.as('legalAdviser'), asked, 'sv');
			const hr = await documents.viewPolice(home.as('hrPartner'), hidden, 'sv');
			for (const seen of [lawyers, hr]) {
				expect(JSON.stringify(seen)).not.toMatch(/Den Utsatta|Ringer själv/);
			}
			const handlers = await documents.viewPolice(home.as('manager'), hidden, 'sv');
			expect(handlers.fields.find(({ name }) => name === 'exposedName')!.value).toBe('Den Utsatta');
			expect(await documents.exportPolice(home.as('manager'), hidden, true)).toMatchObject({
				package: { answers: exposed }
			});
		});

		test('what the lawyer says must go is taken out, and they see later what was asked about', async () => {
			const other = await caseOf(
				await report(home.as('reporter'), {
					values: { text: 'Kalle Brukare hotade mig.', forms: ['threat'] }
				})
			);
			const manager = home.as('manager');
			const save = (version: number, included: string[], ...maskedWords: string[]) =>
				documents.savePolice(manager, other, { version, offences: [], answers: {}, included, maskedWords });
			const answered = async (answer: 'mayLeaveInPart' | 'mayNotLeave' | 'mayLeave') => {
				const key = newId<string>();
				await ask('manager', key, other);
				const asked = idOfForm<string>(key, other, home.person('legalAdviser'), words);
				await documents.answerQuestion(home.as('legalAdviser'), asked, {
					answer,
					reason: 'Namnet ska bort.'
				});
				return asked;
			};
			expect(await save(0, ['report', 'not of this case'])).toEqual({ ok: true });
			const asked = await answered('mayLeaveInPart');
			const take = () => documents.exportPolice(manager, other, false);
			expect(await take()).toEqual({ ok: false, state: 'nothingTakenOut' });
			expect(await save(1, ['report'], 'Kale Brukare')).toMatchObject({ field: 'maskedWords' });
			expect(await save(1, ['report'], 'Kalle Brukare')).toEqual({ ok: true });
			expect(await take()).toMatchObject({
				ok: true,
				package: { facts: [{ text: '[borttaget] hotade mig.' }] }
			});
			const seen = await documents.viewQuestion(home.as('legalAdviser'), asked, 'sv');
			expect(seen.package.facts[0]!.text).toBe('Kalle Brukare hotade mig.');

			await answered('mayNotLeave');
			for (const isConfirmed of [false, true]) {
				const stopped = await documents.exportPolice(manager, other, isConfirmed);
				expect(stopped).toEqual({ ok: false, state: 'refused' });
			}
			expect((await documents.viewPolice(manager, other, 'sv')).secrecy).toEqual({
				state: 'refused',
				taking: 'stopped'
			});
			expect(await save(2, [], 'Kalle Brukare')).toEqual({ ok: true });
			await answered('mayLeave');
			expect(await take()).toMatchObject({ ok: true, package: { facts: [], leftOut: { facts: 1 } } });
			const { choosable } = await documents.viewPolice(manager, other, 'sv');
			expect(choosable).toMatchObject([
				{ key: 'report', goesAlong: false, about: { text: 'Kalle Brukare hotade mig.' } }
			]);
		});

		test('both are in the log, in the capacity in which they acted', async () => {
			const entries = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['action', 'role'])
					.where('subjectId', '=', id)
					.where('action', 'in', ['case.secrecyAsked', 'case.secrecyAnswered'])
					.orderBy('at')
					.orderBy('id')
					.execute()
			);
			expect(entries).toEqual([
				{ action: 'case.secrecyAsked', role: 'lineManager' },
				{ action: 'case.secrecyAnswered', role: 'legalAdviser' }
			]);
		});

		test('a lawyer whom the case is about, or who reported it, is never asked and sees nothing', async () => {
			const own = await caseOf(await report(home.as('legalAdviser')));
			const head = home.as('director');
			await db.asOwner((tx) =>
				tx
					.updateTable('caseFile')
					.set({ handlerId: home.person('director'), excludedPersonIds: [] })
					.where('id', '=', own)
					.execute()
			);
			expect((await documents.viewPolice(head, own, 'sv')).advisers).toEqual([]);
			expect(await ask('director', newId(), own)).toMatchObject({ ok: false, field: 'adviser' });
			await db.asOwner((tx) =>
				tx
					.updateTable('caseFile')
					.set({ excludedPersonIds: [home.person('legalAdviser')] })
					.where('id', '=', id)
					.execute()
			);
			await expect(documents.viewQuestion(home.as('legalAdviser'), question, 'sv')).rejects.toThrow(NotFound);
			expect((await documents.viewPolice(home.as('manager'), id, 'sv')).advisers).toEqual([]);
		});

		test('reported to the police: kept with its day, way and reference', async () => {
			const reported = {
				version: 2,
				reportedOn: '2026-03-03',
				reportedHow: 'phone',
				policeReference: 'K-1'
			} as const;
			expect(await documents.recordReported(home.as('manager'), id, reported)).toEqual({ ok: true });
			expect((await documents.viewPolice(home.as('manager'), id, 'sv')).reported).toMatchObject({
				onText: '3 mars 2026',
				how: 'phone',
				reference: 'K-1'
			});
			// the duty was done on that day, not on the day when somebody wrote it down
			const { undecided, decided } = await viewDuties(home.as('manager'), id, 'sv');
			const police = [...undecided, ...decided].find(({ key }) => key === 'police')!;
			expect(police.decisions).toMatchObject([{ happenedText: expect.stringContaining('3 mars 2026') }]);
		});
	});
});
