import { sql } from 'kysely';
import type { Application } from '../platform/context.ts';
import { settleReminders } from '../reminders/index.ts';
import { buildHistory } from './history.ts';
import { loadHistory, type LoadedIncident } from './load-history.ts';
import { loadOrganisation } from './load-organisation.ts';
import { loadStorySteps } from './load-story-steps.ts';
import { buildOrganisation } from './organisation.ts';
import { buildStories, type StoryKey } from './stories.ts';

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
	const now = clock.now().toString();
	const organisation = buildOrganisation({ now });
	const loaded = await db.asOwner(async (tx) => {
		await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(tx);
		const already = await tx.selectFrom('unit').select('id').limit(1).executeTakeFirst();
		if (already) return null;
		const places = await loadOrganisation(tx, organisation);
		const stories = buildStories(now);
		const incidents = [...buildHistory(organisation, { now, ...history }), ...Object.values(stories)].sort(
			(a, b) => (a.reportedAt < b.reportedAt ? -1 : a.reportedAt > b.reportedAt ? 1 : 0)
		);
		const found = await loadHistory(tx, organisation, places, incidents);
		const storyIds = Object.fromEntries(
			Object.entries(stories).map(([key, story]) => [key, found.get(story)!])
		) as Record<StoryKey, LoadedIncident>;
		return { ...places, stories: storyIds };
	});
	if (!loaded) return;
	await loadStorySteps({ db, now, organisation, loaded });
	// what was late before anybody came is history: nobody begins with it
	await settleReminders({ db, clock });
}
