/**
 * Vitest's `globalSetup`: one PostgreSQL for the whole run. A test file asks for its address, and makes a database of its own:
 *
 * ```ts
 * const adminUrl = inject('adminUrl');
 * describe.skipIf(adminUrl === null)('two people save at once', () => {
 * 	beforeAll(async () => {
 * 		url = await createDatabase(runningCluster(adminUrl!), 'two_people_save', templateDatabase);
 * ```
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/lib/server/platform/migrations.ts';
import { startTestCluster } from './postgres-cluster.ts';
import { prepareEmbeddedTemplate, prepareTemplate } from './template-database.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Address of the test cluster; null: there is none, and the tests that need it are skipped. */
		adminUrl: string | null;
		/** The file that an embedded database begins with. */
		embeddedTemplate: string;
	}
}

const migrations = join(import.meta.dirname, '../../database/migrations');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), 'opaverkad-template-'));
	const embeddedTemplate = join(folder, 'embedded.tar');
	project.provide('embeddedTemplate', embeddedTemplate);
	const forget = () => rmSync(folder, { recursive: true, force: true });
	try {
		const [stop] = await Promise.all([
			prepareServer(project),
			prepareEmbeddedTemplate(embeddedTemplate, migrate, migrations)
		]);
		return async () => {
			forget();
			await stop();
		};
	} catch (error) {
		forget();
		throw error;
	}
}

/** @returns what ends it */
async function prepareServer(project: TestProject): Promise<() => Promise<void>> {
	const cluster = await startTestCluster();
	if ('unavailable' in cluster) {
		const message = `The tests that need a real PostgreSQL are skipped. ${cluster.unavailable}`;
		if (process.env.CI) throw new Error(message);
		console.warn(message);
		project.provide('adminUrl', null);
		return async () => {};
	}
	try {
		await prepareTemplate(cluster.adminUrl, migrate, migrations);
	} catch (error) {
		await cluster.stop();
		throw error;
	}
	project.provide('adminUrl', cluster.adminUrl);
	return cluster.stop;
}
