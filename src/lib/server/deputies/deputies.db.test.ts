/** What a deputy can do, from the first day to the last, and what never reaches them. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { signedIn } from '../../../../tests/support/signed-in.ts';
import type { Context } from '../access/index.ts';
import {
	assess,
	countForNavigation,
	takeOver,
	viewCase,
	viewInbox,
	viewOwnReport,
	viewReportForm
} from '../cases/index.ts';
import { buildAssessment } from '../cases/test-data.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { endDeputy, nameDeputy, viewDeputies } from './index.ts';

const wednesday = '2026-03-04T08:00:00Z';
const inbox = (context: Context, query = '') => viewInbox(context, new URLSearchParams(query), 'sv');

describe.each(engines)('deputies on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('a deputy', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let count = 0;
		beforeAll(async () => {
			db = await open();
		});
		beforeEach(async () => {
			home = await makeMunicipality(db, ` ${++count}`);
			home.clock.set(wednesday);
		});
		afterAll(() => db.close());

		const name = (person: string, from: string, to: string, by = 'manager', unit = 'alpha') =>
			nameDeputy(home.as(by), { person: home.person(person), unit: home.unit(unit).id, from, to });
		const periodOf = async (by = 'manager') => (await viewDeputies(home.as(by), '', 'sv')).named[0]!;
		const as = async (key: string) => (await (await signedIn(db, home, key)).context())!;
		const caseOf = (incidentId: IncidentId): Promise<CaseId> =>
			db.asOwner(async (tx) => {
				const file = tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId);
				return (await file.executeTakeFirstOrThrow()).id;
			});
		const lastActivity = (action: string) =>
			db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.selectAll()
					.where('municipalityId', '=', home.id)
					.where('action', '=', action)
					.orderBy('at', 'desc')
					.executeTakeFirst()
			);

		test('receives what is new, acts on it, and it is said everywhere for whom', async () => {
			expect(await name('colleague', '2026-03-04', '2026-03-10')).toEqual({ ok: true });
			const incident = await report(home.as('reporter'));
			const id = await caseOf(incident);

			const deputy = await as('colleague');
			const seen = await inbox(deputy);
			expect(seen.rows).toMatchObject([{ id, isMine: true }]);
			expect(seen.standsInFor).toMatchObject([
				{ person: { name: `manager ${count}` }, toText: '10 mars 2026' }
			]);
			expect(await countForNavigation(deputy)).toMatchObject({ handled: 1, cases: 1 });
			expect(await assess(deputy, id, buildAssessment())).toEqual({ ok: true });
			expect(await lastActivity('case.assessed')).toMatchObject({
				actorId: home.person('colleague'),
				role: 'lineManager',
				onBehalfOfId: home.person('manager')
			});

			const own = await viewOwnReport(home.as('reporter'), incident, 'sv');
			expect(own.handler).toEqual({ name: `manager ${count}` });
			expect(own.standIn).toEqual({ name: `colleague ${count}` });
			expect(own.audience.members).toContainEqual(
				expect.objectContaining({
					name: `colleague ${count}`,
					reasons: [expect.objectContaining({ kind: 'deputy', untilText: '10 mars 2026' })]
				})
			);
			const form = await viewReportForm(home.as('reporter'), { unitId: null, forColleague: false }, 'sv');
			expect(form.routes.usual.handler).toMatchObject({ standIn: { name: `colleague ${count}` } });
		});

		test('sees nothing before the first day and nothing after the last, midnight in Sweden', async () => {
			await name('colleague', '2026-03-05', '2026-03-06');
			const id = await caseOf(await report(home.as('reporter')));
			for (const [time, sees] of [
				['2026-03-04T22:59:59Z', false],
				['2026-03-04T23:00:00Z', true],
				['2026-03-06T22:59:59Z', true],
				['2026-03-06T23:00:00Z', false]
			] as const) {
				home.clock.set(time);
				const look = viewCase(await as('colleague'), id, 'sv');
				await (sees ? expect(look).resolves.toBeDefined() : expect(look).rejects.toThrow(NotFound));
			}
			// and what they took over is the manager's again
			expect(await inbox(home.as('manager'))).toMatchObject({ rows: [{ id, isMine: true }] });
		});

		test('sees nothing more when the manager ends it, and is not signed out of their own work', async () => {
			await name('colleague', '2026-03-04', '2026-12-31');
			const id = await caseOf(await report(home.as('reporter')));
			const session = await signedIn(db, home, 'colleague');
			await viewCase((await session.context())!, id, 'sv');
			await endDeputy(home.as('manager'), (await periodOf()).id);
			const after = await session.context();
			expect(after?.actor.roles).toEqual([]);
			await expect(viewCase(after!, id, 'sv')).rejects.toThrow(NotFound);
			expect((await periodOf()).state).toBe('takenBack');
			expect((await lastActivity('deputy.ended'))?.details).toMatchObject({
				personId: home.person('colleague')
			});
			// the same deputy again, the same day
			expect(await name('colleague', '2026-03-04', '2026-03-05')).toEqual({ ok: true });
		});

		test('stands in for nobody when the manager has left the post', async () => {
			await name('colleague', '2026-03-04', '2026-03-31');
			const id = await caseOf(await report(home.as('reporter')));
			await viewCase(await as('colleague'), id, 'sv');
			await db.asOwner((tx) =>
				tx
					.updateTable('assignment')
					.set({ validTo: '2026-03-03' })
					.where('personId', '=', home.person('manager'))
					.execute()
			);
			expect((await as('colleague')).actor.roles).toEqual([]);
			await expect(viewCase(await as('colleague'), id, 'sv')).rejects.toThrow(NotFound);
		});

		test('knows nothing of what is about the manager, or what the manager was exposed to', async () => {
			await name('colleague', '2026-03-04', '2026-03-31');
			const before = JSON.stringify(await inbox(await as('colleague'), 'tab=all'));
			const about = await caseOf(await report(home.as('reporter'), { values: { influencer: 'manager' } }));
			const exposed = await caseOf(
				await report(home.as('betaReporter'), {
					affectedPersonId: home.person('manager'),
					unitId: home.unit('alpha').id,
					origin: 'onBehalf'
				})
			);
			const deputy = await as('colleague');
			for (const id of [about, exposed]) await expect(viewCase(deputy, id, 'sv')).rejects.toThrow(NotFound);
			expect(JSON.stringify(await inbox(deputy, 'tab=all'))).toBe(before);
			expect(await countForNavigation(deputy)).toMatchObject({ handled: 0, cases: 0 });
			// nor by what the database itself lets them have
			const rows = await deputy.transaction((tx) => tx.selectFrom('caseFile').select('id').execute());
			expect(rows).toEqual([]);
			const head = await viewCase(home.as('head'), about, 'sv');
			expect(head.ownerChoices?.atUnit.map(({ id }) => id)).not.toContain(home.person('colleague'));
			expect(head.audience.members.map(({ name: who }) => who)).not.toContain(`colleague ${count}`);
		});

		test('who reports while standing in: the next manager receives it', async () => {
			await name('colleague', '2026-03-04', '2026-03-31');
			const id = await caseOf(await report(home.as('colleague')));
			expect((await inbox(home.as('head'))).rows).toMatchObject([{ id }]);
			await expect(viewCase(await as('colleague'), id, 'sv')).rejects.toThrow(NotFound);
		});

		test('takes a case over for the manager, not for themselves', async () => {
			await name('head', '2026-03-04', '2026-03-31', 'gammaManager', 'gamma');
			const id = await caseOf(await report(home.as('gammaReporter')));
			await db.asOwner((tx) =>
				tx.updateTable('caseFile').set({ handlerId: null }).where('id', '=', id).execute()
			);
			await takeOver(await as('head'), id, { key: newId<string>(), version: 1 });
			const { handlerId } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('handlerId').where('id', '=', id).executeTakeFirstOrThrow()
			);
			expect(handlerId).toBe(home.person('gammaManager'));
		});

		test('is one at a time; who holds a conflicting role, or nobody known, is refused', async () => {
			await name('colleague', '2026-03-10', '2026-03-20');
			expect(await name('head', '2026-03-20', '2026-03-25')).toEqual({
				ok: false,
				field: 'from',
				problem: 'taken'
			});
			expect(await name('head', '2026-03-21', '2026-03-25')).toEqual({ ok: true });
			expect(await name('safetyRepresentative', '2026-04-01', '2026-04-02')).toMatchObject({
				problem: 'conflictingRole'
			});
			await expect(name('reporter', '2026-04-01', '2026-04-02', 'manager', 'beta')).rejects.toThrow(
				Forbidden
			);
			await expect(viewDeputies(home.as('hrPartner'), '', 'sv')).rejects.toThrow(Forbidden);
			await expect(endDeputy(home.as('head'), (await periodOf()).id)).rejects.toThrow(NotFound);
		});

		test('is found near, and by a part of the name in the whole municipality', async () => {
			const near = (await viewDeputies(home.as('manager'), '', 'sv')).choices.flatMap(
				({ choices }) => choices
			);
			const names = near.map(({ name: who }) => who.replace(/ \d+$/, ''));
			expect(names).toEqual(expect.arrayContaining(['colleague', 'reporter', 'head', 'director']));
			expect(names).not.toContain('gammaReporter');
			expect(names).not.toContain('safetyRepresentative');
			const found = await viewDeputies(home.as('manager'), `gammareporter ${count}`, 'sv');
			expect(found.choices).toMatchObject([
				{ group: 'found', choices: [{ name: `gammaReporter ${count}` }] }
			]);
			expect((await viewDeputies(home.as('manager'), '%', 'sv')).choices).toMatchObject([{ choices: [] }]);
		});

		test('what the database refuses: another’s post, the past, another role, a longer period, a role of one’s own', async () => {
			await name('colleague', '2026-03-04', '2026-03-10');
			const { id } = await periodOf();
			const refused = /row-level security|nobody lengthens|permission denied/;
			const run = (by: string, statement: string) =>
				home.as(by).transaction((tx) => sql.raw(statement).execute(tx));
			const insert = (changes: Record<string, string>) => {
				const row = {
					id: newId<string>(),
					municipality_id: home.id,
					person_id: home.person('colleague'),
					unit_id: home.unit('alpha').id,
					role: 'lineManager',
					valid_from: '2026-05-01',
					valid_to: '2026-05-02',
					deputy_for_id: home.person('manager'),
					created_by: home.person('manager'),
					created_at: wednesday,
					...changes
				};
				return `insert into assignment (${Object.keys(row).join()})
					values (${Object.values(row)
						.map((value) => `'${value}'`)
						.join()})`;
			};
			await run('manager', insert({}));
			const wrong: Record<string, string>[] = [
				{ unit_id: home.unit('beta').id },
				{ deputy_for_id: home.person('head') },
				{ created_by: home.person('head') },
				{ role: 'hrPartner' },
				{ valid_from: '2026-03-03' },
				{ valid_to: '2027-06-01' }
			];
			for (const changes of wrong) {
				await expect(run('manager', insert(changes)), JSON.stringify(changes)).rejects.toThrow(refused);
			}
			for (const change of [`valid_to = '2026-03-11'`, `valid_from = '2026-03-01'`, 'valid_to = null']) {
				const statement = `update assignment set ${change} where id = '${id}'`;
				await expect(run('manager', statement), change).rejects.toThrow();
			}
			const own = `update assignment set valid_to = null, valid_from = '2010-01-01' where person_id = '${home.person('administrator')}'`;
			await expect(run('administrator', own)).rejects.toThrow(refused);
			await expect(
				run('reporter', `update person set email = 'x' where id = '${home.person('reporter')}'`)
			).rejects.toThrow(/only an administrator/);
		});
	});
});
