/**
 * The Merkle tree of RFC 6962 (section 2.1; proofs verified as RFC 9162, section 2.1.3 and 2.1.4): roots, and proofs that an
 * entry is in the tree and that a tree is the beginning of a later one. Pure: where hashes come from is an argument.
 */
import { hash } from 'node:crypto';

/** The hash of a complete subtree: the 2^level leaves that begin at leaf `index` * 2^level. Level 0 is a leaf. */
export type SubtreeHash = (level: number, index: number) => Buffer;

/** A complete subtree, by where it is. */
export interface Subtree {
	level: number;
	index: number;
}

/** The root of a log without entries. */
export const emptyRoot = sha256(Buffer.alloc(0));

function sha256(data: Buffer): Buffer {
	return hash('sha256', data, 'buffer');
}

const oneChild = Buffer.alloc(33);
/** The hash of a leaf, of what it holds. @param data 32 bytes: in our log a commitment */
export function leafHash(data: Buffer): Buffer {
	if (data.length !== 32) return sha256(Buffer.concat([Buffer.of(0), data]));
	data.copy(oneChild, 1);
	return sha256(oneChild);
}

const twoChildren = Buffer.alloc(65, 1);
/** The hash of a node, of its two children. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
	left.copy(twoChildren, 1);
	right.copy(twoChildren, 33);
	return sha256(twoChildren);
}

/** The largest power of two that is smaller than a size of at least 2. */
function splitOf(size: number): number {
	let split = 1;
	while (split * 2 < size) split *= 2;
	return split;
}

/** The hash of the leaves from `from` to before `to`, where `from` is where such a range begins in a tree. */
function rangeHash(subtree: SubtreeHash, from: number, to: number): Buffer {
	const size = to - from;
	const level = Math.log2(size);
	if (Number.isInteger(level)) return subtree(level, from / size);
	const middle = from + splitOf(size);
	return nodeHash(rangeHash(subtree, from, middle), rangeHash(subtree, middle, to));
}

/** The root of the first `size` leaves. */
export function rootOf(subtree: SubtreeHash, size: number): Buffer {
	return size === 0 ? emptyRoot : rangeHash(subtree, 0, size);
}

/** What is needed to compute the root at a size from one leaf, from the leaf upwards. */
export function inclusionProof(subtree: SubtreeHash, index: number, size: number): Buffer[] {
	const path = (from: number, to: number): Buffer[] => {
		if (to - from === 1) return [];
		const middle = from + splitOf(to - from);
		return index < middle
			? [...path(from, middle), rangeHash(subtree, middle, to)]
			: [...path(middle, to), rangeHash(subtree, from, middle)];
	};
	return path(0, size);
}

/** What is needed to see that the tree of the first `from` leaves is the beginning of the one of the first `to`. */
export function consistencyProof(subtree: SubtreeHash, from: number, to: number): Buffer[] {
	if (from === 0 || from === to) return [];
	const path = (start: number, end: number, isWhole: boolean): Buffer[] => {
		if (end === from) return isWhole ? [] : [rangeHash(subtree, start, end)];
		const middle = start + splitOf(end - start);
		return from <= middle
			? [...path(start, middle, isWhole), rangeHash(subtree, middle, end)]
			: [...path(middle, end, false), rangeHash(subtree, start, middle)];
	};
	return path(0, to, true);
}

const half = (number: number) => Math.floor(number / 2);
const isOdd = (number: number) => number % 2 === 1;

/** Whether a proof shows that a leaf stands at an index of the tree with this size and root. */
export function isIncluded(
	leaf: Buffer,
	index: number,
	{ size, root }: { size: number; root: Buffer },
	proof: readonly Buffer[]
): boolean {
	if (index >= size) return false;
	let [at, last, computed] = [index, size - 1, leaf];
	for (const sibling of proof) {
		if (last === 0) return false;
		if (isOdd(at) || at === last) {
			computed = nodeHash(sibling, computed);
			while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
		} else {
			computed = nodeHash(computed, sibling);
		}
		[at, last] = [half(at), half(last)];
	}
	return last === 0 && computed.equals(root);
}

/** Whether a proof shows that the earlier tree is the beginning of the later one: nothing in it was changed or removed. */
export function isConsistent(
	earlier: { size: number; root: Buffer },
	later: { size: number; root: Buffer },
	proof: readonly Buffer[]
): boolean {
	if (earlier.size > later.size) return false;
	if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
	if (earlier.size === 0) return proof.length === 0 && earlier.root.equals(emptyRoot);
	const path = Number.isInteger(Math.log2(earlier.size)) ? [earlier.root, ...proof] : proof;
	const [first, ...rest] = path;
	if (!first) return false;
	let [at, last] = [earlier.size - 1, later.size - 1];
	while (isOdd(at)) [at, last] = [half(at), half(last)];
	let [before, after] = [first, first];
	for (const sibling of rest) {
		if (last === 0) return false;
		if (isOdd(at) || at === last) {
			before = nodeHash(sibling, before);
			after = nodeHash(sibling, after);
			while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
		} else {
			after = nodeHash(after, sibling);
		}
		[at, last] = [half(at), half(last)];
	}
	return last === 0 && before.equals(earlier.root) && after.equals(later.root);
}

/** A tree that leaves are added to, one after the other, and that remembers only what its next root needs. */
export class GrowingTree {
	size = 0;
	readonly #complete: Buffer[] = [];

	/** @param leaf the leaf's hash */
	add(leaf: Buffer): void {
		let grown = leaf;
		for (let rest = this.size; isOdd(rest); rest = half(rest)) grown = nodeHash(this.#complete.pop()!, grown);
		this.#complete.push(grown);
		this.size++;
	}

	root(): Buffer {
		return this.#complete.length === 0
			? emptyRoot
			: this.#complete.reduceRight((right, left) => nodeHash(left, right));
	}
}

/** Hashes are stored at every fourth level: a sixteenth of the rows, and never more than 16 to read where one is needed. */
const levelStep = 4;
const groupSize = 2 ** levelStep;

/** The stored subtrees that are needed to complete the next ones when leaves are added to a tree of a size. */
export function openSubtrees(size: number): Subtree[] {
	const open: Subtree[] = [];
	for (let level = 0; 2 ** level <= size; level += levelStep) {
		const count = Math.floor(size / 2 ** level);
		for (let index = count - (count % groupSize); index < count; index++) open.push({ level, index });
	}
	return open;
}

/**
 * The subtrees to store when leaves are added, besides the leaves themselves.
 * @param stored gives the hashes of `openSubtrees(size)`
 */
export function completedSubtrees(
	stored: SubtreeHash,
	size: number,
	leaves: readonly Buffer[]
): (Subtree & { hash: Buffer })[] {
	const completed: (Subtree & { hash: Buffer })[] = [];
	const open = openSubtrees(size);
	let added = leaves;
	for (let level = 0; added.length > 0; level += levelStep) {
		const count = Math.floor(size / 2 ** level);
		const before = open.filter((one) => one.level === level).map(({ index }) => stored(level, index));
		const row = [...before, ...added];
		const first = (count - before.length) / groupSize;
		const next: Buffer[] = [];
		for (let group = 0; (group + 1) * groupSize <= row.length; group++) {
			const grown = hashOfGroup(row.slice(group * groupSize, (group + 1) * groupSize));
			next.push(grown);
			completed.push({ level: level + levelStep, index: first + group, hash: grown });
		}
		added = next;
	}
	return completed;
}

function hashOfGroup(hashes: readonly Buffer[]): Buffer {
	return rangeHash(
		function subtree(level, index): Buffer {
			return level === 0
				? hashes[index]!
				: nodeHash(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1));
		},
		0,
		groupSize
	);
}

/** Every subtree, when those at the stored levels are known. */
function fromStored(stored: SubtreeHash): SubtreeHash {
	const subtree: SubtreeHash = (level, index) =>
		level % levelStep === 0
			? stored(level, index)
			: nodeHash(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1));
	return subtree;
}

/** A hash that should be stored is not: somebody removed it, or the database is damaged. */
export class MissingSubtree extends Error {
	override name = 'MissingSubtree';
}

/**
 * Does work that needs stored hashes: once to see which, and once with them, read all at a time.
 * @throws MissingSubtree
 */
export async function withStored<T>(
	read: (wanted: readonly Subtree[]) => Promise<(Subtree & { hash: Buffer })[]>,
	work: (subtree: SubtreeHash) => T
): Promise<T> {
	const key = ({ level, index }: Subtree) => `${level} ${index}`;
	const wanted = new Map<string, Subtree>();
	work(
		fromStored((level, index) => {
			wanted.set(key({ level, index }), { level, index });
			return emptyRoot;
		})
	);
	const found = new Map((await read([...wanted.values()])).map((one) => [key(one), one.hash]));
	return work(
		fromStored((level, index) => {
			const stored = found.get(key({ level, index }));
			if (!stored) throw new MissingSubtree(`level ${level}, index ${index}`);
			return stored;
		})
	);
}
