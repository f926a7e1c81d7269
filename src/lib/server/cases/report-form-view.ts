import { caseReadingRoles, unitsWithRole, type Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { nearestManagers, routeIncident, type Route } from '../incidents/index.ts';
import {
	findOpenUnit,
	findUnit,
	getSettings,
	listPeopleAt,
	listPeopleBelow,
	listRoleHoldersAbove,
	listUnits,
	type PersonId,
	type RoleCode,
	type RoleHolder,
	type ShownPerson,
	type Unit,
	type UnitId
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import type { DateLocale } from '../platform/swedish-dates.ts';
import type { CaseSubject } from './access.ts';
import { audienceOf, standInFor, type AudienceMember } from './audience.ts';
import { membersView, type AudienceView } from './audience-view.ts';
import { receiversAmong } from './receive.ts';

/** Somebody by the post in which they act. */
export interface PostHolder extends ShownPerson {
	id: PersonId;
	role: RoleCode;
	unitName: string;
	/** Who stands in for them now, and acts in their place. */
	standIn: ShownPerson | null;
}

/** Where a report from a unit would go, and who is kept out of it. */
export interface RoutePreview {
	/** Null: nobody can receive it yet. */
	handler: PostHolder | null;
	keptOut: ShownPerson[];
}

/** Where a report goes, depending on whom it is about; names, so that nobody needs to trust a rule. */
export interface RoutePreviews {
	/** Not about anybody in the line: also colleagues and elected representatives, who never read reports. */
	usual: RoutePreview;
	/** About 'chef' without a name. */
	aboutNearestManager: RoutePreview;
	/** Every manager above the reporter, nearest first: whom it may be about instead. */
	managers: PostHolder[];
}

/** What the report form offers this person. */
export interface ReportFormView {
	/** Where it happened, unless the reporter says something else. */
	unit: { id: UnitId; name: string };
	/** It came from the address (a poster), so the form must send it. */
	isPreset: boolean;
	/** All units of the municipality, parents before children. */
	units: Unit[];
	/** Colleagues at the unit, without the reporter and the managers above it. */
	colleagues: { id: PersonId; name: string }[];
	/** People of the units that the reporter manages; only when they report for somebody else. */
	team: { id: PersonId; name: string; unitName: string }[];
	isManager: boolean;
	/** Whether this municipality counts misuse of one's position. */
	asksAbuseOfPosition: boolean;
	routes: RoutePreviews;
	/** Who would see a report of the reporter's own that is about nobody in the line. */
	audience: AudienceView['members'];
}

/** Every unit of the municipality, parents before children. Everybody signed in may report from any of them. */
export function listAllUnits(context: Context): Promise<Unit[]> {
	return context.transaction((tx) => listUnits(tx, context.now()));
}

/**
 * What the report form shows. Everybody signed in may report, so everybody may see it.
 *
 * @param wanted.unitId from the address; a closed one means where it went up, one that does not exist the own unit
 * @param wanted.forColleague whether to offer a manager the people of their units
 */
export async function viewReportForm(
	context: Context,
	wanted: { unitId: UnitId | null; forColleague: boolean },
	locale: DateLocale
): Promise<ReportFormView> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const units = await listUnits(tx, now());
		const preset = wanted.unitId ? await findOpenUnit(tx, wanted.unitId, now()) : undefined;
		const own = (await findOpenUnit(tx, actor.unitId, now())) ?? (await findUnit(tx, actor.unitId));
		const unit = preset ?? own!;
		const managed = unitsWithRole(actor, ['lineManager']);
		const { routes, audience } = await previewRoutes(tx, context, unit);
		const audienceIds = audience.map(({ personId }) => ({ id: personId }));
		const managerIds = new Set(routes.managers.map(({ id }) => id));
		const colleagues = (await listPeopleAt(tx, unit.id)).filter(
			({ id }) => id !== actor.personId && !managerIds.has(id)
		);
		const team = wanted.forColleague ? await listPeopleBelow(tx, managed) : [];
		const settings = await getSettings(tx, actor.municipalityId);
		const shown = [...managerIds, ...[...colleagues, ...team, ...audienceIds].map(({ id }) => id)];
		await activityLog.recordProtectedPeople(tx, context, shown);
		return {
			unit: { id: unit.id, name: unit.name },
			isPreset: preset !== undefined && preset.id !== actor.unitId,
			units,
			colleagues: colleagues.map(({ id, name }) => ({ id, name })),
			team: team
				.filter(({ id }) => id !== actor.personId)
				.map(({ id, name, unitName }) => ({ id, name, unitName })),
			isManager: managed.length > 0,
			asksAbuseOfPosition: settings.abuseOfPosition,
			routes,
			audience: membersView(audience, locale)
		};
	});
}

/** Where a report of the actor's own from a unit would go today, and who would see it, by the same rules that will decide it. */
export async function previewRoutes(
	tx: Tx,
	{ actor, now }: Context,
	unit: Unit
): Promise<{ routes: RoutePreviews; audience: AudienceMember[] }> {
	const holders = await listRoleHoldersAbove(tx, unit.id, caseReadingRoles, now());
	const receivers = receiversAmong(holders);
	const facts = {
		...receivers,
		managersThen: receivers.managers,
		path: unit.path,
		reporterId: actor.personId,
		affectedPersonId: actor.personId,
		origin: 'self' as const,
		involvedPersonIds: []
	};
	const asPost = ({ personId, name, role, unitName }: RoleHolder, standIn?: RoleHolder): PostHolder => {
		return { id: personId, name, role, unitName, standIn: standIn ? { name: standIn.name } : null };
	};
	const subjectOf = ({ handlerId, excludedPersonIds }: Route): CaseSubject => ({
		municipalityId: actor.municipalityId,
		unitPath: unit.path,
		handlerId,
		affectedPersonId: actor.personId,
		excludedPersonIds,
		keptOutByMerge: [],
		sharedWith: [],
		hideName: false
	});
	const preview = (route: Route): RoutePreview => {
		const role = route.because === 'securityCoordinator' ? 'securityCoordinator' : 'lineManager';
		const handler = holders.find(
			(holder) => holder.personId === route.handlerId && holder.role === role && holder.deputyForId === null
		);
		const keptOut = new Map(
			holders
				.filter(
					(holder) => holder.role === 'lineManager' && route.excludedPersonIds.includes(holder.personId)
				)
				.map(({ personId, name }) => [personId, { name }])
		);
		return {
			handler: handler ? asPost(handler, standInFor(subjectOf(route), holders)) : null,
			keptOut: [...keptOut.values()]
		};
	};
	const usual = routeIncident({ ...facts, nearestManagerInvolved: false });
	const nearest = new Set(nearestManagers(facts));
	const above = [
		...new Map(
			holders.filter(({ role }) => role === 'lineManager').map((manager) => [manager.personId, manager])
		).values()
	].filter(({ personId }) => personId !== actor.personId);
	return {
		routes: {
			usual: preview(usual),
			aboutNearestManager: preview(routeIncident({ ...facts, nearestManagerInvolved: true })),
			managers: [
				...above.filter(({ personId }) => nearest.has(personId)),
				...above.filter(({ personId }) => !nearest.has(personId))
			].map((manager) => asPost(manager))
		},
		audience: audienceOf(subjectOf(usual), holders, [])
	};
}
