import { defineConfig } from 'vitest/config';

/** Pure tests need nothing; database tests share one PostgreSQL, made (or found) once per run. */
export default defineConfig({
	test: {
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
