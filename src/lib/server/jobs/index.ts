export { enqueue } from './enqueue.ts';
export { startJobs, type Jobs, type Work, type WorkOptions } from './start.ts';
