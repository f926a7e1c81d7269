/** How many events of one matter there were, and how close together. Pure. */
import { Temporal } from 'temporal-polyfill';

/** What is called 'lately' when events of one matter are counted, in days. */
export const patternDays = 30;

/** An event as the pattern counts it. */
export interface PatternEvent {
	id: string;
	/** The day it happened, Europe/Stockholm. */
	day: Temporal.PlainDate;
	/** The case that it was merged into; null: an event of its own. */
	mergedInto: string | null;
}

/** Events that count: one that was reported twice counts where both are seen, and once. */
export function distinctEvents<Event extends PatternEvent>(events: readonly Event[]): Event[] {
	const seen = new Set(events.map(({ id }) => id));
	return events.filter(({ mergedInto }) => mergedInto === null || !seen.has(mergedInto));
}

/**
 * The most events within so many days in a row that hold one certain day.
 * @param around the day of the event that is looked at
 */
export function mostWithin(
	days: readonly Temporal.PlainDate[],
	around: Temporal.PlainDate,
	length: number = patternDays
): number {
	const distance = (day: Temporal.PlainDate) => around.until(day, { largestUnit: 'days' }).days;
	const near = days.map(distance).filter((away) => Math.abs(away) < length);
	const starts = near.filter((away) => away <= 0);
	return Math.max(
		0,
		...starts.map((start) => near.filter((away) => away >= start && away < start + length).length)
	);
}
