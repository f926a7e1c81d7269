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
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/lib/server/platform/migrations.ts';
import { startTestCluster } from './postgres-cluster.ts';
import { prepareTemplate } from './template-database.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Address of the test cluster; null: there is none, and the tests that need it are skipped. */
		adminUrl: string | null;
	}
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
	const cluster = await startTestCluster();
	if ('unavailable' in cluster) {
		const message = `The tests that need a real PostgreSQL are skipped. ${cluster.unavailable}`;
		if (process.env.CI) throw new Error(message);
		console.warn(message);
		project.provide('adminUrl', null);
		return undefined;
	}
	try {
		await prepareTemplate(cluster.adminUrl, migrate, join(import.meta.dirname, '../../database/migrations'));
	} catch (error) {
		await cluster.stop();
		throw error;
	}
	project.provide('adminUrl', cluster.adminUrl);
	return cluster.stop;
}
