import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../organisation/index.ts';
import {
	withChanges,
	type OrganisationSnapshot,
	type PersonRow,
	type UnitRow
} from '../organisation-changes/index.ts';
import type { FileKind } from './csv-columns.ts';
import { readImportFiles } from './csv-lines.ts';
import { endsTooMany, planImport, type Planning } from './plan-import.ts';

// K ─ S (id S1) ─ Alpha (A1), Beta
//   └ L ─ Gamma
const unit = (
	id: string,
	name: string,
	path: string[],
	level: UnitRow['level'],
	externalId: string | null = null
) =>
	({
		id: id as UnitId,
		parentId: (path.at(-1) ?? null) as UnitId | null,
		level,
		name,
		activity: null,
		area: null,
		path: [...path, id] as UnitId[],
		validFrom: '2000-01-01',
		validTo: null,
		externalId
	}) satisfies UnitRow;
const person = (id: string, unitId: string, more: Partial<PersonRow> = {}): PersonRow => ({
	id: id as PersonId,
	unitId: unitId as UnitId,
	name: id,
	email: `${id}@k.example`,
	occupation: null,
	isActive: true,
	externalId: null,
	isProtected: false,
	...more
});
const snapshot: OrganisationSnapshot = {
	units: [
		unit('k', 'Kommunen', [], 'municipality'),
		unit('s', 'Socialförvaltningen', ['k'], 'administration', 'S1'),
		unit('l', 'Arbetsmarknad', ['k'], 'administration'),
		unit('alpha', 'Alfa', ['k', 's'], 'unit', 'A1'),
		unit('beta', 'Beta', ['k', 's'], 'unit'),
		unit('gamma', 'Gamma', ['k', 'l'], 'unit')
	],
	people: [
		person('admin', 'k'),
		person('anna', 'alpha', { externalId: 'P1' }),
		person('bo', 'beta'),
		...Array.from({ length: 20 }, (_, index) => person(`gammal${index}`, 'gamma'))
	],
	protectedPeople: [{ id: 'hidden' as PersonId, unitId: 'beta' as UnitId, isActive: true }],
	assignments: [
		{
			id: 'r1',
			personId: 'anna' as PersonId,
			unitId: 'alpha' as UnitId,
			role: 'lineManager',
			validFrom: '2020-01-01',
			validTo: null,
			deputyForId: null
		},
		{
			id: 'r2',
			personId: 'admin' as PersonId,
			unitId: 'k' as UnitId,
			role: 'systemAdministrator',
			validFrom: '2020-01-01',
			validTo: null,
			deputyForId: null
		}
	],
	changedFrom: new Map(),
	headcounts: [{ unitId: 'alpha' as UnitId, year: 2026, occupation: 'lärare', headcount: 10 }]
};
const planning: Planning = {
	today: '2026-03-04',
	dayBefore: '2026-03-03',
	actorId: 'admin' as PersonId,
	endMissing: false,
	protectedNamed: [{ id: 'hidden' as PersonId, externalId: 'P9', email: null }],
	idFor: <Id extends string>(key: string) => `new:${key}` as Id
};
function plan(files: Partial<Record<FileKind, string>>, more: Partial<Planning> = {}, from = snapshot) {
	const { lines, problems } = readImportFiles(
		Object.fromEntries(Object.entries(files).map(([kind, text]) => [kind, new TextEncoder().encode(text)]))
	);
	expect(problems).toEqual([]);
	return planImport(from, lines, { ...planning, ...more });
}
const told = ({ problems }: ReturnType<typeof plan>) =>
	problems.map(({ line, reason, value }) => `${line} ${reason} ${value ?? ''}`);
const counted = ({ counts }: ReturnType<typeof plan>, kind: FileKind) => {
	const { created, changed, ended } = counts[kind];
	return [created, changed, ended];
};
const afterOf = ({ changes }: ReturnType<typeof plan>, id: string) =>
	changes.find((one) => one.id === id)?.after;

describe('units', () => {
	test('the organisation as it is changes nothing', () => {
		const { changes, problems } = plan({
			units:
				'id;namn;överordnad;nivå\n;Kommunen;;Kommun\nS1;Socialförvaltningen;;Förvaltning\nA1;Alfa;S1;Enhet\n;Beta;S1;Enhet\n;Arbetsmarknad;;\n;Gamma;Arbetsmarknad;\n'
		});
		expect(problems).toEqual([]);
		expect(changes).toEqual([]);
	});

	test('a unit is recognised by its id when it has another name, and gets the name', () => {
		expect(afterOf(plan({ units: 'id;namn;överordnad\nA1;Alfa och Omega;S1\n' }), 'alpha')).toMatchObject({
			name: 'Alfa och Omega',
			path: ['k', 's', 'alpha']
		});
	});

	test('a unit without an id is recognised by name and place, and gets the id', () => {
		expect(
			afterOf(plan({ units: 'id;namn;överordnad\nB7;Beta;Socialförvaltningen\n' }), 'beta')
		).toMatchObject({
			externalId: 'B7'
		});
	});

	test('new units lie below new units, whatever the order of the lines', () => {
		const { changes, problems } = plan({
			units: 'id;namn;överordnad\nE2;Delta;D2\nD2;Avdelning;N2\nN2;Ny förvaltning;\n'
		});
		expect(problems).toEqual([]);
		expect(
			changes.map(({ after }) => after && 'path' in after && [after.name, after.level, after.path.length])
		).toEqual([
			['Ny förvaltning', 'administration', 2],
			['Avdelning', 'division', 3],
			['Delta', 'unit', 4]
		]);
	});

	test('a unit that moves takes what lies below it along', () => {
		const { changes } = plan({
			units: 'id;namn;överordnad;nivå\nS1;Socialförvaltningen;Arbetsmarknad;Avdelning\n'
		});
		expect(changes.map(({ id, after }) => [id, after && 'path' in after && after.path])).toEqual([
			['s', ['k', 'l', 's']],
			['alpha', ['k', 'l', 's', 'alpha']],
			['beta', ['k', 'l', 's', 'beta']]
		]);
	});

	test('a name that several units have needs the names above it', () => {
		const twins = { ...snapshot, units: [...snapshot.units, unit('beta2', 'Beta', ['k', 'l'], 'unit')] };
		const people = (where: string) => plan({ people: `id;namn;enhet\nP2;Ny;${where}\n` }, {}, twins);
		expect(told(people('Beta'))).toEqual(['2 ambiguousUnit Beta']);
		expect(afterOf(people('Arbetsmarknad / Beta'), 'new:person P2')).toMatchObject({ unitId: 'beta2' });
	});

	test.each([
		['X1;Ny;Finns inte;', '2 unknownUnit Finns inte'],
		['X1;Ny;A1;Avdelning', '2 wrongLevel Ny'],
		['A1;Alfa;S1;\nA1;Alfa;S1;', '3 duplicateRow A1'],
		['X1;Ett;X2;\nX2;Två;X1;', '2 circle Ett']
	])('%s is told', (lines, problem) => {
		expect(told(plan({ units: `id;namn;överordnad;nivå\n${lines}\n` }))).toContain(problem);
	});

	test('a unit with people cannot end: they are told of, by unit', () => {
		const { changes, problems } = plan({ units: 'id;namn;överordnad;till\nA1;Alfa;S1;2026-02-28\n' });
		expect(changes).toEqual([]);
		expect(problems.map(({ reason, value, count }) => [reason, value, count])).toEqual([
			['personWithoutUnit', 'Alfa', 1],
			['roleWithoutUnit', 'Alfa', 1]
		]);
	});
});

describe('people', () => {
	test('are recognised by their id, else by their e-mail address in any case', () => {
		const result = plan({
			people: 'id;namn;e-post;enhet\nP1;Anna;anna@k.example;A1\nP2;Bo;BO@K.EXAMPLE;Beta\n'
		});
		expect(counted(result, 'people')).toEqual([0, 2, 0]);
		expect(afterOf(result, 'bo')).toMatchObject({ externalId: 'P2', name: 'Bo' });
	});

	test('a column that the file lacks leaves what is there', () => {
		const result = plan({ people: 'id;namn;enhet\nP1;Anna Ny;Beta\n' });
		expect(afterOf(result, 'anna')).toMatchObject({
			email: 'anna@k.example',
			unitId: 'beta',
			name: 'Anna Ny'
		});
	});

	test('who leaves loses their roles', () => {
		const result = plan({ people: 'id;namn;enhet;aktiv\nP1;anna;A1;nej\n' });
		expect(counted(result, 'people')).toEqual([0, 0, 1]);
		expect(afterOf(result, 'r1')).toMatchObject({ validTo: '2026-03-03' });
	});

	test('somebody with protected data is moved without being shown', () => {
		const { changes, notes } = plan({ people: 'id;namn;enhet\nP9;Hemlig;A1\n' });
		expect(JSON.stringify(changes)).not.toContain('Hemlig');
		expect(changes).toEqual([
			{
				table: 'protectedPerson',
				id: 'hidden',
				before: { id: 'hidden', unitId: 'beta', isActive: true },
				after: { id: 'hidden', unitId: 'alpha', isActive: true }
			}
		]);
		expect(notes).toEqual([{ file: 'people', line: 2, reason: 'protectedLeft' }]);
	});

	test.each([
		['P2;Ny;anna@k.example;A1', '2 emailTaken anna@k.example'],
		['P2;Ny;ny@k.example;A1\nP3;Ny;NY@k.example;A1', '3 emailTaken ny@k.example'],
		['P2;Ny;;Ingenstans', '2 unknownUnit Ingenstans'],
		['P2;Ny;;A1\nP2;Ny;;A1', '3 duplicateRow P2']
	])('%s is told', (lines, problem) => {
		expect(told(plan({ people: `id;namn;e-post;enhet\n${lines}\n` }))).toEqual([problem]);
	});

	test('nobody imports themselves away', () => {
		expect(told(plan({ people: 'namn;e-post;enhet;aktiv\nadmin;admin@k.example;Kommunen;nej\n' }))).toEqual([
			'2 ownLeaving admin'
		]);
	});
});

describe('roles', () => {
	const roles = (lines: string, more?: Partial<Planning>) =>
		plan({ assignments: `person;roll;enhet;från;till\n${lines}\n` }, more);

	test('what is held already changes nothing', () => {
		expect(roles('P1;Chef;Alfa;;').changes).toEqual([]);
		expect(roles('anna@k.example;Chef;A1;2020-01-01;').changes).toEqual([]);
	});

	test('a new role begins today unless the file says when', () => {
		const { changes } = roles(
			'bo@k.example;HR;Socialförvaltningen;;\nbo@k.example;Chef;Beta;2026-05-01;2026-12-31'
		);
		expect(changes.map(({ after }) => after)).toMatchObject([
			{ personId: 'bo', role: 'hrPartner', validFrom: '2026-03-04', validTo: null },
			{ personId: 'bo', role: 'lineManager', validFrom: '2026-05-01', validTo: '2026-12-31' }
		]);
	});

	test('new people get roles at new units in the same import', () => {
		const { changes, problems } = plan({
			units: 'id;namn;överordnad\nE5;Epsilon;S1\n',
			people: 'id;namn;enhet\nP5;Ny;E5\n',
			assignments: 'person;roll;enhet\nP5;Chef;E5\n'
		});
		expect(problems).toEqual([]);
		expect(changes.map(({ table }) => table)).toEqual(['unit', 'person', 'assignment']);
	});

	test.each([
		['okänd@k.example;Chef;A1;;', '2 unknownPerson okänd@k.example'],
		['admin@k.example;Chef;A1;;', '2 ownRole admin@k.example'],
		['P1;Chef;Beta;2026-05-01;\nP1;Chef;Beta;2026-05-01;', '3 duplicateRow P1']
	])('%s is told', (lines, problem) => {
		expect(told(roles(lines))).toEqual([problem]);
	});
});

describe('what is not in the file', () => {
	const everybodyBut = (missing: number) =>
		`namn;e-post;enhet\n${snapshot.people
			.filter(({ id }) => !id.startsWith('gammal') || Number(id.slice(6)) >= missing)
			.map(
				({ id, unitId }) => `${id};${id}@k.example;${snapshot.units.find((one) => one.id === unitId)!.name}`
			)
			.join('\n')}\n`;

	test('is left alone unless the administrator says otherwise', () => {
		expect(plan({ people: everybodyBut(5) }).changes).toEqual([]);
	});

	test('ends when they say so; more than a tenth is asked about', () => {
		const two = plan({ people: everybodyBut(2) }, { endMissing: true });
		expect(counted(two, 'people')).toEqual([0, 0, 2]);
		expect(endsTooMany(two.counts)).toEqual([]);
		const three = plan({ people: everybodyBut(3) }, { endMissing: true });
		expect(endsTooMany(three.counts)).toEqual(['people']);
	});

	test('does not show who imports more cases or protected people by a role of their own', () => {
		const manager = {
			...snapshot.assignments[0]!,
			id: 'r3',
			personId: 'admin' as PersonId,
			unitId: 'l' as UnitId
		};
		const too = { ...snapshot, assignments: [...snapshot.assignments, manager] };
		const moved = { units: 'id;namn;överordnad\nA1;Alfa;Arbetsmarknad\n' };
		const hiddenMoved = { people: 'id;namn;enhet\nP9;Någon;Gamma\n' };
		for (const files of [moved, hiddenMoved]) {
			expect(plan(files).problems).toEqual([]);
			expect(plan(files, {}, too)).toMatchObject({
				changes: [],
				problems: [{ file: null, line: null, reason: 'ownSight' }]
			});
		}
	});

	test('never ends the role of who imports, nor people that a file of another kind does not mention', () => {
		const { changes, notes } = plan(
			{ assignments: 'person;roll;enhet\nbo@k.example;HR;S1\n' },
			{ endMissing: true }
		);
		expect(changes.map(({ id }) => id).sort()).toEqual(['new:assignment bo hrPartner s  2026-03-04', 'r1']);
		expect(notes).toContainEqual({ file: 'assignments', line: null, reason: 'ownRoleKept' });
	});

	test('removes numbers of employees only for the years of the file', () => {
		const files = (year: number) => ({ headcounts: `enhet;år;befattning;antal\nA1;${year};chef;1\n` });
		expect(counted(plan(files(2026), { endMissing: true }), 'headcounts')).toEqual([1, 0, 1]);
		expect(counted(plan(files(2025), { endMissing: true }), 'headcounts')).toEqual([1, 0, 0]);
	});
});

test('the same file again changes nothing', () => {
	const files = {
		units: 'id;namn;överordnad\nE5;Epsilon;S1\n',
		people: 'id;namn;e-post;enhet\nP5;Ny;ny@k.example;E5\n',
		assignments: 'person;roll;enhet;till\nP5;Chef;E5;2026-12-31\n'
	};
	const first = plan(files);
	const after = withChanges(snapshot, first.changes);
	expect(plan(files, {}, after).changes).toEqual([]);
});
