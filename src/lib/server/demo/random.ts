/**
 * A small seeded random generator: the same seed always gives the same municipality, on every machine.
 *
 * `Math.random` cannot be seeded. sfc32 is public domain (PractRand), has 128 bits of state and is more than
 * enough for made-up data; it must never be used for tokens, keys or samples that are meant to be secret.
 */
export interface Random {
	/** A number from 0 up to, but not including, 1. */
	next(): number;
	/** A whole number between the two, both included. */
	integer(lowest: number, highest: number): number;
	/** True in the given share (0–1) of the calls. */
	chance(share: number): boolean;
	/** One of the items, all equally likely. Throws on an empty list. */
	pick<T>(items: readonly T[]): T;
	/** One of the items, in proportion to its weight. Throws when no item has a weight above zero. */
	pickWeighted<T>(items: readonly T[], weightOf: (item: T, index: number) => number): T;
	/** Up to `count` different items, in random order. */
	sample<T>(items: readonly T[], count: number): T[];
	/** An independent stream with its own name: one more draw in one place changes nothing in another. */
	fork(name: string): Random;
}

/** Starts a generator. Seeds that differ in one character give unrelated streams. */
export function createRandom(seed: string | number): Random {
	const next = sfc32(fourNumbersFrom(String(seed)));

	const random: Random = {
		next,
		integer: (lowest, highest) => lowest + Math.floor(next() * (highest - lowest + 1)),
		chance: (share) => next() < share,
		pick: (items) => random.pickWeighted(items, () => 1),
		pickWeighted(items, weightOf) {
			const weights = items.map(weightOf);
			const total = weights.reduce((sum, weight) => sum + weight, 0);
			if (!(total > 0)) throw new RangeError('nothing to pick from');
			let left = next() * total;
			let chosen = weights.findIndex((weight) => (left -= weight) < 0);
			// Rounding can leave a crumb after the last item.
			if (chosen < 0) chosen = weights.findLastIndex((weight) => weight > 0);
			return items[chosen] as (typeof items)[number];
		},
		sample(items, count) {
			const left = [...items];
			const drawn: typeof left = [];
			while (drawn.length < count && left.length > 0) {
				drawn.push(...left.splice(Math.floor(next() * left.length), 1));
			}
			return drawn;
		},
		fork: (name) => createRandom(`${seed}/${name}`)
	};
	return random;
}

type State = [number, number, number, number];

function sfc32([a, b, c, counter]: State): () => number {
	const next = () => {
		const sum = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = ((c << 21) | (c >>> 11)) + sum;
		c |= 0;
		return (sum >>> 0) / 4_294_967_296;
	};
	// The first numbers still resemble the seed.
	for (let round = 0; round < 15; round++) next();
	return next;
}

/** FNV-1a with four different starting points spreads a text over the 128 bits of state. */
function fourNumbersFrom(text: string): State {
	const hash = (start: number) => {
		let value = start;
		for (let index = 0; index < text.length; index++) {
			value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
		}
		return value ^ (value >>> 15);
	};
	return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x85ebca6b), hash(0xc2b2ae35)];
}
