import type { PersonId, SessionId, UnitId } from '../../../../database/column-types.ts';
import type { Temporal } from 'temporal-polyfill';
import { sessionLimits, type Actor, type Context, type SignInMethod } from '../access/index.ts';
import { record } from '../activity-log/index.ts';
import type { Application } from '../platform/context.ts';
import { nobody, timestamp, type Tx } from '../platform/database.ts';
import { NotFound } from '../platform/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';

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
	vouched?: Vouched;
}

/** What an identity provider vouched for. */
export interface Vouched {
	/** The provider's own names for the person and for its session, by which it may end ours. */
	subject: string;
	session: string | null;
	idToken: string | null;
	/** When they proved to the provider who they are, which may be hours ago. */
	at: Temporal.Instant;
}

/** What a session keeps of how its person proved who they are. */
function proofOf(
	{ method, provider = null, vouched }: Pick<SignIn, 'method' | 'provider' | 'vouched'>,
	now: Temporal.Instant
) {
	return {
		signedInAt: (vouched?.at ?? now).toString(),
		method,
		provider,
		providerSubject: vouched?.subject ?? null,
		providerSession: vouched?.session ?? null,
		idToken: vouched?.idToken ?? null
	};
}

/** Begins a session, and logs it. @returns the cookie's value; only its hash is stored */
export async function beginSession({ db, clock }: Application, signIn: SignIn): Promise<string> {
	const { personId, municipalityId, method, provider = null, address, device } = signIn;
	const token = newSecret();
	const sessionId = newId<SessionId>();
	const now = clock.now();
	await db.transaction({ ...nobody, personId, municipalityId }, async (tx) => {
		await tx
			.insertInto('session')
			.values({
				id: sessionId,
				personId,
				tokenHash: hashOfSecret(token),
				createdAt: now.toString(),
				lastSeenAt: now.toString(),
				...proofOf(signIn, now),
				address,
				device: device?.slice(0, 300) ?? null
			})
			.execute();
		await record(
			tx,
			{ actor: { personId, municipalityId, sessionId }, address, now: () => now },
			{
				action: 'session.began',
				subjectKind: 'session',
				subjectId: sessionId,
				details: { method, provider }
			}
		);
	});
	return token;
}

/** The same person proved again who they are. @returns the cookie's new value; the one before is worth nothing from now on */
export async function renewSession(
	{ db, clock }: Application,
	actor: Actor,
	how: Pick<SignIn, 'method' | 'provider' | 'address' | 'vouched'>
): Promise<string> {
	const token = newSecret();
	const now = clock.now();
	const scope = { ...nobody, personId: actor.personId, municipalityId: actor.municipalityId };
	await db.transaction(scope, async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('session')
			.set({
				tokenHash: hashOfSecret(token),
				previousTokenHash: null,
				mustRotate: false,
				// proved with a password, a session that a provider began is still the provider's to end
				...(how.vouched ? proofOf(how, now) : { signedInAt: now.toString(), method: how.method })
			})
			.where('id', '=', actor.sessionId)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) throw new NotFound();
		await record(
			tx,
			{ actor, address: how.address, now: () => now },
			{
				action: 'session.renewed',
				subjectKind: 'session',
				subjectId: actor.sessionId,
				details: { method: how.method, provider: how.provider ?? null }
			}
		);
	});
	return token;
}

/** Ends the session that the actor acts in, at once and everywhere. */
export async function endSession({ transaction, ...context }: Context): Promise<void> {
	await transaction((tx) => endAndRecord(tx, context, [context.actor.sessionId]));
}

async function endAndRecord(
	tx: Tx,
	context: Omit<Context, 'transaction'>,
	sessionIds: readonly SessionId[]
): Promise<void> {
	if (sessionIds.length === 0) return;
	const ended = await tx
		.updateTable('session')
		.set({ endedAt: context.now().toString(), idToken: null })
		.where('id', 'in', sessionIds)
		.where('personId', '=', context.actor.personId)
		.where('endedAt', 'is', null)
		.returning('id')
		.execute();
	for (const { id } of ended) {
		await record(tx, context, { action: 'session.ended', subjectKind: 'session', subjectId: id });
	}
}

/** A place where the actor is signed in. */
export interface OwnSession {
	id: SessionId;
	isThis: boolean;
	method: SignInMethod;
	createdAt: Temporal.Instant;
	lastSeenAt: Temporal.Instant;
	address: string | null;
	device: string | null;
}

async function ownSessions(tx: Tx, { actor, now }: Pick<Context, 'actor' | 'now'>): Promise<OwnSession[]> {
	const hours = (limit: string) => Number.parseInt(limit, 10);
	const rows = await tx
		.selectFrom('session')
		.select(['id', 'method', 'createdAt', 'lastSeenAt', 'address', 'device'])
		.where('personId', '=', actor.personId)
		.where('endedAt', 'is', null)
		.where('lastSeenAt', '>', timestamp(now().subtract({ hours: hours(sessionLimits.idle) })))
		.where('createdAt', '>', timestamp(now().subtract({ hours: hours(sessionLimits.absolute) })))
		.orderBy('lastSeenAt', 'desc')
		.execute();
	return rows.map((row) => ({
		...row,
		method: row.method as SignInMethod,
		isThis: row.id === actor.sessionId
	}));
}

/** Where the actor is signed in now: this session first, then the one used last. */
export async function listOwnSessions(context: Context): Promise<OwnSession[]> {
	const all = await context.transaction((tx) => ownSessions(tx, context));
	return all.toSorted((a, b) => Number(b.isThis) - Number(a.isThis));
}

/** Ends one of the actor's sessions, or all but this one. Of what is not theirs nothing happens. */
export async function endOwnSessions(context: Context, which: string | 'others'): Promise<void> {
	await context.transaction((tx) => endOwnSessionsIn(tx, context, which));
}

/** The same in a transaction that does more: changing the password. */
export async function endOwnSessionsIn(tx: Tx, context: Context, which: string | 'others'): Promise<void> {
	if (which !== 'others') {
		if (isId<SessionId>(which)) await endAndRecord(tx, context, [which]);
		return;
	}
	const others = (await ownSessions(tx, context)).filter(({ isThis }) => !isThis);
	await endAndRecord(
		tx,
		context,
		others.map(({ id }) => id)
	);
}

/** The key of the identity provider by which the actor's session began; null for another way. */
export async function findOwnProvider({ actor, transaction }: Context): Promise<string | null> {
	const row = await transaction((tx) =>
		tx.selectFrom('session').select('provider').where('id', '=', actor.sessionId).executeTakeFirst()
	);
	return row?.provider ?? null;
}

/** The language in which the actor is written to. */
export async function setOwnLocale({ actor, transaction }: Context, locale: 'sv' | 'en'): Promise<void> {
	await transaction((tx) =>
		tx.updateTable('person').set({ locale }).where('id', '=', actor.personId).execute()
	);
}
