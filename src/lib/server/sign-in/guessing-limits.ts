import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Application } from '../platform/context.ts';

/**
 * How guessing is slowed down without locking anybody out. Kept in the database, so that several processes count together.
 *
 * - A browser in which the person has signed in before has a count of its own: what strangers do elsewhere never reaches it.
 * - Other browsers count per user name and address. A municipality sits behind one address, so an address alone counts nothing.
 * - All other browsers together count per user name as well, with more patience: for guessing from many addresses.
 *
 * After the free attempts each further one doubles the wait, from 30 seconds to at most 15 minutes (database: try_sign_in).
 * Passkeys never wait, since they cannot be guessed.
 */
export interface Attempt {
	userName: string;
	/** Whether the person has signed in in this browser before, and by which secret it shows that. */
	knownDevice: string | null;
	address: string | null;
	what: 'password' | 'recoveryCode';
}

const free = { device: 5, address: 5, userName: 50 } as const;

function bucketsOf({ userName, knownDevice, address, what }: Attempt): { bucket: Buffer; free: number }[] {
	const bucket = (...parts: string[]) =>
		createHash('sha256')
			.update(JSON.stringify([what, userName, ...parts]))
			.digest();
	if (knownDevice !== null) return [{ bucket: bucket('device', knownDevice), free: free.device }];
	const here = { bucket: bucket('address', address ?? ''), free: free.address };
	// a recovery code has 80 random bits: many addresses do not help to guess it
	return what === 'recoveryCode' ? [here] : [here, { bucket: bucket('all'), free: free.userName }];
}

/** Counts an attempt, before it is known how it ends. @returns the seconds to wait; 0: go on */
export async function countAttempt({ db, clock }: Application, attempt: Attempt): Promise<number> {
	const buckets = bucketsOf(attempt);
	const { rows } = await db.ask((ask) =>
		sql<{ seconds: number }>`select try_sign_in(
			${buckets.map(({ bucket }) => bucket)}, ${buckets.map((one) => one.free)}, ${clock.now().toString()}) as seconds`.execute(
			ask
		)
	);
	return rows[0]!.seconds;
}

/** The attempt was right, or was not made after all. */
export async function forgiveAttempt({ db, clock }: Application, attempt: Attempt): Promise<void> {
	const buckets = bucketsOf(attempt).map(({ bucket }) => bucket);
	await db.ask((ask) => sql`select sign_in_worked(${buckets}, ${clock.now().toString()})`.execute(ask));
}
