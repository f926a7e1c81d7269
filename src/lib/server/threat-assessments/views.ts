import { Temporal } from 'temporal-polyfill';
import type { CaseId } from '../../../../database/column-types.ts';
import { holds } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { forbidden, require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { isEnded, readCase, viewOwnerChoices } from '../cases/index.ts';
import { formatNumber } from '../incidents/index.ts';
import { listMeasuresOf, viewOf } from '../measures/index.ts';
import { peopleOf } from '../organisation/index.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, threatPermissions, type ThreatPermission } from './access.ts';
import * as queries from './queries.ts';
import { stateOf, type ThreatFactor } from './threat-assessment.ts';

const factorOrder: readonly ThreatFactor[] = ['overall', 'capacity', 'intent', 'opportunity', 'history'];

/** The page of a case about the threat and what protects. The reading is logged. @throws NotFound */
export async function viewProtection(context: Context, id: CaseId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const opened = await readCase(tx, context, id);
		const { row, by, head } = opened;
		const { actor, now } = context;
		const allowsThreat = Object.fromEntries(
			threatPermissions.map((permission) => [permission, may(actor, permission, row).yes])
		) as Record<ThreatPermission, boolean>;
		require(may(actor, 'read', row));

		const today = dateIn(now()).toString();
		const assessments = await queries.listAssessments(tx, id);
		const factors = allowsThreat.readWords ? await queries.listFactors(tx, id) : [];
		const requests = allowsThreat.readWords ? await queries.listRequests(tx, id) : [];
		const request = requests.find(({ answeredAt, withdrawnAt }) => !answeredAt && !withdrawnAt);
		const protections = await queries.listProtections(tx, id);
		const measures = await listMeasuresOf(tx, [id]);
		const coordinators = await queries.listCoordinators(tx, context, row);
		const person = await peopleOf(tx, [
			row.handlerId,
			...requests.map(({ requestedBy }) => requestedBy),
			...assessments.map(({ madeBy }) => madeBy),
			...protections.map(({ decidedBy }) => decidedBy)
		]);
		await activityLog.recordProtectedPeople(
			tx,
			context,
			[
				...requests.map(({ requestedBy }) => requestedBy),
				...assessments.map(({ madeBy }) => madeBy),
				...protections.map(({ decidedBy }) => decidedBy)
			],
			by
		);
		const dayText = (day: string) => formatDate(Temporal.PlainDate.from(day), locale);

		const views = assessments.map((assessment) => ({
			id: assessment.id,
			sequence: assessment.sequence,
			level: assessment.level,
			state: stateOf(assessment, today),
			validUntil: assessment.validUntil,
			validUntilText: dayText(assessment.validUntil),
			reviewDate: assessment.reviewDate,
			reviewText: assessment.reviewDate && dayText(assessment.reviewDate),
			by: person(assessment.madeBy),
			at: assessment.madeAt.toString(),
			atText: formatDateTime(assessment.madeAt, locale),
			/** Empty for who may not read the words. */
			factors: factorOrder.flatMap((code) =>
				factors
					.filter(({ assessmentId, factor }) => assessmentId === assessment.id && factor === code)
					.map(({ factor, level, types, reason }) => ({ factor, level, types, reason }))
			)
		}));
		const [current = null, ...older] = views;
		return {
			head,
			isEnded: isEnded(row.status),
			allowsThreat,
			handler: person(row.handlerId),
			/** Whether there is anybody who can assess. */
			hasCoordinator: coordinators.length > 0,
			request: request
				? {
						id: request.id,
						question: request.question,
						by: person(request.requestedBy),
						at: request.requestedAt.toString(),
						atText: formatDateTime(request.requestedAt, locale)
					}
				: null,
			/** Everything that was asked, oldest first; none for who may not read the words. */
			requests: requests.map((one) => ({
				question: one.question,
				by: person(one.requestedBy),
				atText: formatDateTime(one.requestedAt, locale),
				answeredText: one.answeredAt && formatDateTime(one.answeredAt, locale),
				withdrawnText: one.withdrawnAt && formatDateTime(one.withdrawnAt, locale)
			})),
			current,
			older,
			protections: protections.flatMap(({ kind, measureId, decidedBy, decidedAt }) =>
				measures
					.filter((measure) => measure.id === measureId)
					.map((measure) => ({
						kind,
						measure: viewOf(measure, context, locale),
						by: person(decidedBy),
						atText: formatDateTime(decidedAt, locale)
					}))
			),
			ownerChoices: allowsThreat.protect ? await viewOwnerChoices(tx, context, opened) : null,
			handlerId: row.handlerId,
			today,
			keys: { request: newId<string>(), assess: newId<string>(), protect: newId<string>() }
		};
	});
}
export type ProtectionView = Awaited<ReturnType<typeof viewProtection>>;

/** Most lines of the coordinator's list; more than anybody has waiting. */
const mostWork = 200;

/** What waits for the actor as a security coordinator, the oldest first. No words of any case. @throws Forbidden */
export async function viewThreatWork(context: Context, locale: DateLocale) {
	if (!holds(context.actor, 'securityCoordinator')) require(forbidden);
	return context.transaction(async (tx) => {
		const work = await queries.listOwnWork(tx, context.now(), mostWork);
		const ids = work.map(({ caseId }) => caseId);
		const cases =
			ids.length === 0
				? []
				: await tx
						.selectFrom('caseFile')
						.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
						.innerJoin('unit', 'unit.id', 'caseFile.unitId')
						.select(['caseFile.id', 'incident.year', 'incident.number', 'unit.name as unitName'])
						.where('caseFile.id', 'in', ids)
						.execute();
		const found = new Map(cases.map((row) => [row.id, row]));
		return work.flatMap(({ kind, caseId, since }) => {
			const row = found.get(caseId);
			return row
				? [
						{
							kind,
							caseId,
							number: formatNumber(row.year!, row.number!),
							unitName: row.unitName,
							sinceText: formatDate(Temporal.PlainDate.from(since), locale)
						}
					]
				: [];
		});
	});
}
