-- What was reminded of, once each; and the addresses at which calendar programs ask.

create table reminder (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	kind text not null,
	subject text not null default '',
	step text not null check (step in ('told', 'escalated', 'escalatedAgain')),
	due_at timestamptz not null,
	recipient_ids uuid[] not null,
	made_at timestamptz not null,
	unique (case_id, kind, subject, step, due_at)
);
comment on table reminder is 'Each step of each deadline, made once whoever comes second: the unique key. Nothing is changed or removed.';
comment on column reminder.subject is 'The measure''s id or the duty''s key, where the deadline is of one; else empty.';
comment on column reminder.recipient_ids is 'Who was told, beside who stands in for them. Empty: there was nobody who may know of it.';

-- The part of the system that reminds: no person, one municipality.
create function is_reminding() returns boolean language sql stable parallel safe
	as $$ select app_has_role('reminder') and app_person() is null and app_municipality() is not null $$;

alter table reminder enable row level security;
create policy staff_reads on reminder for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_case(c)));
create policy system_reminds on reminder for insert to opaverkad_app
	with check ((select is_reminding()) and municipality_id = (select app_municipality()));
grant select, insert on reminder to opaverkad_app;

-- The open cases of a municipality in which something may be due: ids, dates and states. No word, no number, nobody's name.
create function cases_to_remind(at timestamptz) returns table (
		case_id uuid, unit_path uuid[], handler_id uuid, handler_is_active boolean, affected_person_id uuid,
		excluded_person_ids uuid[], shared_with uuid[], is_imported boolean, status text, reported_at timestamptz,
		contact_due_at timestamptz, first_contact_at timestamptz, reopened_at timestamptz, assessed_at timestamptz,
		undue_influence text, measures jsonb, duties jsonb, made jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select c.id, c.unit_path, c.handler_id, coalesce(h.is_active, false), c.affected_person_id,
			c.excluded_person_ids, c.shared_with, i.origin = 'import', c.status, c.reported_at,
			c.contact_due_at, c.first_contact_at, c.reopened_at, c.assessed_at, c.undue_influence,
			coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'ownerId', m.owner_id, 'createdAt', m.created_at,
					'dueDate', m.due_date, 'doneAt', m.done_at, 'cancelledAt', m.cancelled_at, 'evaluatedAt', m.evaluated_at))
				from measure m where m.case_id = c.id), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('key', d.key, 'ruleVersion', d.rule_version, 'startedAt', d.started_at))
				from duty d where d.case_id = c.id and d.state in ('open', 'awaitingSecond') and d.ceased_at is null), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'subject', r.subject, 'step', r.step, 'dueAt', r.due_at))
				from reminder r where r.case_id = c.id), '[]')
		from case_file c
			join incident i on i.id = c.incident_id
			left join person h on h.id = c.handler_id
		where c.municipality_id = app_municipality() and c.status not in ('closed', 'transferred', 'notUndueInfluence')
			-- a follow-up is told of in the morning of its day, or of the working day before
			and (c.next_due_at < at + interval '8 days'
				or exists (select from measure m where m.case_id = c.id and m.done_at is null and m.cancelled_at is null
					and m.due_date <= (at at time zone 'Europe/Stockholm')::date + 8)
				or exists (select from duty d where d.case_id = c.id and d.state in ('open', 'awaitingSecond')
					and d.ceased_at is null));
end $$;
revoke all on function cases_to_remind(timestamptz) from public;
grant execute on function cases_to_remind(timestamptz) to opaverkad_app;

-- Calendars ------------------------------------------------------------------------------------------------------------------
create table calendar_feed (
	person_id uuid primary key references person,
	municipality_id uuid not null references unit,
	token_hash bytea not null unique,
	created_at timestamptz not null,
	asked_at timestamptz,
	asked_in_minute smallint not null default 0
);
comment on table calendar_feed is 'The secret address of somebody''s calendar. A new one takes the place of the old one at once.';
comment on column calendar_feed.token_hash is 'SHA-256 of 256 random bits.';
comment on column calendar_feed.asked_at is 'The minute in which it was last asked; asked_in_minute says how often.';
alter table calendar_feed enable row level security;
create policy own on calendar_feed for all to opaverkad_app
	using (person_id = (select app_person()))
	with check (person_id = (select app_person()) and municipality_id = (select app_municipality()));
grant select, insert, update, delete on calendar_feed to opaverkad_app;

-- Whose calendar an address is, with the roles of the day; nothing for an address that is unknown, closed, or of somebody who has
-- left. The asking is counted: `is_too_often` within a minute, `is_first_today` for the log.
create function calendar_person(hash bytea, at timestamptz, most_per_minute integer) returns table (
		person_id uuid, municipality_id uuid, municipality_name text, name text, locale text, unit_id uuid, unit_name text,
		assignments jsonb, is_too_often boolean, is_first_today boolean)
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	feed calendar_feed%rowtype;
	day date := (at at time zone 'Europe/Stockholm')::date;
begin
	select f.* into feed from calendar_feed f join person p on p.id = f.person_id and p.is_active
		where f.token_hash = hash for update of f;
	if not found then return; end if;
	update calendar_feed f set
		asked_at = date_trunc('minute', at),
		asked_in_minute = case when feed.asked_at = date_trunc('minute', at) then least(feed.asked_in_minute + 1, 10000) else 1 end
		where f.person_id = feed.person_id;
	return query
		select p.id, p.municipality_id, m.name, p.name, p.locale, p.unit_id, u.name,
			coalesce((
				select jsonb_agg(jsonb_build_object('role', a.role, 'unitId', a.unit_id, 'unitName', au.name,
					'level', au.level, 'deputyForId', a.deputy_for_id))
				from assignment a join unit au on au.id = a.unit_id
				where a.person_id = p.id and assignment_counts(a, day)), '[]'),
			feed.asked_at = date_trunc('minute', at) and feed.asked_in_minute >= most_per_minute,
			feed.asked_at is null or (feed.asked_at at time zone 'Europe/Stockholm')::date <> day
		from person p join unit m on m.id = p.municipality_id join unit u on u.id = p.unit_id
		where p.id = feed.person_id;
end $$;
revoke all on function calendar_person(bytea, timestamptz, integer) from public;
grant execute on function calendar_person(bytea, timestamptz, integer) to opaverkad_app;

-- Every minute somebody looks for what is due.
select pgboss.create_queue('reminders.make',
	'{"policy": "standard", "retryLimit": 0, "expireInSeconds": 300, "retentionSeconds": 3600, "deleteAfterSeconds": 600}');
