import { allowed, forbidden, holds, holdsAbove, type Actor, type Decision } from '../access/index.ts';
import type { RoleCode, UnitId } from '../organisation/index.ts';

/**
 * read: search people and open a person's page. administer: facts and roles, gaps. protect, unprotect: protected personal
 * data, of somebody who works at a unit.
 */
export type PeopleAction = 'read' | 'administer' | 'protect' | 'unprotect';

/** Roles that set and lift protection at their unit and below it. They see whom it is about; an administrator does not. */
export const protectingRoles = ['hrPartner', 'securityCoordinator'] as const satisfies RoleCode[];

/**
 * Who may look after people.
 * @param path for protect and unprotect: the path of the unit where the person works, root first
 */
export function may(actor: Actor, action: PeopleAction, path: readonly UnitId[] = []): Decision {
	switch (action) {
		case 'read':
			return yes(holds(actor, 'systemAdministrator', ...protectingRoles));
		case 'administer':
			return yes(holds(actor, 'systemAdministrator'));
		case 'protect':
			return yes(holdsAbove(actor, ['systemAdministrator', ...protectingRoles], path));
		case 'unprotect':
			return yes(holdsAbove(actor, protectingRoles, path));
	}
}

const yes = (may: boolean): Decision => (may ? allowed : forbidden);
