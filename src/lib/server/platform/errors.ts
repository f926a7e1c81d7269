/**
 * The installation is set up so that the system cannot start or work. The message is one sentence for the operator: what
 * is wrong and what to do. It is printed as it is, without a stack, so it names no person and no secret.
 */
export class ConfigurationError extends Error {
	override name = 'ConfigurationError';
}

// The three below take no message on purpose: what a person typed, or who they are, can then not end up in the log.
// hooks.server.ts turns each into a page, in one place.

/** The thing does not exist, or the actor may not know that it exists. Both answer alike (404). */
export class NotFound extends Error {
	override name = 'NotFound';
	constructor() {
		super('not found');
	}
}

/** The thing is no secret, but this actor may not do this with it (403). */
export class Forbidden extends Error {
	override name = 'Forbidden';
	constructor() {
		super('forbidden');
	}
}

/** Somebody else changed the thing first, so nothing was written (409). */
export class Conflict extends Error {
	override name = 'Conflict';
	constructor() {
		super('conflict');
	}
}
