-- What a case asks of the employer by law or by routine: raised by the facts, decided by a named person, never taken away.

create table duty (
	case_id uuid not null references case_file,
	key text not null,
	rule_version smallint not null,
	raised_by_hand boolean not null default false,
	reasons text[] not null,
	raised_at timestamptz not null,
	started_at timestamptz not null,
	ceased_at timestamptz,
	state text not null default 'open' check (state in ('open', 'awaitingSecond', 'done', 'notNeeded')),
	version integer not null default 1,
	primary key (case_id, key)
);
comment on table duty is 'Written only by raise_duties() and settle_duty(). The municipality is that of the case.';
comment on column duty.rule_version is 'Of the rule that it was raised under (duties/rules.ts); a newer rule does not change it.';
comment on column duty.raised_by_hand is 'By a person on another page (a request), not by the facts: the facts do not take it back either.';
comment on column duty.reasons is 'Codes of the facts that call for it now; when they no longer do, the last that did.';
comment on column duty.started_at is 'Its clock goes from here: when it was raised, or opened again by new facts.';
comment on column duty.ceased_at is 'Since when the facts no longer call for it. It stays until somebody decides.';
-- what is still to be done, for reminders
create index duty_undecided on duty (started_at) where state in ('open', 'awaitingSecond');

create table duty_decision (
	id uuid primary key,
	case_id uuid not null,
	key text not null,
	step text not null check (step in ('done', 'notNeeded', 'agreed', 'returned')),
	by_id uuid not null references person,
	at timestamptz not null,
	happened_at timestamptz,
	how text check (length(how) <= 2000),
	reference text check (length(reference) <= 200),
	reason text check (length(reason) <= 10000),
	foreign key (case_id, key) references duty,
	check (step not in ('notNeeded', 'returned') or reason <> ''),
	check (step <> 'done' or happened_at is not null)
);
comment on table duty_decision is 'Every step, in order; nothing is changed or removed. agreed, returned: what the second person says of notNeeded.';
comment on column duty_decision.id is 'The key of the form: the same form sent twice is stored once.';
create index on duty_decision (case_id, key, at);

alter table duty enable row level security;
alter table duty_decision enable row level security;
create policy staff_reads on duty for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_case(c)));
create policy staff_reads on duty_decision for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_case(c)));
grant select on duty, duty_decision to opaverkad_app;

-- Who reports or adds something raises duties that they may not read. `called`: [{key, version, reasons}], everything that
-- the facts call for; what else the facts raised before is marked as no longer called for.
create function raise_duties(wanted uuid, called jsonb, at timestamptz, by_hand boolean) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	perform from case_file c where c.id = wanted
		and (c.reporter_id = app_person() or c.affected_person_id = app_person() or app_reads_case(c));
	if not found then raise exception 'not a case of the actor' using errcode = 'insufficient_privilege'; end if;
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
	if by_hand then return; end if;
	update duty d set ceased_at = at, version = d.version + 1
		where d.case_id = wanted and d.ceased_at is null and not d.raised_by_hand
			and d.key not in (select one.key from jsonb_to_recordset(called) as one(key text));
end $$;
revoke all on function raise_duties(uuid, jsonb, timestamptz, boolean) from public;
grant execute on function raise_duties(uuid, jsonb, timestamptz, boolean) to opaverkad_app;

-- One step of a decision, by the actor, made against the version that they saw. False: somebody was faster, nothing is written.
-- Who reads the case without its notes (the safety representative) decides nothing; a lex Sarah officer decides that one.
create function settle_duty(wanted uuid, wanted_key text, seen integer, next_state text, decision jsonb) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	step text := decision ->> 'step';
begin
	perform from case_file c where c.id = wanted
		and (app_reads_notes(c) or app_handles_case(c)
			or wanted_key = 'lexSarah' and app_has_role('lexSarahOfficer') and c.municipality_id = app_municipality()
				and not app_person() = any (c.excluded_person_ids) and c.affected_person_id <> app_person()
				and not app_stands_too_near(c));
	if not found then raise exception 'not a duty of the actor' using errcode = 'insufficient_privilege'; end if;
	if step in ('agreed', 'returned') and app_person() = (
		select d.by_id from duty_decision d where d.case_id = wanted and d.key = wanted_key and d.step = 'notNeeded'
		order by d.at desc, d.id desc limit 1
	) then
		raise exception 'a second person is another person' using errcode = 'insufficient_privilege';
	end if;
	update duty d set state = next_state, version = d.version + 1
		where d.case_id = wanted and d.key = wanted_key and d.version = seen;
	if not found then return false; end if;
	insert into duty_decision (id, case_id, key, step, by_id, at, happened_at, how, reference, reason)
		values ((decision ->> 'id')::uuid, wanted, wanted_key, step, app_person(), (decision ->> 'at')::timestamptz,
			(decision ->> 'happenedAt')::timestamptz, decision ->> 'how', decision ->> 'reference', decision ->> 'reason');
	return true;
end $$;
revoke all on function settle_duty(uuid, text, integer, text, jsonb) from public;
grant execute on function settle_duty(uuid, text, integer, text, jsonb) to opaverkad_app;
