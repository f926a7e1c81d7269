-- Telling people that something waits: what each has been told inside the system, what is to be mailed when, how that went, and
-- what each has chosen. The tables are the truth; jobs and timers only make somebody look at them.

-- What is to be mailed ------------------------------------------------------------------------------------------------------
alter table notice add column mail_at timestamptz;
alter table notice add column mail_id uuid;
comment on column notice.mail_at is 'When it is to be mailed unless it has been read: by kind, the recipient''s choice and quiet hours. Null: not decided yet; infinity: never.';
comment on column notice.mail_id is 'The mail that told of it.';
create index on notice (created_at) where mail_at is null and read_at is null;
create index on notice (mail_at) where mail_id is null and read_at is null;
create index on notice (mail_id) where mail_id is not null;
create index on notice (read_at) where read_at is not null;
-- what was told before there was mail is not mailed now
update notice set mail_at = 'infinity';

create table notice_mail (
	id uuid primary key,
	municipality_id uuid not null references unit,
	recipient_id uuid not null references person,
	created_at timestamptz not null,
	state text not null default 'waiting'
		check (state in ('waiting', 'claimed', 'handedOver', 'sent', 'uncertain', 'failed', 'unneeded')),
	is_danger boolean not null default false,
	next_at timestamptz not null,
	attempts integer not null default 0,
	claim uuid,
	claimed_at timestamptz,
	problem text check (length(problem) <= 100),
	settled_at timestamptz
);
comment on table notice_mail is 'One mail to one person, whatever number of notices it tells of, and how its delivery goes. The Message-ID is made of its id.';
comment on column notice_mail.state is 'claimed: a worker is at it, and the mail server has got nothing. handedOver: from just before its first byte until the answer is written down; whoever dies in between leaves it uncertain. unneeded: everything in it was read before, or is no longer the recipient''s to see.';
comment on column notice_mail.claim is 'Which worker holds it. Another value: somebody else took over, and the first one must not hand it over.';
comment on column notice_mail.problem is 'A code, e.g. ''ETIMEDOUT'' or ''SMTP 550''; never what the server wrote, which may hold an address.';
create index on notice_mail (next_at) where state = 'waiting';
create index on notice_mail (claimed_at) where state in ('claimed', 'handedOver');
create unique index notice_mail_unsent on notice_mail (recipient_id) where state = 'waiting';
create index on notice_mail (municipality_id, settled_at desc) where state in ('failed', 'uncertain');
alter table notice add foreign key (mail_id) references notice_mail on delete set null;

create table mail_server (
	is_only boolean primary key default true check (is_only),
	failing_since timestamptz,
	attempts integer not null default 0,
	problem text check (length(problem) <= 100),
	next_at timestamptz,
	worked_at timestamptz
);
comment on table mail_server is 'Whether the mail server answers, for all workers together, so that one attempt is made and not one per mail.';
insert into mail_server default values;

create table notice_choice (
	person_id uuid primary key references person,
	municipality_id uuid not null references unit,
	topics jsonb not null default '{}',
	quiet_from smallint check (quiet_from between 0 and 23),
	quiet_to smallint check (quiet_to between 0 and 23),
	digest_hour smallint not null check (digest_hour between 0 and 23),
	updated_at timestamptz not null,
	check ((quiet_from is null) = (quiet_to is null))
);
comment on table notice_choice is 'How somebody wants to be told. No row: the defaults of notifications/choice.ts.';
comment on column notice_choice.topics is 'Topic to way (atOnce, daily, never); a topic that is not there has its default. What the role requires counts anyway.';
comment on column notice_choice.quiet_from is 'Hour of the day in Sweden. Both null: no quiet hours.';

-- Who may ------------------------------------------------------------------------------------------------------------------
-- The courier: the part of the system that mails. No person, no municipality.
create function is_courier() returns boolean language sql stable parallel safe
	as $$ select app_has_role('courier') and app_person() is null and app_municipality() is null $$;

-- Whether what a notice is about is still the actor's to see. With the actor's own rights: what row-level security hides is not there.
create function app_sees_subject(subject_kind text, subject_id uuid) returns boolean language sql stable
	as $$
		select case subject_kind
			when 'case' then exists (select from case_file c where c.id = subject_id and app_reads_case(c))
			when 'incident' then exists (select from incident i where i.id = subject_id
				and (i.reporter_id = app_person() or i.affected_person_id = app_person()))
			when 'measure' then exists (select from measure m where m.id = subject_id)
			else true end
	$$;
comment on function app_sees_subject(text, uuid) is 'A module whose things not everybody may know of adds its subject_kind here.';

drop policy own on notice;
create policy own on notice for select to opaverkad_app
	using (recipient_id = (select app_person()) and app_sees_subject(subject_kind, subject_id));
create policy courier_reads on notice for select to opaverkad_app using ((select is_courier()));
create policy courier_mails on notice for update to opaverkad_app using ((select is_courier()));
create policy courier_forgets on notice for delete to opaverkad_app using ((select is_courier()));
grant update (mail_at, mail_id), delete on notice to opaverkad_app;

alter table notice_mail enable row level security;
alter table mail_server enable row level security;
alter table notice_choice enable row level security;
create policy courier_all on notice_mail for all to opaverkad_app
	using ((select is_courier())) with check ((select is_courier()));
-- Only what did not arrive: when somebody was mailed tells that something happened.
create policy administrators_see_failures on notice_mail for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and state in ('failed', 'uncertain'));
grant select, insert, update, delete on notice_mail to opaverkad_app;
create policy courier_all on mail_server for all to opaverkad_app
	using ((select is_courier())) with check ((select is_courier()));
create policy administrators_see on mail_server for select to opaverkad_app
	using ((select app_has_role('systemAdministrator')));
grant select, update on mail_server to opaverkad_app;
create policy own on notice_choice for all to opaverkad_app
	using (person_id = (select app_person()))
	with check (person_id = (select app_person()) and municipality_id = (select app_municipality()));
grant select, insert, update on notice_choice to opaverkad_app;

-- Whom to tell, and whom to mail -------------------------------------------------------------------------------------------
-- The people asked for and, when wanted, who stands in for them on that day, unless they stand in for somebody who is kept out as
-- well. Never who is kept out.
create function people_to_tell(people uuid[], kept_out uuid[], with_deputies boolean, day date) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id from person p
		where p.id in (
				select unnest(people)
				union
				select a.person_id from assignment a
				where with_deputies and a.deputy_for_id = any (people) and assignment_counts(a, day)
					and not exists (select from assignment o
						where o.person_id = a.person_id and o.deputy_for_id = any (kept_out) and assignment_counts(o, day)))
			and p.municipality_id = app_municipality() and p.is_active
			and p.id <> all (kept_out)
	$$;
revoke all on function people_to_tell(uuid[], uuid[], boolean, date) from public;
grant execute on function people_to_tell(uuid[], uuid[], boolean, date) to opaverkad_app;

-- Tells them, and makes somebody look for what is to be mailed: one round trip, since every report pays it.
create function tell_people(kind text, subject_kind text, subject_id uuid, people uuid[], kept_out uuid[], with_deputies boolean,
		at timestamptz, queue text) returns integer
	language plpgsql volatile security definer set search_path = public, pg_temp
	as $$
declare told integer;
begin
	insert into notice (id, municipality_id, recipient_id, kind, subject_kind, subject_id, created_at)
		select gen_random_uuid(), app_municipality(), p, tell_people.kind, tell_people.subject_kind, tell_people.subject_id, at
		from people_to_tell(people, kept_out, with_deputies, (at at time zone 'Europe/Stockholm')::date) p
		-- nobody is told of what they do themselves
		where p is distinct from app_person()
		-- told already and not read yet: once is enough
		on conflict do nothing;
	get diagnostics told = row_count;
	if told > 0 and queue is not null then perform enqueue_job(queue); end if;
	return told;
end $$;
revoke all on function tell_people(text, text, uuid, uuid[], uuid[], boolean, timestamptz, text) from public;
grant execute on function tell_people(text, text, uuid, uuid[], uuid[], boolean, timestamptz, text) to opaverkad_app;

-- Who answers for a case, for the reporter who wrote to them and for the owner of a measure who may not know the case.
create function handler_to_tell(wanted uuid) returns table (handler_id uuid, kept_out uuid[])
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.handler_id, c.excluded_person_ids || c.affected_person_id from case_file c
		where c.id = wanted and (app_person() in (c.reporter_id, c.affected_person_id) or app_reads_case(c)
			or exists (select from measure m where m.case_id = c.id and m.owner_id = app_person()))
	$$;
revoke all on function handler_to_tell(uuid) from public;
grant execute on function handler_to_tell(uuid) to opaverkad_app;

-- What the courier needs to know of those it mails: their address, their language, their roles of the day, and their choices.
create function people_to_mail(people uuid[], day date) returns table (
		person_id uuid, municipality_id uuid, email text, locale text, is_active boolean, assignments jsonb,
		topics jsonb, quiet_from smallint, quiet_to smallint, digest_hour smallint)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select p.id, p.municipality_id, p.email, p.locale, p.is_active,
			coalesce((
				select jsonb_agg(jsonb_build_object('role', a.role, 'unitId', a.unit_id, 'unitName', u.name,
					'level', u.level, 'deputyForId', a.deputy_for_id))
				from assignment a join unit u on u.id = a.unit_id
				where a.person_id = p.id and assignment_counts(a, day)), '[]'),
			c.topics, c.quiet_from, c.quiet_to, c.digest_hour
		from person p left join notice_choice c on c.person_id = p.id
		where is_courier() and p.id = any (people)
	$$;
revoke all on function people_to_mail(uuid[], date) from public;
grant execute on function people_to_mail(uuid[], date) to opaverkad_app;

-- The mail that waits to be sent soon is looked for by this queue's job, and by its every minute.
select pgboss.create_queue('notices.deliver',
	'{"policy": "standard", "retryLimit": 0, "expireInSeconds": 300, "retentionSeconds": 3600, "deleteAfterSeconds": 600}');
