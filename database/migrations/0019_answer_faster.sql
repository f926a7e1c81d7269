-- What every report and every request asks. A function in sql with rights of its own is planned at each call, one in plpgsql once per
-- connection: who can receive a report took 1.3 ms, of which 1.1 ms was planning. The meaning is the same.
create index on person (municipality_id) where is_protected;

create or replace function app_hidden_people() returns uuid[] language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return (select coalesce(array_agg(p.id), '{}') from person p join unit u on u.id = p.unit_id
		where p.is_protected and p.municipality_id = app_municipality()
			and p.id is distinct from app_person() and not u.path && app_units('protected_units'));
end $$;

create or replace function assignment_counts(a assignment, day date) returns boolean
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return day between a.valid_from and coalesce(a.valid_to, 'infinity')
		and (a.deputy_for_id is null or exists (
			select from assignment o join person p on p.id = o.person_id and p.is_active
			where o.person_id = a.deputy_for_id and o.unit_id = a.unit_id and o.role = a.role and o.deputy_for_id is null
				and day between o.valid_from and coalesce(o.valid_to, 'infinity')));
end $$;

create or replace function role_holders_along(wanted_path uuid[], roles text[], day date) returns table (
		person_id uuid, name text, role text, unit_id uuid, unit_name text, level text, valid_from date, valid_to date,
		given_at timestamptz, deputy_for_id uuid, deputy_for_name text, deputised uuid[])
	language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
	as $$
#variable_conflict use_column
begin
	return query
		select p.id, case when p.id <> all (h.hidden) then p.name end, a.role, a.unit_id, u.name, u.level,
			a.valid_from, a.valid_to, a.created_at,
			a.deputy_for_id, case when o.id <> all (h.hidden) then o.name end,
			array(select d.deputy_for_id from assignment d
				where d.person_id = p.id and d.deputy_for_id is not null and assignment_counts(d, role_holders_along.day))
		from (select app_hidden_people() as hidden) h
			cross join assignment a
			join person p on p.id = a.person_id
			join unit u on u.id = a.unit_id
			left join person o on o.id = a.deputy_for_id
		where a.unit_id = any (wanted_path) and a.municipality_id = app_municipality()
			and a.role = any (roles)
			and (role_holders_along.day is null or p.is_active and assignment_counts(a, role_holders_along.day))
		-- the nearest first; there, who stands in for somebody away, then the one longest in post
		order by cardinality(u.path) desc, a.deputy_for_id is null, a.valid_from, p.name;
end $$;

create or replace function is_case_of_incident(c case_file) returns boolean
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return exists (select from incident i where i.id = c.incident_id
		and (i.reporter_id, i.affected_person_id, i.unit_id, i.excluded_person_ids)
			= (c.reporter_id, c.affected_person_id, c.unit_id, c.excluded_person_ids));
end $$;

create or replace function is_colleague(wanted uuid) returns boolean
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return exists (select from person where id = wanted and municipality_id = app_municipality());
end $$;

-- With the rights of who asks, so that row-level security answers.
create function knows_case(wanted uuid) returns boolean language plpgsql stable
	as $$
begin
	return exists (select from case_file c where c.id = wanted)
		or exists (select from measure m where m.case_id = wanted and m.owner_id = app_person());
end $$;
drop policy known_case on activity;
create policy known_case on activity as restrictive for insert to opaverkad_app
	with check (subject_kind <> 'case' or knows_case(subject_id));
