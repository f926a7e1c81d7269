/** Checks a log from its export alone, in one pass: what was changed, removed, moved or inserted, and where. */
import { exportFormat, type ExportLine, type ExportScope } from './export.ts';
import { commitmentOf } from './leaf.ts';
import { GrowingTree, inclusionProof, isIncluded, leafHash, nodeHash, type SubtreeHash } from './merkle.ts';
import { findNotes, isSignedBy, parseKey, type SignedNote, type VerifierKey } from './note.ts';

/** What is wrong. The words for each: finding-text.ts. */
export const findingKinds = [
	'notAnExport',
	'unreadableLine',
	'cutOff',
	'missingPlace',
	'repeatedPlace',
	'changedEntry',
	'missingEntry',
	'wrongRoot',
	'removedEnd',
	'badCheckpoint',
	'badSignature',
	'unknownKey',
	'keyOutOfTime',
	'keyNotIntroduced',
	'otherKeys',
	'receiverDiffers',
	'receiverAhead',
	'receiverUnreadable',
	'unplaced',
	'backwards',
	'entryNotFound'
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One thing that is wrong, and where. Places count from 0; sizes are numbers of entries. */
export interface Finding {
	what: FindingKind;
	/** The first place, or the size of the last checkpoint that holds. */
	from?: number;
	/** The last place (inclusive), or the size of the checkpoint that does not hold. */
	to?: number;
	/** An entry's id, a key's, a receiver's name, or a point in time, as the kind needs it. */
	about?: string;
	than?: string;
}

/** What is worth knowing, without being wrong. */
export type Remark =
	| { what: 'noCheckpoint' }
	| { what: 'notCovered'; count: number }
	| { what: 'recentlyRecorded'; count: number }
	| { what: 'withoutEntries' }
	| { what: 'elsewhere'; count: number }
	| { what: 'keyReplaced'; key: string; index: number }
	| { what: 'receiverAgrees'; receiver: string; count: number; size: number }
	| { what: 'moreFindings'; count: number };

/** The proof that one entry is in the log. */
export interface Inclusion {
	index: number;
	size: number;
	root: string;
	leaf: string;
	/** From the leaf upwards; base64. */
	proof: string[];
	holds: boolean;
}

export interface Verification {
	findings: Finding[];
	remarks: Remark[];
	scope: ExportScope | null;
	leaves: number;
	checkpoints: number;
	/** The keys that sign it, oldest first, as C2SP writes them. */
	keys: string[];
	last: { size: number; madeAt: string } | null;
	inclusion: Inclusion | null;
}

/** What a receiver has kept. */
export interface KeptNotes {
	/** To name it by, e.g. the file. */
	receiver: string;
	notes: SignedNote[];
}

export interface VerifyOptions {
	receivers?: readonly KeptNotes[];
	/** A key that whoever checks has noted before; one of the log's must be this. */
	knownKey?: VerifierKey | undefined;
	/** An entry's id or its place, whose inclusion is to be shown. */
	entry?: string | undefined;
	onProgress?: ((leaves: number) => void | Promise<void>) | undefined;
}

/** Between when something was recorded and when it got its place lie a second, or the length of a long transaction. */
export const lagMinutes = 15;
const lagMs = lagMinutes * 60_000;

/** The rest is counted. */
const mostFindings = 200;
const progressEvery = 10_000;

/** A line of an export as it was found; 'unreadable' when it is none. */
export type FoundLine = ExportLine | { type: 'unreadable'; line: number };

/** @param lines in their order. Holds neither entries nor leaves in memory, but for `options.entry` 32 bytes for each */
export async function verifyLog(
	lines: AsyncIterable<FoundLine>,
	{ receivers = [], knownKey, entry, onProgress }: VerifyOptions = {}
): Promise<Verification> {
	const found = new Findings();
	const remarks: Remark[] = [];
	const keys: (VerifierKey & { fromSize: number; signedTo: number })[] = [];
	const introduced = new Map<string, { index: number; isReplacement: boolean }>();
	const kept = receivers.map(({ receiver, notes }) => ({
		receiver,
		notes: notes.toSorted((one, other) => one.size - other.size),
		next: 0,
		good: 0,
		differs: false,
		agrees: 0
	}));
	const tree = new GrowingTree();
	const hashes = entry === undefined ? null : new HashList();
	let scope: ExportScope | null = null;
	let exportedAt = Infinity;
	let ended = false;
	let lineCount = 0;
	let checkpoints = 0;
	let last: Verification['last'] = null;
	/** The largest size whose checkpoint holds. */
	let good = 0;
	/** From here on roots say nothing new: something before them is wrong already. */
	let isBroken = false;
	let latest = '';
	let elsewhere = 0;
	let recent = 0;
	let wanted: number | null = entry !== undefined && /^\d+$/.test(entry) ? Number(entry) : null;

	const checkSignature = (note: SignedNote, where: string | undefined): boolean => {
		const signer = keys.find(({ keyId }) => note.signatures.some((signature) => signature.keyId === keyId));
		const at = { to: note.size, ...(where !== undefined && { than: where }) };
		if (!signer) {
			found.add({ what: 'unknownKey', ...at, about: note.signatures[0]!.keyId });
			return false;
		}
		if (note.origin !== signer.name || !isSignedBy(note, signer)) {
			found.add({ what: 'badSignature', ...at });
			return false;
		}
		const until = keys[keys.indexOf(signer) + 1]?.fromSize ?? Infinity;
		if (note.size < signer.fromSize || note.size > until) {
			found.add({ what: 'keyOutOfTime', ...at, about: signer.keyId });
		}
		signer.signedTo = Math.max(signer.signedTo, note.size);
		return true;
	};
	/** What receivers have kept of the size that the tree has now. */
	const checkKept = () => {
		for (const one of kept) {
			for (let note = one.notes[one.next]; note && note.size <= tree.size; note = one.notes[++one.next]) {
				if (note.size < tree.size) continue;
				if (!checkSignature(note, one.receiver)) continue;
				if (note.root.equals(tree.root())) {
					one.good = note.size;
					one.agrees++;
				} else if (!one.differs) {
					one.differs = true;
					found.add({ what: 'receiverDiffers', from: one.good, to: note.size, about: one.receiver });
				}
			}
		}
	};

	for await (const line of lines) {
		lineCount++;
		if (line.type === 'header') {
			if (line.format !== exportFormat || lineCount > 1) break;
			scope = line.scope;
			exportedAt = Date.parse(line.exportedAt);
			continue;
		}
		if (scope === null) break;
		switch (line.type) {
			case 'unreadable':
				found.add({ what: 'unreadableLine', from: line.line });
				break;
			case 'key': {
				const key = parseKey(line.key);
				if (key) keys.push({ ...key, fromSize: line.fromSize, signedTo: -1 });
				else found.add({ what: 'badCheckpoint', about: line.key });
				break;
			}
			case 'leaf': {
				if (tree.size === 0) checkKept();
				if (!isLeaf(line) || line.index - tree.size > mostMissing) {
					found.add({ what: 'unreadableLine', from: lineCount });
					isBroken = true;
					break;
				}
				if (line.index < tree.size) {
					found.addPlace('repeatedPlace', line.index);
					isBroken = true;
					break;
				}
				if (line.index > tree.size) {
					found.add({ what: 'missingPlace', from: tree.size, to: line.index - 1 });
					isBroken = true;
					for (let missing = tree.size; missing < line.index; missing++) {
						tree.add(nothing);
						hashes?.add(nothing);
					}
				}
				const commitment = Buffer.from(line.commitment, 'base64');
				if (line.entry) {
					const isRight =
						line.salt !== undefined &&
						commitmentOf(Buffer.from(line.salt, 'base64'), line.entry).equals(commitment);
					if (!isRight) found.addPlace('changedEntry', line.index, line.entry.id);
					const { at, id, action, details } = line.entry;
					if (at >= latest || Date.parse(latest) - Date.parse(at) <= lagMs) latest = at;
					else found.addPlace('backwards', line.index, at, latest);
					if (id === entry) wanted = line.index;
					if (action === 'log.keyRotated' || action === 'log.keyReplaced') {
						const { publicKey } = details as { publicKey?: unknown };
						const isReplacement = action === 'log.keyReplaced';
						if (typeof publicKey === 'string' && !introduced.has(publicKey)) {
							introduced.set(publicKey, { index: line.index, isReplacement });
						}
					}
				} else if (line.elsewhere) {
					elsewhere++;
				} else if (scope !== 'proofs') {
					found.addPlace('missingEntry', line.index);
				}
				const leaf = leafHash(commitment);
				tree.add(leaf);
				hashes?.add(leaf);
				checkKept();
				if (tree.size % progressEvery === 0) await onProgress?.(tree.size);
				break;
			}
			case 'checkpoint': {
				checkpoints++;
				const [note, ...others] = findNotes(line.note);
				if (!note || others.length > 0 || note.size !== line.size) {
					found.add({ what: 'badCheckpoint', to: line.size });
					break;
				}
				const isSigned = checkSignature(note, undefined);
				if (note.size > tree.size) {
					found.add({ what: 'removedEnd', from: tree.size, to: note.size });
					isBroken = true;
				} else if (note.size < tree.size) {
					found.add({ what: 'badCheckpoint', to: line.size });
				} else if (isSigned && note.root.equals(tree.root())) {
					good = note.size;
					last = { size: note.size, madeAt: line.madeAt };
				} else if (isSigned && !isBroken) {
					found.add({ what: 'wrongRoot', from: good, to: note.size });
					isBroken = true;
				}
				break;
			}
			case 'unplaced':
				if (exportedAt - Date.parse(line.entry.at) > lagMs) {
					found.add({ what: 'unplaced', about: line.entry.id, than: line.entry.at });
				} else {
					recent++;
				}
				break;
			case 'end':
				ended = true;
				if (line.leaves !== tree.size && !isBroken) found.add({ what: 'cutOff' });
				break;
		}
	}
	if (scope === null) {
		found.add({ what: 'notAnExport' });
	} else {
		checkKept();
		if (!ended) found.add({ what: 'cutOff' });
		for (const { receiver, notes, next, good: agreed, agrees } of kept) {
			const ahead = notes[next] && notes.at(-1);
			if (notes.length === 0) found.add({ what: 'receiverUnreadable', about: receiver });
			if (ahead && checkSignature(ahead, receiver)) {
				found.add({ what: 'receiverAhead', from: tree.size, to: ahead.size, about: receiver });
			}
			if (agrees > 0) remarks.push({ what: 'receiverAgrees', receiver, count: agrees, size: agreed });
		}
		if (knownKey && !keys.some(({ publicKey }) => publicKey.equals(knownKey.publicKey))) {
			found.add({ what: 'otherKeys', about: knownKey.keyId });
		}
		for (const [at, { keyId, publicKey, fromSize }] of keys.entries()) {
			// entries that are not in the file may be those that introduce it
			if (at === 0 || scope === 'proofs' || elsewhere > 0) continue;
			const by = introduced.get(publicKey.toString('base64'));
			if (by?.isReplacement) remarks.push({ what: 'keyReplaced', key: keyId, index: by.index });
			else if (!by || by.index >= fromSize || keys[at - 1]!.signedTo <= by.index) {
				found.add({ what: 'keyNotIntroduced', about: keyId, to: fromSize });
			}
		}
		if (checkpoints === 0) remarks.push({ what: 'noCheckpoint' });
		else if (last && tree.size > last.size)
			remarks.push({ what: 'notCovered', count: tree.size - last.size });
		if (recent > 0) remarks.push({ what: 'recentlyRecorded', count: recent });
		if (scope === 'proofs') remarks.push({ what: 'withoutEntries' });
		if (elsewhere > 0) remarks.push({ what: 'elsewhere', count: elsewhere });
	}
	const inclusion =
		hashes && wanted !== null ? includes(hashes, wanted, last?.size ?? tree.size, tree) : null;
	if (entry !== undefined && !inclusion) found.add({ what: 'entryNotFound', about: entry });
	if (found.more > 0) remarks.push({ what: 'moreFindings', count: found.more });
	return {
		findings: found.all,
		remarks,
		scope,
		leaves: tree.size,
		checkpoints,
		keys: keys.map(({ keyId }) => keyId),
		last,
		inclusion
	};
}

/** A file that says that more is missing is not believed. */
const mostMissing = 10_000_000;

/** Whether a line that says that it is a leaf has what a leaf has: the file may come from anywhere. */
function isLeaf({ index, commitment, salt, entry }: Extract<ExportLine, { type: 'leaf' }>): boolean {
	const isText = (value: unknown) => typeof value === 'string';
	if (!Number.isSafeInteger(index) || index < 0 || !isText(commitment)) return false;
	if (entry === undefined) return true;
	const { details, ...fields } = entry;
	return (
		(salt === undefined || isText(salt)) &&
		details !== undefined &&
		isText(entry.at) &&
		entryFields.every((name) => fields[name] === null || isText(fields[name]))
	);
}
const entryFields = [
	...(['id', 'municipalityId', 'at', 'actorId', 'sessionId', 'address', 'role', 'onBehalfOfId'] as const),
	...(['action', 'subjectKind', 'subjectId'] as const)
];

/** Stands for a leaf that is gone. */
const nothing = Buffer.alloc(32);

/** What was found; neighbours of the same kind are one finding with a range. */
class Findings {
	readonly all: Finding[] = [];
	more = 0;

	add(finding: Finding): void {
		if (this.all.length < mostFindings) this.all.push(finding);
		else this.more++;
	}

	addPlace(what: FindingKind, index: number, about?: string, than?: string): void {
		const before = this.all.findLast((finding) => finding.what === what);
		if (before?.to === index - 1) {
			before.to = index;
			return;
		}
		this.add({
			what,
			from: index,
			to: index,
			...(about !== undefined && { about }),
			...(than !== undefined && { than })
		});
	}
}

/** Hashes in one piece of memory. */
class HashList {
	length = 0;
	#bytes = Buffer.alloc(32 * 1024);

	add(hash: Buffer): void {
		if ((this.length + 1) * 32 > this.#bytes.length) {
			this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
		}
		hash.copy(this.#bytes, this.length++ * 32);
	}
	at(index: number): Buffer {
		return this.#bytes.subarray(index * 32, (index + 1) * 32);
	}
}

/** The proof for one place, at the last checkpoint where that covers it, else at the end. */
function includes(hashes: HashList, index: number, checked: number, tree: GrowingTree): Inclusion | null {
	if (index >= hashes.length) return null;
	const size = index < checked ? checked : hashes.length;
	const subtree: SubtreeHash = (level, at) =>
		level === 0 ? hashes.at(at) : nodeHash(subtree(level - 1, at * 2), subtree(level - 1, at * 2 + 1));
	const whole = new GrowingTree();
	if (size !== tree.size) for (let at = 0; at < size; at++) whole.add(hashes.at(at));
	const root = size === tree.size ? tree.root() : whole.root();
	const leaf = hashes.at(index);
	const proof = inclusionProof(subtree, index, size);
	return {
		index,
		size,
		root: root.toString('base64'),
		leaf: leaf.toString('base64'),
		proof: proof.map((hash) => hash.toString('base64')),
		holds: isIncluded(leaf, index, { size, root }, proof)
	};
}
