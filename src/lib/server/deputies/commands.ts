import { Temporal } from 'temporal-polyfill';
import type { Context } from '../access/index.ts';
import { require } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { dateIn } from '../platform/working-days.ts';
import { mayEnd, mayName, problemWith, type CandidateProblem } from './access.ts';
import { periodProblem, type NameDeputyInput, type PeriodProblem } from './forms.ts';
import * as queries from './queries.ts';

/** What naming answers. Nothing was written unless `ok`. */
export type NamingOutcome =
	| { ok: true }
	| (PeriodProblem & { ok: false })
	| { ok: false; field: 'person'; problem: CandidateProblem }
	| { ok: false; field: 'from'; problem: 'taken' };

/**
 * A manager names who stands in for them at one of their units, from today on and for a year at most. One at a time, so that it
 * is clear who acts. The same form sent twice is refused as taken, by the one who was just named.
 * @throws Forbidden
 */
export async function nameDeputy(context: Context, input: NameDeputyInput): Promise<NamingOutcome> {
	const { actor, now } = context;
	require(mayName(actor, input.unit));
	const wrong = periodProblem(input, now());
	if (wrong) return { ok: false, ...wrong };
	return context.transaction(async (tx) => {
		const candidate = await queries.findCandidate(tx, input.person, input);
		const problem = candidate ? problemWith(candidate, actor.personId, input.unit) : 'notActive';
		if (problem) return { ok: false, field: 'person', problem };
		if (await queries.isTaken(tx, actor.personId, input)) {
			return { ok: false, field: 'from', problem: 'taken' };
		}
		const id = await queries.insertPeriod(tx, context, input);
		await activityLog.record(tx, context, {
			action: 'deputy.named',
			subjectKind: 'assignment',
			subjectId: id,
			by: { role: 'lineManager', deputyForId: null },
			details: { personId: input.person, unitId: input.unit, from: input.from, to: input.to }
		});
		return { ok: true };
	});
}

/**
 * Ends a deputy's period now: what was to come never begins, and what runs is over with the deputy's next request.
 * Ending what has ended already changes nothing.
 * @throws NotFound
 */
export async function endDeputy(context: Context, id: string): Promise<void> {
	await context.transaction(async (tx) => {
		const period = await queries.lockPeriod(tx, id);
		require(mayEnd(context.actor, period));
		const { validFrom, validTo, personId, unitId } = period!;
		const today = dateIn(context.now()).toString();
		if (validTo! < today || validTo! < validFrom) return;
		// days are inclusive, so yesterday is the last one; a period that begins today or later becomes empty
		const first = validFrom < today ? today : validFrom;
		const lastDay = Temporal.PlainDate.from(first).subtract({ days: 1 }).toString();
		await tx.updateTable('assignment').set({ validTo: lastDay }).where('id', '=', id).execute();
		await activityLog.record(tx, context, {
			action: 'deputy.ended',
			subjectKind: 'assignment',
			subjectId: id,
			by: { role: 'lineManager', deputyForId: null },
			details: { personId, unitId }
		});
	});
}
