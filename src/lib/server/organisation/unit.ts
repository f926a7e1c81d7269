import type { PersonId, UnitId } from '../../../../database/column-types.ts';
import type { RoleCode, UnitLevel } from './roles.ts';

export type { PersonId, UnitId };

/** A place in the tree: municipality, administration, division or unit. */
export interface Unit {
	id: UnitId;
	parentId: UnitId | null;
	level: UnitLevel;
	name: string;
	/** Every unit from the municipality to this one, itself included. */
	path: UnitId[];
}

/** Somebody who may be named: what a colleague may see of a colleague. */
export interface PersonName {
	id: PersonId;
	name: string;
	occupation: string | null;
	unitId: UnitId;
}

/** Somebody who holds a role somewhere, on a day. */
export interface RoleHolder {
	personId: PersonId;
	/** Null: protected personal data, which the actor may not see. */
	name: string | null;
	role: RoleCode;
	unitId: UnitId;
	level: UnitLevel;
	/** Whom they stand in for; null when the role is their own. */
	deputyForId: PersonId | null;
}
