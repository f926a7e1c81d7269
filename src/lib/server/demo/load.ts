import { sql } from 'kysely';
import type { Application } from '../platform/context.ts';
import { settleReminders } from '../reminders/index.ts';
import { loadOrganisation } from './load-organisation.ts';
import { buildHistory } from './history.ts';
import { loadHistory } from './load-history.ts';
import { buildOrganisation } from './organisation.ts';

/** Two years, with something in every state; the same people and texts every time. */
const history = { years: 2, count: 720, seed: 'ekdala' };

/** Any number, as long as nobody else in the database uses it. */
const lockNumber = 770_2027;

/**
 * Fills an empty database with the fictional municipality. Does nothing when there is a municipality already; two processes
 * that start at once wait for each other.
 */
export async function loadDemo({ db, clock }: Application): Promise<void> {
	const isEmpty = () =>
		db.askAsOwner(async (ask) => !(await ask.selectFrom('unit').select('id').limit(1).executeTakeFirst()));
	if (!(await isEmpty())) return;
	const isLoaded = await db.asOwner(async (tx) => {
		await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(tx);
		const already = await tx.selectFrom('unit').select('id').limit(1).executeTakeFirst();
		if (already) return false;
		const now = clock.now().toString();
		const organisation = buildOrganisation({ now });
		const loaded = await loadOrganisation(tx, organisation);
		await loadHistory(tx, organisation, loaded, buildHistory(organisation, { now, ...history }));
		return true;
	});
	// what was late before anybody came is history: nobody begins with it
	if (isLoaded) await settleReminders({ db, clock });
}
