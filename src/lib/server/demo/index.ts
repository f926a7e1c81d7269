/** The door of the demo module: a fictional municipality and its history, made by a seeded generator. */
export { handlerOf } from './handling.ts';
export { buildHistory } from './history.ts';
export type { DemoIncident } from './history.ts';
export { loadDemo } from './load.ts';
export { buildOrganisation } from './organisation.ts';
