import type { Temporal } from 'temporal-polyfill';
import { addWorkingDays, dateIn, endOfDay } from '../platform/working-days.ts';

/**
 * When somebody has promised to contact the reporter, at the latest.
 *
 * Whoever is in danger or wants contact today is contacted the same day, also on a Sunday; otherwise within the local
 * service level. A promise of the municipality, not a legal deadline (INTERNAL_SLA).
 *
 * @returns the last second of that day in Sweden
 */
export function contactDue(
	reportedAt: Temporal.Instant,
	{ inDanger, wantsContactToday }: { inDanger: boolean | null; wantsContactToday: boolean | null },
	contactWorkingDays: number
): Temporal.Instant {
	const today = dateIn(reportedAt);
	return endOfDay(inDanger || wantsContactToday ? today : addWorkingDays(today, contactWorkingDays));
}
