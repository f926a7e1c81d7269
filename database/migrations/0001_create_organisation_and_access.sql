-- The organisation, who is signed in, and the row-level security that everything later leans on.
--
-- The application never works as the owner of the tables. It connects as (or switches to) the role opaverkad_app, which has
-- no BYPASSRLS, and each transaction says who acts with set_config('app.…', …, true). A forgotten `where` then returns
-- what the actor may see, and nothing else. A transaction without an actor sees nothing at all.

do $$
begin
	if not exists (select from pg_roles where rolname = 'opaverkad_app') then
		create role opaverkad_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
	end if;
exception
	-- another database of the same server was migrated at the same moment
	when duplicate_object or unique_violation then null;
end $$;
do $$ begin execute format('grant opaverkad_app to %I', current_user); end $$;

grant usage on schema public to opaverkad_app;

-- Who acts. Empty means nobody, and nobody sees nothing.
create function app_person() returns uuid language sql stable parallel safe
	as $$ select nullif(current_setting('app.person_id', true), '')::uuid $$;
create function app_municipality() returns uuid language sql stable parallel safe
	as $$ select nullif(current_setting('app.municipality_id', true), '')::uuid $$;
-- Units at which the actor holds a role that reads cases (they see the unit and everything below it).
create function app_case_units() returns uuid[] language sql stable parallel safe
	as $$ select coalesce(nullif(current_setting('app.case_units', true), ''), '{}')::uuid[] $$;
-- Units at which the actor holds a role that handles cases.
create function app_handling_units() returns uuid[] language sql stable parallel safe
	as $$ select coalesce(nullif(current_setting('app.handling_units', true), ''), '{}')::uuid[] $$;
-- Units whose figures, and those of the units below, the actor may see.
create function app_statistic_units() returns uuid[] language sql stable parallel safe
	as $$ select coalesce(nullif(current_setting('app.statistic_units', true), ''), '{}')::uuid[] $$;
-- Whether the actor holds a role, anywhere in the municipality.
create function app_has_role(wanted text) returns boolean language sql stable parallel safe
	as $$ select wanted = any (coalesce(nullif(current_setting('app.roles', true), ''), '{}')::text[]) $$;

create table unit (
	id uuid primary key,
	municipality_id uuid not null references unit,
	parent_id uuid references unit,
	level text not null check (level in ('municipality', 'administration', 'division', 'unit')),
	name text not null check (length(name) between 1 and 200),
	activity text,
	area text,
	path uuid[] not null,
	valid_from date not null default '1900-01-01',
	valid_to date,
	external_id text,
	check ((level = 'municipality') = (parent_id is null)),
	check (path[array_upper(path, 1)] = id),
	check (path[1] = municipality_id),
	unique (municipality_id, external_id)
);
comment on table unit is 'The tree: municipality, administration, division, unit. The municipality is the root and its own municipality_id.';
comment on column unit.path is 'Every unit from the root to this one, so that "this unit and below" is one array overlap.';
comment on column unit.valid_to is 'Last day (inclusive). Null: still there.';
create index on unit (municipality_id, parent_id);
create index on unit using gin (path);

create table person (
	id uuid primary key,
	municipality_id uuid not null references unit,
	unit_id uuid not null references unit,
	name text not null check (length(name) between 1 and 200),
	email text,
	occupation text,
	locale text not null default 'sv' check (locale in ('sv', 'en')),
	is_active boolean not null default true,
	external_id text,
	demo_note text,
	demo_rank smallint,
	unique (municipality_id, email),
	unique (municipality_id, external_id)
);
comment on column person.demo_note is 'Only in the fictional municipality: what this person is good for trying.';
comment on column person.demo_rank is 'Only in the fictional municipality: order among the featured people of the sign-in page. Null: not featured.';
create index on person (unit_id);
create index on person (municipality_id, name);

create table assignment (
	id uuid primary key,
	municipality_id uuid not null references unit,
	person_id uuid not null references person,
	unit_id uuid not null references unit,
	role text not null check (role in (
		'lineManager', 'safetyRepresentative', 'unionRepresentative', 'hrPartner', 'securityCoordinator',
		'lexSarahOfficer', 'controller', 'citywideAnalyst', 'auditor', 'electedRepresentative', 'archivist',
		'dataProtectionOfficer', 'systemAdministrator', 'whistleblowingOfficer')),
	valid_from date not null,
	valid_to date,
	check (valid_to is null or valid_to >= valid_from)
);
comment on table assignment is 'A role at a unit and below it, for a period (days inclusive, Europe/Stockholm).';
create index on assignment (person_id);
create index on assignment (unit_id, role);

create table unit_headcount (
	municipality_id uuid not null references unit,
	unit_id uuid not null references unit,
	year smallint not null check (year between 1990 and 2200),
	occupation text not null,
	headcount integer not null check (headcount >= 0),
	primary key (unit_id, year, occupation)
);
comment on table unit_headcount is 'The denominator of "per 100 staff": employees at the unit itself (not below), by occupation and year.';

create table setting (
	municipality_id uuid not null references unit,
	key text not null,
	value jsonb not null,
	primary key (municipality_id, key)
);
comment on table setting is 'What a municipality may decide for itself. Keys and defaults: src/lib/server/organisation/settings.ts';

create table session (
	id uuid primary key,
	person_id uuid not null references person,
	token_hash bytea not null unique,
	created_at timestamptz not null,
	last_seen_at timestamptz not null,
	ended_at timestamptz
);
comment on column session.token_hash is 'SHA-256 of the cookie. The cookie itself is never stored.';
create index on session (person_id);

alter table unit enable row level security;
alter table person enable row level security;
alter table assignment enable row level security;
alter table unit_headcount enable row level security;
alter table setting enable row level security;
alter table session enable row level security;

-- Everybody in a municipality may see how it is organised and who works there; protected personal data come with a later issue.
create policy same_municipality on unit for select to opaverkad_app
	using (municipality_id = (select app_municipality()));
create policy same_municipality on person for select to opaverkad_app
	using (municipality_id = (select app_municipality()));
create policy same_municipality on assignment for select to opaverkad_app
	using (municipality_id = (select app_municipality()));
create policy same_municipality on unit_headcount for select to opaverkad_app
	using (municipality_id = (select app_municipality()));
create policy same_municipality on setting for select to opaverkad_app
	using (municipality_id = (select app_municipality()));
create policy own on session for all to opaverkad_app
	using (person_id = (select app_person())) with check (person_id = (select app_person()));
create policy own_locale on person for update to opaverkad_app
	using (id = (select app_person())) with check (id = (select app_person()));

grant select on unit, person, assignment, unit_headcount, setting to opaverkad_app;
grant select, insert, update (ended_at) on session to opaverkad_app;
grant update (locale) on person to opaverkad_app;

-- The two questions that must be answered before there is an actor. They run with the owner's rights and answer only this.
-- In such functions pg_temp is named last: otherwise it is first, and a temporary table could stand in for one of ours.
create function municipalities() returns table (id uuid, name text)
	language sql stable security definer set search_path = public, pg_temp
	as $$ select id, name from unit where level = 'municipality' order by name $$;
revoke all on function municipalities() from public;
grant execute on function municipalities() to opaverkad_app;

create function session_person(hash bytea, at timestamptz, idle interval, absolute_limit interval)
	returns table (
		session_id uuid, person_id uuid, municipality_id uuid, municipality_name text, name text, locale text,
		unit_id uuid, unit_name text, assignments jsonb)
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
		select found_session.id, p.id, p.municipality_id, m.name, p.name, p.locale, p.unit_id, u.name,
			coalesce((
				select jsonb_agg(jsonb_build_object('role', a.role, 'unitId', a.unit_id, 'unitName', au.name, 'level', au.level)
					order by au.level, au.name)
				from assignment a join unit au on au.id = a.unit_id
				where a.person_id = p.id
					and (at at time zone 'Europe/Stockholm')::date between a.valid_from and coalesce(a.valid_to, 'infinity')
			), '[]')
		from person p join unit m on m.id = p.municipality_id join unit u on u.id = p.unit_id
		where p.id = found_session.person_id and p.is_active;
end $$;
revoke all on function session_person(bytea, timestamptz, interval, interval) from public;
grant execute on function session_person(bytea, timestamptz, interval, interval) to opaverkad_app;
