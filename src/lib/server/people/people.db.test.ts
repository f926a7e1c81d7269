/** Looking after people, on both engines: search, roles, leaving, protection, gaps. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { undoChange, type ChangeId } from '../organisation-changes/index.ts';
import type { RoleCode } from '../organisation/index.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import * as people from './index.ts';

describe.each(engines)('people on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of a municipality', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		beforeAll(async () => {
			db = await open();
		});
		afterAll(() => db?.close());
		/** Each test has a municipality of its own, so that what one changes is not the other's surprise. */
		let number = 0;
		const start = async () => (home = await makeMunicipality(db, `-${(number += 1)}`));

		const list = (who: string, text = '', query = '') =>
			people.viewPeople(home.as(who), people.readPeopleFilter(new URLSearchParams(query), text));
		const names = async (...asked: Parameters<typeof list>) =>
			(await list(...asked)).people.map(({ name }) => name);
		const view = (who: string, key: string) => people.viewPerson(home.as(who), home.person(key), 'sv');
		const role = (code: RoleCode, unitKey: string, validTo: string | null = null) => ({
			role: code,
			unitId: home.unit(unitKey).id,
			validFrom: '2026-03-04',
			validTo
		});
		const stored = (key: string) =>
			db.asOwner((tx) =>
				tx.selectFrom('person').selectAll().where('id', '=', home.person(key)).executeTakeFirstOrThrow()
			);
		const lastChange = () =>
			db.asOwner((tx) =>
				tx
					.selectFrom('organisationChange')
					.select('id')
					.where('municipalityId', '=', home.id)
					.orderBy('madeAt', 'desc')
					.orderBy('id', 'desc')
					.executeTakeFirstOrThrow()
			);
		async function addPeople(...rows: string[]) {
			const unitId = home.unit('gamma').id;
			const values = rows.map((name) => ({ id: newId<PersonId>(), municipalityId: home.id, unitId, name }));
			await db.asOwner((tx) => tx.insertInto('person').values(values).execute());
		}
		async function signedIn(key: string) {
			const id = newId<never>();
			await db.asOwner((tx) =>
				sql`insert into session (id, person_id, token_hash, created_at, last_seen_at, signed_in_at)
					values (${id}, ${home.person(key)}, ${Buffer.from(id)}, '2026-03-04T07:00:00Z', '2026-03-04T07:00:00Z',
						'2026-03-04T07:00:00Z')`.execute(tx)
			);
			return async () =>
				db.asOwner(async (tx) => {
					const { rows } = await sql<{ open: boolean }>`
						select ended_at is null as open from session where id = ${id}`.execute(tx);
					return rows[0]!.open;
				});
		}

		test('are found by every word, in any case, wherever it stands, and sorted as in Swedish', async () => {
			await start();
			await addPeople('Östen Vik', 'Åke Vik', 'Ärla Vik', 'zeta Vik', 'Émile Vik', 'Anna Vik');
			expect(await names('administrator', 'VIK')).toEqual([
				'Anna Vik',
				'Émile Vik',
				'zeta Vik',
				'Åke Vik',
				'Ärla Vik',
				'Östen Vik'
			]);
			expect(await names('administrator', 'åke gamma')).toEqual(['Åke Vik']);
			expect(await names('administrator', '%')).toEqual([]);
			expect(await names('administrator', 'reporter', `unit=${home.unit('division').id}`)).toEqual([
				`betaReporter-${number}`,
				`reporter-${number}`
			]);
			expect(await names('administrator', '', 'role=lineManager')).toHaveLength(4);
			expect(await names('administrator', '', 'state=withoutEmail')).toHaveLength(6);
			await expect(list('manager')).rejects.toThrow(Forbidden);
		});

		test('10,000 of them are searched in a few pages’ time, a page at a time', async () => {
			await start();
			const rows = Array.from({ length: 10_000 }, (_, index) => `Förnamn${index % 97} Efternamn${index}`);
			for (let at = 0; at < rows.length; at += 2500) await addPeople(...rows.slice(at, at + 2500));
			const found = await list('administrator', 'efternamn99 förnamn');
			expect(found.total).toBe(111);
			expect(found.people).toHaveLength(25);
			expect((await list('administrator', 'efternamn99', 'page=5')).people).toHaveLength(11);
		}, 60_000);

		test('get a role, which is in the journal and can be taken back', async () => {
			await start();
			expect(
				await people.giveRole(home.as('administrator'), home.person('reporter'), role('hrPartner', 'social'))
			).toEqual({ ok: true });
			expect((await view('administrator', 'reporter')).now.map((one) => one.role)).toEqual(['hrPartner']);
			await undoChange(home.as('administrator'), (await lastChange()).id as ChangeId);
			expect((await view('administrator', 'reporter')).now).toEqual([]);
			expect((await view('administrator', 'reporter')).earlier).toEqual([]);
		});

		test('nobody gives themselves a role, not even past the page', async () => {
			await start();
			expect(
				await people.giveRole(
					home.as('administrator'),
					home.person('administrator'),
					role('lineManager', 'alpha')
				)
			).toEqual({ ok: false, field: '', problem: 'ownRole' });
			await expect(
				people.giveRole(home.as('manager'), home.person('reporter'), role('lineManager', 'alpha'))
			).rejects.toThrow(Forbidden);
		});

		test.each([
			['a role that they have there already', role0('lineManager', 'alpha'), 'alreadyHeld'],
			['a role that ends before it begins', role0('controller', 'alpha', '2026-03-01'), 'endsBeforeStart']
		])('do not get %s', async (_, wanted, problem) => {
			await start();
			const input = { ...wanted, unitId: home.unit(wanted.unitKey).id };
			expect(await people.giveRole(home.as('administrator'), home.person('manager'), input)).toMatchObject({
				problem
			});
			expect(
				await people.previewRole(home.as('administrator'), home.person('manager'), input, 'sv')
			).toMatchObject({ problem });
		});

		test('the preview says how many units and cases, and few cases only as few', async () => {
			await start();
			const preview = async (code: RoleCode, unitKey: string) => {
				const answer = await people.previewRole(
					home.as('administrator'),
					home.person('colleague'),
					role(code, unitKey),
					'sv'
				);
				return answer.ok ? answer.preview : answer.problem;
			};
			for (let index = 0; index < 6; index++) await report(home.as('reporter'));
			expect(await preview('lineManager', 'social')).toMatchObject({
				units: 4,
				openCases: 6,
				notes: true,
				cases: 'handles'
			});
			expect(await preview('safetyRepresentative', 'gamma')).toMatchObject({
				units: 1,
				openCases: null,
				notes: false
			});
			expect(await preview('controller', 'social')).toMatchObject({
				cases: 'none',
				openCases: null,
				figures: 'aboveThreshold'
			});
		});

		test('only administrators get the number of cases, also from the database itself', async () => {
			await start();
			for (let index = 0; index < 6; index++) await report(home.as('reporter'));
			const count = (who: string) =>
				home.as(who).transaction(async (tx) => {
					const { rows } = await sql<{ count: number | null }>`
						select count_open_cases_below(${home.unit('social').id}, 1) as count`.execute(tx);
					return rows[0]!.count;
				});
			expect(await count('administrator')).toBe(6);
			for (const who of ['controller', 'reporter', 'gammaManager']) expect(await count(who)).toBeNull();
			const other = await makeMunicipality(db, `-other-${number}`);
			const rows = await other.as('administrator').transaction((tx) =>
				sql<{
					count: number | null;
				}>`select count_open_cases_below(${home.unit('social').id}, 1) as count`.execute(tx)
			);
			expect(rows.rows[0]!.count).toBeNull();
		});

		test('who leaves is signed out at once, loses their roles, and keeps their history', async () => {
			await start();
			const isOpen = await signedIn('manager');
			expect(await people.markAsLeft(home.as('administrator'), home.person('manager'))).toEqual({ ok: true });
			expect(await isOpen()).toBe(false);
			const left = await view('administrator', 'manager');
			expect(left.isActive).toBe(false);
			expect(left.earlier.map((one) => one.role)).toEqual(['lineManager']);
			expect(await names('administrator', '', 'state=inactive')).toEqual([`manager-${number}`]);
			await people.takeBack(home.as('administrator'), home.person('manager'));
			expect((await view('administrator', 'manager')).now).toEqual([]);
		});

		test('a role ends on a day, or at once with the session', async () => {
			await start();
			const isOpen = await signedIn('head');
			const { now } = await view('administrator', 'head');
			const end = (lastDay: string | null) =>
				people.endRole(home.as('administrator'), home.person('head'), { id: now[0]!.id, lastDay });
			expect(await end('2026-03-01')).toMatchObject({ field: 'lastDay', problem: 'endsInThePast' });
			expect(await end('2999-12-31')).toEqual({ ok: true });
			expect(await isOpen()).toBe(true);
			expect(await end(null)).toEqual({ ok: true });
			expect(await isOpen()).toBe(false);
		});

		test('the last administrator stays', async () => {
			await start();
			const { now } = await view('administrator', 'administrator');
			expect(
				await people.endRole(home.as('administrator'), home.person('administrator'), {
					id: now[0]!.id,
					lastDay: null
				})
			).toMatchObject({ problem: 'lastAdministrator' });
			expect(await people.markAsLeft(home.as('administrator'), home.person('administrator'))).toMatchObject({
				problem: 'ownLeaving'
			});
		});

		test('a new person needs an address of their own, also when the other one’s is not to be seen', async () => {
			await start();
			const input = {
				name: 'Ny',
				email: `reporter-${number}@test.example`,
				occupation: null,
				unitId: home.unit('alpha').id,
				externalId: null
			};
			const create = (more: Partial<typeof input> = {}) =>
				people.createPerson(home.as('administrator'), { ...input, ...more });
			expect(await create()).toMatchObject({ field: 'email', problem: 'emailTaken' });
			await people.protect(home.as('administrator'), home.person('reporter'), true);
			expect(await create()).toMatchObject({ field: 'email', problem: 'emailTaken' });
			expect(await create({ email: `ny-${number}@test.example` })).toMatchObject({ ok: true });
		});

		test('a new address to sign in by is told to its owner and to who reviews the log; a new occupation is not', async () => {
			await start();
			const { name, email, unitId, occupation, externalId } = await stored('reporter');
			const input = { name, email, unitId, occupation, externalId };
			const told = () =>
				db.asOwner((tx) =>
					tx
						.selectFrom('notice')
						.select(['recipientId', 'kind'])
						.where('municipalityId', '=', home.id)
						.orderBy('kind')
						.execute()
				);
			const id = home.person('reporter');
			await people.changePerson(home.as('administrator'), id, { ...input, occupation: 'Socionom' });
			expect(await told()).toEqual([]);
			await people.changePerson(home.as('administrator'), id, { ...input, externalId: 'någon-annan' });
			expect(await told()).toEqual([
				{ recipientId: id, kind: 'ownSignInChanged' },
				{ recipientId: home.person('dataProtectionOfficer'), kind: 'signInChangedToReview' }
			]);
		});

		test('who is protected is hidden from whoever protected them, and only HR and security lift it', async () => {
			await start();
			const id = home.person('colleague');
			await expect(people.protect(home.as('gammaManager'), id, true)).rejects.toThrow(Forbidden);
			await people.protect(home.as('administrator'), id, true);
			expect((await stored('colleague')).isProtected).toBe(true);
			expect((await view('administrator', 'colleague')).person).toBeNull();
			expect(await names('administrator', 'colleague')).toEqual([]);
			expect((await list('administrator')).protectedCount).toBe(1);
			await expect(people.protect(home.as('administrator'), id, false)).rejects.toThrow(Forbidden);
			// roles can still be given and ended, by somebody who does not see to whom
			expect(await people.giveRole(home.as('administrator'), id, role('lineManager', 'beta'))).toEqual({
				ok: true
			});

			expect((await view('hrPartner', 'colleague')).person?.name).toBe(`colleague-${number}`);
			await people.protect(home.as('hrPartner'), id, false);
			expect((await view('administrator', 'colleague')).person?.name).toBe(`colleague-${number}`);
			const log = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['action', 'role'])
					.where('subjectId', '=', id)
					.where('subjectKind', '=', 'person')
					.orderBy('at')
					.orderBy('id')
					.execute()
			);
			expect(log).toEqual([
				{ action: 'person.protected', role: 'systemAdministrator' },
				{ action: 'person.read', role: 'hrPartner' },
				{ action: 'person.unprotected', role: 'hrPartner' }
			]);
		});

		test('the database itself refuses to lift protection for who may not, and of another municipality', async () => {
			await start();
			const id = home.person('reporter');
			await people.protect(home.as('securityCoordinator'), id, true);
			const other = await makeMunicipality(db, `-elsewhere-${number}`);
			for (const context of [
				home.as('administrator'),
				home.as('manager'),
				home.as('reporter'),
				other.as('hrPartner')
			]) {
				const { rows } = await context.transaction((tx) =>
					sql<{
						role: string | null;
					}>`select set_person_protection(${id}, false, '2026-03-04') as role`.execute(tx)
				);
				expect(rows[0]!.role).toBeNull();
			}
			expect((await stored('reporter')).isProtected).toBe(true);
			await expect(people.viewPerson(other.as('hrPartner'), id, 'sv')).rejects.toThrow(NotFound);
		});

		test('gaps are found with what to do, and vanish when it is done', async () => {
			await start();
			const kinds = async () =>
				(await people.viewGaps(home.as('administrator'), 'sv')).map((gap) => [
					gap.kind,
					'name' in gap ? gap.name : ''
				]);
			expect(await kinds()).toEqual([
				['noLexSarahOfficer', 'Arbetsmarknadsförvaltningen'],
				['onlyOneAdministrator', ''],
				['noSecurityCoordinator', 'Arbetsmarknadsförvaltningen'],
				['noHrPartner', 'Arbetsmarknadsförvaltningen'],
				['noSafetyRepresentative', 'Arbetsmarknadsförvaltningen'],
				['noSafetyRepresentative', 'Enhet Beta'],
				['noOwnManager', 'Enhet Beta']
			]);
			const give = (key: string, code: RoleCode, unitKey: string) =>
				people.giveRole(home.as('administrator'), home.person(key), role(code, unitKey));
			await give('colleague', 'systemAdministrator', 'testkoping');
			await give('colleague', 'securityCoordinator', 'testkoping');
			await give('gammaReporter', 'hrPartner', 'labour');
			await give('colleague', 'lexSarahOfficer', 'testkoping');
			await give('gammaReporter', 'safetyRepresentative', 'testkoping');
			await give('betaReporter', 'lineManager', 'beta');
			expect(await kinds()).toEqual([]);
			expect(await people.countGaps(home.as('administrator'))).toBe(0);
			await people.markAsLeft(home.as('administrator'), home.person('gammaManager'));
			expect(await kinds()).toEqual([['noManager', 'Arbetsmarknadsförvaltningen']]);
			await expect(people.viewGaps(home.as('hrPartner'), 'sv')).rejects.toThrow(Forbidden);
		});
	});
});

/** A role at a unit that is known by its key only. */
function role0(code: RoleCode, unitKey: string, validTo: string | null = null) {
	return { role: code, unitKey, validFrom: '2026-03-04', validTo };
}
