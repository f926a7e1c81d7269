import { sql } from 'kysely';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import type { ActivityAction } from './actions.ts';

/** Nobody writes this often; a stuck key or a script does. Whoever is slowed down is told so, and keeps what they typed. */
export const mostTimes = 30;
export const perMinutes = 10;

/** Whether the actor has done something so often lately that they must wait. Per account and behaviour, never per address. */
export async function isTooOften(tx: Tx, context: Context, action: ActivityAction): Promise<boolean> {
	const since = context.now().subtract({ minutes: perMinutes }).toString();
	const { rows } = await sql<{
		count: number;
	}>`select own_activity_since(${action}, ${since}) as count`.execute(tx);
	return (rows[0]?.count ?? 0) >= mostTimes;
}
