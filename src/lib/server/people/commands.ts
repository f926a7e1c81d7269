import { Temporal } from 'temporal-polyfill';
import { require } from '../access/decision.ts';
import type { Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { tellOfSignInChange } from '../notifications/index.ts';
import {
	applyRows,
	isStillHeld,
	type AssignmentRow,
	type PersonRow,
	type RowChange
} from '../organisation-changes/index.ts';
import { findUnit, listRoleHoldersAbove, type PersonId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { Forbidden, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { may } from './access.ts';
import type { EndRoleInput, PersonInput, RoleInput } from './forms.ts';
import { isEmailTaken, setProtection } from './queries.ts';
import { isUnitOpen, refused, todayOf, whyNotGiven, type PeopleOutcome, type Refused } from './refusals.ts';
import { activeChange, assignmentsOf, findSubject } from './subject.ts';

const dayBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/** Creates somebody by hand. */
export async function createPerson(
	context: Context,
	input: PersonInput
): Promise<{ ok: true; id: PersonId } | Refused> {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		const problem = await whyNotPerson(tx, context, input, null);
		if (problem) return problem;
		const id = newId<PersonId>();
		const after: PersonRow = { id, ...input, isActive: true, isProtected: false };
		await apply(tx, context, 'personCreated', [{ table: 'person', id, before: null, after }]);
		return { ok: true, id };
	});
}

/** Changes who somebody is or where they work, from today on. */
export async function changePerson(
	context: Context,
	id: PersonId,
	input: PersonInput
): Promise<PeopleOutcome> {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		const { row } = await findSubject(tx, id);
		if (!row) throw new NotFound();
		const problem = await whyNotPerson(tx, context, input, id);
		if (problem) return problem;
		await apply(tx, context, 'personChanged', [
			{ table: 'person', id, before: row, after: { ...row, ...input } }
		]);
		// what an identity provider may lead by: whoever has it is this person from now on
		if (row.email !== input.email || row.externalId !== input.externalId) {
			await tellOfSignInChange(tx, context, id);
		}
		return { ok: true };
	});
}

async function whyNotPerson(
	tx: Tx,
	context: Context,
	{ email, unitId }: PersonInput,
	id: PersonId | null
): Promise<Refused | null> {
	if (!(await isUnitOpen(tx, context, unitId))) return refused('unitId', 'unitClosed');
	if (email !== null && (await isEmailTaken(tx, email, id))) return refused('email', 'emailTaken');
	return null;
}

/** Gives somebody a role at a unit and below it. Nobody gives themselves one. */
export async function giveRole(context: Context, id: PersonId, input: RoleInput): Promise<PeopleOutcome> {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		const subject = await findSubject(tx, id);
		const problem = await whyNotGiven(tx, context, subject, input);
		if (problem) return problem;
		const after: AssignmentRow = { id: newId<string>(), personId: id, ...input, deputyForId: null };
		await apply(tx, context, 'roleGiven', [{ table: 'assignment', id: after.id, before: null, after }]);
		return { ok: true };
	});
}

/** Ends a role: on a day, or at once. Who loses it at once is signed out (trigger). */
export async function endRole(
	context: Context,
	id: PersonId,
	{ id: assignmentId, lastDay }: EndRoleInput
): Promise<PeopleOutcome> {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		await findSubject(tx, id);
		const today = todayOf(context);
		const before = (await assignmentsOf(tx, id)).find((one) => one.id === assignmentId);
		if (!before || !isStillHeld(before, today)) throw new NotFound();
		if (lastDay !== null && lastDay < today) return refused('lastDay', 'endsInThePast');
		if (lastDay !== null && lastDay < before.validFrom) return refused('lastDay', 'endsBeforeStart');
		if (before.role === 'systemAdministrator' && (await isLastAdministrator(tx, context, id))) {
			return refused('', 'lastAdministrator');
		}
		const after = { ...before, validTo: lastDay ?? lastDayWhenEndedNow(before, today) };
		await apply(tx, context, 'roleEnded', [{ table: 'assignment', id: before.id, before, after }]);
		return { ok: true };
	});
}

/** Yesterday; what has not begun was never in force. */
function lastDayWhenEndedNow({ validFrom }: AssignmentRow, today: string): string {
	return dayBefore(validFrom > today ? validFrom : today);
}

async function isLastAdministrator(tx: Tx, context: Context, id: PersonId): Promise<boolean> {
	const holders = await listRoleHoldersAbove(
		tx,
		context.actor.municipalityId,
		['systemAdministrator'],
		context.now()
	);
	return holders.some(({ personId }) => personId === id) && holders.every(({ personId }) => personId === id);
}

/** Somebody has left: signed out at once (trigger), their roles end, everything that they did is kept. */
export async function markAsLeft(context: Context, id: PersonId): Promise<PeopleOutcome> {
	require(may(context.actor, 'administer'));
	if (id === context.actor.personId) return refused('', 'ownLeaving');
	return context.transaction(async (tx) => {
		const subject = await findSubject(tx, id);
		if (!subject.isActive) return refused('', 'notActive');
		if (await isLastAdministrator(tx, context, id)) return refused('', 'lastAdministrator');
		const today = todayOf(context);
		const held = (await assignmentsOf(tx, id)).filter((one) => isStillHeld(one, today));
		await apply(tx, context, 'personLeft', [
			activeChange(subject, false),
			...held.map((before): RowChange => ({
				table: 'assignment',
				id: before.id,
				before,
				after: { ...before, validTo: lastDayWhenEndedNow(before, today) }
			}))
		]);
		return { ok: true };
	});
}

/** Somebody works here again. Their roles do not come back by themselves. */
export async function takeBack(context: Context, id: PersonId): Promise<PeopleOutcome> {
	require(may(context.actor, 'administer'));
	return context.transaction(async (tx) => {
		const subject = await findSubject(tx, id);
		if (!(await isUnitOpen(tx, context, subject.unitId))) return refused('', 'unitClosed');
		await apply(tx, context, 'personChanged', [activeChange(subject, true)]);
		return { ok: true };
	});
}

/**
 * Sets or lifts the protection of somebody's personal data. Not a change in the journal of the organisation: that would keep the
 * name where the protection hides it. Logged.
 */
export async function protect(context: Context, id: PersonId, isProtected: boolean): Promise<void> {
	await context.transaction(async (tx) => {
		const subject = await findSubject(tx, id);
		const unit = await findUnit(tx, subject.unitId);
		require(may(context.actor, isProtected ? 'protect' : 'unprotect', unit?.path ?? []));
		const role = await setProtection(tx, id, isProtected, context.now());
		if (role === null) throw new Forbidden();
		await activityLog.record(tx, context, {
			action: isProtected ? 'person.protected' : 'person.unprotected',
			subjectKind: 'person',
			subjectId: id,
			by: context.actor.roles.find((held) => held.role === role)
		});
	});
}

function apply(
	tx: Tx,
	context: Context,
	kind: 'personCreated' | 'personChanged' | 'personLeft' | 'roleGiven' | 'roleEnded',
	rows: RowChange[]
) {
	return applyRows(tx, context, { kind, from: todayOf(context), rows });
}
