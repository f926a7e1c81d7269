import type { Choice } from '#lib/components/form-contract.ts';
import type { Unit } from '#lib/server/organisation/index.ts';

/**
 * The units that somebody most likely means: those of the same division. A form with every unit of a large municipality would
 * weigh three times as much on a phone; the rest are a tap away.
 */
export function unitsNear(units: readonly Unit[], unitId: string): Unit[] {
	const unit = units.find(({ id }) => id === unitId);
	const around = unit?.level === 'unit' ? unit.parentId : unit?.id;
	return around ? units.filter(({ path }) => path.includes(around)) : [...units];
}

/**
 * Units as groups of a select: what lies under the same administration and division stands together, first the
 * administration or division itself.
 *
 * @param units parents before children, each level by name
 */
export function unitGroups(units: readonly Unit[]): { label: string; choices: Choice[] }[] {
	const byId = new Map(units.map((unit) => [unit.id, unit]));
	const groups = new Map<string, { label: string; choices: Choice[] }>();
	const ordered = [...units].sort((a, b) => pathNames(a).localeCompare(pathNames(b), 'sv'));
	for (const unit of ordered) {
		const parent = unit.level === 'unit' && unit.parentId ? byId.get(unit.parentId) : undefined;
		const head = parent ?? unit;
		const group = groups.get(head.id) ?? { label: nameWithAdministration(head), choices: [] };
		group.choices.push({ value: unit.id, label: unit.name });
		groups.set(head.id, group);
	}
	return [...groups.values()];

	function pathNames(unit: Unit): string {
		return unit.path.map((id) => byId.get(id)?.name ?? '').join('\u0001');
	}

	function nameWithAdministration(unit: Unit): string {
		const administration = unit.level === 'division' && unit.parentId ? byId.get(unit.parentId) : undefined;
		return administration ? `${administration.name} – ${unit.name}` : unit.name;
	}
}
