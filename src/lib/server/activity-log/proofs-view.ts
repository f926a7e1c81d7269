import type { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import type { Actor } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { isId } from '../platform/ids.ts';
import { exportLog, exportText } from './export.ts';
import { findLastCheck, type CheckState } from './full-check.ts';
import { record } from './index.ts';
import type { LogKeeper, LogProblem } from './keeper.ts';
import { commitmentOf } from './leaf.ts';
import {
	consistencyProof,
	inclusionProof,
	isConsistent,
	isIncluded,
	leafHash,
	MissingSubtree,
	withStored
} from './merkle.ts';
import { findNotes, formatKey, isSignedBy, verifierKey } from './note.ts';
import {
	countLeaves,
	findCheckpoint,
	findLastCheckpoint,
	findLeafIndex,
	listCheckpointSizes,
	listKeys,
	listLeaves,
	listSubtrees,
	type CheckpointRow,
	type LogKeyRow
} from './proof-queries.ts';
import { mayProofs, proofsRole, type ProofsAction } from './proofs-access.ts';
import { listReceivers, type ReceiverState } from './receivers.ts';

/** What the page of the log's proofs shows. */
export interface ProofsView {
	/** How many entries have a place. */
	entries: number;
	last: { size: number; madeAt: Temporal.Instant; ageSeconds: number } | null;
	receivers: (Pick<ReceiverState, 'kind' | 'label' | 'deliveredSize' | 'deliveredAt' | 'waiting'> & {
		/** `retired`: no running process has it in its settings. */
		state: 'delivered' | 'waiting' | 'failing' | 'never' | 'retired';
		lastError: string | null;
		nextAt: Temporal.Instant | null;
	})[];
	/** Newest first. */
	keys: { line: string; fromSize: number; addedAt: Temporal.Instant; isCurrent: boolean }[];
	/** Newest first, to choose among. */
	checkpoints: { size: number; madeAt: Temporal.Instant }[];
	check: CheckState | null;
	problem: LogProblem | null;
	may: Record<Exclude<ProofsAction, 'view'>, boolean>;
}

/** How many of the newest checkpoints can be chosen on the page. */
const mostChoices = 100;

/** @param keeper what this process knows by itself */
export async function viewProofs(
	context: Context,
	keeper: Pick<LogKeeper, 'problem' | 'receivers'>
): Promise<ProofsView> {
	const { actor, now } = context;
	require(mayProofs(actor, 'view'));
	return context.transaction(async (tx) => {
		const last = await findLastCheckpoint(tx);
		const keys = await listKeys(tx);
		const known = await listReceivers(tx);
		const configured = new Set(keeper.receivers.map(({ id }) => id));
		const missing = keeper.receivers.filter(({ id }) => !known.some((one) => one.id === id));
		return {
			entries: await countLeaves(tx),
			last: last
				? {
						size: last.size,
						madeAt: last.madeAt,
						ageSeconds: Math.max(0, now().since(last.madeAt).total('seconds'))
					}
				: null,
			receivers: [
				...known.map(({ kind, label, deliveredSize, deliveredAt, waiting, lastError, nextAt, id }) => ({
					kind,
					label,
					deliveredSize,
					deliveredAt,
					waiting,
					lastError,
					nextAt,
					state: stateOf({ lastError, waiting, deliveredAt }, configured.has(id))
				})),
				...missing.map(({ kind, label }) => ({
					kind,
					label,
					deliveredSize: null,
					deliveredAt: null,
					waiting: 0,
					lastError: null,
					nextAt: null,
					state: 'never' as const
				}))
			],
			keys: keys
				.map((key, index) => ({
					line: formatKey(key),
					fromSize: key.fromSize,
					addedAt: key.addedAt,
					isCurrent: index === keys.length - 1
				}))
				.reverse(),
			checkpoints: await listCheckpointSizes(tx, mostChoices),
			check: await findLastCheck(tx, now()),
			problem: keeper.problem(),
			may: mayAll(actor)
		};
	});
}

function mayAll(actor: Actor): ProofsView['may'] {
	const may = (action: ProofsAction) => mayProofs(actor, action).yes;
	return {
		check: may('check'),
		exportProofs: may('exportProofs'),
		exportEntries: may('exportEntries')
	};
}

function stateOf(
	{ lastError, waiting, deliveredAt }: Pick<ReceiverState, 'lastError' | 'waiting' | 'deliveredAt'>,
	isConfigured: boolean
): ProofsView['receivers'][number]['state'] {
	if (!isConfigured) return 'retired';
	if (lastError !== null) return 'failing';
	if (deliveredAt === null) return 'never';
	return waiting > 0 ? 'waiting' : 'delivered';
}

/** What is to be checked: two checkpoints by their sizes, and perhaps one entry. */
export interface ProofQuestion {
	from: number;
	to: number;
	/** An entry's id, or its place; null: none. */
	entry: string | null;
}

/** What the check says. */
export interface ProofAnswer {
	from: number;
	to: number;
	/** `damaged`: hashes that the proof needs are gone. */
	consistency: 'holds' | 'fails' | 'badSignature' | 'damaged';
	entry: {
		index: number;
		/** `notCovered`: it came after the later checkpoint. */
		inclusion: 'holds' | 'fails' | 'notCovered' | 'damaged';
		/** Whether what the entry says is what was committed to; null: the actor does not see entries. */
		isUnchanged: boolean | null;
	} | null;
}

/**
 * Checks that the later checkpoint continues the earlier one, that both are signed, and that an entry is in the later one.
 * @returns null when there is no such checkpoint; `entry: 'notFound'` when there is no such entry
 */
export async function checkProof(
	context: Context,
	question: ProofQuestion
): Promise<ProofAnswer | { notFound: 'checkpoint' | 'entry' }> {
	const { actor } = context;
	require(mayProofs(actor, 'check'));
	return context.transaction(async (tx) => {
		const [one, other] = [await findCheckpoint(tx, question.from), await findCheckpoint(tx, question.to)];
		if (!one || !other) return { notFound: 'checkpoint' };
		const [earlier, later] = one.size <= other.size ? [one, other] : [other, one];
		const keys = await listKeys(tx);
		const read = (wanted: Parameters<typeof listSubtrees>[1]) => listSubtrees(tx, wanted);

		const proof = await orDamaged(
			withStored(read, (hashes) => consistencyProof(hashes, earlier.size, later.size))
		);
		const isSigned = isSignedByOurs(earlier, keys) && isSignedByOurs(later, keys);
		const consistency = !isSigned
			? 'badSignature'
			: proof === 'damaged'
				? 'damaged'
				: isConsistent(earlier, later, proof)
					? 'holds'
					: 'fails';

		let entry: ProofAnswer['entry'] = null;
		if (question.entry !== null) {
			const index = isId(question.entry) ? await findLeafIndex(tx, question.entry) : Number(question.entry);
			const [leaf] =
				index !== undefined && Number.isSafeInteger(index)
					? await listLeaves(tx, index, 1, mayProofs(actor, 'exportEntries').yes)
					: [];
			if (!leaf) return { notFound: 'entry' };
			const path =
				leaf.leafIndex < later.size
					? await orDamaged(withStored(read, (hashes) => inclusionProof(hashes, leaf.leafIndex, later.size)))
					: 'notCovered';
			entry = {
				index: leaf.leafIndex,
				inclusion:
					typeof path === 'string'
						? path
						: isIncluded(leafHash(leaf.commitment), leaf.leafIndex, later, path)
							? 'holds'
							: 'fails',
				isUnchanged: leaf.entry && leaf.salt && commitmentOf(leaf.salt, leaf.entry).equals(leaf.commitment)
			};
		}
		await record(tx, context, {
			action: 'log.checked',
			subjectKind: 'log',
			subjectId: null,
			by: proofsRole(actor, 'check'),
			details: { from: earlier.size, to: later.size, consistency }
		});
		return { from: earlier.size, to: later.size, consistency, entry };
	});
}

function isSignedByOurs({ note, size, root }: CheckpointRow, keys: readonly LogKeyRow[]): boolean {
	const [found] = findNotes(note);
	if (!found || found.size !== size || !found.root.equals(root)) return false;
	return keys.some(({ name, publicKey }) => isSignedBy(found, verifierKey(name, publicKey)));
}

async function orDamaged<T>(proof: Promise<T>): Promise<T | 'damaged'> {
	return proof.catch((error: unknown) => {
		if (error instanceof MissingSubtree) return 'damaged' as const;
		throw error;
	});
}

/**
 * The file to download, some of it at a time: for the auditor what stands for the entries, for the data protection officer also the
 * entries of the municipality. That it was taken is an entry of its own, written before the first byte leaves.
 */
export async function downloadLog(
	context: Context,
	scope: 'proofs' | 'municipality'
): Promise<AsyncGenerator<string>> {
	const action = scope === 'proofs' ? 'exportProofs' : 'exportEntries';
	require(mayProofs(context.actor, action));
	await context.transaction(async (tx) =>
		record(tx, context, {
			action: scope === 'proofs' ? 'log.proofsExported' : 'log.exported',
			subjectKind: 'log',
			subjectId: null,
			by: proofsRole(context.actor, action),
			details: { entries: await countLeaves(tx) }
		})
	);
	return exportText(exportLog(context, scope));
}
