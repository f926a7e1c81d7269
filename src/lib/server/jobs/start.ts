import { PgBoss } from 'pg-boss';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { describeError, logError } from '../platform/log.ts';
import { sql } from 'kysely';

/** Does what a queue is for. Gets the data of one or more jobs, which may come twice; ends soon once `stopping` says so. */
type Work = (data: Record<string, unknown>[], stopping: AbortSignal) => Promise<void>;

/** What a queue's worker may decide. */
interface WorkOptions {
	/** How many jobs at a time? More than one: all fail together. */
	atOnce?: number;
}

/** The part of this process that works off the queues. */
export interface Jobs {
	/** Works off a queue, beside other processes that do so too. */
	handle(queue: string, work: Work, options?: WorkOptions): Promise<void>;
	/**
	 * Has a queue's work done every minute, once for all processes, and soon after the start. What was missed while nothing ran is not made up
	 * for: the work asks its tables what is due.
	 */
	everyMinute(queue: string, work: Work, options?: WorkOptions): Promise<void>;
	/** Ends it, after what is under way. */
	stop(): Promise<void>;
}

/** How often a queue is looked at. */
const pollSeconds = 2;
const minuteMs = 60_000;
/** How long what is under way may go on, when the process is to end. */
const endWithinMs = 10_000;

/**
 * Starts to work off the queues.
 * @throws when the queue's tables are not what this version of pg-boss expects: a migration is missing
 */
export async function startJobs({ db }: Pick<Application, 'db'>): Promise<Jobs> {
	const boss = new PgBoss({
		db: { executeSql: async (text, values) => db.run(text, values) },
		// the migrations make the tables, with the owner's rights
		migrate: false,
		createSchema: false,
		// `everyMinute` is ours; the rest is for a database that has only queues
		schedule: false,
		monitorVacuum: false,
		reindex: false,
		persistWarnings: false
	});
	boss.on('error', (error) => logError('jobs', describeError(error)));
	await boss.start();
	const stopping = new AbortController();
	const scheduled = new Set<string>();

	/** One job per queue and minute, whichever process is first. */
	const schedule = async () => {
		await db.transaction(nobody, async (tx) => {
			for (const queue of scheduled) {
				await sql`select enqueue_job(${queue}, '{}', null, date_trunc('minute', now() at time zone 'UTC'))`.execute(
					tx
				);
			}
		});
	};
	let scheduling = Promise.resolve();
	const tick = () => {
		scheduling = schedule().catch((error: unknown) => logError('jobs.schedule', describeError(error)));
	};
	const timer = setInterval(tick, minuteMs);
	timer.unref();

	const handle: Jobs['handle'] = async (queue, work, { atOnce = 1 } = {}) => {
		const options = { batchSize: atOnce, pollingIntervalSeconds: pollSeconds };
		await boss.work<Record<string, unknown> | null>(queue, options, async (jobs) => {
			try {
				await work(
					jobs.map(({ data }) => data ?? {}),
					stopping.signal
				);
			} catch (error) {
				logError(`jobs.${queue}`, describeError(error));
				throw error;
			}
		});
	};
	return {
		handle,
		everyMinute: async (queue, work, options) => {
			await handle(queue, work, options);
			scheduled.add(queue);
			tick();
		},
		stop: async () => {
			clearInterval(timer);
			stopping.abort();
			await scheduling;
			await boss.stop({ graceful: true, timeout: endWithinMs });
		}
	};
}
