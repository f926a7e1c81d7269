/** How somebody wants to be told: their own choice, and nobody else's. */
import * as v from 'valibot';
import type { Context } from '../access/context.ts';
import { allowedWays, topicsFor, ways, type NoticeChoice, type Way } from './choice.ts';
import { topics, type Topic } from './kinds.ts';
import { choiceOf } from './mail-queries.ts';

/** A topic on the page of choices. */
interface TopicChoice {
	topic: Topic;
	way: Way;
	/** What may be chosen; one only: the role requires it. */
	allowed: readonly Way[];
}

/** The actor's own choice, for the topics that concern them. */
export async function viewOwnChoice(
	context: Context
): Promise<Omit<NoticeChoice, 'topics'> & { topics: TopicChoice[] }> {
	const row = await context.transaction((tx) =>
		tx
			.selectFrom('noticeChoice')
			.select(['topics', 'quietFrom', 'quietTo', 'digestHour'])
			.where('personId', '=', context.actor.personId)
			.executeTakeFirst()
	);
	const choice = choiceOf({
		topics: (row?.topics as NoticeChoice['topics'] | undefined) ?? null,
		quietFrom: row?.quietFrom ?? null,
		quietTo: row?.quietTo ?? null,
		digestHour: row?.digestHour ?? null
	});
	const roles = context.actor.roles.map(({ role }) => role);
	return {
		...choice,
		topics: topicsFor(roles).map((topic) => {
			const allowed = allowedWays(topic, roles);
			const wanted = choice.topics[topic] ?? 'whenNeeded';
			return { topic, allowed, way: allowed.includes(wanted) ? wanted : allowed.at(-1)! };
		})
	};
}

const hour = v.pipe(v.string('required'), v.regex(/^(\d|1\d|2[0-3])$/, 'unknownChoice'), v.transform(Number));
const way = v.optional(v.picklist(ways, 'unknownChoice'));

/** The form: a way per topic (`way_<topic>`), the quiet hours or none, the hour of the day's mail. */
export const choiceSchema = v.pipe(
	v.object({
		...(Object.fromEntries(topics.map((topic) => [`way_${topic}`, way])) as Record<
			`way_${Topic}`,
			typeof way
		>),
		quietFrom: v.optional(v.union([v.literal(''), hour], 'unknownChoice'), ''),
		quietTo: v.optional(v.union([v.literal(''), hour], 'unknownChoice'), ''),
		digestHour: hour
	}),
	v.forward(
		v.partialCheck(
			[['quietFrom'], ['quietTo']],
			({ quietFrom, quietTo }) => (quietFrom === '') === (quietTo === ''),
			'required'
		),
		['quietTo']
	)
);

/** Keeps the actor's own choice. What their role requires is not chosen away, whatever the form says. */
export async function saveOwnChoice(
	context: Context,
	form: v.InferOutput<typeof choiceSchema>
): Promise<void> {
	const { actor, now } = context;
	const roles = actor.roles.map(({ role }) => role);
	const chosen = topicsFor(roles).flatMap((topic) => {
		const wanted = form[`way_${topic}`];
		return wanted && allowedWays(topic, roles).includes(wanted) ? [[topic, wanted] as const] : [];
	});
	const values = {
		topics: JSON.stringify(Object.fromEntries(chosen)),
		quietFrom: form.quietFrom === '' ? null : form.quietFrom,
		quietTo: form.quietTo === '' ? null : form.quietTo,
		digestHour: form.digestHour,
		updatedAt: now().toString()
	};
	await context.transaction((tx) =>
		tx
			.insertInto('noticeChoice')
			.values({ personId: actor.personId, municipalityId: actor.municipalityId, ...values })
			.onConflict((conflict) => conflict.column('personId').doUpdateSet(values))
			.execute()
	);
}
