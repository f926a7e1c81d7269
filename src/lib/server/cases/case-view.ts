import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { CaseId, MeasureId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import type { HistoryEntry } from '../activity-log/queries.ts';
import { holdingClosing, listDutiesOf } from '../duties/index.ts';
import {
	assessedForms,
	findIncident,
	formatNumber,
	formOfSubform,
	listAdditions,
	listCorrections,
	subforms,
	type Form,
	type Subform
} from '../incidents/index.ts';
import {
	findMeasure,
	listMeasuresOf,
	mayMeasure,
	measureSteps,
	viewOf,
	type MeasureStep
} from '../measures/index.ts';
import { seeNotices } from '../notifications/index.ts';
import {
	deputisedBy,
	findUnit,
	getSettings,
	listPeopleAt,
	peopleOf,
	type PersonId,
	type RoleHolder,
	type ShownPerson
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, formatDays, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { answersFor, capacityOf, may, type CasePermission } from './access.ts';
import {
	decisionAffecteds,
	harms,
	insteadKinds,
	motives,
	offeredTransferTargets,
	severities,
	undueInfluences
} from './assessment.ts';
import { standInFor } from './audience.ts';
import { readAudience, viewAudience } from './audience-view.ts';
import { missingFor, type Missing } from './closing.ts';
import { summaryOf } from './duty-view.ts';
import { shownCorrection } from './shown-correction.ts';
import { urgencyOf } from './inbox-view.ts';
import { listMergedReports } from './merged-reports.ts';
import { nextStep } from './next-step.ts';
import { permissionsOf, type OpenedCase } from './open-case.ts';
import * as queries from './queries.ts';
import { listShareChoices } from './share-queries.ts';
import { caseActions, isEnded, stepsOf, transitionFor, type CaseAction } from './status.ts';

/**
 * Everything that the actor may see of a case, and what they may do. That they read it is logged in the same transaction.
 * @param shareWith a name to look for among those whom the case may be shared with
 * @throws NotFound when they may not know of it
 */
export async function viewCase(context: Context, id: CaseId, locale: DateLocale, shareWith = '') {
	return context.transaction(async (tx) => {
		const found = await queries.findCase(tx, id);
		require(may(context.actor, 'read', found));
		const row = found!;
		const by = capacityOf(context.actor, row);
		await activityLog.recordReading(tx, context, {
			action: 'case.read',
			subjectKind: 'case',
			subjectId: id,
			by
		});
		await seeNotices(tx, context, id);

		const allows = permissionsOf(context, row);
		const { actor, now } = context;
		const incident = (await findIncident(tx, row.incidentId))!;
		const unit = (await findUnit(tx, row.unitId))!;
		const measureRows = await listMeasuresOf(tx, [id]);
		const measures = measureRows.map(queries.measureFacts);
		const next = nextStep({ ...row, measures }, await getSettings(tx, row.municipalityId));
		const duties = await listDutiesOf(tx, id);
		const history = await activityLog.listCaseHistory(tx, id);
		const notes = allows.readNotes ? await queries.listNotes(tx, id) : [];
		const messages = allows.readMessages ? await queries.listMessages(tx, id) : [];
		if (allows.message) await queries.markReporterMessagesRead(tx, context, id);
		const person = await peopleOf(tx, [
			row.handlerId,
			row.reporterId,
			row.affectedPersonId,
			row.assessedBy,
			...row.excludedPersonIds,
			...row.sharedWith
		]);
		const { holders, members } = await readAudience(tx, row, now());
		const standIn = standInFor(row, holders);
		const isMine = answersFor(actor, row);
		const ownerChoices = allows.addMeasure ? await listOwnerChoices(tx, context, row, holders) : null;
		const shareChoices = allows.share ? await listShareChoices(tx, row, shareWith, now()) : null;
		const shown = [
			row.handlerId,
			row.assessedBy,
			...(allows.readReporterName ? [row.reporterId, row.affectedPersonId] : []),
			...(allows.seeExcluded ? row.excludedPersonIds : []),
			...members.map(({ personId }) => personId),
			...history.map(({ actorId }) => actorId),
			...idsOf(ownerChoices),
			...(shareChoices ?? []).map((choice) => choice.id)
		];
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		const dayText = (day: string) => formatDate(Temporal.PlainDate.from(day), locale);
		const when = (at: Parameters<typeof formatDateTime>[0]) => ({
			at: at.toString(),
			atText: formatDateTime(at, locale)
		});
		const noteView = (note: (typeof notes)[number]) => ({
			id: note.id,
			text: note.text,
			how: note.how,
			by: note.author,
			...when(note.happenedAt ?? note.createdAt)
		});
		const byKind = (kind: string) => notes.filter((note) => note.kind === kind).map(noteView);

		return {
			id,
			version: row.version,
			number: formatNumber(incident.year!, incident.number!),
			status: row.status,
			isEnded: isEnded(row.status),
			/** It is handled together with another report of the same event. */
			isMerged: row.mergedIntoId !== null,
			steps: stepsOf(row.status),
			unitName: unit.name,
			/** Null: nobody. */
			handler: person(row.handlerId),
			/** Who acts in the handler's place now. */
			standIn: standIn
				? { name: standIn.name, untilText: standIn.validTo && dayText(standIn.validTo) }
				: null,
			isHandler: row.handlerId === actor.personId,
			isMine,
			mayTakeOver: allows.takeOver && !isMine && !isEnded(row.status),
			routedBecause: row.routedBecause,
			allows,
			next: next && {
				kind: next.kind,
				dueText: formatDate(next.dueAt, locale),
				urgency: urgencyOf(next.dueAt, now())
			},
			incident: {
				...described(incident),
				reported: when(incident.reportedAt),
				occurred: when(incident.occurredAt),
				/** Null: the actor may not know who. */
				reporter: allows.readReporterName ? person(row.reporterId) : null,
				affected:
					allows.readReporterName && row.affectedPersonId !== row.reporterId
						? person(row.affectedPersonId)
						: null,
				isOnBehalf: row.affectedPersonId !== row.reporterId,
				repeats: await findRepeated(tx, incident.repeatsIncidentId),
				occurrences: incident.occurrences,
				/** '3–4 november 2026'; null when it happened once, or nobody said until when. */
				periodText:
					incident.occurrences > 1 && incident.lastOccurredAt
						? formatDays(incident.occurredAt, incident.lastOccurredAt, locale)
						: null,
				corrections: (await listCorrections(tx, row.incidentId)).map((correction) =>
					shownCorrection(correction, locale)
				),
				additions: (await listAdditions(tx, row.incidentId)).map((addition) => ({
					id: addition.id,
					text: addition.text,
					changedFields: addition.changedFields,
					by: allows.readReporterName ? addition.author : null,
					...when(addition.createdAt)
				}))
			},
			contact: {
				dueText: formatDate(row.contactDueAt, locale),
				firstAtText: row.firstContactAt && formatDateTime(row.firstContactAt, locale),
				contacts: byKind('contact'),
				supports: byKind('support')
			},
			assessment: row.undueInfluence && {
				undueInfluence: row.undueInfluence,
				form: row.form,
				subform: row.subform,
				severity: row.severity,
				motive: row.motive,
				decisionAffected: row.decisionAffected,
				harm: row.harm,
				rationale: row.rationale,
				isCurrent: row.assessedAt !== null,
				by: person(row.assessedBy),
				atText: row.assessedAt && formatDateTime(row.assessedAt, locale)
			},
			measures: measureRows.map((measure) => viewOf(measure, context, locale)),
			messages: messages.map((message) => ({
				id: message.id,
				text: message.text,
				fromReporter: message.fromReporter,
				by: message.fromReporter && !allows.readReporterName ? null : message.author,
				isRead: message.readAt !== null,
				...when(message.createdAt)
			})),
			notes: byKind('note'),
			ending: {
				insteadKind: row.insteadKind,
				transferredTo: row.transferredTo,
				reason: allows.readNotes ? row.decisionReason : null,
				feedback: allows.readMessages ? row.feedback : null,
				atText: row.closedAt && formatDate(row.closedAt, locale)
			},
			history: history
				.filter(({ action }) => isHistoryFor(allows, action))
				.map((entry) => historyView(entry, locale, notes)),
			audience: {
				...(await viewAudience(tx, { ...row, id }, members, locale)),
				excluded: allows.seeExcluded ? row.excludedPersonIds.map((excluded) => person(excluded)) : null,
				excludedCount: row.excludedPersonIds.length,
				isNameHidden: row.hideName,
				readings: latestReadings(history, locale)
			},
			sharing: shareChoices
				? {
						shared: row.sharedWith.map((shared) => ({ id: shared, ...person(shared) })),
						name: shareWith,
						choices: shareChoices
					}
				: null,
			choices: {
				undueInfluences,
				severities,
				motives,
				decisionAffecteds,
				harms,
				insteadKinds,
				transferTargets: offeredTransferTargets,
				forms: assessedForms.map((form) => ({ form, subforms: subforms[form] as readonly Subform[] }))
			},
			suggestion: suggestionFrom(incident),
			actions: possibleActions(row, measures, holdingClosing(duties).length),
			/** How many wait for a decision, and for the second person. */
			duties: summaryOf(duties),
			/** Other reports of the event that are handled here. */
			merged: await listMergedReports(tx, row),
			// made anew for every page, so that a form sent twice is known
			keys: Object.fromEntries(keyedForms.map((form) => [form, newId<string>()])) as Record<
				(typeof keyedForms)[number],
				string
			>,
			today: dateIn(now()).toString(),
			ownerChoices
		};
	});
}
export type CaseView = Awaited<ReturnType<typeof viewCase>>;

const keyedForms = [
	'contact',
	'support',
	'assess',
	'addMeasure',
	'message',
	'note',
	'act',
	'followUp',
	'takeOver',
	'close',
	'transfer',
	'judgeNot',
	'reopen',
	'share',
	'unshare'
] as const;

/** What was reported: the answers, none of who answered. */
function described(incident: NonNullable<Awaited<ReturnType<typeof findIncident>>>) {
	const { text, forms, subforms, channel, influencer, purpose, origin, hideName } = incident;
	const { inDanger, wantsContactToday, place, matter, witnesses, consequences, childConcerned } = incident;
	const { injury, weapon, fearedForLife, knownRepeat, gender, caseReference } = incident;
	return {
		text,
		forms,
		subforms,
		channel,
		influencer,
		purpose,
		origin,
		hideName,
		inDanger,
		wantsContactToday,
		place,
		matter,
		witnesses,
		consequences,
		childConcerned,
		injury,
		weapon,
		fearedForLife,
		knownRepeat,
		gender,
		caseReference
	};
}

/** What the assessment form starts with: what the reporter chose, where it is a form that an assessment can arrive at. */
function suggestionFrom(incident: { forms: Form[]; subforms: Subform[] }) {
	const form = assessedForms.find((code) => incident.forms.some((chosen) => chosen === code)) ?? null;
	return {
		undueInfluence: null,
		form,
		subform: incident.subforms.find((subform) => formOfSubform(subform) === form) ?? null,
		severity: null,
		motive: null,
		decisionAffected: null,
		harm: [],
		rationale: null
	};
}

/** 'Samma person igen': the case of the earlier report, when the actor may know it as staff. */
async function findRepeated(tx: Tx, incidentId: queries.CaseRow['incidentId'] | null) {
	if (!incidentId) return null;
	const row = await tx
		.selectFrom('caseFile')
		.innerJoin('incident', 'incident.id', 'caseFile.incidentId')
		.select(['caseFile.id', 'incident.year', 'incident.number'])
		.where('caseFile.incidentId', '=', incidentId)
		.where(sql<boolean>`app_reads_case(case_file)`)
		.executeTakeFirst();
	return row ? { id: row.id, number: formatNumber(row.year!, row.number!) } : null;
}

/**
 * What the history shows to whom. Readings stand elsewhere. Who told what they saw, in confidence, is for who reads the notes; that
 * there is a lex Sarah record, for who handles the case: as the reminders (migration 0039).
 */
function isHistoryFor(allows: Record<CasePermission, boolean>, action: string): boolean {
	if (action === 'case.read' || action === 'evidence.opened') return false;
	if (action.startsWith('statement.')) return allows.readNotes;
	return !action.startsWith('lexSarah.') || allows.move;
}

/** Done by the reporter, who may be unnamed to the one who reads: the history never names them. */
const reporterActions = [
	'incident.reported',
	'incident.added',
	'incident.masked',
	'case.answered',
	'aftercare.answered'
];

/** One line of the history, codes and ids; the page puts it into words. */
export interface HistoryLine {
	at: string;
	atText: string;
	action: string;
	/** Null: the reporter, or the system. */
	by: ShownPerson | null;
	/** Whom they stood in for. */
	onBehalfOf: ShownPerson | null;
	isByReporter: boolean;
	details: Record<string, unknown>;
	/** The reason that was given, for who may read it. */
	text: string | null;
}

/** An entry of the activity log as a page shows it, in a history or after a conflict. */
export function historyView(
	entry: HistoryEntry,
	locale: DateLocale,
	notes: readonly { id: string; kind: string; text: string | null }[] = []
): HistoryLine {
	const isByReporter = reporterActions.includes(entry.action);
	const note = notes.find(({ id, kind }) => kind === 'decision' && id === entry.details.noteId);
	return {
		at: entry.at.toString(),
		atText: formatDateTime(entry.at, locale),
		action: entry.action,
		by: isByReporter ? null : entry.actor,
		onBehalfOf: isByReporter ? null : entry.onBehalfOf,
		isByReporter,
		details: entry.details,
		text: note?.text ?? null
	};
}

/** Who has read the case, in each capacity once with the latest time, the latest first. */
function latestReadings(history: readonly HistoryEntry[], locale: DateLocale) {
	const latest = new Map<string, HistoryEntry>();
	for (const entry of history) {
		if (entry.action !== 'case.read' || !entry.actorId) continue;
		latest.set([entry.actorId, entry.role, entry.onBehalfOfId].join(), entry);
	}
	return [...latest.values()]
		.map(({ actor, role, onBehalfOf, at }) => ({
			person: actor!,
			role,
			onBehalfOf,
			at: at.toString(),
			atText: formatDateTime(at, locale)
		}))
		.sort((a, b) => b.at.localeCompare(a.at));
}

/** Every action of the status table that is possible now, with what is missing for it. Feedback is asked for in the form itself. */
function possibleActions(
	row: queries.CaseRow,
	measures: ReturnType<typeof queries.measureFacts>[],
	undecidedDuties: number
): Partial<Record<CaseAction, Missing[]>> {
	return Object.fromEntries(
		caseActions
			.filter((action) => transitionFor(row.status, action) && !(action === 'reopen' && row.mergedIntoId))
			.map((action) => [
				action,
				missingFor(action, { ...row, measures, undecidedDuties, feedback: null }).filter(
					(code) => code !== 'feedback'
				)
			])
	);
}

/**
 * Who may be asked to do a measure: oneself, those at the unit, and those who answer for it. Never those it is about, nor who
 * stands in for them. Nobody whose name the actor may not see can be picked.
 */
async function listOwnerChoices(
	tx: Tx,
	context: Context,
	row: Pick<queries.CaseRow, 'unitId' | 'excludedPersonIds' | 'keptOutByMerge'>,
	holders: readonly RoleHolder[]
) {
	const { actor } = context;
	const people = [
		...holders.flatMap(({ personId, name }) =>
			name === null ? [] : [{ id: personId, name, isResponsible: true }]
		),
		...(await listPeopleAt(tx, row.unitId)).map(({ id, name }) => ({ id, name, isResponsible: false }))
	];
	const kept = await keptFromMeasures(tx, context, row, people);
	const unique = [
		...new Map(
			people
				.filter(({ id }) => id !== actor.personId && !kept.has(id))
				.reverse()
				.map((person) => [person.id, person])
		).values()
	].reverse();
	const pick = (isResponsible: boolean) =>
		unique.filter((person) => person.isResponsible === isResponsible).map(({ id, name }) => ({ id, name }));
	return { me: { id: actor.personId, name: actor.name }, responsible: pick(true), atUnit: pick(false) };
}

/** Whom the actor may ask to do something about a case, for what builds upon cases; that they were shown is logged. */
export async function viewOwnerChoices(tx: Tx, context: Context, { row, by }: OpenedCase) {
	const { holders } = await readAudience(tx, row, context.now());
	const choices = await listOwnerChoices(tx, context, row, holders);
	await activityLog.recordProtectedPeople(tx, context, idsOf(choices), by);
	return choices;
}

/** Everybody in a list of owners to choose from. */
function idsOf(choices: Awaited<ReturnType<typeof listOwnerChoices>> | null): PersonId[] {
	return choices ? [...choices.responsible, ...choices.atUnit].map(({ id }) => id) : [];
}

/** Who among some people would learn of a case by being asked to do something: whom it is about, and who stands in for them. */
export async function keptFromMeasures(
	tx: Tx,
	{ now }: Context,
	{ excludedPersonIds, keptOutByMerge }: Pick<queries.CaseRow, 'excludedPersonIds' | 'keptOutByMerge'>,
	people: readonly { id: PersonId }[]
): Promise<Set<PersonId>> {
	const keptOut = [...excludedPersonIds, ...keptOutByMerge];
	if (keptOut.length === 0) return new Set();
	const deputised = await deputisedBy(
		tx,
		people.map(({ id }) => id),
		now()
	);
	return new Set(
		people
			.map(({ id }) => id)
			.filter((id) => [id, ...(deputised.get(id) ?? [])].some((one) => keptOut.includes(one)))
	);
}

/**
 * A measure for its owner, or for who handles its case. The owner sees the measure, and nothing of the case.
 * @throws NotFound when the actor may not know of it
 */
export async function viewMeasure(context: Context, id: MeasureId, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const measure = await findMeasure(tx, id);
		const found = measure?.caseId ? await queries.findCase(tx, measure.caseId) : undefined;
		const row = may(context.actor, 'read', found).yes ? found : undefined;
		const handles = may(context.actor, 'changeMeasure', row).yes;
		const source = { handles, reads: row !== undefined };
		require(mayMeasure(context.actor, 'read', measure, source));

		const by = row
			? capacityOf(context.actor, row, handles ? 'changeMeasure' : 'read')
			: ({ role: 'measureOwner', deputyForId: null } as const);
		await activityLog.recordReading(tx, context, {
			action: 'measure.read',
			subjectKind: 'measure',
			subjectId: id,
			by
		});
		await seeNotices(tx, context, id);
		const ownerChoices = handles
			? await listOwnerChoices(tx, context, row!, (await readAudience(tx, row!, context.now())).holders)
			: null;
		await activityLog.recordProtectedPeople(tx, context, [measure!.ownerId, ...idsOf(ownerChoices)], by);

		const view = viewOf(measure!, context, locale);
		const incident = row && (await findIncident(tx, row.incidentId));
		return {
			...view,
			ownerId: measure!.ownerId,
			steps: measureSteps[view.status].filter(
				(step: MeasureStep) => mayMeasure(context.actor, step, measure, source).yes
			),
			caseLink: incident ? { id: row.id, number: formatNumber(incident.year!, incident.number!) } : null,
			today: dateIn(context.now()).toString(),
			ownerChoices
		};
	});
}
