import { Temporal } from 'temporal-polyfill';

/** What time it is. Passed as an argument, so that tests decide it. */
export interface Clock {
	now(): Temporal.Instant;
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A clock that stands still until it is set. For tests and for making history. */
export function fixedClock(iso: string): Clock & { set(iso: string): void } {
	let at = Temporal.Instant.from(iso);
	return {
		now: () => at,
		set: (next) => {
			at = Temporal.Instant.from(next);
		}
	};
}
