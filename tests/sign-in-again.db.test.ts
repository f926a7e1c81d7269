/** What is sensitive asks who one is when that was proved long ago, and cookies change when what they give changes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSystem, type RunningSystem } from '../bench/system.ts';
import { newId } from '../src/lib/server/platform/ids.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';

describe.skipIf(!hasServer)('signing in again', () => {
	let database: TestDatabase;
	let directory: string;
	let system: RunningSystem;
	let person: string;
	let cookie: string;

	beforeAll(async () => {
		database = await serverDatabase();
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-again-'));
		system = await startSystem({ DATABASE_URL: database.url!, DATA_DIRECTORY: directory, DEMO: 'yes' });
		const page = await (await ask('/sign-in', '')).text();
		// Leila Haddad, a controller: reads figures
		person = /value="([0-9a-f-]{36})"[^>]*>(?:<!--.*?-->|\s)*<strong[^>]*>Leila Haddad</.exec(page)![1]!;
	});
	afterAll(async () => {
		await system?.stop();
		await database.close();
		rmSync(directory, { recursive: true, force: true });
	});
	beforeEach(async () => {
		cookie = cookieOf(await ask('/sign-in', '', { person }))!;
	});

	const ask = (path: string, as = cookie, form?: Record<string, string>) =>
		fetch(system.url + path, {
			redirect: 'manual',
			method: form ? 'POST' : 'GET',
			headers: { accept: 'text/html', origin: system.url, cookie: as },
			...(form && { body: new URLSearchParams(form) })
		});
	const cookieOf = (answer: Response) =>
		answer.headers
			.getSetCookie()
			.find((line) => line.startsWith('session='))
			?.split(';')[0];
	const csrfOf = async (as = cookie) =>
		/name="csrf" value="([^"]+)"/.exec(await (await ask('/sign-out', as)).text())![1]!;
	const grow = (minutes: number) =>
		database.asOwner((tx) =>
			sql`update session set signed_in_at = now() - ${`${minutes} minutes`}::interval where ended_at is null`.execute(
				tx
			)
		);
	const exportPath = async () => {
		const unit = (await ask('/statistics')).headers.get('location')!;
		return `${unit.split('?')[0]}/export.csv?from=2025-01&to=2025-12`;
	};

	test('an export after 31 minutes asks for it, and goes on where one was', async () => {
		const path = await exportPath();
		expect((await ask(path)).status).toBe(200);
		await grow(29);
		expect((await ask(path)).status).toBe(200);
		await grow(31);
		const refused = await ask(path);
		expect(refused.status).toBe(303);
		const again = refused.headers.get('location')!;
		expect(again).toBe(`/sign-in/again?to=${encodeURIComponent(path)}`);

		const csrf = await csrfOf();
		const answer = await ask(again, cookie, { csrf, demo: 'yes' });
		expect(answer.headers.get('location')).toBe(path);
		const fresh = cookieOf(answer)!;
		expect((await ask(path, fresh)).status).toBe(200);
		// the cookie before is worth nothing
		expect((await ask('/my-reports')).headers.get('location')).toMatch(/^\/sign-in\?to=/);
	});

	test('what is not sensitive does not ask', async () => {
		await grow(120);
		expect((await ask('/my-reports')).status).toBe(200);
		expect((await ask('/account')).status).toBe(200);
	});

	test('a form of the account that is sent after an hour asks, and leads back to the page', async () => {
		const csrf = await csrfOf();
		await grow(61);
		const answer = await ask('/account?/makeCodes', cookie, { csrf });
		expect(answer.headers.get('location')).toBe('/sign-in/again?to=%2Faccount');
	});

	test('the demo’s button is of no use to who signed in another way', async () => {
		await database.asOwner((tx) =>
			sql`update session set method = 'password' where ended_at is null`.execute(tx)
		);
		const answer = await ask('/sign-in/again', cookie, { csrf: await csrfOf(), demo: 'yes' });
		expect(answer.status).toBe(403);
	});

	test('another site is never where it goes on', async () => {
		const answer = await ask('/sign-in/again?to=//evil.example', cookie, {
			csrf: await csrfOf(),
			demo: 'yes'
		});
		expect(answer.headers.get('location')).toBe('/');
	});

	test('signing in again in the same browser ends the session before', async () => {
		const second = cookieOf(await ask('/sign-in', cookie, { csrf: await csrfOf(), person }))!;
		expect((await ask('/my-reports', second)).status).toBe(200);
		expect((await ask('/my-reports', cookie)).status).toBe(303);
	});

	test('a role that is given changes the cookie at the next page; one that is taken away ends the session', async () => {
		expect(cookieOf(await ask('/my-reports'))).toBeUndefined();
		const id = newId<string>();
		await database.asOwner((tx) =>
			sql`insert into assignment (id, municipality_id, person_id, unit_id, role, valid_from)
				select ${id}, municipality_id, id, municipality_id, 'auditor', '2026-01-01' from person where id = ${person}`.execute(
				tx
			)
		);
		// a form that is on its way belongs to the page that it was shown with
		expect(cookieOf(await ask('/language', cookie, { locale: 'sv', path: '/my-reports' }))).toBeUndefined();
		const answer = await ask('/my-reports');
		const fresh = cookieOf(answer)!;
		expect(answer.status).toBe(200);
		expect(fresh).not.toBe(cookie);
		const csrf = await csrfOf(fresh);
		expect(await answer.text()).not.toContain(`value="${await csrfOf(cookie)}"`);
		expect((await ask('/account?/endSession', fresh, { csrf, id: 'others' })).status).toBe(303);
		await database.asOwner((tx) =>
			sql`update assignment set valid_to = '2026-01-02' where id = ${id}`.execute(tx)
		);
		expect((await ask('/my-reports', fresh)).headers.get('location')).toMatch(/^\/sign-in\?to=/);
	});
});
