import { sql } from 'kysely';
import type {
	AssignmentRow,
	PersonRow,
	ProtectedPersonRow,
	RowChange
} from '../organisation-changes/index.ts';
import type { PersonId, UnitId } from '../organisation/index.ts';
import type { Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';

/** Whom something is done with: a person, or somebody of whom the actor may only know that they are there. */
export type Subject =
	| { id: PersonId; row: PersonRow; hidden: null; unitId: UnitId; isActive: boolean }
	| { id: PersonId; row: null; hidden: ProtectedPersonRow; unitId: UnitId; isActive: boolean };

/** @throws NotFound */
export async function findSubject(tx: Tx, id: PersonId): Promise<Subject> {
	const row = await tx
		.selectFrom('person')
		.select(['id', 'unitId', 'name', 'email', 'occupation', 'isActive', 'externalId', 'isProtected'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (row) return { id, row, hidden: null, unitId: row.unitId, isActive: row.isActive };
	const { rows } = await sql<ProtectedPersonRow>`
		select id, unit_id, is_active from hidden_people() where id = ${id}`.execute(tx);
	const hidden = rows[0];
	if (!hidden) throw new NotFound();
	return { id, row: null, hidden, unitId: hidden.unitId, isActive: hidden.isActive };
}

/** The change that says whether somebody works here. */
export function activeChange(subject: Subject, isActive: boolean): RowChange {
	const { id, row, hidden } = subject;
	return row
		? { table: 'person', id, before: row, after: { ...row, isActive } }
		: { table: 'protectedPerson', id, before: hidden, after: { ...hidden, isActive } };
}

/** Every role of somebody, as the table has it. */
export async function assignmentsOf(tx: Tx, personId: PersonId): Promise<AssignmentRow[]> {
	return tx
		.selectFrom('assignment')
		.select(['id', 'personId', 'unitId', 'role', 'validFrom', 'validTo', 'deputyForId'])
		.where('personId', '=', personId)
		.orderBy('validFrom')
		.execute();
}
