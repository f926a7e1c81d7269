import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
	completedSubtrees,
	consistencyProof,
	emptyRoot,
	GrowingTree,
	inclusionProof,
	isConsistent,
	isIncluded,
	leafHash,
	MissingSubtree,
	nodeHash,
	openSubtrees,
	rootOf,
	withStored,
	type Subtree,
	type SubtreeHash
} from './merkle.ts';

/** The eight leaves that Certificate Transparency's implementations are tested with, and their roots. */
const leavesOfCt = [
	'',
	'00',
	'10',
	'2021',
	'3031',
	'40414243',
	'5051525354555657',
	'606162636465666768696a6b6c6d6e6f'
].map((hex) => Buffer.from(hex, 'hex'));
const rootsOfCt = [
	'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
	'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
	'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
	'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
	'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
	'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
	'76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
	'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
	'5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
];

// the definition, word for word, and nothing else: RFC 6962 section 2.1
const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
function naiveRoot(leaves: readonly Buffer[]): Buffer {
	if (leaves.length === 0) return sha256();
	if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]!);
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}
function naivePath(m: number, leaves: readonly Buffer[]): Buffer[] {
	if (leaves.length === 1) return [];
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return m < k
		? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
		: [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}
function naiveConsistency(m: number, leaves: readonly Buffer[], isWhole = true): Buffer[] {
	if (m === leaves.length) return isWhole ? [] : [naiveRoot(leaves)];
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return m <= k
		? [...naiveConsistency(m, leaves.slice(0, k), isWhole), naiveRoot(leaves.slice(k))]
		: [...naiveConsistency(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

/** 70 leaves, each its own. */
const leaves = Array.from({ length: 70 }, (_, index) => sha256(Buffer.from(`leaf ${index}`)));
/** Every subtree, computed when it is asked for. */
const subtreeOf =
	(of: readonly Buffer[]): SubtreeHash =>
	(level, index) =>
		naiveRoot(of.slice(index * 2 ** level, (index + 1) * 2 ** level));
const subtree = subtreeOf(leaves);
const head = (size: number) => ({ size, root: naiveRoot(leaves.slice(0, size)) });
const sizes = Array.from({ length: 65 }, (_, size) => size);

test('the known roots of zero to eight leaves', () => {
	const tree = new GrowingTree();
	for (let size = 0; size <= 8; size++) {
		expect(tree.root().toString('hex')).toBe(rootsOfCt[size]);
		expect(rootOf(subtreeOf(leavesOfCt), size).toString('hex')).toBe(rootsOfCt[size]);
		if (size < 8) tree.add(leafHash(leavesOfCt[size]!));
	}
});

test('a leaf never hashes like a node, so that neither can be shown as the other', () => {
	const [left, right] = [leafHash(leaves[0]!), leafHash(leaves[1]!)];
	expect(nodeHash(left, right)).not.toEqual(leafHash(Buffer.concat([left, right])));
	expect(leafHash(Buffer.alloc(0))).not.toEqual(emptyRoot);
});

test.each(sizes)(
	'size %i: root, every inclusion and every consistency are those of the definition',
	(size) => {
		expect(rootOf(subtree, size)).toEqual(head(size).root);
		for (let index = 0; index < size; index++) {
			const proof = inclusionProof(subtree, index, size);
			expect(proof).toEqual(naivePath(index, leaves.slice(0, size)));
			expect(isIncluded(leafHash(leaves[index]!), index, head(size), proof)).toBe(true);
		}
		for (let from = 1; from <= size; from++) {
			const proof = consistencyProof(subtree, from, size);
			expect(proof).toEqual(naiveConsistency(from, leaves.slice(0, size)));
			expect(isConsistent(head(from), head(size), proof)).toBe(true);
		}
		expect(isConsistent(head(0), head(size), [])).toBe(true);
	}
);

describe('a proof holds for nothing else', () => {
	const flipped = (hash: Buffer) => Buffer.from(hash).fill(hash[0]! ^ 1, 0, 1);

	test.each([1, 2, 3, 7, 8, 21, 37, 64])('inclusion at size %i', (size) => {
		for (let index = 0; index < size; index++) {
			const leaf = leafHash(leaves[index]!);
			const proof = inclusionProof(subtree, index, size);
			expect(isIncluded(leafHash(leaves[65]!), index, head(size), proof)).toBe(false);
			expect(isIncluded(leaf, (index + 1) % (size + 1), head(size), proof)).toBe(false);
			expect(isIncluded(leaf, index, { ...head(size), root: head(size + 1).root }, proof)).toBe(false);
			expect(isIncluded(leaf, index, head(size), [...proof, leaf])).toBe(false);
			if (proof.length > 0) expect(isIncluded(leaf, index, head(size), proof.slice(1))).toBe(false);
			for (const [at] of proof.entries()) {
				expect(isIncluded(leaf, index, head(size), proof.with(at, flipped(proof[at]!)))).toBe(false);
			}
		}
	});

	test.each([2, 3, 7, 8, 21, 37, 64])('consistency with size %i', (size) => {
		for (let from = 1; from < size; from++) {
			const proof = consistencyProof(subtree, from, size);
			const other = { size: from, root: flipped(head(from).root) };
			expect(isConsistent(other, head(size), proof)).toBe(false);
			expect(isConsistent(head(from), { size, root: head(size + 1).root }, proof)).toBe(false);
			expect(isConsistent(head(from), head(size), proof.slice(1))).toBe(false);
			expect(isConsistent(head(from), head(size), [...proof, emptyRoot])).toBe(false);
			expect(isConsistent(head(size), head(from), proof)).toBe(false);
			for (const [at] of proof.entries()) {
				expect(isConsistent(head(from), head(size), proof.with(at, flipped(proof[at]!)))).toBe(false);
			}
		}
	});

	test('an empty log cannot be shown with another root', () => {
		expect(isConsistent({ size: 0, root: leaves[0]! }, head(5), [])).toBe(false);
	});
});

describe('with only every fourth level stored', () => {
	/** A store that leaves are added to in steps, as the integrator does. */
	async function storeOf(steps: readonly number[], all: readonly Buffer[]) {
		const stored = new Map<string, Buffer>();
		const key = ({ level, index }: Subtree) => `${level} ${index}`;
		const read = async (wanted: readonly Subtree[]) =>
			wanted.flatMap((one) => {
				const hash = stored.get(key(one));
				return hash ? [{ ...one, hash }] : [];
			});
		let size = 0;
		for (const step of steps) {
			const added = all.slice(size, size + step).map(leafHash);
			const open = new Map((await read(openSubtrees(size))).map((one) => [key(one), one.hash]));
			const nodes = completedSubtrees((level, index) => open.get(key({ level, index }))!, size, added);
			for (const [at, hash] of added.entries()) stored.set(key({ level: 0, index: size + at }), hash);
			for (const node of nodes) stored.set(key(node), node.hash);
			size += added.length;
		}
		return { read, stored, size };
	}
	const many = Array.from({ length: 5_000 }, (_, index) => sha256(Buffer.from(`many ${index}`)));
	const tree = new GrowingTree();
	const roots = [tree.root(), ...many.map((leaf) => (tree.add(leafHash(leaf)), tree.root()))];

	test.each([
		['one at a time', Array.from({ length: 300 }, () => 1)],
		['in uneven steps', [1, 15, 16, 17, 255, 256, 257, 3, 1000, 700, 2, 2478]],
		['all at once', [5_000]]
	])('added %s, every root and proof is right', async (_, steps) => {
		const { read, size, stored } = await storeOf(steps, many);
		expect([...stored.keys()].filter((key) => !key.startsWith('0 '))).toHaveLength(
			Math.floor(size / 16) + Math.floor(size / 256) + Math.floor(size / 4096)
		);
		for (const at of [0, 1, 2, 15, 16, 17, 31, 100, 255, 256, 257, size - 1, size].filter((n) => n <= size)) {
			expect(await withStored(read, (hashes) => rootOf(hashes, at))).toEqual(roots[at]);
			const proof = await withStored(read, (hashes) => consistencyProof(hashes, at, size));
			expect(isConsistent({ size: at, root: roots[at]! }, { size, root: roots[size]! }, proof)).toBe(true);
			if (at === size) continue;
			const path = await withStored(read, (hashes) => inclusionProof(hashes, at, size));
			expect(isIncluded(leafHash(many[at]!), at, { size, root: roots[size]! }, path)).toBe(true);
		}
	});

	test('a hash that somebody removed is noticed, not replaced', async () => {
		const { read, stored, size } = await storeOf([5_000], many);
		stored.delete('8 3');
		await expect(withStored(read, (hashes) => inclusionProof(hashes, 0, size))).rejects.toThrow(
			MissingSubtree
		);
	});
});
