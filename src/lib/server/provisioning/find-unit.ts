import type { UnitRow } from '../organisation-changes/index.ts';

/** 'Mottagningsenheten', 'mottagningsenheten ' and 'MOTTAGNINGSENHETEN' are the same name. */
export function folded(name: string): string {
	return name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLocaleLowerCase('sv');
}

/** 'Socialförvaltningen / Vuxna' and 'Socialförvaltningen > Vuxna': a name with names above it. */
export function pathParts(text: string): string[] {
	return text.split(/\s+[/>]\s+|\s*>\s*/u).map(folded);
}

/** What a unit is found by. */
export type FindableUnit = Pick<UnitRow, 'id' | 'externalId' | 'name' | 'path'>;
export type FoundUnit<Unit extends FindableUnit = UnitRow> =
	{ unit: Unit } | { reason: 'unknownUnit' | 'ambiguousUnit' };

/**
 * Finds units by what a cell says: the id that the other system gave them, else the name, else the name with names above
 * it. An id wins over a name.
 */
export function unitFinder<Unit extends FindableUnit>(
	units: readonly Unit[]
): (text: string) => FoundUnit<Unit> {
	const byId = new Map(units.map((unit) => [unit.id, unit]));
	const byExternalId = new Map(
		units.flatMap((unit) => (unit.externalId === null ? [] : [[folded(unit.externalId), unit] as const]))
	);
	const byName = Map.groupBy(units, ({ name }) => folded(name));
	const isBelow = (unit: Unit, names: string[]): boolean => {
		const above = unit.path.slice(0, -1).map((id) => folded(byId.get(id)?.name ?? ''));
		// the names may skip levels, but not change places
		let at = 0;
		for (const name of above) if (name === names[at]) at += 1;
		return at === names.length;
	};
	return (text) => {
		const exact = byExternalId.get(folded(text));
		if (exact) return { unit: exact };
		const named = byName.get(folded(text));
		const parts = pathParts(text);
		const found =
			named ?? (byName.get(parts.at(-1)!) ?? []).filter((unit) => isBelow(unit, parts.slice(0, -1)));
		if (found.length === 1) return { unit: found[0]! };
		return { reason: found.length === 0 ? 'unknownUnit' : 'ambiguousUnit' };
	};
}
