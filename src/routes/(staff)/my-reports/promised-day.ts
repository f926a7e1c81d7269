import type { Temporal } from 'temporal-polyfill';
import { m } from '#lib/paraglide/messages.js';
import { dateIn } from '#lib/server/platform/working-days.ts';

const made = {
	sv: new Intl.DateTimeFormat('sv-SE', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }),
	en: new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
};

/** The day of a promise as one would say it: 'i dag', 'i morgon', 'måndag 23 november'. */
export function promisedDay(due: Temporal.Instant, now: Temporal.Instant, locale: 'sv' | 'en'): string {
	const day = dateIn(due);
	const today = dateIn(now);
	if (day.equals(today)) return m.receipt_today();
	if (day.equals(today.add({ days: 1 }))) return m.receipt_tomorrow();
	return made[locale].format(Date.UTC(day.year, day.month - 1, day.day)).replace(/^(\p{L}+) den /u, '$1 ');
}
