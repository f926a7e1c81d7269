/**
 * Those who were sent to an identity provider and are expected back: once, within ten minutes, in the same browser. The two
 * secrets (the `state` that travels by the provider, the cookie that stays in the browser) are never stored, only their hashes.
 */
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { SessionId } from '../../../../database/column-types.ts';
import type { Temporal } from 'temporal-polyfill';
import type { Application } from '../platform/context.ts';
import { hashOfSecret, newSecret } from '../platform/secrets.ts';
import { readStored, type Identity, type StoredIdentity } from './identity.ts';

/** How long somebody may take at the provider. The functions of migration 0011 say the same. */
export const attemptSeconds = 600;

/** The two secrets of an attempt. */
export interface Attempt {
	state: string;
	/** The cookie's value. */
	browser: string;
}

/** What was remembered of it. */
export interface TakenAttempt extends Attempt {
	/** The session whose person proves again who they are; null for a new one. */
	sessionId: SessionId | null;
	/** A path of ours to go on to. */
	to: string;
	beganAt: Temporal.Instant;
	/** SAML only: what the provider's verified answer said. */
	identity: Identity | null;
}

/** Whether a text from outside can be one of those secrets. */
export const isSecret = (text: unknown): text is string =>
	typeof text === 'string' && /^[\w-]{43}$/.test(text);

/** What else an attempt needs kept secret (nonce, PKCE verifier): from both halves, so that nothing more is stored. */
export function derivedSecret({ state, browser }: Attempt, purpose: 'nonce' | 'pkce'): string {
	return createHmac('sha256', browser).update(`${purpose}:${state}`).digest('base64url');
}

/** Remembers somebody who is sent away. @param browser the cookie's value, new or as it was */
export async function beginAttempt(
	{ db, clock }: Application,
	provider: string,
	browser: string,
	{ to, sessionId }: { to: string; sessionId: SessionId | null }
): Promise<Attempt> {
	const state = newSecret();
	await db.ask((ask) =>
		sql`select begin_sign_in(${hashOfSecret(state)}, ${hashOfSecret(browser)}, ${provider}, ${sessionId}, ${to},
			${clock.now().toString()})`.execute(ask)
	);
	return { state, browser };
}

/** When the attempt with this hash began; null when nobody waits for an answer to it. */
export async function attemptBegan(
	{ db, clock }: Application,
	provider: string,
	stateHash: Buffer
): Promise<Temporal.Instant | null> {
	const { rows } = await db.ask((ask) =>
		sql<{ began: Temporal.Instant | null }>`
			select sign_in_began(${stateHash}, ${provider}, ${clock.now().toString()}) as began`.execute(ask)
	);
	return rows[0]?.began ?? null;
}

/** Takes what was remembered, which is then gone: of two who come with the same, one gets it. */
export async function takeAttempt(
	{ db, clock }: Application,
	provider: string,
	attempt: Attempt
): Promise<TakenAttempt | undefined> {
	const { state, browser } = attempt;
	const { rows } = await db.ask((ask) =>
		sql<{
			sessionId: SessionId | null;
			toPath: string;
			createdAt: Temporal.Instant;
			identity: StoredIdentity | null;
		}>`
			select * from take_sign_in(${hashOfSecret(state)}, ${hashOfSecret(browser)}, ${provider}, ${clock.now().toString()})`.execute(
			ask
		)
	);
	const row = rows[0];
	if (!row) return undefined;
	const { sessionId, toPath, createdAt, identity } = row;
	return {
		...attempt,
		sessionId,
		to: toPath,
		beganAt: createdAt,
		identity: identity && readStored(identity)
	};
}
