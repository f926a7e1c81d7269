import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	contactDue,
	findEarlierReport,
	insertAddition,
	insertIncident,
	routeIncident,
	type NewIncident
} from '../incidents/index.ts';
import * as notifications from '../notifications/index.ts';
import { findUnit, getSettings, listRoleHoldersAbove } from '../organisation/index.ts';
import { newId } from '../platform/ids.ts';

/** A person who works through a list of repeated calls gets further than this; a stuck key or a script does not. */
export const mostReports = 30;
export const perMinutes = 10;

export type Receipt =
	| { ok: true; incidentId: IncidentId; alreadyReceived: boolean }
	| { ok: false; problem: 'unknownUnit' }
	/** Slowed down: when the next report is welcome, in minutes. */
	| { ok: false; problem: 'tooMany'; minutes: number };

/**
 * Receives a report: stores the incident, decides who handles it and opens the case.
 *
 * One transaction: when it returns, everything is durable; when it throws, nothing happened. The same form sent twice gives
 * the same incident; if the words differ the second time, they are kept as an addition, so that nothing typed is lost.
 * Everybody signed in may report, from any unit of their municipality.
 */
export async function receiveReport(context: Context, input: NewIncident): Promise<Receipt> {
	return context.transaction(async (tx) => {
		const { actor, now } = context;
		const since = now().subtract({ minutes: perMinutes });
		const earlier = await findEarlierReport(tx, actor.personId, input.idempotencyKey, since);
		if (earlier.id) {
			if (input.text !== null && input.text !== earlier.text) {
				await insertAddition(tx, context, { incidentId: earlier.id, text: input.text, changedFields: [] });
			}
			return { ok: true, incidentId: earlier.id, alreadyReceived: true };
		}
		if (earlier.recent >= mostReports) return { ok: false, problem: 'tooMany', minutes: perMinutes };

		const unit = await findUnit(tx, input.unitId);
		if (!unit) return { ok: false, problem: 'unknownUnit' };
		const holders = await listRoleHoldersAbove(
			tx,
			unit.id,
			['lineManager', 'securityCoordinator'],
			input.occurredAt
		);
		const settings = await getSettings(tx, actor.municipalityId);
		const route = routeIncident({
			path: unit.path,
			managers: holders.filter(({ role }) => role === 'lineManager'),
			coordinators: holders.filter(({ role }) => role === 'securityCoordinator'),
			reporterId: actor.personId,
			affectedPersonId: input.affectedPersonId,
			origin: input.origin,
			influencer: input.influencer,
			involvedPersonIds: input.involvedPersonIds
		});

		const { id: incidentId, reportedAt } = await insertIncident(tx, context, input, {
			unitPath: unit.path,
			excludedPersonIds: route.excludedPersonIds
		});
		const contactDueAt = contactDue(reportedAt, input, settings.contactWorkingDays).toString();
		const caseId = newId<CaseId>();
		await tx
			.insertInto('caseFile')
			.values({
				id: caseId,
				municipalityId: actor.municipalityId,
				incidentId,
				unitId: unit.id,
				unitPath: unit.path,
				reporterId: actor.personId,
				affectedPersonId: input.affectedPersonId,
				excludedPersonIds: route.excludedPersonIds,
				handlerId: route.handlerId,
				routedBecause: route.because,
				status: 'received',
				reportedAt: reportedAt.toString(),
				contactDueAt,
				nextDueAt: contactDueAt,
				updatedAt: reportedAt.toString()
			})
			.execute();
		await activityLog.record(tx, context, {
			action: 'incident.reported',
			subjectKind: 'case',
			subjectId: caseId,
			details: { routedBecause: route.because, origin: input.origin }
		});
		for (const unitId of route.vacantUnitIds) {
			await notifications.tellAdministrators(tx, context, {
				kind: 'unitWithoutManager',
				subjectKind: 'unit',
				subjectId: unitId
			});
		}
		return { ok: true, incidentId, alreadyReceived: false };
	});
}
