-- Figures are read from cells: how many, per unit (each incident counts at its unit and at every unit above), day, dimension
-- and code. A change writes only one signed entry, in its own transaction, so that reporters never wait for each other on a
-- popular cell; entries are folded into cells afterwards, and a reader adds cells and entries, so the answer is always exact.

create table statistic_cell (
	unit_id uuid not null references unit,
	day date not null,
	dimension text not null,
	code text not null,
	count integer not null,
	primary key (unit_id, dimension, day, code)
);
comment on column statistic_cell.day is 'The day it happened, Europe/Stockholm.';
-- The key's order lets the totals of many units be read without their details, and a period of one unit in a few stretches.

create table statistic_entry (
	id bigint generated always as identity primary key,
	sign smallint not null check (sign in (-1, 1)),
	unit_path uuid[] not null,
	day date not null,
	undue_influence text not null,
	form text not null,
	channel text not null,
	influencer text not null,
	first_contact text not null,
	closing text not null
);
comment on table statistic_entry is 'What changed and is not folded yet: +1 for how an incident counts now, -1 for how it counted before.';

-- Buckets of elapsed time. Codes are labelled in messages/; the definitions are on the statistics page.
create function contact_bucket(reported timestamptz, contacted timestamptz) returns text language sql immutable parallel safe as $$
	select case
		when contacted is null then 'notYet'
		when contacted <= reported + interval '4 hours' then 'within4h'
		when contacted <= reported + interval '24 hours' then 'within24h'
		when contacted <= reported + interval '72 hours' then 'within72h'
		when contacted <= reported + interval '168 hours' then 'within7d'
		else 'later' end
$$;
create function closing_bucket(reported timestamptz, closed timestamptz) returns text language sql immutable parallel safe as $$
	select case
		when closed is null then 'open'
		when closed <= reported + interval '168 hours' then 'within7d'
		when closed <= reported + interval '720 hours' then 'within30d'
		when closed <= reported + interval '2160 hours' then 'within90d'
		else 'later' end
$$;

-- How an incident counts. The assessment decides; before it, what the reporter chose.
create function statistic_entry_of(sign integer, i incident, c case_file) returns statistic_entry
	language sql stable parallel safe as $$
	select row(
		null::bigint,
		sign::smallint,
		i.unit_path,
		(i.occurred_at at time zone 'Europe/Stockholm')::date,
		coalesce(c.undue_influence, 'notAssessed'),
		coalesce(c.form, i.forms[1], 'notStated'),
		coalesce(i.channel, 'notStated'),
		coalesce(i.influencer, 'notStated'),
		-- a case cannot be closed without contact here; an imported one may lack the date, which is not 'nobody called'
		case when c.first_contact_at is null and c.closed_at is not null then 'notStated'
			else contact_bucket(c.reported_at, c.first_contact_at) end,
		closing_bucket(c.reported_at, c.closed_at)
	)::statistic_entry
$$;

-- plpgsql keeps its plan, which sql does not: every report passes here
create function add_statistic_entry(e statistic_entry) returns void language plpgsql as $$
begin
	insert into statistic_entry (sign, unit_path, day, undue_influence, form, channel, influencer, first_contact, closing)
	values (e.sign, e.unit_path, e.day, e.undue_influence, e.form, e.channel, e.influencer, e.first_contact, e.closing);
end $$;

create function count_case() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare i incident;
begin
	select * into i from incident where id = new.incident_id;
	if tg_op = 'UPDATE' then
		if row(old.undue_influence, old.form, old.first_contact_at, old.closed_at)
			is not distinct from row(new.undue_influence, new.form, new.first_contact_at, new.closed_at) then
			return null;
		end if;
		perform add_statistic_entry(statistic_entry_of(-1, i, old));
	end if;
	perform add_statistic_entry(statistic_entry_of(1, i, new));
	return null;
end $$;
create trigger count_case after insert or update on case_file for each row execute function count_case();

create function count_incident() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare c case_file;
begin
	select * into c from case_file where incident_id = new.id;
	if not found or row(old.forms, old.channel, old.influencer, old.occurred_at)
		is not distinct from row(new.forms, new.channel, new.influencer, new.occurred_at) then
		return null;
	end if;
	perform add_statistic_entry(statistic_entry_of(-1, old, c));
	perform add_statistic_entry(statistic_entry_of(1, new, c));
	return null;
end $$;
create trigger count_incident after update of forms, channel, influencer, occurred_at on incident
	for each row execute function count_incident();

-- Whom a case is about does not learn of it from a figure that grew by one: for whoever reads, the cases they are kept out of
-- are taken away again. Few at most, and found by a small index.
create index on case_file using gin (excluded_person_ids) where excluded_person_ids <> '{}';
create function statistic_entries_about_actor() returns setof statistic_entry
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select e.* from case_file c
			join incident i on i.id = c.incident_id
			cross join lateral statistic_entry_of(-1, i, c) as e
		where c.excluded_person_ids <> '{}' and c.excluded_person_ids @> array[app_person()]
			and c.unit_path && app_statistic_units()
	$$;
revoke all on function statistic_entries_about_actor() from public;
grant execute on function statistic_entries_about_actor() to opaverkad_app;

-- One entry as its cells, one per ancestor unit and dimension.
create view statistic_entry_cell as
	select e.id, u.unit_id, e.day, d.dimension, d.code, e.sign as count
	from (select * from statistic_entry union all select * from statistic_entries_about_actor()) as e
		cross join lateral unnest(e.unit_path) as u (unit_id)
		cross join lateral (values
			('all', 'all'), ('undueInfluence', e.undue_influence), ('form', e.form), ('channel', e.channel),
			('influencer', e.influencer), ('firstContact', e.first_contact), ('closing', e.closing)
		) as d (dimension, code);

-- Moves entries into cells. Several processes may call it: skip locked lets each take its own.
create function fold_statistics(most integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare folded integer;
begin
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
	), gone as (
		delete from statistic_entry where id in (select id from taken) returning 1
	)
	select count(*) into folded from gone;
	return folded;
end $$;
revoke all on function fold_statistics(integer) from public;
grant execute on function fold_statistics(integer) to opaverkad_app;

alter table statistic_cell enable row level security;
alter table statistic_entry enable row level security;
-- The scope is expanded once per statement (an init plan), not once per cell.
create function app_visible_statistic_units() returns uuid[] language sql stable as $$
	select coalesce(array_agg(id), '{}') from unit where path && app_statistic_units() and municipality_id = app_municipality()
$$;
create policy own_scope on statistic_cell for select to opaverkad_app
	using (unit_id = any ((select app_visible_statistic_units())::uuid[]));
create policy own_scope on statistic_entry for select to opaverkad_app
	using (unit_path && (select app_statistic_units()));
alter view statistic_entry_cell set (security_invoker = true);
grant select on statistic_cell, statistic_entry, statistic_entry_cell to opaverkad_app;
