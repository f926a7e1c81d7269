import { expect, test } from 'vitest';
import type { Unit, UnitId } from '#lib/server/organisation/index.ts';
import { unitGroups } from './unit-groups.ts';

/** @param path names from the municipality down */
function unit(...path: string[]): Unit {
	const ids = path.map((_, index) => path.slice(0, index + 1).join('/') as UnitId);
	return {
		id: ids.at(-1)!,
		parentId: ids.at(-2) ?? null,
		level: (['municipality', 'administration', 'division', 'unit'] as const)[path.length - 1]!,
		name: path.at(-1)!,
		path: ids
	};
}

test('units stand under their division, the division itself first, and divisions say their administration', () => {
	const groups = unitGroups([
		unit('Kommunen'),
		unit('Kommunen', 'Arbete'),
		unit('Kommunen', 'Social'),
		unit('Kommunen', 'Social', 'Barn'),
		unit('Kommunen', 'Social', 'Barn', 'Mottagning'),
		unit('Kommunen', 'Social', 'Barn', 'Utredning')
	]);
	expect(groups.map(({ label, choices }) => [label, choices.map((choice) => choice.label)])).toEqual([
		['Kommunen', ['Kommunen']],
		['Arbete', ['Arbete']],
		['Social', ['Social']],
		['Social – Barn', ['Barn', 'Mottagning', 'Utredning']]
	]);
});

test('a unit straight below an administration stands under it, whatever the municipality lacks', () => {
	const labour = unit('Kommunen', 'Arbete');
	const gamma: Unit = { ...unit('Kommunen', 'Arbete', 'Gamma'), level: 'unit' };
	expect(unitGroups([labour, gamma])).toEqual([
		{
			label: 'Arbete',
			choices: [
				{ value: labour.id, label: 'Arbete' },
				{ value: gamma.id, label: 'Gamma' }
			]
		}
	]);
});
