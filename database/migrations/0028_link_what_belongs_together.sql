-- What belongs together: events of one matter (matched by a keyed hash, never by name), links that somebody made, two reports of
-- one event, many calls in one report, and what a reporter corrected.

-- The reference in the municipality's case system, hashed with a key that is not in the database: what is matched and indexed.
alter table incident add column reference_mark text;
comment on column incident.reference_mark is 'HMAC-SHA-256 of case_reference with a key outside the database, after the id of the key: ''<key>:<mark>''. See case-links/README.md.';
create index incident_reference_mark on incident (municipality_id, reference_mark) where reference_mark is not null;
create index incident_without_mark on incident (id) where reference_mark is null and case_reference is not null;

-- By which key references are marked. One row; changed by the command that changes the key.
create table reference_key (
	id text primary key,
	adopted_at timestamptz not null
);
comment on table reference_key is 'Which key the marks are made with; never the key itself.';
alter table reference_key enable row level security;

-- 'Samma person ringde igen', many times: one event with how many and until when.
alter table incident
	add column occurrences integer not null default 1 check (occurrences between 1 and 1000),
	add column last_occurred_at timestamptz,
	add check (last_occurred_at >= occurred_at);
comment on column incident.occurrences is 'How many times it happened: calls, letters. One event in the figures.';
comment on column incident.last_occurred_at is 'The last of several times; occurred_at is the first. Null: it happened once, or nobody said.';

-- Old and new of what the author corrected. Only the author changes it, and only to mask personal data in it.
create table incident_correction (
	id uuid primary key,
	municipality_id uuid not null references unit,
	incident_id uuid not null references incident,
	addition_id uuid references incident_addition,
	author_id uuid not null references person,
	corrected_at timestamptz not null,
	field text not null,
	old_value jsonb not null,
	new_value jsonb not null
);
comment on table incident_correction is 'What a report said before its author corrected it, and after. What is masked in the report is masked here too.';
comment on column incident_correction.addition_id is 'The addition whose words were corrected; null: the report itself.';
create index on incident_correction (incident_id, corrected_at);
alter table incident_correction enable row level security;
create policy through_incident on incident_correction for select to opaverkad_app
	using (exists (select from incident i where i.id = incident_id));
create policy own on incident_correction for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
		and exists (select from incident i where i.id = incident_id
			and (i.reporter_id = (select app_person()) or i.affected_person_id = (select app_person())))
		and (addition_id is null or exists (select from incident_addition a where a.id = addition_id
			and a.incident_id = incident_correction.incident_id and a.author_id = (select app_person()))));
create policy own_masking on incident_correction for update to opaverkad_app
	using (author_id = (select app_person())) with check (author_id = (select app_person()));
grant select, insert on incident_correction to opaverkad_app;
grant update (old_value, new_value) on incident_correction to opaverkad_app;

create policy own_words on incident_addition for update to opaverkad_app
	using (author_id = (select app_person())) with check (author_id = (select app_person()));
grant update (text) on incident_addition to opaverkad_app;
grant update (forms, purpose, reference_mark, occurrences, last_occurred_at) on incident to opaverkad_app;

-- What it was and what it was for belong to who reported it, like the words.
drop trigger reporters_own on incident;
create trigger reporters_own before update of text, hide_name, forms, purpose on incident for each row
	when (app_person() <> old.reporter_id
		and (new.text is distinct from old.text or old.hide_name and not new.hide_name
			or new.forms is distinct from old.forms or new.purpose is distinct from old.purpose))
	execute function refuse_to_others();
comment on column incident.text is 'The reporter''s words. Changed by the reporter only: corrected (incident_correction keeps what stood there) or masked.';

-- Two cases that somebody put together: related, or two reports of one event.
create table case_link (
	id uuid primary key,
	municipality_id uuid not null references unit,
	kind text not null check (kind in ('related', 'duplicate')),
	case_id uuid not null references case_file,
	other_case_id uuid not null references case_file,
	reason text not null check (length(reason) between 1 and 2000),
	created_by uuid not null references person,
	created_at timestamptz not null,
	status_before text,
	ended_by uuid references person,
	ended_at timestamptz,
	end_reason text check (length(end_reason) between 1 and 2000),
	check (case_id <> other_case_id),
	check ((kind = 'duplicate') = (status_before is not null)),
	check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null))
);
comment on column case_link.case_id is 'Of a duplicate: the one that ended, merged into other_case_id.';
comment on column case_link.status_before is 'The status that the duplicate had, for undoing the merge.';
create unique index case_link_once on case_link (kind, least(case_id, other_case_id), greatest(case_id, other_case_id))
	where ended_at is null;
create unique index case_link_one_main on case_link (case_id) where kind = 'duplicate' and ended_at is null;
create index on case_link (case_id);
create index on case_link (other_case_id);

alter table case_file
	add column merged_into_id uuid references case_file,
	add column kept_out_by_merge uuid[] not null default '{}',
	add check (merged_into_id <> id);
comment on column case_file.merged_into_id is 'Another report of the same event, with which this one is handled and counted. Null: counts by itself.';
comment on column case_file.kept_out_by_merge is 'Who is kept out of the other reports of the same event, and so of this one. Shown to nobody. Kept by keep_out_merged().';
create index on case_file (merged_into_id) where merged_into_id is not null;
create index on case_file using gin (kept_out_by_merge) where kept_out_by_merge <> '{}';
grant update (merged_into_id) on case_file to opaverkad_app;
create policy opened_alone on case_file as restrictive for insert to opaverkad_app
	with check (merged_into_id is null and kept_out_by_merge = '{}');

-- The same functions and the policy as before, with those whom a merge keeps out.
create or replace function app_stands_too_near(c case_file) returns boolean language sql stable parallel safe as $$
		select c.excluded_person_ids && app_units('deputised') or c.affected_person_id = any (app_units('deputised'))
			or c.kept_out_by_merge && app_units('deputised')
	$$;
create or replace function app_reads_case(c case_file) returns boolean language sql stable parallel safe as $$
		select app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and not (app_person() = any (c.kept_out_by_merge))
			and c.affected_person_id <> app_person()
			and (c.handler_id = app_person()
				or c.unit_path && app_case_units()
				or (app_person() = any (c.shared_with) or c.unit_path && app_units('deputy_case_units'))
					and not app_stands_too_near(c))
	$$;
create or replace function app_handles_case(c case_file) returns boolean language sql stable parallel safe as $$
		select app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and not (app_person() = any (c.kept_out_by_merge))
			and c.affected_person_id <> app_person()
			and (c.handler_id = app_person()
				or c.unit_path && app_handling_units()
				or c.unit_path && app_units('deputy_handling_units') and not app_stands_too_near(c))
	$$;
drop policy staff_reads on case_file;
create policy staff_reads on case_file for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and not ((select app_person()) = any (excluded_person_ids))
		and not ((select app_person()) = any (kept_out_by_merge))
		and affected_person_id <> (select app_person())
		and (handler_id = (select app_person())
			or unit_path && (select app_case_units())
			or ((select app_person()) = any (shared_with) or unit_path && (select app_units('deputy_case_units')))
				and not (excluded_person_ids && (select app_units('deputised')))
				and not (kept_out_by_merge && (select app_units('deputised')))
				and affected_person_id <> all ((select app_units('deputised'))::uuid[])));

create or replace function app_kept_out_subjects() returns uuid[]
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return (select coalesce(array_agg(subject.id), '{}') from case_file c
			cross join lateral (select c.id union all select c.incident_id
				union all select m.id from measure m where m.case_id = c.id) as subject
		where (c.excluded_person_ids <> '{}' and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
				or c.kept_out_by_merge <> '{}' and c.kept_out_by_merge && (array[app_person()] || app_units('deputised')))
			and not app_reads_case(c));
end $$;
create or replace function count_open_cases_below(wanted uuid, fewest integer) returns integer
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select case when count(*) >= fewest then count(*)::integer end from case_file c
		where app_has_role('systemAdministrator') and c.municipality_id = app_municipality()
			and c.unit_path @> array[wanted] and c.status not in ('closed', 'transferred', 'notUndueInfluence')
			and not (app_person() = any (c.excluded_person_ids)) and not (app_person() = any (c.kept_out_by_merge))
			and c.affected_person_id <> app_person()
	$$;
create or replace function cases_at_units(wanted uuid[]) returns table (unit_id uuid, cases integer)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.unit_id, count(*)::integer from case_file c
		where c.unit_id = any (wanted) and c.municipality_id = app_municipality() and app_has_role('systemAdministrator')
			and (app_person() is null
				or not app_person() = any (c.excluded_person_ids) and not app_person() = any (c.kept_out_by_merge))
		group by c.unit_id
	$$;

create or replace function app_is_outside_case(wanted uuid) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select exists (select from case_file c where c.id = wanted and app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids || c.kept_out_by_merge))
			and c.affected_person_id <> app_person() and c.reporter_id <> app_person()
			and not app_stands_too_near(c))
	$$;
create or replace function handler_to_tell(wanted uuid) returns table (handler_id uuid, kept_out uuid[])
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.handler_id, c.excluded_person_ids || c.kept_out_by_merge || c.affected_person_id from case_file c
		where c.id = wanted and (app_person() in (c.reporter_id, c.affected_person_id) or app_reads_case(c)
			or exists (select from measure m where m.case_id = c.id and m.owner_id = app_person()))
	$$;
create or replace function settle_duty(wanted uuid, wanted_key text, seen integer, next_state text, decision jsonb) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	step text := decision ->> 'step';
begin
	perform from case_file c where c.id = wanted
		and (app_reads_notes(c) or app_handles_case(c)
			or wanted_key = 'lexSarah' and app_has_role('lexSarahOfficer') and c.municipality_id = app_municipality()
				and not app_person() = any (c.excluded_person_ids || c.kept_out_by_merge)
				and c.affected_person_id <> app_person()
				and not app_stands_too_near(c));
	if not found then raise exception 'not a duty of the actor' using errcode = 'insufficient_privilege'; end if;
	if step in ('agreed', 'returned') and app_person() = (
		select d.by_id from duty_decision d where d.case_id = wanted and d.key = wanted_key and d.step = 'notNeeded'
		order by d.at desc, d.id desc limit 1
	) then
		raise exception 'a second person is another person' using errcode = 'insufficient_privilege';
	end if;
	update duty d set state = next_state, version = d.version + 1
		where d.case_id = wanted and d.key = wanted_key and d.version = seen;
	if not found then return false; end if;
	insert into duty_decision (id, case_id, key, step, by_id, at, happened_at, how, reference, reason)
		values ((decision ->> 'id')::uuid, wanted, wanted_key, step, app_person(), (decision ->> 'at')::timestamptz,
			(decision ->> 'happenedAt')::timestamptz, decision ->> 'how', decision ->> 'reference', decision ->> 'reason');
	return true;
end $$;

-- Whoever is kept out of one report of an event is kept out of all of them, the exposed as staff included. With the owner's
-- rights: the lists are changed by this alone, for a case that the actor handles, and nothing is shown.
create function keep_out_merged(wanted uuid) returns void
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if not exists (select from case_file c where c.id = wanted and app_handles_case(c)) then
		raise exception 'not the actor''s to change' using errcode = 'insufficient_privilege';
	end if;
	update case_file c set kept_out_by_merge = kept.people
	from (
		select one.id, coalesce(array_agg(distinct person.id) filter (where person.id is not null
			and person.id <> all (one.excluded_person_ids) and person.id <> one.affected_person_id), '{}') as people
		from case_file one
			left join case_file other on other.id <> one.id and (other.id = wanted or other.merged_into_id = wanted)
			left join lateral unnest(other.excluded_person_ids || other.affected_person_id) as person (id) on true
		where one.id = wanted or one.merged_into_id = wanted
		group by one.id
	) as kept
	where c.id = kept.id and c.kept_out_by_merge <> kept.people;
end $$;
revoke all on function keep_out_merged(uuid) from public;
grant execute on function keep_out_merged(uuid) to opaverkad_app;

-- How it goes with the case in which one's report is handled, for who reported it or was exposed: the status, nothing else.
create function main_of_own_report(wanted uuid) returns table (status text, closed_at timestamptz)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select main.status, main.closed_at from case_file c join case_file main on main.id = c.merged_into_id
		where c.incident_id = wanted and c.municipality_id = app_municipality()
			and (c.reporter_id = app_person() or c.affected_person_id = app_person())
	$$;
revoke all on function main_of_own_report(uuid) from public;
grant execute on function main_of_own_report(uuid) to opaverkad_app;

-- A link is there for whoever may read the notes of both cases; for everybody else there is none.
alter table case_link enable row level security;
create policy reads_both on case_link for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and exists (select from case_file c where c.id = case_id and app_reads_notes(c))
		and exists (select from case_file c where c.id = other_case_id and app_reads_notes(c)));
create policy handles on case_link for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and created_by = (select app_person()) and ended_at is null
		and exists (select from case_file c where c.id = case_id and app_handles_case(c))
		and exists (select from case_file c where c.id = other_case_id
			and case when kind = 'duplicate' then app_handles_case(c) else app_reads_notes(c) end));
create policy handles_ends on case_link for update to opaverkad_app
	using (ended_at is null and case when kind = 'duplicate'
		then exists (select from case_file c where c.id = case_id and app_handles_case(c))
			and exists (select from case_file c where c.id = other_case_id and app_handles_case(c))
		else exists (select from case_file c where c.id in (case_id, other_case_id) and app_handles_case(c)) end)
	with check (ended_by = (select app_person()));
grant select, insert on case_link to opaverkad_app;
grant update (ended_by, ended_at, end_reason) on case_link to opaverkad_app;

-- That a case was linked or merged stands in its history for whoever may read the other one too; others would learn of that one.
drop policy case_history on activity;
create policy case_history on activity for select to opaverkad_app
	using (subject_kind = 'case'
		and exists (select from case_file c where c.id = subject_id and app_reads_case(c))
		and case when action in ('case.linked', 'case.unlinked', 'case.merged', 'case.unmerged')
			then exists (select from case_link l where l.id = (details ->> 'linkId')::uuid) else true end);

-- An event that was reported twice counts once: a merged case counts nothing.
create or replace function count_case() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
declare i incident;
begin
	select * into i from incident where id = new.incident_id;
	if tg_op = 'UPDATE' then
		if row(old.undue_influence, old.form, old.first_contact_at, old.closed_at, old.merged_into_id)
			is not distinct from
			row(new.undue_influence, new.form, new.first_contact_at, new.closed_at, new.merged_into_id) then
			return null;
		end if;
		if old.merged_into_id is null then perform add_statistic_entry(statistic_entry_of(-1, i, old)); end if;
	end if;
	if new.merged_into_id is null then perform add_statistic_entry(statistic_entry_of(1, i, new)); end if;
	return null;
end $$;
create or replace function count_incident() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
declare c case_file;
begin
	select * into c from case_file where incident_id = new.id;
	if not found or c.merged_into_id is not null or row(old.forms, old.channel, old.influencer, old.occurred_at)
		is not distinct from row(new.forms, new.channel, new.influencer, new.occurred_at) then
		return null;
	end if;
	perform add_statistic_entry(statistic_entry_of(-1, old, c));
	perform add_statistic_entry(statistic_entry_of(1, new, c));
	return null;
end $$;
create or replace function statistic_entries_about_actor() returns setof statistic_entry
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return query
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where (c.excluded_person_ids <> '{}'
				and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			or c.kept_out_by_merge <> '{}'
				and c.kept_out_by_merge && (array[app_person()] || app_units('deputised')))
			and c.merged_into_id is null
			and not app_reads_case(c)
			and (i.unit_path && app_statistic_units() or c.unit_path && app_statistic_units());
end $$;
