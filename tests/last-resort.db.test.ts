/** When the database is gone, a visitor still gets a page in their language, with the headers that protect. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { hasServer, serverDatabase } from './support/database.ts';

describe.skipIf(!hasServer)('a system whose database is not as it should be', () => {
	test('says so in Swedish, and tells nothing of itself', async () => {
		const db = await serverDatabase();
		const server = spawn(process.execPath, ['scripts/start.ts'], {
			env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', DATABASE_URL: db.url!, DEMO: 'yes' },
			stdio: ['ignore', 'pipe', 'ignore']
		});
		try {
			const base = await new Promise<string>((resolve) => {
				server.stdout.on('data', (chunk: Buffer) => {
					const url = /runs at (\S+)/.exec(chunk.toString())?.[1];
					if (url) resolve(url);
				});
			});
			expect((await fetch(`${base}/sign-in`)).status).toBe(200);
			expect(
				await (await fetch(`${base}/sign-in`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).text()
			).not.toContain('name="person"');

			await db.askAsOwner(async (ask) => {
				await ask.schema.alterTable('person').renameTo('person_gone').execute();
			});
			const answer = await fetch(`${base}/sign-in`, { headers: { accept: 'text/html' } });
			const page = await answer.text();
			expect(answer.status).toBe(500);
			expect(page).toContain('Något gick fel hos oss');
			expect(page).not.toMatch(/person_gone|relation|kysely|at .*\.ts/i);
			expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
		} finally {
			server.kill('SIGKILL');
			await db.close();
		}
	});
});
