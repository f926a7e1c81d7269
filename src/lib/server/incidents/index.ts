export { capacityOnOwn, may as mayIncident, mayRegisterWordOfMouth } from './access.ts';
export * from './advice.ts';
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
