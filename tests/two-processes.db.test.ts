/** Two web processes on one database, and a whole municipality behind one address. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type RunningSystem } from '../bench/system.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';

describe.skipIf(!hasServer)('two processes share', () => {
	let database: TestDatabase;
	let directory: string;
	let systems: [RunningSystem, RunningSystem];

	beforeAll(async () => {
		database = await serverDatabase();
		directory = mkdtempSync(join(tmpdir(), 'opaverkad-two-'));
		const env = { DATABASE_URL: database.url!, DATA_DIRECTORY: directory, DEMO: 'yes' };
		systems = [await startSystem(env), await startSystem(env)];
	});
	afterAll(async () => {
		await Promise.all((systems ?? []).map((system) => system.stop()));
		await database.close();
		rmSync(directory, { recursive: true, force: true });
	});

	const ask = (system: RunningSystem, path: string, cookie = '', form?: Record<string, string>) =>
		fetch(system.url + path, {
			redirect: 'manual',
			method: form ? 'POST' : 'GET',
			headers: { accept: 'text/html', origin: system.url, cookie },
			...(form && { body: new URLSearchParams(form) })
		});
	const peopleToBe = async () =>
		[...(await (await ask(systems[0], '/sign-in')).text()).matchAll(/value="([0-9a-f-]{36})"/g)].map(
			([, id]) => id!
		);
	const signIn = async (system: RunningSystem, person: string) => {
		const answer = await ask(system, '/sign-in', '', { person });
		const cookie = answer.headers
			.getSetCookie()
			.find((line) => line.startsWith('session='))!
			.split(';')[0]!;
		const page = await (await ask(system, '/sign-out', cookie)).text();
		return { cookie, csrf: /name="csrf" value="([^"]+)"/.exec(page)![1]! };
	};

	test('sessions: signed in at one, known at the other; ended at one, ended at the other', async () => {
		const [person] = await peopleToBe();
		const { cookie, csrf } = await signIn(systems[0], person!);
		expect((await ask(systems[1], '/my-reports', cookie)).status).toBe(200);
		expect((await ask(systems[1], '/sign-out', cookie, { csrf })).status).toBe(303);
		expect((await ask(systems[0], '/my-reports', cookie)).status).toBe(303);
	});

	test('limits: thirty reports by one account in ten minutes, wherever they arrive; colleagues at the same address go on', async () => {
		const [first, second] = await peopleToBe();
		const { cookie, csrf } = await signIn(systems[0], first!);
		const send = (index: number, who = { cookie, csrf }) =>
			ask(systems[index % 2]!, '/report?/send', who.cookie, {
				csrf: who.csrf,
				key: crypto.randomUUID(),
				text: `Rapport ${index}`
			});
		for (let index = 0; index < 30; index++) expect((await send(index)).status, String(index)).toBe(303);
		expect((await send(30)).status).toBe(429);
		expect((await send(31)).status).toBe(429);
		expect((await send(32, await signIn(systems[1], second!))).status).toBe(303);
	});
});
