import { Forbidden, NotFound } from '../platform/errors.ts';

/**
 * The answer to may(actor, action, subject). `hidden`: not even that the thing exists may be known, so it answers like
 * 'not found'.
 */
export type Decision = { yes: true } | { yes: false; hidden: boolean };

export const allowed: Decision = { yes: true };
export const forbidden: Decision = { yes: false, hidden: false };
export const hidden: Decision = { yes: false, hidden: true };

/** The first line of every command. @throws NotFound or Forbidden */
export function require(decision: Decision): void {
	if (decision.yes) return;
	throw decision.hidden ? new NotFound() : new Forbidden();
}
