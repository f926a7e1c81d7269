/** Who is nearest to a place among those who hold a post along its path. Pure: who may be asked at all is the caller's to say. */
import type { RoleHolder, UnitId } from './unit.ts';

/**
 * Holders by unit, the nearest first: those at the place itself, then those of each unit above it. A unit where nobody is left
 * is passed over, so the first are the nearest and the second those above them.
 * @param path municipality first; who holds a post elsewhere is left out
 */
export function nearestFirst<Holder extends Pick<RoleHolder, 'unitId'>>(
	holders: readonly Holder[],
	path: readonly UnitId[]
): Holder[][] {
	return path
		.toReversed()
		.map((unitId) => holders.filter((holder) => holder.unitId === unitId))
		.filter((here) => here.length > 0);
}

/** The holders nearest to a place, several when they share the post; none when nobody is along the path. */
export function nearestOf<Holder extends Pick<RoleHolder, 'unitId'>>(
	holders: readonly Holder[],
	path: readonly UnitId[]
): Holder[] {
	return nearestFirst(holders, path)[0] ?? [];
}
