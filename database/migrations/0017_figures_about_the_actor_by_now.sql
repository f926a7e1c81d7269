-- As in 0015, by the organisation of then and of now: a case that now lies where the actor sees figures is taken away as well.
create or replace function statistic_entries_about_actor() returns setof statistic_entry
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where c.excluded_person_ids <> '{}'
			and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and not app_reads_case(c)
			and (i.unit_path && app_statistic_units() or c.unit_path && app_statistic_units())
	$$;
