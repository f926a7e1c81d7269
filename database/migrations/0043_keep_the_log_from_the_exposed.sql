-- The log is kept from who is kept out of a case: also from who stands in for the person who was exposed, as that person does not handle
-- their own case, and from the exposed person as data protection officer. 'Vem har läst mitt ärende?' is what they are to see of it.

create index on case_file (affected_person_id);

-- Not security definer: whoever asks by themself finds what they see anyway.
create function subjects_of_cases(wanted uuid[]) returns uuid[]
	language sql stable set search_path = public, pg_temp
	as $$
		select coalesce(array_agg(subject.id), '{}') from case_file c
			cross join lateral (select c.id union all select c.incident_id
				union all select m.id from measure m where m.case_id = c.id
				union all select l.id from case_link l where l.case_id = c.id
				union all select l.id from case_link l where l.other_case_id = c.id
				union all select q.id from case_secrecy_question q where q.case_id = c.id
				union all select d.id from disclosure d where d.case_id = c.id
				union all select r.id from safety_request r where r.case_id = c.id
				union all select r.id from statement_request r where r.case_id = c.id
				union all select r.id from threat_request r where r.case_id = c.id
				union all select a.id from threat_assessment a where a.case_id = c.id) as subject
		where c.id = any (wanted)
	$$;

create or replace function app_kept_out_subjects() returns uuid[]
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return app_kept_out_records() || subjects_of_cases((select coalesce(array_agg(c.id), '{}') from case_file c
		where (c.excluded_person_ids <> '{}' and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
				or c.kept_out_by_merge <> '{}' and c.kept_out_by_merge && (array[app_person()] || app_units('deputised'))
				or c.affected_person_id = any (app_units('deputised')) and c.reporter_id <> app_person())
			and not app_reads_case(c)));
end $$;

-- Apart from those above, which nobody sees in any way: of their own case the exposed person sees who may see it.
create function app_exposed_subjects() returns uuid[]
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return subjects_of_cases((select coalesce(array_agg(c.id), '{}') from case_file c
		where c.affected_person_id = app_person() and not app_reads_case(c)));
end $$;

alter policy data_protection_officer on activity
	using (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer'))
		and (subject_id is null or subject_id <> all ((select app_exposed_subjects())::uuid[]))
		and (not details ?| '{caseIds,linkId}' or not entry_names(null, details, (select app_exposed_subjects()))));

create or replace function log_unplaced(since xid8, most integer) returns setof log_entry
	language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
	as $$
declare
	sees_all boolean := app_keeps_log();
	own uuid := case when app_has_role('dataProtectionOfficer') then app_municipality() end;
	kept_out uuid[] := case when own is null then '{}' else app_kept_out_subjects() || app_exposed_subjects() end;
begin
	if since is null then
		return query select e.* from log_entry e
			where (sees_all or e.municipality_id = own and not entry_names(e.subject_id, e.details, kept_out))
				and not exists (select from log_leaf l where l.activity_id = e.id)
			order by e.recorded_at, e.id limit most;
	else
		-- numbers that this server has not come to yet are of the server that a backup was made on. `offset 0`: look each one up,
		-- whatever the statistics say; otherwise the whole log could be read every second
		return query select e.* from log_entry e
			where e.recorded_in >= since and e.recorded_in < pg_snapshot_xmax(pg_current_snapshot())
				and (sees_all or e.municipality_id = own and not entry_names(e.subject_id, e.details, kept_out))
				and not exists (select from log_leaf l where l.activity_id = e.id offset 0)
			order by e.recorded_at, e.id limit most;
	end if;
end $$;
create or replace function log_leaves(first bigint, most integer) returns table (leaf_index bigint, activity_id uuid, commitment bytea, salt bytea, elsewhere boolean, id uuid, municipality_id uuid, at text, actor_id uuid, session_id uuid, address text, role text, on_behalf_of_id uuid, action text, subject_kind text, subject_id uuid, details jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
#variable_conflict use_column
declare
	sees_all boolean := app_keeps_log();
	own uuid := case when app_has_role('dataProtectionOfficer') then app_municipality() end;
	kept_out uuid[] := case when own is null then '{}' else app_kept_out_subjects() || app_exposed_subjects() end;
begin
	if not app_reads_log() then return; end if;
	return query
		select l.leaf_index, l.activity_id, l.commitment, case when e.id is not null then l.salt end,
			e.id is null and exists (select from activity a where a.id = l.activity_id
				and (a.municipality_id is distinct from app_municipality() or entry_names(a.subject_id, a.details, kept_out))),
			e.id, e.municipality_id, e.at, e.actor_id, e.session_id, e.address, e.role, e.on_behalf_of_id,
			e.action, e.subject_kind, e.subject_id, e.details
		from log_leaf l
			left join log_entry e on e.id = l.activity_id
				and (sees_all or e.municipality_id = own and not entry_names(e.subject_id, e.details, kept_out))
		where l.leaf_index >= first and l.leaf_index < first + most
		order by l.leaf_index;
end $$;
create or replace function log_cases(wanted_year integer, wanted_number integer) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.id from incident i join case_file c on c.incident_id = i.id
		where i.municipality_id = app_municipality() and app_has_role('dataProtectionOfficer')
			and i.number = wanted_number and (wanted_year is null or i.year = wanted_year)
			and c.id <> all ((select app_kept_out_subjects() || app_exposed_subjects())::uuid[])
	$$;
create or replace function log_numbers(ids uuid[]) returns table (subject_id uuid, case_id uuid, year smallint, number integer)
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
			and c.id <> all ((select app_kept_out_subjects() || app_exposed_subjects())::uuid[])
	$$;

-- The history of a case: who told what they saw, in confidence, is for who reads the notes; that there is a lex Sarah record, for who
-- knows of it. As the reminders (0039).
alter policy case_history on activity
	using (subject_kind = 'case'
		and exists (select from case_file c where c.id = activity.subject_id and app_reads_case(c)
			and (activity.action not like 'statement.%' or app_reads_notes(c)))
		and case
			when action in ('case.linked', 'case.unlinked', 'case.merged', 'case.unmerged')
				then exists (select from case_link l where l.id = (activity.details ->> 'linkId')::uuid)
			when action like 'lexSarah.%' then exists (select from lex_sarah_record r where r.case_id = activity.subject_id)
			else true end);
