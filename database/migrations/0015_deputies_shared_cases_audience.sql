-- Deputies who act through the post, one case shared with one person, who can see a case and since when, and people with
-- protected personal data.

-- Deputies -----------------------------------------------------------------------------------------------------------------
-- A deputy has the role as long as the one they stand in for has it: nobody stands in for somebody who has left.
create function assignment_counts(a assignment, day date) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select day between a.valid_from and coalesce(a.valid_to, 'infinity')
			and (a.deputy_for_id is null or exists (
				select from assignment o join person p on p.id = o.person_id and p.is_active
				where o.person_id = a.deputy_for_id and o.unit_id = a.unit_id and o.role = a.role and o.deputy_for_id is null
					and day between o.valid_from and coalesce(o.valid_to, 'infinity')))
	$$;
revoke all on function assignment_counts(assignment, date) from public;
grant execute on function assignment_counts(assignment, date) to opaverkad_app;

create or replace function session_person(hash bytea, at timestamptz, idle interval, absolute_limit interval)
	returns table (
		session_id uuid, signed_in_at timestamptz, method text, person_id uuid, municipality_id uuid, municipality_name text,
		name text, locale text, unit_id uuid, unit_name text, assignments jsonb, must_rotate boolean)
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare found_session session%rowtype;
begin
	select s.* into found_session from session s
	where (s.token_hash = hash or s.previous_token_hash = hash and s.previous_until > at) and s.ended_at is null
		and s.last_seen_at > at - idle and s.created_at > at - absolute_limit;
	if not found then return; end if;
	-- once a minute is enough for the idle limit, and spares a write per request
	if found_session.last_seen_at < at - interval '1 minute' then
		update session set last_seen_at = at where id = found_session.id;
	end if;
	return query
		select found_session.id, found_session.signed_in_at, found_session.method, p.id, p.municipality_id, m.name, p.name,
			p.locale, p.unit_id, u.name,
			coalesce((
				select jsonb_agg(jsonb_build_object('role', a.role, 'unitId', a.unit_id, 'unitName', au.name,
					'level', au.level, 'deputyForId', a.deputy_for_id) order by au.level, au.name)
				from assignment a join unit au on au.id = a.unit_id
				where a.person_id = p.id and assignment_counts(a, (at at time zone 'Europe/Stockholm')::date)
			), '[]'),
			found_session.must_rotate and found_session.token_hash = hash
		from person p join unit m on m.id = p.municipality_id join unit u on u.id = p.unit_id
		where p.id = found_session.person_id and p.is_active;
end $$;

-- A deputy's roles are read anew with each request, so ending the period early takes the sight away at once without signing
-- them out of their own work. Who loses a post of their own is signed out as before.
drop trigger loses_role on assignment;
create trigger loses_role after update of valid_to on assignment for each row
	when (new.deputy_for_id is null
		and coalesce(old.valid_to, 'infinity') >= (now() at time zone 'Europe/Stockholm')::date
		and new.valid_to < (now() at time zone 'Europe/Stockholm')::date)
	execute function end_sessions();

-- A manager names a deputy for their own post, from today on; it may only become shorter. Nobody lengthens a role of their own.
drop policy managers_name_deputies on assignment;
create policy managers_name_deputies on assignment for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and deputy_for_id = (select app_person())
		and created_by = (select app_person())
		and role = 'lineManager' and unit_id = any ((select app_handling_units())::uuid[])
		and is_colleague(person_id) and valid_from >= (created_at at time zone 'Europe/Stockholm')::date
		and valid_to <= valid_from + 366);
create function refuse_longer_assignment() returns trigger language plpgsql as $$
begin
	if app_person() in (new.person_id, new.deputy_for_id)
		and (new.valid_from < old.valid_from or coalesce(new.valid_to, 'infinity') > coalesce(old.valid_to, 'infinity')) then
		raise exception 'nobody lengthens a role of their own, or of who stands in for them'
			using errcode = 'insufficient_privilege';
	end if;
	return new;
end $$;
create trigger not_longer before update of valid_from, valid_to on assignment
	for each row execute function refuse_longer_assignment();

-- Cases --------------------------------------------------------------------------------------------------------------------
alter table case_file add constraint shared_with_nobody_it_is_about
	check (not shared_with && excluded_person_ids and not affected_person_id = any (shared_with));

-- Who stands in for somebody it is about, or for the affected person, knows it by a role of their own or not at all.
create function app_stands_too_near(c case_file) returns boolean language sql stable parallel safe
	as $$
		select c.excluded_person_ids && app_units('deputised') or c.affected_person_id = any (app_units('deputised'))
	$$;
create or replace function app_reads_case(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and c.affected_person_id <> app_person()
			and (c.handler_id = app_person()
				or c.unit_path && app_case_units()
				or (app_person() = any (c.shared_with) or c.unit_path && app_units('deputy_case_units'))
					and not app_stands_too_near(c))
	$$;
create or replace function app_handles_case(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and c.affected_person_id <> app_person()
			and (c.handler_id = app_person()
				or c.unit_path && app_handling_units()
				or c.unit_path && app_units('deputy_handling_units') and not app_stands_too_near(c))
	$$;
create or replace function app_reads_notes(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_reads_case(c)
			and (c.handler_id = app_person()
				or c.unit_path && app_units('note_units')
				or (app_person() = any (c.shared_with) or c.unit_path && app_units('deputy_note_units'))
					and not app_stands_too_near(c))
	$$;
-- Theirs to act on: as the handler, or standing in for the handler.
create function app_answers_for_case(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_handles_case(c)
			and (c.handler_id = app_person()
				or c.handler_id = any (app_units('deputised')) and c.unit_path && app_units('deputy_handling_units')
					and not app_stands_too_near(c))
	$$;
drop policy staff_reads on case_file;
create policy staff_reads on case_file for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and not ((select app_person()) = any (excluded_person_ids))
		and affected_person_id <> (select app_person())
		and (handler_id = (select app_person())
			or unit_path && (select app_case_units())
			or ((select app_person()) = any (shared_with) or unit_path && (select app_units('deputy_case_units')))
				and not excluded_person_ids && (select app_units('deputised'))
				and affected_person_id <> all ((select app_units('deputised'))::uuid[])));

-- What the actor is kept out of leaves no trace in the log either, whatever else they may search there.
create function app_kept_out_subjects() returns uuid[] language sql stable security definer set search_path = public, pg_temp
	as $$
		select coalesce(array_agg(subject.id), '{}') from case_file c
			cross join lateral (select c.id union all select c.incident_id
				union all select m.id from measure m where m.case_id = c.id) as subject
		where c.excluded_person_ids <> '{}' and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and not app_reads_case(c)
	$$;
revoke all on function app_kept_out_subjects() from public;
grant execute on function app_kept_out_subjects() to opaverkad_app;
create policy not_about_actor on activity as restrictive for select to opaverkad_app
	using (subject_id is null or subject_id <> all ((select app_kept_out_subjects())::uuid[]));

create or replace function statistic_entries_about_actor() returns setof statistic_entry
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where c.excluded_person_ids <> '{}'
			and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and not app_reads_case(c)
			and i.unit_path && app_statistic_units()
	$$;

-- Protected personal data ------------------------------------------------------------------------------------------------------
-- Nobody but an administrator changes more of a person than, of themselves, the language.
create function refuse_to_change_person() returns trigger language plpgsql as $$
begin
	if current_user = 'opaverkad_app' and not app_has_role('systemAdministrator') then
		raise exception 'only an administrator may change this' using errcode = 'insufficient_privilege';
	end if;
	return new;
end $$;
create trigger administrators_only before update of name, unit_id, email, occupation, is_active, external_id, is_protected on person
	for each row execute function refuse_to_change_person();

-- Whose rows the actor must not see: few, asked once per statement.
create function app_hidden_people() returns uuid[] language sql stable security definer set search_path = public, pg_temp
	as $$
		select coalesce(array_agg(p.id), '{}') from person p join unit u on u.id = p.unit_id
		where p.is_protected and p.municipality_id = app_municipality()
			and p.id is distinct from app_person() and not u.path && app_units('protected_units')
	$$;
revoke all on function app_hidden_people() from public;
grant execute on function app_hidden_people() to opaverkad_app;
drop policy same_municipality on person;
create policy same_municipality on person for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and (not is_protected or id <> all ((select app_hidden_people())::uuid[])));
drop policy same_municipality on assignment;
create policy same_municipality on assignment for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		-- who administers the organisation knows that there is somebody in post, not who
		and ((select app_has_role('systemAdministrator'))
			or person_id <> all ((select app_hidden_people())::uuid[])
				and (deputy_for_id is null or deputy_for_id <> all ((select app_hidden_people())::uuid[]))));

-- A colleague who may not be seen may still have been exposed to something: the report form's own rules decide who is named.
drop policy report on incident;
create policy report on incident for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and reporter_id = (select app_person())
		and exists (select from unit u where u.id = incident.unit_id and u.path = incident.unit_path)
		and is_colleague(affected_person_id));

-- Who can receive a report, and who can see a case: known also when their name must not be. Without a day: whenever it is.
drop function role_holders_above(uuid, text[], date);
create function role_holders_along(wanted_path uuid[], roles text[], day date) returns table (
		person_id uuid, name text, role text, unit_id uuid, unit_name text, level text, valid_from date, valid_to date,
		given_at timestamptz, deputy_for_id uuid, deputy_for_name text, deputised uuid[])
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id, case when p.id <> all (h.hidden) then p.name end, a.role, a.unit_id, u.name, u.level,
			a.valid_from, a.valid_to, a.created_at,
			a.deputy_for_id, case when o.id <> all (h.hidden) then o.name end,
			array(select d.deputy_for_id from assignment d
				where d.person_id = p.id and d.deputy_for_id is not null and assignment_counts(d, day))
		from (select app_hidden_people() as hidden) h
			cross join assignment a
			join person p on p.id = a.person_id
			join unit u on u.id = a.unit_id
			left join person o on o.id = a.deputy_for_id
		where a.unit_id = any (wanted_path) and a.municipality_id = app_municipality()
			and a.role = any (roles)
			and (day is null or p.is_active and assignment_counts(a, day))
		-- the nearest first; there, who stands in for somebody away, then the one longest in post
		order by cardinality(u.path) desc, a.deputy_for_id is null, a.valid_from, p.name
	$$;
revoke all on function role_holders_along(uuid[], text[], date) from public;
grant execute on function role_holders_along(uuid[], text[], date) to opaverkad_app;

-- Everybody whom some people stand in for on a day.
create function deputised_by(people uuid[], day date) returns table (person_id uuid, deputy_for_id uuid)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select distinct a.person_id, a.deputy_for_id from assignment a
		where a.person_id = any (people) and a.municipality_id = app_municipality()
			and a.deputy_for_id is not null and assignment_counts(a, day)
	$$;
revoke all on function deputised_by(uuid[], date) from public;
grant execute on function deputised_by(uuid[], date) to opaverkad_app;

-- Who reported, or was exposed, reads when more people came to see it; the rest of the history is the employer's.
create policy audience_of_own on activity for select to opaverkad_app
	using (subject_kind = 'case' and action in ('case.shared', 'case.unshared', 'case.takenOver', 'case.transferred')
		and exists (select from case_file c where c.id = subject_id
			and (c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person()))));
