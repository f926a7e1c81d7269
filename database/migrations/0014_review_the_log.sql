-- The log is reviewed: the data protection officer searches it, samples it, and records each review; and the people whom a case
-- concerns may know who has read it. Nobody gets case content by any of it.

-- One index for every search by what was done and in which role; the others (subject, person, time) exist. Not coalesce(role, ''):
-- PostgreSQL 15 does not trust it to keep quiet about rows that row-level security has yet to judge, and would not use the index
-- (measured at 200,000 entries: 520 ms instead of 2).
create index activity_by_action on activity
	(municipality_id, action, (case when role is null then '' else role end), at, id);
create index on person (municipality_id) where is_protected;

-- Whether the actor recorded the same a moment ago. They may not be able to see it: the log is not theirs to read.
create function recorded_lately(
		wanted_action text, wanted_subject uuid, wanted_role text, wanted_behalf uuid, since timestamptz) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select exists (select from activity
			where subject_id = wanted_subject and actor_id = app_person() and action = wanted_action
				and role is not distinct from wanted_role and on_behalf_of_id is not distinct from wanted_behalf
				and at > since)
	$$;
revoke all on function recorded_lately(text, uuid, text, uuid, timestamptz) from public;
grant execute on function recorded_lately(text, uuid, text, uuid, timestamptz) to opaverkad_app;

-- Number ↔ id, and nothing else, for whom the log is for ------------------------------------------------------------------------
create function log_numbers(ids uuid[]) returns table (subject_id uuid, case_id uuid, year smallint, number integer)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select found.subject_id, c.id, i.year, i.number
		from (
			select c.id as subject_id, c.id as case_id from case_file c where c.id = any (ids)
			union all select c.incident_id, c.id from case_file c where c.incident_id = any (ids)
			union all select m.id, m.case_id from measure m where m.id = any (ids)
		) as found
			join case_file c on c.id = found.case_id
			join incident i on i.id = c.incident_id
		where c.municipality_id = app_municipality() and app_has_role('dataProtectionOfficer')
	$$;
revoke all on function log_numbers(uuid[]) from public;
grant execute on function log_numbers(uuid[]) to opaverkad_app;

-- Without a year: every year's case of that number.
create function log_cases(wanted_year integer, wanted_number integer) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.id from incident i join case_file c on c.incident_id = i.id
		where i.municipality_id = app_municipality() and app_has_role('dataProtectionOfficer')
			and i.number = wanted_number and (wanted_year is null or i.year = wanted_year)
	$$;
revoke all on function log_cases(integer, integer) from public;
grant execute on function log_cases(integer, integer) to opaverkad_app;

-- What of a case the log may be about: the case, its incident, its measures.
create function log_subjects(wanted uuid[]) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select found.subject_id from case_file c
			cross join lateral (
				select c.id union all select c.incident_id
				union all select m.id from measure m where m.case_id = c.id
			) as found (subject_id)
		where c.id = any (wanted) and c.municipality_id = app_municipality() and app_has_role('dataProtectionOfficer')
	$$;
revoke all on function log_subjects(uuid[]) from public;
grant execute on function log_subjects(uuid[]) to opaverkad_app;

-- 'Who has read my case?' -------------------------------------------------------------------------------------------------------
-- Only to the one who reported it and the one who was exposed. Of readers with protected personal data: the role only. Who
-- reviewed the log is named as a function, not as a person.
create function readers_of_own_incident(wanted uuid) returns table (
		name text, is_protected boolean, role text, on_behalf_of text, is_for_another boolean, what text, first_at timestamptz,
		last_at timestamptz, times integer)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		with own as (
			select i.id as incident_id, c.id as case_id from incident i join case_file c on c.incident_id = i.id
			where i.id = wanted and i.municipality_id = app_municipality()
				and (i.reporter_id = app_person() or i.affected_person_id = app_person())
		), subject as (
			select case_id as id from own union all select incident_id from own
			union all select m.id from own join measure m on m.case_id = own.case_id
		), reading as (
			select case a.action when 'log.searched' then 'log' when 'measure.read' then 'measure' else 'case' end as what, a.*
			from subject join activity a on a.subject_id = subject.id
			where a.action in ('case.read', 'incident.read', 'measure.read', 'log.searched') and a.actor_id <> app_person()
		)
		select
			case when r.what <> 'log' and not p.is_protected then p.name end,
			r.what <> 'log' and p.is_protected,
			r.role,
			case when not b.is_protected then b.name end,
			b.id is not null,
			r.what, min(r.at), max(r.at), count(*)::integer
		from reading r join person p on p.id = r.actor_id left join person b on b.id = r.on_behalf_of_id
		group by case when r.what <> 'log' then p.id end, 1, 2, r.role, b.id, 4, 5, r.what
		order by max(r.at) desc
	$$;
revoke all on function readers_of_own_incident(uuid) from public;
grant execute on function readers_of_own_incident(uuid) to opaverkad_app;

-- Reviews -----------------------------------------------------------------------------------------------------------------------
create table log_review (
	id uuid primary key,
	municipality_id uuid not null references unit,
	reviewer_id uuid not null references person,
	reviewed_at timestamptz not null,
	method text not null check (method in ('search', 'sample', 'unusual')),
	period_from date not null,
	period_to date not null,
	entry_count integer not null check (entry_count >= 0),
	link text not null check (link ~ '^/log(/sample|/unusual)?(\?[0-9A-Za-z=&.%-]*)?$' and length(link) <= 500),
	outcome text not null check (outcome in ('noRemark', 'remark', 'handedOn')),
	reason text check (length(reason) between 1 and 2000),
	check (period_to >= period_from),
	check (outcome = 'noRemark' or reason is not null)
);
comment on table log_review is 'Append-only. That the log was reviewed, how, and what came of it. Only the data protection officer reads it.';
comment on column log_review.entry_count is 'How many lines of the log, or of unusual reading, were looked at.';
comment on column log_review.link is 'Back to what was looked at: the page and its filter in codes and ids, never what was typed.';
create index on log_review (municipality_id, reviewed_at);
create trigger append_only before update or delete on log_review for each row execute function refuse_change();
create trigger append_only_truncate before truncate on log_review for each statement execute function refuse_change();
alter table log_review enable row level security;
create policy reviewers_read on log_review for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer')));
create policy reviewers_write on log_review for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and reviewer_id = (select app_person())
		and (select app_has_role('dataProtectionOfficer')));
grant select, insert on log_review to opaverkad_app;

-- What counts as unusual is decided by whom it serves.
create policy reviewers_set on setting for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer'))
		and key like 'logReview%');
create policy reviewers_change on setting for update to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer'))
		and key like 'logReview%');
grant insert, update (value) on setting to opaverkad_app;
