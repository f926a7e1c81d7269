-- Looking people up in Swedish order, protecting their data, and imports that wait for a yes.

-- The embedded engine has no ICU, so the order of the Swedish alphabet is made of letters that sort by their code: å, ä and ö
-- come last; letters with other marks sort as without them.
create function swedish_sort_key(name text) returns text language sql immutable parallel safe
	as $$
		select translate(lower(name),
			'åÅäÄæÆöÖøØéÉèÈêÊëËáÁàÀâÂãÃíÍìÌîÎïÏóÓòÒôÔõÕúÚùÙûÛüÜñÑçÇýÝšŠžŽčČćĆłŁńŃśŚźŹżŻđĐğĞışŞ',
			'{{||||}}}}eeeeeeeeaaaaaaaaiiiiiiiioooooooouuuuuuyynnccyysszzccccllnnsszzzzddggiss')
	$$;
alter table person add column sort_key text collate "C" generated always as (swedish_sort_key(name)) stored;
comment on column person.sort_key is 'Order by this: by name, as in the Swedish alphabet.';
create index on person (municipality_id) where is_protected;

-- Protection takes the person out of sight of whoever set it, so an ordinary update would be refused. It is set by who administers
-- or by HR and security at the unit and above, and lifted only by the latter, who can see whom it is about.
create function set_person_protection(wanted uuid, protect boolean, day date) returns text
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare by_role text;
begin
	select a.role into by_role
	from person p join unit u on u.id = p.unit_id join assignment a on a.unit_id = any (u.path)
	where p.id = wanted and p.municipality_id = app_municipality()
		and a.person_id = app_person() and day between a.valid_from and coalesce(a.valid_to, 'infinity')
		and (a.role in ('hrPartner', 'securityCoordinator') or protect and a.role = 'systemAdministrator')
	order by a.role = 'systemAdministrator', a.role limit 1;
	if by_role is not null then
		update person set is_protected = protect where id = wanted and is_protected <> protect;
	end if;
	return by_role;
end $$;
comment on function set_person_protection(uuid, boolean, date) is 'The role by which it was done; null: the actor may not, and nothing was changed.';
revoke all on function set_person_protection(uuid, boolean, date) from public;
grant execute on function set_person_protection(uuid, boolean, date) to opaverkad_app;

-- An import names people by the keys of another system. Those whom the administrator may not see are recognised, not shown.
create function protected_people_named(external_ids text[], emails text[])
	returns table (id uuid, external_id text, email text)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id, p.external_id, lower(p.email) from person p
		where p.id in (select h.id from hidden_people() h)
			and (p.external_id = any (external_ids) or lower(p.email) = any (emails))
	$$;
revoke all on function protected_people_named(text[], text[]) from public;
grant execute on function protected_people_named(text[], text[]) to opaverkad_app;

-- What would a role show? A number for the administrator, who sees no case; few are not counted out, and never what the actor
-- is kept out of themselves.
create function count_open_cases_below(wanted uuid, fewest integer) returns integer
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select case when count(*) >= fewest then count(*)::integer end from case_file c
		where app_has_role('systemAdministrator') and c.municipality_id = app_municipality()
			and c.unit_path @> array[wanted] and c.status not in ('closed', 'transferred', 'notUndueInfluence')
			and not (app_person() = any (c.excluded_person_ids)) and c.affected_person_id <> app_person()
	$$;
comment on function count_open_cases_below(uuid, integer) is 'Null: fewer than that.';
revoke all on function count_open_cases_below(uuid, integer) from public;
grant execute on function count_open_cases_below(uuid, integer) to opaverkad_app;

-- Deputies whose time is over although nobody has seen the one whom they stood in for since. For the administrator: which, and
-- nothing of when somebody was here.
create function deputies_ended_too_early(day date, longest integer) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select a.id from assignment a join person p on p.id = a.deputy_for_id
		where app_has_role('systemAdministrator') and a.municipality_id = app_municipality()
			and a.valid_to between day - longest and day - 1
			and (not p.is_active or not exists (select from session s where s.person_id = p.id
				and (s.last_seen_at at time zone 'Europe/Stockholm')::date > a.valid_to))
	$$;
revoke all on function deputies_ended_too_early(date, integer) from public;
grant execute on function deputies_ended_too_early(date, integer) to opaverkad_app;

-- Imports that wait for a yes ---------------------------------------------------------------------------------------------------
create table import_draft (
	id uuid primary key,
	municipality_id uuid not null references unit,
	owner_id uuid not null references person,
	created_at timestamptz not null,
	state text not null default 'shown' check (state in ('shown', 'running', 'done', 'failed', 'interrupted')),
	end_missing boolean not null,
	units bytea,
	people bytea,
	assignments bytea,
	headcounts bytea,
	plan_hash text,
	row_count integer,
	started_at timestamptz,
	seen_at timestamptz,
	problem text,
	change_id uuid references organisation_change,
	check ((state = 'done') = (change_id is not null)),
	check (state not in ('done') or units is null and people is null and assignments is null and headcounts is null)
);
comment on table import_draft is 'Files that somebody has uploaded and not yet said yes to. Kept for at most an hour; the files are gone as soon as they are imported.';
comment on column import_draft.end_missing is 'Whether what the files do not mention ends.';
comment on column import_draft.plan_hash is 'What was shown: SHA-256 of the planned rows. Another plan at the yes is refused.';
comment on column import_draft.seen_at is 'While it runs: a sign of life. Old: the process ended, and nothing was changed.';
create index on import_draft (owner_id);
create index on import_draft (created_at);
alter table import_draft enable row level security;
create policy own on import_draft for all to opaverkad_app
	using (owner_id = (select app_person()) and municipality_id = (select app_municipality())
		and (select app_has_role('systemAdministrator')))
	with check (owner_id = (select app_person()) and municipality_id = (select app_municipality())
		and (select app_has_role('systemAdministrator')));
grant select, insert, delete on import_draft to opaverkad_app;
grant update (state, units, people, assignments, headcounts, plan_hash, row_count, started_at, seen_at, problem, change_id)
	on import_draft to opaverkad_app;

-- Called by the clock of each process: there is no actor.
create function forget_import_drafts(older_than timestamptz) returns void
	language sql security definer set search_path = public, pg_temp
	as $$ delete from import_draft where created_at < older_than and state <> 'running' or seen_at < older_than $$;
revoke all on function forget_import_drafts(timestamptz) from public;
grant execute on function forget_import_drafts(timestamptz) to opaverkad_app;
