-- What every page asks, asked with less work. The meaning of each policy and function is the same.

-- Which cases were given to the actor, as ids that an index answers: row-level security does not let an operator on arrays look at rows
-- before it, so asking `shared_with @> …` of the table read through all cases, on every page.
create function app_shared_cases() returns uuid[] language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return array(select c.id from case_file c
		where c.shared_with @> array[app_person()] and c.shared_with <> '{}' and c.municipality_id = app_municipality());
end $$;
revoke all on function app_shared_cases() from public;
grant execute on function app_shared_cases() to opaverkad_app;

-- the open cases of a unit, without going through all that it ever had
create index on case_file (unit_id) where status not in ('closed', 'transferred', 'notUndueInfluence');

-- In sql with rights of their own, these were planned at each call; the first, four times for a page of figures.
create or replace function statistic_entries_about_actor() returns setof statistic_entry
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return query
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where c.excluded_person_ids <> '{}'
			and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and not app_reads_case(c)
			and (i.unit_path && app_statistic_units() or c.unit_path && app_statistic_units());
end $$;

create or replace function app_kept_out_subjects() returns uuid[]
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return (select coalesce(array_agg(subject.id), '{}') from case_file c
			cross join lateral (select c.id union all select c.incident_id
				union all select m.id from measure m where m.case_id = c.id) as subject
		where c.excluded_person_ids <> '{}' and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and not app_reads_case(c));
end $$;

-- Nearly always the figures of the unit where the actor holds a role: one comparison tells. Of others, the list of units is made.
alter policy own_scope on statistic_cell
	using (unit_id = (select u.id from unit u
			where u.id = (app_statistic_units())[1] and u.municipality_id = app_municipality())
		or unit_id in (select u.id from unit u
			where u.municipality_id = (select app_municipality()) and u.path && (select app_statistic_units())));
