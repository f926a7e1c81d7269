import { unitLevels, type UnitId, type UnitLevel } from '../organisation/index.ts';
import { isOpen, type UnitRow } from '../organisation-changes/index.ts';
import type { UnitLine } from './csv-lines.ts';
import { clipped, type FileProblem, type ProblemReason } from './csv-problem.ts';
import { folded, pathParts } from './find-unit.ts';

/** A unit of the organisation, a line of the file, or both when the line is about that unit. */
interface Node {
	unit?: UnitRow;
	line?: UnitLine;
}

/**
 * How the units become. A line is about the unit with its id; without one, about the unit of that name below the same unit.
 * Pure.
 * @param dayBefore the last day of what ends
 * @param idFor the same id for the same key each time that the file is planned
 */
export function planUnits(
	units: readonly UnitRow[],
	lines: readonly UnitLine[],
	{ today, dayBefore, endMissing, idFor }: UnitPlanning
): { units: UnitRow[]; problems: FileProblem[] } {
	const problems: FileProblem[] = [];
	const problem = (
		{ line, name, parent }: UnitLine,
		reason: ProblemReason,
		more: Partial<FileProblem> = {}
	) => void problems.push({ file: 'units', line, reason, value: clipped(parent ?? name), ...more });

	const root = units.find(({ parentId }) => parentId === null)!;
	const nodeOfUnit = new Map(units.map((unit): [UnitId, Node] => [unit.id, { unit }]));
	const nodeOfLine = new Map<UnitLine, Node>();
	const bind = (node: Node, line: UnitLine) => {
		if (node.line) problem(line, 'duplicateRow', { otherLine: node.line.line, value: clipped(line.name) });
		else node.line = line;
		nodeOfLine.set(line, node);
	};

	// by id, and the municipality by its place
	const byExternalId = new Map(
		units.flatMap((unit) => (unit.externalId === null ? [] : [[unit.externalId, unit] as const]))
	);
	const lineOfId = new Map<string, UnitLine>();
	for (const line of lines) {
		const same = line.externalId === null ? undefined : lineOfId.get(line.externalId);
		if (same) problem(line, 'duplicateRow', { otherLine: same.line, value: clipped(line.externalId!) });
		else if (line.externalId !== null) lineOfId.set(line.externalId, line);
		const unit = line.externalId === null ? undefined : byExternalId.get(line.externalId);
		const isRoot = line.level === 'municipality' || (!line.parent && folded(line.name) === folded(root.name));
		if (unit) bind(nodeOfUnit.get(unit.id)!, line);
		else if (isRoot) bind(nodeOfUnit.get(root.id)!, line);
	}

	// then from the top: whose parent is known is looked for below it
	const linesByName = Map.groupBy(lines, ({ name }) => folded(name));
	const unitsByName = Map.groupBy(
		units.filter((unit) => isOpen(unit, today)),
		({ name }) => folded(name)
	);
	const childrenOf = Map.groupBy(
		units.filter((unit) => isOpen(unit, today)),
		({ parentId }) => parentId
	);
	const parents = new Map<UnitLine, Node | null>();
	const underway = new Set<UnitLine>();
	/** New units without an id, by what is above them and their name: two lines with the same are one too many. */
	const newBelow = new Map<Node | null, Map<string, Node>>();

	function parentOf(line: UnitLine): Node | null {
		const known = parents.get(line);
		if (known !== undefined) return known;
		if (underway.has(line)) return null;
		underway.add(line);
		const found = findParent(line);
		underway.delete(line);
		parents.set(line, found);
		return found;
	}
	function findParent(line: UnitLine): Node | null {
		const own = nodeOfLine.get(line)?.unit;
		if (!line.parent) {
			if (own && line.parent === undefined) return nodeOfUnit.get(own.parentId ?? own.id)!;
			return nodeOfUnit.get(root.id)!;
		}
		const byId = lineOfId.get(line.parent) ?? byExternalId.get(line.parent);
		if (byId) return 'line' in byId ? nodeFor(byId) : nodeOfUnit.get(byId.id)!;
		const parts = pathParts(line.parent);
		const candidates = [folded(line.parent), parts.at(-1)!].flatMap((name, index) => {
			const above = index === 0 ? [] : parts.slice(0, -1);
			const fromFile = (linesByName.get(name) ?? []).filter((other) => other !== line).flatMap(nodeFor);
			const kept = (unitsByName.get(name) ?? [])
				.map((unit) => nodeOfUnit.get(unit.id)!)
				.filter((node) => !node.line);
			const nodes = fromFile.length > 0 ? fromFile : kept;
			return nodes.filter((node): node is Node => node !== null && isBelow(node, above));
		});
		const found = [...new Set(candidates)];
		if (found.length !== 1) problem(line, found.length === 0 ? 'unknownUnit' : 'ambiguousUnit');
		return found.length === 1 ? found[0]! : null;
	}
	function isBelow(node: Node, names: readonly string[]): boolean {
		let left = names.length;
		for (let at = above(node), steps = 0; at && left > 0 && steps < deepest; at = above(at), steps += 1) {
			if (folded((at.line ?? at.unit)!.name) === names[left - 1]) left -= 1;
		}
		return left === 0;
	}
	function above(node: Node): Node | null {
		if (node.unit === root) return null;
		if (node.line) return parentOf(node.line);
		return nodeOfUnit.get(node.unit!.parentId!) ?? null;
	}
	/** The node of a line: the unit of its name below its parent, when there is one and no other line has it. */
	function nodeFor(line: UnitLine): Node | null {
		const bound = nodeOfLine.get(line);
		if (bound) return bound;
		const parent = parentOf(line);
		// found on the way to its own parent
		const meanwhile = nodeOfLine.get(line);
		if (meanwhile) return meanwhile;
		const known = parent?.unit
			? childrenOf
					.get(parent.unit.id)
					?.find(
						(unit) =>
							folded(unit.name) === folded(line.name) &&
							(unit.externalId === null || line.externalId === null)
					)
			: undefined;
		const sibling = line.externalId === null ? newBelow.get(parent)?.get(folded(line.name)) : undefined;
		if (known) bind(nodeOfUnit.get(known.id)!, line);
		else if (sibling) bind(sibling, line);
		else {
			const node = { line };
			nodeOfLine.set(line, node);
			if (line.externalId === null) {
				newBelow.set(parent, (newBelow.get(parent) ?? new Map<string, Node>()).set(folded(line.name), node));
			}
		}
		return nodeOfLine.get(line)!;
	}
	for (const line of lines) nodeFor(line);

	// as they become, paths last: a unit that moves takes everything below it along
	const ids = new Map<Node, UnitId>();
	const idOf = (node: Node, depth = 0): UnitId => {
		const known = node.unit?.id ?? ids.get(node);
		if (known) return known;
		const line = node.line!;
		const up = depth < deepest ? (parents.get(line) ?? null) : null;
		const key = line.externalId ?? `${up ? idOf(up, depth + 1) : line.line}/${folded(line.name)}`;
		const id = idFor<UnitId>(`unit ${key}`);
		ids.set(node, id);
		return id;
	};
	const nodes = new Set([...nodeOfUnit.values(), ...nodeOfLine.values()]);
	const after = [...nodes].map((node): UnitRow => {
		const { unit, line } = node;
		if (!line) {
			const ends = endMissing && unit !== root && isOpen(unit!, today);
			return ends ? { ...unit!, validTo: dayBefore } : unit!;
		}
		if (unit === root) {
			if (line.validTo) problem(line, 'municipalityEnds', { value: clipped(line.name) });
			return { ...root, name: line.name, externalId: line.externalId ?? root.externalId };
		}
		const parent = parentOf(line);
		const parentLevel = parent ? levelOf(parent) : 'municipality';
		const level = line.level ?? unit?.level ?? levelBelow(parentLevel);
		if (parent && rank(level) < Math.max(1, rank(parentLevel)))
			problem(line, 'wrongLevel', { value: clipped(line.name) });
		return {
			id: idOf(node),
			parentId: parent ? idOf(parent) : (unit?.parentId ?? root.id),
			level,
			name: line.name,
			activity: line.activity === undefined ? (unit?.activity ?? null) : line.activity,
			area: line.area === undefined ? (unit?.area ?? null) : line.area,
			path: unit?.path ?? [],
			validFrom: line.validFrom ?? unit?.validFrom ?? today,
			// a file that names a unit says that it is there, unless it says until when it was
			validTo: line.validTo ?? null,
			externalId: line.externalId ?? unit?.externalId ?? null
		};
	});
	function levelOf(node: Node, depth = 0): UnitLevel {
		if (node.unit === root) return 'municipality';
		const known = node.line?.level ?? node.unit?.level;
		if (known) return known;
		const up = depth < deepest && node.line ? parents.get(node.line) : null;
		return levelBelow(up ? levelOf(up, depth + 1) : 'municipality');
	}

	const paths = pathsOf(after, root.id);
	for (const node of nodes) {
		if (node.line && !paths.has(idOf(node))) problem(node.line, 'circle', { value: clipped(node.line.name) });
	}
	return {
		units: after
			.map((row) => ({ ...row, path: paths.get(row.id) ?? row.path }))
			.sort((one, other) => one.path.length - other.path.length),
		problems
	};
}

export interface UnitPlanning {
	today: string;
	dayBefore: string;
	endMissing: boolean;
	idFor<Id extends string>(key: string): Id;
}

const rank = (level: UnitLevel) => unitLevels.indexOf(level);
const levelBelow = (level: UnitLevel): UnitLevel => unitLevels[Math.min(rank(level) + 1, 3)]!;
/** Deeper than any organisation: a circle ends here, and is told as one. */
const deepest = 50;

/** Each unit's path from the municipality; a unit that is in a circle has none. */
function pathsOf(units: readonly UnitRow[], rootId: UnitId): Map<UnitId, UnitId[]> {
	const children = Map.groupBy(
		units.filter(({ id }) => id !== rootId),
		({ parentId }) => parentId
	);
	const paths = new Map<UnitId, UnitId[]>([[rootId, [rootId]]]);
	for (const [id, path] of paths) {
		for (const child of children.get(id) ?? []) paths.set(child.id, [...path, child.id]);
	}
	return paths;
}
