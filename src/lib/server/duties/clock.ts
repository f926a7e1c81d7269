/** When a duty is due, and how urgent it looks. Pure: takes `now`. */
import { Temporal } from 'temporal-polyfill';
import type { Settings } from '../organisation/index.ts';
import { addWorkingDays, dateIn, endOfDay, zone } from '../platform/working-days.ts';
import type { Clock, LocalLevel, StartEvent } from './rule.ts';

/** What an instant is called: a deadline that stands in the law, or the level that the municipality decided. */
export type DueKind = 'law' | 'local';

/** A clock that was started. */
export interface ClockState {
	/** Null: it has no end of its own (a rule that comes back). */
	dueAt: Temporal.Instant | null;
	dueIs: DueKind;
	/** `warning`: the law gives no number, so it is urgent from the first moment; or the end is near. `danger`: late. */
	tone: 'neutral' | 'warning' | 'danger';
}

/** A legal deadline is near when less than this is left of it, in hours. */
const nearHours = 24;

/** When a started clock has run out. @throws Error for a clock that needs a period, not an instant */
export function dueOf(
	clock: Clock,
	startedAt: Temporal.Instant,
	settings: Settings
): { dueAt: Temporal.Instant; dueIs: DueKind } {
	switch (clock.kind) {
		case 'words':
		case 'local':
			return { dueAt: localEnd(clock.red, startedAt, settings), dueIs: 'local' };
		case 'count':
			return { dueAt: legalEnd(clock, startedAt), dueIs: 'law' };
		case 'every':
			throw new Error('a rule that comes back is due at the end of its period, not after an event');
	}
}

function localEnd(level: LocalLevel, startedAt: Temporal.Instant, settings: Settings): Temporal.Instant {
	if ('hours' in level) return startedAt.add({ hours: settings[level.hours] });
	return endOfDay(addWorkingDays(dateIn(startedAt), settings[level.workingDays]));
}

/**
 * From when a number in the law is counted: the event that the law names, or the one it falls back on, with the days that it adds.
 * @param happened when each event came, as far as it has
 * @returns null: neither has come, and nothing runs
 */
export function countedFrom(
	{ start, otherwise }: Extract<Clock, { kind: 'count' }>,
	happened: Partial<Record<StartEvent, Temporal.Instant>>
): Temporal.Instant | null {
	const named = happened[start];
	if (named) return named;
	const other = otherwise && happened[otherwise.start];
	if (!other) return null;
	return other.toZonedDateTimeISO(zone).add({ days: otherwise.addDays }).toInstant();
}

/** Hours run on; days, months and years end with the day that bears the same number (a shorter month: its last day). */
function legalEnd(
	{ unit, count }: Extract<Clock, { kind: 'count' }>,
	startedAt: Temporal.Instant
): Temporal.Instant {
	if (unit === 'hours') return startedAt.add({ hours: count });
	return endOfDay(
		startedAt
			.toZonedDateTimeISO(zone)
			.toPlainDate()
			.add({ [unit]: count })
	);
}

/** How a started clock looks now. */
export function clockState(
	clock: Clock,
	startedAt: Temporal.Instant,
	settings: Settings,
	now: Temporal.Instant
): ClockState {
	if (clock.kind === 'every') return { dueAt: null, dueIs: 'law', tone: 'neutral' };
	const { dueAt, dueIs } = dueOf(clock, startedAt, settings);
	if (Temporal.Instant.compare(now, dueAt) > 0) return { dueAt, dueIs, tone: 'danger' };
	const isNear = now.until(dueAt).total('hours') < nearHours;
	const isUrgent = clock.kind === 'words' || (clock.kind === 'count' && isNear);
	return { dueAt, dueIs, tone: isUrgent ? 'warning' : 'neutral' };
}

/** The last day of the period that a day lies in: when a rule that comes back is due. */
export function periodEnd(
	clock: Extract<Clock, { kind: 'every' }>,
	day: Temporal.PlainDate
): Temporal.PlainDate {
	const months = clock.period === 'month' ? 1 : 3;
	const firstMonth = day.month - ((day.month - 1) % months);
	return day.with({ month: firstMonth, day: 1 }).add({ months }).subtract({ days: 1 });
}
