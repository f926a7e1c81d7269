-- When a unit gets another place in the tree: who may read its cases follows the organisation of now, and the figures can be shown
-- by the organisation of then (as they were counted) or of now. incident.unit_path never changes.

-- What counts at other units now than then: to be added to the cells, which are by the organisation of then. Empty while no unit has
-- moved, so that reading is as fast as before.
create table statistic_shift (
	unit_id uuid not null references unit,
	day date not null,
	dimension text not null,
	code text not null,
	count integer not null,
	primary key (unit_id, dimension, day, code)
);
comment on table statistic_shift is 'Figures by the organisation of now, minus those by the organisation of then (statistic_cell).';
alter table statistic_shift enable row level security;
create policy own_scope on statistic_shift for select to opaverkad_app
	using (unit_id in (select u.id from unit u
		where u.municipality_id = (select app_municipality()) and u.path && (select app_statistic_units())));
grant select on statistic_shift to opaverkad_app;

-- At which units something counts no longer (-1) and from now on (+1), when the path to it becomes another.
create function path_change(old_path uuid[], new_path uuid[]) returns table (unit_id uuid, sign integer)
	language sql immutable parallel safe
	as $$
		select u, -1 from unnest(old_path) u where u <> all (new_path)
		union all
		select u, 1 from unnest(new_path) u where u <> all (old_path)
	$$;

-- Reports and folding take this lock together; who moves a unit takes it alone. Nothing is then placed by a path that is no more.
create function hold_paths() returns void language sql as $$ select pg_advisory_xact_lock_shared(8204001) $$;
create function change_paths() returns void language sql as $$ select pg_advisory_xact_lock(8204001) $$;

-- What is not folded yet, by the organisation of now.
create view statistic_entry_cell_now with (security_invoker = true) as
	select e.id, u.unit_id, e.day, d.dimension, d.code, e.sign as count
	from (select * from statistic_entry union all select * from statistic_entries_about_actor()) as e
		join unit as place on place.id = e.unit_path[array_upper(e.unit_path, 1)]
		cross join lateral unnest(place.path) as u (unit_id)
		cross join lateral (values
			('all', 'all'), ('undueInfluence', e.undue_influence), ('form', e.form), ('channel', e.channel),
			('influencer', e.influencer), ('firstContact', e.first_contact), ('closing', e.closing)
		) as d (dimension, code);
grant select on statistic_entry_cell_now to opaverkad_app;

drop policy own_scope on statistic_entry;
create policy own_scope on statistic_entry for select to opaverkad_app
	using (unit_path && (select app_statistic_units())
		or unit_path[array_upper(unit_path, 1)] in (select u.id from unit u
			where u.municipality_id = (select app_municipality()) and u.path && (select app_statistic_units())));

-- Whom a case is about does not learn of it from the figures, by neither organisation.
create or replace function statistic_entries_about_actor() returns setof statistic_entry
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where c.excluded_person_ids <> '{}'
			and c.excluded_person_ids && (array[app_person()] || app_units('deputised'))
			and (i.unit_path && app_statistic_units() or c.unit_path && app_statistic_units())
	$$;

create or replace function fold_statistics(most integer) returns integer
	language plpgsql security definer set search_path = public, pg_temp as $$
declare folded integer;
begin
	-- a unit is being moved: the next folding is in a few seconds
	if not pg_try_advisory_xact_lock_shared(8204001) then return 0; end if;
	with taken as (
		select id from statistic_entry order by id limit most for update skip locked
	), cells as (
		select c.unit_id, c.day, c.dimension, c.code, sum(c.count)::integer as count
		from statistic_entry_cell c join taken t on t.id = c.id
		group by 1, 2, 3, 4 having sum(c.count) <> 0
		order by 1, 2, 3, 4
	), added as (
		insert into statistic_cell as s (unit_id, day, dimension, code, count) select * from cells
		on conflict (unit_id, dimension, day, code) do update set count = s.count + excluded.count
	), shifts as (
		select p.unit_id, e.day, d.dimension, d.code, sum(e.sign * p.sign)::integer as count
		from statistic_entry e join taken t on t.id = e.id
			join unit as place on place.id = e.unit_path[array_upper(e.unit_path, 1)] and place.path <> e.unit_path
			cross join lateral path_change(e.unit_path, place.path) as p
			cross join lateral (values
				('all', 'all'), ('undueInfluence', e.undue_influence), ('form', e.form), ('channel', e.channel),
				('influencer', e.influencer), ('firstContact', e.first_contact), ('closing', e.closing)
			) as d (dimension, code)
		group by 1, 2, 3, 4 having sum(e.sign * p.sign) <> 0
		order by 1, 2, 3, 4
	), shifted as (
		insert into statistic_shift as s (unit_id, day, dimension, code, count) select * from shifts
		on conflict (unit_id, dimension, day, code) do update set count = s.count + excluded.count
	), gone as (
		delete from statistic_entry where id in (select id from taken) returning 1
	)
	select count(*) into folded from gone;
	return folded;
end $$;

-- Once per statement, with all units that it changed. Nobody calls it: it follows from the change of a unit, which only
-- administrators make, and shows them nothing.
create function follow_organisation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if not exists (select from before b join after a on a.id = b.id where a.path <> b.path) then return null; end if;
	perform change_paths();
	update case_file c set unit_path = a.path
	from before b join after a on a.id = b.id
	where a.path <> b.path and c.unit_id = a.id and c.unit_path <> a.path;

	-- What counted at a unit moves with it from the units above it then to those above it now. Units below it that moved along need
	-- nothing; those that at the same time got another place of their own are taken out of it, and moved by themselves.
	with changed as (
		select b.id, b.path as old_path, a.path as new_path,
			b.parent_id is distinct from a.parent_id
				or not exists (select from before pb join after pa on pa.id = pb.id where pb.id = b.parent_id and pa.path <> pb.path)
				as is_top
		from before b join after a on a.id = b.id where a.path <> b.path
	), tops as (
		select id, old_path, new_path from changed where is_top
	), moves as (
		select id as source, 1 as sign, old_path, new_path from tops
		union all
		select below.id, -1, above.old_path, above.new_path
		from tops below join lateral (
			select t.* from tops t where t.id = any (below.old_path) and t.id <> below.id
			order by cardinality(t.old_path) desc limit 1
		) as above on true
	), steps as (
		select p.unit_id, m.source, sum(m.sign * p.sign) as sign
		from moves m cross join lateral path_change(m.old_path, m.new_path) as p
		group by 1, 2 having sum(m.sign * p.sign) <> 0
	), numbers as (
		select unit_id, day, dimension, code, count from statistic_cell where unit_id in (select source from steps)
		union all
		select unit_id, day, dimension, code, count from statistic_shift where unit_id in (select source from steps)
	)
	insert into statistic_shift as s (unit_id, day, dimension, code, count)
	select steps.unit_id, n.day, n.dimension, n.code, sum(steps.sign * n.count)::integer
	from steps join numbers n on n.unit_id = steps.source
	group by 1, 2, 3, 4 having sum(steps.sign * n.count) <> 0
	on conflict (unit_id, dimension, day, code) do update set count = s.count + excluded.count;
	delete from statistic_shift where count = 0;
	return null;
end $$;
create trigger follow_organisation after update on unit
	referencing old table as before new table as after
	for each statement execute function follow_organisation();

-- A report that arrives while its unit moves is read by those who answer for the unit where it lands.
create function hold_paths_for_report() returns trigger language plpgsql as $$
begin
	perform hold_paths();
	return null;
end $$;
create trigger hold_paths before insert on incident for each statement execute function hold_paths_for_report();
create function place_case() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform hold_paths();
	new.unit_path := (select path from unit where id = new.unit_id);
	return new;
end $$;
create trigger place_case before insert on case_file for each row execute function place_case();
-- unit_path is not compared: place_case() says it
create or replace function is_case_of_incident(c case_file) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select exists (select from incident i where i.id = c.incident_id
			and (i.reporter_id, i.affected_person_id, i.unit_id, i.excluded_person_ids)
				= (c.reporter_id, c.affected_person_id, c.unit_id, c.excluded_person_ids))
	$$;

-- How many cases lie at units: so that it can be said beforehand who gains and loses sight of how many. For administrators, who
-- see none of them; a case that is about the administrator is not counted for them.
create function cases_at_units(wanted uuid[]) returns table (unit_id uuid, cases integer)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select c.unit_id, count(*)::integer from case_file c
		where c.unit_id = any (wanted) and c.municipality_id = app_municipality() and app_has_role('systemAdministrator')
			and (app_person() is null or not app_person() = any (c.excluded_person_ids))
		group by c.unit_id
	$$;
revoke all on function cases_at_units(uuid[]) from public;
grant execute on function cases_at_units(uuid[]) to opaverkad_app;

-- How many worked at each unit on a day; also those whom the administrator may not see one by one.
create function people_at_units(on_day date) returns table (unit_id uuid, people integer)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select e.unit_id, count(*)::integer from employment e
		where e.municipality_id = app_municipality() and app_has_role('systemAdministrator')
			and on_day between e.valid_from and coalesce(e.valid_to, 'infinity')
		group by e.unit_id
	$$;
revoke all on function people_at_units(date) from public;
grant execute on function people_at_units(date) to opaverkad_app;
