-- Local accounts: passwords, passkeys, recovery codes, the limits that slow down guessing, links that let somebody in for the first
-- time; and session tokens that change when what they give changes.
--
-- The application never reads a password's hash, a code or a link from a table. It asks functions that answer one question each.

-- Sessions ---------------------------------------------------------------------------------------------------------------------
alter table session add column must_rotate boolean not null default false;
alter table session add column previous_token_hash bytea;
alter table session add column previous_until timestamptz;
comment on column session.must_rotate is 'The person was given a role: the next page gives the browser a new token.';
comment on column session.previous_token_hash is 'The token before, for the few seconds in which pages that were already asked for still arrive with it.';
create unique index on session (previous_token_hash) where previous_token_hash is not null;
grant update (token_hash, previous_token_hash, previous_until, must_rotate, method, provider, provider_subject, provider_session) on session
	to opaverkad_app;

drop function session_person(bytea, timestamptz, interval, interval);
create function session_person(hash bytea, at timestamptz, idle interval, absolute_limit interval)
	returns table (
		session_id uuid, signed_in_at timestamptz, method text, person_id uuid, municipality_id uuid, municipality_name text,
		name text, locale text, unit_id uuid, unit_name text, assignments jsonb, must_rotate boolean)
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare found_session session%rowtype;
begin
	select s.* into found_session from session s
	where (s.token_hash = hash or s.previous_token_hash = hash and s.previous_until > at) and s.ended_at is null
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
			), '[]'),
			found_session.must_rotate and found_session.token_hash = hash
		from person p join unit m on m.id = p.municipality_id join unit u on u.id = p.unit_id
		where p.id = found_session.person_id and p.is_active;
end $$;
revoke all on function session_person(bytea, timestamptz, interval, interval) from public;
grant execute on function session_person(bytea, timestamptz, interval, interval) to opaverkad_app;

create function rotate_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update session set must_rotate = true
	where person_id in (select added.person_id from added) and ended_at is null and not must_rotate;
	return null;
end $$;
create trigger gains_role after insert on assignment
	referencing new table as added for each statement execute function rotate_sessions();

-- Accounts ---------------------------------------------------------------------------------------------------------------------
create table local_account (
	person_id uuid primary key references person,
	municipality_id uuid not null references unit,
	user_name text not null unique check (length(user_name) between 3 and 200),
	password_hash text not null check (password_hash ~ '^\$argon2id\$'),
	password_set_at timestamptz not null,
	created_at timestamptz not null
);
comment on table local_account is 'Who may sign in without an identity provider.';
comment on column local_account.user_name is 'An e-mail address as a rule; trimmed and in lower case. Unique in the installation, since nobody says which municipality they are from.';
comment on column local_account.password_hash is 'argon2id with its parameters and salt (PHC string). The application cannot read it from here: sign_in_account().';

create table passkey (
	id uuid primary key,
	municipality_id uuid not null references unit,
	person_id uuid not null references local_account on delete cascade,
	credential_id text not null unique,
	public_key bytea not null,
	counter bigint not null,
	transports text[] not null,
	name text not null check (length(name) between 1 and 100),
	created_at timestamptz not null,
	last_used_at timestamptz
);
comment on column passkey.counter is 'How often the key says that it was used. A number that goes backwards is a copy; keys that are synchronised say 0.';
create index on passkey (person_id);

create table recovery_code (
	code_hash bytea primary key,
	person_id uuid not null references local_account on delete cascade,
	created_at timestamptz not null,
	used_at timestamptz
);
comment on column recovery_code.code_hash is 'SHA-256: the code has 80 random bits, so guessing is hopeless and a slow hash would add nothing.';
create index on recovery_code (person_id);

create table known_device (
	person_id uuid not null references local_account on delete cascade,
	token_hash bytea not null,
	last_used_at timestamptz not null,
	primary key (person_id, token_hash)
);
comment on table known_device is 'Browsers from which a person has signed in with a local account: what strangers guess elsewhere does not slow them down.';

create table account_link (
	token_hash bytea primary key,
	municipality_id uuid references unit,
	person_id uuid references person,
	user_name text,
	created_by uuid references person,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	check ((person_id is null) = (municipality_id is null) and (person_id is null) = (user_name is null))
);
comment on table account_link is 'A link that works once: for a named person to choose a password, or (no person) to set up an empty installation.';
create index on account_link (person_id);

create table passkey_challenge (
	challenge_hash bytea primary key,
	person_id uuid references person,
	expires_at timestamptz not null
);
comment on column passkey_challenge.person_id is 'Who adds a passkey; null for signing in.';
create index on passkey_challenge (expires_at);

create table sign_in_wait (
	bucket bytea primary key,
	failures integer not null,
	last_at timestamptz not null,
	open_at timestamptz not null
);
comment on table sign_in_wait is 'How often guessing failed, per user name and device, per user name and address, and per user name; also for user names that do not exist. Forgotten after a day.';
comment on column sign_in_wait.bucket is 'SHA-256 of what it counts.';
create index on sign_in_wait (last_at);

alter table local_account enable row level security;
alter table passkey enable row level security;
alter table recovery_code enable row level security;
alter table known_device enable row level security;
alter table account_link enable row level security;
alter table passkey_challenge enable row level security;
alter table sign_in_wait enable row level security;

create policy own on local_account for select to opaverkad_app using (person_id = (select app_person()));
create policy administrators on local_account for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_close on local_account for delete to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
grant select (person_id, municipality_id, user_name, password_set_at, created_at), delete on local_account to opaverkad_app;

create policy own on passkey for all to opaverkad_app
	using (person_id = (select app_person()))
	with check (person_id = (select app_person()) and municipality_id = (select app_municipality()));
create policy administrators on passkey for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
grant select, insert, delete, update (counter, last_used_at) on passkey to opaverkad_app;

create policy own on recovery_code for all to opaverkad_app
	using (person_id = (select app_person())) with check (person_id = (select app_person()));
grant select (person_id, created_at, used_at), insert, delete on recovery_code to opaverkad_app;

create policy own on known_device for all to opaverkad_app
	using (person_id = (select app_person())) with check (person_id = (select app_person()));
grant select, insert, update (last_used_at) on known_device to opaverkad_app;

create policy administrators on account_link for all to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')))
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and created_by = (select app_person()) and is_colleague(person_id));
grant select (municipality_id, person_id, user_name, created_at, expires_at), insert, delete on account_link to opaverkad_app;

-- Before there is an actor -----------------------------------------------------------------------------------------------------
create function sign_in_account(wanted text, device bytea)
	returns table (person_id uuid, municipality_id uuid, password_hash text, knows_device boolean)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select a.person_id, a.municipality_id, a.password_hash,
			exists (select from known_device d where d.person_id = a.person_id and d.token_hash = device)
		from local_account a join person p on p.id = a.person_id
		where a.user_name = wanted and p.is_active
	$$;

-- Counts an attempt before it is known how it ends, so that many at once cannot slip through together. Answers how many seconds
-- are left to wait; 0: go on. Each bucket has a number of free attempts; after them each further one doubles the wait,
-- from 30 seconds to at most 15 minutes.
create function try_sign_in(buckets bytea[], free integer[], at timestamptz) returns integer
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	seconds integer;
	number integer;
begin
	delete from sign_in_wait where last_at < at - interval '1 day';
	-- in one order everywhere, so that two attempts wait for each other and not for ever
	insert into sign_in_wait select b, 0, at, at from unnest(buckets) b order by b on conflict do nothing;
	perform from sign_in_wait where bucket = any (buckets) order by bucket for update;
	select ceil(extract(epoch from max(open_at) - at)) into seconds from sign_in_wait where bucket = any (buckets);
	if seconds > 0 then return seconds; end if;
	for number in 1 .. cardinality(buckets) loop
		update sign_in_wait set failures = failures + 1, last_at = at,
			open_at = case when failures + 1 < free[number] then at
				else at + least(interval '30 seconds' * power(2, least(failures + 1 - free[number], 10)), interval '15 minutes') end
		where bucket = buckets[number];
	end loop;
	return 0;
end $$;

-- The attempt was right: its first bucket is forgotten, and the others count one less.
create function sign_in_worked(buckets bytea[], at timestamptz) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	perform from sign_in_wait where bucket = any (buckets) order by bucket for update;
	update sign_in_wait set failures = greatest(failures - 1, 0), open_at = at where bucket = any (buckets[2:]);
	delete from sign_in_wait where bucket = buckets[1];
end $$;

create function passkey_by_credential(wanted text)
	returns table (id uuid, person_id uuid, municipality_id uuid, public_key bytea, counter bigint, transports text[])
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select k.id, k.person_id, k.municipality_id, k.public_key, k.counter, k.transports
		from passkey k join person p on p.id = k.person_id
		where k.credential_id = wanted and p.is_active
	$$;

create function remember_challenge(hash bytea, person uuid, at timestamptz) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	delete from passkey_challenge where expires_at < at;
	insert into passkey_challenge values (hash, person, at + interval '10 minutes');
end $$;
create function use_challenge(hash bytea, person uuid, at timestamptz) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	delete from passkey_challenge
	where challenge_hash = hash and person_id is not distinct from person and expires_at > at;
	return found;
end $$;

create function use_recovery_code(wanted text, hash bytea, at timestamptz)
	returns table (person_id uuid, municipality_id uuid)
	language sql security definer set search_path = public, pg_temp
	as $$
		update recovery_code c set used_at = at
		from local_account a join person p on p.id = a.person_id
		where c.code_hash = hash and c.used_at is null and c.person_id = a.person_id and a.user_name = wanted and p.is_active
		returning a.person_id, a.municipality_id
	$$;

-- Links that work once ---------------------------------------------------------------------------------------------------------
create function account_link_for(hash bytea, at timestamptz)
	returns table (person_id uuid, municipality_id uuid, person_name text, municipality_name text, user_name text)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id, p.municipality_id, p.name, m.name, l.user_name
		from account_link l join person p on p.id = l.person_id join unit m on m.id = p.municipality_id
		where l.token_hash = hash and l.expires_at > at and p.is_active
	$$;

create function is_user_name_taken(wanted text, by_other_than uuid) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select app_has_role('systemAdministrator')
			and (exists (select from local_account where user_name = wanted and person_id <> by_other_than)
				or exists (select from account_link where user_name = wanted and person_id <> by_other_than))
	$$;

-- Whoever holds the link chooses a password. It starts the account afresh: what was there before ends.
create function use_account_link(hash bytea, new_hash text, at timestamptz)
	returns table (person_id uuid, municipality_id uuid)
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare link account_link%rowtype;
begin
	delete from account_link l using person p
	where l.token_hash = hash and l.expires_at > at and p.id = l.person_id and p.is_active
	returning l.* into link;
	if not found then return; end if;
	delete from local_account a where a.person_id = link.person_id;
	delete from account_link l where l.person_id = link.person_id;
	insert into local_account (person_id, municipality_id, user_name, password_hash, password_set_at, created_at)
	values (link.person_id, link.municipality_id, link.user_name, new_hash, at, at);
	return query select link.person_id, link.municipality_id;
end $$;

-- Sessions by which somebody came in end with the account.
create function end_local_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update session set ended_at = now()
	where person_id = old.person_id and ended_at is null and method in ('password', 'passkey', 'recoveryCode');
	return null;
end $$;
create trigger closes after delete on local_account for each row execute function end_local_sessions();

-- An installation without a municipality can be set up by whoever holds the link of its console; with one, never again.
create function needs_first_run() returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$ select not exists (select from unit) $$;
create function offer_first_run(hash bytea, at timestamptz) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	delete from account_link where person_id is null and (expires_at < at or not needs_first_run());
	if not needs_first_run() then return false; end if;
	insert into account_link (token_hash, created_at, expires_at) values (hash, at, at + interval '1 hour');
	return true;
end $$;
create function is_first_run(hash bytea, at timestamptz) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select needs_first_run()
			and exists (select from account_link where token_hash = hash and person_id is null and expires_at > at)
	$$;
create function complete_first_run(
		hash bytea, municipality uuid, municipality_name text, person uuid, person_name text, email text, new_hash text,
		assignment uuid, at timestamptz)
	returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	-- two who use the link at once: the second finds a municipality
	lock table unit in share row exclusive mode;
	if not is_first_run(hash, at) then return false; end if;
	delete from account_link where person_id is null;
	insert into unit (id, municipality_id, level, name, path)
	values (municipality, municipality, 'municipality', municipality_name, array[municipality]);
	insert into person (id, municipality_id, unit_id, name, email) values (person, municipality, municipality, person_name, email);
	insert into assignment (id, municipality_id, person_id, unit_id, role, valid_from)
	values (assignment, municipality, person, municipality, 'systemAdministrator', (at at time zone 'Europe/Stockholm')::date);
	insert into local_account (person_id, municipality_id, user_name, password_hash, password_set_at, created_at)
	values (person, municipality, lower(email), new_hash, at, at);
	return true;
end $$;

-- The own account --------------------------------------------------------------------------------------------------------------
create function set_own_password(new_hash text, at timestamptz) returns void
	language sql security definer set search_path = public, pg_temp
	as $$ update local_account set password_hash = new_hash, password_set_at = at where person_id = app_person() $$;

do $$
declare name text;
begin
	foreach name in array array[
		'sign_in_account(text, bytea)', 'try_sign_in(bytea[], integer[], timestamptz)', 'sign_in_worked(bytea[], timestamptz)',
		'passkey_by_credential(text)', 'remember_challenge(bytea, uuid, timestamptz)', 'use_challenge(bytea, uuid, timestamptz)',
		'use_recovery_code(text, bytea, timestamptz)', 'account_link_for(bytea, timestamptz)',
		'use_account_link(bytea, text, timestamptz)', 'is_user_name_taken(text, uuid)', 'needs_first_run()', 'offer_first_run(bytea, timestamptz)',
		'is_first_run(bytea, timestamptz)',
		'complete_first_run(bytea, uuid, text, uuid, text, text, text, uuid, timestamptz)',
		'set_own_password(text, timestamptz)']
	loop
		execute format('revoke all on function %s from public', name);
		execute format('grant execute on function %s to opaverkad_app', name);
	end loop;
end $$;
