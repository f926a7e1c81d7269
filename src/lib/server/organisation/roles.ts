/**
 * The roles a person may hold at a unit and below it (design: who may see what). Everyone signed in also reports, reads
 * their own reports and does their own tasks: that needs no role.
 */
export const roles = [
	'lineManager',
	'safetyRepresentative',
	'unionRepresentative',
	'hrPartner',
	'securityCoordinator',
	'lexSarahOfficer',
	'controller',
	'citywideAnalyst',
	'auditor',
	'electedRepresentative',
	'archivist',
	'dataProtectionOfficer',
	'legalAdviser',
	'systemAdministrator',
	'whistleblowingOfficer'
] as const;
export type RoleCode = (typeof roles)[number];

export const unitLevels = ['municipality', 'administration', 'division', 'unit'] as const;
export type UnitLevel = (typeof unitLevels)[number];
