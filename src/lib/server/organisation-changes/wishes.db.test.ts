import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { engines, hasServer, serverDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { contextFor, type Context } from '../access/index.ts';
import type { UnitId } from '../organisation/index.ts';
import { Conflict, Forbidden } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	applyDueChanges,
	applyRows,
	cancelPlanned,
	makeChange,
	previewChange,
	readOrganisation,
	undoChange,
	whyNotUndone,
	type ChangeId,
	type Wish
} from './index.ts';

describe.each(engines)('changes that wait for their day ($engine)', ({ open, available }) => {
	if (!available) return test.skip('no PostgreSQL here');
	let db: TestDatabase | undefined;
	let home: TestMunicipality;
	let administrator: Context;
	let number = 0;

	beforeEach(async () => {
		db ??= await open();
		home = await makeMunicipality(db, `-${number++}`);
		administrator = home.as('administrator');
	});
	afterAll(() => db?.close());

	const application = () => ({ db: db!, clock: home.clock });
	const unitNamed = async (key: string) =>
		(await administrator.transaction(readOrganisation)).units.find(({ id }) => id === home.unit(key).id)!;
	const ask = async (wish: Wish, from: string): Promise<ChangeId> => {
		const made = await makeChange(administrator, { wish, from, note: 'beslut i nämnden' }, null);
		if (!made.ok) throw new Error(JSON.stringify(made));
		return made.id;
	};
	const stateOf = (id: ChangeId) =>
		administrator.transaction((tx) =>
			tx
				.selectFrom('organisationChange')
				.select(['state', 'problem', 'madeBy', 'note'])
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
		);
	const rename = (name: string): Wish => ({ kind: 'unitRenamed', unitId: home.unit('alpha').id, name });

	test('what is to be on a later day is not yet, and is on that day', async () => {
		const id = await ask(rename('Enhet Ny'), '2026-04-01');
		expect(await applyDueChanges(application())).toBe(0);
		expect((await unitNamed('alpha')).name).toBe('Enhet Alfa');
		home.clock.set('2026-03-31T21:59:00Z');
		expect(await applyDueChanges(application())).toBe(0);
		home.clock.set('2026-03-31T22:00:00Z'); // midnight in Sweden
		expect(await applyDueChanges(application())).toBe(1);
		expect((await unitNamed('alpha')).name).toBe('Enhet Ny');
		expect(await stateOf(id)).toEqual({
			state: 'applied',
			problem: null,
			madeBy: home.person('administrator'),
			note: 'beslut i nämnden'
		});
		await undoChange(administrator, id);
		expect((await unitNamed('alpha')).name).toBe('Enhet Alfa');
	});

	test('after some days when nothing ran, each holds from its own day, in order', async () => {
		await ask(rename('Andra'), '2026-04-10');
		await ask(rename('Första'), '2026-04-01');
		home.clock.set('2026-05-01T08:00:00Z');
		expect(await applyDueChanges(application())).toBe(2);
		const versions = await db!.askAsOwner((asked) =>
			asked
				.selectFrom('unitVersion')
				.select(['name', 'validFrom'])
				.where('unitId', '=', home.unit('alpha').id)
				.orderBy('validFrom')
				.execute()
		);
		expect(versions.slice(1)).toEqual([
			{ name: 'Första', validFrom: '2026-04-01' },
			{ name: 'Andra', validFrom: '2026-04-10' }
		]);
	});

	test('what cannot be made any more on its day is kept as failed, and the administrators are told', async () => {
		const id = await ask(
			{ kind: 'unitMoved', unitId: home.unit('alpha').id, parentId: home.unit('labour').id },
			'2026-04-01'
		);
		await ask(
			{ kind: 'unitMerged', unitId: home.unit('labour').id, intoId: home.unit('social').id },
			'2026-03-04'
		);
		home.clock.set('2026-04-01T08:00:00Z');
		expect(await applyDueChanges(application())).toBe(0);
		expect(await stateOf(id)).toMatchObject({ state: 'failed', problem: 'targetNotOpen' });
		const notices = await administrator.transaction((tx) =>
			tx.selectFrom('notice').select(['kind', 'subjectId']).execute()
		);
		expect(notices).toEqual([{ kind: 'plannedChangeFailed', subjectId: id }]);
	});

	describe('an administrator who also reads cases at a unit', () => {
		/** The administrator, who is also the manager of Gamma. */
		const managerToo = async (): Promise<Context> => {
			await db!.askAsOwner((asked) =>
				asked
					.insertInto('assignment')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						personId: home.person('administrator'),
						unitId: home.unit('labour').id,
						role: 'lineManager',
						validFrom: '2020-01-01'
					})
					.execute()
			);
			const { actor } = administrator;
			const role = { ...actor.roles[0]!, role: 'lineManager', unitId: home.unit('labour').id } as const;
			return contextFor(application(), { ...actor, roles: [...actor.roles, role] });
		};
		const alphaToLabour = (): Wish => ({
			kind: 'unitMoved',
			unitId: home.unit('alpha').id,
			parentId: home.unit('labour').id
		});
		const refused = { ok: false, problems: [{ code: 'ownSight', field: '' }] };

		test('does not get to see more of them by moving units below it, today or later', async () => {
			const context = await managerToo();
			const wish = alphaToLabour();
			for (const from of ['2026-03-04', '2026-04-01']) {
				expect(await previewChange(context, { wish, from })).toEqual(refused);
				expect(await makeChange(context, { wish, from, note: null }, null)).toEqual(refused);
			}
			expect(await previewChange(administrator, { wish: rename('Alfa'), from: '2026-03-04' })).toMatchObject({
				ok: true
			});
		});

		test('nor by a change that waits for its day while they get the role', async () => {
			const id = await ask(alphaToLabour(), '2026-04-01');
			await managerToo();
			home.clock.set('2026-04-01T08:00:00Z');
			expect(await applyDueChanges(application())).toBe(0);
			expect(await stateOf(id)).toMatchObject({ state: 'failed', problem: 'ownSight' });
		});

		test('nor by undoing what took units away from below it', async () => {
			const away = await ask(
				{ kind: 'unitMoved', unitId: home.unit('gamma').id, parentId: home.unit('social').id },
				'2026-03-04'
			);
			const context = await managerToo();
			expect(await context.transaction((tx) => whyNotUndone(tx, context, away))).toEqual({
				code: 'ownSight'
			});
			await expect(undoChange(context, away)).rejects.toThrow(Conflict);
		});

		test('nor in the database', async () => {
			const context = await managerToo();
			const { id, path } = home.unit('alpha');
			await expect(
				context.transaction((tx) =>
					tx
						.updateTable('unit')
						.set({ path: [home.id, home.unit('labour').id, path.at(-1)!] })
						.where('id', '=', id)
						.execute()
				)
			).rejects.toMatchObject({ code: '42501' });
		});

		test('nor who is protected, by moving them there', async () => {
			const context = await managerToo();
			const colleague = home.person('colleague');
			await db!.askAsOwner((asked) =>
				asked.updateTable('person').set({ isProtected: true }).where('id', '=', colleague).execute()
			);
			const wish: Wish = {
				kind: 'unitMerged',
				unitId: home.unit('alpha').id,
				intoId: home.unit('gamma').id
			};
			expect(await previewChange(context, { wish, from: '2026-03-04' })).toEqual(refused);
			const { rows } = await context.transaction((tx) =>
				sql<{
					done: boolean;
				}>`select change_hidden_person(${colleague}, ${home.unit('gamma').id}, true) as done`.execute(tx)
			);
			expect(rows).toEqual([{ done: false }]);
		});

		test('and a role of their own that ended does not come back by undoing', async () => {
			await managerToo();
			const [held] = (await administrator.transaction(readOrganisation)).assignments.filter(
				({ personId, role }) => personId === home.person('administrator') && role === 'lineManager'
			);
			const id = await administrator.transaction((tx) =>
				applyRows(tx, administrator, {
					kind: 'roleEnded',
					from: '2026-03-04',
					rows: [
						{ table: 'assignment', id: held!.id, before: held!, after: { ...held!, validTo: '2026-03-03' } }
					]
				})
			);
			expect(await administrator.transaction((tx) => whyNotUndone(tx, administrator, id))).toEqual({
				code: 'ownRole'
			});
			await expect(undoChange(administrator, id)).rejects.toThrow(Conflict);
		});
	});

	test('what waits can be taken back, once', async () => {
		const id = await ask(rename('Aldrig'), '2026-04-01');
		await cancelPlanned(administrator, id);
		await expect(cancelPlanned(administrator, id)).rejects.toThrow(Conflict);
		home.clock.set('2026-04-02T08:00:00Z');
		expect(await applyDueChanges(application())).toBe(0);
		expect((await stateOf(id)).state).toBe('cancelled');
	});

	test('the preview says what will change, and what was said yes to is what happens', async () => {
		const few = await previewChange(administrator, {
			wish: { kind: 'unitMoved', unitId: home.unit('alpha').id, parentId: home.unit('labour').id },
			from: '2026-03-04'
		});
		for (let n = 0; n < 4; n++) await report(home.as('reporter'));
		// whether there is none or there are a few is not for who sees no case
		expect(
			await previewChange(administrator, {
				wish: { kind: 'unitMoved', unitId: home.unit('alpha').id, parentId: home.unit('labour').id },
				from: '2026-03-04'
			})
		).toEqual(few);
		await report(home.as('reporter'));
		const asked = {
			wish: {
				kind: 'unitMerged',
				unitId: home.unit('alpha').id,
				intoId: home.unit('gamma').id
			} satisfies Wish,
			from: '2026-03-04',
			note: null
		};
		const shown = await previewChange(administrator, asked);
		if (!shown.ok) throw new Error('a problem');
		const { preview } = shown;
		expect(preview.waits).toBe(false);
		expect(preview.units).toMatchObject([
			{ follows: false, after: { validTo: '2026-03-03' }, before: { validTo: null } }
		]);
		expect(preview.people).toHaveLength(4);
		expect(preview.roles.map(({ role }) => role).sort()).toEqual(['lineManager', 'safetyRepresentative']);
		const sight = preview.sight.map(({ name, loses, gains }) => [name?.replace(/-\d+$/, ''), loses, gains]);
		expect(sight).toContainEqual(['gammaManager', null, 5]);
		expect(sight).toContainEqual(['manager', 5, null]);
		expect(sight).toContainEqual(['head', 5, null]);
		// nothing was written by looking
		expect((await unitNamed('alpha')).validTo).toBeNull();

		await makeChange(administrator, { wish: rename('Emellan'), from: '2026-03-04', note: null }, null);
		expect(await makeChange(administrator, asked, preview.digest)).toEqual({ ok: false, changedSince: true });
		const again = await previewChange(administrator, asked);
		if (!again.ok) throw new Error('a problem');
		expect(await makeChange(administrator, asked, again.preview.digest)).toMatchObject({ ok: true });
	});

	test('only administrators look, ask and take back', async () => {
		const director = home.as('director');
		const asked = { wish: rename('Mitt'), from: '2026-04-01', note: null };
		await expect(previewChange(director, asked)).rejects.toThrow(Forbidden);
		await expect(makeChange(director, asked, null)).rejects.toThrow(Forbidden);
		const id = await ask(rename('Enhet'), '2026-04-01');
		await expect(cancelPlanned(director, id)).rejects.toThrow(Forbidden);
	});

	test('a unit that reports have been made from cannot be said never to have been', async () => {
		const unitId = newId<UnitId>();
		const id = await ask(
			{
				kind: 'unitCreated',
				unitId,
				parentId: home.unit('division').id,
				level: 'unit',
				name: 'Enhet Ny',
				activity: null,
				area: null
			},
			'2026-03-04'
		);
		const { actor } = home.as('reporter');
		await report(contextFor(application(), { ...actor, unitId }));
		const why = await administrator.transaction((tx) => whyNotUndone(tx, administrator, id));
		expect(why).toEqual({ code: 'hasReports' });
		await expect(undoChange(administrator, id)).rejects.toThrow(Conflict);
	});
});

describe.skipIf(!hasServer)('two processes', () => {
	test('make each planned change once', async () => {
		const db = await serverDatabase();
		try {
			const home = await makeMunicipality(db);
			const administrator = home.as('administrator');
			for (const day of ['01', '02', '03', '04', '05']) {
				await makeChange(
					administrator,
					{
						wish: { kind: 'unitRenamed', unitId: home.unit('alpha').id, name: `Namn ${day}` },
						from: `2026-04-${day}`,
						note: null
					},
					null
				);
			}
			home.clock.set('2026-04-06T08:00:00Z');
			const application = { db, clock: home.clock };
			const made = await Promise.all([
				applyDueChanges(application),
				applyDueChanges(application),
				applyDueChanges(application)
			]);
			const states = await administrator.transaction((tx) =>
				tx.selectFrom('organisationChange').select('state').execute()
			);
			expect(made.reduce((sum, one) => sum + one)).toBe(5);
			expect(states.map(({ state }) => state)).toEqual(Array(5).fill('applied'));
		} finally {
			await db.close();
		}
	});
});
