import type { Temporal } from 'temporal-polyfill';
import type { Application } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { scopeOf, type Actor } from './actor.ts';

/** Everything that a use case may depend on: who, when and where. Commands and views take it first. */
export interface Context {
	actor: Actor;
	now(): Temporal.Instant;
	/** One transaction as the actor. All of it happens, or none of it. */
	transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The context of one request. */
export function contextFor({ db, clock }: Application, actor: Actor): Context {
	const scope = scopeOf(actor);
	return {
		actor,
		now: () => clock.now(),
		transaction: (work) => db.transaction(scope, work)
	};
}
