/** A calendar of deadlines as iCalendar text (RFC 5545). Pure: no database, no clock. */
import { createHash } from 'node:crypto';
import ical, {
	ICalCalendarMethod,
	ICalEventBusyStatus,
	ICalEventClass,
	ICalEventTransparency
} from 'ical-generator';
import type { Temporal } from 'temporal-polyfill';
import { m } from '../../paraglide/messages.js';
import type { StepKind } from '../cases/index.ts';

/** What sort of thing is due. That is all a calendar says: its words are `calendar_<kind>`. */
export type EntryKind =
	| StepKind
	| 'task'
	| 'duty'
	| 'dutyLocal'
	| 'aftercare'
	| 'threat'
	| 'threatReview'
	| 'statement'
	| 'lexSarah'
	| 'safetyRequest';

/** Something that is due on a day. */
export interface CalendarEntry {
	kind: EntryKind;
	/** What it is about: the same thing keeps its place in the calendar when its day changes. Not shown. */
	subject: string;
	/** In Sweden. */
	day: Temporal.PlainDate;
	/** Where to go, e.g. '/cases/…'. */
	path: string;
}

/**
 * The text that a calendar program gets. Each entry is a whole day, since a deadline is the day, wherever one travels: dates without
 * a time zone. Shown as free time, and private where the calendar is shared.
 *
 * @param now when it is made
 * @param origin of the links, e.g. 'https://opaverkad.example'
 */
export function calendarText(
	entries: readonly CalendarEntry[],
	{ locale, origin, now }: { locale: 'sv' | 'en'; origin: string; now: Temporal.Instant }
): string {
	const calendar = ical({
		name: m.calendar_name({}, { locale }),
		prodId: { company: 'Opåverkad', product: 'Opåverkad', language: locale.toUpperCase() },
		method: ICalCalendarMethod.PUBLISH,
		// how often programs that ask us ask again, in seconds
		ttl: 3600
	});
	for (const { kind, subject, day, path } of entries) {
		const url = `${origin}${path}`;
		calendar.createEvent({
			id: `${uidOf(kind, subject)}@opaverkad`,
			stamp: new Date(now.epochMilliseconds),
			start: utcDay(day),
			end: utcDay(day.add({ days: 1 })),
			allDay: true,
			summary: m[`calendar_${kind}`]({}, { locale }),
			description: `${m.calendar_entry_text({}, { locale })}\n${url}`,
			url,
			class: ICalEventClass.PRIVATE,
			transparency: ICalEventTransparency.TRANSPARENT,
			busystatus: ICalEventBusyStatus.FREE
		});
	}
	return calendar.toString();
}

/** The library writes the date of a Date in UTC when the calendar has no time zone. */
function utcDay({ year, month, day }: Temporal.PlainDate): Date {
	return new Date(Date.UTC(year, month - 1, day));
}

/** Fixed for a thing, and tells nothing of it: which duty a case has is more than a calendar should know. */
function uidOf(kind: EntryKind, subject: string): string {
	return createHash('sha256').update(`${kind} ${subject}`).digest('hex').slice(0, 32);
}
