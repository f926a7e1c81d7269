import type { ChangeId, PersonId, UnitId } from '../../../../database/column-types.ts';
import type { RoleCode, UnitLevel } from '../organisation/index.ts';

export type { ChangeId };

/** A unit as the table has it. Days are 'ÅÅÅÅ-MM-DD', inclusive, Europe/Stockholm. */
export interface UnitRow {
	id: UnitId;
	parentId: UnitId | null;
	level: UnitLevel;
	name: string;
	activity: string | null;
	area: string | null;
	/** Every unit from the municipality to this one, itself included. */
	path: UnitId[];
	validFrom: string;
	/** Last day. Null: still there. The day before validFrom: never there. */
	validTo: string | null;
	externalId: string | null;
}

/** A person as the organisation knows them; what they chose themselves (language) is theirs. */
export interface PersonRow {
	id: PersonId;
	unitId: UnitId;
	name: string;
	email: string | null;
	occupation: string | null;
	isActive: boolean;
	externalId: string | null;
	isProtected: boolean;
}

/** Somebody with protected personal data whom the administrator may not see: that they are there, and where. */
export interface ProtectedPersonRow {
	id: PersonId;
	unitId: UnitId;
	isActive: boolean;
}

/** A role at a unit and below it, for a period. Who, where and what never change: another role is another row. */
export interface AssignmentRow {
	id: string;
	personId: PersonId;
	unitId: UnitId;
	role: RoleCode;
	validFrom: string;
	/** Last day. The day before validFrom: never in force. */
	validTo: string | null;
	deputyForId: PersonId | null;
}

/** Employees at a unit itself (not below), of an occupation, in a year. */
export interface HeadcountRow {
	unitId: UnitId;
	year: number;
	occupation: string;
	headcount: number;
}

/** One row as it was and as it becomes. null before: created; null after: only for headcounts, removed. */
export type RowChange =
	| { table: 'unit'; id: UnitId; before: UnitRow | null; after: UnitRow }
	| { table: 'person'; id: PersonId; before: PersonRow | null; after: PersonRow }
	| { table: 'protectedPerson'; id: PersonId; before: ProtectedPersonRow; after: ProtectedPersonRow }
	| { table: 'assignment'; id: string; before: AssignmentRow | null; after: AssignmentRow }
	| { table: 'unitHeadcount'; id: string; before: HeadcountRow | null; after: HeadcountRow | null };

/** The id of a headcount in a RowChange. */
export function headcountId({ unitId, year, occupation }: Omit<HeadcountRow, 'headcount'>): string {
	return `${unitId}|${year}|${occupation}`;
}

export const changeKinds = [
	'unitCreated',
	'unitRenamed',
	'unitMoved',
	'unitMerged',
	'unitClosed',
	'unitReopened',
	'unitDescribed',
	'personCreated',
	'personChanged',
	'personLeft',
	'roleGiven',
	'roleEnded',
	'headcountSet',
	'import',
	'provisioning',
	'undo'
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** `planned` waits for its day; `failed` could not be applied on it. */
export type ChangeState = 'planned' | 'applied' | 'undone' | 'cancelled' | 'failed';

/** What planning decided: these rows, from this day on. */
export interface PlannedRows {
	kind: ChangeKind;
	/** From which day it holds: today or earlier, Europe/Stockholm. */
	from: string;
	rows: RowChange[];
	/** Why, in the administrator's own words; at most 500 characters. */
	note?: string | undefined;
}
