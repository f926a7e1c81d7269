-- The organisation in time: how each unit was on each day, where each person worked, and a journal of every change that can be
-- undone. The tables of 0001 go on saying how it is now.

-- From which day a change holds. Said by applyRows(); without it, today in Sweden.
create function app_change_day() returns date language sql stable
	as $$
		select coalesce(nullif(current_setting('app.change_from', true), '')::date,
			(now() at time zone 'Europe/Stockholm')::date)
	$$;

create table unit_version (
	unit_id uuid not null references unit,
	municipality_id uuid not null references unit,
	valid_from date not null,
	valid_to date,
	name text not null,
	parent_id uuid references unit,
	path uuid[] not null,
	level text not null,
	activity text,
	area text,
	primary key (unit_id, valid_from),
	check (valid_to is null or valid_to >= valid_from)
);
comment on table unit_version is 'How each unit was, in periods (days inclusive). Kept by a trigger on unit. A day without a version: the unit was not there.';
create index on unit_version (municipality_id, valid_from);

create table employment (
	person_id uuid not null references person,
	municipality_id uuid not null references unit,
	unit_id uuid not null references unit,
	valid_from date not null,
	valid_to date,
	primary key (person_id, valid_from),
	check (valid_to is null or valid_to >= valid_from)
);
comment on table employment is 'Where each person worked, in periods (days inclusive). Kept by a trigger on person. 1900-01-01: since before the system knew.';
create index on employment (unit_id, valid_from);

insert into unit_version (unit_id, municipality_id, valid_from, valid_to, name, parent_id, path, level, activity, area)
select id, municipality_id, valid_from, valid_to, name, parent_id, path, level, activity, area from unit
where valid_to is null or valid_to >= valid_from;
insert into employment (person_id, municipality_id, unit_id, valid_from)
select id, municipality_id, unit_id, '1900-01-01' from person where is_active;

-- From the day of the change on, the unit is as its row says; what was said about later days no longer holds.
create function keep_unit_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
	day date := new.valid_from;
	latest unit_version%rowtype;
begin
	if tg_op = 'UPDATE' then
		if row(old.name, old.parent_id, old.path, old.level, old.activity, old.area, old.valid_from, old.valid_to)
			is not distinct from
			row(new.name, new.parent_id, new.path, new.level, new.activity, new.area, new.valid_from, new.valid_to) then
			return null;
		end if;
		day := greatest(app_change_day(), new.valid_from);
		if new.valid_from <> old.valid_from then
			delete from unit_version where unit_id = new.id and valid_to < new.valid_from;
			update unit_version v set valid_from = new.valid_from where v.unit_id = new.id
				and v.valid_from = (select min(f.valid_from) from unit_version f where f.unit_id = new.id);
		end if;
		delete from unit_version where unit_id = new.id and valid_from >= least(day, new.valid_to + 1);
		update unit_version set valid_to = least(day - 1, new.valid_to)
		where unit_id = new.id and coalesce(valid_to, 'infinity') > least(day - 1, new.valid_to);
	end if;
	if new.valid_to < day then return null; end if;
	select * into latest from unit_version where unit_id = new.id order by valid_from desc limit 1;
	if latest.valid_to = day - 1
		and row(latest.name, latest.parent_id, latest.path, latest.level, latest.activity, latest.area)
			is not distinct from row(new.name, new.parent_id, new.path, new.level, new.activity, new.area) then
		update unit_version set valid_to = new.valid_to where unit_id = new.id and valid_from = latest.valid_from;
	else
		insert into unit_version (unit_id, municipality_id, valid_from, valid_to, name, parent_id, path, level, activity, area)
		values (new.id, new.municipality_id, day, new.valid_to, new.name, new.parent_id, new.path, new.level, new.activity,
			new.area);
	end if;
	return null;
end $$;
create trigger keep_unit_version after insert or update on unit for each row execute function keep_unit_version();

create function keep_employment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
	day date := app_change_day();
	latest employment%rowtype;
begin
	if tg_op = 'INSERT' then
		-- outside a dated change nobody said since when
		if nullif(current_setting('app.change_from', true), '') is null then day := '1900-01-01'; end if;
	elsif old.unit_id = new.unit_id and old.is_active = new.is_active then
		return null;
	else
		delete from employment where person_id = new.id and valid_from >= day;
		update employment set valid_to = day - 1 where person_id = new.id and coalesce(valid_to, 'infinity') >= day;
	end if;
	if not new.is_active then return null; end if;
	select * into latest from employment where person_id = new.id order by valid_from desc limit 1;
	if latest.valid_to = day - 1 and latest.unit_id = new.unit_id then
		update employment set valid_to = null where person_id = new.id and valid_from = latest.valid_from;
	else
		insert into employment (person_id, municipality_id, unit_id, valid_from)
		values (new.id, new.municipality_id, new.unit_id, day);
	end if;
	return null;
end $$;
create trigger keep_employment after insert or update of unit_id, is_active on person
	for each row execute function keep_employment();

-- A role that was given by mistake and taken back the same day was in force on no day at all.
alter table assignment drop constraint assignment_check;
alter table assignment add constraint assignment_check check (valid_to is null or valid_to >= valid_from - 1);
comment on column assignment.valid_to is 'Last day (inclusive). The day before valid_from: never in force.';
comment on column unit.valid_to is 'Last day (inclusive). Null: still there. The day before valid_from: never there.';

-- The journal ------------------------------------------------------------------------------------------------------------------
create table organisation_change (
	id uuid primary key,
	municipality_id uuid not null references unit,
	kind text not null,
	state text not null check (state in ('planned', 'applied', 'undone', 'cancelled', 'failed')),
	valid_from date not null,
	made_by uuid references person,
	made_at timestamptz not null,
	note text check (length(note) <= 500),
	wish jsonb,
	applied_at timestamptz,
	undone_by uuid references organisation_change,
	problem text,
	check ((state = 'undone') = (undone_by is not null)),
	check (state <> 'planned' or wish is not null),
	check ((state = 'failed') = (problem is not null))
);
comment on table organisation_change is 'Every change of the organisation, and those that wait for their day. Never deleted.';
comment on column organisation_change.made_by is 'Null: another system.';
comment on column organisation_change.valid_from is 'From which day it holds, Europe/Stockholm.';
comment on column organisation_change.wish is 'What the administrator asked for, so that it can be planned anew on its day.';
comment on column organisation_change.problem is 'Why a planned change could not be applied on its day: a code.';
create index on organisation_change (municipality_id, made_at desc);
create index on organisation_change (valid_from) where state = 'planned';

create table organisation_change_row (
	change_id uuid not null references organisation_change,
	municipality_id uuid not null references unit,
	table_name text not null check (table_name in ('unit', 'person', 'assignment', 'unitHeadcount', 'protectedPerson')),
	row_id text not null,
	before jsonb,
	after jsonb,
	primary key (change_id, table_name, row_id)
);
comment on table organisation_change_row is 'Each row that a change touched, as it was and as it became. Null before: created.';
create index on organisation_change_row (row_id, change_id);

alter table unit_version enable row level security;
alter table employment enable row level security;
alter table organisation_change enable row level security;
alter table organisation_change_row enable row level security;

create policy same_municipality on unit_version for select to opaverkad_app
	using (municipality_id = (select app_municipality()));
-- A person with protected personal data is as invisible here as in person.
create policy administrators_and_own on employment for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and ((select app_has_role('systemAdministrator')) or person_id = (select app_person()))
		and exists (select from person p where p.id = person_id));
create policy administrators_read on organisation_change for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_add on organisation_change for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and made_by is not distinct from (select app_person()));
create policy administrators_change on organisation_change for update to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_read on organisation_change_row for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and case when table_name = 'person' then exists (select from person p where p.id = row_id::uuid) else true end);
create policy administrators_add on organisation_change_row for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and exists (select from organisation_change c where c.id = change_id));
grant select on unit_version, employment to opaverkad_app;
grant select, insert on organisation_change, organisation_change_row to opaverkad_app;
grant update (state, applied_at, undone_by, problem) on organisation_change to opaverkad_app;

-- People with protected personal data also work somewhere, and their unit can merge with another. The administrator does not
-- see who they are, only that there is somebody.
create function hidden_people() returns table (id uuid, unit_id uuid, is_active boolean)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id, p.unit_id, p.is_active from person p
		where p.is_protected and p.municipality_id = app_municipality() and app_has_role('systemAdministrator')
			and p.id is distinct from app_person()
			and not exists (select from unit u where u.id = p.unit_id and u.path && app_units('protected_units'))
	$$;
revoke all on function hidden_people() from public;
grant execute on function hidden_people() to opaverkad_app;

create function change_hidden_person(wanted uuid, new_unit uuid, active boolean) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	update person p set unit_id = new_unit, is_active = active
	where p.id = wanted and p.id in (select h.id from hidden_people() h)
		and exists (select from unit u where u.id = new_unit and u.municipality_id = app_municipality());
	return found;
end $$;
revoke all on function change_hidden_person(uuid, uuid, boolean) from public;
grant execute on function change_hidden_person(uuid, uuid, boolean) to opaverkad_app;
