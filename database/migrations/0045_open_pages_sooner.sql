-- What waits for somebody stands in the menu of every page, and planning it with row-level security took longer than most pages.
-- Planned once per connection, with the rights of who asks, so that row-level security answers.
create function count_waiting(at timestamptz, today date, out handled bigint, out shared bigint, out cases bigint,
		out overdue_measures bigint, out unread_messages bigint, out unread_notices bigint)
	language plpgsql stable set plan_cache_mode = force_generic_plan
	as $$
declare
	me uuid := app_person();
begin
	select count(*), count(*) filter (where c.first_contact_at is null or c.next_due_at < at) into handled, cases
		from case_file c
		where c.handler_id = any ((select array[me] || app_units('deputised'))::uuid[])
			and app_answers_for_case(c) and c.status not in ('closed', 'transferred', 'notUndueInfluence');
	shared := (select count(*) from case_file c
		where c.id = any ((select app_shared_cases())::uuid[]) and app_reads_case(c));
	overdue_measures := (select count(*) from measure m
		where m.owner_id = me and m.done_at is null and m.cancelled_at is null and m.due_date < today);
	unread_messages := (select count(*) from case_message m join case_file c on c.id = m.case_id
		where (c.reporter_id = me or c.affected_person_id = me)
			and not m.from_reporter and m.author_id <> me and m.read_at is null);
	unread_notices := (select count(*) from notice n where n.recipient_id = me and n.read_at is null);
end $$;

-- Own cases are found by their reporter (by whom they are about: 0043); every page looked through all of them.
create index on case_file (reporter_id);

-- With the rights of who asks, so that row-level security answers. Found by its key: comparing as text read every record instead.
create function knows_lex_sarah(wanted uuid) returns boolean language plpgsql stable
	as $$
begin
	return exists (select from lex_sarah_record r where r.id = wanted);
end $$;
alter policy asked_in_confidence on reminder
	using (case
		when kind in ('supportAsked', 'statementSoon', 'statementLate')
			then exists (select from case_file c where c.id = case_id and app_reads_notes(c))
		when kind in ('lexSarahStartLate', 'lexSarahIvoLate')
			then knows_lex_sarah(subject::uuid)
		else true end);
