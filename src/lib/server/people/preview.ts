import {
	caseHandlingRoles,
	caseReadingRoles,
	noteRoles,
	protectedPersonRoles,
	statisticAggregateRoles,
	statisticDetailRoles
} from '../access/index.ts';
import type { RoleCode } from '../organisation/index.ts';

/** What a role shows at its unit and below it. Never what is about the person themselves. */
export interface RoleView {
	cases: 'handles' | 'reads' | 'none';
	/** Notes, and the talk with the person who reported. */
	notes: boolean;
	/** Who reported: always, or not when they asked for that. */
	reporters: 'always' | 'unlessAskedNot' | 'never';
	/** Who colleagues with protected personal data are. */
	protectedPeople: boolean;
	figures: 'all' | 'aboveThreshold' | 'none';
	administers: boolean;
}

/** From the same tables as the scope of row-level security, so that it cannot promise something else. Pure. */
export function whatRoleShows(role: RoleCode): RoleView {
	const isOneOf = (roles: readonly RoleCode[]) => roles.includes(role);
	const reads = isOneOf(caseReadingRoles);
	return {
		cases: isOneOf(caseHandlingRoles) ? 'handles' : reads ? 'reads' : 'none',
		notes: isOneOf(noteRoles),
		reporters: !reads ? 'never' : role === 'safetyRepresentative' ? 'unlessAskedNot' : 'always',
		protectedPeople: isOneOf(protectedPersonRoles),
		figures: isOneOf(statisticDetailRoles)
			? 'all'
			: isOneOf(statisticAggregateRoles)
				? 'aboveThreshold'
				: 'none',
		administers: role === 'systemAdministrator'
	};
}
