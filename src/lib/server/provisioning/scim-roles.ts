/** Which roles membership in groups gives, and what has to change for it. */
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { Context, SystemContext } from '../access/index.ts';
import { applyRows, type AssignmentRow, type RowChange } from '../organisation-changes/index.ts';
import type { RoleCode } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { dateIn } from '../platform/working-days.ts';

/** A role that groups give somebody. */
export interface GivenRole {
	personId: PersonId;
	role: RoleCode;
	unitId: UnitId;
}

/** An assignment that is not held from today on. One that has not begun will never be in force. Pure. */
export function endedAssignment(assignment: AssignmentRow, today: Temporal.PlainDate): RowChange {
	const begins = Temporal.PlainDate.from(assignment.validFrom);
	const lastDay = (Temporal.PlainDate.compare(begins, today) > 0 ? begins : today).subtract({ days: 1 });
	return {
		table: 'assignment',
		id: assignment.id,
		before: assignment,
		after: { ...assignment, validTo: lastDay.toString() }
	};
}

/**
 * What makes people hold just what their groups give them: roles that are missing begin today, and of those that groups once
 * gave, the ones that none gives any more end. A role that somebody was given by hand is left alone, and not given twice. Pure.
 *
 * @param held assignments of these people that are in force today
 * @param fromGroups the ids of those among them that a group gave
 */
export function planRoles(
	wanted: readonly GivenRole[],
	held: readonly AssignmentRow[],
	fromGroups: ReadonlySet<string>,
	today: Temporal.PlainDate,
	makeId: () => string
): RowChange[] {
	const key = ({ personId, role, unitId }: GivenRole) => `${personId} ${role} ${unitId}`;
	const wantedKeys = new Map(wanted.map((role) => [key(role), role]));
	const heldKeys = new Set(held.filter(({ deputyForId }) => deputyForId === null).map(key));
	const given = [...wantedKeys].flatMap(([name, role]): RowChange[] => {
		if (heldKeys.has(name)) return [];
		const id = makeId();
		const { personId, unitId } = role;
		const after = {
			id,
			personId,
			unitId,
			role: role.role,
			validFrom: today.toString(),
			validTo: null,
			deputyForId: null
		};
		return [{ table: 'assignment', id, before: null, after }];
	});
	const ended = held
		.filter((assignment) => fromGroups.has(assignment.id) && !wantedKeys.has(key(assignment)))
		.map((assignment) => endedAssignment(assignment, today));
	return [...given, ...ended];
}

/** How many roles some change gave and ended. */
export interface RoleCounts {
	given: number;
	ended: number;
}

/** Gives and ends roles of some people by the groups that they are in now. The caller holds the lock of the organisation. */
export async function settleRoles(
	tx: Tx,
	context: Context | SystemContext,
	personIds: readonly PersonId[]
): Promise<RoleCounts> {
	if (personIds.length === 0) return { given: 0, ended: 0 };
	const today = dateIn(context.now());
	const people = sql`${`{${personIds.join(',')}}`}::uuid[]`;
	const { rows: wanted } = await sql<GivenRole>`
		select distinct m.person_id, g.role, g.unit_id
		from scim_group_member m join scim_group g on g.id = m.group_id join unit u on u.id = g.unit_id
		where m.person_id = any (${people})
			and ${today.toString()}::date between u.valid_from and coalesce(u.valid_to, 'infinity')`.execute(tx);
	const { rows: held } = await sql<AssignmentRow & { fromGroup: boolean }>`
		select a.id, a.person_id, a.unit_id, a.role, a.valid_from, a.valid_to, a.deputy_for_id,
			exists (select from scim_assignment s where s.assignment_id = a.id) as from_group
		from assignment a
		where a.person_id = any (${people}) and ${today.toString()}::date between a.valid_from
			and coalesce(a.valid_to, 'infinity')`.execute(tx);
	const fromGroups = new Set(held.filter(({ fromGroup }) => fromGroup).map(({ id }) => id));
	const assignments = held.map(({ fromGroup: _, ...assignment }) => assignment);
	const rows = planRoles(wanted, assignments, fromGroups, today, () => newId<string>());
	if (rows.length === 0) return { given: 0, ended: 0 };
	await applyRows(tx, context, { kind: 'provisioning', from: today.toString(), rows });
	const given = rows.filter(({ before }) => before === null).map(({ id }) => id);
	for (let start = 0; start < given.length; start += 5000) {
		await tx
			.insertInto('scimAssignment')
			.values(
				given
					.slice(start, start + 5000)
					.map((assignmentId) => ({ assignmentId, municipalityId: context.actor.municipalityId }))
			)
			.execute();
	}
	return { given: given.length, ended: rows.length - given.length };
}
