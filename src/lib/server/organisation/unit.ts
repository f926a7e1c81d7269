import type { Temporal } from 'temporal-polyfill';
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

/** Somebody as a page shows them. Without a name: protected personal data, which the actor may not see. */
export interface ShownPerson {
	name: string | null;
}

/** Somebody who holds a role somewhere, on a day. */
export interface RoleHolder extends ShownPerson {
	personId: PersonId;
	role: RoleCode;
	unitId: UnitId;
	unitName: string;
	level: UnitLevel;
	/** YYYY-MM-DD, first and last day; null: until further notice. */
	validFrom: string;
	validTo: string | null;
	/** When it was given to them. */
	givenAt: Temporal.Instant;
	/** Whom they stand in for; null when the role is their own. */
	deputyForId: PersonId | null;
	deputyForName: string | null;
	/** Everybody whom they stand in for on that day, in any role. */
	deputised: PersonId[];
}
