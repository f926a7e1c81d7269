import { Temporal } from 'temporal-polyfill';
import type { CaseId, IncidentId, MeasureId, PersonId } from '../../../../database/column-types.ts';
import { nextStep, type CaseStatus } from '../cases/index.ts';
import type { PlaceFacts } from '../duties/index.ts';
import { contactDue, routeIncident, type Route } from '../incidents/index.ts';
import { defaultSettings, type RoleHolder } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dutyRowsOf } from './duties.ts';
import type { DemoHandling } from './handling.ts';
import type { DemoIncident } from './history.ts';
import type { LoadedOrganisation } from './load-organisation.ts';
import type { DemoOrganisation } from './organisation.ts';

/** Rows at a time: PostgreSQL takes at most 65,535 parameters in a statement. */
const batch = 500;

/** Where a fictional incident ended up. */
export interface LoadedIncident {
	incidentId: IncidentId;
	caseId: CaseId;
}

/** Everything that one fictional incident becomes in the database. */
type Rows = ReturnType<typeof rowsOf>;

/**
 * Stores the fictional history in one go, with the owner's rights: it happened as if by the real rules (routing, promises,
 * numbers, statistics), only faster than by seven hundred people signing in.
 * @returns where each incident ended up
 */
export async function loadHistory(
	tx: Tx,
	organisation: DemoOrganisation,
	loaded: LoadedOrganisation,
	history: readonly DemoIncident[]
): Promise<Map<DemoIncident, LoadedIncident>> {
	const holders = roleHolders(organisation, loaded);
	const work = new Map(organisation.units.map(({ key, activity, area }) => [key, { activity, area }]));
	const all = history.map((incident) => rowsOf(incident, loaded, holders, work.get(incident.unitKey)!));
	const insert = async <Row>(rows: Row[], into: (some: Row[]) => Promise<unknown>) => {
		for (let from = 0; from < rows.length; from += batch) await into(rows.slice(from, from + batch));
	};
	await insert(
		all.map(({ incident }) => incident),
		(some) => tx.insertInto('incident').values(some).execute()
	);
	await insert(
		all.map(({ caseFile }) => caseFile),
		(some) => tx.insertInto('caseFile').values(some).execute()
	);
	const many = <
		Key extends 'notes' | 'messages' | 'measures' | 'duties' | 'decisions' | 'answers' | 'activities'
	>(
		key: Key
	) => all.flatMap((rows) => rows[key] as Rows[Key][number][]);
	await insert(many('notes'), (some) => tx.insertInto('caseNote').values(some).execute());
	await insert(many('messages'), (some) => tx.insertInto('caseMessage').values(some).execute());
	await insert(many('measures'), (some) => tx.insertInto('measure').values(some).execute());
	await insert(many('duties'), (some) => tx.insertInto('duty').values(some).execute());
	await insert(many('decisions'), (some) => tx.insertInto('dutyDecision').values(some).execute());
	await insert(many('answers'), (some) => tx.insertInto('supportAnswer').values(some).execute());
	await insert(many('activities'), (some) => tx.insertInto('activity').values(some).execute());
	return new Map(
		all.map(({ incident, caseFile }, index) => [
			history[index]!,
			{ incidentId: incident.id, caseId: caseFile.id }
		])
	);
}

type Holder = Pick<RoleHolder, 'personId' | 'role' | 'unitId' | 'deputyForId'>;

function roleHolders({ people }: DemoOrganisation, loaded: LoadedOrganisation): Holder[] {
	return people.flatMap(({ key, assignments }) =>
		assignments.map(({ role, unitKey }) => ({
			personId: loaded.people.get(key)!,
			role,
			unitId: loaded.units.get(unitKey)!.id,
			deputyForId: null
		}))
	);
}

/** How far a case has come, by what has been done. */
function statusOf(handling: DemoHandling | null): CaseStatus {
	if (!handling?.firstContactAt) return 'received';
	if (handling.closedAt) return handling.assessment?.undueInfluence === 'no' ? 'notUndueInfluence' : 'closed';
	if (!handling.assessment) return 'assessing';
	const isEverythingDone = handling.measures.length > 0 && handling.measures.every(({ doneAt }) => doneAt);
	return isEverythingDone ? 'followingUp' : 'acting';
}

function rowsOf(
	demo: DemoIncident,
	loaded: LoadedOrganisation,
	holders: readonly Holder[],
	place: PlaceFacts
) {
	const { municipalityId } = loaded;
	const personOf = (key: string) => loaded.people.get(key)!;
	const unit = loaded.units.get(demo.unitKey)!;
	const reporterId = personOf(demo.reporterKey);
	const inLine = (role: Holder['role']) =>
		holders.filter((holder) => holder.role === role && unit.path.includes(holder.unitId));
	const route = routeIncident({
		path: unit.path,
		managers: inLine('lineManager'),
		managersThen: [],
		coordinators: inLine('securityCoordinator'),
		reporterId,
		affectedPersonId: reporterId,
		origin: 'self',
		involvedPersonIds: demo.involvedKey ? [personOf(demo.involvedKey)] : [],
		nearestManagerInvolved: demo.influencer === 'manager' && !demo.involvedKey
	});
	const shared = {
		municipalityId,
		unitId: unit.id,
		unitPath: unit.path,
		reporterId,
		affectedPersonId: reporterId
	};
	const incidentId = newId<IncidentId>();
	const caseId = newId<CaseId>();
	const incident = {
		...shared,
		id: incidentId,
		origin: 'self' as const,
		idempotencyKey: newId<string>(),
		reportedAt: demo.reportedAt,
		occurredAt: demo.occurredAt,
		text: demo.text,
		forms: demo.forms,
		subforms: demo.subforms,
		channel: demo.channel,
		influencer: demo.influencer,
		purpose: demo.purpose,
		inDanger: demo.inDanger,
		wantsContactToday: demo.wantsContact,
		fearedForLife: demo.fearedForLife,
		childConcerned: demo.childConcerned,
		consequences: demo.consequences,
		injury: demo.injury ?? null,
		caseReference: demo.caseReference,
		hideName: demo.hideName,
		excludedPersonIds: route.excludedPersonIds
	};
	const { caseFile, measures } = handlingRows(demo, route, caseId, personOf, municipalityId);
	const activity = (action: string, at: string | undefined, actorId: PersonId | null) =>
		at === undefined
			? []
			: [
					{
						id: newId<string>(),
						municipalityId,
						at,
						actorId,
						action,
						subjectKind: 'case',
						subjectId: caseId as string
					}
				];
	const handling = demo.handling;
	const second = inLine('securityCoordinator').find(
		({ personId }) => personId !== route.handlerId && !route.excludedPersonIds.includes(personId)
	);
	return {
		...dutyRowsOf(demo, caseId, place, caseFile.undueInfluence === null ? null : caseFile, {
			handlerId: route.handlerId,
			secondId: second?.personId ?? null
		}),
		incident,
		caseFile: { ...shared, ...caseFile, id: caseId, incidentId, excludedPersonIds: route.excludedPersonIds },
		measures,
		notes: handling?.support
			? [
					{
						id: newId<string>(),
						municipalityId,
						caseId,
						authorId: route.handlerId,
						kind: 'support' as const,
						text: handling.support,
						createdAt: handling.firstContactAt!
					}
				]
			: [],
		messages: (handling?.messages ?? []).map(({ from, text, at }) => ({
			id: newId<string>(),
			municipalityId,
			caseId,
			authorId: from === 'reporter' ? reporterId : route.handlerId!,
			fromReporter: from === 'reporter',
			text,
			createdAt: at,
			// what is older than the case's end has been read
			readAt: handling?.closedAt ?? null
		})),
		answers: demo.supportAnswer
			? [
					{
						id: newId<string>(),
						municipalityId,
						caseId,
						personId: reporterId,
						step: demo.supportAnswer.step,
						answer: demo.supportAnswer.answer,
						wantsContact: demo.supportAnswer.wantsContact,
						words: demo.supportAnswer.words,
						answeredAt: demo.supportAnswer.at
					}
				]
			: [],
		activities: [
			...activity('incident.reported', demo.reportedAt, reporterId),
			...activity('case.contacted', handling?.firstContactAt, route.handlerId),
			...activity('case.assessed', handling?.assessment?.at, route.handlerId),
			...activity('case.closed', handling?.closedAt, route.handlerId)
		]
	};
}

function handlingRows(
	demo: DemoIncident,
	route: Route,
	caseId: CaseId,
	personOf: (key: string) => PersonId,
	municipalityId: LoadedOrganisation['municipalityId']
) {
	const { handling, reportedAt } = demo;
	const assessment = handling?.assessment;
	const handlerId = route.handlerId;
	const status = statusOf(handling);
	const contactDueAt = contactDue(
		Temporal.Instant.from(reportedAt),
		{ inDanger: demo.inDanger, wantsContactToday: demo.wantsContact },
		defaultSettings.contactWorkingDays
	);
	const measures = (handling?.measures ?? []).map((measure) => ({
		id: newId<MeasureId>(),
		municipalityId,
		caseId,
		kind: measure.kind,
		description: measure.description,
		ownerId: personOf(measure.ownerKey),
		dueDate: measure.dueDate,
		createdBy: handlerId,
		createdAt: assessment?.at ?? handling!.firstContactAt!,
		doneAt: measure.doneAt ?? null,
		effect: measure.effect ?? null,
		effectText: measure.effectText ?? null,
		evaluatedAt: measure.effect ? (handling!.closedAt ?? measure.doneAt!) : null,
		evaluatedBy: measure.effect ? handlerId : null
	}));
	const caseFile = {
		handlerId,
		routedBecause: route.because,
		status,
		reportedAt,
		contactDueAt: contactDueAt.toString(),
		firstContactAt: handling?.firstContactAt ?? null,
		undueInfluence: assessment?.undueInfluence ?? null,
		form: assessment?.form ?? null,
		subform: assessment?.subform ?? null,
		severity: assessment?.severity ?? null,
		motive: assessment?.motive ?? null,
		decisionAffected: assessment?.decisionAffected ?? null,
		rationale: assessment?.rationale ?? null,
		assessedAt: assessment?.at ?? null,
		assessedBy: assessment ? handlerId : null,
		insteadKind:
			status === 'notUndueInfluence' ? (assessment?.notUndueInfluence ?? ('other' as const)) : null,
		decisionReason: status === 'notUndueInfluence' ? (assessment?.rationale ?? null) : null,
		feedback: handling?.feedback ?? null,
		closedAt: handling?.closedAt ?? null,
		closedBy: handling?.closedAt ? handlerId : null,
		updatedAt: handling?.closedAt ?? assessment?.at ?? handling?.firstContactAt ?? reportedAt
	};
	const instant = (iso: string | null) => (iso === null ? null : Temporal.Instant.from(iso));
	const next = nextStep(
		{
			status,
			reportedAt: Temporal.Instant.from(reportedAt),
			contactDueAt,
			firstContactAt: instant(caseFile.firstContactAt),
			reopenedAt: null,
			assessedAt: instant(caseFile.assessedAt),
			undueInfluence: caseFile.undueInfluence,
			measures: measures.map(({ dueDate, doneAt, evaluatedAt }) => ({
				dueDate: Temporal.PlainDate.from(dueDate),
				doneAt: instant(doneAt),
				isCancelled: false,
				evaluatedAt: instant(evaluatedAt)
			}))
		},
		defaultSettings
	);
	return { caseFile: { ...caseFile, nextDueAt: next?.dueAt.toString() ?? null }, measures };
}
