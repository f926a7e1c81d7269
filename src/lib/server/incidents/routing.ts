/**
 * Who receives a report. A pure function with a table of cases (routing.test.ts).
 *
 * The nearest manager of the unit at the time of the event; never anyone it is about, never the affected person, never the
 * reporter (unless a manager registers what somebody told them: then they are the one to act). Without a manager in post, the
 * next one up; without any, the security coordinator. Source: S0:64, S3:101. A deputy receives while they stand in, except what
 * is about the one they stand in for.
 */
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { RoleHolder } from '../organisation/unit.ts';
import type { Origin } from './taxonomy.ts';

export interface RoutingFacts {
	/** The unit's path at the time of the event, municipality first. */
	path: readonly UnitId[];
	/** Line managers in post then, at any unit of the path. */
	managers: readonly RoleHolder[];
	/** Security coordinators in post then, at any unit of the path. */
	coordinators: readonly RoleHolder[];
	reporterId: PersonId;
	affectedPersonId: PersonId;
	origin: Origin;
	/** People whom the reporter said it is about. */
	involvedPersonIds: readonly PersonId[];
	/** It is about 'chef' without a name, which means the nearest one. */
	nearestManagerInvolved: boolean;
}

/** Why it went where it went; shown to the reporter and on the case. */
export type RoutedBecause =
	| 'nearestManager'
	| 'nearestManagerInvolved'
	| 'nearestManagerIsAffected'
	| 'noManagerInPost'
	| 'securityCoordinator'
	| 'nobodyInPost';

export interface Route {
	/** Null: nobody can receive it; the administrator is told at once. */
	handlerId: PersonId | null;
	because: RoutedBecause;
	/** They never see it, whatever roles they hold. */
	excludedPersonIds: PersonId[];
	/** Units below the handler where nobody is in post: told to the administrator. */
	vacantUnitIds: UnitId[];
}

/**
 * Whom 'chef' without a name means: the nearest ones above the reporter and the affected person. Somebody who is a manager
 * themselves does not mean their own post, nor the deputy who shares it.
 */
export function nearestManagers({
	path,
	managers,
	reporterId,
	affectedPersonId
}: Pick<RoutingFacts, 'path' | 'managers' | 'reporterId' | 'affectedPersonId'>): PersonId[] {
	for (const unitId of [...path].reverse()) {
		const here = managers.filter((manager) => manager.unitId === unitId).map(({ personId }) => personId);
		if (here.length > 0 && !here.includes(reporterId) && !here.includes(affectedPersonId)) return here;
	}
	return [];
}

/** Who receives the report, who never sees it, and why. */
export function routeIncident(facts: RoutingFacts): Route {
	const { path, managers, coordinators, reporterId, affectedPersonId, origin } = facts;
	const excluded = [
		...facts.involvedPersonIds,
		...(facts.nearestManagerInvolved ? nearestManagers(facts) : [])
	];
	// nobody is kept out of what they report themselves
	const excludedPersonIds = [...new Set(excluded)].filter(
		(id) => id !== reporterId && id !== affectedPersonId
	);

	const mayReceive = ({ personId, deputyForId }: RoleHolder) =>
		!excludedPersonIds.includes(personId) &&
		// whoever was named by the one it is about stands too near
		(deputyForId === null || !excludedPersonIds.includes(deputyForId)) &&
		personId !== affectedPersonId &&
		(personId !== reporterId || origin === 'wordOfMouth');

	const vacantUnitIds: UnitId[] = [];
	let passed: RoutedBecause | null = null;
	for (const unitId of [...path].reverse()) {
		const here = managers.filter((manager) => manager.unitId === unitId);
		const receiver = here.find(mayReceive);
		if (receiver) {
			return {
				handlerId: receiver.personId,
				because: passed ?? 'nearestManager',
				excludedPersonIds,
				vacantUnitIds
			};
		}
		if (here.length === 0) {
			vacantUnitIds.push(unitId);
			passed ??= 'noManagerInPost';
		} else if (here.some(({ personId }) => excludedPersonIds.includes(personId))) {
			passed = 'nearestManagerInvolved';
		} else {
			passed ??= 'nearestManagerIsAffected';
		}
	}
	const coordinator = [...path]
		.reverse()
		.flatMap((unitId) => coordinators.filter((holder) => holder.unitId === unitId))
		.find(mayReceive);
	// the municipality itself has no line manager, which is no gap to tell anybody about
	const gaps = vacantUnitIds.filter((unitId) => unitId !== path[0]);
	return coordinator
		? {
				handlerId: coordinator.personId,
				because: 'securityCoordinator',
				excludedPersonIds,
				vacantUnitIds: gaps
			}
		: { handlerId: null, because: 'nobodyInPost', excludedPersonIds, vacantUnitIds: gaps };
}
