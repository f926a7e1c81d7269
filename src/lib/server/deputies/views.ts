import { Temporal } from 'temporal-polyfill';
import type { UnitId } from '../../../../database/column-types.ts';
import type { Actor, Context } from '../access/index.ts';
import * as activityLog from '../activity-log/index.ts';
import { peopleOf, type ShownPerson } from '../organisation/index.ts';
import { Forbidden } from '../platform/errors.ts';
import type { Tx } from '../platform/database.ts';
import { formatDate, type DateLocale } from '../platform/swedish-dates.ts';
import { dateIn } from '../platform/working-days.ts';
import { conflictingRoles, ownPosts } from './access.ts';
import { listChoices, listPeriods, mostChoices, type Choice } from './queries.ts';

/** One period, from the side of the manager (who stands in) or of the deputy (for whom). */
export interface PeriodView {
	id: string;
	person: ShownPerson;
	unitName: string;
	fromText: string;
	toText: string;
	state: 'now' | 'coming' | 'earlier' | 'takenBack';
}

/** Whom the actor stands in for now, and until when. */
export interface StandingIn {
	person: ShownPerson;
	unitName: string;
	toText: string;
}

/** Whether an actor has anything to do with deputies: as a manager who may name one, or as one. */
export function concernsDeputies(actor: Actor): boolean {
	return ownPosts(actor).length > 0 || actor.roles.some(({ deputyForId }) => deputyForId !== null);
}

/**
 * The actor's deputies, and those they stand in for.
 * @param name what was typed to find somebody; '' shows those who are near
 * @throws Forbidden when they neither may name one nor ever stood in
 */
export async function viewDeputies(context: Context, name: string, locale: DateLocale) {
	const { actor, now } = context;
	const today = dateIn(now());
	return context.transaction(async (tx) => {
		const named = await listPeriods(tx, 'deputyForId', actor.personId);
		const own = await listPeriods(tx, 'personId', actor.personId);
		const posts = ownPosts(actor);
		if (posts.length === 0 && named.length === 0 && own.length === 0) throw new Forbidden();
		const person = await peopleOf(tx, [
			...named.map(({ personId }) => personId),
			...own.map(({ deputyForId }) => deputyForId)
		]);
		const choices =
			posts.length === 0
				? []
				: await listChoices(tx, context, {
						unitIds: posts.map(({ id }) => id),
						name,
						withoutRoles: conflictingRoles,
						today: today.toString()
					});
		const shown = [
			...named.map(({ personId }) => personId),
			...own.map(({ deputyForId }) => deputyForId),
			...choices.map(({ id }) => id)
		];
		await activityLog.recordProtectedPeople(tx, context, shown);
		const view = (
			{ id, unitName, validFrom, validTo }: (typeof named)[number],
			shown: ShownPerson
		): PeriodView => ({
			id,
			person: shown,
			unitName,
			...datesOf(validFrom, validTo!, locale),
			state: stateOf(validFrom, validTo!, today.toString())
		});
		return {
			posts,
			name,
			named: named.map((period) => view(period, person(period.personId))),
			standsInFor: own.map((period) => view(period, person(period.deputyForId!))),
			choices: groupChoices(choices, posts, name),
			hasMore: choices.length === mostChoices,
			today: today.toString(),
			lastDay: today.add({ years: 2 }).toString()
		};
	});
}

/** Whom the actor stands in for today, for a line on the pages where it matters. */
export async function listStandingIn(
	tx: Tx,
	{ actor, now }: Context,
	locale: DateLocale
): Promise<StandingIn[]> {
	if (!actor.roles.some(({ deputyForId }) => deputyForId !== null)) return [];
	const today = dateIn(now()).toString();
	const periods = (await listPeriods(tx, 'personId', actor.personId)).filter(
		({ validFrom, validTo }) => stateOf(validFrom, validTo!, today) === 'now'
	);
	const person = await peopleOf(
		tx,
		periods.map(({ deputyForId }) => deputyForId)
	);
	return periods.map(({ deputyForId, unitName, validFrom, validTo }) => ({
		person: person(deputyForId!),
		unitName,
		toText: datesOf(validFrom, validTo!, locale).toText
	}));
}

function stateOf(from: string, to: string, today: string): PeriodView['state'] {
	if (to < from) return 'takenBack';
	if (to < today) return 'earlier';
	return from > today ? 'coming' : 'now';
}

function datesOf(from: string, to: string, locale: DateLocale): { fromText: string; toText: string } {
	const text = (day: string) => formatDate(Temporal.PlainDate.from(day), locale);
	return { fromText: text(from), toText: text(to) };
}

/** In the order of the list: at the manager's units, then the others; a search is one list. */
function groupChoices(choices: readonly Choice[], posts: readonly { id: UnitId }[], name: string) {
	const isHere = ({ unitId }: Choice) => posts.some(({ id }) => id === unitId);
	if (name !== '') return [{ group: 'found' as const, choices: [...choices] }];
	return [
		{ group: 'here' as const, choices: choices.filter(isHere) },
		{ group: 'near' as const, choices: choices.filter((choice) => !isHere(choice)) }
	].filter((group) => group.choices.length > 0);
}
