/**
 * Run by `npm test`, before the tests: makes sure that the machine has Chromium, PostgreSQL's server programs, and what files are
 * looked through and converted with.
 *
 * On Debian and Ubuntu, as root (a container, a CI runner), it installs what is missing. Elsewhere it says in one sentence what
 * to install, and the tests that need it are skipped; with CI set, missing is a failure.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findChromium, findPostgresBinaries, findProgram } from './machine.ts';

/** One thing to have, and what Debian calls it. */
interface Need {
	package: string;
	find(): string | null;
	/** What to do by hand. */
	advice: string;
}

const needs: Need[] = [
	{
		package: 'chromium',
		find: findChromium,
		advice:
			'No Chromium was found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH, otherwise the journey tests cannot run.'
	},
	{
		package: 'postgresql',
		find: () => process.env.TEST_DATABASE_URL?.trim() || findPostgresBinaries(),
		advice:
			'No PostgreSQL server was found: install it (Debian: apt-get install postgresql) or set TEST_DATABASE_URL, otherwise the tests that need a real PostgreSQL are skipped.'
	},
	...(
		[
			['clamd', 'clamav-daemon', 'looked through for viruses'],
			['ffmpeg', 'ffmpeg', 'recordings'],
			['heif-enc', 'libheif-examples', 'the iPhone’s pictures']
		] as const
	).map(([program, name, what]) => ({
		package: name,
		find: () => findProgram(program),
		advice: `No ${program} was found: install it (Debian: apt-get install ${name}), otherwise the tests of files (${what}) are skipped.`
	}))
];

const missing = needs.filter((need) => need.find() === null);
if (missing.length > 0 && mayInstall()) install(missing.map((need) => need.package));

for (const need of missing) {
	if (need.find() !== null) continue;
	console.error(need.advice);
	if (process.env.CI) process.exitCode = 1;
}

function mayInstall(): boolean {
	return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Failing is not the end: what is still missing afterwards gets its sentence. */
function install(packages: string[]): void {
	console.log(`Installing for the tests: ${packages.join(', ')}.`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args: string[]) =>
		execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
	try {
		apt('update', '-qq');
		withoutMainCluster(() => apt('install', '-qq', '-y', '--no-install-recommends', ...packages));
	} catch (error) {
		console.error(`apt-get failed: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/**
 * Debian's package would make and start a database server of its own, which nobody asked for. The setting is only there while
 * installing, so that the machine's owner gets Debian's usual behaviour afterwards.
 */
function withoutMainCluster(work: () => void): void {
	const setting = '/etc/postgresql-common/createcluster.d/opaverkad-tests.conf';
	mkdirSync(dirname(setting), { recursive: true });
	writeFileSync(setting, 'create_main_cluster = false\n');
	try {
		work();
	} finally {
		rmSync(setting, { force: true });
	}
}
