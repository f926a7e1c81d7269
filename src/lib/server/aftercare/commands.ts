/** Recording what came of a step, and the exposed person's own answer. */
import type { CaseId, IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { caseCapacityOf, openCase, tellHandler, type Outcome } from '../cases/index.ts';
import { fulfilDuty } from '../duties/index.ts';
import { capacityOnOwn, findIncident } from '../incidents/index.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, mayOwn } from './access.ts';
import type { AnswerInput, StepInput } from './forms.ts';
import * as queries from './queries.ts';
import { openQuestion, type AftercareStep } from './steps.ts';

/** What recording a step answers beside what a command of a case does. Texts in messages/ `aftercare_problem_<code>`. */
export type StepResult = Outcome | { ok: false; because: 'day'; problem: 'inPast' | 'notPostponable' };

const done: Outcome = { ok: true };

/** Which duty a step that was done is; the later contacts are none. */
const dutyOf: Partial<Record<AftercareStep, 'support' | 'privacyHelp'>> = {
	sameDay: 'support',
	privacy: 'privacyHelp'
};
/** What such a duty says of how, for the case's readers: kept as words, in the municipality's language. */
const how = {
	support: 'Kontakt med den utsatta är inskriven under Stöd efteråt.',
	privacyHelp: 'Checklistan för att synas mindre är genomgången med den utsatta.'
};

/** Records what came of a step, also after the end of the case: the latest holds. @throws NotFound, Forbidden */
export async function recordStep(context: Context, id: CaseId, input: StepInput): Promise<StepResult> {
	return context.transaction(async (tx) => {
		const { row } = await openCase(tx, context, id);
		require(may(context.actor, 'record', row));
		if (input.outcome === 'postponed') {
			if (input.step === 'privacy') return { ok: false, because: 'day', problem: 'notPostponable' };
			const today = dateIn(context.now()).toString();
			if (input.postponedTo! < today) return { ok: false, because: 'day', problem: 'inPast' };
		}
		if (!(await queries.insertStep(tx, context, id, input))) return done;
		await activityLog.record(tx, context, {
			action: 'aftercare.recorded',
			subjectKind: 'case',
			subjectId: id,
			by: caseCapacityOf(context.actor, row, 'support'),
			details: { step: input.step }
		});
		const key = dutyOf[input.step];
		if (key && input.outcome === 'done') {
			const by = caseCapacityOf(context.actor, row, 'support');
			await fulfilDuty(tx, context, { caseId: id, key, how: how[key], by });
		}
		return done;
	});
}

/**
 * The exposed person says whether they were supported, and may say so again.
 * @returns anything but 'sent' when nothing was written
 * @throws NotFound unless it is the actor who was exposed
 */
export async function answerSupport(
	context: Context,
	id: IncidentId,
	input: AnswerInput
): Promise<'sent' | 'notOpen' | 'tooOften'> {
	return context.transaction(async (tx) => {
		const incident = await findIncident(tx, id);
		require(mayOwn(context.actor, incident));
		const own = (await queries.findOwnCase(tx, id))!;
		const step = openQuestion(own.reportedAt, dateIn(context.now()).toString());
		if (!step) return 'notOpen';
		if (await activityLog.isTooOften(tx, context, 'aftercare.answered')) return 'tooOften';
		if (!(await queries.insertAnswer(tx, context, own.id, step, input))) return 'sent';
		await activityLog.record(tx, context, {
			action: 'aftercare.answered',
			subjectKind: 'case',
			subjectId: own.id,
			by: capacityOnOwn(context.actor, incident!),
			// not the answer: more people read the history of a case than may read it
			details: { step }
		});
		await tellHandler(tx, context, own.id, input.wantsContact ? 'supportWished' : 'supportAnswered');
		return 'sent';
	});
}
