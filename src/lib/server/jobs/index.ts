export { enqueue } from './enqueue.ts';
export { startJobs, type Jobs } from './start.ts';
