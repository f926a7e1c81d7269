import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { openEmbedded } from '../../src/lib/server/platform/embedded-database.ts';
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

/**
 * The same for the embedded engine: migrated, empty, as a copy in a file. To begin with it takes a quarter of making it anew.
 *
 * @param file where it is written; 60 MB
 */
export async function prepareEmbeddedTemplate(
	file: string,
	migrate: (connection: MigrationConnection, directory: string) => Promise<unknown>,
	directory: string
): Promise<void> {
	const { pglite, close } = await openEmbedded(':memory:');
	try {
		await migrate(
			{
				run: async (sql) => void (await pglite.exec(sql)),
				query: async <Row>(sql: string, parameters: unknown[]) =>
					(await pglite.query<Row>(sql, parameters)).rows
			},
			directory
		);
		await pglite.exec('checkpoint');
		const copy = await pglite.dumpDataDir('none');
		writeFileSync(file, await copy.bytes());
	} finally {
		await close();
	}
}
