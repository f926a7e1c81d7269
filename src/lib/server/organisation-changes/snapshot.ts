import { sql } from 'kysely';
import type { UnitId } from '../organisation/index.ts';
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
	/** Since which day each unit has been as it is: an earlier change of it would overwrite a later one. */
	changedFrom: Map<UnitId, string>;
}

/** Reads the organisation once, as the actor may see it. */
export async function readOrganisation(tx: Tx): Promise<OrganisationSnapshot> {
	return {
		units: await readUnits(tx),
		people: await readPeople(tx),
		protectedPeople: await readProtectedPeople(tx),
		assignments: await readAssignments(tx),
		headcounts: await readHeadcounts(tx),
		changedFrom: await readLatestVersions(tx)
	};
}

async function readLatestVersions(tx: Tx): Promise<Map<UnitId, string>> {
	const { rows } = await sql<{ unitId: UnitId; day: string }>`
		select unit_id, max(valid_from) as day from unit_version group by unit_id`.execute(tx);
	return new Map(rows.map(({ unitId, day }) => [unitId, day]));
}
