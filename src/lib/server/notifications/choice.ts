/** When somebody is mailed: by how urgent it is, what they chose, and what their role requires. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { RoleCode } from '../organisation/index.ts';
import { dateIn, isWorkingDay, zone } from '../platform/working-days.ts';
import { noticeKinds, topics, type NoticeKind, type Topic } from './kinds.ts';

/** How somebody is mailed about a topic: as soon as it is needed (danger and today's at once, the rest daily), daily, or never. */
export const ways = ['whenNeeded', 'daily', 'never'] as const;
export type Way = (typeof ways)[number];

/** What somebody has chosen. */
export interface NoticeChoice {
	/** A topic that is not there: `whenNeeded`. */
	topics: Partial<Record<Topic, Way>>;
	/** From which hour to which only danger is mailed, in Sweden, e.g. 20 to 7; null: at any time. */
	quiet: { from: number; to: number } | null;
	/** At which hour the day's mail comes, on working days, in Sweden. */
	digestHour: number;
}

/** What holds until somebody chooses. */
export const defaultChoice: NoticeChoice = { topics: {}, quiet: { from: 20, to: 7 }, digestHour: 8 };

/** Whom a topic concerns; null: everybody. */
export const topicRoles: Record<Topic, readonly RoleCode[] | null> = {
	danger: ['lineManager', 'securityCoordinator'],
	newReports: ['lineManager', 'securityCoordinator', 'safetyRepresentative', 'hrPartner'],
	messages: ['lineManager', 'securityCoordinator'],
	cases: ['lineManager', 'securityCoordinator', 'safetyRepresentative', 'hrPartner', 'lexSarahOfficer'],
	tasks: null,
	deadlines: ['lineManager', 'securityCoordinator', 'lexSarahOfficer', 'hrPartner'],
	ownReports: null,
	ownSignIn: null,
	administration: ['systemAdministrator', 'dataProtectionOfficer']
};

/** The topics that concern somebody with these roles, in the order of the page. */
export function topicsFor(roles: readonly RoleCode[]): Topic[] {
	return topics.filter((topic) => topicRoles[topic]?.some((role) => roles.includes(role)) ?? true);
}

/** The ways that are at least as much as what a role requires of a topic, the most first. */
export function allowedWays(topic: Topic, roles: readonly RoleCode[]): readonly Way[] {
	const kinds = Object.values<NoticeKind>(noticeKinds).filter((kind) => kind.topic === topic);
	const required = kinds.map((kind) => requiredWay(kind, roles));
	return ways.slice(0, 1 + Math.min(...required.map((way) => ways.indexOf(way))));
}

function requiredWay({ requiredFor, urgency }: NoticeKind, roles: readonly RoleCode[]): Way {
	const isRequired = requiredFor === 'everybody' || requiredFor.some((role) => roles.includes(role));
	if (!isRequired) return 'never';
	return urgency === 'danger' ? 'whenNeeded' : 'daily';
}

/**
 * When a notice is mailed, unless it has been read by then.
 * @param at when it was told
 * @returns null: never
 */
export function mailTime(
	kind: NoticeKind,
	at: Temporal.Instant,
	choice: NoticeChoice,
	roles: readonly RoleCode[]
): Temporal.Instant | null {
	const chosen = choice.topics[kind.topic] ?? 'whenNeeded';
	const required = requiredWay(kind, roles);
	const way = ways[Math.min(ways.indexOf(chosen), ways.indexOf(required))];
	if (way === 'never') return null;
	if (way === 'daily' || kind.urgency === 'digest') return nextDigest(at, choice);
	return kind.urgency === 'danger' ? at : afterQuiet(at, choice);
}

/** The same instant, or the end of the quiet hours that it is in. */
export function afterQuiet(at: Temporal.Instant, { quiet }: NoticeChoice): Temporal.Instant {
	if (!quiet || quiet.from === quiet.to) return at;
	const local = at.toZonedDateTimeISO(zone);
	const { from, to } = quiet;
	const isQuiet = from < to ? local.hour >= from && local.hour < to : local.hour >= from || local.hour < to;
	if (!isQuiet) return at;
	const date = local.hour < to ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
	return atHour(date, to);
}

/** The next time of the day's mail after an instant: on a working day. */
export function nextDigest(
	at: Temporal.Instant,
	{ digestHour }: Pick<NoticeChoice, 'digestHour'>
): Temporal.Instant {
	let date = dateIn(at);
	while (!isWorkingDay(date) || atHour(date, digestHour).epochNanoseconds <= at.epochNanoseconds) {
		date = date.add({ days: 1 });
	}
	return atHour(date, digestHour);
}

/** An hour of a day in Sweden. The one that the change to summer time skips is the hour after. */
function atHour(date: Temporal.PlainDate, hour: number): Temporal.Instant {
	return date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(hour) }).toInstant();
}

/** Longer waits after each failure: 1, 2, 4 … minutes, at most `most`. */
export function waitMinutes(attempts: number, most: number): number {
	return Math.min(most, 2 ** Math.min(attempts - 1, 20));
}
