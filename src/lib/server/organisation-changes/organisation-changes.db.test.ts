import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { contextForSystem, type Context } from '../access/index.ts';
import { Conflict, Forbidden } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import {
	applyRows,
	headcountId,
	readOrganisation,
	undoChange,
	whyNotUndone,
	type ChangeId,
	type OrganisationSnapshot,
	type PersonRow,
	type PlannedRows,
	type RowChange,
	type UnitRow
} from './index.ts';

const today = '2026-03-04';

describe.each(engines)('changes of the organisation ($engine)', ({ open, available }) => {
	if (!available) return test.skip('no PostgreSQL here');
	let db: TestDatabase;
	let home: TestMunicipality;
	let administrator: Context;

	beforeAll(async () => {
		db = await open();
		home = await makeMunicipality(db);
		administrator = home.as('administrator');
	});
	afterAll(() => db.close());

	const read = () => administrator.transaction(readOrganisation);
	const apply = (planned: PlannedRows) =>
		administrator.transaction((tx) => applyRows(tx, administrator, planned));
	const unitIn = ({ units }: OrganisationSnapshot, key: string) =>
		units.find(({ id }) => id === home.unit(key).id)!;
	const personIn = ({ people }: OrganisationSnapshot, key: string) =>
		people.find(({ id }) => id === home.person(key))!;
	const versionsOf = async (id: UnitId) =>
		db.askAsOwner((ask) =>
			ask
				.selectFrom('unitVersion')
				.select(['name', 'validFrom', 'validTo'])
				.where('unitId', '=', id)
				.orderBy('validFrom')
				.execute()
		);
	const employmentsOf = async (id: PersonId) =>
		db.askAsOwner((ask) =>
			ask
				.selectFrom('employment')
				.select(['unitId', 'validFrom', 'validTo'])
				.where('personId', '=', id)
				.orderBy('validFrom')
				.execute()
		);
	const rename = (before: UnitRow, name: string, from = today): PlannedRows => ({
		kind: 'unitRenamed',
		from,
		rows: [{ table: 'unit', id: before.id, before, after: { ...before, name } }]
	});
	const newUnit = (parent: UnitRow, name: string): UnitRow => {
		const id = newId<UnitId>();
		return {
			id,
			parentId: parent.id,
			level: 'unit',
			name,
			activity: null,
			area: null,
			path: [...parent.path, id],
			validFrom: today,
			validTo: null,
			externalId: null
		};
	};
	const newPerson = (unitId: UnitId, name: string): PersonRow => ({
		id: newId<PersonId>(),
		unitId,
		name,
		email: `${name}@test.example`,
		occupation: 'socialsekreterare',
		isActive: true,
		externalId: null,
		isProtected: false
	});
	const created = (row: UnitRow): RowChange => ({ table: 'unit', id: row.id, before: null, after: row });
	const hired = (row: PersonRow): RowChange => ({ table: 'person', id: row.id, before: null, after: row });

	test('a unit that gets a new name keeps the old one in its history', async () => {
		const gamma = unitIn(await read(), 'gamma');
		await apply(rename(gamma, 'Enhet Gamma och Delta'));
		expect(unitIn(await read(), 'gamma').name).toBe('Enhet Gamma och Delta');
		expect(await versionsOf(gamma.id)).toEqual([
			{ name: 'Enhet Gamma', validFrom: '1900-01-01', validTo: '2026-03-03' },
			{ name: 'Enhet Gamma och Delta', validFrom: today, validTo: null }
		]);
	});

	test('a change that is taken back leaves no trace in the history of the unit, but stays in the journal', async () => {
		const alpha = unitIn(await read(), 'alpha');
		const id = await apply(rename(alpha, 'Fel namn', '2026-02-01'));
		const undone = await undoChange(administrator, id);
		expect(await versionsOf(alpha.id)).toEqual([
			{ name: 'Enhet Alfa', validFrom: '1900-01-01', validTo: null }
		]);
		const journal = await administrator.transaction((tx) =>
			tx
				.selectFrom('organisationChange')
				.select(['id', 'kind', 'state', 'undoneBy', 'madeBy'])
				.where('id', 'in', [id, undone])
				.orderBy('id')
				.execute()
		);
		expect(journal).toEqual([
			{
				id,
				kind: 'unitRenamed',
				state: 'undone',
				undoneBy: undone,
				madeBy: home.person('administrator')
			},
			{ id: undone, kind: 'undo', state: 'applied', undoneBy: null, madeBy: home.person('administrator') }
		]);
		await expect(undoChange(administrator, id)).rejects.toThrow(Conflict);
	});

	test('what has been changed again since cannot be taken back, and it is said which change that was', async () => {
		const beta = unitIn(await read(), 'beta');
		const first = await apply(rename(beta, 'Enhet Beta Ett'));
		const second = await apply(rename({ ...beta, name: 'Enhet Beta Ett' }, 'Enhet Beta Två'));
		const why = await administrator.transaction((tx) => whyNotUndone(tx, administrator, first));
		expect(why).toMatchObject({ code: 'changedSince', later: { id: second, kind: 'unitRenamed' } });
		await expect(undoChange(administrator, first)).rejects.toThrow(Conflict);
		await undoChange(administrator, second);
		await undoChange(administrator, first);
		expect(unitIn(await read(), 'beta').name).toBe('Enhet Beta');
	});

	test('a change that was planned from something else than what is there now writes nothing', async () => {
		const alpha = unitIn(await read(), 'alpha');
		const other = newUnit(unitIn(await read(), 'division'), 'Aldrig');
		const { rows } = rename({ ...alpha, name: 'Något annat' }, 'Nytt');
		await expect(apply({ kind: 'import', from: today, rows: [created(other), ...rows] })).rejects.toThrow(
			Conflict
		);
		expect((await read()).units.some(({ name }) => name === 'Aldrig')).toBe(false);
	});

	test('a unit that was created by mistake was never there, and its people are no longer active', async () => {
		const unit = newUnit(unitIn(await read(), 'division'), 'Enhet Ny');
		const person = newPerson(unit.id, 'nyanställd');
		const id = await apply({ kind: 'import', from: today, rows: [created(unit), hired(person)] });
		expect(await versionsOf(unit.id)).toHaveLength(1);
		expect(await employmentsOf(person.id)).toEqual([{ unitId: unit.id, validFrom: today, validTo: null }]);
		await undoChange(administrator, id);
		const after = await read();
		expect(after.units.find((one) => one.id === unit.id)?.validTo).toBe('2026-03-03');
		expect(after.people.find((one) => one.id === person.id)?.isActive).toBe(false);
		expect(await versionsOf(unit.id)).toEqual([]);
		expect(await employmentsOf(person.id)).toEqual([]);
	});

	test('a unit where somebody has begun to work since cannot be taken back', async () => {
		const unit = newUnit(unitIn(await read(), 'division'), 'Enhet Kvar');
		const id = await apply({ kind: 'unitCreated', from: today, rows: [created(unit)] });
		const hiring = await apply({
			kind: 'personCreated',
			from: today,
			rows: [hired(newPerson(unit.id, 'sen'))]
		});
		const why = await administrator.transaction((tx) => whyNotUndone(tx, administrator, id));
		expect(why).toEqual({ code: 'stillInUse' });
		await undoChange(administrator, hiring);
		await undoChange(administrator, id);
	});

	test('who moves keeps the period at the old unit', async () => {
		const before = personIn(await read(), 'colleague');
		const move = (unitId: UnitId, from: string): PlannedRows => ({
			kind: 'personChanged',
			from,
			rows: [{ table: 'person', id: before.id, before, after: { ...before, unitId } }]
		});
		const id = await apply(move(home.unit('beta').id, '2026-02-01'));
		expect(await employmentsOf(before.id)).toEqual([
			{ unitId: home.unit('alpha').id, validFrom: '1900-01-01', validTo: '2026-01-31' },
			{ unitId: home.unit('beta').id, validFrom: '2026-02-01', validTo: null }
		]);
		await undoChange(administrator, id);
		expect(await employmentsOf(before.id)).toEqual([
			{ unitId: home.unit('alpha').id, validFrom: '1900-01-01', validTo: null }
		]);
	});

	test('a role that is taken back ended yesterday, or was never in force', async () => {
		const role = (validFrom: string): RowChange => {
			const id = newId<string>();
			return {
				table: 'assignment',
				id,
				before: null,
				after: {
					id,
					personId: home.person('colleague'),
					unitId: home.unit('beta').id,
					role: 'safetyRepresentative',
					validFrom,
					validTo: null,
					deputyForId: null
				}
			};
		};
		const old = role('2026-02-01');
		const fresh = role(today);
		await undoChange(administrator, await apply({ kind: 'roleGiven', from: today, rows: [old, fresh] }));
		const { assignments } = await read();
		expect(assignments.find(({ id }) => id === old.id)?.validTo).toBe('2026-03-03');
		expect(assignments.find(({ id }) => id === fresh.id)?.validTo).toBe('2026-03-03');
	});

	test('a headcount is set, changed and taken back', async () => {
		const row = { unitId: home.unit('beta').id, year: 2026, occupation: 'undersköterska', headcount: 12 };
		const id = headcountId(row);
		const set = await apply({
			kind: 'headcountSet',
			from: today,
			rows: [{ table: 'unitHeadcount', id, before: null, after: row }]
		});
		const changed = await apply({
			kind: 'headcountSet',
			from: today,
			rows: [{ table: 'unitHeadcount', id, before: row, after: { ...row, headcount: 14 } }]
		});
		const counts = async () =>
			(await read()).headcounts.filter(({ unitId }) => unitId === row.unitId).map((one) => one.headcount);
		expect(await counts()).toEqual([14]);
		await undoChange(administrator, changed);
		await undoChange(administrator, set);
		expect(await counts()).toEqual([]);
	});

	test('only a system administrator changes anything, and nobody gives themselves a role', async () => {
		const alpha = unitIn(await read(), 'alpha');
		const director = home.as('director');
		await expect(
			director.transaction((tx) => applyRows(tx, director, rename(alpha, 'Mitt')))
		).rejects.toThrow(Forbidden);
		const id = newId<string>();
		const own: RowChange = {
			table: 'assignment',
			id,
			before: null,
			after: {
				id,
				personId: home.person('administrator'),
				unitId: home.id,
				role: 'securityCoordinator',
				validFrom: today,
				validTo: null,
				deputyForId: null
			}
		};
		await expect(apply({ kind: 'roleGiven', from: today, rows: [own] })).rejects.toThrow(
			/row-level security/
		);
	});

	test('the journal and the history of employment are the administrators’ only; everybody knows how the units were', async () => {
		const seen = (key: string) =>
			home.as(key).transaction(async (tx) => ({
				changes: (await tx.selectFrom('organisationChange').select('id').execute()).length,
				rows: (await tx.selectFrom('organisationChangeRow').select('rowId').execute()).length,
				employments: (await tx.selectFrom('employment').select('personId').execute()).length,
				versions: (await tx.selectFrom('unitVersion').select('unitId').execute()).length
			}));
		const director = await seen('director');
		expect(director).toMatchObject({ changes: 0, rows: 0, employments: 1 });
		expect(director.versions).toBeGreaterThan(6);
		expect((await seen('administrator')).changes).toBeGreaterThan(5);
	});

	test('another system may do the same, and the journal says that it was nobody', async () => {
		const system = contextForSystem({ db, clock: home.clock }, home.id);
		const alpha = unitIn(await read(), 'alpha');
		const id = await system.transaction((tx) =>
			applyRows(tx, system, { ...rename(alpha, 'Alfa'), kind: 'provisioning' })
		);
		const row = await administrator.transaction((tx) =>
			tx.selectFrom('organisationChange').select('madeBy').where('id', '=', id).executeTakeFirst()
		);
		expect(row).toEqual({ madeBy: null });
		await undoChange(administrator, id);
	});

	test('who has protected personal data can be moved without being shown', async () => {
		const person = home.person('betaReporter');
		await db.asOwner((tx) =>
			tx.updateTable('person').set({ isProtected: true }).where('id', '=', person).execute()
		);
		const before = (await read()).protectedPeople[0]!;
		expect(before).toEqual({ id: person, unitId: home.unit('beta').id, isActive: true });
		const id = await apply({
			kind: 'unitMerged',
			from: today,
			rows: [
				{
					table: 'protectedPerson',
					id: person,
					before,
					after: { ...before, unitId: home.unit('alpha').id }
				}
			]
		});
		expect((await read()).protectedPeople[0]?.unitId).toBe(home.unit('alpha').id);
		await undoChange(administrator, id);
		expect((await read()).protectedPeople[0]?.unitId).toBe(home.unit('beta').id);
		await db.asOwner((tx) =>
			tx.updateTable('person').set({ isProtected: false }).where('id', '=', person).execute()
		);
	});

	test('each change is one entry in the activity log, with the role and how much was changed', async () => {
		const alpha = unitIn(await read(), 'alpha');
		const id: ChangeId = await apply(rename(alpha, 'Alfa'));
		const entries = await db.askAsOwner((ask) =>
			ask.selectFrom('activity').select(['action', 'role', 'details']).where('subjectId', '=', id).execute()
		);
		expect(entries).toEqual([
			{
				action: 'organisation.changed',
				role: 'systemAdministrator',
				details: { kind: 'unitRenamed', from: today, units: 1, people: 0, roles: 0, headcounts: 0 }
			}
		]);
		await undoChange(administrator, id);
	});

	test('30 000 rows are applied and taken back within a request’s patience', async () => {
		const division = unitIn(await read(), 'division');
		const units = Array.from({ length: 500 }, (_, index) => newUnit(division, `Massa ${index}`));
		const people = Array.from({ length: 10_000 }, (_, index) =>
			newPerson(units[index % units.length]!.id, `massa${index}`)
		);
		const roles = people.map(({ id: personId, unitId }): RowChange => {
			const id = newId<string>();
			const after = {
				id,
				personId,
				unitId,
				role: 'safetyRepresentative' as const,
				validFrom: today,
				validTo: null,
				deputyForId: null
			};
			return { table: 'assignment', id, before: null, after };
		});
		const headcounts = units.flatMap(({ id: unitId }) =>
			Array.from({ length: 19 }, (_, index): RowChange => {
				const after = { unitId, year: 2026, occupation: `yrke ${index}`, headcount: 3 };
				return { table: 'unitHeadcount', id: headcountId(after), before: null, after };
			})
		);
		const rows = [...units.map(created), ...people.map(hired), ...roles, ...headcounts];
		expect(rows).toHaveLength(30_000);
		const started = performance.now();
		const id = await apply({ kind: 'import', from: today, rows });
		await undoChange(administrator, id);
		expect(performance.now() - started).toBeLessThan(60_000);
		const active = await db.askAsOwner((ask) =>
			sql<{ count: number }>`select count(*) from person where name like 'massa%' and is_active`.execute(ask)
		);
		expect(active.rows[0]?.count).toBe(0);
	}, 90_000);
});
