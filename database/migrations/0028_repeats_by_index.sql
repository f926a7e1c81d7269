-- 'Samma person igen' both ways: also from the first report to those that repeat it.
create index on incident (repeats_incident_id) where repeats_incident_id is not null;

-- Whether one case can be merged into another: neither is merged already, and nothing is merged into the first. With the owner's
-- rights, since what was merged before may be a case that the actor does not read; only who handles both is answered.
create function can_merge(duplicate uuid, main uuid) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select duplicate <> main
			and (select count(*) = 2 from case_file c
				where c.id in (duplicate, main) and c.merged_into_id is null and app_handles_case(c))
			and not exists (select from case_file c where c.merged_into_id = duplicate)
	$$;
revoke all on function can_merge(uuid, uuid) from public;
grant execute on function can_merge(uuid, uuid) to opaverkad_app;
