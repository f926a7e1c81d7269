/** What a municipality decides for itself, from the form to what it changes for a case, on both engines. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { decideDuty, viewDuties } from '../cases/index.ts';
import { buildDutyDecision } from '../cases/test-data.ts';
import { getSettings } from '../organisation/index.ts';
import { Forbidden } from '../platform/errors.ts';
import { changeSettings, settingsSchema, viewSettings, type SettingKey } from './index.ts';
import { buildSettingsForm } from './test-data.ts';

const form = (...of: Parameters<typeof buildSettingsForm>) =>
	v.parse(settingsSchema, buildSettingsForm(...of));

describe.each(engines)('settings on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of a municipality', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let made = 0;
		beforeAll(async () => {
			db = await open();
		});
		const fresh = async () => (home = await makeMunicipality(db, `-${++made}`));
		afterAll(() => db.close());

		const reported = async () => {
			const incident = await report(home.as('reporter'), {
				values: { forms: ['threat'], fearedForLife: 'yes' }
			});
			const { id } = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			return id;
		};
		const dutyOf = async (id: CaseId, key: string) => {
			const { undecided, decided } = await viewDuties(home.as('manager'), id, 'sv');
			return [...undecided, ...decided].find((duty) => duty.key === key)!;
		};
		const shown = async (who: string, key: SettingKey) => {
			const { groups } = await viewSettings(home.as(who), 'sv');
			return groups.flatMap(({ settings }) => [...settings]).find((setting) => setting.key === key)!;
		};

		test('until somebody decides, the default holds and is called that', async () => {
			await fresh();
			expect(await shown('administrator', 'dutySeriousHours')).toMatchObject({
				value: 24,
				default: 24,
				isSet: false,
				set: null
			});
		});

		test('a changed level moves when a new duty turns red, and says who set it', async () => {
			await fresh();
			const before = await dutyOf(await reported(), 'avSerious');
			expect(before.clock.dueText).toContain('5 mars 2026');
			const outcome = await changeSettings(home.as('administrator'), form({ dutySeriousHours: '4' }));
			expect(outcome).toEqual({ ok: true, changed: 1 });
			const after = await dutyOf(await reported(), 'avSerious');
			expect(after.clock.dueText).toContain('4 mars 2026');
			expect(after.clock.dueIs).toBe('local');
			expect(await shown('auditor', 'dutySeriousHours')).toMatchObject({
				value: 4,
				default: 24,
				isSet: true,
				set: { by: { name: `administrator-${made}` }, atText: '4 mars 2026' }
			});
			expect((await shown('administrator', 'dutyInjuryHours')).isSet).toBe(false);
		});

		test('a level also moves the duties that are open already; a promise that was given stands', async () => {
			await fresh();
			const id = await reported();
			const promisedAt = () =>
				db.asOwner((tx) =>
					tx.selectFrom('caseFile').select('contactDueAt').where('id', '=', id).executeTakeFirstOrThrow()
				);
			const promised = await promisedAt();
			await changeSettings(
				home.as('administrator'),
				form({ dutySeriousHours: '4', contactWorkingDays: '5' })
			);
			expect((await dutyOf(id, 'avSerious')).clock.dueText).toContain('4 mars 2026');
			expect(await promisedAt()).toEqual(promised);
		});

		test('without the second pair of eyes one person decides that something is not needed', async () => {
			await fresh();
			const sayNotNeeded = async (id: CaseId) => {
				const manager = home.as('manager');
				const decision = { dutyOutcome: 'notNeeded', dutyReason: 'Lindrigt.' };
				expect(await decideDuty(manager, id, buildDutyDecision(manager, decision))).toEqual({ ok: true });
				return (await dutyOf(id, 'police')).state;
			};
			expect(await sayNotNeeded(await reported())).toBe('awaitingSecond');
			await changeSettings(home.as('administrator'), form({ dutySecondPerson: 'no' }));
			expect(await sayNotNeeded(await reported())).toBe('notNeeded');
		});

		test('each change is in the log, with what it was and what it is', async () => {
			await fresh();
			await changeSettings(home.as('administrator'), form({ noticeDays: '30', dutySecondPerson: 'no' }));
			const entries = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['actorId', 'role', 'details'])
					.where('municipalityId', '=', home.id)
					.where('action', '=', 'setting.changed')
					.execute()
			);
			const by = { actorId: home.person('administrator'), role: 'systemAdministrator' };
			expect(entries).toHaveLength(2);
			expect(entries).toEqual(
				expect.arrayContaining([
					{ ...by, details: { setting: 'dutySecondPerson', from: true, to: false } },
					{ ...by, details: { setting: 'noticeDays', from: 90, to: 30 } }
				])
			);
		});

		test('a page that lay open sets nothing back, and what another set is shown before it is changed', async () => {
			await fresh();
			const administrator = home.as('administrator');
			await changeSettings(administrator, form({ dutySeriousHours: '4' }));
			expect(await changeSettings(administrator, form({ noticeDays: '30' }))).toEqual({
				ok: true,
				changed: 1
			});
			expect(await changeSettings(administrator, form({ dutySeriousHours: '8', noticeDays: '60' }))).toEqual({
				ok: false,
				since: { dutySeriousHours: 4, noticeDays: 30 }
			});
			const held = await administrator.transaction((tx) => getSettings(tx, home.id));
			expect(held).toMatchObject({ dutySeriousHours: 4, noticeDays: 30 });
			const again = form({ dutySeriousHours: '8' }, { dutySeriousHours: 4, noticeDays: 30 });
			expect(await changeSettings(administrator, again)).toEqual({ ok: true, changed: 1 });
		});

		test('only an administrator sets; security coordinators and auditors read', async () => {
			await fresh();
			for (const who of ['securityCoordinator', 'auditor']) {
				expect((await viewSettings(home.as(who), 'sv')).mayChange).toBe(false);
			}
			for (const who of ['manager', 'dataProtectionOfficer', 'controller']) {
				await expect(viewSettings(home.as(who), 'sv')).rejects.toThrow(Forbidden);
			}
			for (const who of ['securityCoordinator', 'auditor', 'manager', 'dataProtectionOfficer']) {
				await expect(changeSettings(home.as(who), form({ noticeDays: '30' }))).rejects.toThrow(Forbidden);
			}
		});

		test('the database itself refuses who may not set, what is the data protection officer’s, and another’s name', async () => {
			await fresh();
			const set = (who: string, key: string, by = who) =>
				home.as(who).transaction((tx) =>
					tx
						.insertInto('setting')
						.values({
							municipalityId: home.id,
							key,
							value: '30',
							changedBy: home.person(by),
							changedAt: home.clock.now().toString()
						})
						.execute()
				);
			for (const who of ['manager', 'securityCoordinator', 'auditor', 'dataProtectionOfficer']) {
				await expect(set(who, 'noticeDays'), who).rejects.toThrow(/row-level security/);
			}
			await expect(set('administrator', 'logReviewMonths')).rejects.toThrow(/row-level security/);
			await expect(set('administrator', 'noticeDays', 'manager')).rejects.toThrow(/row-level security/);
			await set('administrator', 'noticeDays');
			const changedBy = async (who: string) => {
				const { numUpdatedRows } = await home
					.as(who)
					.transaction((tx) => tx.updateTable('setting').set({ value: '7' }).executeTakeFirstOrThrow());
				return numUpdatedRows;
			};
			expect(await changedBy('manager')).toBe(0n);
			expect(await changedBy('dataProtectionOfficer')).toBe(0n);
			expect(await changedBy('administrator')).toBe(1n);
		});
	});
});
