/**
 * The embedded PostgreSQL (PGlite, WebAssembly) in a directory: for trying out, development and tests.
 *
 * As it comes from its makers it never syncs to disk, lets two processes ruin each other's data, and has none of the
 * server's background processes. Here it syncs at each commit, is locked to one process, and is tidied regularly.
 *
 * What remains, and cannot be mended here: one session for everybody, so a long query stops the whole process
 * (statement_timeout does nothing), and the session is a superuser unless the transaction changes its role.
 */
import fs from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { lockDirectory } from './directory-lock.ts';
import { ConfigurationError } from './errors.ts';

/** The embedded PostgreSQL, open. */
export interface EmbeddedDatabase {
	pglite: PGlite;
	/** Writes everything down, ends, and lets another process in. May be called again without effect. */
	close(): Promise<void>;
}

/** What an opener may decide. */
export interface EmbeddedOptions {
	/** How values arrive, by the type's number (oid) in PostgreSQL. */
	parsers?: PGliteOptions['parsers'];
	/** Told after each file or directory that the disk has confirmed, e.g. '/pglite/data/pg_wal/000000010000000000000001'. */
	onSync?: (file: string) => void;
	/** What ':memory:' begins with instead of nothing: a copy that PGlite made of a data directory. */
	beginWith?: Blob;
}

/**
 * Opens the embedded PostgreSQL in a directory, and creates both when they are missing.
 *
 * The database is in its own folder `postgresql` there, readable by this user only. A commit that was acknowledged has been
 * synced to disk. ':memory:' is a database of its own that is forgotten at close: no lock, no sync.
 *
 * @param directory as the operator wrote it, e.g. './data'
 * @throws ConfigurationError when the directory cannot be used, another process uses it, or what is there cannot be opened
 */
export async function openEmbedded(
	directory: string | ':memory:',
	options: EmbeddedOptions = {}
): Promise<EmbeddedDatabase> {
	const { parsers } = options;
	if (directory === ':memory:') {
		return closeOnce(await PGlite.create({ parsers, startParams, loadDataDir: options.beginWith }));
	}

	makeDirectory(directory);
	const unlock = await lockDirectory(directory, 'postgresql', directory);
	try {
		const cluster = join(directory, 'postgresql');
		if (fs.existsSync(cluster)) checkCluster(cluster, directory);
		else await createCluster(cluster, directory);
		const files = new SyncingFiles(cluster, { afterClose: unlock, onSync: options.onSync });
		const pglite = await start({ fs: files, parsers }, `The database in ${directory} cannot be opened`);
		return closeOnce(pglite, tidyRegularly(pglite));
	} catch (error) {
		unlock();
		throw error;
	}
}

function closeOnce(pglite: PGlite, beforeClose: () => Promise<void> = async () => {}): EmbeddedDatabase {
	let closing: Promise<void> | undefined;
	const close = async () => {
		await beforeClose();
		// whoever uses Kysely's destroy() has closed it already
		if (!pglite.closed) await pglite.close();
	};
	return { pglite, close: () => (closing ??= close()) };
}

/**
 * Makers' defaults, without -F (never sync) and -O (system tables may be altered). Given on the command line, so that no file
 * in the directory can take them back.
 *
 * `wal_sync_method`: the default is fdatasync, and PGlite's fdatasync does nothing; only its fsync reaches `SyncingFiles`.
 * `shared_buffers`: what lies here also lies in the operating system's cache; 128 MB (the default) is resident memory lost.
 */
const startParams = [
	...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F' && parameter !== '-O'),
	...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
	...['-c', 'allow_system_table_mods=off', '-c', 'shared_buffers=32MB']
];

/** The part of PGlite's file layer (Emscripten's NODEFS) that is replaced. */
interface NodeFileLayer {
	stream_ops: { fsync?: (stream: OpenFile) => number };
	/** Runs a file operation and turns Node's error into the one that PostgreSQL understands. */
	tryFSOperation<T>(operation: () => T): T;
}
interface OpenFile {
	/** Node's file descriptor. */
	nfd: number;
	node: { mode: number };
	path?: string;
}

/** Files in a directory, where PostgreSQL's 'sync this' really asks the disk. */
class SyncingFiles extends NodeFS {
	readonly #afterClose: () => void;
	readonly #onSync: (file: string) => void;

	constructor(directory: string, told: { afterClose?: () => void; onSync?: (file: string) => void } = {}) {
		super(directory);
		this.#afterClose = told.afterClose ?? (() => {});
		this.#onSync = told.onSync ?? (() => {});
	}

	override async init(pglite: PGlite, options: Parameters<NodeFS['init']>[1]) {
		const { emscriptenOpts } = await super.init(pglite, options);
		const preRun: typeof emscriptenOpts.preRun = [
			...(emscriptenOpts.preRun ?? []),
			(module) => {
				const layer: Partial<NodeFileLayer> = module.NODEFS as object;
				if (!layer.stream_ops || !layer.tryFSOperation) {
					throw new Error('This version of PGlite has another file layer: commits would not be synced.');
				}
				layer.stream_ops.fsync = (file) => (layer as NodeFileLayer).tryFSOperation(() => this.#sync(file));
			}
		];
		return { emscriptenOpts: { ...emscriptenOpts, preRun } };
	}

	#sync(file: OpenFile): 0 {
		// a new name in a directory is not 'data': fdatasync may skip it. Windows cannot sync directories and needs not.
		if ((file.node.mode & fs.constants.S_IFMT) !== fs.constants.S_IFDIR) fs.fdatasyncSync(file.nfd);
		else if (process.platform !== 'win32') fs.fsyncSync(file.nfd);
		this.#onSync(file.path ?? '');
		return 0;
	}

	/** Runs at the end of PGlite's close(), whoever called it, so that the lock outlives the last write. */
	override async closeFs(): Promise<void> {
		await super.closeFs();
		this.#afterClose();
	}
}

/** Starts PGlite; when it fails, the error says what PostgreSQL said. */
async function start(options: PGliteOptions, whatFails: string): Promise<PGlite> {
	let said: string[] | undefined = [];
	try {
		return await PGlite.create({
			...options,
			startParams,
			onStderr: (line) => {
				const found = /(?:FATAL|PANIC|DETAIL): +(.*)/.exec(line)?.[1];
				if (found) said?.push(found);
				return false;
			}
		});
	} catch (error) {
		const reason = said.join(' ') || (error instanceof Error ? error.message : String(error));
		throw new ConfigurationError(`${whatFails}: ${reason.replace(/\.$/, '')}.`, { cause: error });
	} finally {
		// later lines may quote what people wrote
		said = undefined;
	}
}

function makeDirectory(directory: string): void {
	try {
		fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
		fs.accessSync(directory, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new ConfigurationError(
			code === 'EEXIST' || code === 'ENOTDIR'
				? `${directory} is a file, but the database needs a directory. Move the file, or choose another directory with DATA_DIRECTORY.`
				: `The directory ${directory} cannot be used by this user (${code}). Give this user the right to write there, or choose another directory with DATA_DIRECTORY.`,
			{ cause: error }
		);
	}
}

/** The version of PostgreSQL whose files this PGlite reads. */
const majorVersion = '18';

/** Refuses what PGlite would misunderstand: it starts afresh over a folder without a version. */
function checkCluster(cluster: string, directory: string): void {
	let version: string;
	try {
		version = fs.readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
		fs.chmodSync(cluster, 0o700);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new ConfigurationError(
			code === 'ENOENT'
				? `${cluster} is not a database. Restore it from a backup, or choose another directory with DATA_DIRECTORY.`
				: `The database in ${directory} cannot be used by this user (${code}). Start as the user that owns it, or choose another directory with DATA_DIRECTORY.`,
			{ cause: error }
		);
	}
	if (version !== majorVersion) {
		throw new ConfigurationError(
			`The database in ${directory} was made with PostgreSQL ${version}, but this version reads PostgreSQL ${majorVersion}. Start the version that made it, and move the data from there.`
		);
	}
}

/**
 * Makes an empty database that is either whole or not there, whenever the power goes: written under another name, synced, and
 * only then given its name.
 */
async function createCluster(cluster: string, directory: string): Promise<void> {
	const unfinished = `${cluster}.unfinished`;
	fs.rmSync(unfinished, { recursive: true, force: true });
	// PGlite's files are readable by everybody, so the folder must not be
	fs.mkdirSync(unfinished, { mode: 0o700 });
	const pglite = await start(
		{ fs: new SyncingFiles(unfinished) },
		`The database cannot be created in ${directory}`
	);
	await pglite.close();
	await syncTree(unfinished);
	fs.renameSync(unfinished, cluster);
	await syncFile(dirname(cluster), true);
}

/** Syncs a directory and everything in it. */
async function syncTree(directory: string): Promise<void> {
	const entries = await readdir(directory, { recursive: true, withFileTypes: true });
	const paths = entries.map((entry) => [join(entry.parentPath, entry.name), entry.isDirectory()] as const);
	// some at a time: a process may have only a thousand files open
	for (let at = 0; at < paths.length; at += 32) {
		await Promise.all(paths.slice(at, at + 32).map(([path, isDirectory]) => syncFile(path, isDirectory)));
	}
	await syncFile(directory, true);
}

async function syncFile(path: string, isDirectory: boolean): Promise<void> {
	if (isDirectory && process.platform === 'win32') return;
	const file = await open(path, isDirectory ? 'r' : 'r+');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

/** How often it is looked whether something needs tidying. */
const tidyIntervalMs = 60_000;

/** @returns ends the tidying, after what is under way */
function tidyRegularly(pglite: PGlite): () => Promise<void> {
	let underWay = Promise.resolve();
	const timer = setInterval(() => {
		underWay = underWay.then(async () => {
			if (pglite.closed) return clearInterval(timer);
			await tidy(pglite).catch((error: unknown) => {
				process.emitWarning(`The embedded database could not be tidied: ${String(error)}`);
			});
		});
	}, tidyIntervalMs);
	timer.unref();
	return async () => {
		clearInterval(timer);
		await underWay;
	};
}

/** A restart after a crash reads what was written since the last checkpoint; more than this takes long and fills the disk. */
const checkpointAfterBytes = 16 * 1024 * 1024;

/**
 * Does what a server's background processes do, and PGlite has none of: checkpoints (the write-ahead log would otherwise grow
 * until the next close) and autovacuum (with its default thresholds). Costs two small queries when there is nothing to do.
 */
export async function tidy(pglite: PGlite): Promise<void> {
	const { rows: tables } = await pglite.query<{ name: string }>(
		`select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
		where n_dead_tup > 50 + 0.2 * n_live_tup
			or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
			or n_mod_since_analyze > 50 + 0.1 * n_live_tup`
	);
	// one at a time, so that what people wait for comes in between
	for (const { name } of tables) await pglite.exec(`vacuum (analyze) ${name}`);
	const { rows: log } = await pglite.query<{ due: boolean }>(
		'select pg_current_wal_insert_lsn() - redo_lsn > $1 as due from pg_control_checkpoint()',
		[checkpointAfterBytes]
	);
	if (log[0]?.due) await pglite.exec('checkpoint');
}
