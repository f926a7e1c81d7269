/** An import of the size of a municipality on both engines: shown, imported, changed, undone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportDraftId, PersonId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { readOrganisation, undoChange } from '../organisation-changes/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import type { ImportFiles } from './csv-lines.ts';
import { forgetImports, startImport, uploadImport, viewImport } from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const names = ['Åsa', 'Björn', 'Örjan', 'Ärla', 'Maria', 'Yusuf', 'Zeynep', 'Émile'];

/** 50 divisions with 9 units each, 10,000 people, a manager for each unit. `moved`: people and units that are elsewhere. */
function bigFiles(moved: boolean): ImportFiles {
	const units = ['id;namn;överordnad;nivå', 'BIG;Storförvaltningen;;Förvaltning'];
	const people = ['id;namn;e-post;befattning;enhet'];
	const roles = ['person;roll;enhet;från'];
	const headcounts = ['enhet;år;befattning;antal'];
	for (let division = 0; division < 50; division++) {
		units.push(`D${division};Avdelning ${division};BIG;Avdelning`);
		for (let unit = 0; unit < 9; unit++) {
			const parent = moved ? (division + 1) % 50 : division;
			units.push(`D${division}E${unit};Enhet ${division}.${unit};D${parent};Enhet`);
			roles.push(`P${(division * 9 + unit) * 20};Chef;D${division}E${unit};2026-01-01`);
			headcounts.push(`D${division}E${unit};2026;handläggare;${moved ? 23 : 22}`);
		}
	}
	for (let index = 0; index < 10_000; index++) {
		const place = (moved ? index + 1 : index) % 450;
		const name = `${names[index % names.length]} Efternamn${index}`;
		people.push(
			`P${index};${name};p${index}@stor.example;handläggare;D${Math.floor(place / 9)}E${place % 9}`
		);
	}
	return {
		units: bytes(units.join('\n')),
		people: bytes(people.join('\r\n')),
		assignments: bytes(roles.join('\n')),
		headcounts: bytes(headcounts.join('\n'))
	};
}

describe.each(engines)('an import on the $engine engine', ({ engine, open, available }) => {
	describe.skipIf(!available)('of a municipality', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
		});
		afterAll(() => db?.close());

		const view = (id: string, query = '') =>
			viewImport(home.as('administrator'), id, new URLSearchParams(query), 'sv');
		async function show(id: string) {
			const shown = await view(id);
			if (shown.state !== 'shown') throw new Error(shown.state);
			return shown;
		}
		const upload = (files: ImportFiles, endMissing = false) =>
			uploadImport(home.as('administrator'), files, endMissing);
		async function importNow(id: ImportDraftId, confirmsEnding = false) {
			const { hash } = await show(id);
			const started = await startImport(home.as('administrator'), id, { shownHash: hash, confirmsEnding });
			if (!started.ok) return started;
			await started.done;
			const after = await view(id);
			if (after.state !== 'done') throw new Error(after.state);
			return after;
		}
		const organisation = () => home.as('administrator').transaction(readOrganisation);
		/** Without the order, and without what was created: that is not deleted, only ended. */
		const rowsOf = async (ids: ReadonlySet<string>) => {
			const { units, people, assignments, headcounts } = await organisation();
			return [...[...units, ...people, ...assignments].filter(({ id }) => ids.has(id)), ...headcounts]
				.map((row) => JSON.stringify(row))
				.sort();
		};

		test('10,000 people, 501 units and 450 roles are shown, imported, changed and undone', async () => {
			const alreadyThere = (await organisation()).people.length;
			const first = await upload(bigFiles(false));
			const shown = await show(first);
			expect(shown.problems).toEqual([]);
			expect(
				shown.counts.map(({ kind, created, changed, ended }) => [kind, created, changed, ended])
			).toEqual([
				['units', 501, 0, 0],
				['people', 10_000, 0, 0],
				['assignments', 450, 0, 0],
				['headcounts', 450, 0, 0]
			]);
			const imported = await importNow(first);
			if (!('state' in imported)) throw new Error(imported.because);

			const before = await organisation();
			const ids = new Set(
				[...before.units, ...before.people, ...before.assignments].map(({ id }) => id as string)
			);
			const rowsBefore = await rowsOf(ids);
			expect(before.people).toHaveLength(alreadyThere + 10_000);

			// the same files again change nothing
			expect((await show(await upload(bigFiles(false)))).total).toBe(0);

			const changed = await importNow(await upload(bigFiles(true)));
			if (!('state' in changed)) throw new Error(changed.because);
			expect(await rowsOf(ids)).not.toEqual(rowsBefore);
			await undoChange(home.as('administrator'), changed.changeId);
			expect(await rowsOf(ids)).toEqual(rowsBefore);

			await undoChange(home.as('administrator'), imported.changeId);
			const { people, units } = await organisation();
			expect(people.filter(({ isActive }) => isActive)).toHaveLength(alreadyThere);
			expect(units.filter(({ validTo }) => validTo === null)).toHaveLength(7);
		}, 180_000);

		test('a draft is its owner’s alone', async () => {
			const id = await upload({ people: bytes('namn;e-post;enhet\nNy;ny@k.example;Enhet Alfa\n') });
			await expect(viewImport(home.as('manager'), id, new URLSearchParams(), 'sv')).rejects.toThrow(
				Forbidden
			);
			const other = await makeMunicipality(db, engine);
			await expect(viewImport(other.as('administrator'), id, new URLSearchParams(), 'sv')).rejects.toThrow(
				NotFound
			);
			await expect(
				startImport(other.as('administrator'), id, { shownHash: '', confirmsEnding: true })
			).rejects.toThrow(NotFound);
		});

		test('what changed since it was shown is not imported', async () => {
			const file = (name: string) => ({
				people: bytes(`namn;e-post;enhet\n${name};colleague@test.example;Enhet Alfa\n`)
			});
			const id = await upload(file('Nytt Namn'));
			const { hash } = await show(id);
			await db.asOwner((tx) =>
				tx
					.updateTable('person')
					.set({ occupation: 'kock' })
					.where('id', '=', home.person('colleague'))
					.execute()
			);
			const refused = await startImport(home.as('administrator'), id, {
				shownHash: hash,
				confirmsEnding: false
			});
			expect(refused).toEqual({ ok: false, because: 'changed' });
			expect((await show(id)).hash).not.toBe(hash);
		});

		test('is made once, however often somebody says yes', async () => {
			const id = await upload({ people: bytes('namn;e-post;enhet\nEn Gång;en@k.example;Enhet Alfa\n') });
			const { hash } = await show(id);
			const yes = () => startImport(home.as('administrator'), id, { shownHash: hash, confirmsEnding: false });
			const answers = await Promise.all([yes(), yes(), yes()]);
			expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
			for (const answer of answers) if (answer.ok) await answer.done;
			const files = await db.asOwner((tx) =>
				tx
					.selectFrom('importDraft')
					.select(['state', 'people'])
					.where('id', '=', id)
					.executeTakeFirstOrThrow()
			);
			expect(files).toEqual({ state: 'done', people: null });
		});

		test('whose process ended is told as interrupted, and cannot be finished afterwards', async () => {
			const id = await upload({
				people: bytes('namn;e-post;enhet\nAvbruten;avbruten@k.example;Enhet Alfa\n')
			});
			await db.asOwner((tx) =>
				tx
					.updateTable('importDraft')
					.set({ state: 'running', seenAt: '2026-03-04T07:59:00Z' })
					.where('id', '=', id)
					.execute()
			);
			expect(await view(id)).toEqual({ state: 'interrupted', id });
			const { people } = await organisation();
			expect(people.some(({ name }) => name === 'Avbruten')).toBe(false);
		});

		test('half a file does not end everybody without a second question', async () => {
			const half = { people: bytes('namn;e-post;enhet\nreporter;reporter@test.example;Enhet Alfa\n') };
			const id = await upload(half, true);
			expect((await show(id)).endsTooMany).toContain('people');
			expect(await importNow(id)).toEqual({ ok: false, because: 'endingNotConfirmed' });
			const done = await importNow(id, true);
			if (!('state' in done)) throw new Error(done.because);
			const { people } = await organisation();
			const left = people.filter(({ isActive }) => isActive).map(({ name }) => name);
			expect(left).toEqual(['administrator', 'reporter']);
			await undoChange(home.as('administrator'), done.changeId);
			expect((await organisation()).people.filter(({ isActive }) => isActive).length).toBeGreaterThan(20);
		});

		test('somebody with protected data is not shown, and leaves all the same', async () => {
			const id = home.person('betaReporter');
			await db.asOwner((tx) =>
				tx.updateTable('person').set({ isProtected: true }).where('id', '=', id).execute()
			);
			const draft = await upload({
				people: bytes('namn;e-post;enhet;aktiv\nbetaReporter;betaReporter@test.example;Enhet Alfa;nej\n')
			});
			const shown = await show(draft);
			expect(shown.changes).toMatchObject([{ name: null, effect: 'ended' }]);
			expect(JSON.stringify(shown)).not.toContain('betaReporter');
			await importNow(draft);
			const row = await db.asOwner((tx) =>
				tx
					.selectFrom('person')
					.select(['isActive', 'name'])
					.where('id', '=', id as PersonId)
					.executeTakeFirst()
			);
			expect(row).toEqual({ isActive: false, name: 'betaReporter' });
		});

		test('uploads are forgotten after an hour', async () => {
			const id = await upload({ people: bytes('namn;e-post;enhet\nSen;sen@k.example;Enhet Alfa\n') });
			home.clock.set('2026-03-04T09:00:01Z');
			await expect(view(id)).rejects.toThrow(NotFound);
			await forgetImports({ db, clock: home.clock });
			const left = await db.asOwner((tx) => tx.selectFrom('importDraft').select('id').execute());
			expect(left).toEqual([]);
			home.clock.set('2026-03-04T08:00:00Z');
		});
	});
});
