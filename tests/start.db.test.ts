/** `npm start` as a newcomer and as an operator meets it: what it prints, and how it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasServer, serverDatabase } from './support/database.ts';

const started: ChildProcess[] = [];
let directory: string;

beforeAll(() => {
	directory = mkdtempSync(join(tmpdir(), 'opaverkad-start-'));
});
afterAll(() => {
	for (const child of started) child.kill('SIGKILL');
	rmSync(directory, { recursive: true, force: true });
});

interface Ended {
	code: number | null;
	/** Every line that was printed, on either stream. */
	lines: string[];
}

/** Starts the system; resolves when it says that it runs, or when it has ended. */
function start(env: Record<string, string>): Promise<{ url: string; child: ChildProcess } | Ended> {
	const child = spawn(process.execPath, ['scripts/start.ts'], {
		env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	started.push(child);
	let output = '';
	return new Promise((resolve) => {
		const read = (chunk: Buffer) => {
			output += chunk.toString();
			const url = /runs at (\S+)/.exec(output)?.[1];
			if (url) resolve({ url, child });
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('close', (code) =>
			resolve({ code, lines: output.split('\n').filter((text) => text && !text.startsWith('Building')) })
		);
	});
}

async function startOrFail(env: Record<string, string>): Promise<{ url: string; child: ChildProcess }> {
	const result = await start(env);
	if ('code' in result) throw new Error(`ended: ${result.lines.join('\n')}`);
	return result;
}

function stop(child: ChildProcess): Promise<number | null> {
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	child.kill('SIGTERM');
	return ended;
}

const people = async (url: string) =>
	(await (await fetch(`${url}/sign-in`)).text()).match(/name="person"/g)?.length ?? 0;

describe('a fresh machine', () => {
	test('gets a filled municipality on loopback; a second start keeps it, a second process is refused', async () => {
		const env = { DATA_DIRECTORY: join(directory, 'fresh') };
		const first = await startOrFail(env);
		expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
		expect(await people(first.url)).toBeGreaterThanOrEqual(60);

		const second = await start(env);
		expect(second).toMatchObject({
			code: 1,
			lines: [expect.stringMatching(/already in use by another process/)]
		});

		expect(await stop(first.child)).toBe(0);
		const again = await startOrFail(env);
		expect(await people(again.url)).toBeGreaterThanOrEqual(60);
		await stop(again.child);
	});
});

describe('without the demo, an empty installation', () => {
	/** Starts it, and answers the link that its console shows. */
	async function startEmpty(env: Record<string, string>) {
		const child = spawn(process.execPath, ['scripts/start.ts'], {
			env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', DEMO: 'no', ...env },
			stdio: ['ignore', 'pipe', 'inherit']
		});
		started.push(child);
		let output = '';
		const url = await new Promise<string>((resolve) =>
			child.stdout.on('data', (chunk: Buffer) => {
				output += chunk.toString();
				const found = /runs at (\S+)/.exec(output)?.[1];
				if (found) resolve(found);
			})
		);
		return { child, url, link: /at (\S+\/first-run\?key=\S+)/.exec(output)?.[1] };
	}
	const setUp = (link: string) =>
		fetch(link, {
			method: 'POST',
			redirect: 'manual',
			headers: { accept: 'text/html', origin: new URL(link).origin },
			body: new URLSearchParams({
				municipality: 'Provköpings kommun',
				name: 'Prov Person',
				email: 'prov.person@provkoping.example',
				password: 'tre gula cyklar i regn',
				again: 'tre gula cyklar i regn'
			})
		});

	async function firstRun(env: Record<string, string>) {
		const first = await startEmpty(env);
		expect(first.link).toMatch(new RegExp(`^${first.url}/first-run\\?key=[\\w-]{43}$`));
		expect((await fetch(`${first.url}/first-run`)).status).toBe(404);
		expect((await fetch(`${first.url}/first-run?key=guessed`)).status).toBe(404);
		expect(await (await fetch(`${first.url}/sign-in`)).text()).toContain('Opåverkad är inte igång än');
		await stop(first.child);

		// each start prints a link of its own
		const second = await startEmpty(env);
		expect(second.link).not.toBe(first.link);
		expect((await fetch(second.link!)).status).toBe(200);
		const answer = await setUp(second.link!);
		expect(answer.headers.get('location')).toBe('/account?welcome');
		const cookie = answer.headers
			.getSetCookie()
			.map((line) => line.split(';')[0])
			.join('; ');
		const account = await fetch(`${second.url}/account`, { headers: { cookie } });
		expect(account.status).toBe(200);
		expect(await account.text()).toContain('Prov Person');
		expect((await setUp(second.link!)).status).toBe(404);
		await stop(second.child);

		const third = await startEmpty(env);
		expect(third.link).toBeUndefined();
		await stop(third.child);
	}

	test('is set up by the link on the console, once', () =>
		firstRun({ DATA_DIRECTORY: join(directory, 'empty') }));

	test.skipIf(!hasServer)('on a PostgreSQL server as well', async () => {
		const db = await serverDatabase();
		await db.close();
		await firstRun({ DATABASE_URL: db.url!, DATA_DIRECTORY: join(directory, 'empty-server') });
	});
});

describe('wrong configuration ends with one sentence', () => {
	const refused = async (env: Record<string, string>, sentence: RegExp) => {
		const result = await start(env);
		expect(result).toMatchObject({ code: 1 });
		const { lines } = result as Ended;
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(sentence);
	};

	test('an address that is no PostgreSQL', () =>
		refused(
			{ DATABASE_URL: 'https://db.example' },
			/DATABASE_URL must be the address of a PostgreSQL server/
		));

	test('a server that does not answer', () =>
		refused({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /cannot be used/));

	test('a file in the place of the data directory', async () => {
		const file = join(directory, 'file');
		writeFileSync(file, '');
		await refused({ DATA_DIRECTORY: file }, /DATA_DIRECTORY|directory/);
	});

	test('a port that is taken', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => other.once('listening', resolve));
		const { port } = other.address() as AddressInfo;
		try {
			await refused(
				{ DATA_DIRECTORY: join(directory, 'unused'), PORT: String(port) },
				/already in use.*PORT/
			);
		} finally {
			other.close();
		}
	});

	test('production on the embedded database', () =>
		refused({ NODE_ENV: 'production', DATA_DIRECTORY: directory }, /set DATABASE_URL/));

	test('production with the demo', () =>
		refused(
			{ NODE_ENV: 'production', DATABASE_URL: 'postgres://somebody@db.example/x', DEMO: 'yes' },
			/remove DEMO=yes/
		));
});

describe.skipIf(!hasServer)('a PostgreSQL server', () => {
	test('gets the same migrations, and the demo only when asked for', async () => {
		const db = await serverDatabase();
		await db.close();
		const plain = await startOrFail({ DATABASE_URL: db.url! });
		expect(await people(plain.url)).toBe(0);
		await stop(plain.child);
		const demo = await startOrFail({ DATABASE_URL: db.url!, DEMO: 'yes' });
		expect(await people(demo.url)).toBeGreaterThanOrEqual(60);
		await stop(demo.child);
	});
});
