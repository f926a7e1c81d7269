import { sql } from 'kysely';
import type { CaseId, MeasureId } from '../../../../database/column-types.ts';
import { caseReadingRoles } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import type { HistoryEntry } from '../activity-log/queries.ts';
import {
	assessedForms,
	findIncident,
	formatNumber,
	formOfSubform,
	listAdditions,
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
import {
	findUnit,
	getSettings,
	listPeopleAt,
	listRoleHoldersAbove,
	namesOf,
	type PersonId,
	type RoleCode
} from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { formatDate, formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { capacityOf, casePermissions, may, type CasePermission } from './access.ts';
import {
	decisionAffecteds,
	insteadKinds,
	motives,
	severities,
	transferTargets,
	undueInfluences
} from './assessment.ts';
import { missingFor, type Missing } from './closing.ts';
import { urgencyOf } from './inbox-view.ts';
import { nextStep } from './next-step.ts';
import * as queries from './queries.ts';
import { caseActions, isEnded, stepsOf, transitionFor, type CaseAction } from './status.ts';

/**
 * Everything that the actor may see of a case, and what they may do. That they read it is logged in the same transaction.
 * @throws NotFound when they may not know of it
 */
export async function viewCase(context: Context, id: CaseId, locale: DateLocale) {
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

		const allows = Object.fromEntries(
			casePermissions.map((permission) => [permission, may(context.actor, permission, row).yes])
		) as Record<CasePermission, boolean>;
		const { actor, now } = context;
		const incident = (await findIncident(tx, row.incidentId))!;
		const unit = (await findUnit(tx, row.unitId))!;
		const measureRows = await listMeasuresOf(tx, [id]);
		const measures = measureRows.map(queries.measureFacts);
		const next = nextStep({ ...row, measures }, await getSettings(tx, row.municipalityId));
		const history = await activityLog.listCaseHistory(tx, id);
		const notes = allows.readNotes ? await queries.listNotes(tx, id) : [];
		const messages = allows.readMessages ? await queries.listMessages(tx, id) : [];
		if (allows.message) await queries.markReporterMessagesRead(tx, context, id);
		const names = await namesOf(
			tx,
			[row.handlerId, row.reporterId, row.affectedPersonId, row.assessedBy, ...row.excludedPersonIds].filter(
				(person) => person !== null
			)
		);
		const nameOf = (person: PersonId | null) => (person && names.get(person)) ?? null;
		const audience = await listAudience(tx, context, row, nameOf(row.handlerId));
		const ownerChoices = allows.addMeasure ? await listOwnerChoices(tx, context, row) : null;
		const shown = [...names.keys(), ...audience.personIds, ...idsOf(ownerChoices)];
		await activityLog.recordProtectedPeople(tx, context, shown, by);
		const when = (at: Parameters<typeof formatDateTime>[0]) => ({
			at: at.toString(),
			atText: formatDateTime(at, locale)
		});
		const noteView = (note: (typeof notes)[number]) => ({
			id: note.id,
			text: note.text,
			how: note.how,
			by: note.authorName,
			...when(note.happenedAt ?? note.createdAt)
		});
		const byKind = (kind: string) => notes.filter((note) => note.kind === kind).map(noteView);

		return {
			id,
			version: row.version,
			number: formatNumber(incident.year!, incident.number!),
			status: row.status,
			isEnded: isEnded(row.status),
			steps: stepsOf(row.status),
			unitName: unit.name,
			handlerName: nameOf(row.handlerId),
			isMine: row.handlerId === actor.personId,
			mayTakeOver: allows.takeOver && row.handlerId !== actor.personId && !isEnded(row.status),
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
				reporterName: allows.readReporterName ? nameOf(row.reporterId) : null,
				affectedName:
					allows.readReporterName && row.affectedPersonId !== row.reporterId
						? nameOf(row.affectedPersonId)
						: null,
				isOnBehalf: row.affectedPersonId !== row.reporterId,
				repeats: await findRepeated(tx, incident.repeatsIncidentId),
				additions: (await listAdditions(tx, row.incidentId)).map((addition) => ({
					text: addition.text,
					changedFields: addition.changedFields,
					by: allows.readReporterName ? addition.authorName : null,
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
				rationale: row.rationale,
				isCurrent: row.assessedAt !== null,
				by: nameOf(row.assessedBy),
				atText: row.assessedAt && formatDateTime(row.assessedAt, locale)
			},
			measures: measureRows.map((measure) => viewOf(measure, context, locale)),
			messages: messages.map((message) => ({
				id: message.id,
				text: message.text,
				fromReporter: message.fromReporter,
				by: message.fromReporter && !allows.readReporterName ? null : message.authorName,
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
				.filter(({ action }) => action !== 'case.read')
				.map((entry) => historyView(entry, locale, notes)),
			audience: {
				roles: { byRole: audience.byRole, handlerBeside: audience.handlerBeside },
				excludedNames: allows.seeExcluded ? row.excludedPersonIds.map(nameOf) : null,
				excludedCount: row.excludedPersonIds.length,
				isNameHidden: row.hideName,
				readings: latestReadings(history, locale)
			},
			choices: {
				undueInfluences,
				severities,
				motives,
				decisionAffecteds,
				insteadKinds,
				transferTargets,
				forms: assessedForms.map((form) => ({ form, subforms: subforms[form] as readonly Subform[] }))
			},
			suggestion: suggestionFrom(incident),
			actions: possibleActions(row, measures),
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
	'reopen'
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

/** Done by the reporter, who may be unnamed to the one who reads: the history never names them. */
const reporterActions = ['incident.reported', 'incident.added', 'incident.masked', 'case.answered'];

/** One line of the history, codes and ids; the page puts it into words. */
export interface HistoryLine {
	at: string;
	atText: string;
	action: string;
	/** Null: the reporter, or the system. */
	by: string | null;
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
		by: isByReporter ? null : entry.actorName,
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
		.map(({ actorName, role, onBehalfOfId, onBehalfOfName, at }) => ({
			/** Null: protected personal data. */
			name: actorName,
			role,
			/** Null: protected personal data. Undefined: the reader's own role. */
			onBehalfOf: onBehalfOfId === null ? undefined : onBehalfOfName,
			at: at.toString(),
			atText: formatDateTime(at, locale)
		}))
		.sort((a, b) => b.at.localeCompare(a.at));
}

/** Who may see the case by their role today, as role and names; those it is about and the affected person left out. */
async function listAudience(tx: Tx, context: Context, row: queries.CaseRow, handlerName: string | null) {
	const holders = await listRoleHoldersAbove(tx, row.unitId, caseReadingRoles, context.now());
	const seeing = holders.filter(
		({ personId }) => !row.excludedPersonIds.includes(personId) && personId !== row.affectedPersonId
	);
	const roles = caseReadingRoles.map((role): { role: RoleCode; names: string[] } => ({
		role,
		names: [...new Set(seeing.filter((holder) => holder.role === role).flatMap(({ name }) => name ?? []))]
	}));
	const isNamed = roles.some(({ names }) => handlerName !== null && names.includes(handlerName));
	return {
		byRole: roles.filter(({ names }) => names.length > 0),
		handlerBeside: isNamed ? null : handlerName,
		personIds: seeing.map(({ personId }) => personId)
	};
}

/** Every action of the status table that is possible now, with what is missing for it. Feedback is asked for in the form itself. */
function possibleActions(
	row: queries.CaseRow,
	measures: ReturnType<typeof queries.measureFacts>[]
): Partial<Record<CaseAction, Missing[]>> {
	return Object.fromEntries(
		caseActions
			.filter((action) => transitionFor(row.status, action))
			.map((action) => [
				action,
				missingFor(action, { ...row, measures, feedback: null }).filter((code) => code !== 'feedback')
			])
	);
}

/** Who may be asked to do a measure: oneself, those at the unit, and those who answer for it. Never those it is about. */
async function listOwnerChoices(
	tx: Tx,
	context: Context,
	row: Pick<queries.CaseRow, 'unitId' | 'excludedPersonIds'>
) {
	const { actor, now } = context;
	const isOther = ({ id }: { id: PersonId }) => id !== actor.personId && !row.excludedPersonIds.includes(id);
	const responsible = (await listRoleHoldersAbove(tx, row.unitId, caseReadingRoles, now())).flatMap(
		({ personId, name }) => (name === null ? [] : [{ id: personId, name }])
	);
	const unique = (people: { id: PersonId; name: string }[]) => [
		...new Map(people.filter(isOther).map(({ id, name }) => [id, { id, name }])).values()
	];
	const atUnit = unique(await listPeopleAt(tx, row.unitId));
	return {
		me: { id: actor.personId, name: actor.name },
		responsible: unique(responsible),
		atUnit: atUnit.filter(({ id }) => !responsible.some((person) => person.id === id))
	};
}

/** Everybody in a list of owners to choose from. */
function idsOf(choices: Awaited<ReturnType<typeof listOwnerChoices>> | null): PersonId[] {
	return choices ? [...choices.responsible, ...choices.atUnit].map(({ id }) => id) : [];
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
		const ownerChoices = handles ? await listOwnerChoices(tx, context, row!) : null;
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
