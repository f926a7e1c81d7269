-- Who is kept out of a case by a merge (0028, 0038) finds no trace of it in the log either, nor of what hangs on it. And a handler goes
-- on with a disclosure that was given to somebody whom a merge then kept out.

-- Whom the log is kept from is looked up on every page of a history.
create index on lex_sarah_record using gin (excluded_person_ids) where excluded_person_ids <> '{}';
create index on lex_sarah_record (affected_person_id);

-- Whether a merge keeps somebody out is asked when a disclosure is given, and not each time that the handler goes on with it: 0038 asked
-- each time, so that nobody could decide a disclosure whose archivist was kept out afterwards.
alter policy handler_changes on disclosure
	with check ((decided_by is null or decided_by = (select app_person()))
		and (given_to is null or is_colleague(given_to) and exists (select from case_file c where c.id = case_id
			and given_to <> c.affected_person_id and given_to <> c.reporter_id
			and not given_to = any (c.excluded_person_ids))));
create function refuse_giving_to_kept_out() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if exists (select from case_file c where c.id = new.case_id and new.given_to = any (c.kept_out_by_merge)) then
		raise exception 'not to who is kept out of the case' using errcode = 'insufficient_privilege';
	end if;
	return new;
end $$;
create trigger given_to_nobody_kept_out before update of given_to on disclosure for each row
	when (new.given_to is distinct from old.given_to) execute function refuse_giving_to_kept_out();

-- The log: what a data protection officer is kept out of is also what hangs on a case, and what an entry about something else names.
create or replace function app_kept_out_records() returns uuid[]
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select coalesce(array_agg(r.id), '{}') from lex_sarah_record r
		where (r.excluded_person_ids <> '{}' and r.excluded_person_ids && (array[app_person()] || app_units('deputised'))
				or r.affected_person_id = any (array[app_person()] || app_units('deputised')))
			and not app_reads_lex_sarah(r)
	$$;
create or replace function app_kept_out_subjects() returns uuid[]
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	return app_kept_out_records() || (select coalesce(array_agg(subject.id), '{}') from case_file c
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
		where (c.excluded_person_ids <> '{}' and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
				or c.kept_out_by_merge <> '{}' and c.kept_out_by_merge && (array[app_person()] || app_units('deputised')))
			and not app_reads_case(c));
end $$;

-- An entry is about a subject, or names several: the cases that a search found, the link of two cases.
create function entry_names(subject_id uuid, details jsonb, ids uuid[]) returns boolean
	language sql immutable parallel safe
	as $$
		select coalesce(subject_id = any (ids), false)
			or coalesce(details -> 'caseIds' ?| ids::text[], false) or coalesce(details ->> 'linkId' = any (ids::text[]), false)
	$$;
-- not_about_actor (0015) asks for the subject, by itself since it is quick.
drop policy lex_sarah_not_about_actor on activity;
create policy names_nothing_kept_from_actor on activity as restrictive for select to opaverkad_app
	using (not details ?| '{caseIds,linkId}' or not entry_names(null, details, (select app_kept_out_subjects())));

create or replace function log_unplaced(since xid8, most integer) returns setof log_entry
	language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
	as $$
declare
	sees_all boolean := app_keeps_log();
	own uuid := case when app_has_role('dataProtectionOfficer') then app_municipality() end;
	kept_out uuid[] := case when own is null then '{}' else app_kept_out_subjects() end;
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

-- elsewhere: the entry exists, but is another municipality's, or about what the reader is kept out of.
create or replace function log_leaves(first bigint, most integer)
	returns table (leaf_index bigint, activity_id uuid, commitment bytea, salt bytea, elsewhere boolean,
		id uuid, municipality_id uuid, at text, actor_id uuid, session_id uuid, address text, role text, on_behalf_of_id uuid,
		action text, subject_kind text, subject_id uuid, details jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
#variable_conflict use_column
declare
	sees_all boolean := app_keeps_log();
	own uuid := case when app_has_role('dataProtectionOfficer') then app_municipality() end;
	kept_out uuid[] := case when own is null then '{}' else app_kept_out_subjects() end;
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
