export { capacityOnOwn, may as mayIncident, mayRegisterWordOfMouth, type IncidentSubject } from './access.ts';
export * from './advice.ts';
export * from './commands.ts';
export * from './forms.ts';
export * from './incident.ts';
export * from './correction.ts';
export * from './correction-commands.ts';
export { listCorrections } from './correction-queries.ts';
export * from './promise.ts';
export {
	findEarlierReport,
	findIncident,
	insertAddition,
	insertIncident,
	listAdditions,
	type IncidentRow
} from './queries.ts';
export { openReferenceKey, referenceKeyFile, referenceKeyOf, rotateReferenceKey } from './reference-key.ts';
export * from './routing.ts';
export * from './taxonomy.ts';
