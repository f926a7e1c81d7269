-- What a data protection officer is kept out of leaves no trace for them in the log: row-level security says so of each entry
-- (migration 0015), and now also what reads with the owner's rights. A case that is about them has no number, and in their copy of the
-- log its entries are as those of another municipality.

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
			and c.id <> all ((select app_kept_out_subjects())::uuid[])
	$$;

create or replace function log_cases(wanted_year integer, wanted_number integer) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.id from incident i join case_file c on c.incident_id = i.id
		where i.municipality_id = app_municipality() and app_has_role('dataProtectionOfficer')
			and i.number = wanted_number and (wanted_year is null or i.year = wanted_year)
			and c.id <> all ((select app_kept_out_subjects())::uuid[])
	$$;

create or replace function log_subjects(wanted uuid[]) returns setof uuid
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select found.subject_id from case_file c
			cross join lateral (
				select c.id union all select c.incident_id
				union all select m.id from measure m where m.case_id = c.id
			) as found (subject_id)
		where c.id = any (wanted) and c.municipality_id = app_municipality() and app_has_role('dataProtectionOfficer')
			and c.id <> all ((select app_kept_out_subjects())::uuid[])
	$$;

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
			where (sees_all or e.municipality_id = own and (e.subject_id is null or e.subject_id <> all (kept_out)))
				and not exists (select from log_leaf l where l.activity_id = e.id)
			order by e.recorded_at, e.id limit most;
	else
		-- numbers that this server has not come to yet are of the server that a backup was made on. `offset 0`: look each one up,
		-- whatever the statistics say; otherwise the whole log could be read every second
		return query select e.* from log_entry e
			where e.recorded_in >= since and e.recorded_in < pg_snapshot_xmax(pg_current_snapshot())
				and (sees_all or e.municipality_id = own and (e.subject_id is null or e.subject_id <> all (kept_out)))
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
				and (a.municipality_id is distinct from app_municipality() or a.subject_id = any (kept_out))),
			e.id, e.municipality_id, e.at, e.actor_id, e.session_id, e.address, e.role, e.on_behalf_of_id,
			e.action, e.subject_kind, e.subject_id, e.details
		from log_leaf l
			left join log_entry e on e.id = l.activity_id
				and (sees_all or e.municipality_id = own and (e.subject_id is null or e.subject_id <> all (kept_out)))
		where l.leaf_index >= first and l.leaf_index < first + most
		order by l.leaf_index;
end $$;
