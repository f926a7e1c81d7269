/**
 * Who receives a report. A pure function with a table of cases (routing.test.ts).
 *
 * The nearest manager of the unit where it happened; never anyone it is about, never the affected person, never the
 * reporter (unless a manager registers what somebody told them: then they are the one to act). Without a manager in post, the
 * next one up; without any, the security coordinator. Source: S0:64, S3:101.
 *
 * The manager in post receives it also while somebody stands in: the deputy acts on what is the manager's, as long as they
 * stand in (cases/access.ts, `answersFor`). So nothing needs to be moved when the period ends, and what the manager is kept
 * out of never comes to the deputy by that.
 */
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { RoleHolder } from '../organisation/unit.ts';
import type { Origin } from './taxonomy.ts';

/** Somebody who holds a post: what the rule needs to know of them. */
export type Receiver = Pick<RoleHolder, 'personId' | 'unitId' | 'deputyForId'>;

export interface RoutingFacts {
	/** The unit's path at the time of the event, municipality first. */
	path: readonly UnitId[];
	/** Line managers in post when it is reported, at any unit of the path, and who stands in for them. */
	managers: readonly Receiver[];
	/** The same, for the day it happened: 'chef' may mean somebody who has left the post since. */
	managersThen: readonly Receiver[];
	/** Security coordinators in post when it is reported, at any unit of the path. */
	coordinators: readonly Receiver[];
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
	| 'nearestManagerIsAway'
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
 * Whom 'chef' without a name means: the nearest ones above the reporter and the affected person, and who stands in for them.
 * Somebody who is a manager themselves does not mean their own post, nor the deputy who shares it. Who stands in for the
 * manager may mean that manager or the next one up: both.
 */
export function nearestManagers({
	path,
	managers,
	reporterId,
	affectedPersonId
}: Pick<RoutingFacts, 'path' | 'managers' | 'reporterId' | 'affectedPersonId'>): PersonId[] {
	const concerned = [reporterId, affectedPersonId];
	const meant: PersonId[] = [];
	for (const unitId of [...path].reverse()) {
		const here = managers.filter((manager) => manager.unitId === unitId);
		const own = here.filter(({ personId }) => concerned.includes(personId));
		if (own.some(({ deputyForId }) => deputyForId === null)) continue;
		meant.push(...here.map(({ personId }) => personId).filter((id) => !concerned.includes(id)));
		if (here.length > 0 && own.length === 0) break;
	}
	return [...new Set(meant)];
}

/** Who receives the report, who never sees it, and why. */
export function routeIncident(facts: RoutingFacts): Route {
	const { path, managers, coordinators, reporterId, affectedPersonId, origin } = facts;
	const excluded = [
		...facts.involvedPersonIds,
		...(facts.nearestManagerInvolved
			? [...nearestManagers(facts), ...nearestManagers({ ...facts, managers: facts.managersThen })]
			: [])
	];
	// nobody is kept out of what they report themselves
	const excludedPersonIds = [...new Set(excluded)].filter(
		(id) => id !== reporterId && id !== affectedPersonId
	);

	const mayReceive = ({ personId }: Receiver) =>
		!excludedPersonIds.includes(personId) &&
		personId !== affectedPersonId &&
		(personId !== reporterId || origin === 'wordOfMouth');

	/** Somebody stands in for them, so they are away, and nobody who does may act on it. */
	const isAway = ({ personId, unitId }: Receiver) => {
		const deputies = managers.filter((other) => other.deputyForId === personId && other.unitId === unitId);
		return deputies.length > 0 && !deputies.some(mayReceive);
	};

	const vacantUnitIds: UnitId[] = [];
	let passed: RoutedBecause | null = null;
	for (const unitId of [...path].reverse()) {
		const here = managers.filter((manager) => manager.unitId === unitId && manager.deputyForId === null);
		const receiver = here.find((manager) => mayReceive(manager) && !isAway(manager));
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
		} else if (here.some(mayReceive)) {
			passed ??= 'nearestManagerIsAway';
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
