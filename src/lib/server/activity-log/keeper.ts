import type { Application } from '../platform/context.ts';
import { describeError, logError } from '../platform/log.ts';
import { adoptKey, makeCheckpoint, NotContinued, OtherKey } from './checkpoints.ts';
import { integrate, type IntegratorMemory } from './integrate.ts';
import { MissingSubtree } from './merkle.ts';
import type { ProofsConfig, Receiver } from './proofs-config.ts';
import { deliverCheckpoints } from './receivers.ts';

/** What stands in the way of the log's proofs; shown on the page. */
export type LogProblem = 'otherKey' | 'notContinued' | 'damaged' | 'failing';

/** What runs beside the web: entries get their places, the log is signed, and receivers get what was signed. */
export interface LogKeeper {
	/** Null: all is well, as far as this process knows. */
	problem(): LogProblem | null;
	receivers: readonly Receiver[];
	/** Ends it, after what is under way. */
	stop(): Promise<void>;
}

const everyMs = 1_000;
/** Now and then everything is looked at, should an entry have come a way that is not thought of. */
const lookAtAllEveryMs = 3_600_000;
/** The same problem is not logged every second. */
const sayAgainAfterMs = 600_000;

/**
 * Starts to keep the log.
 * @throws ConfigurationError when the signing key cannot be used, or is not the one that this log is signed with
 */
export async function startLogKeeper(application: Application, config: ProofsConfig): Promise<LogKeeper> {
	const key = await adoptKey(application, config.keyFile);
	const memory: IntegratorMemory = { seen: null };
	let lookedAtAll = Date.now();
	let problem: LogProblem | null = null;
	let said = { problem: null as LogProblem | null, at: 0 };
	let signing = key;

	const keep = async () => {
		if (Date.now() - lookedAtAll > lookAtAllEveryMs) {
			memory.seen = null;
			lookedAtAll = Date.now();
		}
		await integrate(application, memory);
		try {
			await makeCheckpoint(application, signing, config.checkpointSeconds);
		} catch (error) {
			if (!(error instanceof OtherKey)) throw error;
			// `npm run log:rotate-key` has written a new one while we run
			signing = await adoptKey(application, config.keyFile).catch(() => {
				throw error;
			});
		}
	};

	let keeping = Promise.resolve();
	let isKeeping = false;
	let delivering = Promise.resolve();
	let isDelivering = false;
	const stopping = new AbortController();
	const timer = setInterval(() => {
		if (!isKeeping) {
			isKeeping = true;
			keeping = keep()
				.then(() => {
					problem = null;
				})
				.catch((error: unknown) => {
					problem = problemOf(error);
					if (problem === said.problem && Date.now() - said.at < sayAgainAfterMs) return;
					said = { problem, at: Date.now() };
					logError('log.keep', { problem, ...describeError(error) });
				})
				.finally(() => {
					isKeeping = false;
				});
		}
		if (!isDelivering && config.receivers.length > 0) {
			isDelivering = true;
			delivering = deliverCheckpoints(application, config, stopping.signal)
				.catch((error: unknown) => logError('log.deliver', describeError(error)))
				.finally(() => {
					isDelivering = false;
				});
		}
	}, everyMs);
	timer.unref();

	return {
		problem: () => problem,
		receivers: config.receivers,
		stop: async () => {
			clearInterval(timer);
			stopping.abort();
			await Promise.all([keeping, delivering]);
		}
	};
}

function problemOf(error: unknown): LogProblem {
	if (error instanceof OtherKey) return 'otherKey';
	if (error instanceof NotContinued) return 'notContinued';
	if (error instanceof MissingSubtree) return 'damaged';
	return 'failing';
}
