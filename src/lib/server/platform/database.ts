import { CamelCasePlugin, Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import type { DB } from '../../../../database/types.generated.ts';
import type { Config } from './config.ts';
import { openEmbedded, type EmbeddedOptions } from './embedded-database.ts';
import { ConfigurationError } from './errors.ts';
import { migrate, type MigrationConnection } from './migrations.ts';
import { preparing } from './prepared-statements.ts';

/** A transaction in which row-level security knows who acts. Every query function takes it first. */
export type Tx = Transaction<DB>;

/**
 * Who acts, as row-level security needs to know it (database/migrations/0001). Built by `access`, from a session.
 * Empty lists and nulls mean: sees nothing.
 */
export interface Scope {
	personId: string | null;
	municipalityId: string | null;
	/** Units at which, and below which, cases may be read. */
	caseUnits: readonly string[];
	/** Units at which, and below which, cases may be handled. */
	handlingUnits: readonly string[];
	/** Units at which, and below which, notes and talks may be read. */
	noteUnits: readonly string[];
	/** The three above again, for roles in which the actor stands in for somebody. */
	deputyCaseUnits: readonly string[];
	deputyHandlingUnits: readonly string[];
	deputyNoteUnits: readonly string[];
	/** Units at which, and below which, lex Sarah records may be read, by roles of one's own and as a deputy. */
	lexSarahUnits: readonly string[];
	deputyLexSarahUnits: readonly string[];
	/** Units at which, and below which, the actor is a safety representative. */
	safetyUnits: readonly string[];
	/** Whom the actor stands in for: what they are kept out of, the deputy is kept out of too. */
	deputised: readonly string[];
	/** Units at which, and below which, people with protected personal data may be seen. */
	protectedUnits: readonly string[];
	/** Units at which, and below which, figures may be seen. */
	statisticUnits: readonly string[];
	roles: readonly string[];
}

/** Sees nothing. */
export const nobody: Scope = {
	personId: null,
	municipalityId: null,
	caseUnits: [],
	handlingUnits: [],
	noteUnits: [],
	deputyCaseUnits: [],
	deputyHandlingUnits: [],
	deputyNoteUnits: [],
	lexSarahUnits: [],
	deputyLexSarahUnits: [],
	safetyUnits: [],
	deputised: [],
	protectedUnits: [],
	statisticUnits: [],
	roles: []
};

/** The only way to the data. Opened once per process by `openDatabase`. */
export interface Database {
	/** One transaction as somebody: all of it happens, or none of it. Rolled back when `work` throws. */
	transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
	/**
	 * One transaction with the owner's rights, past row-level security. For what happens before there is an actor: a session
	 * looked up by its token, the fictional municipality loaded, a file imported by the operator. Never from a route.
	 */
	asOwner<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	/** One statement with the owner's rights, outside a transaction (vacuum). Never from a route. */
	askAsOwner<T>(ask: (db: Kysely<DB>) => Promise<T>): Promise<T>;
	/**
	 * One statement before there is an actor, without the round trips of a transaction: a session looked up by its token. What it may
	 * ask are the functions that answer just that.
	 */
	ask<T>(ask: (db: Kysely<DB>) => Promise<T>): Promise<T>;
	/**
	 * SQL that a library brings with it (the queue of jobs), as the login that the system works as: several statements at once where
	 * there are no values, with their own begin and commit. What comes back is as the driver makes it. Never from a route.
	 */
	run(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
	/**
	 * Gives the owner's rights away for as long as the process lives, where the owner has a login of its own. For a web process,
	 * once it has started.
	 */
	forgetOwner(): Promise<void>;
	/** Asks for nothing. @throws when the database does not answer */
	ping(): Promise<void>;
	close(): Promise<void>;
}

/** An instant to compare a column with, in a `where`: Kysely expects what the column gives, PostgreSQL wants its text. */
export function timestamp(instant: Temporal.Instant) {
	return sql<Temporal.Instant>`${instant.toString()}::timestamptz`;
}

const oidDate = 1082;
const oidTimestamptz = 1184;
const oidInt8 = 20;
/** Instants arrive as Temporal.Instant, dates as 'ÅÅÅÅ-MM-DD', counts as numbers. The same on both engines. */
const parsers: Record<number, (text: string) => unknown> = {
	[oidDate]: (text) => text,
	[oidTimestamptz]: (text) => Temporal.Instant.from(text),
	[oidInt8]: Number
};

/** As a library expects them that does not know ours. */
const ownParsers = { [oidDate]: String, [oidTimestamptz]: (text: string) => new Date(text) };

/** snake_case in the database, camelCase in the code; what is inside a jsonb is left alone. */
const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];

/**
 * Opens the database that the configuration names, and migrates it.
 * @param options `beginWith`: what an embedded database in memory begins with, so that tests need not migrate an empty one each
 * @throws ConfigurationError when it cannot be reached, is too old, or is in use by another process
 */
export async function openDatabase(
	config: Pick<Config, 'databaseUrl' | 'dataDirectory'> & Partial<Pick<Config, 'databaseOwnerUrl'>>,
	options: Pick<EmbeddedOptions, 'beginWith'> = {}
): Promise<Database> {
	return config.databaseUrl === null
		? openEmbeddedDatabase(config.dataDirectory, options)
		: openServerDatabase(config.databaseUrl, config.databaseOwnerUrl ?? null);
}

/** The migrations, also where the built application runs: it is started from the project's folder. */
export const migrationsDirectory = 'database/migrations';

async function openEmbeddedDatabase(
	directory: string,
	options: Pick<EmbeddedOptions, 'beginWith'>
): Promise<Database> {
	const { pglite, close } = await openEmbedded(directory, { parsers, ...options });
	try {
		const connection: MigrationConnection = {
			run: async (text) => void (await pglite.exec(text)),
			query: async <Row>(text: string, parameters: unknown[]) =>
				(await pglite.query<Row>(text, parameters)).rows
		};
		await migrate(connection, migrationsDirectory);
	} catch (error) {
		await close();
		throw error;
	}
	const kysely = new Kysely<DB>({ dialect: new PGliteDialect({ pglite }), plugins });
	const run: Run = async (text, values) => {
		if (values?.length) return pglite.query(text, values, { parsers: ownParsers });
		try {
			const results = await pglite.exec(text, { parsers: ownParsers });
			return { rows: results.flatMap(({ rows }) => rows) };
		} catch (error) {
			// there is one session for all: what a script began must not be what the next one continues
			await pglite.exec('rollback');
			throw error;
		}
	};
	return databaseOver({ kysely, owner: kysely, queue: oneAtATime(), run }, close);
}

async function openServerDatabase(url: string, ownerUrl: string | null): Promise<Database> {
	const pool = openPool(url, 8);
	const ownerPool = ownerUrl === null ? pool : openPool(ownerUrl, 2);
	try {
		await checkServer('DATABASE_URL', pool);
		if (ownerPool !== pool) await checkServer('DATABASE_OWNER_URL', ownerPool);
		const client = await ownerPool.connect();
		try {
			await client.query('set statement_timeout = 0');
			await migrate(
				{
					run: async (text) => void (await client.query(text)),
					query: async <Row>(text: string, parameters: unknown[]) =>
						(await client.query(text, parameters)).rows as Row[]
				},
				migrationsDirectory
			);
			if (ownerPool !== pool) await admitLogin(client, pool);
		} finally {
			client.release(true);
		}
	} catch (error) {
		await Promise.all([pool.end(), ...(ownerPool === pool ? [] : [ownerPool.end()])]);
		throw error;
	}
	const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }), plugins });
	const owner =
		ownerPool === pool
			? kysely
			: new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(ownerPool) }), plugins });
	const run: Run = async (text, values) => {
		const client = await pool.connect();
		let isUsable = false;
		try {
			const query = { text, values: values?.length ? values : undefined, types: pg.types };
			// several statements at once have several results
			const results = [await client.query(query)];
			isUsable = true;
			return { rows: results.flat().flatMap(({ rows }) => rows as unknown[]) };
		} finally {
			// what a script began and did not end is not for the next one to continue
			client.release(!isUsable);
		}
	};
	return databaseOver({ kysely, owner, queue: (work) => work(), run }, async () => {
		await kysely.destroy();
		if (owner !== kysely) await owner.destroy();
	});
}

function openPool(url: string, max: number): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		max,
		connectionTimeoutMillis: 10_000,
		// a page that takes longer than this is a defect; better an error than a queue
		statement_timeout: 30_000,
		types: {
			getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
				parsers[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser
		}
	});
	// a server that goes away between two requests must not end the process; the next request gets the error
	pool.on('error', () => undefined);
	// nor one that goes away between two statements of a request: its next statement gets the error
	pool.on('connect', (client) => client.on('error', () => undefined));
	return pool;
}

/**
 * Lets the login that the system works as be the application's role, and sees to it that it is nothing more: otherwise the second
 * lock would only look like one.
 */
async function admitLogin(owner: pg.PoolClient, pool: pg.Pool): Promise<void> {
	const { rows } = await pool.query<{ name: string; database: string; isMore: boolean }>(`
		select current_user as name, current_database() as database, r.rolsuper or r.rolbypassrls or r.rolcreaterole
			or exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(c.relowner, 'member'))
			as "isMore"
		from pg_roles r where r.rolname = current_user`);
	const login = rows[0]!;
	if (login.isMore) {
		throw new ConfigurationError(
			`The login ${login.name} in DATABASE_URL may do more than the system needs: make one that owns nothing (create role opaverkad_web login), or leave out DATABASE_OWNER_URL.`
		);
	}
	const { rows: own } = await owner.query<{ database: string }>('select current_database() as database');
	if (own[0]!.database !== login.database) {
		throw new ConfigurationError('DATABASE_URL and DATABASE_OWNER_URL must name the same database.');
	}
	await owner.query(`grant opaverkad_app to ${pg.escapeIdentifier(login.name)}`);
}

async function checkServer(name: string, pool: pg.Pool): Promise<void> {
	let version: number;
	try {
		const { rows } = await pool.query<{ version: string }>(
			"select current_setting('server_version_num') as version"
		);
		version = Number(rows[0]?.version);
	} catch (error) {
		const reason = error instanceof Error && error.message ? error.message : String(error);
		throw new ConfigurationError(
			`The PostgreSQL server in ${name} cannot be used: ${reason.replace(/\s+/g, ' ').replace(/\.$/, '')}. Check the address, the password and that the server runs.`
		);
	}
	if (version < 150_000) {
		throw new ConfigurationError(
			`The PostgreSQL server in ${name} has version ${Math.floor(version / 10_000)}, but 15 or newer is needed.`
		);
	}
}

type Queue = <T>(work: () => Promise<T>) => Promise<T>;
type Run = Database['run'];

interface Connections {
	/** As what the system works. */
	kysely: Kysely<DB>;
	/** As the owner of the tables; the same, where there is one address for both. */
	owner: Kysely<DB>;
	queue: Queue;
	run: Run;
}

function databaseOver({ kysely, owner, queue, run }: Connections, close: () => Promise<void>): Database {
	let hasOwner = true;
	const asked = () => {
		if (!hasOwner) throw new Error('the owner has left');
		return owner;
	};
	return {
		transaction: (scope, work) =>
			queue(() =>
				kysely.transaction().execute(async (tx) => {
					await enterScope(tx, scope);
					return work(tx);
				})
			),
		asOwner: (work) => queue(async () => asked().transaction().execute(work)),
		askAsOwner: (ask) => queue(async () => ask(asked())),
		ask: (ask) => queue(() => ask(kysely)),
		run: (text, values) => queue(() => run(text, values)),
		forgetOwner: async () => {
			hasOwner = false;
			if (owner !== kysely) await owner.destroy();
		},
		ping: () => queue(async () => void (await sql`select 1`.execute(kysely))),
		close
	};
}

/**
 * From here to the end of the transaction: the application's role, and this actor.
 * @param role `none`: as whoever logged in, to measure what the application's role costs (bench/statistics.ts); nowhere else
 */
export async function enterScope(
	tx: Tx,
	scope: Scope,
	role: 'opaverkad_app' | 'none' = 'opaverkad_app'
): Promise<void> {
	// with row-level security, statements are estimated to cost much that run in no time: compiling them took seconds
	await sql`select set_config('role', ${role}, true), set_config('jit', 'off', true),
		set_config('app.person_id', ${scope.personId ?? ''}, true),
		set_config('app.municipality_id', ${scope.municipalityId ?? ''}, true),
		set_config('app.case_units', ${arrayLiteral(scope.caseUnits)}, true),
		set_config('app.handling_units', ${arrayLiteral(scope.handlingUnits)}, true),
		set_config('app.note_units', ${arrayLiteral(scope.noteUnits)}, true),
		set_config('app.deputy_case_units', ${arrayLiteral(scope.deputyCaseUnits)}, true),
		set_config('app.deputy_handling_units', ${arrayLiteral(scope.deputyHandlingUnits)}, true),
		set_config('app.deputy_note_units', ${arrayLiteral(scope.deputyNoteUnits)}, true),
		set_config('app.lex_sarah_units', ${arrayLiteral(scope.lexSarahUnits)}, true),
		set_config('app.deputy_lex_sarah_units', ${arrayLiteral(scope.deputyLexSarahUnits)}, true),
		set_config('app.safety_units', ${arrayLiteral(scope.safetyUnits)}, true),
		set_config('app.deputised', ${arrayLiteral(scope.deputised)}, true),
		set_config('app.protected_units', ${arrayLiteral(scope.protectedUnits)}, true),
		set_config('app.statistic_units', ${arrayLiteral(scope.statisticUnits)}, true),
		set_config('app.roles', ${arrayLiteral(scope.roles)}, true)`.execute(tx);
}

/** Ids and role codes only: they need no quoting. */
function arrayLiteral(items: readonly string[]): string {
	return `{${items.join(',')}}`;
}

/**
 * The embedded engine has one session. Two transactions at once would become one, and a plain query would fall into somebody
 * else's transaction, so everything waits for its turn.
 */
function oneAtATime(): Queue {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const turn = last.then(work, work);
		last = turn.catch(() => undefined);
		return turn;
	};
}
