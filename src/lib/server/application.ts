import { readProofsConfig, startLogKeeper, type LogKeeper } from './activity-log/index.ts';
import { loadDemo } from './demo/index.ts';
import {
	lookThroughQueue,
	openVault,
	readFilesConfig,
	rescanWaiting,
	type Vault
} from './documents/index.ts';
import { forgetUploads } from './evidence/index.ts';
import { startJobs, type Jobs } from './jobs/index.ts';
import { deliverDue, deliveryQueue, forgetNotices, type MailRoom } from './notifications/index.ts';
import { systemClock } from './platform/clock.ts';
import { applyDueChanges } from './organisation-changes/index.ts';
import { addressOf, readConfig, type Config } from './platform/config.ts';
import type { Application } from './platform/context.ts';
import { openDatabase } from './platform/database.ts';
import { readMailServer } from './platform/mail.ts';
import { describeError, logError, logWarning } from './platform/log.ts';
import { openReferenceKey, referenceKeyFile } from './incidents/index.ts';
import { forgetImports } from './provisioning/index.ts';
import { remindAll, reminderQueue } from './reminders/index.ts';
import { checkArgon2, offerFirstRun, readProviders, type Provider } from './sign-in/index.ts';
import { foldStatistics } from './statistics/index.ts';

export interface RunningApplication extends Application {
	config: Config;
	/** The identity providers that people may sign in with. */
	providers: readonly Provider[];
	logKeeper: LogKeeper;
	/** Through what notices are mailed. */
	mailRoom: MailRoom;
	/** Where files are kept. */
	vault: Vault;
	stop(): Promise<void>;
}

/** How often changes are folded into the statistics' cells. Readers add what is not folded yet, so nobody waits for it. */
const foldEveryMs = 5_000;
/** How often it is asked whether the day of a planned change has come; also right at start, for the days when nothing ran. */
const applyEveryMs = 60_000;
/** How often uploads are looked at whose hour is over. */
const forgetEveryMs = 60_000;

/**
 * Starts what a web process needs: configuration, database (migrated), the fictional municipality when the demo is empty,
 * the folding of statistics, the planned changes of the organisation, the keeping of the activity log (places, signatures,
 * receivers), and the place where files are kept.
 * @throws ConfigurationError with one sentence
 */
export async function startApplication(env: Record<string, string | undefined>): Promise<RunningApplication> {
	const config = readConfig(env);
	checkArgon2();
	const providers = readProviders(env, config);
	const proofs = readProofsConfig(env, config.dataDirectory);
	const files = readFilesConfig(env, config.dataDirectory);
	const db = await openDatabase(config);
	const application: Application = { db, clock: systemClock };
	const mailRoom = { server: readMailServer(env), link: `${addressOf(config)}/notices` };
	const keyFile = referenceKeyFile(env, config.dataDirectory);
	let logKeeper: LogKeeper;
	let jobs: Jobs;
	let vault: Vault;
	try {
		if (config.demo) await loadDemo(application);
		const { key, problem } = await openReferenceKey(application, keyFile);
		application.referenceKey = key;
		if (problem) logWarning('references.key', { problem });
		// from here on nobody can become the owner, whatever they manage to slip in
		await db.forgetOwner();
		await printFirstRun(application, config);
		vault = await openVault(application, files);
		logKeeper = await startLogKeeper(application, proofs);
		jobs = await startWork(application, mailRoom, vault);
	} catch (error) {
		await db.close();
		throw error;
	}
	const timer = setInterval(() => {
		foldStatistics(application).catch((error: unknown) => logError('statistics.fold', describeError(error)));
	}, foldEveryMs);
	timer.unref();
	const applyDue = () => {
		applyDueChanges(application).catch((error: unknown) =>
			logError('organisation.apply', describeError(error))
		);
	};
	const organisationTimer = setInterval(applyDue, applyEveryMs);
	organisationTimer.unref();
	applyDue();
	const forgetting = setInterval(() => {
		forgetImports(application).catch((error: unknown) => logError('import.forget', describeError(error)));
		// the parts of files lie on this machine
		forgetUploads(vault).catch((error: unknown) => logError('uploads.forget', describeError(error)));
	}, forgetEveryMs);
	forgetting.unref();
	return {
		...application,
		config,
		providers,
		logKeeper,
		mailRoom,
		vault,
		stop: async () => {
			clearInterval(timer);
			clearInterval(organisationTimer);
			clearInterval(forgetting);
			await Promise.all([jobs.stop(), logKeeper.stop()]);
			await db.close();
		}
	};
}

/** What is done beside the web, by whichever process is first. A module that has work of its own adds it here. */
async function startWork(application: Application, mailRoom: MailRoom, vault: Vault): Promise<Jobs> {
	const jobs = await startJobs(application);
	await jobs.everyMinute(
		deliveryQueue,
		async (_, stopping) => {
			await deliverDue(application, mailRoom, stopping);
			await forgetNotices(application);
		},
		// each only says that something is to be looked for
		{ atOnce: 500 }
	);
	await jobs.everyMinute(reminderQueue, async (_, stopping) => void (await remindAll(application, stopping)));
	// new ones are looked through at once; these waited for a scanner, or a process was stopped in the middle
	await jobs.everyMinute(lookThroughQueue, async () => void (await rescanWaiting(vault)));
	return jobs;
}

/** An empty installation belongs to whoever reads its console. */
async function printFirstRun(application: Application, config: Config): Promise<void> {
	const key = await offerFirstRun(application);
	if (key === null) return;
	console.log(
		`Nobody can sign in yet. Set the system up within an hour at ${addressOf(config)}/first-run?key=${key}`
	);
}
