/** Asking a colleague for a statement, and answering. */
import type { CaseId, StatementId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { caseCapacityOf, openCase, openCaseToChange, tellHandler, type Outcome } from '../cases/index.ts';
import { tell } from '../notifications/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { may, mayAnswer } from './access.ts';
import type { AskInput, DeclineInput, HandleInput, SendInput } from './forms.ts';
import * as queries from './queries.ts';
import { isPossible, statusOf, type StatementStep } from './statement.ts';

/** What asking answers beside what a command of a case does. Texts in messages/ `statements_problem_<code>`. */
export type AskResult =
	| Outcome
	| {
			ok: false;
			because: 'ask';
			field: 'statementPerson' | 'statementDue';
			problem: 'person' | 'asked' | 'inPast';
	  };

const done: Outcome = { ok: true };
const notPossible: Outcome = { ok: false, because: 'notPossible' };

/** Asks a colleague to tell what they know; also after the end of the case. @throws NotFound, Forbidden */
export async function askForStatement(context: Context, id: CaseId, input: AskInput): Promise<AskResult> {
	return context.transaction(async (tx) => {
		// who asks from two tabs at once, or clicks twice, does so one after the other: what is asked already is seen
		const { row } = await openCaseToChange(tx, context, id, 'read');
		require(may(context.actor, 'handle', row));
		const refused = (field: 'statementPerson' | 'statementDue', problem: 'person' | 'asked' | 'inPast') =>
			({ ok: false, because: 'ask', field, problem }) as const;
		const today = dateIn(context.now()).toString();
		const before = await queries.listRequests(tx, id);
		// the same form again; with another person or another question it is another request
		const isSame = (request: queries.RequestRow) =>
			request.id === input.key &&
			request.personId === input.statementPerson &&
			request.question === input.statementQuestion;
		if (before.some(isSame)) return done;
		if (input.statementDue < today) return refused('statementDue', 'inPast');
		if (!(await queries.canBeAsked(tx, context, row, input.statementPerson))) {
			return refused('statementPerson', 'person');
		}
		const isWaiting = before.some(
			(request) =>
				request.personId === input.statementPerson && isPossible(statusOf(request, today), 'remind')
		);
		if (isWaiting) return refused('statementPerson', 'asked');
		const statementId = await queries.insertRequest(tx, context, id, input);
		await activityLog.record(tx, context, {
			action: 'statement.requested',
			subjectKind: 'case',
			subjectId: id,
			by: caseCapacityOf(context.actor, row, 'addMeasure'),
			details: { statementId, personId: input.statementPerson }
		});
		await tell(tx, context, { kind: 'statementWanted', subjectId: statementId }, [input.statementPerson]);
		return done;
	});
}

/** What the handler does with a request: the action in the log, and the status after which it is done already. */
const handlerSteps = {
	remind: { action: 'statement.reminded', to: null },
	accept: { action: 'statement.accepted', to: 'accepted' },
	withdraw: { action: 'statement.withdrawn', to: 'withdrawn' }
} as const;
export type HandlerStep = keyof typeof handlerSteps;

/**
 * Reminds the asked person, accepts what they told as it stands (from then on it does not change), or takes the question back
 * (what was written is kept). Only what the handler has seen is accepted. @throws NotFound, Forbidden
 */
export async function handleStatement(
	context: Context,
	id: CaseId,
	step: HandlerStep,
	{ statement, version }: HandleInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const { row } = await openCase(tx, context, id);
		require(may(context.actor, 'handle', row));
		const request = await queries.lockRequest(tx, statement);
		if (request?.caseId !== id) return notPossible;
		const status = statusOf(request, dateIn(context.now()).toString());
		const { action, to } = handlerSteps[step];
		if (status === to) return done;
		if (!isPossible(status, step)) return notPossible;
		if (request.version !== version) {
			const changes = (await activityLog.listCaseHistory(tx, id)).filter(
				({ details }) => details.statementId === statement && Number(details.statementVersion) > version
			);
			return { ok: false, because: 'changed', changes };
		}
		const at = context.now().toString();
		if (step === 'remind') {
			await queries.markReminded(tx, request.id, context.now());
			await tell(tx, context, { kind: 'statementReminded', subjectId: request.id }, [request.personId]);
		} else if (step === 'withdraw') await queries.updateRequest(tx, request, { withdrawnAt: at });
		else await queries.updateRequest(tx, request, { acceptedAt: at, acceptedBy: context.actor.personId });
		await activityLog.record(tx, context, {
			action,
			subjectKind: 'case',
			subjectId: id,
			by: caseCapacityOf(context.actor, row, 'addMeasure'),
			details: { statementId: statement }
		});
		return done;
	});
}

/** The asked person tells, or corrects what they told. @throws NotFound */
export async function sendStatement(context: Context, id: StatementId, input: SendInput): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const found = await queries.lockRequest(tx, id);
		require(mayAnswer(context.actor, found));
		const request = found!;
		const versions = await queries.listVersions(tx, [id]);
		if (versions.some((version) => version.id === input.key && version.words === input.statementWords)) {
			return done;
		}
		const stopped = stoppedBefore(context, request, 'send', input.version);
		if (stopped) return stopped;
		await queries.insertVersion(tx, context, request, input, (versions[0]?.sequence ?? 0) + 1);
		await queries.updateRequest(tx, request, request.sentAt ? {} : { sentAt: context.now().toString() });
		await recordAnswer(tx, context, request, 'statement.sent');
		return done;
	});
}

/** The asked person declines, with the reason. @throws NotFound */
export async function declineStatement(
	context: Context,
	id: StatementId,
	{ version, declineReason }: DeclineInput
): Promise<Outcome> {
	return context.transaction(async (tx) => {
		const found = await queries.lockRequest(tx, id);
		require(mayAnswer(context.actor, found));
		const request = found!;
		if (request.declineReason === declineReason) return done;
		const stopped = stoppedBefore(context, request, 'decline', version);
		if (stopped) return stopped;
		await queries.updateRequest(tx, request, { declinedAt: context.now().toString(), declineReason });
		await recordAnswer(tx, context, request, 'statement.declined');
		return done;
	});
}

/** Why the asked person cannot take a step, if so: it has ended, or they have done something in another window. */
function stoppedBefore(
	{ now }: Context,
	request: queries.RequestRow,
	step: StatementStep,
	version: number
): Outcome | null {
	if (!isPossible(statusOf(request, dateIn(now()).toString()), step)) return notPossible;
	return request.version === version ? null : { ok: false, because: 'changed', changes: [] };
}

async function recordAnswer(
	tx: Tx,
	context: Context,
	request: queries.RequestRow,
	action: 'statement.sent' | 'statement.declined'
): Promise<void> {
	await activityLog.record(tx, context, {
		action,
		subjectKind: 'case',
		subjectId: request.caseId,
		// whoever was asked does not know the case
		by: { role: 'askedPerson', deputyForId: null },
		details: { statementId: request.id, statementVersion: request.version + 1 }
	});
	await tellHandler(tx, context, request.caseId, 'statementAnswered');
}
