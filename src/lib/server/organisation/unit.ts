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

/** Somebody who holds a role somewhere, today. */
export interface RoleHolder {
	personId: PersonId;
	name: string;
	role: RoleCode;
	unitId: UnitId;
	level: UnitLevel;
}
