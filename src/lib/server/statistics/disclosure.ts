/**
 * Which numbers somebody who sees aggregates only may see. Pure.
 *
 * A first, simple protection: small numbers are withheld, and so many more that none of them can be computed from the total of
 * their own table. What it does not protect against is listed in the README.
 */

/** A number of incidents, or that it is withheld: small, or needed to protect one that is small. The two are not told apart. */
export type Count = number | 'withheld';

/** Whether a number is so small that it can point at somebody. Nothing at all points at nobody. */
export function isSmall(count: number, threshold: number): boolean {
	return count > 0 && count < threshold;
}

/**
 * The parts of a total that is known, with what must be withheld.
 *
 * All small parts. One withheld part alone, or several that together are small, could be computed from the total: then the
 * smallest of the other parts as well, until there are at least two and they are not small together.
 * Zeros are shown. If everything together is small, everything but the zeros is withheld, and the caller withholds the total.
 */
export function protectParts<Key>(parts: ReadonlyMap<Key, number>, threshold: number): Map<Key, Count> {
	const bySize = [...parts].filter(([, count]) => count > 0).sort(([, one], [, other]) => one - other);
	const withheld = new Set<Key>();
	let sum = 0;
	for (const [key, count] of bySize) {
		const isEnough = withheld.size === 0 || (withheld.size >= 2 && sum >= threshold);
		if (count >= threshold && isEnough) break;
		withheld.add(key);
		sum += count;
	}
	return new Map([...parts].map(([key, count]) => [key, withheld.has(key) ? 'withheld' : count]));
}

/** How a unit is divided: the numbers of the units right below it, and its own total. */
export interface Division<Key> {
	total: number;
	parts: ReadonlyMap<Key, number>;
}

/** The parts and, under null, what is counted right at the unit itself or at a unit that no longer is below it. */
export function partsWithRest<Key>({ total, parts }: Division<Key>): Map<Key | null, number> {
	const rest = [...parts.values()].reduce((left, count) => left - count, total);
	// a unit that moved here brought its earlier incidents in its own total, but not in this one
	return new Map<Key | null, number>([...parts, [null, Math.max(0, rest)]]);
}

/**
 * Whether a unit's page must be withheld as a whole: its total is small, or is withheld among its neighbours on a page above,
 * from where it could be computed back.
 *
 * @param path the units from the highest whose page the person may see, down to the unit itself; each with its division
 */
export function isWithheld<Key>(path: readonly (Division<Key> & { key: Key })[], threshold: number): boolean {
	return path.some(({ key, total }, depth) => {
		if (isSmall(total, threshold)) return true;
		const above = path[depth - 1];
		return above !== undefined && protectParts(partsWithRest(above), threshold).get(key) === 'withheld';
	});
}
