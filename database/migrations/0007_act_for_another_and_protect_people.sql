-- Deputies, cases shared with one more person, people with protected personal data, and what the log says about each act:
-- in which role, on whose behalf, from where. From here on the application may also change the organisation, when the actor
-- administers it.

-- Deputies -----------------------------------------------------------------------------------------------------------------
alter table assignment add column deputy_for_id uuid references person;
alter table assignment add column created_by uuid references person;
alter table assignment add column created_at timestamptz not null default now();
alter table assignment add check (deputy_for_id is null or deputy_for_id <> person_id and valid_to is not null);
comment on column assignment.deputy_for_id is 'Whom this person stands in for. A deputy has the role, except for cases that the one they stand in for is kept out of.';
comment on column assignment.created_by is 'Who gave it. Null: an import or another system.';
create index on assignment (deputy_for_id) where deputy_for_id is not null;

-- A scope of units as the transaction was told it (src/lib/server/access/actor.ts).
create function app_units(scope text) returns uuid[] language sql stable parallel safe
	as $$ select coalesce(nullif(current_setting('app.' || scope, true), ''), '{}')::uuid[] $$;
comment on function app_units(text) is 'note_units, deputy_case_units, deputy_handling_units, deputy_note_units, protected_units; deputised: the people whom the actor stands in for.';

-- Cases shared with one person, and the same three questions asked of a whole case --------------------------------------------
alter table case_file add column shared_with uuid[] not null default '{}';
comment on column case_file.shared_with is 'People who were given this one case to read, beside those who see it by their role.';
comment on column case_file.unit_path is 'The organisation of now: who may read it. How it was when it happened: incident.unit_path.';
grant update (shared_with) on case_file to opaverkad_app;
create index on case_file using gin (shared_with) where shared_with <> '{}';

create function app_reads_case(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and c.affected_person_id <> app_person()
			and (c.handler_id = app_person()
				or c.unit_path && app_case_units()
				or app_person() = any (c.shared_with)
				or c.unit_path && app_units('deputy_case_units') and not c.excluded_person_ids && app_units('deputised'))
	$$;
create function app_handles_case(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and c.affected_person_id <> app_person()
			and (c.handler_id = app_person()
				or c.unit_path && app_handling_units()
				or c.unit_path && app_units('deputy_handling_units') and not c.excluded_person_ids && app_units('deputised'))
	$$;
-- A safety representative reads the case, the assessment and the measures; not notes, and not the talk with the reporter.
create function app_reads_notes(c case_file) returns boolean language sql stable parallel safe
	as $$
		select app_reads_case(c)
			and (c.handler_id = app_person()
				or c.unit_path && app_units('note_units')
				or app_person() = any (c.shared_with)
				or c.unit_path && app_units('deputy_note_units') and not c.excluded_person_ids && app_units('deputised'))
	$$;

-- The same meaning as app_reads_case, with what is the same for every row asked once per statement (init plans).
drop policy staff_reads on case_file;
create policy staff_reads on case_file for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and not ((select app_person()) = any (excluded_person_ids))
		and affected_person_id <> (select app_person())
		and (handler_id = (select app_person())
			or unit_path && (select app_case_units())
			or (select app_person()) = any (shared_with)
			or unit_path && (select app_units('deputy_case_units'))
				and not excluded_person_ids && (select app_units('deputised'))));
drop policy staff_handles on case_file;
create policy staff_handles on case_file for update to opaverkad_app using (app_handles_case(case_file));

drop policy staff_reads on case_note;
create policy staff_reads on case_note for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
drop policy staff_writes on case_note;
create policy staff_writes on case_note for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_reads_notes(c)));

drop policy reporter_or_staff on case_message;
create policy reporter_or_staff on case_message for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id
		and (c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person()) or app_reads_notes(c))));
drop policy writes on case_message;
create policy writes on case_message for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
		and exists (select from case_file c where c.id = case_id and case when from_reporter
			then c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person())
			else app_handles_case(c) end));
drop policy marks_read on case_message;
create policy marks_read on case_message for update to opaverkad_app
	using (author_id <> (select app_person()) and exists (select from case_file c where c.id = case_id
		and case when from_reporter then app_handles_case(c)
			else c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person()) end));

drop policy owner_or_case on measure;
create policy owner_or_case on measure for select to opaverkad_app
	using (owner_id = (select app_person())
		or exists (select from case_file c where c.id = case_id and app_reads_case(c)));
drop policy handler_writes on measure;
create policy handler_writes on measure for insert to opaverkad_app
	with check (municipality_id = (select app_municipality())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));
drop policy owner_or_handler on measure;
create policy owner_or_handler on measure for update to opaverkad_app
	using (owner_id = (select app_person())
		or exists (select from case_file c where c.id = case_id and app_handles_case(c)));
drop policy case_history on activity;
create policy case_history on activity for select to opaverkad_app
	using (subject_kind = 'case' and exists (select from case_file c where c.id = subject_id and app_reads_case(c)));

drop function app_reads_case(uuid[], uuid, uuid[], uuid);
drop function app_handles_case(uuid[], uuid, uuid[], uuid);
drop function app_reads_notes(uuid[], uuid);

-- Figures: whom a case is about does not learn of it, nor does who stands in for them. The place is the one of the figures.
create or replace function statistic_entries_about_actor() returns setof statistic_entry
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where c.excluded_person_ids <> '{}'
			and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and i.unit_path && app_statistic_units()
	$$;

-- Protected personal data ------------------------------------------------------------------------------------------------------
alter table person add column is_protected boolean not null default false;
comment on column person.is_protected is 'Protected personal data: the row is seen by the person and by named roles at their unit and above, and by nobody else. A missing row is shown as protected.';
drop policy same_municipality on person;
create policy same_municipality on person for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and (not is_protected or id = (select app_person())
			or exists (select from unit u where u.id = unit_id and u.path && (select app_units('protected_units')))));

-- Who can receive a report must be known also when their name must not.
create function role_holders_above(wanted uuid, roles text[], day date) returns table (
		person_id uuid, name text, role text, unit_id uuid, level text, deputy_for_id uuid)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id,
			case when not p.is_protected or p.id = app_person()
				or exists (select from unit pu where pu.id = p.unit_id and pu.path && app_units('protected_units'))
				then p.name end,
			a.role, a.unit_id, u.level, a.deputy_for_id
		from assignment a join person p on p.id = a.person_id join unit u on u.id = a.unit_id
		where a.unit_id in (select unnest(below.path) from unit below
				where below.id = wanted and below.municipality_id = app_municipality())
			and a.role = any (roles) and p.is_active
			and day between a.valid_from and coalesce(a.valid_to, 'infinity')
		-- the nearest first; there, who stands in for somebody away, then the one longest in post
		order by cardinality(u.path) desc, a.deputy_for_id is null, a.valid_from, p.name
	$$;
revoke all on function role_holders_above(uuid, text[], date) from public;
grant execute on function role_holders_above(uuid, text[], date) to opaverkad_app;

create function is_colleague(wanted uuid) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$ select exists (select from person where id = wanted and municipality_id = app_municipality()) $$;
revoke all on function is_colleague(uuid) from public;
grant execute on function is_colleague(uuid) to opaverkad_app;
drop policy same_municipality on notice;
create policy same_municipality on notice for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and is_colleague(recipient_id));

-- The organisation changes -----------------------------------------------------------------------------------------------------
-- Nothing is deleted: a unit, a person or an assignment ends.
create policy administrators_add on unit for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_change on unit for update to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_add on person for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_change on person for update to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
-- Nobody gives themselves a role.
create policy administrators_add on assignment for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and person_id is distinct from (select app_person()) and is_colleague(person_id));
create policy administrators_change on assignment for update to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_all on unit_headcount for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
-- A manager names a deputy for their own post, for at most a year, and may end it.
create policy managers_name_deputies on assignment for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and deputy_for_id = (select app_person())
		and role = 'lineManager' and unit_id = any ((select app_handling_units())::uuid[])
		and is_colleague(person_id) and valid_to <= valid_from + 366);
create policy managers_end_deputies on assignment for update to opaverkad_app
	using (deputy_for_id = (select app_person()));
grant insert on unit, person, assignment, unit_headcount to opaverkad_app;
grant update (name, parent_id, path, level, activity, area, valid_from, valid_to, external_id) on unit to opaverkad_app;
grant update (name, unit_id, email, occupation, is_active, external_id, is_protected) on person to opaverkad_app;
grant update (valid_from, valid_to) on assignment to opaverkad_app;
grant update (headcount), delete on unit_headcount to opaverkad_app;

-- Sessions ---------------------------------------------------------------------------------------------------------------------
alter table session add column signed_in_at timestamptz;
update session set signed_in_at = created_at;
alter table session alter column signed_in_at set not null;
alter table session add column method text not null default 'demo'
	check (method in ('demo', 'password', 'passkey', 'recoveryCode', 'oidc', 'saml'));
alter table session add column provider text;
alter table session add column address text;
alter table session add column device text check (length(device) <= 300);
comment on column session.signed_in_at is 'When the person last proved who they are; what is sensitive asks for it to be recent.';
comment on column session.provider is 'The key of the identity provider, for oidc and saml.';
comment on column session.device is 'What the browser says it is, so that people recognise their own sessions.';
grant update (signed_in_at) on session to opaverkad_app;

drop function session_person(bytea, timestamptz, interval, interval);
create function session_person(hash bytea, at timestamptz, idle interval, absolute_limit interval)
	returns table (
		session_id uuid, signed_in_at timestamptz, method text, person_id uuid, municipality_id uuid, municipality_name text,
		name text, locale text, unit_id uuid, unit_name text, assignments jsonb)
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare found_session session%rowtype;
begin
	select s.* into found_session from session s
	where s.token_hash = hash and s.ended_at is null
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
				where a.person_id = p.id
					and (at at time zone 'Europe/Stockholm')::date between a.valid_from and coalesce(a.valid_to, 'infinity')
			), '[]')
		from person p join unit m on m.id = p.municipality_id join unit u on u.id = p.unit_id
		where p.id = found_session.person_id and p.is_active;
end $$;
revoke all on function session_person(bytea, timestamptz, interval, interval) from public;
grant execute on function session_person(bytea, timestamptz, interval, interval) to opaverkad_app;

-- Who loses a role before its time, or leaves, is signed out at once and keeps their history.
create function end_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if tg_table_name = 'person' then
		update session set ended_at = now() where person_id = new.id and ended_at is null;
	else
		update session set ended_at = now() where person_id = new.person_id and ended_at is null;
	end if;
	return null;
end $$;
create trigger leaves after update of is_active on person for each row
	when (old.is_active and not new.is_active) execute function end_sessions();
create trigger loses_role after update of valid_to on assignment for each row
	when (coalesce(old.valid_to, 'infinity') >= (now() at time zone 'Europe/Stockholm')::date
		and new.valid_to < (now() at time zone 'Europe/Stockholm')::date)
	execute function end_sessions();

-- The log says in which role, on whose behalf and from where -------------------------------------------------------------------
alter table activity add column role text;
alter table activity add column on_behalf_of_id uuid references person;
alter table activity add column session_id uuid;
alter table activity add column address text;
comment on column activity.role is 'The role in which the actor did it; null: as themselves, or the system.';
comment on column activity.on_behalf_of_id is 'Whom the actor stood in for.';
comment on column activity.address is 'Where it came from, as the server saw it.';
create index on activity (municipality_id, at);
