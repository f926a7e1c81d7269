import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { PersonId, SessionId, UnitId } from '../../../../database/column-types.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { Actor, HeldRole } from './actor.ts';

/** A session ends when it has not been used for this long, or when it is this old; whichever comes first. */
export const sessionLimits = { idle: '8 hours', absolute: '16 hours' } as const;

function hashOf(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

/** The token that forms of a session carry. Derived from the cookie, so that nothing more needs to be stored. */
export function formTokenOf(sessionToken: string): string {
	return createHmac('sha256', sessionToken).update('form').digest('base64url');
}

/** Begins a session. @returns the cookie's value; only its hash is stored */
export async function beginSession(
	{ db, clock }: Application,
	person: { personId: PersonId; municipalityId: UnitId }
): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	const now = clock.now().toString();
	await db.transaction({ ...nobody, ...person }, (tx) =>
		tx
			.insertInto('session')
			.values({
				id: newId<SessionId>(),
				personId: person.personId,
				tokenHash: hashOf(token),
				createdAt: now,
				lastSeenAt: now
			})
			.execute()
	);
	return token;
}

interface SessionRow {
	sessionId: SessionId;
	personId: PersonId;
	municipalityId: UnitId;
	municipalityName: string;
	name: string;
	locale: 'sv' | 'en';
	unitId: UnitId;
	unitName: string;
	assignments: HeldRole[];
}

/** Who a cookie belongs to, with the roles they hold today; undefined when it is unknown, ended or too old. */
export async function findActor({ db, clock }: Application, token: string): Promise<Actor | undefined> {
	const { rows } = await db.askAsOwner((ask) =>
		sql<SessionRow>`select * from session_person(
			${hashOf(token)}, ${clock.now().toString()}, ${sessionLimits.idle}, ${sessionLimits.absolute})`.execute(ask)
	);
	const row = rows[0];
	if (!row) return undefined;
	const { assignments, ...rest } = row;
	return { ...rest, roles: assignments };
}

/** Ends a session, at once and everywhere. */
export async function endSession({ db, clock }: Application, actor: Actor): Promise<void> {
	const scope = { ...nobody, personId: actor.personId, municipalityId: actor.municipalityId };
	await db.transaction(scope, (tx) =>
		tx
			.updateTable('session')
			.set({ endedAt: clock.now().toString() })
			.where('id', '=', actor.sessionId)
			.execute()
	);
}
