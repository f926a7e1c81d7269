/** What the data protection officer sees of the log, what nobody else does, and that no case content comes with it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import { engines, type TestDatabase } from '../../../../tests/support/database.ts';
import { makeMunicipality, type TestMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import { record, type Activity } from '../activity-log/index.ts';
import { NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import * as log from './index.ts';

const secret = 'Orden som bara hör till ärendet.';
const others = [
	'reporter',
	'manager',
	'director',
	'hrPartner',
	'securityCoordinator',
	'safetyRepresentative',
	'controller',
	'auditor',
	'archivist',
	'legalAdviser',
	'administrator',
	'whistleblowingOfficer'
];

describe.each(engines)('reviewing the log on the $engine engine', ({ open, available }) => {
	describe.skipIf(!available)('with a few cases', () => {
		let db: TestDatabase;
		let home: TestMunicipality;
		let elsewhere: TestMunicipality;
		let alpha: { id: CaseId; number: string };
		let gamma: { id: CaseId; number: string };
		const officer = () => home.as('dataProtectionOfficer');
		const search = (query = '') => log.searchLog(officer(), new URLSearchParams(query), 'sv');
		const caseOf = async (at: TestMunicipality, by: string) => {
			const incidentId = await report(at.as(by), { values: { text: secret } });
			const row = await db.asOwner((tx) =>
				tx
					.selectFrom('caseFile')
					.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
					.select(['caseFile.id', 'incident.number'])
					.where('incidentId', '=', incidentId)
					.executeTakeFirstOrThrow()
			);
			return { id: row.id, number: `2026-${String(row.number).padStart(4, '0')}` };
		};
		/** Somebody does something, at a time. */
		const happens = async (
			who: string,
			at: string,
			activity: Partial<Activity> & Pick<Activity, 'action'>
		): Promise<void> => {
			const { personId, municipalityId } = home.as(who).actor;
			const now = { ...home.as(who), actor: { personId, municipalityId, sessionId: null } };
			home.clock.set(at);
			await db.asOwner((tx) => record(tx, now, { subjectKind: 'case', subjectId: alpha.id, ...activity }));
		};

		beforeAll(async () => {
			db = await open();
			home = await makeMunicipality(db);
			elsewhere = await makeMunicipality(db, ' (elsewhere)');
			alpha = await caseOf(home, 'reporter');
			gamma = await caseOf(home, 'gammaReporter');
			await caseOf(elsewhere, 'reporter');
			await happens('manager', '2026-03-04T09:00:00Z', {
				action: 'case.read',
				by: { role: 'lineManager', deputyForId: null }
			});
			await happens('controller', '2026-03-04T10:00:00Z', {
				action: 'case.read',
				by: { role: 'lineManager', deputyForId: home.person('director') }
			});
			home.clock.set('2026-03-04T12:00:00Z');
		});
		afterAll(() => db.close());

		test('the officer sees who did what, in which role and on whose behalf, and nothing that the case says', async () => {
			const { lines } = await search('readings=yes');
			expect(lines).toMatchObject([
				{
					action: 'case.read',
					actor: { name: 'controller' },
					role: 'lineManager',
					onBehalfOf: { name: 'director' },
					subject: { kind: 'case', number: alpha.number },
					atText: '4 mars 2026 kl. 11.00'
				},
				{ actor: { name: 'manager' }, role: 'lineManager', onBehalfOf: null }
			]);
			const everything = JSON.stringify(await search());
			expect(everything).not.toContain(secret);
			expect(everything).not.toContain('elsewhere');
		});

		test('a case is found by its number, with and without the year, and only what is about it is shown', async () => {
			const found = await search(`number=${gamma.number}`);
			expect(found.caseNumber).toBe(gamma.number);
			expect(found.lines.map(({ action }) => action)).toEqual(['incident.reported']);
			expect((await search(`number=${Number(gamma.number.slice(5))}`)).caseNumber).toBe(gamma.number);
			expect(await search('number=2026-9999')).toMatchObject({ isNoCase: true, lines: [] });
			// the officer's own search for the case is about it from now on
			const [first] = (await search(`case=${gamma.id}`)).lines;
			expect(first).toMatchObject({ action: 'log.searched', subject: { number: gamma.number } });
		});

		test('a person is found by a part of the name; several must be chosen among, before anything is shown', async () => {
			const one = await search('name=ONTROLL');
			expect(one.person?.name).toBe('controller');
			expect(new Set(one.lines.map(({ actor }) => actor?.name))).toEqual(new Set(['controller']));
			const several = await search('name=report');
			expect(several.lines).toEqual([]);
			expect(several.namesakes.map(({ name }) => name)).toEqual([
				'betaReporter',
				'gammaReporter',
				'reporter'
			]);
			expect(await search('name=%25')).toMatchObject({ isNobody: true, lines: [] });
		});

		test('somebody with protected personal data is shown as that, and not found by name', async () => {
			const protect = (isProtected: boolean) =>
				db.asOwner((tx) =>
					tx.updateTable('person').set({ isProtected }).where('id', '=', home.person('manager')).execute()
				);
			await protect(true);
			try {
				const [line] = (await search(`person=${home.person('manager')}&readings=yes`)).lines;
				expect(line).toMatchObject({ actor: { id: home.person('manager'), name: null } });
				// only the officer's own search for it may hold the name
				expect(await search('name=manager')).toMatchObject({ person: { name: 'gammaManager' } });
			} finally {
				await protect(false);
			}
		});

		test('what was searched for is logged in codes and ids, never as it was typed', async () => {
			await search('name=gammaRep&group=reading&role=lineManager&from=2026-03-01');
			const row = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.selectAll()
					.where('action', '=', 'log.searched')
					.orderBy('id', 'desc')
					.executeTakeFirstOrThrow()
			);
			expect(row.details).toMatchObject({
				personId: home.person('gammaReporter'),
				group: 'reading',
				role: 'lineManager',
				from: '2026-03-01'
			});
			expect(JSON.stringify(row.details)).not.toContain('gammaRep');
			expect(row).toMatchObject({ actorId: officer().actor.personId, role: 'dataProtectionOfficer' });
		});

		test('the officer cannot open the case itself, by the page or by the database', async () => {
			const cases = await import('../cases/index.ts');
			await expect(cases.viewCase(officer(), alpha.id, 'sv')).rejects.toBeInstanceOf(NotFound);
			for (const table of ['caseFile', 'incident', 'caseNote', 'caseMessage', 'measure'] as const) {
				const rows = await officer().transaction((tx) => tx.selectFrom(table).selectAll().execute());
				expect(rows, table).toEqual([]);
			}
		});

		test.each(others)('the %s has no log: not the pages, not the numbers', async (who) => {
			const context = home.as(who);
			const none = new URLSearchParams();
			await expect(log.searchLog(context, none, 'sv')).rejects.toBeInstanceOf(NotFound);
			await expect(log.sampleLog(context, none, 'sv')).rejects.toBeInstanceOf(NotFound);
			await expect(log.viewUnusual(context, none, 'sv')).rejects.toBeInstanceOf(NotFound);
			await expect(log.viewReviews(context, none, 'sv')).rejects.toBeInstanceOf(NotFound);
			await expect(log.recordReview(context, review())).rejects.toBeInstanceOf(NotFound);
			const limits = { ...(await log.viewUnusual(officer(), none, 'sv')).limits };
			await expect(log.setLimits(context, limits)).rejects.toBeInstanceOf(NotFound);
			await context.transaction(async (tx) => {
				const numbers = await sql`select * from log_numbers(array[${alpha.id}]::uuid[])`.execute(tx);
				expect(numbers.rows).toEqual([]);
				const subjects = await sql`select * from log_subjects(array[${alpha.id}]::uuid[])`.execute(tx);
				expect(subjects.rows).toEqual([]);
				const found = await sql`select * from log_cases(null, 1)`.execute(tx);
				expect(found.rows).toEqual([]);
				expect(await tx.selectFrom('logReview').selectAll().execute()).toEqual([]);
			});
		});

		test('a manager sees the log of the cases they may read, and of no other; an administrator sees none', async () => {
			const seenBy = (who: string) =>
				home.as(who).transaction((tx) => tx.selectFrom('activity').select('subjectId').execute());
			const ids = async (who: string) => new Set((await seenBy(who)).map(({ subjectId }) => subjectId));
			expect(await ids('manager')).toEqual(new Set([alpha.id]));
			expect(await ids('gammaManager')).toEqual(new Set([gamma.id]));
			expect(await ids('administrator')).toEqual(new Set());
			expect(await ids('reporter')).toEqual(new Set());
		});

		test('nothing is skipped and nothing comes twice from page to page, also when much happens at the same moment', async () => {
			for (let index = 0; index < 120; index += 1) {
				await happens('head', '2026-02-01T10:00:00Z', { action: 'case.noted' });
			}
			home.clock.set('2026-03-04T12:00:00Z');
			const seen: string[] = [];
			let next: string | null = `/log?person=${home.person('head')}`;
			while (next !== null) {
				const page = await search(next.slice(5));
				seen.push(...page.lines.map(({ id }) => id));
				next = page.older;
			}
			expect(seen).toHaveLength(120);
			expect(new Set(seen).size).toBe(120);
		});

		test.each([
			'group=handling',
			'role=lineManager',
			'role=self',
			'group=reading&role=lineManager',
			'readings=yes',
			'group=reporting&role=self&from=2026-03-04&to=2026-03-04',
			'group=exporting'
		])('the quick way finds the same as the plain one: %s', async (query) => {
			const { lines, filter } = await search(query);
			const { activityGroups, readingActions } = await import('../activity-log/index.ts');
			const actions: readonly string[] | null = filter.group ? activityGroups[filter.group] : null;
			const rows = await db.asOwner((tx) =>
				tx
					.selectFrom('activity')
					.select(['id', 'action', 'role', 'at'])
					.where('municipalityId', '=', home.id)
					.orderBy('at', 'desc')
					.orderBy('id', 'desc')
					.execute()
			);
			const plain = rows.filter(
				({ action, role, at }) =>
					(actions === null || actions.includes(action)) &&
					(!filter.readingsOnly || readingActions.some((reading) => reading === action)) &&
					(filter.capacity === null || (role ?? '') === filter.capacity) &&
					(filter.from === null || at.toString() >= `${filter.from}T`)
			);
			// the search itself was recorded after it looked
			const expected = plain.filter(({ action }) => action !== 'log.searched').map(({ id }) => id);
			expect(lines.filter(({ action }) => action !== 'log.searched').map(({ id }) => id)).toEqual(
				expected.slice(0, 50)
			);
		});

		test('a sample is the same for the same seed, and another one for another', async () => {
			for (let index = 0; index < 60; index += 1) {
				await happens('head', `2026-02-02T10:${String(index).padStart(2, '0')}:00Z`, { action: 'case.read' });
			}
			home.clock.set('2026-03-04T12:00:00Z');
			const draw = async (seed: string) =>
				log.sampleLog(
					officer(),
					new URLSearchParams(`from=2026-02-01&to=2026-02-28&n=10&seed=${seed}`),
					'sv'
				);
			const [one, again, other] = [await draw('abc'), await draw('abc'), await draw('xyz')];
			expect(one).toMatchObject({ total: 60, isDrawn: true, seed: 'abc', includesToday: false });
			expect(one.lines).toHaveLength(10);
			expect(again.lines).toEqual(one.lines);
			expect(other.lines).not.toEqual(one.lines);
			const notDrawn = await log.sampleLog(officer(), new URLSearchParams(), 'sv');
			expect(notDrawn).toMatchObject({ isDrawn: false, lines: [] });
			expect(notDrawn.seed).toMatch(/^[0-9a-f]{8}$/);
		});

		test('unusual reading is found in the log, explained with its numbers, and the lines behind it', async () => {
			const invited = { role: 'sharedReader', deputyForId: null } as const;
			for (let index = 0; index < 6; index += 1) {
				const other = newId<string>();
				await happens('analyst', `2026-01-0${index + 2}T08:00:00Z`, {
					action: 'case.read',
					subjectId: other,
					by: invited
				});
			}
			for (let index = 0; index < 6; index += 1) {
				await happens('hrPartner', `2026-01-05T21:0${index}:00Z`, { action: 'case.read' });
			}
			for (let index = 0; index < 16; index += 1) {
				await happens('securityCoordinator', `2026-01-06T08:00:${10 + index}Z`, {
					action: 'case.read',
					subjectId: newId<string>()
				});
			}
			await happens('manager', '2025-12-01T08:00:00Z', { action: 'case.transferred', subjectId: gamma.id });
			await happens('safetyRepresentative', '2026-01-07T08:30:00Z', {
				action: 'case.read',
				subjectId: gamma.id
			});
			await happens('controller', '2026-01-07T09:00:00Z', {
				action: 'case.read',
				by: { role: 'lineManager', deputyForId: home.person('director') }
			});
			home.clock.set('2026-03-04T12:00:00Z');
			const view = await log.viewUnusual(
				officer(),
				new URLSearchParams('from=2026-01-01&to=2026-01-08'),
				'sv'
			);
			expect(view.hits.map(({ rule, person, count }) => [rule, person.name, count])).toEqual([
				['deputyWithoutPeriod', 'controller', 1],
				['afterTransfer', 'safetyRepresentative', 1],
				['outside', 'analyst', 6],
				['manyQuickly', 'securityCoordinator', 16],
				['atNight', 'hrPartner', 6]
			]);
			expect(view.hits[3]!.lines).toHaveLength(16);
			expect(view.hits[1]!.lines[0]).toMatchObject({ subject: { number: gamma.number } });

			// opened again in between, it is no longer read after a handover; and a deputy period explains the other
			await happens('manager', '2025-12-20T08:00:00Z', { action: 'case.reopened', subjectId: gamma.id });
			home.clock.set('2026-03-04T12:00:00Z');
			await db.asOwner((tx) =>
				tx
					.insertInto('assignment')
					.values({
						id: newId<string>(),
						municipalityId: home.id,
						personId: home.person('controller'),
						unitId: home.unit('social').id,
						role: 'lineManager',
						deputyForId: home.person('director'),
						validFrom: '2026-01-07',
						validTo: '2026-01-07'
					})
					.execute()
			);
			const later = await log.viewUnusual(
				officer(),
				new URLSearchParams('from=2026-01-07&to=2026-01-08'),
				'sv'
			);
			expect(later.hits).toEqual([]);
		});

		test('the limits are the municipality’s own: the officer sets them, and no other setting', async () => {
			const { limits } = await log.viewUnusual(officer(), new URLSearchParams(), 'sv');
			await log.setLimits(officer(), { ...limits, logReviewQuickCases: 99 });
			await log.setLimits(officer(), { ...limits, logReviewQuickCases: 20 });
			const changed = await log.viewUnusual(officer(), new URLSearchParams(), 'sv');
			expect(changed.limits).toEqual({ ...limits, logReviewQuickCases: 20 });
			const set = (who: string, key: string) =>
				home
					.as(who)
					.transaction((tx) =>
						tx.insertInto('setting').values({ municipalityId: home.id, key, value: '1' }).execute()
					);
			await expect(set('dataProtectionOfficer', 'disclosureThreshold')).rejects.toThrow(/row-level security/);
			await expect(set('administrator', 'logReviewMonths')).rejects.toThrow(/row-level security/);
		});

		test('a review is written once, is never changed, and the next one falls due by the municipality’s own limit', async () => {
			const none = new URLSearchParams();
			expect(await log.viewReviews(officer(), none, 'sv')).toMatchObject({ isDue: true, reviews: [] });
			const first = review();
			await log.recordReview(officer(), first);
			await log.recordReview(officer(), first);
			const view = await log.viewReviews(officer(), none, 'sv');
			expect(view).toMatchObject({
				isDue: false,
				total: 1,
				reviews: [
					{ method: 'sample', outcome: 'remark', reason: first.reason, reviewerName: officer().actor.name }
				]
			});
			for (const change of [
				(tx: Parameters<Parameters<typeof db.asOwner>[0]>[0]) =>
					tx.updateTable('logReview').set({ outcome: 'noRemark' }).execute(),
				(tx: Parameters<Parameters<typeof db.asOwner>[0]>[0]) => tx.deleteFrom('logReview').execute()
			]) {
				await expect(db.asOwner<unknown>(change)).rejects.toThrow('append-only');
				await expect(officer().transaction<unknown>(change)).rejects.toThrow(/permission denied/);
			}
			home.clock.set('2026-06-05T12:00:00Z');
			expect(await log.viewReviews(officer(), none, 'sv')).toMatchObject({ isDue: true });
			home.clock.set('2026-03-04T12:00:00Z');
		});

		function review() {
			return {
				key: newId<string>(),
				method: 'sample',
				periodFrom: '2026-02-01',
				periodTo: '2026-02-28',
				entryCount: 10,
				link: '/log/sample?from=2026-02-01&to=2026-02-28&n=10&seed=abc',
				outcome: 'remark',
				reason: 'En läsning som ingen kunde förklara.'
			} as const;
		}

		test('a person of another municipality is nobody here', async () => {
			const stranger = elsewhere.person('manager') as PersonId;
			expect(await search(`person=${stranger}`)).toMatchObject({ person: { name: null }, lines: [] });
		});

		test('what is about the officer is as if it were not there, whatever it is asked for by', async () => {
			const about = await caseOf(home, 'gammaReporter');
			const officerId = home.person('dataProtectionOfficer');
			await db.asOwner(async (tx) => {
				await tx
					.updateTable('caseFile')
					.set({ excludedPersonIds: [officerId] })
					.where('id', '=', about.id)
					.execute();
			});
			expect(await search(`number=${about.number}`)).toMatchObject({
				isNoCase: true,
				caseNumber: null,
				lines: []
			});
			expect(await search(`case=${about.id}`)).toMatchObject({ caseNumber: null, lines: [] });
		});
	});
});
