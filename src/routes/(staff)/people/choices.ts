import type { PeopleState } from '#lib/server/people/index.ts';
import type { RoleCode } from '#lib/server/organisation/index.ts';

/** In the order in which an administrator thinks of them: the everyday ones first. */
export const roleCodes = [
	'lineManager',
	'safetyRepresentative',
	'hrPartner',
	'securityCoordinator',
	'unionRepresentative',
	'controller',
	'citywideAnalyst',
	'lexSarahOfficer',
	'auditor',
	'electedRepresentative',
	'archivist',
	'dataProtectionOfficer',
	'legalAdviser',
	'systemAdministrator',
	'whistleblowingOfficer'
] as const satisfies RoleCode[];

export const peopleStates = [
	'active',
	'inactive',
	'protected',
	'withoutEmail',
	'atClosedUnit'
] as const satisfies PeopleState[];
