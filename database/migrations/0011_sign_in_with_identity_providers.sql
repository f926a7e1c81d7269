-- Sign-in by identity providers (OIDC and SAML). Before there is an actor, the application may only ask the functions below:
-- it sees no row of who is on their way in, and finds a person only by the value that a provider vouched for.

alter table session add column provider_subject text;
alter table session add column provider_session text;
alter table session add column id_token text;
comment on column session.provider_subject is 'Who it is, by the provider''s own name for them. The provider may end the session by it.';
comment on column session.provider_session is 'The provider''s own name for its session (sid, SessionIndex), for the same.';
comment on column session.id_token is 'Shown to the provider at sign-out, so that it knows whom to sign out without asking. Gone when the session has ended.';
create index on session (provider, provider_subject) where ended_at is null and provider is not null;
create index on session (created_at) where id_token is not null;

-- On their way in -----------------------------------------------------------------------------------------------------------
create table sign_in_state (
	state_hash bytea primary key,
	browser_hash bytea not null,
	provider text not null,
	session_id uuid references session,
	to_path text not null,
	created_at timestamptz not null,
	identity jsonb
);
comment on table sign_in_state is 'Somebody who was sent to an identity provider and is expected back within ten minutes, once. Only hashes: who reads this table can finish nobody''s sign-in.';
comment on column sign_in_state.browser_hash is 'SHA-256 of a cookie: only the browser that began may finish.';
comment on column sign_in_state.session_id is 'The session whose person proves again who they are. Null: a new one.';
comment on column sign_in_state.identity is 'SAML only: what the provider''s verified answer says, until the browser that began comes for it.';
create index on sign_in_state (created_at);

create table used_token (
	token_hash bytea primary key,
	keep_until timestamptz not null
);
comment on table used_token is 'What a provider signed to be used once (assertions, logout tokens), for as long as it could be shown again.';
create index on used_token (keep_until);

alter table sign_in_state enable row level security;
alter table used_token enable row level security;

create function begin_sign_in(state bytea, browser bytea, by_provider text, again uuid, path text, at timestamptz) returns void
	language sql security definer set search_path = public, pg_temp
	as $$
		delete from sign_in_state where created_at < at - interval '10 minutes';
		delete from used_token where keep_until < at;
		update session set id_token = null where id_token is not null and created_at < at - interval '1 day';
		insert into sign_in_state (state_hash, browser_hash, provider, session_id, to_path, created_at)
			values (state, browser, by_provider, again, path, at)
	$$;

create function sign_in_began(state bytea, by_provider text, at timestamptz) returns timestamptz
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select created_at from sign_in_state
		where state_hash = state and provider = by_provider and identity is null and created_at >= at - interval '10 minutes'
	$$;
comment on function sign_in_began(bytea, text, timestamptz) is 'When; null: nobody waits for this, or its answer has come already.';

create function keep_identity(state bytea, by_provider text, answer jsonb, at timestamptz) returns boolean
	language sql security definer set search_path = public, pg_temp
	as $$
		with kept as (
			update sign_in_state set identity = answer
			where state_hash = state and provider = by_provider and identity is null and created_at >= at - interval '10 minutes'
			returning 1)
		select exists (select from kept)
	$$;
comment on function keep_identity(bytea, text, jsonb, timestamptz) is 'False: nobody waits for this answer, or one has come already.';

-- Found and used up in one statement: of two who come with the same, one gets it.
create function take_sign_in(state bytea, browser bytea, by_provider text, at timestamptz)
	returns table (session_id uuid, to_path text, created_at timestamptz, identity jsonb)
	language sql security definer set search_path = public, pg_temp
	as $$
		delete from sign_in_state s
		where s.state_hash = state and s.browser_hash = browser and s.provider = by_provider
			and s.created_at >= at - interval '10 minutes'
		returning s.session_id, s.to_path, s.created_at, s.identity
	$$;

create function use_once(token bytea, until timestamptz) returns boolean
	language sql security definer set search_path = public, pg_temp
	as $$
		with used as (
			insert into used_token (token_hash, keep_until) values (token, until) on conflict do nothing returning 1)
		select exists (select from used)
	$$;
comment on function use_once(bytea, timestamptz) is 'False: it was used before.';

-- Who it is -----------------------------------------------------------------------------------------------------------------
create function people_of_identity(municipality uuid, field text, value text)
	returns table (person_id uuid, is_active boolean, locale text)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select id, p.is_active, p.locale from person p
		where municipality_id = municipality
			and case field when 'email' then lower(email) = lower(value) when 'externalId' then external_id = value end
	$$;
comment on function people_of_identity(uuid, text, text) is 'More than one row: the same address in different spellings; then it is nobody.';
create index on person (municipality_id, lower(email));

-- Signed out by the provider --------------------------------------------------------------------------------------------------
create function end_provider_sessions(by_provider text, subject text, provider_sid text, at timestamptz)
	returns table (session_id uuid, municipality_id uuid)
	language sql security definer set search_path = public, pg_temp
	as $$
		update session s set ended_at = at, id_token = null
		from person p
		where p.id = s.person_id and s.provider = by_provider and s.ended_at is null
			and (subject is not null or provider_sid is not null)
			and (subject is null or s.provider_subject = subject)
			and (provider_sid is null or s.provider_session = provider_sid)
		returning s.id, p.municipality_id
	$$;

grant update (id_token) on session to opaverkad_app;
do $$
declare signature text;
begin
	foreach signature in array array[
		'begin_sign_in(bytea, bytea, text, uuid, text, timestamptz)', 'sign_in_began(bytea, text, timestamptz)',
		'keep_identity(bytea, text, jsonb, timestamptz)', 'take_sign_in(bytea, bytea, text, timestamptz)',
		'use_once(bytea, timestamptz)', 'people_of_identity(uuid, text, text)',
		'end_provider_sessions(text, text, text, timestamptz)']
	loop
		execute format('revoke all on function %s from public', signature);
		execute format('grant execute on function %s to opaverkad_app', signature);
	end loop;
end $$;
