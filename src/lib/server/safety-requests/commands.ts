/** Asking the employer, answering, and going on to the authority. */
import type { SafetyRequestId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { keptOutOf } from '../cases/index.ts';
import { findRow, fulfilDuty, raiseByHand } from '../duties/index.ts';
import { tell, type NoticeKindCode } from '../notifications/index.ts';
import { listRoleHoldersAlong, nearestOf, type PersonId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { idOfForm } from '../platform/ids.ts';
import { capacityOn, may, mayAsk, type Place } from './access.ts';
import type { AnswerInput, AskInput, GoOnInput } from './forms.ts';
import { placeOf, subjectOf } from './place.ts';
import * as queries from './queries.ts';

/** What a command answers when it does not throw. Nothing was written unless `ok`. Texts: messages/ `safety_problem_<problem>`. */
export type RequestOutcome = { ok: true } | { ok: false; problem: 'changed' };

const done: RequestOutcome = { ok: true };
const dutyKey = 'safetyRepresentativeRequest';

/**
 * Makes a request. When it returns, the employer has received it: the confirmation shows the time that is stored here.
 * @throws NotFound, Forbidden unless the actor is a safety representative there
 */
export async function askEmployer(context: Context, input: AskInput): Promise<SafetyRequestId> {
	return context.transaction(async (tx) => {
		const { actor, now } = context;
		const place = await placeOf(tx, context, input);
		require(mayAsk(actor, place));
		const { demand, background, wantedAnswerOn } = input;
		const said = [place.unitId, input.case, demand, background, wantedAnswerOn];
		const id = idOfForm<SafetyRequestId>(input.key, ...said);
		const added = await tx
			.insertInto('safetyRequest')
			.values({
				id,
				municipalityId: actor.municipalityId,
				unitId: place.unitId,
				caseId: input.case,
				demand,
				background,
				wantedAnswerOn,
				requestedBy: actor.personId,
				requestedAt: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirst();
		// the same form again leads to the same confirmation
		if (added.numInsertedOrUpdatedRows !== 1n) return id;
		await log(tx, context, { ...place, id, caseId: input.case }, 'safetyRequest.made');
		if (input.case && !(await findRow(tx, input.case, dutyKey))) {
			await raiseByHand(tx, context, input.case, dutyKey);
		}
		await tellEmployer(tx, context, 'safetyRequestReceived', id, place);
		return id;
	});
}

/**
 * Answers as the employer, once.
 * @param dutyDone how the duty to answer was done, in words
 * @throws NotFound, Forbidden */
export async function answerRequest(
	context: Context,
	id: SafetyRequestId,
	{ version, answer, answerText }: AnswerInput,
	dutyDone: string
): Promise<RequestOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRequest(tx, id);
		const subject = await subjectOf(tx, context, row);
		require(may(context.actor, 'answer', subject));
		if (row!.answer === answer && row!.answerText === answerText) return done;
		if (row!.version !== version || row!.answer !== null) return { ok: false, problem: 'changed' };
		await tx
			.updateTable('safetyRequest')
			.set({
				answer,
				answerText,
				answeredBy: context.actor.personId,
				answeredAt: context.now().toString(),
				version: version + 1
			})
			.where('id', '=', id)
			.execute();
		await log(tx, context, row!, 'safetyRequest.answered', { answer });
		const { caseId, requestedBy } = row!;
		if (caseId && !(await queries.hasUnanswered(tx, caseId))) {
			const by = capacityOn(context.actor, subject!);
			await fulfilDuty(tx, context, { caseId, key: dutyKey, how: dutyDone, by });
		}
		const keptOut = subject!.caseFile ? keptOutOf(subject!.caseFile) : [];
		const notice = { kind: 'safetyRequestAnswered', subjectId: id } as const;
		await tell(tx, context, notice, [requestedBy], { keptOut });
		return done;
	});
}

/** Records that the representative turned to Arbetsmiljöverket. @throws NotFound, Forbidden unless they asked */
export async function recordGoingOn(
	context: Context,
	id: SafetyRequestId,
	{ version, authorityOn }: GoOnInput
): Promise<RequestOutcome> {
	return context.transaction(async (tx) => {
		const row = await queries.lockRequest(tx, id);
		const subject = await subjectOf(tx, context, row);
		require(may(context.actor, 'goOn', subject));
		if (row!.authorityOn === authorityOn) return done;
		if (row!.version !== version) return { ok: false, problem: 'changed' };
		await tx
			.updateTable('safetyRequest')
			.set({ authorityOn, version: version + 1 })
			.where('id', '=', id)
			.execute();
		await log(tx, context, row!, 'safetyRequest.wentOn', { on: authorityOn });
		await tellEmployer(tx, context, 'safetyRequestWentOn', id, subject!);
		return done;
	});
}

/** Tells who answers for the employer: the handler of the case, otherwise the nearest managers in post. */
async function tellEmployer(
	tx: Tx,
	context: Context,
	kind: NoticeKindCode,
	id: SafetyRequestId,
	{ caseFile, unitPath }: Place
): Promise<void> {
	const keptOut = caseFile ? keptOutOf(caseFile) : [];
	const recipients = caseFile?.handlerId
		? [caseFile.handlerId]
		: await nearestManagers(tx, context, unitPath, [...keptOut, context.actor.personId]);
	await tell(tx, context, { kind, subjectId: id }, recipients, { keptOut });
}

async function nearestManagers(
	tx: Tx,
	{ now }: Context,
	unitPath: Place['unitPath'],
	keptOut: readonly PersonId[]
): Promise<PersonId[]> {
	const holders = await listRoleHoldersAlong(tx, unitPath, ['lineManager'], now());
	const possible = holders.filter(({ personId }) => !keptOut.includes(personId));
	return nearestOf(possible, unitPath).map(({ personId }) => personId);
}

function log(
	tx: Tx,
	context: Context,
	{
		id,
		caseId,
		unitId,
		unitPath
	}: Pick<queries.RequestRow, 'id' | 'caseId' | 'unitId'> & Pick<Place, 'unitPath'>,
	action: activityLog.ActivityAction,
	details: activityLog.Activity['details'] = {}
): Promise<void> {
	const subject = caseId
		? ({ subjectKind: 'case', subjectId: caseId } as const)
		: ({ subjectKind: 'unit', subjectId: unitId } as const);
	const by = capacityOn(context.actor, { unitPath });
	return activityLog.record(tx, context, { action, ...subject, by, details: { ...details, requestId: id } });
}
