/** The author corrects what they reported. What stood there is kept, and the handler sees both. */
import type { IncidentId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import type { Tx } from '../platform/database.ts';
import { capacityOnOwn, may } from './access.ts';
import {
	correctableInfluencers,
	correctedInstant,
	correctionsBetween,
	timeProblem,
	type Answers
} from './correction.ts';
import { insertCorrections, listCorrections } from './correction-queries.ts';
import type { AdditionCorrectionInput, CorrectionInput } from './forms.ts';
import * as queries from './queries.ts';
import { referenceMark } from './reference-mark.ts';

/** What a correction came to. Nothing was written unless `corrected`. */
export type CorrectionOutcome =
	| { done: 'corrected' }
	| { done: 'nothing' }
	| { done: 'tooOften' }
	| {
			done: 'refused';
			field: string;
			/** `changedSince`: it was corrected in another window after the form was made. */
			problem: 'future' | 'tooOld' | 'lastBeforeFirst' | 'otherRecipient' | 'changedSince';
	  };

/**
 * Corrects the words and answers of the actor's own report. Old and new are kept; the figures follow the new ones.
 * @throws NotFound unless the actor reported it
 */
export async function correctIncident(
	context: Context,
	id: IncidentId,
	{ seen, occurredDate, occurredTime, lastDate, lastTime, occurrences, ...answers }: CorrectionInput
): Promise<CorrectionOutcome> {
	return context.transaction(async (tx) => {
		require(may(context.actor, 'correct', await queries.findIncident(tx, id)));
		const incident = await lockOwn(tx, id);
		const after: Answers = {
			...answers,
			occurredAt: correctedInstant(incident.occurredAt, occurredDate, occurredTime, context.now()),
			occurrences: occurrences ?? 1,
			lastOccurredAt:
				lastDate === null
					? null
					: correctedInstant(incident.lastOccurredAt, lastDate, lastTime, context.now())
		};
		const corrections = correctionsBetween(incident, after);
		if (corrections.length === 0) return { done: 'nothing' };
		const stopped = await stopBefore(tx, context, id, seen);
		if (stopped) return stopped;
		const fields = corrections.map(({ field }) => field);
		if (
			fields.includes('influencer') &&
			!(after.influencer === null
				? correctableInfluencers(incident.influencer).length > 1
				: correctableInfluencers(incident.influencer).includes(after.influencer))
		) {
			return { done: 'refused', field: 'influencer', problem: 'otherRecipient' };
		}
		const isTimeCorrected = fields.includes('occurredAt') || fields.includes('lastOccurredAt');
		const wrong =
			isTimeCorrected && timeProblem(after, { occurred: incident.reportedAt, last: context.now() });
		if (wrong) return { done: 'refused', ...wrong };

		await tx
			.updateTable('incident')
			.set({
				...Object.fromEntries(fields.map((field) => [field, columnValue(after[field])])),
				...(fields.includes('caseReference') && {
					referenceMark: referenceMark(context.referenceKey, incident.municipalityId, after.caseReference)
				})
			})
			.where('id', '=', id)
			.execute();
		await insertCorrections(tx, context, id, corrections);
		await log(tx, context, incident, fields);
		return { done: 'corrected' };
	});
}

/** Corrects the words of an addition that the actor wrote. @throws NotFound unless both are the actor's own */
export async function correctAddition(
	context: Context,
	id: IncidentId,
	{ seen, addition: additionId, correctedText }: AdditionCorrectionInput
): Promise<CorrectionOutcome> {
	return context.transaction(async (tx) => {
		const incident = await queries.findIncident(tx, id);
		require(may(context.actor, 'add', incident));
		const addition = (await queries.listAdditions(tx, id)).find((one) => one.id === additionId);
		// who wrote it alone corrects it, also when the report is somebody else's
		require(
			may(
				context.actor,
				'correct',
				addition && { reporterId: addition.authorId, affectedPersonId: addition.authorId }
			)
		);
		if (addition!.text === correctedText || addition!.text === null) return { done: 'nothing' };
		const stopped = await stopBefore(tx, context, id, seen);
		if (stopped) return stopped;
		await tx
			.updateTable('incidentAddition')
			.set({ text: correctedText })
			.where('id', '=', additionId)
			.execute();
		await insertCorrections(tx, context, id, [
			{ field: 'text', oldValue: addition!.text, newValue: correctedText, additionId }
		]);
		await log(tx, context, incident!, ['addition']);
		return { done: 'corrected' };
	});
}

/** The actor's own report, so that two windows come one after the other. */
function lockOwn(tx: Tx, id: IncidentId): Promise<queries.IncidentRow> {
	return tx.selectFrom('incident').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

async function stopBefore(
	tx: Tx,
	context: Context,
	id: IncidentId,
	seen: string
): Promise<CorrectionOutcome | null> {
	const latest = (await listCorrections(tx, id)).at(-1)?.id ?? '';
	if (latest !== seen) return { done: 'refused', field: '', problem: 'changedSince' };
	return (await activityLog.isTooOften(tx, context, 'incident.corrected')) ? { done: 'tooOften' } : null;
}

function log(
	tx: Tx,
	context: Context,
	incident: queries.IncidentRow,
	fields: readonly string[]
): Promise<void> {
	return activityLog.record(tx, context, {
		action: 'incident.corrected',
		subjectKind: 'incident',
		subjectId: incident.id,
		by: capacityOnOwn(context.actor, incident),
		details: { fields: [...fields] }
	});
}

/** As the database takes it. */
function columnValue(value: Answers[keyof Answers]): unknown {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? value.toString() : value;
}
