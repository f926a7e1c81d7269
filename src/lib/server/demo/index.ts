/** The door of the demo module: a fictional municipality and its history, made by a seeded generator. */
export { handlerOf } from './handling.ts';
export type { DemoAssessment, DemoHandling, DemoMeasure, DemoMessage } from './handling.ts';
export { loadDemo } from './load.ts';
export { buildHistory } from './history.ts';
export type { DemoIncident, HistoryOptions } from './history.ts';
export { buildOrganisation } from './organisation.ts';
export type { DemoHeadcount, DemoOrganisation, DemoPerson, DemoUnit, RoleCode } from './organisation.ts';
