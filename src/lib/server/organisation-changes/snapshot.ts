import type { Tx } from '../platform/database.ts';
import type { AssignmentRow, HeadcountRow, PersonRow, ProtectedPersonRow, UnitRow } from './change.ts';
import { readAssignments, readHeadcounts, readPeople, readProtectedPeople, readUnits } from './rows.ts';

/** Everything that planning needs, as it is now. */
export interface OrganisationSnapshot {
	/** Parents before children, then by name. */
	units: UnitRow[];
	/** Without those whom the administrator may not see. */
	people: PersonRow[];
	/** Those, without names: that they are there, and where. */
	protectedPeople: ProtectedPersonRow[];
	/** Of all times. */
	assignments: AssignmentRow[];
	headcounts: HeadcountRow[];
}

/** Reads the organisation once, as the actor may see it. */
export async function readOrganisation(tx: Tx): Promise<OrganisationSnapshot> {
	return {
		units: await readUnits(tx),
		people: await readPeople(tx),
		protectedPeople: await readProtectedPeople(tx),
		assignments: await readAssignments(tx),
		headcounts: await readHeadcounts(tx)
	};
}
