-- What was done and what was read, by whom. Nobody changes it afterwards: not the application (it may only insert and select),
-- and not the owner by accident (triggers). Against a superuser on purpose there are checkpoints, in a later issue.

create table activity (
	id uuid primary key,
	municipality_id uuid not null references unit,
	at timestamptz not null,
	actor_id uuid references person,
	action text not null check (action ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$'),
	subject_kind text not null,
	subject_id uuid,
	details jsonb not null default '{}'
);
comment on table activity is 'Append-only. details never holds case content: codes, counts and ids only.';
comment on column activity.actor_id is 'Null: the system itself, e.g. an import or the loading of the fictional municipality.';
create index on activity (subject_id, at);
create index on activity (actor_id, at);

create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on activity for each row execute function refuse_change();
create trigger append_only_truncate before truncate on activity for each statement execute function refuse_change();

alter table activity enable row level security;
create policy append_own on activity for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and actor_id is not distinct from (select app_person()));
create policy data_protection_officer on activity for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer')));
grant insert, select on activity to opaverkad_app;

-- How often the actor did something lately, for limits per account and behaviour. In the database, so that several processes
-- share it; per account, since a whole municipality sits behind one address.
create function own_activity_since(wanted text, since timestamptz) returns integer
	language sql stable security definer set search_path = public, pg_temp
	as $$ select count(*)::integer from activity where actor_id = app_person() and action = wanted and at > since $$;
revoke all on function own_activity_since(text, timestamptz) from public;
grant execute on function own_activity_since(text, timestamptz) to opaverkad_app;
