import type { Temporal } from 'temporal-polyfill';
import type { UnitId } from '../../../../database/column-types.ts';
import type { Application, ReferenceKey } from '../platform/context.ts';
import { nobody, type Tx } from '../platform/database.ts';
import { scopeOf, type Actor } from './actor.ts';

/** Everything that a use case may depend on: who, when and where. Commands and views take it first. */
export interface Context {
	actor: Actor;
	/** Where the request came from, for the log: the address as the server saw it. */
	address: string | null;
	/** By which references to the case system are compared; null: they are not. */
	referenceKey: ReferenceKey | null;
	now(): Temporal.Instant;
	/** One transaction as the actor. All of it happens, or none of it. */
	transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The same for another system that acts on its own (an identity system that provisions people, a change that was planned). */
export interface SystemContext extends Omit<Context, 'actor' | 'referenceKey'> {
	actor: { personId: null; sessionId: null; municipalityId: UnitId };
}

/** The context of one request. */
export function contextFor(
	{ db, clock, referenceKey = null }: Application,
	actor: Actor,
	address: string | null = null
): Context {
	const scope = scopeOf(actor);
	return {
		actor,
		address,
		referenceKey,
		now: () => clock.now(),
		transaction: (work) => db.transaction(scope, work)
	};
}

/** The context of another system: it may administer the organisation of one municipality, and nothing else. */
export function contextForSystem(
	{ db, clock }: Application,
	municipalityId: UnitId,
	address: string | null = null
): SystemContext {
	const scope = {
		...nobody,
		municipalityId,
		roles: ['systemAdministrator']
	};
	return {
		actor: { personId: null, sessionId: null, municipalityId },
		address,
		now: () => clock.now(),
		transaction: (work) => db.transaction(scope, work)
	};
}
