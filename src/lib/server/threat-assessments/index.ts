export { may as mayThreat, threatPermissions, type ThreatPermission } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export { countThreatWork, type ThreatWork } from './queries.ts';
export * from './threat-assessment.ts';
export * from './views.ts';
