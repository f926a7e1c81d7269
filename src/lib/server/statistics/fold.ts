import { sql } from 'kysely';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';

/** How many changes are folded at a time: little enough that the embedded engine is busy only for a moment. */
const batch = 2_000;

/**
 * Folds what has changed into the cells that the statistics are read from. Safe to run in several processes at once.
 * @returns how many changes were folded
 */
export async function foldStatistics({ db }: Pick<Application, 'db'>): Promise<number> {
	let total = 0;
	for (;;) {
		const folded = await db.transaction(nobody, async (tx) => {
			const { rows } = await sql<{ folded: number }>`select fold_statistics(${batch}) as folded`.execute(tx);
			return rows[0]?.folded ?? 0;
		});
		total += folded;
		if (folded < batch) return total;
	}
}
