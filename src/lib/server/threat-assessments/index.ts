export { may as mayThreat } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export {
	countThreatWork,
	listAssessments as listThreatAssessments,
	listFactors as listThreatFactors,
	listRequests as listThreatRequests
} from './queries.ts';
export * from './threat-assessment.ts';
export * from './views.ts';
