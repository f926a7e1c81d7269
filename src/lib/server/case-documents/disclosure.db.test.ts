import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../database/column-types.ts';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { writeNote } from '../cases/index.ts';
import { Conflict, Forbidden, NotFound } from '../platform/errors.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm, newId } from '../platform/ids.ts';
import * as documents from './index.ts';

describe.each(engines)('a disclosure on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of a case', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let id: CaseId;
		let disclosure: string;
		const form = newId<string>();
		const view = (key: string) => documents.viewDisclosure(home.as(key), disclosure, 'sv');
		const decide = (
			key: string,
			values: Partial<Parameters<typeof documents.decideMasks>[2]> & { text: string }
		) =>
			documents.decideMasks(home.as(key), disclosure, {
				isIncluded: true,
				words: '',
				wordsGround: null,
				all: null,
				decisions: [],
				...values
			});
		const words = () => '[maskat]';

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			const incident = await report(home.as('reporter'), {
				values: { text: 'Kalle Berg ringde från 070-123 45 67 och hotade.' }
			});
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			id = row.id;
			disclosure = idOfForm(form, id, null);
			await writeNote(home.as('manager'), id, { key: newId(), noteText: 'Inget att dölja.' });
		});
		afterAll(() => db.close());

		test('is begun by who handles the case only, once', async () => {
			const begin = (key: string) =>
				documents.beginDisclosure(home.as(key), id, { key: form, registryNumber: null });
			await expect(begin('hrPartner')).rejects.toThrow(Forbidden);
			await expect(begin('archivist')).rejects.toThrow(NotFound);
			await begin('manager');
			await begin('manager');
			const { texts, undecided } = await view('manager');
			expect(texts.map(({ kind }) => kind)).toEqual(['report', 'note']);
			expect(texts[0]!.masks.map(({ words: found, decision }) => [found, decision])).toEqual([
				['Kalle Berg', null],
				['070-123 45 67', null]
			]);
			expect(undecided).toBe(2);
		});

		test('is found by nobody else: neither HR nor an archivist who was not given it', async () => {
			for (const key of ['hrPartner', 'safetyRepresentative', 'archivist', 'legalAdviser', 'reporter']) {
				await expect(view(key), key).rejects.toThrow(NotFound);
				const rows = await home
					.as(key)
					.transaction((tx) => tx.selectFrom('disclosureText').select('id').execute());
				expect(rows, key).toEqual([]);
			}
		});

		test('is neither handed over nor decided before a person has decided every place', async () => {
			const manager = home.as('manager');
			await expect(documents.exportDisclosure(manager, disclosure, words)).rejects.toThrow(Conflict);
			const { version } = await view('manager');
			expect(await documents.decideDisclosure(manager, disclosure, { version })).toMatchObject({ ok: false });
		});

		test('the archivist to whom it is given decides it, and sees nothing else of the case', async () => {
			const { version } = await view('manager');
			const decider = { role: 'archivist', id: home.person('archivist') } as const;
			expect(await documents.giveDisclosure(home.as('manager'), disclosure, { version, decider })).toEqual({
				ok: true
			});
			const seen = await view('archivist');
			expect(seen).toMatchObject({ caseId: null, number: '2026-0001', deciders: [] });
			for (const table of ['caseFile', 'incident', 'caseNote'] as const) {
				const rows = await home
					.as('archivist')
					.transaction((tx) => tx.selectFrom(table).select('id').execute());
				expect(rows, table).toEqual([]);
			}
			await expect(
				documents.giveDisclosure(home.as('archivist'), disclosure, { version: 2, decider })
			).rejects.toThrow(Forbidden);
			expect(await documents.countRequests(home.as('archivist'))).toBe(1);
		});

		test('each place is decided, words are marked by hand, and a text can be left out', async () => {
			const [first, second] = (await view('archivist')).texts;
			const [name, phone] = first!.masks;
			await decide('archivist', {
				text: first!.id,
				decisions: [
					{ id: name!.id, decision: 'masked', ground: 'osl26_1' },
					{ id: phone!.id, decision: 'shown', ground: null }
				],
				words: 'hotade',
				wordsGround: 'other'
			});
			expect(await decide('archivist', { text: first!.id, words: 'finns inte' })).toMatchObject({
				field: 'words'
			});
			await decide('archivist', { text: second!.id, isIncluded: false });
			expect((await view('archivist')).undecided).toBe(0);
		});

		test('words that are not in the text are refused, and nothing else of that form is saved', async () => {
			const before = (await view('archivist')).texts[0]!;
			const answer = await decide('archivist', {
				text: before.id,
				words: 'finns inte',
				all: 'shown',
				isIncluded: false
			});
			expect(answer).toMatchObject({ because: 'field', field: 'words' });
			expect((await view('archivist')).texts[0]).toEqual(before);
		});

		test('what is handed over has what was shown, and nothing of what was masked or left out', async () => {
			const { version } = await view('archivist');
			expect(await documents.decideDisclosure(home.as('archivist'), disclosure, { version })).toEqual({
				ok: true
			});
			const exported = await documents.exportDisclosure(home.as('manager'), disclosure, words);
			const everything = JSON.stringify(exported);
			expect(everything).toContain('070-123 45 67');
			for (const gone of ['Kalle', 'Berg', 'hotade', 'dölja']) expect(everything).not.toContain(gone);
		});

		test('stands still after that, also for an SQL statement of who handles the case', async () => {
			const text = (await view('manager')).texts[0]!;
			expect(await decide('manager', { text: text.id, all: 'shown' })).toMatchObject({ ok: false });
			const changed = await home.as('manager').transaction((tx) =>
				tx
					.updateTable('disclosureMask')
					.set({ decision: 'shown', decidedBy: home.person('manager') })
					.executeTakeFirst()
			);
			expect(changed.numUpdatedRows).toBe(0n);
		});

		test('every step is in the log with codes only', async () => {
			const entries = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['action', 'role', 'details'])
					.where('subjectId', '=', id)
					.where('action', 'in', [
						'case.disclosureBegun',
						'case.disclosureGiven',
						'case.disclosureMasked',
						'case.disclosureDecided',
						'case.exported'
					])
					.orderBy('at')
					.orderBy('id')
					.execute()
			);
			expect(entries.map(({ action, role }) => [action, role])).toEqual([
				['case.disclosureBegun', 'lineManager'],
				['case.disclosureGiven', 'lineManager'],
				['case.disclosureMasked', 'archivist'],
				['case.disclosureMasked', 'archivist'],
				['case.disclosureDecided', 'archivist'],
				['case.exported', 'lineManager']
			]);
			expect(JSON.stringify(entries)).not.toMatch(/Kalle|hotade/);
		});

		test('an archivist whom the case comes to be about no longer finds it', async () => {
			await db.asOwner((tx) =>
				tx
					.updateTable('caseFile')
					.set({ excludedPersonIds: [home.person('archivist')] })
					.where('id', '=', id)
					.execute()
			);
			await expect(view('archivist')).rejects.toThrow(NotFound);
		});
	});
});

describe.skipIf(!hasServer)('a disclosure on a real PostgreSQL', () => {
	test('a mask that is changed while somebody decides is refused, and what was decided stands', async () => {
		const db = await serverDatabase();
		try {
			const home = await makeMunicipality(db);
			const manager = home.as('manager');
			const incident = await report(home.as('reporter'), {
				values: { text: 'Kalle Berg ringde och hotade.' }
			});
			const { id: caseId } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			const key = newId<string>();
			await documents.beginDisclosure(manager, caseId, { key, registryNumber: null });
			const id = idOfForm<string>(key, caseId, null);
			const [text] = (await documents.viewDisclosure(manager, id, 'sv')).texts;
			const mask = (all: 'masked' | 'shown') =>
				documents.decideMasks(manager, id, {
					text: text!.id,
					isIncluded: true,
					words: '',
					wordsGround: null,
					all,
					decisions: []
				});
			await mask('masked');

			const late = await db.asOwner(async (tx) => {
				await tx
					.updateTable('disclosure')
					.set({ decidedBy: home.person('manager'), decidedAt: manager.now().toString() })
					.where('id', '=', id)
					.execute();
				const answer = mask('shown');
				await waitUntilSomebodyWaits(tx);
				return { answer };
			});
			expect(await late.answer).toEqual({ ok: false, because: 'notPossible' });
			const masks = await db.asOwner((tx) => tx.selectFrom('disclosureMask').select('decision').execute());
			expect(masks.map(({ decision }) => decision)).toEqual(['masked']);
		} finally {
			await db.close();
		}
	});
});

/** Returns once another transaction of this database waits for a lock. */
async function waitUntilSomebodyWaits(tx: Tx): Promise<void> {
	for (let round = 0; round < 500; round += 1) {
		const { rows } = await sql`select 1 from pg_locks where not granted`.execute(tx);
		if (rows.length > 0) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	throw new Error('nobody waits');
}
