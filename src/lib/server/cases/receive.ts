import type { Temporal } from 'temporal-polyfill';
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import * as activityLog from '../activity-log/index.ts';
import { require } from '../access/decision.ts';
import { factsOf, raiseDuties } from '../duties/index.ts';
import {
	contactDue,
	findEarlierReport,
	findIncident,
	formatNumber,
	insertAddition,
	insertIncident,
	instantOf,
	listAdditions,
	mayIncident,
	mayRegisterWordOfMouth,
	newIncidentOf,
	routeIncident,
	timeProblem,
	type AffectedColleague,
	type ManyTimesInput,
	type NewIncident,
	type ReportInput,
	type Several,
	type RoutingFacts
} from '../incidents/index.ts';
import * as notifications from '../notifications/index.ts';
import {
	findPerson,
	findUnit,
	findUnitOfReport,
	isColleague,
	listRoleHoldersAbove,
	type RoleHolder
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { raiseDutiesOfIncident } from './duty-facts.ts';
import { findCaseOf } from './queries.ts';
import { tellHandler, tellOfReport } from './tell.ts';

/** Who can receive a report, and who is told that there is one to read. */
const receivingRoles = ['lineManager', 'securityCoordinator', 'safetyRepresentative'] as const;

export type Receipt =
	| { ok: true; incidentId: IncidentId; alreadyReceived: boolean }
	| { ok: false; problem: 'unknownUnit' }
	/** Slowed down: when the next report is welcome, in minutes. */
	| { ok: false; problem: 'tooMany'; minutes: number };

/** A person in the form who does not exist, or one who is missing. */
export type FormReceipt = Receipt | { ok: false; problem: 'unknownPerson'; field: PersonField };
export type PersonField = 'affected' | 'whichManager' | 'whichColleague';

/**
 * Receives a report: stores the incident, decides who handles it and opens the case.
 *
 * One transaction: when it returns, everything is durable; when it throws, nothing happened. The same form sent twice gives
 * the same incident; if the words differ the second time, they are kept as an addition, so that nothing typed is lost.
 * Everybody signed in may report, from any unit of their municipality.
 */
export async function receiveReport(context: Context, input: NewIncident): Promise<Receipt> {
	return context.transaction((tx) => receive(tx, context, input));
}

/**
 * Receives the report form. Everybody signed in may report, for themselves or for a colleague; only the colleague's
 * manager may register it as something they were told, for others it counts as reported on behalf.
 */
export async function reportIncident(context: Context, form: ReportInput): Promise<FormReceipt> {
	return context.transaction(async (tx) => {
		const { actor } = context;
		let affected: AffectedColleague | null = null;
		if (form.affected !== null && form.affected !== actor.personId) {
			const person = await findPerson(tx, form.affected);
			const unit = person && (await findUnit(tx, person.unitId));
			if (!unit) return { ok: false, problem: 'unknownPerson', field: 'affected' };
			affected = {
				id: form.affected,
				unitId: unit.id,
				toldToManager: form.wordOfMouth && mayRegisterWordOfMouth(actor, unit.path)
			};
		} else if (form.wordOfMouth) {
			return { ok: false, problem: 'unknownPerson', field: 'affected' };
		}
		const input = newIncidentOf(form, actor, affected);
		for (const id of input.involvedPersonIds) {
			if (await isColleague(tx, id)) continue;
			const field = input.influencer === 'manager' ? 'whichManager' : 'whichColleague';
			return { ok: false, problem: 'unknownPerson', field };
		}
		const repeated = input.repeatsIncidentId && (await findIncident(tx, input.repeatsIncidentId));
		const isOwn = repeated && mayIncident(actor, 'readOwn', repeated).yes;
		return receive(tx, context, isOwn ? input : { ...input, repeatsIncidentId: null });
	});
}

/**
 * 'Samma person igen': one tap repeats the actor's own report, with a new time and the same choices. Whoever was kept out
 * of the first one, and the wish to hide one's name, stay as they were.
 *
 * @param form.key made with the button, so that a double tap gives one report
 * @param form.text the words of the new report, given the number of the first one
 * @param form.several it happened several times: one report of them all, and one event in the figures
 * @throws NotFound unless the report is the actor's own
 */
export async function repeatReport(
	context: Context,
	id: IncidentId,
	form: {
		key: string;
		text: (number: string) => string;
		several?: Several & { occurredAt: Temporal.Instant };
	}
): Promise<Receipt> {
	return context.transaction(async (tx) => {
		const { actor, now } = context;
		const first = await findIncident(tx, id);
		require(mayIncident(actor, 'add', first));
		const { unitId, affectedPersonId, forms, channel, influencer, purpose, hideName } = first!;
		const origin = affectedPersonId === actor.personId ? 'self' : first!.origin;
		return receive(tx, context, {
			idempotencyKey: form.key,
			unitId,
			affectedPersonId,
			// what the system received from a file was reported by whoever now says that it happened again
			origin: origin === 'import' ? 'onBehalf' : origin,
			occurredAt: form.several?.occurredAt ?? now(),
			...(form.several && { several: form.several }),
			involvedPersonIds: first!.excludedPersonIds,
			nearestManagerInvolved: false,
			repeatsIncidentId: id,
			text: form.text(formatNumber(first!.year!, first!.number!)),
			forms,
			subforms: [],
			channel,
			influencer,
			purpose,
			inDanger: null,
			wantsContactToday: null,
			place: null,
			matter: null,
			witnesses: null,
			consequences: [],
			childConcerned: null,
			injury: null,
			weapon: null,
			fearedForLife: null,
			knownRepeat: 'yes',
			gender: null,
			caseReference: first!.caseReference,
			hideName
		});
	});
}

/**
 * 'Samma person ringde igen', many times: one report with how many and when, which repeats the actor's own. The figures count it as
 * one event, like any report; how many times is shown on the case.
 * @throws NotFound unless the report is the actor's own
 */
export async function repeatManyTimes(
	context: Context,
	id: IncidentId,
	{ key, manyCount: occurrences, manyText, ...times }: ManyTimesInput,
	text: (number: string, times: number) => string
): Promise<Receipt | { ok: false; problem: 'time'; wrong: NonNullable<ReturnType<typeof timeProblem>> }> {
	const now = context.now();
	const last = instantOf(times.manyLastDate, times.manyLastTime, now);
	const several = {
		occurrences,
		occurredAt: instantOf(times.manyFirstDate, times.manyFirstTime, now) ?? last ?? now,
		lastOccurredAt: last
	};
	const wrong = timeProblem(several, { occurred: now, last: now });
	if (wrong) {
		// one's own report first: nobody learns from a mistake that there is one
		await context.transaction(async (tx) =>
			require(mayIncident(context.actor, 'add', await findIncident(tx, id)))
		);
		return { ok: false, problem: 'time', wrong };
	}
	return repeatReport(context, id, { key, several, text: (number) => manyText ?? text(number, occurrences) });
}

async function receive(tx: Tx, context: Context, input: NewIncident): Promise<Receipt> {
	const { actor, now } = context;
	const since = now().subtract({ minutes: activityLog.perMinutes });
	const earlier = await findEarlierReport(tx, actor.personId, input.idempotencyKey, since);
	if (earlier.id) return keepAsAddition(tx, context, { ...earlier, id: earlier.id }, input.text);
	if (earlier.recent >= activityLog.mostTimes)
		return { ok: false, problem: 'tooMany', minutes: activityLog.perMinutes };

	const unit = await findUnitOfReport(tx, input.unitId, receivingRoles, now());
	if (!unit) return { ok: false, problem: 'unknownUnit' };
	const { holders, settings } = unit;
	const managersThen = input.nearestManagerInvolved
		? await listRoleHoldersAbove(tx, input.unitId, ['lineManager'], input.occurredAt)
		: [];
	const route = routeIncident({
		...receiversAmong(holders),
		managersThen,
		path: unit.path,
		reporterId: actor.personId,
		affectedPersonId: input.affectedPersonId,
		origin: input.origin,
		involvedPersonIds: input.involvedPersonIds,
		nearestManagerInvolved: input.nearestManagerInvolved
	});

	const inserted = await insertIncident(tx, context, input, {
		unitPath: unit.path,
		excludedPersonIds: route.excludedPersonIds
	});
	if (!inserted) {
		const same = await findEarlierReport(tx, actor.personId, input.idempotencyKey, since);
		return keepAsAddition(tx, context, { ...same, id: same.id! }, input.text);
	}
	const { id: incidentId, reportedAt } = inserted;
	const contactDueAt = contactDue(reportedAt, input, settings.contactWorkingDays).toString();
	const caseId = newId<CaseId>();
	await tx
		.insertInto('caseFile')
		.values({
			id: caseId,
			municipalityId: actor.municipalityId,
			incidentId,
			unitId: input.unitId,
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
	const row = {
		id: caseId,
		municipalityId: actor.municipalityId,
		unitPath: unit.path,
		handlerId: route.handlerId,
		affectedPersonId: input.affectedPersonId,
		excludedPersonIds: route.excludedPersonIds,
		keptOutByMerge: [],
		sharedWith: [],
		hideName: input.hideName
	};
	const { called: duties } = await raiseDuties(tx, context, caseId, factsOf(input, null, unit), {
		isNew: true
	});
	await tellOfReport(tx, context, row, holders, {
		inDanger: input.inDanger === true || input.weapon === 'yes',
		wantsContactToday: input.wantsContactToday === true,
		duties
	});
	await activityLog.record(tx, context, {
		action: 'incident.reported',
		subjectKind: 'case',
		subjectId: caseId,
		details: { routedBecause: route.because, origin: input.origin, duties }
	});
	for (const unitId of route.vacantUnitIds) {
		await notifications.tellAdministrators(
			tx,
			context,
			{ kind: 'unitWithoutManager', subjectId: unitId },
			// a notice at the moment of a report about them would tell them of it
			route.excludedPersonIds
		);
	}
	return { ok: true, incidentId, alreadyReceived: false };
}

/** The same form again: what was written since the first time is not lost. */
async function keepAsAddition(
	tx: Tx,
	context: Context,
	earlier: { id: IncidentId; text: string | null },
	text: string | null
): Promise<Receipt> {
	const isNew = text !== null && text !== earlier.text;
	if (isNew && !(await listAdditions(tx, earlier.id)).some((addition) => addition.text === text)) {
		await insertAddition(tx, context, { incidentId: earlier.id, text, changedFields: [] });
		await activityLog.record(tx, context, {
			action: 'incident.added',
			subjectKind: 'incident',
			subjectId: earlier.id,
			details: { fields: [], words: true }
		});
		await raiseDutiesOfIncident(tx, context, earlier.id);
		await tellHandler(tx, context, (await findCaseOf(tx, earlier.id))!, 'reportAdded');
	}
	return { ok: true, incidentId: earlier.id, alreadyReceived: true };
}

/** Those who can receive a report, by the role in which they do. */
export function receiversAmong(
	holders: readonly RoleHolder[]
): Pick<RoutingFacts, 'managers' | 'coordinators'> {
	return {
		managers: holders.filter(({ role }) => role === 'lineManager'),
		coordinators: holders.filter(({ role }) => role === 'securityCoordinator')
	};
}
