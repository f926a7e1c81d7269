import { v7 } from 'uuid';

/** A new UUIDv7: sorts by time of making, so that indexes grow at one end (PostgreSQL 15 cannot make them itself). */
export function newId<Id extends string>(): Id {
	return v7() as Id;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside can be an id at all. Anything else is 'not found', never a database error. */
export function isId<Id extends string>(text: unknown): text is Id {
	return typeof text === 'string' && pattern.test(text);
}

declare const brand: unique symbol;
/** A text that is the id of one kind of thing, so that a person's id cannot be passed as a unit's by mistake. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
