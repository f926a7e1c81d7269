-- SCIM 2.0: a municipality's identity system (Entra ID, Okta …) keeps people and their roles up to date. Each connection has a
-- client with a token; people and assignments stay where they are, and these tables say what the identity system knows.

create table scim_client (
	id uuid primary key,
	municipality_id uuid not null references unit,
	name text not null check (length(name) between 1 and 100),
	token_hash bytea not null unique,
	default_unit_id uuid references unit,
	created_by uuid not null references person,
	created_at timestamptz not null,
	renewed_at timestamptz not null,
	last_used_at timestamptz,
	window_from timestamptz,
	window_requests integer not null default 0,
	revoked_by uuid references person,
	revoked_at timestamptz,
	check ((revoked_at is null) = (revoked_by is null))
);
comment on table scim_client is 'A connection from an identity system. Never deleted: the log names it.';
comment on column scim_client.token_hash is 'SHA-256 of the token. The token itself is shown once and never stored.';
comment on column scim_client.default_unit_id is 'Where people end up when the identity system does not name a unit. Null: such people are refused.';
comment on column scim_client.window_requests is 'Requests since window_from, for the limit per minute that all processes share.';
create index on scim_client (municipality_id);

create table scim_problem (
	id uuid primary key,
	municipality_id uuid not null references unit,
	client_id uuid not null references scim_client,
	at timestamptz not null,
	method text not null,
	resource text not null,
	status smallint not null,
	code text not null,
	about text check (length(about) <= 200)
);
comment on table scim_problem is 'The latest requests that were refused, for the administrator who sets the connection up. Codes only.';
comment on column scim_problem.about is 'The unit that was asked for and not found. Nothing about a person.';
create index on scim_problem (client_id, id);

create table scim_user (
	person_id uuid primary key references person,
	municipality_id uuid not null references unit,
	client_id uuid not null references scim_client,
	user_name text not null check (length(user_name) between 1 and 200),
	external_id text check (length(external_id) <= 200),
	given jsonb not null,
	created_at timestamptz not null,
	modified_at timestamptz not null,
	left_at timestamptz
);
comment on table scim_user is 'What an identity system has said about a person. People whom none has written to have no row.';
comment on column scim_user.client_id is 'Who wrote last, and so answers for the person.';
comment on column scim_user.given is 'The attributes as they came, of those that we use.';
comment on column scim_user.left_at is 'Deleted by the identity system: the name is free for somebody else, and the person is not found again.';
create unique index on scim_user (municipality_id, lower(user_name)) where left_at is null;
create unique index on scim_user (municipality_id, external_id) where left_at is null;

create table scim_group (
	id uuid primary key,
	municipality_id uuid not null references unit,
	client_id uuid not null references scim_client,
	display_name text not null check (length(display_name) between 1 and 200),
	external_id text check (length(external_id) <= 200),
	role text,
	unit_id uuid references unit,
	created_at timestamptz not null,
	modified_at timestamptz not null,
	check ((role is null) = (unit_id is null))
);
comment on column scim_group.client_id is 'Who wrote last.';
comment on table scim_group is 'A group of an identity system. With a role and a unit, its members hold that role there; without, it gives nothing.';
create unique index on scim_group (municipality_id, lower(display_name));

create table scim_group_member (
	group_id uuid not null references scim_group on delete cascade,
	person_id uuid not null references person,
	municipality_id uuid not null references unit,
	primary key (group_id, person_id)
);
create index on scim_group_member (person_id);

create table scim_assignment (
	assignment_id uuid primary key references assignment,
	municipality_id uuid not null references unit
);
comment on table scim_assignment is 'Assignments that a group gave. Only these end when somebody leaves the group; what people gave, people end.';

alter table scim_client enable row level security;
alter table scim_problem enable row level security;
alter table scim_user enable row level security;
alter table scim_group enable row level security;
alter table scim_group_member enable row level security;
alter table scim_assignment enable row level security;

create policy administrators on scim_client for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators on scim_problem for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators on scim_group for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators on scim_group_member for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators on scim_assignment for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
-- What the identity system said about a person can be what is protected: no administrator reads it here either.
create policy provisioning on scim_user for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('provisioning')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('provisioning')));

-- 'provisioning' is no role that anybody can be given: only the context of a SCIM request has it. An identity system must be able
-- to sign somebody with protected personal data out. What it is told about them: src/lib/server/provisioning/README.md.
create policy provisioning on person for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('provisioning')));

-- all but token_hash
grant select (id, municipality_id, name, default_unit_id, created_by, created_at, renewed_at, last_used_at, window_from,
	window_requests, revoked_by, revoked_at) on scim_client to opaverkad_app;
grant insert, update (default_unit_id, token_hash, renewed_at, revoked_by, revoked_at) on scim_client to opaverkad_app;
grant select, insert, delete on scim_problem, scim_group_member to opaverkad_app;
grant select, insert, update on scim_user to opaverkad_app;
grant select, insert, update, delete on scim_group to opaverkad_app;
grant select, insert on scim_assignment to opaverkad_app;

-- Whose token this is, and whether the client may ask once more this minute. One statement, and the same work for a token that
-- nobody has as for one that was revoked.
create function scim_request(hash bytea, at timestamptz, most_per_minute integer)
	returns table (client_id uuid, municipality_id uuid, default_unit_id uuid, wait_seconds integer)
	language sql volatile security definer set search_path = public, pg_temp
	as $$
		update scim_client c set
			last_used_at = at,
			window_from = case when c.window_from > at - interval '1 minute' then c.window_from else at end,
			window_requests = case when c.window_from > at - interval '1 minute' then c.window_requests + 1 else 1 end
		where c.token_hash = hash and c.revoked_at is null
		returning c.id, c.municipality_id, c.default_unit_id,
			case when c.window_requests > most_per_minute
				then greatest(1, ceil(extract(epoch from c.window_from + interval '1 minute' - at)))::integer
				else 0 end
	$$;
revoke all on function scim_request(bytea, timestamptz, integer) from public;
grant execute on function scim_request(bytea, timestamptz, integer) to opaverkad_app;
