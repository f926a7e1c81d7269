-- What the part of the system that reminds may know of threat assessments, aftercare and statements; whom an asked colleague's answer is
-- told to; and who is kept out of a case since another was merged into it (migration 0028) is not asked for a statement.

-- Ids, dates and codes, of one municipality. No word, nobody's name.
create function threats_to_remind(today date) returns table (
		kind text, case_id uuid, municipality_id uuid, unit_path uuid[], since text)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select 'request', c.id, c.municipality_id, c.unit_path, (r.requested_at at time zone 'Europe/Stockholm')::date::text
		from threat_request r join case_file c on c.id = r.case_id
		where r.answered_at is null and r.withdrawn_at is null and c.municipality_id = app_municipality()
		union all
		select 'review', c.id, c.municipality_id, c.unit_path, a.review_date::text
		from threat_assessment a join case_file c on c.id = a.case_id
		where a.review_date <= today and a.replaced_at is null and c.municipality_id = app_municipality()
		order by 5, 2;
end $$;
revoke all on function threats_to_remind(date) from public;
grant execute on function threats_to_remind(date) to opaverkad_app;

create function aftercare_to_remind(reported_since timestamptz, at timestamptz) returns table (
		case_id uuid, incident_id uuid, municipality_id uuid, reported_at timestamptz, handler_id uuid, affected_person_id uuid,
		recorded jsonb, answered text[], wished_on text)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select c.id, c.incident_id, c.municipality_id, c.reported_at, c.handler_id, c.affected_person_id,
			coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'outcome', s.outcome, 'postponedTo', s.postponed_to)
				order by s.recorded_at, s.id) from aftercare_step s where s.case_id = c.id), '[]'),
			array(select a.step from support_answer a where a.case_id = c.id),
			(select (a.answered_at at time zone 'Europe/Stockholm')::date::text from support_answer a
				where a.case_id = c.id and a.wants_contact
				and a.answered_at = (select max(l.answered_at) from support_answer l where l.case_id = c.id)
				and not exists (select from aftercare_step s where s.case_id = c.id and s.outcome = 'done'
					and s.recorded_at > a.answered_at) limit 1)
		from case_file c join incident i on i.id = c.incident_id
		where c.municipality_id = app_municipality() and c.reported_at >= reported_since and c.reported_at <= at
			and c.status not in ('transferred', 'notUndueInfluence') and i.origin <> 'import'
		order by c.reported_at, c.id;
end $$;
revoke all on function aftercare_to_remind(timestamptz, timestamptz) from public;
grant execute on function aftercare_to_remind(timestamptz, timestamptz) to opaverkad_app;

create function statements_to_remind() returns table (
		statement_id uuid, case_id uuid, municipality_id uuid, person_id uuid, handler_id uuid, due_date text, asked_at timestamptz)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select r.id, r.case_id, r.municipality_id, r.person_id, c.handler_id, r.due_date::text, r.asked_at
		from statement_request r join case_file c on c.id = r.case_id
		where r.sent_at is null and r.declined_at is null and r.withdrawn_at is null and c.municipality_id = app_municipality()
		order by r.due_date, r.id;
end $$;
revoke all on function statements_to_remind() from public;
grant execute on function statements_to_remind() to opaverkad_app;

-- Who handles a case is told also by a colleague who was asked, and who does not know the case.
create or replace function handler_to_tell(wanted uuid) returns table (handler_id uuid, kept_out uuid[])
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.handler_id, c.excluded_person_ids || c.kept_out_by_merge || c.affected_person_id from case_file c
		where c.id = wanted and (app_person() in (c.reporter_id, c.affected_person_id) or app_reads_case(c)
			or exists (select from measure m where m.case_id = c.id and m.owner_id = app_person())
			or exists (select from statement_request r where r.case_id = c.id and r.person_id = app_person()))
	$$;

drop policy handler_asks on statement_request;
create policy handler_asks on statement_request for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and asked_by = (select app_person())
		and is_colleague(person_id)
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)
			and statement_request.person_id <> c.affected_person_id
			and statement_request.person_id <> all (c.excluded_person_ids || c.kept_out_by_merge)));
