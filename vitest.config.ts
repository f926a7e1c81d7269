import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Pure tests need nothing; database tests share one PostgreSQL, made (or found) once per run. */
export default defineConfig({
	test: {
		// each file has a database of its own, so two at a time also where there are two cores
		maxWorkers: Math.max(2, availableParallelism() - 1),
		projects: [
			{
				test: {
					name: 'rules',
					include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'scripts/**/*.test.ts'],
					exclude: ['**/*.db.test.ts']
				}
			},
			{
				test: {
					name: 'database',
					include: ['src/**/*.db.test.ts', 'tests/**/*.db.test.ts'],
					globalSetup: ['tests/support/global-setup.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000
				}
			}
		]
	}
});
