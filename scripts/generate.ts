/**
 * `npm run generate`: database/types.generated.ts and database/schema.sql, from the migrations. Run it after every change of
 * a migration; a test fails when the files are not what the migrations give.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../src/lib/server/platform/migrations.ts';
import { startTestCluster } from '../tests/support/postgres-cluster.ts';
import { prepareTemplate, templateDatabase } from '../tests/support/template-database.ts';
import { createDatabase } from '../tests/support/postgres-cluster.ts';
import { dumpSchema, generateTypes } from './generate-types.ts';

const cluster = await startTestCluster();
if ('unavailable' in cluster) throw new Error(cluster.unavailable);
try {
	await prepareTemplate(cluster.adminUrl, migrate, join(import.meta.dirname, '../database/migrations'));
	const url = await createDatabase(cluster, 'generated', templateDatabase);
	await writeFile('database/types.generated.ts', await generateTypes(url));
	await writeFile('database/schema.sql', dumpSchema(url));
} finally {
	await cluster.stop();
}
