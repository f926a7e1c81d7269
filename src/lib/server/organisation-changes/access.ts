import type { Context, SystemContext } from '../access/index.ts';
import { allowed, forbidden, type Decision } from '../access/index.ts';
import type { HeldRole } from '../access/index.ts';

/** Who acts: a person, or another system that administers the organisation. */
export type Administrator = (Context | SystemContext)['actor'];

/** view: the journal, history and plans. change: everything that applyRows writes. undo: takes a change back. */
export type OrganisationAction = 'view' | 'change' | 'undo';

/** The organisation is administered by system administrators only, and by systems that the administrator let in. */
export function may(actor: Administrator, _action: OrganisationAction): Decision {
	return actor.personId === null || roleOf(actor) ? allowed : forbidden;
}

/** The role by which a person administers; undefined for a system. */
export function roleOf(actor: Administrator): HeldRole | undefined {
	return actor.personId === null ? undefined : actor.roles.find(({ role }) => role === 'systemAdministrator');
}
