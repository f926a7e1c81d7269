/**
 * Whom a case is about can neither see, search, count nor infer it: everything that the running system answers them is the same to the
 * byte with the case in the database as without it, apart from keys that are made anew for each page. All pages that they can
 * reach by following links, and what they may guess at. The same for who stands in for them.
 *
 * What remains is the gapless number: docs/decisions/0018-no-trace-for-whom-it-is-about.md
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type RunningSystem } from '../bench/system.ts';
import type { CaseId, MeasureId, PersonId } from '../database/column-types.ts';
import { contextFor, formTokenOf, type Context } from '../src/lib/server/access/index.ts';
import {
	addMeasure,
	assess,
	messageReporter,
	recordContact,
	shareCase,
	viewCase
} from '../src/lib/server/cases/index.ts';
import { buildAssessment, buildContact, buildMeasure } from '../src/lib/server/cases/test-data.ts';
import { readNotices } from '../src/lib/server/notifications/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';
import { makeMunicipality, type TestMunicipality } from './support/municipality.ts';
import { report } from './support/reports.ts';
import { signedIn } from './support/signed-in.ts';

/** Everybody whom the case is about, and who stands in for the manager. */
const keptOut = [
	'manager',
	'safetyRepresentative',
	'hrPartner',
	'controller',
	'analyst',
	'administrator',
	'colleague'
] as const;
const deputy = 'reporter2';
const everybody = [...keptOut, deputy] as const;

describe.skipIf(!hasServer)('a case about somebody', () => {
	let db: TestDatabase;
	let directory: string;
	let system: RunningSystem;
	let home: TestMunicipality;
	const tokens = new Map<string, string>();
	const before = new Map<string, Map<string, string>>();
	const after = new Map<string, Map<string, string>>();
	let found: { caseId: CaseId; incidentId: string; measureId: MeasureId; number: string };

	const as = (key: string): Context =>
		contextFor({ db, clock: systemClock }, { ...home.as(key).actor, signedInAt: systemClock.now() });
	const ask = (who: string, path: string, form?: Record<string, string>) =>
		fetch(system.url + path, {
			redirect: 'manual',
			method: form ? 'POST' : 'GET',
			headers: { accept: 'text/html', origin: system.url, cookie: `session=${tokens.get(who)!}` },
			...(form && { body: new URLSearchParams({ csrf: formTokenOf(tokens.get(who)!), ...form }) })
		});
	/** What an answer says, without what is made anew for each page. */
	async function said(answer: Response): Promise<string> {
		const text = await answer.text();
		return [
			answer.status,
			answer.headers.get('location') ?? '',
			text
				.replace(/((?:name="(?:key|newUnitId)" value|nonce)=")[^"]+/g, '$1…')
				// one's own sessions say to the minute when they were used
				.replace(/(senast använd )[^<]+/g, '$1…')
		].join('\n');
	}

	/** Every page that somebody reaches by links from the start page, and what they may look for. */
	async function crawl(who: string): Promise<Map<string, string>> {
		const pages = new Map<string, string>();
		const waiting = [
			'/',
			'/inbox',
			'/inbox?tab=mine',
			'/inbox?tab=all',
			'/inbox?tab=ended',
			'/inbox?tab=shared',
			'/inbox?tab=all&overdue=yes',
			'/inbox?tab=all&form=harassment',
			...[1, 2, 3, 4, 5].map((number) => `/inbox?tab=all&number=${number}`),
			'/deputies?name=a',
			'/report?for=colleague',
			`/report?unit=${home.unit('beta').id}`,
			`/statistics/${home.unit('alpha').id}`,
			`/statistics/${home.unit('beta').id}`,
			`/statistics/${home.unit('division').id}`,
			`/statistics/${home.unit('beta').id}/export.csv`,
			`/statistics/${home.unit('division').id}/export.csv`,
			'/notices'
		];
		while (waiting.length > 0 && pages.size < 120) {
			const path = waiting.shift()!;
			if (pages.has(path)) continue;
			const text = await said(await ask(who, path));
			pages.set(path, text);
			for (const [, href] of text.matchAll(/href="(\/[^"#]*)/g)) {
				const link = href!.replaceAll('&amp;', '&');
				// what only signs out, is a file of the program, or takes a case out as a file or print: that is itself in the history
				if (/^\/(sign-out|_app|icon|manifest|apple|log)|\/documents\/(files|print)\//.test(link)) continue;
				if (pages.has(link)) continue;
				waiting.push(link);
			}
			const to = /^3\d\d\n(\/[^\n]*)/.exec(text)?.[1];
			if (to) waiting.push(to);
		}
		return pages;
	}

	beforeAll(async () => {
		db = await serverDatabase();
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-excluded-'));
		home = await makeMunicipality(db);
		system = await startSystem({ DATABASE_URL: db.url!, DATA_DIRECTORY: directory, DEMO: 'no' });
		const now = { ...home, clock: systemClock as TestMunicipality['clock'] };
		const deputyId = newId<PersonId>();
		await db.asOwner(async (tx) => {
			await tx
				.insertInto('person')
				.values({ id: deputyId, municipalityId: home.id, unitId: home.unit('alpha').id, name: deputy })
				.execute();
			await tx
				.insertInto('assignment')
				.values({
					id: newId<string>(),
					municipalityId: home.id,
					personId: deputyId,
					unitId: home.unit('alpha').id,
					role: 'lineManager',
					validFrom: '2020-01-01',
					validTo: '2100-01-01',
					deputyForId: home.person('manager')
				})
				.execute();
		});
		const withDeputy = {
			...now,
			person: (key: string) => (key === deputy ? deputyId : home.person(key))
		};
		for (const who of everybody) tokens.set(who, (await signedIn(db, withDeputy, who)).token);

		// what they may see: there must be something to compare with
		await report(as('reporter'));
		await report(as('reporter'), { values: { influencer: 'relative' } });
		await report(as('betaReporter'));
		for (const who of everybody) await crawl(who);
		// so that one more report from a unit without a manager would give a new notice
		await readNotices(as('administrator'));
		for (const who of everybody) before.set(who, await crawl(who));

		const incidentId = await report(as('betaReporter'), {
			unitId: home.unit('alpha').id,
			involvedPersonIds: keptOut.map((key) => home.person(key)),
			values: { influencer: 'manager', forms: ['threat'] }
		});
		// from a unit without a manager as well, of which the administrators are told
		await report(as('betaReporter'), { involvedPersonIds: keptOut.map((key) => home.person(key)) });
		const { id: caseId } = await db.asOwner((tx) =>
			tx.selectFrom('caseFile').select('id').where('incidentId', '=', incidentId).executeTakeFirstOrThrow()
		);
		const head = as('head');
		const measure = buildMeasure(head, { dueDate: '2099-01-01' });
		await viewCase(head, caseId, 'sv');
		await recordContact(head, caseId, buildContact(head));
		await assess(head, caseId, buildAssessment({ version: '2' }));
		await addMeasure(head, caseId, measure);
		await messageReporter(head, caseId, { key: newId<string>(), messageText: 'Hej.' });
		await shareCase(head, caseId, {
			key: newId<string>(),
			version: (await viewCase(head, caseId, 'sv')).version,
			shareWith: home.person('lexSarahOfficer'),
			shareReason: 'För råd.'
		});
		const { number } = await viewCase(head, caseId, 'sv');
		found = { caseId, incidentId, measureId: measure.key as MeasureId, number };
		for (const who of everybody) after.set(who, await crawl(who));
	}, 180_000);
	afterAll(async () => {
		await system?.stop();
		await db?.close();
		rmSync(directory, { recursive: true, force: true });
	});

	test.each(everybody)('%s gets the same pages, to the byte', (who) => {
		const [one, other] = [before.get(who)!, after.get(who)!];
		expect([...other.keys()]).toEqual([...one.keys()]);
		expect(other.size).toBeGreaterThan(10);
		for (const [path, text] of one) {
			const now = other.get(path)!;
			const at = [...text].findIndex((letter, index) => letter !== now[index]);
			const around = (all: string) => all.slice(Math.max(0, at - 100), at + 100);
			if (text !== now) expect(around(now), path).toBe(around(text));
		}
		for (const text of other.values()) {
			for (const secret of Object.values(found)) expect(text).not.toContain(secret);
		}
	});

	test.each(everybody)(
		'%s gets the same answer for what is theirs to guess as for what does not exist',
		async (who) => {
			const nothing = newId<string>();
			for (const [path, id] of [
				['/cases/', found.caseId],
				['/my-reports/', found.incidentId],
				['/my-tasks/', found.measureId]
			] as const) {
				const blank = (text: string) => text.replaceAll(id, '…').replaceAll(nothing, '…');
				expect(blank(await said(await ask(who, path + id)))).toBe(
					blank(await said(await ask(who, path + nothing)))
				);
				for (const action of [
					'note',
					'takeOver',
					'share',
					'unshare',
					'assess',
					'finish',
					'message',
					'repeat'
				]) {
					const form = {
						key: newId<string>(),
						version: '1',
						noteText: 'x',
						message: 'x',
						person: home.person('head'),
						shareWith: home.person('head'),
						shareReason: 'x'
					};
					const real = blank(await said(await ask(who, `${path}${id}?/${action}`, form)));
					const none = blank(await said(await ask(who, `${path}${nothing}?/${action}`, form)));
					expect(real, `${path} ${action}`).toBe(none);
				}
			}
		}
	);

	test.each(everybody)('%s gets nothing of it from the database itself', async (who) => {
		const cookieOf = { ...home, clock: systemClock as TestMunicipality['clock'] };
		const context =
			who === deputy
				? await signedInContext(tokens.get(who)!)
				: (await (await signedIn(db, cookieOf, who)).context())!;
		await context.transaction(async (tx) => {
			for (const table of [
				'case_file',
				'incident',
				'case_note',
				'case_message',
				'measure',
				'activity',
				'notice'
			]) {
				const { rows } = await sql<{
					row: unknown;
				}>`select to_jsonb(t) as row from ${sql.table(table)} t`.execute(tx);
				const text = JSON.stringify(rows);
				for (const id of [found.caseId, found.incidentId, found.measureId]) {
					expect(text, table).not.toContain(id);
				}
			}
		});
	});

	test('the data protection officer whom it is about does not find it in the log', async () => {
		const officer = home.person('dataProtectionOfficer');
		const seen = () =>
			as('dataProtectionOfficer').transaction((tx) =>
				tx
					.selectFrom('activity')
					.select('subjectId')
					.where('subjectId', 'in', [found.caseId, found.incidentId])
					.execute()
			);
		expect((await seen()).length).toBeGreaterThan(3);
		const list = `{${officer}}`;
		await db.asOwner((tx) =>
			sql`update case_file set excluded_person_ids = ${list}::uuid[] where id = ${found.caseId}`.execute(tx)
		);
		expect(await seen()).toEqual([]);
	});

	async function signedInContext(token: string): Promise<Context> {
		const { findSession } = await import('../src/lib/server/access/index.ts');
		const application = { db, clock: systemClock };
		return contextFor(application, (await findSession(application, token))!.actor);
	}
});
