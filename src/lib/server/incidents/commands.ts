import type { IncidentId } from '../../../../database/column-types.ts';
import { findPersonalData, maskPersonalData, type PersonalDataKind } from '../../text-hints/index.ts';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { capacityOnOwn, may } from './access.ts';
import type { AdditionInput } from './forms.ts';
import { textLimit } from './incident.ts';
import { correctedInstant, isUnanswered, keptValue, personalDataInKept, timeProblem } from './correction.ts';
import { insertCorrections, listCorrections } from './correction-queries.ts';
import * as queries from './queries.ts';
import { referenceMark } from './reference-mark.ts';

/**
 * Adds words, and answers to questions that were left open, to the actor's own report.
 *
 * The words that were sent are not changed here: new ones become an addition with time and author. Answers that were already
 * given stay unless they are given again; then old and new are kept.
 *
 * @returns 'nothing' when there was nothing new, 'tooOften' when the actor has added so much lately that they must wait
 * @throws NotFound unless the report is the actor's own
 */
export async function addToIncident(
	context: Context,
	id: IncidentId,
	{ moreText, occurrences, lastDate, lastTime, ...answers }: AdditionInput
): Promise<'added' | 'nothing' | 'tooOften' | NonNullable<ReturnType<typeof timeProblem>>> {
	return context.transaction(async (tx) => {
		const incident = await queries.findIncident(tx, id);
		require(may(context.actor, 'add', incident));
		if (await activityLog.isTooOften(tx, context, 'incident.added')) return 'tooOften';

		// the affected person's form shows the reporter's wish not to be named, but only the reporter withdraws it
		const mayUnhide = incident!.reporterId === context.actor.personId;
		const lastOccurredAt = correctedInstant(incident!.lastOccurredAt, lastDate, lastTime, context.now());
		const wrong =
			lastDate !== null &&
			timeProblem(
				{ occurredAt: incident!.occurredAt, lastOccurredAt },
				{ occurred: context.now(), last: context.now() }
			);
		if (wrong) return wrong;
		const given = { ...answers, occurrences, lastOccurredAt: lastOccurredAt?.toString() ?? null };
		const before = { ...incident!, lastOccurredAt: incident!.lastOccurredAt?.toString() ?? null };
		const changes = Object.fromEntries(
			Object.entries(given).filter(([field, answer]) => {
				const earlier = before[field as keyof typeof given];
				if (field === 'hideName' && answer === false && !mayUnhide) return false;
				const isEmpty = answer === null || (Array.isArray(answer) && answer.length === 0);
				return !isEmpty && JSON.stringify(answer) !== JSON.stringify(earlier);
			})
		);
		const changedFields = Object.keys(changes);
		if (moreText === null && changedFields.length === 0) return 'nothing';

		if (changedFields.length > 0) {
			await tx
				.updateTable('incident')
				.set({
					...changes,
					...('caseReference' in changes && {
						referenceMark: referenceMark(
							context.referenceKey,
							incident!.municipalityId,
							answers.caseReference
						)
					})
				})
				.where('id', '=', id)
				.execute();
			// an answer that takes the place of another one is a correction; the wish about one's name is none
			const corrections = changedFields
				.filter((field) => field !== 'hideName')
				.map((field) => ({
					field,
					oldValue: keptValue(before[field as keyof typeof given]),
					newValue: keptValue(changes[field])
				}))
				.filter(
					({ field, oldValue }) => !isUnanswered(oldValue) && !(field === 'occurrences' && oldValue === 1)
				);
			await insertCorrections(tx, context, id, corrections);
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
 * Masks what looks like personal data in the actor's own words: the report, what they added, and every older version that a
 * correction kept. Only who wrote them does it. Nobody keeps what was masked.
 *
 * @throws NotFound unless the actor reported it or was exposed
 */
export async function maskIncident(
	context: Context,
	id: IncidentId,
	replacement: (kind: PersonalDataKind) => string
): Promise<void> {
	await context.transaction(async (tx) => {
		const incident = await queries.findIncident(tx, id);
		const me = context.actor.personId;
		const additions = incident ? await queries.listAdditions(tx, id) : [];
		const corrections = incident ? await listCorrections(tx, id) : [];
		// who was exposed masks only what they added themselves
		const addedOwn = [...additions, ...corrections].some(({ authorId }) => authorId === me);
		require(may(context.actor, addedOwn ? 'add' : 'mask', incident));
		const kinds: PersonalDataKind[] = [];
		/** The text without it, or null when there is nothing to mask. */
		const masked = (text: string | null): string | null => {
			const found = findPersonalData(text ?? '');
			if (text === null || found.length === 0) return null;
			kinds.push(...found.map(({ kind }) => kind));
			const result = maskPersonalData(text, replacement);
			// words about what was removed can be longer than what was removed
			return result.length <= textLimit ? result : maskPersonalData(text, () => '[…]');
		};

		const text = may(context.actor, 'mask', incident).yes ? masked(incident!.text) : null;
		if (text !== null) await tx.updateTable('incident').set({ text }).where('id', '=', id).execute();
		for (const addition of additions) {
			const words = addition.authorId === me ? masked(addition.text) : null;
			if (words === null) continue;
			await tx.updateTable('incidentAddition').set({ text: words }).where('id', '=', addition.id).execute();
		}
		for (const { id: correctionId, authorId, field, oldValue, newValue } of corrections) {
			if (authorId !== me || personalDataInKept(field, oldValue, newValue).length === 0) continue;
			const kept = (value: typeof oldValue) =>
				JSON.stringify((typeof value === 'string' ? masked(value) : null) ?? value);
			await tx
				.updateTable('incidentCorrection')
				.set({ oldValue: kept(oldValue), newValue: kept(newValue) })
				.where('id', '=', correctionId)
				.execute();
		}
		if (kinds.length === 0) return;
		await activityLog.record(tx, context, {
			action: 'incident.masked',
			subjectKind: 'incident',
			subjectId: id,
			details: { kinds: [...new Set(kinds)] }
		});
	});
}
