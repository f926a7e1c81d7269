/** Asking for a threat assessment, making one, and deciding what protects. */
import { findPersonalData } from '../../text-hints/index.ts';
import type { CaseId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	addDecidedMeasure,
	caseCapacityOf,
	formId,
	keptOutOf,
	openCase,
	tellOfMeasure,
	type CaseRow,
	type Outcome
} from '../cases/index.ts';
import { fulfilDuty } from '../duties/index.ts';
import { listMeasuresOf, type NewMeasureInput } from '../measures/index.ts';
import { tell } from '../notifications/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import { coordinates, may } from './access.ts';
import type { AssessmentInput, ProtectionInput, RequestInput, WithdrawInput } from './forms.ts';
import * as queries from './queries.ts';
import { datesWrong, judgedFactors, type DateProblem, type ProtectionKind } from './threat-assessment.ts';

/** What these commands answer beside what a command of the case does. Nothing was written unless `ok`. */
export type ThreatOutcome =
	| Outcome
	| { ok: false; because: 'dates'; problems: Partial<Record<'validUntil' | 'reviewDate', DateProblem>> }
	/** What looks like personal data, by field: it is asked once whether it is needed. */
	| { ok: false; because: 'personalData'; found: Record<string, string[]> };

const done: Outcome = { ok: true };

/** What a duty that was done here says of how, for the case's readers: kept as words, in the municipality's language. */
const how = {
	threatAssessment: 'Säkerhetssamordnaren har gjort en hotbedömning.',
	twoOfficers: 'Två handläggare är beslutat som skydd, med ansvarig och datum.'
};

/** The manager asks the security coordinator. One request at a time: a second one changes nothing. @throws NotFound, Forbidden */
export async function requestAssessment(context: Context, id: CaseId, input: RequestInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { row, by } = await openCase(tx, context, id);
		require(may(context.actor, 'request', row));
		let requestId = input.key;
		if (!(await queries.insertRequest(tx, context, id, input))) {
			const open = await queries.findOpenRequest(tx, id);
			if (open) return open.id === input.key ? done : { ok: false, because: 'notPossible' };
			// the form of a request that was answered or withdrawn, gone back to: a new request
			requestId = newId<string>();
			await queries.insertRequest(tx, context, id, { ...input, key: requestId });
		}
		await activityLog.record(tx, context, {
			action: 'threat.requested',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { requestId }
		});
		const coordinators = await queries.listCoordinators(tx, context, row);
		const keptOut = keptOutOf(row);
		await tell(tx, context, { kind: 'threatAssessmentWanted', subjectId: id }, coordinators, { keptOut });
		return done;
	});
}

/** The manager takes the request back. Answered or withdrawn already: nothing is left to do. @throws NotFound, Forbidden */
export async function withdrawRequest(context: Context, id: CaseId, input: WithdrawInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { row, by } = await openCase(tx, context, id);
		require(may(context.actor, 'request', row));
		const ended = { withdrawnAt: context.now().toString() };
		if (!(await queries.endRequest(tx, id, ended, input.request))) return done;
		await activityLog.record(tx, context, {
			action: 'threat.withdrawn',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { requestId: input.request }
		});
		return done;
	});
}

/**
 * The coordinator's assessment: the next version, which replaces the one before. Answers the open request, if there is one.
 * @throws NotFound, Forbidden
 */
export async function assessThreat(
	context: Context,
	id: CaseId,
	input: AssessmentInput
): Promise<ThreatOutcome> {
	return context.transaction(async (tx) => {
		const { row } = await openCase(tx, context, id);
		require(may(context.actor, 'assess', row));
		const problems = datesWrong(
			{ level: input.overallLevel, validUntil: input.validUntil, reviewDate: input.reviewDate },
			dateIn(context.now()).toString()
		);
		if (Object.keys(problems).length > 0) return { ok: false, because: 'dates', problems };
		const found = personalDataIn(input);
		if (Object.keys(found).length > 0 && input.keepPersonalData !== 'yes') {
			return { ok: false, because: 'personalData', found };
		}
		const before = await queries.listAssessments(tx, id);
		const isNext = (before[0]?.sequence ?? 0) === input.version;
		const assessmentId = isNext ? await queries.insertAssessment(tx, context, id, input) : null;
		if (!assessmentId) {
			const changes = (await activityLog.listCaseHistory(tx, id)).filter(
				({ action, details }) => action === 'threat.assessed' && Number(details.sequence) > input.version
			);
			// the very same form, sent twice
			if (changes.some(({ details }) => details.key === formId(input))) return done;
			return { ok: false, because: 'changed', changes };
		}
		const requestId = await queries.endRequest(tx, id, { answeredAt: context.now().toString() });
		await activityLog.record(tx, context, {
			action: 'threat.assessed',
			subjectKind: 'case',
			subjectId: id,
			by: coordinates(context.actor, row),
			details: {
				assessmentId,
				sequence: input.version + 1,
				level: input.overallLevel,
				key: formId(input),
				requestId: requestId ?? null
			}
		});
		const keptOut = keptOutOf(row);
		await tell(tx, context, { kind: 'threatAssessed', subjectId: id }, [row.handlerId], { keptOut });
		await fulfilDuty(tx, context, {
			caseId: id,
			key: 'threatAssessment',
			how: how.threatAssessment,
			by: coordinates(context.actor, row)
		});
		return done;
	});
}

function personalDataIn(input: AssessmentInput): Record<string, string[]> {
	const fields = [...judgedFactors, 'overall'].map((factor) => `${factor}Reason`);
	return Object.fromEntries(
		fields
			.map(
				(field) => [field, findPersonalData(input[field as 'overallReason']).map(({ text }) => text)] as const
			)
			.filter(([, texts]) => texts.length > 0)
	);
}

/**
 * Decides on one protection: a measure at once, with who does it and when. Also after the end of the case, since the threat may
 * remain. What is decided already and not ended is not decided again, whether by a second click or from another tab.
 * @param description what the measure says, from the kind and the words; the owner sees no more than that
 * @throws NotFound, Forbidden
 */
export async function protect(
	context: Context,
	id: CaseId,
	input: ProtectionInput,
	description: (kind: ProtectionKind, words: string | null) => string
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { row } = await openCase(tx, context, id);
		require(may(context.actor, 'protect', row));
		const by = capacityToProtect(context, row);
		const { key, protectionKind: kind, protectionText, ownerId, dueDate } = input;
		const measure = {
			measureKind: 'preventive',
			description: description(kind, protectionText),
			ownerId,
			dueDate
		} as const;
		await queries.lockProtections(tx, id);
		if (await isDecided(tx, id, kind, measure)) return done;
		const added = await addDecidedMeasure(tx, context, row, { key, ...measure }, by);
		if (!added.ok) return added;
		if (!added.isNew) return done;
		const [current] = await queries.listAssessments(tx, id);
		await queries.insertProtection(tx, context, id, {
			kind,
			measureId: added.measureId,
			assessmentId: current?.id ?? null
		});
		await activityLog.record(tx, context, {
			action: 'threat.protected',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { protection: kind, measureId: added.measureId }
		});
		await tellOfMeasure(tx, context, { id: added.measureId, ownerId });
		if (kind === 'twoOfficers') {
			await fulfilDuty(tx, context, { caseId: id, key: 'twoOfficers', how: how.twoOfficers, by });
		}
		return done;
	});
}

/** Whether the very same protection is decided, and neither done nor cancelled. */
async function isDecided(
	tx: Tx,
	id: CaseId,
	kind: ProtectionKind,
	wanted: Pick<NewMeasureInput, 'description' | 'ownerId' | 'dueDate'>
): Promise<boolean> {
	const protections = await queries.listProtections(tx, id);
	const measures = await listMeasuresOf(tx, [id]);
	return measures.some(
		(measure) =>
			measure.doneAt === null &&
			measure.cancelledAt === null &&
			measure.description === wanted.description &&
			measure.ownerId === wanted.ownerId &&
			measure.dueDate === wanted.dueDate &&
			protections.some((protection) => protection.kind === kind && protection.measureId === measure.id)
	);
}

/** As the manager where they handle the case, otherwise as the coordinator. */
function capacityToProtect({ actor }: Context, row: CaseRow) {
	return may(actor, 'request', row).yes ? caseCapacityOf(actor, row, 'addMeasure') : coordinates(actor, row);
}
