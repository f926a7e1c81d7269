import type { Context } from '../access/index.ts';
import { isOpen } from '../organisation-changes/index.ts';
import type { UnitId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { dateIn } from '../platform/working-days.ts';
import type { RoleInput } from './forms.ts';
import { assignmentsOf, type Subject } from './subject.ts';

/** What stands in the way, in a field or ('') as a whole. Texts: messages/ `people_problem_<problem>`. */
export type PeopleProblem =
	| 'emailTaken'
	| 'unitClosed'
	| 'ownRole'
	| 'alreadyHeld'
	| 'endsBeforeStart'
	| 'endsInThePast'
	| 'notActive'
	| 'ownLeaving'
	| 'lastAdministrator';
export type PeopleOutcome = { ok: true } | Refused;
export interface Refused {
	ok: false;
	field: string;
	problem: PeopleProblem;
}
/** The answer that something stands in the way. */
export const refused = (field: string, problem: PeopleProblem): Refused => ({ ok: false, field, problem });

/** The calendar date in Sweden, as columns hold it. */
export const todayOf = ({ now }: Context) => dateIn(now()).toString();

/** Whether a unit is there today. */
export async function isUnitOpen(tx: Tx, context: Context, id: UnitId): Promise<boolean> {
	const unit = await tx
		.selectFrom('unit')
		.select(['validFrom', 'validTo'])
		.where('id', '=', id)
		.executeTakeFirst();
	return unit !== undefined && isOpen(unit, todayOf(context));
}

/** Why a role cannot be given; null when it can. Asked before the preview as well as before it is given. */
export async function whyNotGiven(
	tx: Tx,
	context: Context,
	subject: Subject,
	{ role, unitId, validFrom, validTo }: RoleInput
): Promise<Refused | null> {
	if (subject.id === context.actor.personId) return refused('', 'ownRole');
	if (!subject.isActive) return refused('', 'notActive');
	if (!(await isUnitOpen(tx, context, unitId))) return refused('roleUnit', 'unitClosed');
	if (validTo !== null && validTo < validFrom) return refused('validTo', 'endsBeforeStart');
	if (validTo !== null && validTo < todayOf(context)) return refused('validTo', 'endsInThePast');
	const held = (await assignmentsOf(tx, subject.id)).some(
		(other) =>
			other.role === role &&
			other.unitId === unitId &&
			other.deputyForId === null &&
			other.validFrom <= (validTo ?? '9999') &&
			(other.validTo ?? '9999') >= validFrom
	);
	return held ? refused('role', 'alreadyHeld') : null;
}
