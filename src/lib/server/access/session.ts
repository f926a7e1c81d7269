import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { PersonId, SessionId, UnitId } from '../../../../database/column-types.ts';
import type { Application } from '../platform/context.ts';
import { nobody } from '../platform/database.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, HeldRole, SignInMethod } from './actor.ts';
import type { Context } from './context.ts';

/** A session ends when it has not been used for this long, or when it is this old; whichever comes first. */
export const sessionLimits = { idle: '8 hours', absolute: '16 hours' } as const;

/** The token that forms of a session carry. Derived from the cookie, so that nothing more needs to be stored. */
export function formTokenOf(sessionToken: string): string {
	return createHmac('sha256', sessionToken).update('form').digest('base64url');
}

interface SessionRow {
	sessionId: SessionId;
	signedInAt: Temporal.Instant;
	method: SignInMethod;
	personId: PersonId;
	municipalityId: UnitId;
	municipalityName: string;
	name: string;
	locale: 'sv' | 'en';
	unitId: UnitId;
	unitName: string;
	assignments: HeldRole[];
	mustRotate: boolean;
}

/** A session, as the browser's cookie leads to it. */
export interface FoundSession {
	actor: Actor;
	/** The person was given a role since the cookie was made: it is due for a new one. */
	mustRotate: boolean;
}

/** Who a cookie belongs to, with the roles they hold today; undefined when it is unknown, ended or too old. */
export async function findSession(
	{ db, clock }: Application,
	token: string
): Promise<FoundSession | undefined> {
	const { rows } = await db.ask((ask) =>
		sql<SessionRow>`select * from session_person(
			${hashOfSecret(token)}, ${clock.now().toString()}, ${sessionLimits.idle}, ${sessionLimits.absolute})`.execute(
			ask
		)
	);
	const row = rows[0];
	if (!row) return undefined;
	const { assignments, mustRotate, ...rest } = row;
	return { actor: { ...rest, roles: assignments }, mustRotate };
}

/** For how long the cookie before still works: pages that the browser had asked for already. */
const graceSeconds = 20;

/**
 * A new cookie for a session whose rights grew, so that one that leaked before is worth nothing.
 * @returns undefined when another request of the same browser was faster
 */
export async function rotateSession({ db, clock }: Application, actor: Actor): Promise<string | undefined> {
	const token = newSecret();
	const scope = { ...nobody, personId: actor.personId, municipalityId: actor.municipalityId };
	const changed = await db.transaction(scope, (tx) =>
		tx
			.updateTable('session')
			.set(({ ref }) => ({
				previousTokenHash: ref('tokenHash'),
				previousUntil: clock.now().add({ seconds: graceSeconds }).toString(),
				tokenHash: hashOfSecret(token),
				mustRotate: false
			}))
			.where('id', '=', actor.sessionId)
			.where('mustRotate', '=', true)
			.executeTakeFirst()
	);
	return changed.numUpdatedRows === 1n ? token : undefined;
}

/** How old a sign-in may be, in minutes, for what is sensitive: to look at it, and to send what was filled in there. */
const recentSignIn = { look: 30, send: 60 } as const;

/**
 * Whether the actor proved who they are lately: asked for before exports, changes of access, and the activity log. Sending
 * allows more time than looking, so that a form that was filled in with care is not lost.
 */
export function isSignInRecent({ actor, now }: Context, purpose: keyof typeof recentSignIn): boolean {
	const oldest = now().subtract({ minutes: recentSignIn[purpose] });
	return actor.signedInAt.epochMilliseconds >= oldest.epochMilliseconds;
}
