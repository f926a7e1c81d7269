import { Temporal } from 'temporal-polyfill';
import type { Settings } from '../organisation/index.ts';
import { dueOf } from './clock.ts';
import type { LocalLevel } from './rule.ts';

/**
 * How work stands that the law gives a word for and no number ('genast', 'snarast', 'utan dröjsmål'). `running`: it is time now, from
 * the first moment. `late`: past the municipality's own service level, which is no legal limit.
 */
export type WordedClockState = 'stopped' | 'running' | 'late';

/** A clock without a number, and when the municipality's own service level ends. */
export interface WordedClock {
	state: WordedClockState;
	localDueAt: Temporal.Instant;
}

/**
 * The clock of work that another module keeps (an investigation, an answer), by the same service levels as the duties.
 * @param stoppedAt when it was done; null while it is not
 */
export function wordedClock(
	{ startedAt, stoppedAt }: { startedAt: Temporal.Instant; stoppedAt: Temporal.Instant | null },
	red: LocalLevel,
	settings: Settings,
	now: Temporal.Instant
): WordedClock {
	const { dueAt: localDueAt } = dueOf({ kind: 'local', start: 'known', red }, startedAt, settings);
	if (stoppedAt !== null) return { state: 'stopped', localDueAt };
	return { state: Temporal.Instant.compare(now, localDueAt) > 0 ? 'late' : 'running', localDueAt };
}
