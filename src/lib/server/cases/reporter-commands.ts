import * as v from 'valibot';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import {
	addToIncident,
	capacityOnOwn,
	correctAddition,
	correctIncident,
	findIncident,
	mayIncident,
	textLimit,
	type AdditionCorrectionInput,
	type AdditionInput,
	type CorrectionInput,
	type CorrectionOutcome,
	type IncidentId
} from '../incidents/index.ts';
import { key } from '../platform/form-parts.ts';
import { longText, required } from '../platform/http-form.ts';
import type { Tx } from '../platform/database.ts';
import { raiseDutiesOfIncident } from './duty-facts.ts';
import { findCaseOf, insertMessage } from './queries.ts';
import { tellHandler } from './tell.ts';

/** A key made with the form, so that sending it twice is the same as once. */

/** What the reporter writes to the one who handles the report. */
export const messageToHandlerSchema = v.object({ key, message: required(longText(textLimit)) });
export type MessageToHandlerInput = v.InferOutput<typeof messageToHandlerSchema>;

/** 'Samma person igen': the button carries nothing but its key. */
export const repeatSchema = v.object({ key });

/**
 * Adds words and answers to the actor's own report (`addToIncident`), asks the rules of duties again, and tells who handles it.
 * @throws NotFound unless the report is the actor's own
 */
export async function addToReport(
	context: Context,
	id: IncidentId,
	input: AdditionInput
): Promise<Awaited<ReturnType<typeof addToIncident>>> {
	return context.transaction(async (tx) => {
		require(mayIncident(context.actor, 'add', await findIncident(tx, id)));
		const within: Context = { ...context, transaction: (work) => work(tx) };
		const outcome = await addToIncident(within, id, input);
		if (outcome === 'added') await afterChange(tx, context, id, 'reportAdded');
		return outcome;
	});
}

/**
 * Corrects the actor's own report (`correctIncident`), asks the rules of duties again, and tells who handles it.
 * @throws NotFound unless the actor reported it
 */
export async function correctReport(
	context: Context,
	id: IncidentId,
	input: CorrectionInput
): Promise<CorrectionOutcome> {
	return context.transaction(async (tx) => {
		require(mayIncident(context.actor, 'correct', await findIncident(tx, id)));
		const within: Context = { ...context, transaction: (work) => work(tx) };
		const outcome = await correctIncident(within, id, input);
		if (outcome.done === 'corrected') await afterChange(tx, context, id, 'reportCorrected');
		return outcome;
	});
}

/** The same for the words of an addition that the actor wrote. @throws NotFound unless it is the actor's own */
export async function correctOwnAddition(
	context: Context,
	id: IncidentId,
	input: AdditionCorrectionInput
): Promise<CorrectionOutcome> {
	return context.transaction(async (tx) => {
		require(mayIncident(context.actor, 'add', await findIncident(tx, id)));
		const within: Context = { ...context, transaction: (work) => work(tx) };
		const outcome = await correctAddition(within, id, input);
		if (outcome.done === 'corrected') await afterChange(tx, context, id, 'reportCorrected');
		return outcome;
	});
}

async function afterChange(
	tx: Tx,
	context: Context,
	id: IncidentId,
	notice: 'reportAdded' | 'reportCorrected'
): Promise<void> {
	await raiseDutiesOfIncident(tx, context, id);
	await tellHandler(tx, context, (await findCaseOf(tx, id))!, notice);
}

/**
 * Writes to the one who handles the actor's report. The same form sent twice is one message.
 *
 * @returns false when the actor has written so much lately that they must wait; nothing is then written
 * @throws NotFound unless the actor reported it or was exposed
 */
export async function writeToHandler(
	context: Context,
	id: IncidentId,
	{ key, message }: MessageToHandlerInput
): Promise<boolean> {
	return context.transaction(async (tx) => {
		const incident = await findIncident(tx, id);
		require(mayIncident(context.actor, 'add', incident));
		if (await activityLog.isTooOften(tx, context, 'case.answered')) return false;
		const file = await tx
			.selectFrom('caseFile')
			.select('id')
			.where('incidentId', '=', id)
			.executeTakeFirstOrThrow();
		const messageId = await insertMessage(tx, context, file, { key, text: message, fromReporter: true });
		if (!messageId) return true;
		await tellHandler(tx, context, file.id, 'messageFromReporter');
		await activityLog.record(tx, context, {
			action: 'case.answered',
			subjectKind: 'case',
			subjectId: file.id,
			by: capacityOnOwn(context.actor, incident!),
			details: { messageId }
		});
		return true;
	});
}
