import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumpSchema, generateTypes } from '../scripts/generate-types.ts';
import { findPostgresBinaries } from '../scripts/machine.ts';
import { hasServer, serverDatabase, type TestDatabase } from './support/database.ts';

describe.skipIf(!hasServer)('the generated files are what the migrations give (npm run generate)', () => {
	let db: TestDatabase;
	beforeAll(async () => {
		db = await serverDatabase();
	});
	afterAll(() => db.close());

	test('types.generated.ts', async () => {
		expect(await generateTypes(db.url!)).toBe(await readFile('database/types.generated.ts', 'utf8'));
	});

	test('schema.sql', async () => {
		const pgDump = join(findPostgresBinaries() ?? '', 'pg_dump');
		expect(dumpSchema(db.url!, pgDump)).toBe(await readFile('database/schema.sql', 'utf8'));
	});
});
