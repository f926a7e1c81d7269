export { may as mayIncident } from './access.ts';
export * from './commands.ts';
export * from './forms.ts';
export * from './incident.ts';
export * from './promise.ts';
export {
	findEarlierReport,
	findIncident,
	insertAddition,
	insertIncident,
	listAdditions,
	type IncidentRow
} from './queries.ts';
export * from './routing.ts';
export * from './taxonomy.ts';
