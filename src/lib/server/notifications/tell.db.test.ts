import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { newId } from '../platform/ids.ts';
import { listNotices, readNotices, seeNotices, tell, type Notice } from './index.ts';

describe.each(engines)('telling people, $engine', ({ open, available }) => {
	let db: TestDatabase;
	let home: TestMunicipality;
	beforeAll(async () => {
		if (!available) return;
		db = await open();
		home = await makeMunicipality(db);
		// the head of the division stands in for the manager of Alpha, who is away
		await db.asOwner((tx) =>
			tx
				.insertInto('assignment')
				.values({
					id: newId<string>(),
					municipalityId: home.id,
					personId: home.person('head'),
					unitId: home.unit('alpha').id,
					role: 'lineManager',
					validFrom: '2026-03-01',
					validTo: '2026-03-31',
					deputyForId: home.person('manager')
				})
				.execute()
		);
	});
	afterAll(() => db?.close());

	const closedUnit = (): Notice => ({ kind: 'unitWithoutManager', subjectId: newId<string>() });
	const toldOf = async ({ subjectId }: Notice) => {
		const rows = await db.asOwner((tx) =>
			tx.selectFrom('notice').select('recipientId').where('subjectId', '=', subjectId).execute()
		);
		return rows.map(({ recipientId }) => recipientId).sort();
	};
	const people = (...keys: string[]) => keys.map((key) => home.person(key)).sort();
	const jobs = async () => {
		const { rows } = await db.run(
			`select count(*)::int as count from pgboss.job where name = 'notices.deliver'`
		);
		return (rows[0] as { count: number }).count;
	};

	test.skipIf(!available)('whoever is told finds it among their notices, with the way to it', async () => {
		const notice = { kind: 'measureGiven', subjectId: newId<string>() } as const;
		const unit = closedUnit();
		await home.as('reporter').transaction((tx) => tell(tx, home.as('reporter'), unit, people('colleague')));
		expect(await listNotices(home.as('colleague'))).toMatchObject([
			{ kind: 'unitWithoutManager', path: '/organisation/gaps', readAt: null }
		]);
		// a measure that is not the actor's is nothing that they are told of
		await home.as('reporter').transaction((tx) => tell(tx, home.as('reporter'), notice, people('colleague')));
		expect(await listNotices(home.as('colleague'))).toHaveLength(1);
		await readNotices(home.as('colleague'));
		expect((await listNotices(home.as('colleague')))[0]?.readAt).not.toBeNull();
	});

	test.skipIf(!available)(
		'who stands in for the recipient is told too, on the days that they do',
		async () => {
			const during = closedUnit();
			const context = home.as('reporter');
			await context.transaction((tx) => tell(tx, context, during, people('manager')));
			expect(await toldOf(during)).toEqual(people('manager', 'head'));

			home.clock.set('2026-04-01T08:00:00Z');
			const after = closedUnit();
			await context.transaction((tx) => tell(tx, context, after, people('manager')));
			expect(await toldOf(after)).toEqual(people('manager'));
			home.clock.set('2026-03-04T08:00:00Z');
		}
	);

	test.skipIf(!available)(
		'nobody who is kept out is told, nor who would be told by standing in for them',
		async () => {
			const notice = closedUnit();
			const context = home.as('reporter');
			await context.transaction((tx) =>
				tell(tx, context, notice, people('manager', 'director'), { keptOut: people('manager') })
			);
			expect(await toldOf(notice)).toEqual(people('director'));
		}
	);

	test.skipIf(!available)('nobody is told of what they do themselves', async () => {
		const notice = closedUnit();
		const context = home.as('director');
		await context.transaction((tx) => tell(tx, context, notice, people('director', 'auditor')));
		expect(await toldOf(notice)).toEqual(people('auditor'));
	});

	test.skipIf(!available)('the same thing is told once until it has been read', async () => {
		const notice = closedUnit();
		const context = home.as('reporter');
		const again = () => context.transaction((tx) => tell(tx, context, notice, people('auditor')));
		await again();
		await again();
		expect(await toldOf(notice)).toHaveLength(1);
		const reader = home.as('auditor');
		await reader.transaction((tx) => seeNotices(tx, reader, notice.subjectId));
		await again();
		expect(await toldOf(notice)).toHaveLength(2);
	});

	test.skipIf(!available)('when what happened is taken back, nobody is told and no job is left', async () => {
		const notice = closedUnit();
		const context = home.as('reporter');
		const before = await jobs();
		const attempt = context.transaction(async (tx) => {
			await tell(tx, context, notice, people('auditor'));
			throw new Error('taken back');
		});
		await expect(attempt).rejects.toThrow('taken back');
		expect(await toldOf(notice)).toEqual([]);
		expect(await jobs()).toBe(before);
		await context.transaction((tx) => tell(tx, context, notice, people('auditor')));
		expect(await jobs()).toBe(before + 1);
	});
});
