import type { Clock } from './clock.ts';
import type { Database } from './database.ts';

/** The key by which references are compared (incidents/reference-key.ts). */
export interface ReferenceKey {
	/** Which key it is; stands before every mark. */
	id: string;
	secret: Buffer;
}

/** What the process has: one database and one clock. Made at start, passed as an argument from there on. */
export interface Application {
	db: Database;
	clock: Clock;
	/** Absent or null: references are not compared. */
	referenceKey?: ReferenceKey | null;
}
