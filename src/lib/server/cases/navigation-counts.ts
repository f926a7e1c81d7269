import { sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { dateIn } from '../platform/working-days.ts';

/** What waits for the actor, for the numbers in the menu. One query, since every page asks it. */
export async function countForNavigation(context: Context): Promise<{
	/** Open cases that are the actor's to act on. */
	handled: number;
	/** Cases that somebody gave the actor to read. */
	shared: number;
	/** Those of them that need the actor now: not contacted yet, or past what was promised. */
	cases: number;
	overdueMeasures: number;
	/** Messages to the actor about their own reports. */
	unreadMessages: number;
	unreadNotices: number;
}> {
	const me = context.actor.personId;
	const now = context.now();
	const today = dateIn(now).toString();
	const { rows } = await context.transaction((tx) =>
		sql<{
			handled: number;
			shared: number;
			cases: number;
			overdueMeasures: number;
			unreadMessages: number;
			unreadNotices: number;
		}>`
		select
			(select count(*) from case_file
				where handler_id = any ((select array[${me}::uuid] || app_units('deputised'))::uuid[])
				and app_answers_for_case(case_file)
				and status not in ('closed', 'transferred', 'notUndueInfluence')) as handled,
			(select count(*) from case_file where id = any ((select app_shared_cases())::uuid[])
				and app_reads_case(case_file)) as shared,
			(select count(*) from case_file
				where handler_id = any ((select array[${me}::uuid] || app_units('deputised'))::uuid[])
				and app_answers_for_case(case_file)
				and status not in ('closed', 'transferred', 'notUndueInfluence')
				and (first_contact_at is null or next_due_at < ${now.toString()})) as cases,
			(select count(*) from measure where owner_id = ${me} and done_at is null and cancelled_at is null
				and due_date < ${today}) as overdue_measures,
			(select count(*) from case_message m join case_file c on c.id = m.case_id
				where (c.reporter_id = ${me} or c.affected_person_id = ${me})
				and not m.from_reporter and m.author_id <> ${me} and m.read_at is null) as unread_messages,
			(select count(*) from notice where recipient_id = ${me} and read_at is null) as unread_notices`.execute(tx)
	);
	return rows[0]!;
}
