import { roleAbove, type Actor, type HeldRole } from '../access/actor.ts';
import { allowed, forbidden, type Decision } from '../access/decision.ts';
import { holds } from '../access/index.ts';

/** read: which levels hold, and who set them. change: sets them. */
export const settingActions = ['read', 'change'] as const;
export type SettingAction = (typeof settingActions)[number];

/**
 * Who reads and sets what the municipality decides for itself. Set by system administrators (design: organisation, access, settings). Read
 * also by who answers for how threats are met, and by who audits: the levels stand on the pages of cases anyway, and are no secret.
 */
export function may(actor: Actor, action: SettingAction): Decision {
	const isAdministrator = holds(actor, 'systemAdministrator');
	switch (action) {
		case 'read':
			return isAdministrator || holds(actor, 'securityCoordinator', 'auditor') ? allowed : forbidden;
		case 'change':
			return isAdministrator ? allowed : forbidden;
	}
}

/** The role in which somebody sets them: their own before one in which they stand in for somebody. */
export function administratorRoleOf(actor: Actor): HeldRole | undefined {
	return roleAbove(
		actor,
		['systemAdministrator'],
		actor.roles.map(({ unitId }) => unitId)
	);
}
