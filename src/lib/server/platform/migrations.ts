import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from './errors.ts';

/** The little that the runner needs of a connection; it must be the tables' owner. */
export interface MigrationConnection {
	/** Runs one or more statements without parameters. */
	run(sql: string): Promise<void>;
	query<Row>(sql: string, parameters: unknown[]): Promise<Row[]>;
}

/**
 * Brings the database up to the newest migration: plain SQL files, forward only, each in its own transaction.
 *
 * Two processes that start at once wait for each other (advisory lock). A file that was changed after it ran is refused,
 * since the database would no longer be what the files say; so is a database that is newer than the files.
 *
 * @returns the names that were run now
 * @throws ConfigurationError when the files and the database contradict each other
 */
export async function migrate(connection: MigrationConnection, directory: string): Promise<string[]> {
	const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
	await connection.run(
		'create table if not exists migration (name text primary key, checksum text not null, ran_at timestamptz not null default now())'
	);
	const ran: string[] = [];
	for (const name of files) {
		const sql = await readFile(join(directory, name), 'utf8');
		const checksum = createHash('sha256').update(sql).digest('hex');
		await connection.run('begin');
		try {
			await connection.query('select pg_advisory_xact_lock($1)', [lockNumber]);
			const [before] = await connection.query<{ checksum: string }>(
				'select checksum from migration where name = $1',
				[name]
			);
			if (before && before.checksum !== checksum) {
				throw new ConfigurationError(
					`The migration ${name} was changed after it had run on this database. Restore the file, and write a new migration instead.`
				);
			}
			if (!before) {
				await connection.run(sql);
				await connection.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
				ran.push(name);
			}
			await connection.run('commit');
		} catch (error) {
			await connection.run('rollback');
			throw error;
		}
	}
	const known = await connection.query<{ name: string }>('select name from migration order by name', []);
	const unknown = known.find(({ name }) => !files.includes(name));
	if (unknown) {
		throw new ConfigurationError(
			`The database has the migration ${unknown.name}, which this version does not know: it is older than the database. Start the newer version.`
		);
	}
	return ran;
}

/** Any number, as long as nobody else in the database uses it. */
const lockNumber = 770_2026;
