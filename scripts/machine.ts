/** What the machine has that npm does not bring, for the tests only: a browser, a PostgreSQL server, what looks files through. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * The browser for the journey tests: CHROMIUM_PATH, else what is installed.
 *
 * @returns full path of the program, or null when there is none (also when CHROMIUM_PATH names nothing that can be run)
 */
export function findChromium(): string | null {
	const chosen = process.env.CHROMIUM_PATH?.trim();
	if (chosen) return isProgram(chosen) ? chosen : null;
	const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	const candidates = [
		...names.flatMap(programsInPath),
		...names.map((name) => join('/usr/bin', name)),
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
	];
	return candidates.find(isProgram) ?? null;
}

/**
 * The folder with PostgreSQL's server programs, e.g. '/usr/lib/postgresql/15/bin': in PATH, else where pg_config says, else where
 * Debian, Red Hat and Homebrew put them (the newest first).
 *
 * @returns null when there is none with both initdb and postgres
 */
export function findPostgresBinaries(): string | null {
	const candidates = [
		...programsInPath('initdb').map((initdb) => dirname(realpathSync(initdb))),
		...configuredPostgresFolders(),
		...versionedFolders('/usr/lib/postgresql', (version) => join(version, 'bin')),
		...versionedFolders('/usr', (folder) => (/^pgsql-\d+$/.test(folder) ? join(folder, 'bin') : null)),
		...['/opt/homebrew/opt', '/usr/local/opt'].flatMap((opt) =>
			versionedFolders(opt, (folder) => (folder.startsWith('postgresql@') ? join(folder, 'bin') : null))
		)
	];
	return (
		candidates.find((folder) => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres'))) ??
		null
	);
}

/** A program by its name: in PATH, else where Debian puts those for administrators. @returns null when there is none */
export function findProgram(name: string): string | null {
	return [...programsInPath(name), join('/usr/sbin', name)].find(isProgram) ?? null;
}

function programsInPath(name: string): string[] {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	return folders.map((folder) => join(folder, name)).filter(isProgram);
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** pg_config also comes with the client's headers, so its folder may lack the server. */
function configuredPostgresFolders(): string[] {
	return programsInPath('pg_config')
		.slice(0, 1)
		.map((program) => execFileSync(program, ['--bindir'], { encoding: 'utf8' }).trim());
}

function versionedFolders(parent: string, inside: (folder: string) => string | null): string[] {
	let folders: string[];
	try {
		folders = readdirSync(parent);
	} catch {
		return [];
	}
	const newestFirst = folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
	return newestFirst
		.map(inside)
		.filter((path) => path !== null)
		.map((path) => join(parent, path));
}
