/**
 * `npm run import -- incidents.csv [--municipality name] [--dry-run]`: imports earlier incidents from a file (docs/import.md).
 *
 * Everything or nothing. What is wrong is listed with line, column and what to do, in Swedish where the terminal is Swedish (LANG),
 * else in English; the exit code is then 1.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { importIncidents, listMunicipalities, type ImportSummary } from '../src/lib/server/cases/index.ts';
import {
	describeProblem,
	readImportFile,
	type ImportProblem
} from '../src/lib/server/incidents/import-file.ts';
import { openReferenceKey, referenceKeyFile } from '../src/lib/server/incidents/index.ts';
import type { UnitId } from '../src/lib/server/organisation/index.ts';
import { systemClock } from '../src/lib/server/platform/clock.ts';
import { readConfig } from '../src/lib/server/platform/config.ts';
import { openDatabase, type Database } from '../src/lib/server/platform/database.ts';
import { ConfigurationError } from '../src/lib/server/platform/errors.ts';
import { foldStatistics } from '../src/lib/server/statistics/index.ts';

/** What the person at the terminal can correct; printed as it is. */
class ImportRefused extends Error {
	override name = 'ImportRefused';
}

const locale = /^sv/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
	? 'sv'
	: 'en';

const texts = {
	sv: {
		usage:
			'Skriv vilken fil som ska läsas in: npm run import -- händelser.csv [--municipality namn] [--dry-run]',
		unreadable: (file: string, reason: string) => `Filen ${file} går inte att läsa (${reason}).`,
		noMunicipality:
			'Det finns ingen kommun i databasen än. Starta Opåverkad en gång, eller kontrollera DATABASE_URL och DATA_DIRECTORY.',
		whichMunicipality: (names: string) => `Ange kommunen med --municipality. Den ska vara en av: ${names}.`,
		refused: (problems: number) => `Inget är inläst. Antal fel att rätta: ${problems}.`,
		progress: (done: number, total: number) =>
			done < total ? `${done} av ${total} rader` : `${done} av ${total} rader, sparar …`,
		done: ({ imported, open }: ImportSummary) =>
			`Inlästa händelser: ${imported}. Av dem är inte avslutade: ${open}.`,
		tried: ({ imported, open }: ImportSummary) =>
			`Provat, inget är sparat. Det skulle bli ${imported} händelser, varav ${open} inte är avslutade.`,
		already: (count: number) => `Fanns redan och är inte ändrade: ${count}.`,
		changed: (lines: string) =>
			`Av dem står något annat i filen än det som lästes in förra gången. Inget är ändrat. Rader: ${lines}.`,
		personalData: (count: number, lines: string) =>
			`Texter med något som liknar personuppgifter: ${count}. Texterna är sparade som de är. Rader: ${lines}.`
	},
	en: {
		usage: 'Name the file to import: npm run import -- incidents.csv [--municipality name] [--dry-run]',
		unreadable: (file: string, reason: string) => `The file ${file} cannot be read (${reason}).`,
		noMunicipality:
			'There is no municipality in the database yet. Start Opåverkad once, or check DATABASE_URL and DATA_DIRECTORY.',
		whichMunicipality: (names: string) =>
			`Name the municipality with --municipality. It has to be one of: ${names}.`,
		refused: (problems: number) => `Nothing is imported. Problems to correct: ${problems}.`,
		progress: (done: number, total: number) =>
			done < total ? `${done} of ${total} rows` : `${done} of ${total} rows, saving …`,
		done: ({ imported, open }: ImportSummary) =>
			`Imported incidents: ${imported}. Of these are not closed: ${open}.`,
		tried: ({ imported, open }: ImportSummary) =>
			`Tried, nothing is stored. There would be ${imported} incidents, ${open} of them not closed.`,
		already: (count: number) => `Already there, and not changed: ${count}.`,
		changed: (lines: string) =>
			`For some of them the file now says something else than when they were imported. Nothing is changed. Lines: ${lines}.`,
		personalData: (count: number, lines: string) =>
			`Texts with what looks like personal data: ${count}. The texts are stored as they are. Lines: ${lines}.`
	}
};
const say = texts[locale];

async function main(): Promise<void> {
	const { file, municipality, dryRun } = readArguments();
	const config = readConfig(process.env);
	const { rows, problems } = readImportFile(readBytes(file), systemClock.now());
	const db = await openDatabase(config);
	try {
		const municipalityId = await chooseMunicipality(db, municipality);
		const outcome =
			problems.length > 0
				? // units are checked as well, so that the file can be corrected in one round
					await importIncidents({ db, clock: systemClock }, rows, { municipalityId, dryRun: true })
				: await importIncidents({ db, clock: systemClock }, rows, {
						municipalityId,
						dryRun,
						onProgress: showProgress
					});
		const all = [...problems, ...(outcome.ok ? [] : outcome.problems)];
		if (all.length > 0 || !outcome.ok) throw new ImportRefused(listProblems(all));
		if (!dryRun) {
			await foldStatistics({ db });
			// so that what was imported is found by its reference; the running system does the same when it starts
			const file = referenceKeyFile(process.env, config.dataDirectory);
			const { problem } = await openReferenceKey({ db, clock: systemClock }, file);
			if (problem) console.error(problem);
		}
		console.log(summarise(outcome.summary, dryRun));
	} finally {
		await db.close();
	}
}

function readArguments(): { file: string; municipality: string | undefined; dryRun: boolean } {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { municipality: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } }
		});
		const [file] = positionals;
		if (file !== undefined && positionals.length === 1) {
			return { file, municipality: values.municipality, dryRun: values['dry-run'] };
		}
	} catch {
		// an unknown option: say how it is written
	}
	throw new ImportRefused(say.usage);
}

function readBytes(file: string): Uint8Array {
	try {
		return readFileSync(file);
	} catch (error) {
		throw new ImportRefused(say.unreadable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
	}
}

async function chooseMunicipality(db: Database, wanted: string | undefined): Promise<UnitId> {
	const all = await listMunicipalities(db);
	if (all.length === 0) throw new ImportRefused(say.noMunicipality);
	const [only, ...more] =
		wanted === undefined ? all : all.filter(({ id, name }) => name === wanted || id === wanted);
	if (only && more.length === 0) return only.id;
	throw new ImportRefused(say.whichMunicipality(all.map(({ name }) => name).join(', ')));
}

function listProblems(problems: readonly ImportProblem[]): string {
	const inOrder = problems.toSorted((one, other) => one.line - other.line);
	return [...inOrder.map((problem) => describeProblem(problem, locale)), say.refused(problems.length)].join(
		'\n'
	);
}

/** Enough to see which they are; thousands of line numbers would bury the rest. */
const mostLines = 20;

function summarise(summary: ImportSummary, dryRun: boolean): string {
	const { already, changed, withPersonalData } = summary;
	const linesOf = (found: readonly { line: number }[]) =>
		found
			.slice(0, mostLines)
			.map(({ line }) => line)
			.join(', ') + (found.length > mostLines ? ', …' : '');
	return [
		dryRun ? say.tried(summary) : say.done(summary),
		...(already > 0 ? [say.already(already)] : []),
		...(changed.length > 0 ? [say.changed(linesOf(changed))] : []),
		...(withPersonalData.length > 0
			? [say.personalData(withPersonalData.length, linesOf(withPersonalData))]
			: [])
	].join('\n');
}

const barLength = 30;
let lastTenth = 0;

/** A bar on a terminal; elsewhere (a log) a line for every tenth. */
function showProgress(done: number, total: number): void {
	const text = say.progress(done, total);
	if (process.stderr.isTTY) {
		const filled = Math.round((done / total) * barLength);
		process.stderr.write(
			`\r${'█'.repeat(filled)}${'░'.repeat(barLength - filled)} ${text}${done === total ? '\n' : ''}`
		);
		return;
	}
	const tenth = Math.floor((done / total) * 10);
	if (tenth > lastTenth) process.stderr.write(`${text}\n`);
	lastTenth = tenth;
}

try {
	await main();
} catch (error) {
	if (!(error instanceof ImportRefused || error instanceof ConfigurationError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
