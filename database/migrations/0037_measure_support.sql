-- 'Fick du stöd?' is asked of every exposed person; here the answers are counted, for the figures of a unit.

-- The answers since a day, of one municipality: nobody answers before it happened. Few beside the incidents.
create index on support_answer (municipality_id, answered_at);
-- Imported incidents, whose exposed person is never asked, by when they happened.
create index imported_incident on incident (municipality_id, occurred_at) where origin = 'import';

-- Of the incidents that count at a unit in a period: the latest answer of each, and who was not asked. Numbers, nobody's name.
--
-- Who was asked and did not answer is what is left of the unit's total, so that nothing here grows with the incidents themselves.
-- 'leftOut': the actor's own, and those of whoever they stand in for: in the total, but nothing is said of them. What
-- statistic_entries_about_actor() takes out of the total is not here either.
create function count_support_answers(wanted uuid, by_now boolean, first_day date, last_day date, asked_before timestamptz)
	returns table (code text, count bigint)
	-- whoever reads the cells sorts nothing in their transaction; here that would look so dear that the plan is compiled, for seconds
	language plpgsql stable security definer set search_path = public, pg_temp set enable_sort = on
	as $$
declare
	near uuid[] := array[app_person()] || app_units('deputised');
	starts timestamptz := first_day::timestamp at time zone 'Europe/Stockholm';
	ends timestamptz := (last_day + 1)::timestamp at time zone 'Europe/Stockholm';
begin
	if not exists (select from unit u where u.id = wanted and u.municipality_id = app_municipality()
			and u.path && app_statistic_units()) then
		return;
	end if;
	return query
		with latest as (
			select distinct on (a.case_id) a.case_id, a.answer from support_answer a
			where a.municipality_id = app_municipality() and a.answered_at >= starts
			order by a.case_id, a.answered_at desc, a.id desc
		), found as (
			select l.case_id, l.answer as said from latest l
			union
			select c.id, 'notAsked' from case_file c
			where c.municipality_id = app_municipality() and c.reported_at >= asked_before
				and not exists (select from latest l where l.case_id = c.id)
			union
			select c.id, 'notAsked' from incident i join case_file c on c.incident_id = i.id
			where i.municipality_id = app_municipality() and i.origin = 'import'
				and i.occurred_at >= starts and i.occurred_at < ends
				and not exists (select from latest l where l.case_id = c.id)
			union
			select c.id, 'near' from incident i join case_file c on c.incident_id = i.id
			where i.affected_person_id = any (near)
		), counted as (
			select distinct c.id,
				case when c.affected_person_id = any (near) and not app_reads_case(c) then 'leftOut' else f.said end as said
			from found f join case_file c on c.id = f.case_id join incident i on i.id = c.incident_id
			where i.municipality_id = app_municipality() and i.occurred_at >= starts and i.occurred_at < ends
				and case when by_now then (select place.path from unit place where place.id = i.unit_id) else i.unit_path end
					@> array[wanted]
				and c.merged_into_id is null
				and not ((c.excluded_person_ids && near or c.kept_out_by_merge && near) and not app_reads_case(c))
		)
		select counted.said, count(*) from counted where counted.said <> 'near' group by counted.said;
end $$;
revoke all on function count_support_answers(uuid, boolean, date, date, timestamptz) from public;
grant execute on function count_support_answers(uuid, boolean, date, date, timestamptz) to opaverkad_app;
