/** Who is told of what happens to a case. Only those who may see it: `may` is asked, and who is kept out is kept out of this too. */
import type { CaseId, IncidentId, MeasureId, PersonId } from '../../../../database/column-types.ts';
import { sql } from 'kysely';
import { caseReadingRoles } from '../access/actor.ts';
import type { Context } from '../access/context.ts';
import { answeringRoles, type DutyKey } from '../duties/index.ts';
import { tell, tellAll, type NoticeKindCode } from '../notifications/index.ts';
import { listRoleHoldersAlong, type RoleCode, type RoleHolder } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import { keptOutOf, secondPersonRoles, type CaseSubject } from './access.ts';
import { audienceOf } from './audience.ts';

type ToldCase = CaseSubject & { id: CaseId };
type ReportedCase = Pick<ToldCase, 'affectedPersonId'> & { incidentId: IncidentId; reporterId: PersonId };

/** Who holds one of some roles and may read the case by it. */
function readersIn(subject: CaseSubject, holders: readonly RoleHolder[], ...roles: RoleCode[]): PersonId[] {
	const wanted = holders.filter(({ role }) => roles.includes(role));
	return audienceOf(subject, wanted, []).map(({ personId }) => personId);
}

/** Tells some people of a case, and who stands in for them. */
export async function tellOfCase(
	tx: Tx,
	context: Context,
	row: ToldCase,
	kind: NoticeKindCode,
	recipientIds: readonly (PersonId | null)[]
): Promise<void> {
	await tell(tx, context, { kind, subjectId: row.id }, recipientIds, { keptOut: keptOutOf(row) });
}

/** Tells the reporter, and who was exposed, of their own report. */
export async function tellReporter(
	tx: Tx,
	context: Context,
	{ incidentId, reporterId, affectedPersonId }: ReportedCase,
	kind: NoticeKindCode
): Promise<void> {
	await tell(tx, context, { kind, subjectId: incidentId }, [reporterId, affectedPersonId]);
}

/**
 * Tells of a new report: who handles it; the security coordinator too, when somebody is in danger or wants to be contacted today; and
 * the safety representative, who reads it (AML 6 kap. 6 a § is about what they ask for; this is so that they know). Who answers for a duty
 * of it by a role is told of that, unless they are told of the report itself.
 * @param holders line managers, coordinators and representatives along the case's path
 */
export async function tellOfReport(
	tx: Tx,
	context: Context,
	row: ToldCase,
	holders: readonly RoleHolder[],
	report: { inDanger: boolean; wantsContactToday: boolean; duties: readonly DutyKey[] }
): Promise<void> {
	const representatives = readersIn(row, holders, 'safetyRepresentative');
	const isUrgent = report.inDanger || report.wantsContactToday;
	const kind = report.inDanger
		? 'dangerReported'
		: report.wantsContactToday
			? 'contactTodayWanted'
			: 'caseReceived';
	const first = [row.handlerId, ...(isUrgent ? readersIn(row, holders, 'securityCoordinator') : [])];
	const toRead = representatives.filter((id) => !first.includes(id));
	const roles = answeringRoles(report.duties, dateIn(context.now()));
	const answering = readersIn(row, holders, ...roles).filter((id) => !first.includes(id));
	await tellAll(
		tx,
		context,
		[
			{ kind, subjectId: row.id, recipientIds: first },
			{ kind: 'dutyToAnswer', subjectId: row.id, recipientIds: answering },
			{ kind: 'caseToRead', subjectId: row.id, recipientIds: toRead }
		],
		{ keptOut: keptOutOf(row) }
	);
}

/**
 * Tells those who answer for duties that now wait, by a role in which they may read the case. Who may not (a controller) is told nothing:
 * the page of duties says that the handler is to turn to them.
 */
export async function tellWhoAnswers(
	tx: Tx,
	context: Context,
	row: ToldCase,
	keys: readonly DutyKey[]
): Promise<void> {
	const readers: readonly RoleCode[] = caseReadingRoles;
	const roles = answeringRoles(keys, dateIn(context.now())).filter((role) => readers.includes(role));
	if (roles.length === 0) return;
	const holders = await listRoleHoldersAlong(tx, row.unitPath, roles, context.now());
	const others = readersIn(row, holders, ...roles).filter((id) => id !== row.handlerId);
	await tellOfCase(tx, context, row, 'dutyToAnswer', others);
}

/** Tells the security coordinators who may read the case that it was assessed as grave. */
export async function tellOfGravity(tx: Tx, context: Context, row: ToldCase): Promise<void> {
	const holders = await listRoleHoldersAlong(tx, row.unitPath, ['securityCoordinator'], context.now());
	await tellOfCase(tx, context, row, 'severeAssessed', readersIn(row, holders, 'securityCoordinator'));
}

/** Tells those who may be the second person that 'not needed' waits for one of them. */
export async function tellOfReview(tx: Tx, context: Context, row: ToldCase): Promise<void> {
	const holders = await listRoleHoldersAlong(tx, row.unitPath, secondPersonRoles, context.now());
	const others = readersIn(row, holders, ...secondPersonRoles).filter((id) => id !== context.actor.personId);
	await tellOfCase(tx, context, row, 'dutyToReview', others);
}

/**
 * Tells who answers for a case of something that somebody did who may not know who that is: the reporter, the exposed person,
 * the owner of a measure, or a colleague who was asked. The database tells who it is, to those only (migrations 0023 and 0034).
 */
export async function tellHandler(
	tx: Tx,
	context: Context,
	caseId: CaseId,
	kind:
		| 'messageFromReporter'
		| 'reportCorrected'
		| 'reportAdded'
		| 'fileAdded'
		| 'measureDone'
		| 'supportAnswered'
		| 'supportWished'
		| 'statementAnswered'
): Promise<void> {
	const { rows } = await sql<{ handlerId: PersonId | null; keptOut: PersonId[] }>`
		select handler_id, kept_out from handler_to_tell(${caseId})`.execute(tx);
	const [found] = rows;
	if (found) await tell(tx, context, { kind, subjectId: caseId }, [found.handlerId], found);
}

/** Tells somebody that they were asked to do something. */
export async function tellOfMeasure(
	tx: Tx,
	context: Context,
	{ id, ownerId }: { id: MeasureId; ownerId: PersonId }
): Promise<void> {
	await tell(tx, context, { kind: 'measureGiven', subjectId: id }, [ownerId]);
}
