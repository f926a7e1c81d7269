-- A duty that nobody has decided waits, whatever became of its case: it is reminded of and counted. Reports of one event are judged together.

-- Duties of a report that was merged into another one.
alter table duty add column carried_by uuid references case_file (id);
comment on column duty.carried_by is
	'The main case in which the same duty is decided, since this report was merged into it. Empty: decided here. Written by carry_duties().';

create function is_waiting(d duty) returns boolean language sql immutable parallel safe
	as $$ select d.state in ('open', 'awaitingSecond') and d.ceased_at is null and d.carried_by is null $$;

-- Those that wait are few, among all that were decided.
drop index duty_undecided;
create index duty_undecided on duty (case_id)
	where state in ('open', 'awaitingSecond') and ceased_at is null and carried_by is null;

-- Whether something waits in a case that the actor may read.
create function has_duties_waiting(wanted uuid) returns boolean language sql stable parallel safe
	as $$ select exists (select from duty d where d.case_id = wanted and is_waiting(d)) $$;

-- Duties of a merged report that wait in the main case as well are decided there; the others stay with the report, and are reminded of.
create function carry_duties(duplicate uuid, keys text[]) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	perform from case_file c where c.id = duplicate
		and (c.reporter_id = app_person() or c.affected_person_id = app_person() or app_reads_case(c));
	if not found then raise exception 'not a case of the actor' using errcode = 'insufficient_privilege'; end if;
	update duty d set carried_by = c.merged_into_id
		from case_file c
		where c.id = duplicate and d.case_id = c.id and d.key = any (keys) and is_waiting(d)
			and exists (select from duty main where main.case_id = c.merged_into_id and main.key = d.key and is_waiting(main));
	-- what the law asks for of an event is not put off by a merge
	update duty main set started_at = d.started_at
		from duty d
		where d.case_id = duplicate and d.carried_by = main.case_id and d.key = main.key and d.started_at < main.started_at
			and is_waiting(main);
end $$;
revoke all on function carry_duties(uuid, text[]) from public;
grant execute on function carry_duties(uuid, text[]) to opaverkad_app;

-- Reports that were merged before this. What concerns one person each is decided for each of them.
update duty d set carried_by = c.merged_into_id
	from case_file c
	where c.id = d.case_id and is_waiting(d) and d.key not in ('fkInjury', 'support', 'privacyHelp')
		and exists (select from duty main where main.case_id = c.merged_into_id and main.key = d.key and is_waiting(main));

-- A case that stands by itself again decides its own.
create function release_duties() returns trigger
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	update duty d set carried_by = null where d.case_id = new.id and d.carried_by is not null;
	return null;
end $$;
revoke all on function release_duties() from public;
create trigger release_duties after update of merged_into_id on case_file for each row
	when (old.merged_into_id is not null and new.merged_into_id is null) execute function release_duties();

-- Reports of one event that were merged, for whoever may know of one of them: the rules judge their facts together, whoever adds to which
-- report. Nothing of these is shown. Empty when the case was not merged.
create function merged_cases(wanted uuid) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select one.id from case_file c join case_file one
			on coalesce(c.merged_into_id, c.id) in (one.id, one.merged_into_id)
		where c.id = wanted and c.municipality_id = app_municipality()
			and (c.reporter_id = app_person() or c.affected_person_id = app_person() or app_reads_case(c))
			and (c.merged_into_id is not null or exists (select from case_file m where m.merged_into_id = c.id))
		order by one.reported_at, one.id
	$$;
revoke all on function merged_cases(uuid) from public;
create function case_files_of_event(wanted uuid) returns setof case_file
	language sql stable security definer set search_path = public, pg_temp
	as $$ select c.* from case_file c where c.id in (select merged_cases(wanted)) order by c.reported_at, c.id $$;
revoke all on function case_files_of_event(uuid) from public;
grant execute on function case_files_of_event(uuid) to opaverkad_app;
create function incidents_of_event(wanted uuid) returns setof incident
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select i.* from incident i join case_file c on c.incident_id = i.id where c.id in (select merged_cases(wanted))
	$$;
revoke all on function incidents_of_event(uuid) from public;
grant execute on function incidents_of_event(uuid) to opaverkad_app;
create function additions_of_event(wanted uuid) returns setof incident_addition
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select a.* from incident_addition a join case_file c on c.incident_id = a.incident_id
		where c.id in (select merged_cases(wanted)) order by a.created_at, a.id
	$$;
revoke all on function additions_of_event(uuid) from public;
grant execute on function additions_of_event(uuid) to opaverkad_app;

drop function cases_to_remind(timestamptz);
create function cases_to_remind(at timestamptz) returns table (
		case_id uuid, unit_path uuid[], handler_id uuid, handler_is_active boolean, affected_person_id uuid,
		excluded_person_ids uuid[], kept_out_by_merge uuid[], shared_with uuid[], is_imported boolean, status text, reported_at timestamptz,
		contact_due_at timestamptz, first_contact_at timestamptz, reopened_at timestamptz, assessed_at timestamptz,
		undue_influence text, measures jsonb, duties jsonb, aftercare jsonb, threats jsonb, incident_id uuid, support_answered text[],
		statements jsonb, requests jsonb, made jsonb, is_cared_for_elsewhere boolean)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select c.id, c.unit_path, c.handler_id, coalesce(h.is_active, false), c.affected_person_id,
			c.excluded_person_ids, c.kept_out_by_merge, c.shared_with, i.origin = 'import', c.status, c.reported_at,
			c.contact_due_at, c.first_contact_at, c.reopened_at, c.assessed_at, c.undue_influence,
			coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'ownerId', m.owner_id, 'createdAt', m.created_at,
					'dueDate', m.due_date, 'doneAt', m.done_at, 'cancelledAt', m.cancelled_at, 'evaluatedAt', m.evaluated_at))
				from measure m where m.case_id = c.id), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('key', d.key, 'ruleVersion', d.rule_version, 'startedAt', d.started_at))
				from duty d where d.case_id = c.id and is_waiting(d)), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'outcome', s.outcome, 'postponedTo', s.postponed_to)
					order by s.recorded_at, s.id)
				from aftercare_step s where s.case_id = c.id), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'requestedAt', t.requested_at, 'reviewDate', t.review_date))
				from (select q.id, q.requested_at, null::date as review_date from threat_request q
						where q.case_id = c.id and q.answered_at is null and q.withdrawn_at is null
					union all
					select a.id, a.made_at, a.review_date from threat_assessment a
						where a.case_id = c.id and a.replaced_at is null and a.review_date is not null) t), '[]'),
			c.incident_id, array(select a.step from support_answer a where a.case_id = c.id),
			coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'personId', s.person_id, 'askedAt', s.asked_at, 'dueDate', s.due_date))
				from statement_request s join case_file f on f.id = s.case_id
				where c.id in (f.id, f.merged_into_id) and c.merged_into_id is null
					and s.sent_at is null and s.declined_at is null and s.withdrawn_at is null), '[]'),
			-- the duty to answer reminds of a request as long as it is open; of what comes after it, the request does
			coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'requestedAt', q.requested_at))
				from safety_request q join case_file f on f.id = q.case_id
				where c.id in (f.id, f.merged_into_id) and c.merged_into_id is null and q.answered_at is null
					and not exists (select from duty d where d.case_id in (c.id, f.id) and d.key = 'safetyRepresentativeRequest'
						and is_waiting(d))), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'subject', r.subject, 'step', r.step, 'dueAt', r.due_at))
				from reminder r where r.case_id = c.id), '[]'),
			-- the same person in another report of the event: they are looked after once, in the main case or else the first report
			exists (select from case_file o where o.affected_person_id = c.affected_person_id
				and (o.id = c.merged_into_id or o.merged_into_id = c.merged_into_id and o.id < c.id))
		from case_file c
			join incident i on i.id = c.incident_id
			left join person h on h.id = c.handler_id
		where c.municipality_id = app_municipality()
			and (c.status not in ('closed', 'transferred', 'notUndueInfluence')
					-- a follow-up is told of in the morning of its day, or of the working day before
					and (c.next_due_at < at + interval '8 days'
						or exists (select from measure m where m.case_id = c.id and m.done_at is null and m.cancelled_at is null
							and m.due_date <= (at at time zone 'Europe/Stockholm')::date + 8)
						or exists (select from statement_request s join case_file f on f.id = s.case_id
							where c.id in (f.id, f.merged_into_id)
								and s.sent_at is null and s.declined_at is null and s.withdrawn_at is null))
				-- a duty does not end with the case; what the facts raised longer ago than this is no longer reminded of
				or exists (select from duty d where d.case_id = c.id and is_waiting(d)
					and (d.raised_by_hand or d.started_at > at - interval '91 days'
						or c.status not in ('closed', 'transferred', 'notUndueInfluence')))
				-- looking after somebody goes on after the case is closed, for as long as anybody is reminded of it
				or c.status not in ('transferred', 'notUndueInfluence') and c.reported_at > at - interval '91 days'
				-- a representative waits for an answer, whatever became of the case
				or c.merged_into_id is null and exists (select from safety_request q join case_file f on f.id = q.case_id
					where c.id in (f.id, f.merged_into_id) and q.answered_at is null)
				-- and a threat does not end with the case
				or exists (select from threat_request q
					where q.case_id = c.id and q.answered_at is null and q.withdrawn_at is null)
				or exists (select from threat_assessment a where a.case_id = c.id and a.replaced_at is null
					and a.review_date <= (at at time zone 'Europe/Stockholm')::date + 8));
end $$;
revoke all on function cases_to_remind(timestamptz) from public;
grant execute on function cases_to_remind(timestamptz) to opaverkad_app;

-- Cases that ended and have duties left are the handler's to look at.
create or replace function count_waiting(at timestamptz, today date, out handled bigint, out shared bigint, out cases bigint,
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
	select handled + count(*), cases + count(*) into handled, cases
		from case_file c
		where c.handler_id = any ((select array[me] || app_units('deputised'))::uuid[])
			and app_answers_for_case(c) and c.status in ('closed', 'transferred', 'notUndueInfluence')
			and has_duties_waiting(c.id);
	shared := (select count(*) from case_file c
		where c.id = any ((select app_shared_cases())::uuid[]) and app_reads_case(c));
	overdue_measures := (select count(*) from measure m
		where m.owner_id = me and m.done_at is null and m.cancelled_at is null and m.due_date < today);
	unread_messages := (select count(*) from case_message m join case_file c on c.id = m.case_id
		where (c.reporter_id = me or c.affected_person_id = me)
			and not m.from_reporter and m.author_id <> me and m.read_at is null);
	unread_notices := (select count(*) from notice n where n.recipient_id = me and n.read_at is null);
end $$;

-- As of the other functions that look with the owner's rights: only the application may call it.
revoke all on function app_exposed_subjects() from public;
grant execute on function app_exposed_subjects() to opaverkad_app;
