/** The log as one file of JSON lines: everything that is needed to check it, in one pass, without the database and without us. */
import type { Context } from '../access/context.ts';
import type { LogEntry } from './leaf.ts';
import { formatKey } from './note.ts';
import {
	countLeaves,
	findLastCheckpoint,
	listCheckpointsAfter,
	listKeys,
	listLeaves,
	listUnplaced,
	type CheckpointRow
} from './proof-queries.ts';

/** Changes when the lines do. */
export const exportFormat = 'opaverkad-log-1';

/** `everything`: by the operator; `municipality`: the entries of one; `proofs`: no entries, only what stands for them. */
export type ExportScope = 'everything' | 'municipality' | 'proofs';

/** One line. A checkpoint stands after the entries that it covers; byte strings are base64. */
export type ExportLine =
	| { type: 'header'; format: string; scope: ExportScope; exportedAt: string; size: number }
	| { type: 'key'; key: string; fromSize: number; addedAt: string }
	| { type: 'checkpoint'; size: number; madeAt: string; note: string }
	| {
			type: 'leaf';
			index: number;
			commitment: string;
			salt?: string;
			entry?: LogEntry;
			/** The entry is not in this file: another municipality's, or about what its reader is kept out of. */
			elsewhere?: true;
	  }
	| { type: 'unplaced'; entry: LogEntry }
	| { type: 'end'; leaves: number };

/** Few enough that the embedded engine is busy only for a moment. */
const batch = 2_000;
/** So many entries without a place are enough to see that something is wrong. */
const mostUnplaced = 1_000;

/**
 * The log as it is now, as far as the one who asks may see it. Each part is read by itself: what is added meanwhile is left for
 * the next time.
 */
export async function* exportLog(
	{ transaction, now }: Pick<Context, 'transaction' | 'now'>,
	scope: ExportScope
): AsyncGenerator<ExportLine> {
	const withEntries = scope !== 'proofs';
	const { keys, last, size } = await transaction(async (tx) => ({
		keys: await listKeys(tx),
		last: await findLastCheckpoint(tx),
		// after the checkpoint, which is never of more entries than there are
		size: await countLeaves(tx)
	}));
	yield { type: 'header', format: exportFormat, scope, exportedAt: now().toString(), size };
	for (const key of keys) {
		yield { type: 'key', key: formatKey(key), fromSize: key.fromSize, addedAt: key.addedAt.toString() };
	}

	let checkpoints: CheckpointRow[] = [];
	let seen = 0;
	async function* checkpointsUpTo(position: number): AsyncGenerator<ExportLine> {
		for (;;) {
			if (checkpoints.length === 0 && seen < (last?.number ?? 0)) {
				checkpoints = await transaction((tx) => listCheckpointsAfter(tx, seen, batch));
				seen = checkpoints.at(-1)?.number ?? Infinity;
			}
			const next = checkpoints[0];
			if (!next || next.number > last!.number || next.size > position) return;
			checkpoints.shift();
			yield { type: 'checkpoint', size: next.size, madeAt: next.madeAt.toString(), note: next.note };
		}
	}

	let leaves = 0;
	for (let first = 0; first < size; first += batch) {
		const most = Math.min(batch, size - first);
		for (const leaf of await transaction((tx) => listLeaves(tx, first, most, withEntries))) {
			yield* checkpointsUpTo(leaf.leafIndex);
			leaves++;
			yield {
				type: 'leaf',
				index: leaf.leafIndex,
				commitment: leaf.commitment.toString('base64'),
				...(leaf.salt && leaf.entry && { salt: leaf.salt.toString('base64'), entry: leaf.entry }),
				...(leaf.elsewhere && { elsewhere: true as const })
			};
		}
	}
	yield* checkpointsUpTo(Infinity);
	if (withEntries) {
		for (const entry of await transaction((tx) => listUnplaced(tx, null, mostUnplaced))) {
			yield { type: 'unplaced', entry };
		}
	}
	yield { type: 'end', leaves };
}

/** The lines as bytes, some at a time. @param lines of `exportLog` */
export async function* exportText(lines: AsyncIterable<ExportLine>): AsyncGenerator<string> {
	let text = '';
	for await (const line of lines) {
		text += `${JSON.stringify(line)}\n`;
		if (text.length < 65_536) continue;
		yield text;
		text = '';
	}
	if (text !== '') yield text;
}
