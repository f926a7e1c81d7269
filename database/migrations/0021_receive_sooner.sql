-- Who can receive a report, asked by every report, in two thirds of the time: whether a role of one's own holds on a day is compared here;
-- only that of a deputy is asked of a function. The meaning is the same.
create or replace function role_holders_along(wanted_path uuid[], roles text[], day date) returns table (
		person_id uuid, name text, role text, unit_id uuid, unit_name text, level text, valid_from date, valid_to date,
		given_at timestamptz, deputy_for_id uuid, deputy_for_name text, deputised uuid[])
	language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
	as $$
#variable_conflict use_column
declare
	hidden uuid[] := app_hidden_people();
begin
	return query
		select p.id, case when p.id <> all (hidden) then p.name end, a.role, a.unit_id, u.name, u.level,
			a.valid_from, a.valid_to, a.created_at,
			a.deputy_for_id, case when o.id <> all (hidden) then o.name end,
			array(select d.deputy_for_id from assignment d
				where d.person_id = p.id and d.deputy_for_id is not null and assignment_counts(d, role_holders_along.day))
		from assignment a
			join person p on p.id = a.person_id
			join unit u on u.id = a.unit_id
			left join person o on o.id = a.deputy_for_id
		where a.unit_id = any (wanted_path) and a.municipality_id = app_municipality()
			and a.role = any (roles)
			and (role_holders_along.day is null
				or p.is_active and role_holders_along.day between a.valid_from and coalesce(a.valid_to, 'infinity')
					and (a.deputy_for_id is null or assignment_counts(a, role_holders_along.day)))
		-- the nearest first; there, who stands in for somebody away, then the one longest in post
		order by cardinality(u.path) desc, a.deputy_for_id is null, a.valid_from, p.name;
end $$;
