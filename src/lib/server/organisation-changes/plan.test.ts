import { describe, expect, test } from 'vitest';
import type { PersonId, UnitId } from '../organisation/index.ts';
import type { RowChange } from './change.ts';
import { brokenBy, withChanges } from './invariants.ts';
import { planWish, type Wish } from './plan.ts';
import { sightChanges, unitsInQuestion } from './sight.ts';
import { buildAssignment, buildOrganisation, buildPerson, buildUnit } from './test-data.ts';

const today = '2026-03-04';
const kommun = buildUnit('kommun', null, 'municipality');
const social = buildUnit('social', kommun, 'administration');
const arbete = buildUnit('arbete', kommun, 'administration');
const vuxen = buildUnit('vuxen', social, 'division');
const barn = buildUnit('barn', social, 'division');
const alfa = buildUnit('alfa', vuxen, 'unit');
const beta = buildUnit('beta', vuxen, 'unit');
const gamma = buildUnit('gamma', barn, 'unit');
const stängd = buildUnit('stängd', vuxen, 'unit', { validTo: '2024-12-31' });
const alfaChef = buildPerson('alfaChef', alfa);
const betaChef = buildPerson('betaChef', beta);
const barnChef = buildPerson('barnChef', barn);
const vuxenChef = buildPerson('vuxenChef', vuxen);
const anna = buildPerson('anna', alfa);
const slutat = buildPerson('slutat', alfa, { isActive: false });
const skyddad = { id: 'skyddad' as PersonId, unitId: alfa.id, isActive: true };
const organisation = buildOrganisation({
	units: [kommun, social, arbete, vuxen, barn, alfa, beta, gamma, stängd],
	people: [alfaChef, betaChef, barnChef, vuxenChef, anna, slutat],
	protectedPeople: [skyddad],
	assignments: [
		buildAssignment(alfaChef, 'lineManager', alfa),
		buildAssignment(betaChef, 'lineManager', beta),
		buildAssignment(barnChef, 'lineManager', barn),
		buildAssignment(vuxenChef, 'lineManager', vuxen),
		buildAssignment(anna, 'safetyRepresentative', alfa, { validFrom: '2026-06-01' }),
		buildAssignment(slutat, 'safetyRepresentative', alfa, { validTo: '2025-01-31' })
	]
});

const plan = (wish: Wish, from = today) => planWish(organisation, wish, from, today);
const rows = (wish: Wish, from = today): RowChange[] => {
	const planned = plan(wish, from);
	if (!planned.ok) throw new Error(planned.problems.map(({ code }) => code).join());
	expect(brokenBy(organisation, planned.rows, from > today ? from : today)).toEqual([]);
	return planned.rows;
};
const problems = (wish: Wish, from = today) => {
	const planned = plan(wish, from);
	return planned.ok ? [] : planned.problems.map(({ code }) => code);
};
const unitAfter = (changes: RowChange[], id: UnitId) =>
	withChanges(organisation, changes).units.find((unit) => unit.id === id)!;

describe('a new name', () => {
	test('changes one row', () => {
		expect(rows({ kind: 'unitRenamed', unitId: alfa.id, name: 'Alfa Nord' })).toEqual([
			{ table: 'unit', id: alfa.id, before: alfa, after: { ...alfa, name: 'Alfa Nord' } }
		]);
	});
	test('is refused when a unit beside has it, whatever the capitals, but not one that is closed', () => {
		expect(problems({ kind: 'unitRenamed', unitId: alfa.id, name: 'BETA' })).toEqual(['nameTaken']);
		expect(problems({ kind: 'unitRenamed', unitId: alfa.id, name: 'stängd' })).toEqual([]);
		expect(problems({ kind: 'unitRenamed', unitId: alfa.id, name: 'alfa' })).toEqual(['nothing']);
	});
	test('cannot be dated before the last change of the unit, which it would overwrite', () => {
		const changed = { ...organisation, changedFrom: new Map([[alfa.id, '2026-01-01']]) };
		const wish: Wish = { kind: 'unitRenamed', unitId: alfa.id, name: 'Alfa Nord' };
		expect(planWish(changed, wish, '2025-12-31', today)).toEqual({
			ok: false,
			problems: [{ code: 'changedLater', field: 'from', day: '2026-01-01' }]
		});
		expect(planWish(changed, wish, '2026-01-01', today).ok).toBe(true);
	});
});

describe('a new place', () => {
	test('takes everything below along, closed units as well', () => {
		const changes = rows({ kind: 'unitMoved', unitId: vuxen.id, parentId: arbete.id });
		expect(changes.map(({ id }) => id).sort()).toEqual(['alfa', 'beta', 'stängd', 'vuxen']);
		expect(unitAfter(changes, alfa.id).path).toEqual(['kommun', 'arbete', 'vuxen', 'alfa']);
		expect(unitAfter(changes, alfa.id).parentId).toBe('vuxen');
	});
	test('cannot be below itself, below a closed unit, at a place of its own level, or where it is', () => {
		const move = (parentId: UnitId) => problems({ kind: 'unitMoved', unitId: vuxen.id, parentId });
		expect(move(alfa.id)).toEqual(['targetBelow']);
		expect(move(stängd.id)).toEqual(['targetNotOpen']);
		expect(move(barn.id)).toEqual(['wrongLevel']);
		expect(move(social.id)).toEqual(['nothing']);
		expect(move('nowhere' as UnitId)).toEqual(['unknownTarget']);
		expect(problems({ kind: 'unitMoved', unitId: kommun.id, parentId: social.id })).toEqual(['municipality']);
	});
	test('says who sees how many cases no longer, and who sees more', () => {
		const changes = rows({ kind: 'unitMoved', unitId: alfa.id, parentId: barn.id });
		expect(unitsInQuestion(organisation, changes)).toEqual([alfa.id]);
		expect(sightChanges(organisation, changes, new Map([[alfa.id, 7]]), today)).toEqual([
			{ personId: 'vuxenChef', loses: 7, gains: null },
			{ personId: 'barnChef', loses: null, gains: 7 }
		]);
	});
});

describe('a unit that goes up in another', () => {
	const merge: Wish = { kind: 'unitMerged', unitId: alfa.id, intoId: gamma.id };
	test('closes the day before and lies below it, with its people moved and its roles ended', () => {
		const changes = rows(merge, '2026-04-01');
		expect(unitAfter(changes, alfa.id)).toMatchObject({
			parentId: gamma.id,
			path: ['kommun', 'social', 'barn', 'gamma', 'alfa'],
			validTo: '2026-03-31'
		});
		const after = withChanges(organisation, changes);
		expect(after.people.filter(({ unitId }) => unitId === gamma.id).map(({ name }) => name)).toEqual([
			'alfaChef',
			'anna'
		]);
		expect(after.protectedPeople).toEqual([{ ...skyddad, unitId: gamma.id }]);
		const ended = changes.flatMap((change) =>
			change.table === 'assignment' ? [[change.after.role, change.after.validTo]] : []
		);
		expect(ended).toEqual([
			['lineManager', '2026-03-31'],
			['safetyRepresentative', '2026-05-31']
		]);
	});
	test('who had a role keeps it until yesterday, also when the day was long ago', () => {
		const ended = rows(merge, '2025-12-01').find(({ id }) => id === 'alfaChef lineManager@alfa');
		expect(ended?.after).toMatchObject({ validTo: '2026-03-03' });
	});
	test('takes the open units below it along', () => {
		const changes = rows({ kind: 'unitMerged', unitId: vuxen.id, intoId: barn.id });
		expect(unitAfter(changes, beta.id)).toMatchObject({
			parentId: 'barn',
			path: ['kommun', 'social', 'barn', 'beta']
		});
		expect(unitAfter(changes, stängd.id)).toMatchObject({
			parentId: 'vuxen',
			path: ['kommun', 'social', 'barn', 'vuxen', 'stängd']
		});
	});
	test('cannot go up in itself or in what lies below it', () => {
		expect(problems({ kind: 'unitMerged', unitId: vuxen.id, intoId: alfa.id })).toEqual(['targetBelow']);
		expect(problems({ kind: 'unitMerged', unitId: vuxen.id, intoId: vuxen.id })).toEqual(['targetBelow']);
	});
});

describe('a unit that closes', () => {
	const close = (overrides: Partial<Extract<Wish, { kind: 'unitClosed' }>>): Wish => ({
		kind: 'unitClosed',
		unitId: alfa.id,
		peopleToId: null,
		unitsToId: null,
		endsRoles: false,
		...overrides
	});
	test('is refused while it has people, units or roles, and it is said how many', () => {
		expect(plan(close({}))).toEqual({
			ok: false,
			problems: [
				{ code: 'hasPeople', field: 'peopleToId', count: 3 },
				{ code: 'hasRoles', field: 'endsRoles', count: 2 }
			]
		});
		expect(problems(close({ unitId: vuxen.id, endsRoles: true, peopleToId: barn.id }))).toEqual(['hasUnits']);
	});
	test('is closed when these are moved or ended in the same change', () => {
		const changes = rows(close({ peopleToId: beta.id, endsRoles: true }));
		expect(unitAfter(changes, alfa.id)).toMatchObject({ parentId: 'vuxen', validTo: '2026-03-03' });
		expect(changes.filter(({ table }) => table === 'person' || table === 'protectedPerson')).toHaveLength(3);
		rows(close({ unitId: vuxen.id, endsRoles: true, peopleToId: barn.id, unitsToId: barn.id }));
	});
	test('can be opened again, somewhere that is open', () => {
		const changes = rows({ kind: 'unitReopened', unitId: stängd.id, parentId: barn.id });
		expect(unitAfter(changes, stängd.id)).toMatchObject({
			validTo: null,
			path: ['kommun', 'social', 'barn', 'stängd']
		});
		expect(problems({ kind: 'unitReopened', unitId: alfa.id, parentId: barn.id })).toEqual(['notClosed']);
		expect(problems({ kind: 'unitRenamed', unitId: stängd.id, name: 'x' })).toEqual(['notOpen']);
	});
	test('the municipality itself stays', () => {
		expect(problems(close({ unitId: kommun.id }))).toEqual(['municipality']);
	});
});

describe('a new unit', () => {
	const create = (overrides: Partial<Extract<Wish, { kind: 'unitCreated' }>>): Wish => ({
		kind: 'unitCreated',
		unitId: 'ny' as UnitId,
		parentId: vuxen.id,
		level: 'unit',
		name: 'Ny',
		activity: 'Boende',
		area: 'Norr',
		...overrides
	});
	test('begins on its day, below its parent', () => {
		expect(rows(create({}), '2026-05-01')[0]?.after).toMatchObject({
			path: ['kommun', 'social', 'vuxen', 'ny'],
			validFrom: '2026-05-01',
			activity: 'Boende'
		});
	});
	test('is not made twice, not above its parent, and not with the name of one beside it', () => {
		expect(problems(create({ unitId: alfa.id }))).toEqual(['exists']);
		expect(problems(create({ level: 'administration', name: 'Alfa' }))).toEqual(['wrongLevel', 'nameTaken']);
		expect(problems(create({ parentId: stängd.id, level: 'unit' }))).toEqual(['targetNotOpen', 'wrongLevel']);
	});
});

test('activity and area are described, and nothing is not a change', () => {
	const wish: Wish = { kind: 'unitDescribed', unitId: alfa.id, activity: 'Boende', area: 'Söder' };
	expect(unitAfter(rows(wish), alfa.id)).toMatchObject({ activity: 'Boende', area: 'Söder' });
	expect(problems({ ...wish, activity: null, area: null })).toEqual(['nothing']);
});
