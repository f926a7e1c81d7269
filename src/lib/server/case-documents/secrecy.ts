/**
 * The question of secrecy (OSL 10 kap.): whether something of a case may leave it is a lawyer's decision, with a reason. The manager
 * asks, the lawyer answers; both are logged. The lawyer sees the question and the package as it was then, and nothing else.
 */
import * as v from 'valibot';
import type { CaseId, PersonId } from '../../../../database/column-types.ts';
import type { Actor, Capacity } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { allowed, hidden, require, type Decision } from '../access/decision.ts';
import * as activityLog from '../activity-log/index.ts';
import { done, keptOutOf, openCaseToChange, type CaseRow, type Outcome } from '../cases/index.ts';
import { formatNumber } from '../incidents/index.ts';
import { tell } from '../notifications/index.ts';
import { listRoleHoldersAlong, peopleOf, type RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { choice, longText, required } from '../platform/http-form.ts';
import { idOfForm, isId } from '../platform/ids.ts';
import { formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import { may, neededPermission } from './access.ts';
import { keySchema } from './forms.ts';
import { newestAnswered, secrecyState, withoutExposed, type PolicePackage } from './police.ts';
import { packageOf } from './police-package.ts';

export const secrecyAnswers = ['mayLeave', 'mayLeaveInPart', 'mayNotLeave'] as const;
export type SecrecyAnswer = (typeof secrecyAnswers)[number];

/** The question. */
export const askSchema = v.object({
	key: keySchema,
	adviser: v.pipe(
		v.string('invalid'),
		v.check((id) => isId(id), 'required'),
		v.transform((id) => id as PersonId)
	),
	secrecyQuestion: required(longText(4000))
});
export type AskInput = v.InferOutput<typeof askSchema>;

/** The answer, always with its reason. */
export const answerSchema = v.object({
	answer: required(choice(secrecyAnswers)),
	reason: required(longText(10_000))
});
export type AnswerInput = v.InferOutput<typeof answerSchema>;

/** The role in which somebody advises or decides, for the log. */
export function capacityAs(actor: Actor, role: RoleCode): Capacity | undefined {
	const held = actor.roles.filter((one) => one.role === role);
	return held.find(({ deputyForId }) => deputyForId === null) ?? held[0];
}

/** Whether an actor may see and answer a question. Whom the case concerns, row-level security has left out already. */
export function mayAdvise(actor: Actor, question: { adviserId: PersonId } | undefined): Decision {
	return question?.adviserId === actor.personId && capacityAs(actor, 'legalAdviser') ? allowed : hidden;
}

/** Who can be asked, or be given something to decide: who holds one of some roles for the unit and has nothing to do with the case. */
export async function listOutsiders(
	tx: Tx,
	{ actor, now }: Context,
	row: CaseRow,
	roles: readonly RoleCode[]
): Promise<{ id: PersonId; name: string; role: RoleCode }[]> {
	const keptOut = [...keptOutOf(row), row.reporterId];
	const holders = await listRoleHoldersAlong(tx, row.unitPath, roles, now());
	const people = holders.flatMap(({ personId, name, role, deputised }) =>
		name === null ||
		personId === actor.personId ||
		[personId, ...deputised].some((one) => keptOut.includes(one))
			? []
			: [{ id: personId, name, role }]
	);
	return [...new Map(people.map((person) => [`${person.id} ${person.role}`, person])).values()];
}

/** Asks a lawyer whether the package may leave. The same form twice is one question. @throws NotFound, Forbidden */
export async function askAdviser(context: Context, id: CaseId, input: AskInput): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const { row, by } = await openCaseToChange(tx, context, id, neededPermission.prepare);
		require(may(actor, 'prepare', row));
		const advisers = await listOutsiders(tx, context, row, ['legalAdviser']);
		if (!advisers.some((one) => one.id === input.adviser)) {
			return { ok: false, because: 'field', field: 'adviser', problem: 'ownerNotPossible' };
		}
		const { key, adviser, secrecyQuestion } = input;
		const questionId = idOfForm<string>(key, id, adviser, secrecyQuestion);
		const asked = await tx
			.insertInto('caseSecrecyQuestion')
			.values({
				id: questionId,
				municipalityId: actor.municipalityId,
				caseId: id,
				askedBy: actor.personId,
				askedAt: now().toString(),
				adviserId: adviser,
				question: secrecyQuestion,
				package: JSON.stringify(packageToAsk(row, await packageOf(tx, row, 'sv')))
			})
			.onConflict((conflict) => conflict.doNothing())
			.executeTakeFirstOrThrow();
		if (asked.numInsertedOrUpdatedRows !== 1n) return done;
		await activityLog.record(tx, context, {
			action: 'case.secrecyAsked',
			subjectKind: 'case',
			subjectId: id,
			by,
			details: { questionId, adviser }
		});
		await tell(tx, context, { kind: 'secrecyAsked', subjectId: questionId }, [adviser], {
			keptOut: [...keptOutOf(row), row.reporterId]
		});
		return done;
	});
}

/** What a lawyer needs for the question. A reporter who hid their name did it from them too. */
function packageToAsk({ hideName }: { hideName: boolean }, police: PolicePackage): PolicePackage {
	return hideName ? { ...police, answers: withoutExposed(police.answers) } : police;
}

/** The questions of a case, the latest first, for who reads its notes. */
export async function listQuestions(tx: Tx, caseId: CaseId, locale: DateLocale) {
	const rows = await tx
		.selectFrom('caseSecrecyQuestion')
		.select(['id', 'askedBy', 'askedAt', 'adviserId', 'question', 'answer', 'reason', 'answeredAt'])
		.where('caseId', '=', caseId)
		.orderBy('askedAt', 'desc')
		.orderBy('id', 'desc')
		.execute();
	const person = await peopleOf(
		tx,
		rows.flatMap(({ askedBy, adviserId }) => [askedBy, adviserId])
	);
	return rows.map(({ id, askedBy, askedAt, adviserId, question, answer, reason, answeredAt }) => ({
		id,
		by: person(askedBy),
		askedText: formatDateTime(askedAt, locale),
		adviser: person(adviserId),
		question,
		answer: answer as SecrecyAnswer | null,
		reason,
		answeredText: answeredAt && formatDateTime(answeredAt, locale)
	}));
}

/** Where the question of secrecy stands for a package, and what was answered last, for who reads the notes of the case. */
export async function secrecyOf(tx: Tx, caseId: CaseId, current: PolicePackage) {
	const rows = await tx
		.selectFrom('caseSecrecyQuestion')
		.select(['answer', 'answeredAt', 'package'])
		.where('caseId', '=', caseId)
		.orderBy('askedAt', 'desc')
		.orderBy('id', 'desc')
		.execute();
	const asked = rows.map((question) => ({
		answer: question.answer as SecrecyAnswer | null,
		answeredAt: question.answeredAt?.toString() ?? null,
		package: question.package as unknown as PolicePackage
	}));
	return { state: secrecyState(asked, current), answer: newestAnswered(asked)?.answer ?? null };
}

async function findQuestion(tx: Tx, id: string) {
	return tx.selectFrom('caseSecrecyQuestion').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The number of a case that the actor was asked about, without the case. */
export async function numberOf(tx: Tx, caseId: CaseId): Promise<string> {
	const { rows } = await sql<{
		year: number;
		number: number;
	}>`select * from number_of_case(${caseId})`.execute(tx);
	return rows[0] ? formatNumber(rows[0].year, rows[0].number) : '';
}

/** One question as the lawyer sees it: what was asked, and the package as it was then. @throws NotFound */
export async function viewQuestion(context: Context, id: string, locale: DateLocale) {
	return context.transaction(async (tx) => {
		const question = await findQuestion(tx, id);
		require(mayAdvise(context.actor, question));
		const row = question!;
		await activityLog.recordReading(tx, context, {
			action: 'case.read',
			subjectKind: 'case',
			subjectId: row.caseId,
			by: capacityAs(context.actor, 'legalAdviser')
		});
		const person = await peopleOf(tx, [row.askedBy]);
		return {
			id: row.id,
			number: await numberOf(tx, row.caseId),
			by: person(row.askedBy),
			askedText: formatDateTime(row.askedAt, locale),
			question: row.question,
			package: row.package as unknown as PolicePackage,
			answer: row.answer as SecrecyAnswer | null,
			reason: row.reason,
			answeredText: row.answeredAt && formatDateTime(row.answeredAt, locale)
		};
	});
}

/** Answers a question, once. @throws NotFound */
export async function answerQuestion(context: Context, id: string, input: AnswerInput): Promise<Outcome> {
	const { actor, now } = context;
	return context.transaction(async (tx) => {
		const question = await findQuestion(tx, id);
		require(mayAdvise(actor, question));
		const row = question!;
		if (row.answer !== null) {
			const isSame = row.answer === input.answer && row.reason === input.reason;
			return isSame ? done : { ok: false, because: 'notPossible' };
		}
		const at: Temporal.Instant = now();
		await tx
			.updateTable('caseSecrecyQuestion')
			.set({ answer: input.answer, reason: input.reason, answeredAt: at.toString() })
			.where('id', '=', id)
			.where('answeredAt', 'is', null)
			.execute();
		await activityLog.record(tx, context, {
			action: 'case.secrecyAnswered',
			subjectKind: 'case',
			subjectId: row.caseId,
			by: capacityAs(actor, 'legalAdviser'),
			details: { questionId: id, answer: input.answer }
		});
		await tell(tx, context, { kind: 'secrecyAnswered', subjectId: row.caseId }, [row.askedBy]);
		return done;
	});
}

/** What waits for the actor as a lawyer, and what they have answered: the unanswered first. */
export async function listOwnQuestions(tx: Tx, { actor }: Context, locale: DateLocale) {
	if (!capacityAs(actor, 'legalAdviser')) return [];
	const rows = await tx
		.selectFrom('caseSecrecyQuestion')
		.select(['id', 'caseId', 'askedAt', 'answeredAt'])
		.where('adviserId', '=', actor.personId)
		.orderBy(sql`answered_at is not null`)
		.orderBy('askedAt', 'desc')
		.limit(200)
		.execute();
	const lines = [];
	for (const { id, caseId, askedAt, answeredAt } of rows) {
		lines.push({
			id,
			number: await numberOf(tx, caseId),
			askedText: formatDateTime(askedAt, locale),
			isAnswered: answeredAt !== null
		});
	}
	return lines;
}
