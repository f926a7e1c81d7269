import type { Clock } from './clock.ts';
import type { Database } from './database.ts';

/** What the process has: one database and one clock. Made at start, passed as an argument from there on. */
export interface Application {
	db: Database;
	clock: Clock;
}
