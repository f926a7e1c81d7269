-- Who answers for a duty is told when it is raised: so raising says what is new. And what AML 3 kap. 3 a § asks, whatever the severity
-- of the event: whether somebody died or was badly hurt, or several were hurt at the same time.

alter table case_file add column harm text[] not null default '{}'
	check (harm <@ array['death', 'severeInjury', 'severalInjured']);
comment on column case_file.harm is 'Part of the assessment: what happened to people, as the employer knows it.';
grant update (harm) on case_file to opaverkad_app;

drop function raise_duties(uuid, jsonb, timestamptz, boolean);
create function raise_duties(wanted uuid, called jsonb, at timestamptz, by_hand boolean) returns text[]
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	waiting text[];
begin
	perform from case_file c where c.id = wanted
		and (c.reporter_id = app_person() or c.affected_person_id = app_person() or app_reads_case(c));
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
revoke all on function raise_duties(uuid, jsonb, timestamptz, boolean) from public;
grant execute on function raise_duties(uuid, jsonb, timestamptz, boolean) to opaverkad_app;
comment on function raise_duties(uuid, jsonb, timestamptz, boolean) is
	'What now waits for a decision and did not before: new, or opened again. Codes only, also for who may not read the duties.';
