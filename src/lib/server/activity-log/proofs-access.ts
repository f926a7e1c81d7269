import {
	allowed,
	forbidden,
	hidden,
	holds,
	type Actor,
	type Decision,
	type HeldRole
} from '../access/index.ts';
import type { RoleCode } from '../organisation/roles.ts';

/**
 * Which roles may do what with the log's proofs. The auditor and the system administrator see that the log is whole and who keeps
 * its checkpoints, and no entry; the entries are the data protection officer's.
 */
const rolesThatMay = {
	view: ['auditor', 'dataProtectionOfficer', 'systemAdministrator'],
	check: ['auditor', 'dataProtectionOfficer', 'systemAdministrator'],
	exportProofs: ['auditor', 'dataProtectionOfficer'],
	exportEntries: ['dataProtectionOfficer']
} as const satisfies Record<string, readonly RoleCode[]>;
export type ProofsAction = keyof typeof rolesThatMay;

/** For whoever has nothing to do with the log, there is no such page. */
export function mayProofs(actor: Actor, action: ProofsAction): Decision {
	if (holds(actor, ...rolesThatMay[action])) return allowed;
	return holds(actor, ...rolesThatMay.view) ? forbidden : hidden;
}

/** Whether the menu has the page. */
export function seesProofs(actor: Actor): boolean {
	return mayProofs(actor, 'view').yes;
}

/** The role by which an actor may. */
export function proofsRole(actor: Actor, action: ProofsAction): HeldRole | undefined {
	return actor.roles.find(({ role }) => (rolesThatMay[action] as readonly RoleCode[]).includes(role));
}
