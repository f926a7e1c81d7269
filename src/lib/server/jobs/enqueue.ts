import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';

/**
 * Puts a job in a queue, in the caller's transaction: it is there if and only if what caused it is.
 *
 * @param queue made by a migration, e.g. 'notices.deliver'
 * @param data ids and codes only
 * @param options.after when it may begin; by the database's clock, so it is no deadline: those stand in the module's own tables
 * @throws when there is no such queue
 */
export async function enqueue(
	tx: Tx,
	queue: string,
	data: Record<string, string | number | boolean | null> = {},
	{ after }: { after?: { toString(): string } } = {}
): Promise<void> {
	const at = after?.toString() ?? null;
	await sql`select enqueue_job(${queue}, ${JSON.stringify(data)}, ${at})`.execute(tx);
}
