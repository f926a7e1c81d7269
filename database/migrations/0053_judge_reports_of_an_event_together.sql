-- Reports of one event are judged together (0047): who may change one of them raises what it calls for in the main case as well.
create or replace function raise_duties(wanted uuid, called jsonb, at timestamptz, by_hand boolean) returns text[]
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	waiting text[];
begin
	perform from case_file c where c.id = wanted
		and (c.reporter_id = app_person() or c.affected_person_id = app_person() or app_reads_case(c)
			-- what is added to one report of an event changes what the main case calls for
			or exists (select from case_file m where m.merged_into_id = c.id
				and (m.reporter_id = app_person() or m.affected_person_id = app_person() or app_reads_case(m))));
	if not found then raise exception 'not a case of the actor' using errcode = 'insufficient_privilege'; end if;
	waiting := array(select d.key from duty d where d.case_id = wanted and d.state = 'open' and d.ceased_at is null);
	insert into duty as d (case_id, key, rule_version, reasons, raised_at, started_at, raised_by_hand)
		select wanted, one.key, one.version, one.reasons, at, at, by_hand
		from jsonb_to_recordset(called) as one(key text, version smallint, reasons text[])
	on conflict (case_id, key) do update set
		reasons = excluded.reasons,
		ceased_at = null,
		-- somebody said that it was not needed, and did not know this
		state = case when d.state in ('notNeeded', 'awaitingSecond') and not excluded.reasons <@ d.reasons
			then 'open' else d.state end,
		started_at = case when d.state in ('notNeeded', 'awaitingSecond') and not excluded.reasons <@ d.reasons
			then excluded.started_at else d.started_at end,
		version = d.version + 1
		where d.reasons is distinct from excluded.reasons or d.ceased_at is not null;
	if not by_hand then
		update duty d set ceased_at = at, version = d.version + 1
			where d.case_id = wanted and d.ceased_at is null and not d.raised_by_hand
				and d.key not in (select one.key from jsonb_to_recordset(called) as one(key text));
	end if;
	return array(select d.key from duty d
		where d.case_id = wanted and d.state = 'open' and d.ceased_at is null and d.key <> all (waiting));
end $$;
