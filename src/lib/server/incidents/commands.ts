import type { IncidentId } from '../../../../database/column-types.ts';
import { findPersonalData, maskPersonalData, type PersonalDataKind } from '../../text-hints/index.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { capacityOnOwn, may } from './access.ts';
import type { AdditionInput } from './forms.ts';
import { textLimit } from './incident.ts';
import * as queries from './queries.ts';

/**
 * Adds words, and answers to questions that were left open, to the actor's own report.
 *
 * The words that were sent are never changed: new ones become an addition with time and author. Answers that were already
 * given stay unless they are given again.
 *
 * @returns 'nothing' when there was nothing new, 'tooOften' when the actor has added so much lately that they must wait
 * @throws NotFound unless the report is the actor's own
 */
export async function addToIncident(
	context: Context,
	id: IncidentId,
	{ moreText, ...answers }: AdditionInput
): Promise<'added' | 'nothing' | 'tooOften'> {
	return context.transaction(async (tx) => {
		const incident = await queries.findIncident(tx, id);
		require(may(context.actor, 'add', incident));
		if (await activityLog.isTooOften(tx, context, 'incident.added')) return 'tooOften';

		// the affected person's form shows the reporter's wish not to be named, but only the reporter withdraws it
		const mayUnhide = incident!.reporterId === context.actor.personId;
		const changes = Object.fromEntries(
			Object.entries(answers).filter(([field, answer]) => {
				const before = incident![field as keyof typeof answers];
				if (field === 'hideName' && answer === false && !mayUnhide) return false;
				const isEmpty = answer === null || (Array.isArray(answer) && answer.length === 0);
				return !isEmpty && JSON.stringify(answer) !== JSON.stringify(before);
			})
		);
		const changedFields = Object.keys(changes);
		if (moreText === null && changedFields.length === 0) return 'nothing';

		if (changedFields.length > 0) {
			await tx.updateTable('incident').set(changes).where('id', '=', id).execute();
		}
		await queries.insertAddition(tx, context, { incidentId: id, text: moreText, changedFields });
		await activityLog.record(tx, context, {
			action: 'incident.added',
			subjectKind: 'incident',
			subjectId: id,
			by: capacityOnOwn(context.actor, incident!),
			details: { fields: changedFields, words: moreText !== null }
		});
		return 'added';
	});
}

/**
 * Masks what looks like personal data in the actor's own report. The only change that the words themselves may undergo,
 * and only the reporter makes it. Nobody keeps what was masked.
 *
 * @throws NotFound unless the report is the actor's own
 */
export async function maskIncident(
	context: Context,
	id: IncidentId,
	replacement: (kind: PersonalDataKind) => string
): Promise<void> {
	await context.transaction(async (tx) => {
		const incident = await queries.findIncident(tx, id);
		require(may(context.actor, 'mask', incident));
		const text = incident!.text ?? '';
		const found = findPersonalData(text);
		if (found.length === 0) return;
		const masked = maskPersonalData(text, replacement);
		await tx
			.updateTable('incident')
			// words about what was removed can be longer than what was removed
			.set({ text: masked.length <= textLimit ? masked : maskPersonalData(text, () => '[…]') })
			.where('id', '=', id)
			.execute();
		await activityLog.record(tx, context, {
			action: 'incident.masked',
			subjectKind: 'incident',
			subjectId: id,
			details: { kinds: found.map(({ kind }) => kind) }
		});
	});
}
