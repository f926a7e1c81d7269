import { unitsWithRole, type Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { nearestManagers, routeIncident } from '../incidents/index.ts';
import {
	findUnit,
	getSettings,
	listPeopleAt,
	listPeopleBelow,
	listRoleHoldersAbove,
	listUnits,
	type PersonId,
	type RoleCode,
	type RoleHolder,
	type Unit,
	type UnitId
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { receiversAmong } from './receive.ts';

/** Somebody by the post in which they act. */
export interface PostHolder {
	id: PersonId;
	name: string;
	role: RoleCode;
	unitName: string;
}

/** Where a report from a unit would go, and who is kept out of it. */
export interface RoutePreview {
	/** Null: nobody can receive it yet. */
	handler: PostHolder | null;
	keptOut: string[];
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
}

/** Every unit of the municipality, parents before children. Everybody signed in may report from any of them. */
export function listAllUnits(context: Context): Promise<Unit[]> {
	return context.transaction((tx) => listUnits(tx, context.now()));
}

/**
 * What the report form shows. Everybody signed in may report, so everybody may see it.
 *
 * @param wanted.unitId from the address; one that does not exist means the own unit
 * @param wanted.forColleague whether to offer a manager the people of their units
 */
export async function viewReportForm(
	context: Context,
	wanted: { unitId: UnitId | null; forColleague: boolean }
): Promise<ReportFormView> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const units = await listUnits(tx, now());
		const preset = units.find(({ id }) => id === wanted.unitId);
		const own = units.find(({ id }) => id === actor.unitId) ?? (await findUnit(tx, actor.unitId));
		const unit = preset ?? own!;
		const managed = unitsWithRole(actor, ['lineManager']);
		const routes = await previewRoutes(tx, context, unit);
		const managerIds = new Set(routes.managers.map(({ id }) => id));
		const colleagues = (await listPeopleAt(tx, unit.id)).filter(
			({ id }) => id !== actor.personId && !managerIds.has(id)
		);
		const team = wanted.forColleague ? await listPeopleBelow(tx, managed) : [];
		const settings = await getSettings(tx, actor.municipalityId);
		const shown = [...managerIds, ...[...colleagues, ...team].map(({ id }) => id)];
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
			routes
		};
	});
}

/** Where a report of the actor's own from a unit would go today, by the same rule that will decide it. */
export async function previewRoutes(tx: Tx, { actor, now }: Context, unit: Unit): Promise<RoutePreviews> {
	const holders = await listRoleHoldersAbove(tx, unit.id, ['lineManager', 'securityCoordinator'], now());
	const unitNames = await unitNamesOf(tx, holders);
	const facts = {
		...receiversAmong(holders),
		path: unit.path,
		reporterId: actor.personId,
		affectedPersonId: actor.personId,
		origin: 'self' as const,
		involvedPersonIds: []
	};
	const asPost = ({ personId, name, role, unitId }: RoleHolder): PostHolder => ({
		id: personId,
		name: name ?? '',
		role,
		unitName: unitNames.get(unitId) ?? ''
	});
	const preview = (nearestManagerInvolved: boolean): RoutePreview => {
		const route = routeIncident({ ...facts, nearestManagerInvolved });
		const role = route.because === 'securityCoordinator' ? 'securityCoordinator' : 'lineManager';
		const handler = holders.find((holder) => holder.personId === route.handlerId && holder.role === role);
		return {
			handler: handler ? asPost(handler) : null,
			keptOut: holders
				.filter(
					(holder) => holder.role === 'lineManager' && route.excludedPersonIds.includes(holder.personId)
				)
				.flatMap(({ name }) => name ?? [])
		};
	};
	const nearest = new Set(nearestManagers(facts));
	const above = [...new Map(facts.managers.map((manager) => [manager.personId, manager])).values()].filter(
		({ personId }) => personId !== actor.personId
	);
	return {
		usual: preview(false),
		aboutNearestManager: preview(true),
		managers: [
			...above.filter(({ personId }) => nearest.has(personId)),
			...above.filter(({ personId }) => !nearest.has(personId))
		].map(asPost)
	};
}

/** The names of the units where some people hold their posts. */
export async function unitNamesOf(tx: Tx, holders: readonly RoleHolder[]): Promise<Map<UnitId, string>> {
	const found = await Promise.all(
		[...new Set(holders.map(({ unitId }) => unitId))].map((id) => findUnit(tx, id))
	);
	return new Map(found.filter((unit) => unit !== undefined).map(({ id, name }) => [id, name]));
}
