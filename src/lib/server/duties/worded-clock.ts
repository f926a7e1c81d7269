import { Temporal } from 'temporal-polyfill';
import type { Settings } from '../organisation/index.ts';
import { dateIn } from '../platform/working-days.ts';
import { dueOf } from './clock.ts';
import { ruleOn } from './engine.ts';
import type { LocalLevel, RuleKey } from './rule.ts';

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
 * When the municipality's own service level ends for work that another module keeps, by the rule of the day on which it began.
 * @param level instead of the rule's own, for work that has one level to begin it and another to end it
 * @throws Error for a rule whose law has a number or none at all, and for a day before the rule is known
 */
export function localDueOf(
	key: RuleKey,
	startedAt: Temporal.Instant,
	settings: Settings,
	level?: LocalLevel
): Temporal.Instant {
	const { clock } = ruleOn(key, dateIn(startedAt));
	if (clock.kind !== 'words') throw new Error(`the law of the rule ${key} has no words to go by`);
	return dueOf({ ...clock, red: level ?? clock.red }, startedAt, settings).dueAt;
}

/**
 * The clock of work that another module keeps (an investigation, an answer), by the rule that asks for it.
 * @param stoppedAt when it was done; null while it is not
 * @param level as `localDueOf`
 * @throws Error as `localDueOf`
 */
export function wordedClock(
	key: RuleKey,
	{ startedAt, stoppedAt }: { startedAt: Temporal.Instant; stoppedAt: Temporal.Instant | null },
	settings: Settings,
	now: Temporal.Instant,
	level?: LocalLevel
): WordedClock {
	const localDueAt = localDueOf(key, startedAt, settings, level);
	if (stoppedAt !== null) return { state: 'stopped', localDueAt };
	return { state: Temporal.Instant.compare(now, localDueAt) > 0 ? 'late' : 'running', localDueAt };
}
