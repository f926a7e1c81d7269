import { v5, v7 } from 'uuid';

/** A new UUIDv7: sorts by time of making, so that indexes grow at one end (PostgreSQL 15 cannot make them itself). */
export function newId<Id extends string>(): Id {
	return v7() as Id;
}

/** The namespace of the ids that forms make (RFC 9562, 5.5). */
const formNamespace = '5c0a3d5e-8f0b-4c53-9d8c-2f6b7f1f8a11';

/**
 * The id of what a form says, made of the form's key, where it belongs and its words. The same form sent twice has one id, so
 * the database itself refuses the second of a double click. The key with other words (the page was gone back to and written
 * anew) has another: nothing typed is lost. That holds also for who may not read afterwards what they wrote. The time of the key
 * is kept, so that indexes grow at one end.
 */
export function idOfForm<Id extends string>(
	key: string,
	...said: readonly (string | number | boolean | null)[]
): Id {
	const time = '01234567-89ab-7'.length;
	return `${key.slice(0, time)}${v5(JSON.stringify([key, ...said]), formNamespace).slice(time)}` as Id;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside can be an id at all. Anything else is 'not found', never a database error. */
export function isId<Id extends string>(text: unknown): text is Id {
	return typeof text === 'string' && pattern.test(text);
}

declare const brand: unique symbol;
/** A text that is the id of one kind of thing, so that a person's id cannot be passed as a unit's by mistake. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
