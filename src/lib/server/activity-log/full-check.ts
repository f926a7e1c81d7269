import type { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import type { Context } from '../access/context.ts';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { describeError, logError } from '../platform/log.ts';
import { exportLog } from './export.ts';
import { record } from './index.ts';
import { countLeaves, logKeeper } from './proof-queries.ts';
import { mayProofs, proofsRole } from './proofs-access.ts';
import { verifyLog, type Finding, type Remark } from './verify.ts';

/** A check of every entry, as far as it has come. */
export interface CheckState {
	startedAt: Temporal.Instant;
	finishedAt: Temporal.Instant | null;
	/** `stopped`: the process that was at it has ended, or an error ended it. */
	state: 'running' | 'stopped' | 'finished';
	total: number;
	done: number;
	findings: Finding[];
	remarks: Remark[];
}

/** A process that says nothing for this long is not at it any more. */
const silentAfterMinutes = 2;

/** The latest check of the whole log; null: there was none. */
export async function findLastCheck(tx: Tx, now: Temporal.Instant): Promise<CheckState | null> {
	const row = await tx
		.selectFrom('logCheck')
		.select(['startedAt', 'seenAt', 'finishedAt', 'total', 'done', 'findings', 'failed'])
		.orderBy('startedAt', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!row) return null;
	const { startedAt, seenAt, finishedAt, total, done, findings, failed } = row;
	const isSilent = now.since(seenAt).total('minutes') > silentAfterMinutes;
	const outcome = (findings ?? { findings: [], remarks: [] }) as unknown as Pick<
		CheckState,
		'findings' | 'remarks'
	>;
	return {
		startedAt,
		finishedAt,
		state: failed || (finishedAt === null && isSilent) ? 'stopped' : finishedAt ? 'finished' : 'running',
		total,
		done,
		...outcome
	};
}

/**
 * Begins to check every entry and every checkpoint, as `npm run log:verify` does, in this process and beside what else it does.
 * Does nothing when one is under way. How far it has come: `findLastCheck`.
 * @returns when it is finished, for tests
 */
export async function startFullCheck(
	application: Application,
	context: Context
): Promise<{ ended: Promise<void> }> {
	const { actor } = context;
	require(mayProofs(actor, 'check'));
	const { db, clock } = application;
	const id = newId<string>();
	const now = clock.now();
	const isStarted = await db.transaction(logKeeper, async (tx) => {
		if ((await findLastCheck(tx, now))?.state === 'running') return false;
		await tx
			.insertInto('logCheck')
			.values({
				id,
				startedBy: actor.personId,
				startedAt: now.toString(),
				seenAt: now.toString(),
				total: await countLeaves(tx)
			})
			.execute();
		return true;
	});
	if (!isStarted) return { ended: Promise.resolve() };
	await context.transaction((tx) =>
		record(tx, context, {
			action: 'log.checked',
			subjectKind: 'log',
			subjectId: null,
			by: proofsRole(actor, 'check'),
			details: { everything: true }
		})
	);

	const set = (values: { done?: number; finishedAt?: string; findings?: string; failed?: boolean }) =>
		db.transaction(logKeeper, async (tx) => {
			await tx
				.updateTable('logCheck')
				.set({ ...values, seenAt: clock.now().toString() })
				.where('id', '=', id)
				.execute();
		});
	const check = async () => {
		const asKeeper = {
			now: () => clock.now(),
			transaction: <T>(work: (tx: Tx) => Promise<T>) => db.transaction(logKeeper, work)
		};
		const { findings, remarks, leaves } = await verifyLog(exportLog(asKeeper, 'everything'), {
			onProgress: (done) => set({ done })
		});
		await set({
			done: leaves,
			finishedAt: clock.now().toString(),
			findings: JSON.stringify({ findings, remarks })
		});
	};
	const ended = check().catch(async (error: unknown) => {
		logError('log.check', describeError(error));
		await set({ failed: true }).catch((second: unknown) => logError('log.check', describeError(second)));
	});
	return { ended };
}
