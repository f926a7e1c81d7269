/** The built system as a process of its own, as somebody who runs it has it: started, watched, stopped or killed. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A running system. */
export interface RunningSystem {
	/** E.g. 'http://127.0.0.1:41234'. */
	url: string;
	pid: number;
	/** From the start of the process until it answered that it is well, database included. */
	startedInMs: number;
	/** Resident memory now, in MB (10^6 bytes). */
	memoryMb(): number;
	/** Asks it to end, and waits until it has. */
	stop(): Promise<void>;
	/** kill -9. */
	kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/**
 * Starts the built system on a free port (or `env.PORT`) and waits until /healthz answers.
 * @param env what differs from an empty configuration
 * @param options `quiet`: what it logs is expected and not shown; `node`: e.g. ['--cpu-prof']
 */
export async function startSystem(
	env: Record<string, string>,
	options: { quiet?: boolean; node?: readonly string[] } = {}
): Promise<RunningSystem> {
	const began = performance.now();
	const child = spawn(process.execPath, [...(options.node ?? []), ...startArguments()], {
		env: { ...process.env, NODE_ENV: undefined, DATABASE_URL: '', DEMO: 'no', PORT: '0', ...env },
		stdio: ['ignore', 'pipe', options.quiet ? 'ignore' : 'inherit']
	});
	running.add(child);
	const ended = once(child, 'exit').then(() => running.delete(child));
	const url = await new Promise<string>((resolve, reject) => {
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			const found = /runs at (\S+)/.exec(output);
			if (found) resolve(found[1]!);
		});
		child.once('exit', (code) => reject(new Error(`the system ended with ${code} before it was ready`)));
	});
	await untilWell(url);
	const startedInMs = performance.now() - began;
	const end = async (signal: NodeJS.Signals) => {
		child.kill(signal);
		await ended;
	};
	return {
		url,
		pid: child.pid!,
		startedInMs,
		memoryMb: () => memoryOf(child.pid!),
		stop: () => end('SIGTERM'),
		kill: () => end('SIGKILL')
	};
}

/** Waits until the system and its database answer. @throws after half a minute */
export async function untilWell(url: string): Promise<void> {
	const until = performance.now() + 30_000;
	for (;;) {
		const well = await fetch(`${url}/healthz`).then(
			({ ok }) => ok,
			() => false
		);
		if (well) return;
		if (performance.now() > until) throw new Error(`${url}/healthz does not answer`);
		await pause(5);
	}
}

/** Builds what is not built, so that no measurement pays for it. */
export async function build(): Promise<void> {
	const system = await startSystem({ DATA_DIRECTORY: ':memory:' });
	await system.stop();
}

/** What `npm start` gives to Node. */
function startArguments(): string[] {
	const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
	return scripts.start.split(' ').slice(1);
}

/** Resident memory of a process in MB. */
function memoryOf(pid: number): number {
	const kib = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
	return (kib * 1024) / 1e6;
}
