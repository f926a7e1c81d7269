import { randomBytes } from 'node:crypto';
import type { Application } from '../platform/context.ts';
import { commitmentOf, saltLength } from './leaf.ts';
import { completedSubtrees, leafHash, MissingSubtree, openSubtrees } from './merkle.ts';
import {
	appendLeaves,
	countLeaves,
	listSubtrees,
	listUnplaced,
	logKeeper,
	oldestOpenTransaction,
	tryLockLog
} from './proof-queries.ts';

/** How many entries get their places in one transaction. */
const batch = 5_000;
/** The same when everything is looked at, since that is what takes the time then. */
const largeBatch = 20_000;

/** What one integrator has seen, so that it need not look at everything each time. */
export interface IntegratorMemory {
	/** Entries of earlier transactions have their places; null: look at all, as at the start. */
	seen: string | null;
}

/**
 * Gives every entry that has none a place in the log: in the order of time and id, gapless, from the last place on.
 *
 * One at a time over all processes; when another one is at it, this does nothing. A round is one transaction, so that whatever
 * happens in the middle leaves neither a gap nor an entry that has two places.
 *
 * @returns how many entries got their places
 * @throws MissingSubtree when hashes of the log are gone
 */
export async function integrate({ db }: Pick<Application, 'db'>, memory: IntegratorMemory): Promise<number> {
	let total = 0;
	for (;;) {
		const most = memory.seen === null ? largeBatch : batch;
		const added = await db.transaction(logKeeper, async (tx) => {
			if (!(await tryLockLog(tx))) return 0;
			// before the entries are read: what is still open now is looked at again next time
			const oldest = await oldestOpenTransaction(tx);
			const entries = await listUnplaced(tx, memory.seen, most);
			if (entries.length > 0) {
				const size = await countLeaves(tx);
				const salts = randomBytes(saltLength * entries.length);
				const leaves = entries.map((entry, index) => {
					const salt = salts.subarray(index * saltLength, (index + 1) * saltLength);
					return { id: entry.id, salt, commitment: commitmentOf(salt, entry) };
				});
				const stored = await listSubtrees(tx, openSubtrees(size));
				const nodes = completedSubtrees(
					(level, index) => {
						const found = stored.find((one) => one.level === level && one.index === index);
						if (!found) throw new MissingSubtree(`level ${level}, index ${index}`);
						return found.hash;
					},
					size,
					leaves.map(({ commitment }) => leafHash(commitment))
				);
				await appendLeaves(tx, size, leaves, nodes);
			}
			return { count: entries.length, oldest };
		});
		if (added === 0) return total;
		total += added.count;
		if (added.count < most) {
			memory.seen = added.oldest;
			return total;
		}
	}
}
