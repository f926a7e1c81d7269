import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { engines } from '../../../../tests/support/database.ts';
import { remindAll } from '../reminders/index.ts';
import { loadDemo } from './load.ts';

test('nobody begins with notices of what was late before anybody came, and a day later has a handful', async () => {
	const db = await engines.find(({ engine }) => engine === 'embedded')!.open();
	const now = Temporal.Instant.from('2026-11-18T09:00:00Z');
	const at = (hours: number) => ({ db, clock: { now: () => now.add({ hours }) } });
	const mostNotices = async () => {
		const { rows } = await db.asOwner((tx) =>
			sql<{ count: number }>`select count(*)::integer as count from notice group by recipient_id
				order by 1 desc limit 1`.execute(tx)
		);
		return rows[0]?.count ?? 0;
	};
	await loadDemo(at(0));
	await remindAll(at(0));
	expect(await mostNotices()).toBe(0);
	expect(await remindAll(at(24))).toBeGreaterThan(0);
	expect(await mostNotices()).toBeLessThan(10);
	await db.close();
}, 120_000);
