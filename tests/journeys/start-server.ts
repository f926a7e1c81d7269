/** Starts the system as a newcomer does, on a database of its own and a free port, and stops it afterwards. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { writeQuietProviders } from '../support/identity-providers.ts';

export default async function startServer(): Promise<() => Promise<void>> {
	const directory = await mkdtemp(join(tmpdir(), 'opaverkad-journeys-'));
	const child = spawn(process.execPath, ['scripts/start.ts'], {
		env: {
			...process.env,
			NODE_ENV: undefined,
			DATABASE_URL: '',
			DATA_DIRECTORY: join(directory, 'data'),
			IDENTITY_PROVIDERS: writeQuietProviders(directory),
			PORT: '0'
		},
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const url = await new Promise<string>((resolve, reject) => {
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			const found = /runs at (\S+)/.exec(output);
			if (found) resolve(found[1]!);
		});
		child.once('exit', (code) => reject(new Error(`the system ended with ${code} before it was ready`)));
	});
	process.env.OPAVERKAD_URL = url;
	return async () => {
		child.kill('SIGTERM');
		await new Promise((resolve) => child.once('exit', resolve));
		await rm(directory, { recursive: true, force: true });
	};
}
