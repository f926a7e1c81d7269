import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type {
	CaseId,
	MeasureId,
	PersonId,
	ThreatAssessmentId,
	UnitId
} from '../../../../database/column-types.ts';
import type { Context } from '../access/context.ts';
import { keptOutOf, type CaseSubject } from '../cases/index.ts';
import { listRoleHoldersAlong } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';
import type { AssessmentInput } from './forms.ts';
import { judgedFactors, type ProtectionKind } from './threat-assessment.ts';

/** What the manager asked and nobody has answered; undefined when nothing waits. */
export async function findOpenRequest(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('threatRequest')
		.selectAll()
		.where('caseId', '=', caseId)
		.where('answeredAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.executeTakeFirst();
}

/** Everything that was asked in a case, oldest first, for who may read the words. */
export async function listRequests(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('threatRequest')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('requestedAt')
		.orderBy('id')
		.execute();
}

/** @returns false when the id is taken, or another request is open */
export async function insertRequest(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	{ key, threatQuestion }: { key: string; threatQuestion: string }
): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('threatRequest')
		.values({
			id: key,
			municipalityId: actor.municipalityId,
			caseId,
			question: threatQuestion,
			requestedBy: actor.personId,
			requestedAt: now().toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows === 1n;
}

/** Ends an open request. @returns its id, or undefined when none was open */
export async function endRequest(
	tx: Tx,
	caseId: CaseId,
	ended: { answeredAt: string } | { withdrawnAt: string },
	id?: string
) {
	let query = tx
		.updateTable('threatRequest')
		.set(ended)
		.where('caseId', '=', caseId)
		.where('answeredAt', 'is', null)
		.where('withdrawnAt', 'is', null);
	if (id !== undefined) query = query.where('id', '=', id);
	return (await query.returning('id').executeTakeFirst())?.id;
}

/** Every assessment of a case, the one that holds first. */
export async function listAssessments(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('threatAssessment')
		.selectAll()
		.where('caseId', '=', caseId)
		.orderBy('sequence', 'desc')
		.execute();
}

/** The reasons of every assessment of a case, for who may read them. */
export async function listFactors(tx: Tx, caseId: CaseId) {
	return tx.selectFrom('threatFactor').selectAll().where('caseId', '=', caseId).execute();
}

/**
 * Stores an assessment as the next of its case. Two at once: the second waits for the first, and is then refused by the number.
 * @returns null when another assessment took the number
 */
export async function insertAssessment(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	input: AssessmentInput
): Promise<ThreatAssessmentId | null> {
	const id = newId<ThreatAssessmentId>();
	const { municipalityId } = actor;
	const { numInsertedOrUpdatedRows } = await tx
		.insertInto('threatAssessment')
		.values({
			id,
			municipalityId,
			caseId,
			sequence: input.version + 1,
			level: input.overallLevel,
			validUntil: input.validUntil,
			reviewDate: input.reviewDate,
			madeBy: actor.personId,
			madeAt: now().toString()
		})
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirstOrThrow();
	if (numInsertedOrUpdatedRows !== 1n) return null;
	await tx
		.updateTable('threatAssessment')
		.set({ replacedAt: now().toString() })
		.where('caseId', '=', caseId)
		.where('sequence', '=', input.version)
		.execute();
	await tx
		.insertInto('threatFactor')
		.values(
			([...judgedFactors, 'overall'] as const).map((factor) => ({
				assessmentId: id,
				municipalityId,
				caseId,
				factor,
				level: input[`${factor}Level`],
				types: factor === 'history' ? input.historyTypes : [],
				reason: input[`${factor}Reason`]
			}))
		)
		.execute();
	return id;
}

/** Lets those who decide on protection in one case come one after the other: a coordinator may not lock the case itself. */
export async function lockProtections(tx: Tx, caseId: CaseId): Promise<void> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${`protection ${caseId}`}, 0))`.execute(tx);
}

/** What protects, oldest first. */
export async function listProtections(tx: Tx, caseId: CaseId) {
	return tx
		.selectFrom('threatProtection')
		.select(['id', 'kind', 'measureId', 'decidedBy', 'decidedAt'])
		.where('caseId', '=', caseId)
		.orderBy('decidedAt')
		.orderBy('id')
		.execute();
}

/** Remembers of a measure what kind of protection it is. */
export async function insertProtection(
	tx: Tx,
	{ actor, now }: Context,
	caseId: CaseId,
	protection: { kind: ProtectionKind; measureId: MeasureId; assessmentId: ThreatAssessmentId | null }
): Promise<void> {
	await tx
		.insertInto('threatProtection')
		.values({
			...protection,
			id: newId<string>(),
			municipalityId: actor.municipalityId,
			caseId,
			decidedBy: actor.personId,
			decidedAt: now().toString()
		})
		.execute();
}

/** What waits in one case. `since`: when it was asked, or the day it should be looked at again. */
export interface ThreatWork {
	kind: 'request' | 'review';
	caseId: CaseId;
	municipalityId: UnitId;
	unitPath: UnitId[];
	since: string;
}

/**
 * What waits for the actor where they coordinate security, oldest first: requests that nobody answered, and assessments to be looked
 * at again, whether their case is open or not, since a threat does not end with the case.
 */
export async function listOwnWork(tx: Tx, now: Temporal.Instant, most = 1_000): Promise<ThreatWork[]> {
	const today = dateIn(now).toString();
	const { rows } = await sql<ThreatWork>`
		select 'request' as kind, c.id as case_id, c.municipality_id, c.unit_path,
			(r.requested_at at time zone 'Europe/Stockholm')::date::text as since
		from threat_request r join case_file c on c.id = r.case_id
		where r.answered_at is null and r.withdrawn_at is null and app_coordinates_case(c)
		union all
		select 'review', c.id, c.municipality_id, c.unit_path, a.review_date::text
		from threat_assessment a join case_file c on c.id = a.case_id
		where a.review_date <= ${today}::date and a.replaced_at is null and app_coordinates_case(c)
		order by since, case_id limit ${most}`.execute(tx);
	return rows;
}

/** How much waits for the actor as a coordinator. */
export async function countThreatWork({ transaction, now }: Context): Promise<number> {
	return transaction(async (tx) => (await listOwnWork(tx, now())).length);
}

/** Who coordinates security where a case is, and may know of it. */
export async function listCoordinators(tx: Tx, { now }: Context, subject: CaseSubject): Promise<PersonId[]> {
	const holders = await listRoleHoldersAlong(tx, subject.unitPath, ['securityCoordinator'], now());
	const keptOut = keptOutOf(subject);
	return holders
		.filter(({ personId, deputised }) => ![personId, ...deputised].some((id) => keptOut.includes(id)))
		.map(({ personId }) => personId);
}
