import { roleAbove, type Actor, type HeldRole } from '../access/actor.ts';
import { allowed, hidden, type Decision } from '../access/decision.ts';

/** read: search, sample, unusual reading, reviews. review: write one down. setLimits: what counts as unusual. */
export const logPermissions = ['read', 'review', 'setLimits'] as const;
export type LogPermission = (typeof logPermissions)[number];

/**
 * What an actor may do with the log. All of it belongs to the data protection officer, and to nobody else: whoever
 * administers the system, or manages those who read, does not review it. Whoever may not is not told that it is there.
 */
export function may(actor: Actor, permission: LogPermission): Decision {
	return logPermissions.includes(permission) && officerRoleOf(actor) ? allowed : hidden;
}

/** The role in which the actor reviews the log: their own before one in which they stand in for somebody. */
export function officerRoleOf(actor: Actor): HeldRole | undefined {
	return roleAbove(
		actor,
		['dataProtectionOfficer'],
		actor.roles.map(({ unitId }) => unitId)
	);
}
