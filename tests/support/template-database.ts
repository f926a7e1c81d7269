import pg from 'pg';
import type { MigrationConnection } from '../../src/lib/server/platform/migrations.ts';
import { createDatabase, runningCluster } from './postgres-cluster.ts';

/** The migrated, empty database that each test file gets a clone of. */
export const templateDatabase = 'opaverkad_template';

/**
 * Makes `templateDatabase` anew, and closes it: PostgreSQL cannot clone a database that somebody is connected to.
 *
 * @param migrate `migrate` of src/lib/server/platform/migrations.ts
 * @param directory with the migrations
 */
export async function prepareTemplate(
	adminUrl: string,
	migrate: (connection: MigrationConnection, directory: string) => Promise<unknown>,
	directory: string
): Promise<void> {
	const admin = new pg.Client({ connectionString: adminUrl });
	await admin.connect();
	try {
		// what an earlier run left on a server of TEST_DATABASE_URL cannot be dropped while it is a template
		await admin.query('update pg_database set datistemplate = false where datname = $1', [templateDatabase]);
		const template = new pg.Client({
			connectionString: await createDatabase(runningCluster(adminUrl), templateDatabase)
		});
		await template.connect();
		try {
			await migrate(
				{
					run: async (sql) => void (await template.query(sql)),
					query: async <Row>(sql: string, parameters: unknown[]) =>
						(await template.query(sql, parameters)).rows as Row[]
				},
				directory
			);
		} finally {
			await template.end();
		}
		await admin.query(`alter database ${templateDatabase} with is_template true allow_connections false`);
	} finally {
		await admin.end();
	}
}
