import { allowed, forbidden, holds, type Actor, type Decision } from '../access/index.ts';

/** view: connections, groups and what was refused. manage: connections and their tokens. map: which role a group gives. */
export type ScimAction = 'view' | 'manage' | 'map';

/** What a decision needs to know about a group: who is in it. */
export interface GroupSubject {
	memberIds: readonly string[];
}

/**
 * Connections belong to system administrators. Nobody gives themselves a role: not by choosing what a group gives that they are
 * in, either (row-level security refuses it as well).
 */
export function may(actor: Actor, action: ScimAction, group?: GroupSubject): Decision {
	if (!holds(actor, 'systemAdministrator')) return forbidden;
	if (action === 'map' && group?.memberIds.includes(actor.personId)) return forbidden;
	return allowed;
}
