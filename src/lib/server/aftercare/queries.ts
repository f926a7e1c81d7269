import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { CaseId, IncidentId, PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import type { AnswerInput, StepInput } from './forms.ts';
import {
	daysOf,
	openQuestion,
	planOf,
	remindedDays,
	type ContactStep,
	type Recorded,
	type SupportStep
} from './steps.ts';

/** What was recorded of every step, oldest first. */
export async function listSteps(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('aftercareStep')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('recordedAt')
		.orderBy('id')
		.execute();
}

/**
 * Stores what came of a step under the form's key. The key with other words (the page was gone back to) is another record.
 * @returns false when this very form was sent before
 */
export async function insertStep(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	{ key, ...step }: StepInput
): Promise<boolean> {
	const insert = async (id: string) => {
		const result = await tx
			.insertInto('aftercareStep')
			.values({
				...step,
				id,
				municipalityId: actor.municipalityId,
				caseId,
				recordedBy: actor.personId,
				recordedAt: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
		return result.numInsertedOrUpdatedRows === 1n;
	};
	if (await insert(key)) return true;
	const isSame = (await listSteps(tx, caseId)).some(
		(row) =>
			row.id === key && row.step === step.step && row.outcome === step.outcome && row.note === step.note
	);
	return isSame ? false : insert(newId<string>());
}

/** The answers of the exposed person, the latest first. */
export async function listAnswers(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('supportAnswer')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('answeredAt', 'desc')
		.orderBy('id', 'desc')
		.execute();
}

/** The same for an answer. @returns false when this very form was sent before */
export async function insertAnswer(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	step: SupportStep,
	{ key, supportAnswer, supportWords, wantsContact }: AnswerInput
): Promise<boolean> {
	const insert = async (id: string) => {
		const result = await tx
			.insertInto('supportAnswer')
			.values({
				id,
				municipalityId: actor.municipalityId,
				caseId,
				personId: actor.personId,
				step,
				answer: supportAnswer,
				wantsContact,
				words: supportWords,
				answeredAt: now().toString()
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
		return result.numInsertedOrUpdatedRows === 1n;
	};
	if (await insert(key)) return true;
	const isSame = (await listAnswers(tx, caseId)).some(
		(row) => row.id === key && row.answer === supportAnswer && row.words === supportWords
	);
	return isSame ? false : insert(newId<string>());
}

/** The case of the actor's own incident, as much as their page needs. */
export async function findOwnCase(tx: Tx, incidentId: IncidentId) {
	return tx
		.selectFrom('caseFile')
		.select(['id', 'reportedAt', 'status', 'handlerId'])
		.where('incidentId', '=', incidentId)
		.executeTakeFirst();
}

/** Something to remind of. */
export interface AftercareDue {
	caseId: CaseId;
	incidentId: IncidentId;
	municipalityId: UnitId;
	/** `contact`: a step of the handler's. `wish`: the exposed person wants more contact. `question`: to the exposed person. */
	kind: 'contact' | 'wish' | 'question';
	step: ContactStep;
	/** Who is to be reminded; null when nobody handles the case. */
	personId: PersonId | null;
	/** 'ÅÅÅÅ-MM-DD', the day it is or was due. */
	day: string;
	isLate: boolean;
}

/**
 * What is due today or late in one municipality, in the transaction of the system that reminds (migration 0034).
 *
 * Cases that were handed over, or were not undue influence, are left alone, and imported ones, whose time has passed. After
 * `remindedDays` nobody is reminded any more; the page still shows what was not done.
 */
export async function aftercareDue(tx: Tx, now: Temporal.Instant): Promise<AftercareDue[]> {
	const today = dateIn(now).toString();
	const since = now.subtract({ hours: 24 * remindedDays });
	const { rows } = await sql<CaseWithAftercare>`
		select * from aftercare_to_remind(${since.toString()}, ${now.toString()})`.execute(tx);
	return rows.flatMap((row) => dueOf(row, today));
}

interface CaseWithAftercare {
	caseId: CaseId;
	incidentId: IncidentId;
	municipalityId: UnitId;
	reportedAt: Temporal.Instant;
	handlerId: PersonId | null;
	affectedPersonId: PersonId;
	recorded: Recorded[];
	answered: SupportStep[];
	wishedOn: string | null;
}

function dueOf(row: CaseWithAftercare, today: string): AftercareDue[] {
	const { caseId, incidentId, municipalityId, handlerId, affectedPersonId } = row;
	const subject = { caseId, incidentId, municipalityId };
	const plan = planOf(row.reportedAt, row.recorded, today);
	const contacts = plan.flatMap(({ step, day, state }): AftercareDue[] =>
		state === 'due' || state === 'late'
			? [{ ...subject, kind: 'contact', step, personId: handlerId, day, isLate: state === 'late' }]
			: []
	);
	const open = openQuestion(row.reportedAt, today);
	const day = open && daysOf(row.reportedAt)[open].toString();
	const questions: AftercareDue[] =
		open && day && !row.answered.includes(open)
			? [
					{
						...subject,
						kind: 'question',
						step: open,
						personId: affectedPersonId,
						day,
						isLate: day < today
					}
				]
			: [];
	const wishes: AftercareDue[] = row.wishedOn
		? [
				{
					...subject,
					kind: 'wish',
					step: open ?? 'week',
					personId: handlerId,
					day: row.wishedOn,
					isLate: row.wishedOn < today
				}
			]
		: [];
	return [...contacts, ...wishes, ...questions];
}
