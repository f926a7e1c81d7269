import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../access/context.ts';
import { require } from '../access/decision.ts';
import { findIncident, formatNumber, mayIncident, type IncidentId } from '../incidents/index.ts';
import { formatDateTime, type DateLocale } from '../platform/swedish-dates.ts';

/** Somebody who has read the actor's own case, in one capacity. */
export interface CaseReader {
	/** measure: only a measure that came of it. log: they reviewed who had read, and did not open the case. */
	what: 'case' | 'measure' | 'log';
	/** Null: protected personal data, or named as a function (`log`). */
	name: string | null;
	role: string | null;
	/** Undefined: as themselves. Null: on behalf of somebody with protected personal data. */
	onBehalfOf: string | null | undefined;
	firstAt: string;
	firstText: string;
	lastAt: string;
	lastText: string;
	times: number;
}

interface ReaderRow {
	name: string | null;
	role: string | null;
	onBehalfOf: string | null;
	isForAnother: boolean;
	what: CaseReader['what'];
	firstAt: Temporal.Instant;
	lastAt: Temporal.Instant;
	times: number;
}

/**
 * 'Vem har läst mitt ärende?': everybody else who has read it, the latest first. The database answers only for one's own
 * (migration 0014), and leaves out the names that may not be shown.
 *
 * @throws NotFound unless the actor reported it or was exposed
 */
export async function viewReaders(
	context: Context,
	id: IncidentId,
	locale: DateLocale
): Promise<{ number: string; readers: CaseReader[] }> {
	return context.transaction(async (tx) => {
		const incident = await findIncident(tx, id);
		require(mayIncident(context.actor, 'readOwn', incident));
		const { rows } = await sql<ReaderRow>`select * from readers_of_own_incident(${id})`.execute(tx);
		return {
			number: formatNumber(incident!.year!, incident!.number!),
			readers: rows.map(({ what, name, role, onBehalfOf, isForAnother, firstAt, lastAt, times }) => ({
				what,
				name,
				role,
				onBehalfOf: isForAnother ? onBehalfOf : undefined,
				firstAt: firstAt.toString(),
				firstText: formatDateTime(firstAt, locale),
				lastAt: lastAt.toString(),
				lastText: formatDateTime(lastAt, locale),
				times
			}))
		};
	});
}
