import type { PostgresPool } from 'kysely';
import type pg from 'pg';

/** Each prepared statement takes some memory in every session of the server; statements beyond these are planned each time. */
const mostStatements = 200;

/** 'cached plan must not change result type': a table got a column while we run, by the migration of a newer version. */
const resultHasChanged = '0A000';

/**
 * A pool for Kysely whose statements PostgreSQL parses and plans once per connection, not at every request. With row-level
 * security in it, planning costs more than most of our statements do.
 *
 * A pooler between us and PostgreSQL must keep sessions (PgBouncer: `session`), or know prepared statements (1.21).
 */
export function preparing(pool: pg.Pool): PostgresPool {
	const names = new Map<string, string>();
	const nameOf = (text: string) => {
		const name = names.get(text);
		if (name !== undefined || names.size >= mostStatements) return name;
		const added = `s${names.size}`;
		names.set(text, added);
		return added;
	};
	return {
		options: pool.options,
		end: () => pool.end(),
		connect: async () => {
			const client = await pool.connect();
			let mustGo = false;
			const query = (text: string, values: unknown[]) => {
				// begin and commit are cheapest as they are
				const statement = values.length === 0 ? { text } : { name: nameOf(text), text, values };
				return client.query(statement).catch((error: unknown) => {
					mustGo ||= error instanceof Error && 'code' in error && error.code === resultHasChanged;
					throw error;
				});
			};
			return {
				// Kysely's type also has cursors, which nobody here uses
				query: query as never,
				// the next request gets a connection that knows the table as it is
				release: (destroy = false) => client.release(destroy || mustGo)
			};
		}
	};
}
