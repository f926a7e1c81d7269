import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import * as documents from './index.ts';

describe.each(engines)('notifications on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('of a case', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let incident: IncidentId;
		let id: CaseId;
		const kind = 'workInjury';
		const view = (key: string) => documents.viewNotification(home.as(key), id, kind, 'sv');
		const save = (key: string, version: number, event = 'Hot i receptionen.') =>
			documents.saveNotification(home.as(key), id, kind, {
				version,
				answers: { event, injuredName: 'reporter' }
			});

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			incident = await report(home.as('reporter'), { hideName: true });
			const row = await db.asOwner((tx) =>
				tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
			);
			id = row.id;
		});
		afterAll(() => db.close());

		test('starts with what the case knows, and says what is missing', async () => {
			const { fields, version } = await view('manager');
			const value = (name: string) => fields.find((field) => field.name === name)!.value;
			expect(version).toBe(0);
			expect(value('employerName')).toBe('Testköpings kommun');
			expect(value('injuredName')).toBe('reporter');
			expect(value('safetyRepresentative')).toBe('safetyRepresentative');
			expect(value('injury')).toBeNull();
		});

		test('is prepared by who handles the case, read by HR, and by nobody else', async () => {
			for (const key of ['hrPartner', 'safetyRepresentative']) {
				await expect(save(key, 0), key).rejects.toThrow(Forbidden);
			}
			for (const key of ['reporter', 'colleague', 'gammaManager', 'archivist', 'legalAdviser']) {
				await expect(save(key, 0), key).rejects.toThrow(NotFound);
				await expect(view(key), key).rejects.toThrow(NotFound);
			}
			expect(await save('manager', 0)).toEqual({ ok: true });
			expect((await view('hrPartner')).fields.find(({ name }) => name === 'event')!.value).toBe(
				'Hot i receptionen.'
			);
			expect((await view('safetyRepresentative')).fields).toEqual([]);
		});

		test('the name that the reporter hid is in it for who handles the case, and for nobody else', async () => {
			const name = ({ fields }: { fields: { name: string; value: string | null }[] }) =>
				fields.find((field) => field.name === 'injuredName')!.value;
			expect(name(await view('manager'))).toBe('reporter');
			expect(JSON.stringify(await view('hrPartner'))).not.toContain('"reporter"');
			expect(name(await view('hrPartner'))).toBeNull();
		});

		test('the same form twice is one change, and another form of the same version is a conflict', async () => {
			expect(await save('manager', 0)).toEqual({ ok: true });
			const conflict = await save('head', 0, 'Något annat.');
			expect(conflict).toMatchObject({ ok: false, because: 'changed' });
			expect(conflict.ok === false && conflict.because === 'changed' && conflict.changes).toHaveLength(1);
		});

		test('what was sent to the authority is kept with its day and its receipt', async () => {
			const sent = { version: 1, submittedOn: '2026-03-04', receipt: 'AV-1' };
			expect(await documents.recordSubmitted(home.as('manager'), id, kind, sent)).toEqual({ ok: true });
			expect(await documents.recordSubmitted(home.as('manager'), id, kind, sent)).toEqual({ ok: true });
			expect(await view('manager')).toMatchObject({
				version: 2,
				submitted: { onText: '4 mars 2026', reference: 'AV-1' }
			});
		});

		test('the injured person and the safety representative read their copy; the name is hidden from the latter', async () => {
			expect((await documents.viewOwnCopies(home.as('reporter'), incident, 'sv')).copies).toEqual([]);
			expect(await documents.hasOwnCopies(home.as('reporter'), incident)).toBe(false);
			await documents.giveCopies(home.as('manager'), id, kind, { version: 2 });
			await documents.giveCopies(home.as('manager'), id, kind, { version: 2 });
			const { copies } = await view('manager');
			expect(copies.map(({ as, name, readText }) => [as, name, readText])).toEqual([
				['injuredPerson', 'reporter', null],
				['safetyRepresentative', 'safetyRepresentative', null]
			]);
			expect((await view('hrPartner')).copies.map(({ name }) => name)).toEqual([
				null,
				'safetyRepresentative'
			]);

			expect(await documents.hasOwnCopies(home.as('reporter'), incident)).toBe(true);
			const own = await documents.viewOwnCopies(home.as('reporter'), incident, 'sv');
			const name = (fields: { name: string; value: string | null }[]) =>
				fields.find((field) => field.name === 'injuredName')!.value;
			expect(name(own.copies[0]!.fields)).toBe('reporter');
			const representatives = await view('safetyRepresentative');
			expect(name(representatives.ownCopy!.fields)).toBeNull();
			expect(representatives.copies).toEqual([]);
			expect((await view('manager')).copies.every(({ readText }) => readText !== null)).toBe(true);
		});

		test('nobody reads a copy that is not theirs, nor marks it as read', async () => {
			for (const key of ['colleague', 'gammaManager', 'legalAdviser', 'administrator']) {
				const seen = await home
					.as(key)
					.transaction((tx) => tx.selectFrom('caseNotificationCopy').select('id').execute());
				expect(seen, key).toEqual([]);
			}
			const marked = await home
				.as('manager')
				.transaction((tx) =>
					tx.updateTable('caseNotificationCopy').set({ readAt: '2026-03-05T08:00:00Z' }).executeTakeFirst()
				);
			expect(marked.numUpdatedRows).toBe(0n);
		});

		test('the database refuses a copy to a colleague, and one about somebody else', async () => {
			const give = (recipientId: string, as: string) =>
				home.as('manager').transaction((tx) =>
					tx
						.insertInto('caseNotificationCopy')
						.values({
							id: crypto.randomUUID(),
							municipalityId: home.id,
							caseId: id,
							kind,
							version: 9,
							recipientId: recipientId as never,
							recipientAs: as,
							content: '{}',
							givenBy: home.person('manager'),
							givenAt: '2026-03-05T08:00:00Z'
						})
						.execute()
				);
			await expect(give(home.person('colleague'), 'injuredPerson')).rejects.toThrow(/row-level security/);
		});
	});
});
