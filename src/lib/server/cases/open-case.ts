import type { CaseId } from '../../../../database/column-types.ts';
import type { Capacity } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { findIncident, formatNumber, type IncidentRow } from '../incidents/index.ts';
import { seeNotices } from '../notifications/index.ts';
import { findUnit } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { capacityOf, casePermissions, may, type CasePermission } from './access.ts';
import * as queries from './queries.ts';

/** A case that the actor may use, for what builds upon cases. */
export interface OpenedCase {
	row: queries.CaseRow;
	/** In what capacity the actor uses it, for the log. */
	by: Capacity | undefined;
}

/** What stands at the top of each page of a case, and which of its pages there are for the actor. */
export interface CaseHead {
	id: CaseId;
	version: number;
	number: string;
	unitName: string;
	status: queries.CaseRow['status'];
	allows: Record<CasePermission, boolean>;
}

/** The case, if the actor may use it so. Nothing is logged: the caller knows what it shows. @throws NotFound, Forbidden */
export async function openCase(
	tx: Tx,
	context: Context,
	id: CaseId,
	permission: CasePermission = 'read'
): Promise<OpenedCase> {
	return allowedCase(context, await queries.findCase(tx, id), permission);
}

/** The same, locked until the transaction ends, for who handles it (`queries.lockCase`). @throws NotFound, Forbidden */
export async function openCaseToChange(
	tx: Tx,
	context: Context,
	id: CaseId,
	permission: CasePermission
): Promise<OpenedCase> {
	return allowedCase(context, await queries.lockCase(tx, id), permission);
}

function allowedCase(
	{ actor }: Context,
	row: queries.CaseRow | undefined,
	permission: CasePermission
): OpenedCase {
	require(may(actor, permission, row));
	return { row: row!, by: capacityOf(actor, row!, permission) };
}

/**
 * Opens a case for one of its pages: the reading is logged in the same transaction.
 * @throws NotFound when the actor may not know of it
 */
export async function readCase(
	tx: Tx,
	context: Context,
	id: CaseId,
	permission: CasePermission = 'read'
): Promise<OpenedCase & { incident: IncidentRow; head: CaseHead }> {
	const opened = await openCase(tx, context, id, permission);
	const { row, by } = opened;
	await activityLog.recordReading(tx, context, {
		action: 'case.read',
		subjectKind: 'case',
		subjectId: id,
		by
	});
	await seeNotices(tx, context, id);
	const incident = (await findIncident(tx, row.incidentId))!;
	const unit = (await findUnit(tx, row.unitId))!;
	return {
		...opened,
		incident,
		head: {
			id,
			version: row.version,
			number: formatNumber(incident.year!, incident.number!),
			unitName: unit.name,
			status: row.status,
			allows: permissionsOf(context, row)
		}
	};
}

/** Everything that the actor may do with a case. */
export function permissionsOf({ actor }: Context, row: queries.CaseRow): Record<CasePermission, boolean> {
	return Object.fromEntries(
		casePermissions.map((permission) => [permission, may(actor, permission, row).yes])
	) as Record<CasePermission, boolean>;
}
