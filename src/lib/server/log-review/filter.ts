/** What of the log is looked at, as the address says it. Pure. Unknown values are left out: an old link still opens. */
import { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import { otherCapacities } from '../access/actor.ts';
import {
	activityActions,
	activityGroups,
	readingActions,
	type ActivityAction,
	type ActivityGroup
} from '../activity-log/index.ts';
import { roles } from '../organisation/index.ts';
import { isId } from '../platform/ids.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import { zone } from '../platform/working-days.ts';

/** In which capacity something can have been done; '' is as themselves. */
export const capacities = ['', ...roles, ...otherCapacities] as const;
export type CapacityCode = (typeof capacities)[number];

export const groups = Object.keys(activityGroups) as ActivityGroup[];

/** Whole days in Sweden, both included. */
export interface Days {
	from: Temporal.PlainDate;
	to: Temporal.PlainDate;
}

export interface LogFilter {
	personId: PersonId | null;
	/** A name that was typed, to choose among those who have it. */
	personText: string;
	caseId: CaseId | null;
	/** A case number that was typed. */
	numberText: string;
	group: ActivityGroup | null;
	/** Null: any capacity. */
	capacity: CapacityCode | null;
	readingsOnly: boolean;
	from: Temporal.PlainDate | null;
	to: Temporal.PlainDate | null;
	/** Only what is older than this entry; null: from the newest. */
	before: { at: string; id: string } | null;
	/** What was typed as a date and is none. */
	wrong: ('from' | 'to')[];
}

/** What was typed as a date: null when nothing was, undefined when it is none. */
function dateIn(text: string | null): Temporal.PlainDate | null | undefined {
	if (text === null || text.trim() === '') return null;
	return parseSwedishDate(text.slice(0, 40)) ?? undefined;
}

export function readLogFilter(parameters: URLSearchParams): LogFilter {
	const oneOf = <Code extends string>(name: string, codes: readonly Code[]): Code | null =>
		codes.find((code) => code === parameters.get(name)) ?? null;
	const idOf = <Id extends string>(name: string): Id | null => {
		const id = parameters.get(name);
		return isId<Id>(id) ? id : null;
	};
	const [from, to] = [dateIn(parameters.get('from')), dateIn(parameters.get('to'))];
	const role = oneOf('role', ['self', ...capacities.slice(1)] as const);
	const [at = '', id = ''] = (parameters.get('before') ?? '').split('_');
	return {
		personId: idOf<PersonId>('person'),
		personText: (parameters.get('name') ?? '').trim().slice(0, 100),
		caseId: idOf<CaseId>('case'),
		numberText: (parameters.get('number') ?? '').trim().slice(0, 20),
		group: oneOf('group', groups),
		capacity: role === 'self' ? '' : role,
		readingsOnly: parameters.get('readings') === 'yes',
		from: from ?? null,
		to: to ?? null,
		before: isInstant(at) && isId(id) ? { at, id } : null,
		wrong: [from === undefined ? ['from' as const] : [], to === undefined ? ['to' as const] : []].flat()
	};
}

function isInstant(text: string): boolean {
	try {
		return Temporal.Instant.from(text).epochMilliseconds > 0;
	} catch {
		return false;
	}
}

/** The actions that a filter lets through; null: all of them. */
export function actionsOf({ group, readingsOnly }: LogFilter): readonly ActivityAction[] | null {
	if (group === null) return readingsOnly ? readingActions : null;
	const inGroup: readonly ActivityAction[] = activityGroups[group];
	return readingsOnly
		? inGroup.filter((action) => readingActions.some((reading) => reading === action))
		: inGroup;
}

/** The address of a filter in codes and ids: without what was typed, and without the place in the list. */
export function addressOf(path: string, parameters: Record<string, string | null>): string {
	const given = Object.entries(parameters).flatMap(([name, value]) => (value ? [[name, value]] : []));
	const query = new URLSearchParams(given).toString();
	return query === '' ? path : `${path}?${query}`;
}

export function addressOfFilter(filter: LogFilter): string {
	return addressOf('/log', {
		person: filter.personId,
		case: filter.caseId,
		group: filter.group,
		role: filter.capacity === '' ? 'self' : filter.capacity,
		readings: filter.readingsOnly ? 'yes' : null,
		from: filter.from?.toString() ?? null,
		to: filter.to?.toString() ?? null
	});
}

/** The first instant of a day in Sweden. */
export function startOf(day: Temporal.PlainDate): Temporal.Instant {
	return day.toZonedDateTime(zone).toInstant();
}

/** Days that were asked for, in order and no more than so many of them; the latest week when nothing was asked. */
export function readDays(
	parameters: URLSearchParams,
	today: Temporal.PlainDate,
	mostDays: number
): Days & {
	wrong: ('from' | 'to')[];
	/** More days were asked for than are looked at: the last ones are. */
	isCut: boolean;
} {
	const [from, to] = [dateIn(parameters.get('from')), dateIn(parameters.get('to'))];
	const last = to ?? today;
	const asked = from ?? last.subtract({ days: 6 });
	const [first, end] = Temporal.PlainDate.compare(asked, last) <= 0 ? [asked, last] : [last, asked];
	const earliest = end.subtract({ days: mostDays - 1 });
	const isCut = Temporal.PlainDate.compare(first, earliest) < 0;
	return {
		from: isCut ? earliest : first,
		to: end,
		isCut,
		wrong: [from === undefined ? ['from' as const] : [], to === undefined ? ['to' as const] : []].flat()
	};
}

/** Every action, for a search by capacity alone. */
export const everyAction: readonly ActivityAction[] = activityActions;
