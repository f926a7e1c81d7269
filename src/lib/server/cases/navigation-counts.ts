import { sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { dateIn } from '../platform/working-days.ts';

/** What waits for somebody. */
interface NavigationCounts {
	/** Cases that are the actor's to act on: open, or ended with duties that nobody has decided. */
	handled: number;
	/** Cases that somebody gave the actor to read. */
	shared: number;
	/** Those of them that need the actor now: not contacted yet, past what was promised, or ended with duties left. */
	cases: number;
	overdueMeasures: number;
	/** Messages to the actor about their own reports. */
	unreadMessages: number;
	unreadNotices: number;
}

/** What waits for the actor, for the numbers in the menu. One query, planned in the database, since every page asks it. */
export async function countForNavigation(context: Context): Promise<NavigationCounts> {
	const now = context.now();
	const { rows } = await context.transaction((tx) =>
		sql<NavigationCounts>`select * from count_waiting(${now.toString()}, ${dateIn(now).toString()})`.execute(
			tx
		)
	);
	return rows[0]!;
}
