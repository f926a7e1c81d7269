import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { PersonId, SessionId, UnitId } from '../../../../database/column-types.ts';
import type { Application } from '../platform/context.ts';
import { nobody, type Tx } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, HeldRole, SignInMethod } from './actor.ts';
import type { Context } from './context.ts';

/** A session ends when it has not been used for this long, or when it is this old; whichever comes first. */
export const sessionLimits = { idle: '8 hours', absolute: '16 hours' } as const;

function hashOf(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

/** The token that forms of a session carry. Derived from the cookie, so that nothing more needs to be stored. */
export function formTokenOf(sessionToken: string): string {
	return createHmac('sha256', sessionToken).update('form').digest('base64url');
}

/** How and where somebody proved who they are. */
export interface SignIn {
	personId: PersonId;
	municipalityId: UnitId;
	method: SignInMethod;
	/** The key of the identity provider, for oidc and saml. */
	provider?: string | null;
	address: string | null;
	/** What the browser says it is; shortened here. */
	device: string | null;
	/** What an identity provider vouched for. */
	vouched?: {
		/** The provider's own names for the person and for its session, by which it may end ours. */
		subject: string;
		session: string | null;
		idToken: string | null;
		/** When they proved to the provider who they are, which may be hours ago. */
		at: Temporal.Instant;
	};
}

/**
 * Begins a session.
 * @param alsoDo what happens in the same transaction, e.g. what the activity log says of it
 * @returns the cookie's value; only its hash is stored
 */
export async function beginSession(
	{ db, clock }: Application,
	signIn: SignIn,
	alsoDo?: (tx: Tx, sessionId: SessionId) => Promise<void>
): Promise<string> {
	const { personId, municipalityId, method, provider = null, address, device, vouched } = signIn;
	const id = newId<SessionId>();
	const token = randomBytes(32).toString('base64url');
	const now = clock.now().toString();
	await db.transaction({ ...nobody, personId, municipalityId }, async (tx) => {
		await tx
			.insertInto('session')
			.values({
				id,
				personId,
				tokenHash: hashOf(token),
				createdAt: now,
				lastSeenAt: now,
				signedInAt: vouched?.at.toString() ?? now,
				method,
				provider,
				providerSubject: vouched?.subject ?? null,
				providerSession: vouched?.session ?? null,
				idToken: vouched?.idToken ?? null,
				address,
				device: device?.slice(0, 300) ?? null
			})
			.execute();
		await alsoDo?.(tx, id);
	});
	return token;
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
}

/** Who a cookie belongs to, with the roles they hold today; undefined when it is unknown, ended or too old. */
export async function findActor({ db, clock }: Application, token: string): Promise<Actor | undefined> {
	const { rows } = await db.ask((ask) =>
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
