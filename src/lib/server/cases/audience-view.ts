import { Temporal } from 'temporal-polyfill';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import { caseReadingRoles } from '../access/index.ts';
import { listAudienceChanges } from '../activity-log/index.ts';
import {
	deputisedBy,
	listAssignmentsAlong,
	listRoleHoldersAlong,
	peopleOf,
	type RoleHolder
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import type { CaseSubject } from './access.ts';
import { audienceOf, type AudienceChange, type AudienceMember, type AudienceReason } from './audience.ts';

/** The audience as a page shows it: dates in words. */
export interface AudienceView {
	members: (Omit<AudienceMember, 'personId' | 'reasons'> & { reasons: ReasonView[] })[];
	/** What changed after it was reported, oldest first. */
	changes: (Omit<AudienceChange, 'at' | 'until'> & {
		at: string;
		atText: string;
		untilText: string | null;
	})[];
}
export type ReasonView = AudienceReason & { sinceText: string | null; untilText: string | null };

/** A stored case, as the audience needs it. */
export type AudienceCase = CaseSubject & { id: CaseId; reportedAt: Temporal.Instant };

/** Who may read a case today, read once for everything that a page says about them. */
export async function readAudience(
	tx: Tx,
	subject: CaseSubject,
	now: Temporal.Instant
): Promise<{ holders: RoleHolder[]; members: AudienceMember[] }> {
	const holders = await listRoleHoldersAlong(tx, subject.unitPath, caseReadingRoles, now);
	const besideIds = [subject.handlerId, ...subject.sharedWith].filter(
		(id): id is PersonId => id !== null && !holders.some(({ personId }) => personId === id)
	);
	if (besideIds.length === 0) return { holders, members: audienceOf(subject, holders, []) };
	const person = await peopleOf(tx, besideIds);
	const deputised = await deputisedBy(tx, besideIds, now);
	const beside = besideIds.map((personId) => ({
		personId,
		...person(personId),
		deputised: deputised.get(personId) ?? []
	}));
	return { holders, members: audienceOf(subject, holders, beside) };
}

/** The same with what changed since it was reported, in words for a page. */
export async function viewAudience(
	tx: Tx,
	found: AudienceCase,
	members: readonly AudienceMember[],
	locale: DateLocale
): Promise<AudienceView> {
	const changes = await listChanges(tx, found);
	return {
		members: membersView(members, locale),
		changes: changes.map(({ at, until, ...change }) => ({
			...change,
			at: at.toString(),
			atText: formatDateTime(at, locale),
			untilText: dayText(until, locale)
		}))
	};
}

/** People without their ids, and with dates in words. */
export function membersView(members: readonly AudienceMember[], locale: DateLocale): AudienceView['members'] {
	return members.map(({ personId: _, reasons, ...member }) => ({
		...member,
		reasons: reasons.map((reason) => {
			const { since, until } = 'since' in reason ? reason : { since: null, until: null };
			return { ...reason, sinceText: dayText(since, locale), untilText: dayText(until, locale) };
		})
	}));
}

function dayText(day: string | null, locale: DateLocale): string | null {
	return day && formatDate(Temporal.PlainDate.from(day), locale);
}

async function listChanges(tx: Tx, { id, unitPath, reportedAt }: AudienceCase): Promise<AudienceChange[]> {
	const isLater = (at: Temporal.Instant) => at.epochMilliseconds > reportedAt.epochMilliseconds;
	const given = (await listAssignmentsAlong(tx, unitPath, caseReadingRoles)).filter(({ givenAt }) =>
		isLater(givenAt)
	);
	const logged = await listAudienceChanges(tx, id);
	const person = await peopleOf(
		tx,
		logged.flatMap(({ actorId, details }) => [actorId, (details.personId as PersonId | undefined) ?? null])
	);
	const nothing = {
		by: null,
		role: null,
		unitName: null,
		until: null,
		isTakenBack: false,
		standsInFor: null,
		target: null
	};
	const changes: AudienceChange[] = [
		...given.map(({ name, role, unitName, validFrom, validTo, givenAt, deputyForId, deputyForName }) => ({
			...nothing,
			at: givenAt,
			kind: deputyForId === null ? ('roleGiven' as const) : ('deputyNamed' as const),
			person: { name },
			role,
			unitName,
			until: validTo,
			isTakenBack: validTo !== null && validTo < validFrom,
			standsInFor: deputyForId && { name: deputyForName }
		})),
		...logged.map(({ at, actorId, action, details }): AudienceChange => {
			const actor = person(actorId) ?? { name: null };
			const kind = action.slice('case.'.length) as 'shared' | 'unshared' | 'takenOver' | 'transferred';
			if (kind === 'takenOver') return { ...nothing, at, kind, person: actor };
			if (kind === 'transferred') {
				return { ...nothing, at, kind, person: actor, target: String(details.to) };
			}
			return { ...nothing, at, kind, person: person(details.personId as PersonId), by: actor };
		})
	];
	return changes.sort((one, other) => one.at.epochMilliseconds - other.at.epochMilliseconds);
}
