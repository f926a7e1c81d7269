import { expect, test } from 'vitest';
import { nearestFirst, nearestOf } from './nearest.ts';
import type { UnitId } from './unit.ts';

const at = (unitId: string, name = unitId) => ({ name, unitId: unitId as UnitId });
const path = ['town', 'social', 'alpha'] as UnitId[];
const namesOf = (holders: { name: string }[]) => holders.map(({ name }) => name);

test('who holds the post at the unit itself is nearest, in whatever order they come', () => {
	expect(namesOf(nearestOf([at('town'), at('alpha'), at('social')], path))).toEqual(['alpha']);
});

test('where nobody holds it, the next unit above is asked', () => {
	expect(namesOf(nearestOf([at('town'), at('social')], path))).toEqual(['social']);
});

test('those who share a post are equally near', () => {
	const both = [at('social', 'first'), at('social', 'second')];
	expect(namesOf(nearestOf([at('town'), ...both], path))).toEqual(['first', 'second']);
});

test('those above come unit by unit, and an empty unit is passed over', () => {
	expect(nearestFirst([at('town'), at('alpha')], path).map(namesOf)).toEqual([['alpha'], ['town']]);
});

test('who holds it elsewhere is not near, and nobody is an answer', () => {
	expect(nearestOf([at('elsewhere')], path)).toEqual([]);
	expect(nearestFirst([], path)).toEqual([]);
	expect(nearestOf([at('town')], [])).toEqual([]);
});
