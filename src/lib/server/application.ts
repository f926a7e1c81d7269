import { loadDemo } from './demo/index.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig, type Config } from './platform/config.ts';
import type { Application } from './platform/context.ts';
import { openDatabase } from './platform/database.ts';
import { describeError, logError } from './platform/log.ts';
import { readProviders, type Provider } from './sign-in/index.ts';
import { foldStatistics } from './statistics/index.ts';

export interface RunningApplication extends Application {
	config: Config;
	/** The identity providers that people may sign in with. */
	providers: readonly Provider[];
	stop(): Promise<void>;
}

/** How often changes are folded into the statistics' cells. Readers add what is not folded yet, so nobody waits for it. */
const foldEveryMs = 5_000;

/**
 * Starts what a web process needs: configuration, database (migrated), the fictional municipality when the demo is empty,
 * and the folding of statistics.
 * @throws ConfigurationError with one sentence
 */
export async function startApplication(env: Record<string, string | undefined>): Promise<RunningApplication> {
	const config = readConfig(env);
	const providers = readProviders(env, config);
	const db = await openDatabase(config);
	const application: Application = { db, clock: systemClock };
	try {
		if (config.demo) await loadDemo(application);
		// from here on nobody can become the owner, whatever they manage to slip in
		await db.forgetOwner();
	} catch (error) {
		await db.close();
		throw error;
	}
	const timer = setInterval(() => {
		foldStatistics(application).catch((error: unknown) => logError('statistics.fold', describeError(error)));
	}, foldEveryMs);
	timer.unref();
	return {
		...application,
		config,
		providers,
		stop: async () => {
			clearInterval(timer);
			await db.close();
		}
	};
}
